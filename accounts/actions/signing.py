"""Several people sign one paper in a named order: the verbs that open a sheet, hand it out, sign, refuse, withdraw.

Whether a signature holds is found out before (`accounts.signing_turns.seal`), with no row held; here the finding is
written down, after everything that may have changed meanwhile was looked at again under the sheet's lock.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from accounts import notices
from accounts.models import Account
from accounts.refused_facts import Stale
from accounts.roles import Role
from accounts.signing_hooks import hooks_of
from accounts.signing_models import SigningDeed, SigningDone, SigningOffer, SigningPlace, SigningSheet
from accounts.signing_queries import done_of, places_of, sheet_of
from accounts.signing_turns import Turn, demand_turn
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.file_reasons import MediaType
from core.files import store_file
from core.holding import held
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from gateways.signatures.documents import Sealed
from regulations.words import Words

_PDF = frozenset({MediaType.PDF})


@dataclass(frozen=True, slots=True)
class Place:
    """Who signs and as whom. With a role, that very role at the office must be held at the moment of signing."""

    account_id: int
    capacity: Words
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A paper that is to be signed by these people in this order."""

    kind: str
    subject_id: int
    office_id: int
    title: Words
    document: bytes
    name: str
    places: tuple[Place, ...]


def open_sheet(wanted: NewSheet) -> SigningSheet:
    """Keep the paper as it is to be signed, name who signs in which order, and tell the first."""
    hooks_of(wanted.kind)
    if not wanted.places or len({place.account_id for place in wanted.places}) != len(wanted.places):
        raise ValueError("a sheet names people, each once")
    file = store_file(io.BytesIO(wanted.document), wanted.name, _PDF)
    sheet = SigningSheet(
        office_id=wanted.office_id,
        kind=wanted.kind,
        subject_id=wanted.subject_id,
        title_kk=wanted.title.kk,
        title_ru=wanted.title.ru,
        title_en=wanted.title.en,
        unsigned_file_id=file.id,
        unsigned_digest=file.digest,
        signatures=len(wanted.places),
        opened_by=current_actor().account_id,
        opened_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(sheet)
            db.session.flush()
    except IntegrityError as error:
        raise Refusal(_l("This paper has been sent to be signed already.")) from error
    for position, place in enumerate(wanted.places, start=1):
        db.session.add(_place(sheet.id, position, place))
        db.session.flush()
    record(
        "accounts:sheet:open",
        subject=("signing_sheet", sheet.id),
        office_id=sheet.office_id,
        new={
            "kind": sheet.kind,
            "subject": sheet.subject_id,
            "digest": sheet.unsigned_digest,
            "places": [place.account_id for place in wanted.places],
        },
    )
    _tell_next(sheet, 1)
    return sheet


def _place(sheet_id: int, position: int, wanted: Place) -> SigningPlace:
    return SigningPlace(
        sheet_id=sheet_id,
        position=position,
        account_id=wanted.account_id,
        capacity_kk=wanted.capacity.kk,
        capacity_ru=wanted.capacity.ru,
        capacity_en=wanted.capacity.en,
        role=wanted.role.value if wanted.role else None,
    )


def offer(turn: Turn, moment: datetime) -> SigningOffer:
    """Hand the paper out to be signed outside: kept as it was handed out, so that its signature fits when it comes."""
    _locked(turn)
    prepared = turn.prepare(moment)
    file = store_file(io.BytesIO(prepared.document), f"to-sign-{turn.sheet_id}-{turn.position}.pdf", _PDF)
    made = SigningOffer(
        sheet_id=turn.sheet_id,
        position=turn.position,
        over_digest=turn.over_digest,
        file_id=file.id,
        digest=file.digest,
        free_from=prepared.start,
        free_until=prepared.end,
        covered_digest=prepared.digest,
        offered_at=moment,
    )
    db.session.add(made)
    db.session.flush()
    record(
        "accounts:sheet:offer",
        subject=("signing_sheet", turn.sheet_id),
        office_id=current_actor().office_id,
        new={"position": turn.position, "digest": made.covered_digest},
    )
    return made


def sign(turn: Turn, sealed: Sealed, *, stand_in: bool) -> SigningDeed:
    """Write down a signature that holds, appended to what the one before left; the last one completes the sheet."""
    sheet, grant_id = _locked(turn)
    account = db.session.get_one(Account, turn.account_id)
    _demand_appended(turn, sealed)
    if sealed.signer.iin != account.iin:
        raise Refusal(_l("The IIN in the certificate is not the IIN of the person who must sign."))
    file = store_file(io.BytesIO(sealed.document), sheet.unsigned_file.name, _PDF)
    deed = SigningDeed(
        sheet_id=sheet.id,
        position=turn.position,
        account_id=account.id,
        grant_id=grant_id,
        what="signed",
        at=now(),
        over_digest=turn.over_digest,
        file_id=file.id,
        digest=file.digest,
        level=sealed.level.value,
        signer_name=sealed.signer.name[:320],
        signer_iin=sealed.signer.iin,
        serial=sealed.signer.serial,
        stand_in=stand_in,
    )
    db.session.add(deed)
    db.session.flush()
    record(
        "accounts:sheet:sign",
        subject=("signing_sheet", sheet.id),
        office_id=sheet.office_id,
        old={"digest": turn.over_digest},
        new={
            "position": turn.position,
            "digest": file.digest,
            "level": sealed.level.value,
            "certificate": sealed.signer.digest,
            "stand_in": stand_in,
            "done": turn.position == sheet.signatures,
        },
        personal={"name": sealed.signer.name, "iin": sealed.signer.iin},
    )
    if turn.position < sheet.signatures:
        _tell_next(sheet, turn.position + 1)
    else:
        complete(sheet, file)
    return deed


def complete(sheet: SigningSheet, file: StoredFile) -> None:
    """The last deed was done: the sheet is signed, and what its room wants follows."""
    done = SigningDone(
        sheet_id=sheet.id,
        kind=sheet.kind,
        subject_id=sheet.subject_id,
        file_id=file.id,
        digest=file.digest,
        done_at=now(),
    )
    db.session.add(done)
    db.session.flush()
    hooks_of(sheet.kind).when_signed(sheet, done)


def refuse(sheet_id: int, reason: str) -> SigningDeed:
    """Will not sign, and says why: nobody signs this paper any more, and whoever drew it up is told."""
    sheet = held(SigningSheet, sheet_id)
    place, deeds, grant = demand_turn(sheet_id)
    if not reason.strip():
        raise Refusal(_l("Say why you do not sign."), status=422)
    deed = SigningDeed(
        sheet_id=sheet.id,
        position=place.position,
        account_id=place.account_id,
        grant_id=grant.id,
        what="refused",
        reason=reason.strip(),
        at=now(),
        over_digest=(deeds[-1].digest if deeds else None) or sheet.unsigned_digest,
    )
    db.session.add(deed)
    db.session.flush()
    record(
        "accounts:sheet:refuse",
        subject=("signing_sheet", sheet.id),
        office_id=sheet.office_id,
        new={"position": place.position, "reason": reason.strip()},
    )
    if sheet.opened_by is not None:
        notices.not_signed(db.session.get_one(Account, sheet.opened_by), place.account, sheet, reason.strip())
    hooks_of(sheet.kind).when_refused(sheet, reason.strip())
    return deed


def hold_sheet(kind: str, subject_id: int) -> SigningSheet | None:
    """The sheet of a thing, held before the thing itself, as whoever signs it does; nothing where none is open."""
    sheet = sheet_of(kind, subject_id)
    return held(SigningSheet, sheet.id) if sheet is not None else None


def take_back(kind: str, subject_id: int, known: SigningSheet | None, reason: str) -> SigningSheet | None:
    """Withdraw the sheet that `hold_sheet` held; whoever sent the thing to be signed since then is not overrun."""
    sheet = sheet_of(kind, subject_id)
    if sheet is not known:
        raise Stale
    return withdraw(sheet.id, reason) if sheet is not None else None


def withdraw(sheet_id: int, reason: str) -> SigningSheet:
    """Take a paper back that not everybody has signed; the same thing may then be drawn up and sent anew."""
    if held(SigningSheet, sheet_id).office_id != current_actor().office_id:
        raise NotFound
    return end_sheet(sheet_id, reason)


def end_sheet(sheet_id: int, reason: str) -> SigningSheet:
    """The same where the thing itself is no more: whoever ended it, as an applicant may, need not be of the office."""
    sheet = held(SigningSheet, sheet_id)
    if sheet.withdrawn_at is not None:
        raise Refusal(_l("This paper has been withdrawn already."))
    if done_of(sheet.id) is not None:
        raise Refusal(_l("Everybody has signed this paper; it cannot be withdrawn."))
    if not reason.strip():
        raise Refusal(_l("Say why the paper is withdrawn."), status=422)
    sheet.withdrawn_at = now()
    sheet.withdrawn_by = current_actor().account_id
    sheet.withdrawn_reason = reason.strip()
    db.session.flush()
    record(
        "accounts:sheet:withdraw",
        subject=("signing_sheet", sheet.id),
        office_id=sheet.office_id,
        new={"reason": reason.strip()},
    )
    return sheet


def _locked(turn: Turn) -> tuple[SigningSheet, int]:
    """The sheet, held, and the role by which it is signed; the turn must still be what it was when it was taken."""
    sheet = held(SigningSheet, turn.sheet_id)
    place, deeds, grant = demand_turn(turn.sheet_id)
    left = deeds[-1].digest if deeds else sheet.unsigned_digest
    if (place.position, left) != (turn.position, turn.over_digest):
        raise Stale
    return sheet, grant.id


def _demand_appended(turn: Turn, sealed: Sealed) -> None:
    """A signature is appended: what the one before left stands unchanged in front, to the byte."""
    if not sealed.document.startswith(turn.document) or len(sealed.document) == len(turn.document):
        raise Refusal(_l("The signed paper is not the paper that was handed out."))


def _tell_next(sheet: SigningSheet, position: int) -> None:
    place = places_of(sheet.id)[position - 1]
    notices.to_sign(place.account, sheet)
