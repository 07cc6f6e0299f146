"""What the pages show of sheets: whose turn it is, who has signed when and how, and what keeps the reader from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.queries import COUNTRY_ZONE
from accounts.signing_models import SigningDeed, SigningOffer, SigningPlace, SigningSheet
from accounts.signing_queries import deeds_of, newest_offer, places_of
from accounts.signing_turns import state_of_sheet, turn_of
from core.languages import Text, _l, short_moment
from core.refusals import Refusal
from gateways.signatures.signing_order import Complete, Next, Stopped


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet in a list: what, since when, and where it stands."""

    sheet: SigningSheet
    opened: str
    word: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a sheet with what was done in it."""

    place: SigningPlace
    word: Text
    kind: str
    when: str
    deed: SigningDeed | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as one of those whom it names sees it."""

    sheet: SigningSheet
    opened: str
    word: Text
    kind: str
    lines: list[Line]
    mine: bool
    hindrance: Refusal | None
    offer: SigningOffer | None
    prepared: str


WAITS, SIGNED, BY_HAND, REFUSED, LATER, NEVER = (
    (_l("signs now"), "warn"),
    (_l("signed"), "ok"),
    (_l("signed on paper"), "ok"),
    (_l("refused to sign"), "bad"),
    (_l("signs later"), ""),
    (_l("does not sign any more"), ""),
)


def sheet_rows(sheets: Sequence[SigningSheet]) -> list[Row]:
    """Sheets for a list."""
    return [Row(sheet, _when(sheet.opened_at, sheet), *_standing(sheet)) for sheet in sheets]


def sheet_shown(sheet: SigningSheet, account_id: int) -> Shown:
    """Everything that the page of a sheet says; the actor is whoever reads it."""
    word, kind = _standing(sheet)
    deeds = {deed.position: deed for deed in deeds_of(sheet.id)}
    stopped = sheet.withdrawn_at is not None or any(deed.what == "refused" for deed in deeds.values())
    lines = [_line(sheet, place, deeds, stopped=stopped) for place in places_of(sheet.id)]
    own = next(one.place for one in lines if one.place.account_id == account_id)
    mine = own.position == len(deeds) + 1 and not stopped
    hindrance, offer = (_hindrance(sheet.id), newest_offer(sheet.id, own.position)) if mine else (None, None)
    return Shown(
        sheet,
        _when(sheet.opened_at, sheet),
        word,
        kind,
        lines,
        mine,
        hindrance,
        offer,
        _when(offer.offered_at, sheet) if offer else "",
    )


def _hindrance(sheet_id: int) -> Refusal | None:
    """Why the reader cannot sign although it is their turn."""
    try:
        turn_of(sheet_id)
    except Refusal as refusal:
        return refusal
    return None


def _standing(sheet: SigningSheet) -> tuple[Text, str]:
    if sheet.withdrawn_at is not None:
        return _l("withdrawn"), "bad"
    match state_of_sheet(places_of(sheet.id), deeds_of(sheet.id)):
        case Complete():
            return _l("signed by everybody"), "ok"
        case Stopped():
            return _l("not signed: somebody refused"), "bad"
        case Next(who):
            name = next(place.account.name for place in places_of(sheet.id) if str(place.account_id) == who)
            return _l("%(name)s signs now", name=name), "warn"
        case _:
            raise RuntimeError(f"sheet {sheet.id} was signed out of order")


def _line(sheet: SigningSheet, place: SigningPlace, deeds: dict[int, SigningDeed], *, stopped: bool) -> Line:
    deed = deeds.get(place.position)
    if deed is not None:
        word, kind = REFUSED if deed.what == "refused" else BY_HAND if deed.on_paper else SIGNED
        return Line(place, word, kind, _when(deed.at, sheet), deed)
    word, kind = NEVER if stopped else WAITS if place.position == len(deeds) + 1 else LATER
    return Line(place, word, kind, "", None)


def _when(moment: datetime, sheet: SigningSheet) -> str:
    return short_moment(moment, sheet.office.zone or COUNTRY_ZONE)
