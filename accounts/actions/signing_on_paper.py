"""A paper that one person signs by hand where the office has decided so: its scan comes in, and it is signed.

The deed stands beside those made by keys and completes the sheet as they do; it says that the signature is on paper.
Whether a hand is the signatory's own no programme can tell: the office has decided to answer for that.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts import notices
from accounts.actions.signing import complete
from accounts.models import Account, RoleGrant
from accounts.queries import COUNTRY_ZONE, active_grants, today
from accounts.refused_facts import RefusedFact
from accounts.signing_hooks import hooks_of
from accounts.signing_models import ON_PAPER, SigningDeed, SigningPlace, SigningSheet
from accounts.signing_queries import deeds_of, places_of
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.file_reasons import MediaType
from core.files import store_file
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came back from whoever signed: the scan, the day on which it was signed, and that it bears the seal."""

    content: bytes
    name: str
    signed_on: date
    sealed: bool


def sign_on_paper(sheet_id: int, scanned: Scanned) -> SigningDeed:
    """Enter that the one person whom the sheet names has signed the printed paper by hand, and complete the sheet."""
    sheet = held(SigningSheet, sheet_id)
    if sheet.office_id != current_actor().office_id:
        raise NotFound
    decision_id = hooks_of(sheet.kind).on_paper(sheet)
    if decision_id is None:
        raise Refusal(_l("This paper is signed electronically, not on paper."))
    place = _waiting(sheet)
    _demand_right(sheet, scanned)
    grant = _grant_then(sheet, place, scanned.signed_on)
    file = store_file(io.BytesIO(scanned.content), scanned.name, frozenset({MediaType.PDF}))
    if file.digest == sheet.unsigned_digest:
        raise RefusedFact(
            "scan", _l("This is the printed paper itself: scan it after it was signed and sealed.")
        )
    deed = SigningDeed(
        sheet_id=sheet.id,
        position=place.position,
        account_id=place.account_id,
        grant_id=grant.id,
        what="signed",
        at=now(),
        over_digest=sheet.unsigned_digest,
        file_id=file.id,
        digest=file.digest,
        level=ON_PAPER,
        signer_name=place.account.name[:320],
        signed_on=scanned.signed_on,
        sealed=True,
        scanned_by=current_actor().account_id,
        decision_id=decision_id,
    )
    db.session.add(deed)
    db.session.flush()
    record(
        "accounts:sheet:sign_on_paper",
        subject=("signing_sheet", sheet.id),
        office_id=sheet.office_id,
        old={"digest": sheet.unsigned_digest},
        new={
            "digest": file.digest,
            "signatory": place.account_id,
            "signed_on": scanned.signed_on.isoformat(),
            "decision": decision_id,
        },
    )
    notices.signed_on_paper(place.account, sheet, db.session.get_one(Account, deed.scanned_by))
    complete(sheet, file)
    return deed


def _waiting(sheet: SigningSheet) -> SigningPlace:
    """The one place of the sheet, while nothing was done in it."""
    places = places_of(sheet.id)
    if len(places) != 1:
        raise Refusal(_l("Only a paper that one person signs is signed on paper."))
    if sheet.withdrawn_at is not None or deeds_of(sheet.id):
        raise Refusal(_l("This paper does not wait for a signature any more."))
    return places[0]


def _demand_right(sheet: SigningSheet, scanned: Scanned) -> None:
    opened = sheet.opened_at.astimezone(ZoneInfo(sheet.office.zone or COUNTRY_ZONE)).date()
    if not opened <= scanned.signed_on <= today():
        raise RefusedFact(
            "signed_on",
            _l("The day lies between the day on which the paper was sent to be signed and today."),
        )
    if not scanned.sealed:
        raise RefusedFact("sealed", _l("The signed paper bears the seal."))


def _grant_then(sheet: SigningSheet, place: SigningPlace, day: date) -> RoleGrant:
    """The role in which the person signed; it must have been theirs on that day and not been revoked since."""
    noon = datetime.combine(day, time(12), ZoneInfo(COUNTRY_ZONE))
    for grant in active_grants(place.account_id, noon):
        if grant.office_id == sheet.office_id and place.role in {None, grant.role}:
            return grant
    raise Refusal(_l("Whoever signed did not hold the role on that day in which they were to sign."))
