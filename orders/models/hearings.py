"""How the holder of a paper was invited, and what they said before an order ended it: once for each lowered result."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Moment
from core.database import Model


class HearingInvitation(Model):
    """Where, on which day and at which hour the holder is asked to come; a later one names the one it replaces."""

    __tablename__ = "hearing_invitation"
    __table_args__ = (
        UniqueConstraint("replaces_id"),
        CheckConstraint("length(place) > 0 AND length(hour) = 5", name="says_place_and_hour"),
        CheckConstraint("least_days >= 0 AND day >= invited_on", name="is_for_a_day_to_come"),
        Index("ix_hearing_invitation_paper_id", "paper_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("result_paper_issued.paper_id"))
    result_id: Mapped[int] = mapped_column(ForeignKey("test_result.id"))
    place: Mapped[str] = mapped_column(String(300))
    day: Mapped[date]
    hour: Mapped[str] = mapped_column(String(5))
    # How many days before it the office had decided to invite; its own rule, of no text.
    least_days: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_invitation.id"))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invited_on: Mapped[date]
    invited_at: Mapped[datetime] = mapped_column(Moment)


class HolderHearing(Model):
    """How the holder was heard on the result that was lowered, and what they said; also that they did not come."""

    __tablename__ = "holder_hearing"
    __table_args__ = (
        UniqueConstraint("paper_id", "result_id"),
        CheckConstraint("how IN ('in_person', 'in_writing', 'did_not_come')", name="how_is_known"),
        CheckConstraint("length(said) > 0", name="says_what_was_said"),
        CheckConstraint("invitation_id IS NULL OR uninvited_because IS NULL", name="invited_or_says_why_not"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("result_paper_issued.paper_id"))
    result_id: Mapped[int] = mapped_column(ForeignKey("test_result.id"))
    how: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text)
    heard_on: Mapped[date]
    # The invitation that counted then, or why there was none; a guard asks for one of them.
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_invitation.id"))
    uninvited_because: Mapped[str | None] = mapped_column(String(500))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
