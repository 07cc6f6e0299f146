"""The protocol of a meeting: its frozen facts, the decisions in it, that it is signed, and what mends it.

"Signed" is a row that hangs on `signing_done`. Later rooms point at `protocol_item_signed`: only what stands in a
signed protocol brings an order into being.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from applications.models import Case
from commissions.models.meetings import Interview, Meeting
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile


def _signed(table: str, subject: str) -> ForeignKeyConstraint:
    """Everybody whom its sheet names has signed this very thing."""
    return ForeignKeyConstraint(
        ["sheet_id", "kind", subject],
        ["signing_done.sheet_id", "signing_done.kind", "signing_done.subject_id"],
        name=f"fk_{table}_by_everybody",
    )


class MeetingProtocol(Model):
    """One protocol a meeting. It may be drawn anew until it is sent for signature; after the first one never."""

    __tablename__ = "protocol"
    __lock_rank__ = 610
    __table_args__ = (
        UniqueConstraint("meeting_id"),
        UniqueConstraint("office_id", "year", "number"),
        CheckConstraint("number > 0", name="number_counts_from_one"),
        CheckConstraint("length(facts) > 0 AND length(digest) = 64", name="has_its_facts"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_session.meeting_id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    year: Mapped[int]
    number: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    drawn_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()
    meeting: Mapped[Meeting] = relationship(
        primaryjoin="MeetingProtocol.meeting_id == Meeting.id", foreign_keys=[meeting_id], viewonly=True
    )

    @property
    def spelled_number(self) -> str:
        """The number as it is printed."""
        return f"{self.year}-{self.number:06d}"


class ProtocolItem(Model):
    """A decision as the protocol has it: the very one to which the interview has come."""

    __tablename__ = "protocol_item"
    __table_args__ = (
        UniqueConstraint("protocol_id", "position"),
        UniqueConstraint("interview_id"),
        UniqueConstraint("id", "protocol_id", "case_id", "decision", name="uq_protocol_item_as_it_is"),
        ForeignKeyConstraint(
            ["interview_id", "case_id", "decision"],
            ["commission_interview.id", "commission_interview.case_id", "commission_interview.decision"],
            name="fk_protocol_item_as_the_interview_was_decided",
        ),
        CheckConstraint("length(digest) = 64 AND position > 0", name="has_its_digest"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("protocol.id"))
    position: Mapped[int]
    interview_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int] = mapped_column(BigId)
    decision: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))

    protocol: Mapped[MeetingProtocol] = relationship()
    interview: Mapped[Interview] = relationship(foreign_keys=[interview_id], viewonly=True,
        primaryjoin="ProtocolItem.interview_id == Interview.id")  # fmt: skip
    case: Mapped[Case] = relationship(foreign_keys=[case_id], viewonly=True,
        primaryjoin="ProtocolItem.case_id == Case.id")  # fmt: skip


class ProtocolSigned(Model):
    """Everybody has signed the protocol, as it was drawn."""

    __tablename__ = "protocol_signed"
    __table_args__ = (
        CheckConstraint("kind = 'protocol'", name="is_a_protocol"),
        _signed("protocol_signed", "protocol_id"),
    )

    protocol_id: Mapped[int] = mapped_column(ForeignKey("protocol.id"), primary_key=True, autoincrement=False)
    sheet_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(30), default="protocol")


class ProtocolItemSigned(Model):
    """A decision of a signed protocol that takes effect: the result on which it rests was the current one."""

    __tablename__ = "protocol_item_signed"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "protocol_id", "case_id", "decision"],
            [
                "protocol_item.id",
                "protocol_item.protocol_id",
                "protocol_item.case_id",
                "protocol_item.decision",
            ],
            name="fk_protocol_item_signed_as_it_is",
        ),
        UniqueConstraint("item_id", "case_id", "decision"),
    )

    item_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("protocol_signed.protocol_id"))
    case_id: Mapped[int] = mapped_column(BigId)
    decision: Mapped[str] = mapped_column(String(10))


class ProtocolCorrection(Model):
    """A sheet that mends a signed protocol: what stands there, what is right, and why. Never a decision."""

    __tablename__ = "protocol_correction"
    __table_args__ = (
        UniqueConstraint("protocol_id", "number"),
        CheckConstraint("number > 0 AND length(digest) = 64", name="has_its_number"),
        CheckConstraint(
            "length(stands) > 0 AND length(reads) > 0 AND stands <> reads AND length(reason) > 0",
            name="says_what_and_why",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    protocol_id: Mapped[int] = mapped_column(ForeignKey("protocol_signed.protocol_id"))
    number: Mapped[int]
    position: Mapped[int | None]
    stands: Mapped[str] = mapped_column(Text)
    reads: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    drawn_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()


class ProtocolCorrectionSigned(Model):
    """Everybody who signed the protocol has signed the correction too."""

    __tablename__ = "protocol_correction_signed"
    __table_args__ = (
        CheckConstraint("kind = 'protocol_correction'", name="is_a_correction"),
        _signed("protocol_correction_signed", "correction_id"),
    )

    correction_id: Mapped[int] = mapped_column(
        ForeignKey("protocol_correction.id"), primary_key=True, autoincrement=False
    )
    sheet_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(30), default="protocol_correction")
