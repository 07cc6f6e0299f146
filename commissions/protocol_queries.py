"""Named reads of protocols: of a meeting, of a case, who signed, and what became of each decision."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.signing_models import SigningDeed, SigningDone, SigningSheet
from commissions import queries
from commissions.models import (
    EvaluationReport,
    Interview,
    MeetingProtocol,
    ProtocolCorrection,
    ProtocolItem,
    ProtocolItemSigned,
    ProtocolSigned,
)
from core.actor import Actor
from core.database import db
from core.refusals import NotFound
from exam.models import Result


def protocol_of(meeting_id: int) -> MeetingProtocol | None:
    """The protocol of a meeting, once it is drawn."""
    return db.session.scalar(select(MeetingProtocol).where(MeetingProtocol.meeting_id == meeting_id))


def find_protocol(protocol_id: int, actor: Actor) -> MeetingProtocol:
    """A protocol by its number in the address, of a meeting that the reader may see."""
    found = db.session.get(MeetingProtocol, protocol_id)
    if found is None:
        raise NotFound
    queries.find_meeting(found.meeting_id, actor)
    return found


def items_of(protocol_id: int) -> Sequence[ProtocolItem]:
    """The decisions of a protocol, in its order."""
    return db.session.scalars(
        select(ProtocolItem).where(ProtocolItem.protocol_id == protocol_id).order_by(ProtocolItem.position)
    ).all()


def in_effect(protocol_id: int) -> set[int]:
    """The items of a signed protocol that take effect; the others are held back."""
    return set(
        db.session.scalars(
            select(ProtocolItemSigned.item_id).where(ProtocolItemSigned.protocol_id == protocol_id)
        )
    )


def done_of(protocol_id: int) -> SigningDone | None:
    """That everybody has signed, if they have."""
    return db.session.scalar(
        select(SigningDone)
        .join(ProtocolSigned, ProtocolSigned.sheet_id == SigningDone.sheet_id)
        .where(ProtocolSigned.protocol_id == protocol_id)
    )


def anybody_signed(protocol_id: int) -> bool:
    """Whether one signature was ever given, also on a sheet that was withdrawn."""
    return (
        db.session.scalar(
            select(SigningDeed.id)
            .join(SigningSheet, SigningSheet.id == SigningDeed.sheet_id)
            .where(
                SigningSheet.kind == "protocol",
                SigningSheet.subject_id == protocol_id,
                SigningDeed.what == "signed",
            )
            .limit(1)
        )
        is not None
    )


def rests_on_replaced(interview: Interview) -> bool:
    """Whether another result, or another report, has replaced the one on which the interview rests."""
    if interview.result_id is not None:
        newer = select(Result.id).where(Result.replaces_id == interview.result_id)
    else:
        newer = select(EvaluationReport.id).where(EvaluationReport.replaces_id == interview.report_id)
    return db.session.scalar(newer) is not None


def signed_item_of(case_id: int) -> ProtocolItem | None:
    """What the newest signed protocol says of a case."""
    return db.session.scalar(
        select(ProtocolItem)
        .join(ProtocolSigned, ProtocolSigned.protocol_id == ProtocolItem.protocol_id)
        .where(ProtocolItem.case_id == case_id)
        .order_by(ProtocolItem.id.desc())
        .limit(1)
    )


def corrections_of(protocol_id: int) -> Sequence[ProtocolCorrection]:
    """The sheets that mend a protocol, in their order."""
    return db.session.scalars(
        select(ProtocolCorrection)
        .where(ProtocolCorrection.protocol_id == protocol_id)
        .order_by(ProtocolCorrection.number)
    ).all()
