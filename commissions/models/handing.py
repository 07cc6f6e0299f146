"""A meeting handed from one secretary to another: each hand-over is a row that is added and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from commissions.models.forming import Member
from core.columns import BigId, Moment
from core.database import Model


def _of_the_commission(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["commission_id", column],
        ["commission_member.commission_id", "commission_member.id"],
        name=f"fk_meeting_handover_{column}_of_the_commission",
    )


class MeetingHandover(Model):
    """From whoever kept the meeting until now to another secretary of its commission, by whom, when and why.

    The secretary of a meeting is the one to whom it was handed last; of a meeting that nobody handed on, the first.
    """

    __tablename__ = "meeting_handover"
    __table_args__ = (
        ForeignKeyConstraint(
            ["meeting_id", "commission_id"],
            ["commission_meeting.id", "commission_meeting.commission_id"],
            name="fk_meeting_handover_of_the_meeting",
        ),
        _of_the_commission("from_id"),
        _of_the_commission("to_id"),
        CheckConstraint("position > 0", name="counts_from_one"),
        CheckConstraint("from_id <> to_id", name="to_somebody_else"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
    )

    meeting_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    commission_id: Mapped[int] = mapped_column(BigId)
    from_id: Mapped[int] = mapped_column(BigId)
    to_id: Mapped[int] = mapped_column(BigId)
    handed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    handed_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(500))

    giver: Mapped[Member] = relationship(
        primaryjoin="MeetingHandover.from_id == Member.id", foreign_keys=[from_id], viewonly=True
    )
    taker: Mapped[Member] = relationship(
        primaryjoin="MeetingHandover.to_id == Member.id", foreign_keys=[to_id], viewonly=True
    )
    hander: Mapped[Account] = relationship(foreign_keys=[handed_by], viewonly=True)
