"""Mending a signed protocol: a sheet that says what stands there and what is right, signed by those who signed it.

The protocol itself is never touched, and no decision is changed this way.
"""

from __future__ import annotations

import io

from flask import current_app
from sqlalchemy import func, select

from accounts import signing_queries
from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.refused_facts import RefusedFact
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningPlace, SigningSheet
from commissions.actions import protocols
from commissions.models import MeetingProtocol, ProtocolCorrection, ProtocolCorrectionSigned, ProtocolSigned
from commissions.protocol_facts import (
    CORRECTION_FORM,
    CorrectionFacts,
    ProtocolFacts,
    Signatory,
    digest_of,
    read_facts,
)
from commissions.protocol_paper import correction_pdf
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.files import store_file
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from core.settings import Settings
from regulations.words import Words

KIND = "protocol_correction"


def correct(
    protocol_id: int, stands: str, reads: str, reason: str, position: int | None = None
) -> ProtocolCorrection:
    """Draw a correction sheet and send it to those who signed the protocol."""
    found = protocols.locked(protocol_id)
    signed = db.session.get(ProtocolSigned, found.id)
    if signed is None:
        raise Refusal(
            _l("The protocol is not signed yet."), next_step=_l("Call it back and draw it anew instead.")
        )
    if stands.strip() == reads.strip():
        raise RefusedFact("reads", _l("What is right differs from what stands in the protocol."))
    facts = _facts(found, signed, (stands.strip(), reads.strip(), reason.strip()), position)
    pdf = correction_pdf(facts)
    name = f"protocol-{found.spelled_number}-{facts.number}.pdf"
    made = ProtocolCorrection(
        protocol_id=found.id,
        number=facts.number,
        position=position,
        stands=facts.stands,
        reads=facts.reads,
        reason=facts.reason,
        digest=digest_of(facts),
        file_id=store_file(io.BytesIO(pdf), name).id,
        drawn_by=current_actor().account_id or 0,
        drawn_at=facts.drawn_at,
    )
    db.session.add(made)
    db.session.flush()
    _send(found, made, signed, pdf, name)
    _note(found, made, "draw")
    return made


def _facts(
    found: MeetingProtocol, signed: ProtocolSigned, texts: tuple[str, str, str], position: int | None
) -> CorrectionFacts:
    facts = read_facts(found.facts)
    settings: Settings = current_app.extensions["synaq.settings"]
    last = db.session.scalar(
        select(func.max(ProtocolCorrection.number)).where(ProtocolCorrection.protocol_id == found.id)
    )
    stands, reads, reason = texts
    return CorrectionFacts(
        form=CORRECTION_FORM,
        protocol=found.spelled_number,
        protocol_digest=found.digest,
        number=(last or 0) + 1,
        drawn_at=now(),
        drawn_by=current_actor().name,
        specimen=settings.specimen,
        office=facts.proceedings.office,
        zone=facts.proceedings.zone,
        stands=stands,
        reads=reads,
        reason=reason,
        signatories=tuple(
            Signatory(one.account.name, _capacity(one)) for one in signing_queries.places_of(signed.sheet_id)
        ),
        position=position,
        candidate=_candidate(facts, position),
    )


def _candidate(facts: ProtocolFacts, position: int | None) -> str:
    if position is None:
        return ""
    for one in facts.proceedings.heard:
        if one.position == position:
            return one.candidate
    raise RefusedFact("position", _l("The protocol has no such item."))


def _capacity(one: SigningPlace) -> Words:
    return Words(one.capacity_kk, one.capacity_ru, one.capacity_en)


def _send(
    found: MeetingProtocol, made: ProtocolCorrection, signed: ProtocolSigned, pdf: bytes, name: str
) -> None:
    number = f"{found.spelled_number}/{made.number}"
    signing.open_sheet(
        NewSheet(
            kind=KIND,
            subject_id=made.id,
            office_id=found.office_id,
            title=Words(
                f"Хаттаманы түзету парағы № {number}",
                f"Лист исправлений к протоколу № {number}",
                f"Correction sheet {number} of a protocol",
            ),
            document=pdf,
            name=name,
            places=tuple(
                Place(one.account_id, _capacity(one)) for one in signing_queries.places_of(signed.sheet_id)
            ),
        )
    )


def _when_signed(sheet: SigningSheet, _done: SigningDone) -> None:
    made = db.session.get_one(ProtocolCorrection, sheet.subject_id)
    db.session.add(ProtocolCorrectionSigned(correction_id=made.id, sheet_id=sheet.id))
    db.session.flush()
    _note(db.session.get_one(MeetingProtocol, made.protocol_id), made, "sign")


def _note(found: MeetingProtocol, made: ProtocolCorrection, verb: str) -> None:
    record(
        f"commissions:protocol_correction:{verb}",
        subject=("commission_meeting", found.meeting_id),
        office_id=found.office_id,
        new={"protocol": found.spelled_number, "correction": made.number, "digest": made.digest},
    )


register(KIND, Hooks(when_signed=_when_signed))
