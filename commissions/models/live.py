"""A meeting as it goes: who is there, whom it hears, what is asked, how each hearing ends.

Whatever two secretaries may write at once carries a version: the second one is told, and the database refuses a
change that skips one. What a hearing has come to is written once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from applications.models import Case
from commissions.models.forming import Member
from commissions.models.meetings import Interview
from core.columns import BigId, Json, Moment
from core.database import Model

_RUNNING = sql("ended_at IS NULL")


def _of_the_commission(table: str, column: str = "member_id") -> ForeignKeyConstraint:
    """Whoever is named sits in the commission that meets."""
    return ForeignKeyConstraint(
        ["commission_id", column],
        ["commission_member.commission_id", "commission_member.id"],
        name=f"fk_{table}_{column}_of_the_commission",
    )


def _of_the_meeting(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["meeting_id", "commission_id"],
        ["commission_meeting.id", "commission_meeting.commission_id"],
        name=f"fk_{table}_of_a_meeting_of_the_commission",
    )


class MeetingSession(Model):
    """A meeting that has begun. The seed by which tickets fall to candidates is chosen as it begins."""

    __tablename__ = "meeting_session"
    __lock_rank__ = 530
    __table_args__ = (
        _of_the_meeting("meeting_session"),
        _of_the_commission("meeting_session", "presided_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        CheckConstraint("length(draw_seed) = 64", name="has_its_seed"),
    )

    meeting_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    commission_id: Mapped[int] = mapped_column(BigId)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    presided_by: Mapped[int | None] = mapped_column(BigId)
    set_id: Mapped[int | None] = mapped_column(ForeignKey("sealed_set.id"))
    draw_seed: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class MeetingBreak(Model):
    """The meeting stands still from one moment to another, for a reason; one break at a time."""

    __tablename__ = "meeting_break"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="ends_after_it_began"),
        Index(
            "uq_meeting_break_now",
            "meeting_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_session.meeting_id"))
    reason: Mapped[str] = mapped_column(String(500))
    began_at: Mapped[datetime] = mapped_column(Moment)
    began_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Attendance(Model):
    """A member on the day: there, not there yet, or gone. An alternate says in whose absence."""

    __tablename__ = "attendance"
    __lock_rank__ = 540
    __table_args__ = (
        _of_the_meeting("attendance"),
        _of_the_commission("attendance"),
        _of_the_commission("attendance", "stands_in_for"),
        CheckConstraint("NOT present OR (came_at IS NOT NULL AND left_at IS NULL)", name="present_came"),
        CheckConstraint("left_at IS NULL OR (NOT present AND left_at >= came_at)", name="left_after_coming"),
        CheckConstraint("version > 0", name="versions_count_from_one"),
    )

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_session.meeting_id"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    commission_id: Mapped[int] = mapped_column(BigId)
    present: Mapped[bool] = mapped_column(default=False)
    came_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    absent_because: Mapped[str] = mapped_column(String(500), default="")
    stands_in_for: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)

    member: Mapped[Member] = relationship(
        primaryjoin="Attendance.member_id == Member.id", foreign_keys=[member_id], viewonly=True
    )


class Hearing(Model):
    """One interview in its meeting, from its beginning to its ending. One at a time in a meeting."""

    __tablename__ = "interview_hearing"
    __lock_rank__ = 550
    __table_args__ = (
        ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_interview_hearing_of_an_interview_of_the_case",
        ),
        _of_the_meeting("interview_hearing"),
        _of_the_commission("interview_hearing", "presided_by"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_somehow"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint(
            "ending IN ('decided', 'absent', 'absent_with_good_reason', 'no_quorum', 'not_reached')",
            name="ending_is_known",
        ),
        CheckConstraint("began_at IS NOT NULL OR ended_at IS NOT NULL", name="began_or_ended"),
        CheckConstraint("(began_at IS NULL) = (began_by IS NULL)", name="begun_by_somebody"),
        CheckConstraint(
            "ending <> 'decided' OR (began_at IS NOT NULL AND length(motives) > 0 AND presided_by IS NOT NULL)",
            name="decided_with_motives",
        ),
        CheckConstraint(
            "ending NOT IN ('absent_with_good_reason', 'no_quorum', 'not_reached') OR length(ending_reason) > 0",
            name="ended_for_a_reason",
        ),
        CheckConstraint("ending NOT LIKE 'absent%' OR began_at IS NULL", name="absent_did_not_begin"),
        Index(
            "uq_interview_hearing_now",
            "meeting_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index("ix_interview_hearing_meeting_id", "meeting_id"),
    )

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(BigId)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_session.meeting_id"))
    commission_id: Mapped[int] = mapped_column(BigId)
    began_at: Mapped[datetime | None] = mapped_column(Moment)
    began_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # The criteria by which members mark, copied as they stood when the hearing began or the ticket was drawn.
    rubric: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    # Whether members mark before they vote, as the office had decided when the hearing began.
    with_sheets: Mapped[bool] = mapped_column(default=True, server_default=sql("TRUE"))
    sheets_opened_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ending: Mapped[str | None] = mapped_column(String(30))
    ending_reason: Mapped[str] = mapped_column(String(1000), default="")
    # Copied from what was typed, when the hearing ends.
    identity: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")
    motives: Mapped[str] = mapped_column(Text, default="")
    presided_by: Mapped[int | None] = mapped_column(BigId)
    needed_for_quorum: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)

    case: Mapped[Case] = relationship(
        primaryjoin="Hearing.case_id == Case.id", foreign_keys=[case_id], viewonly=True
    )
    interview: Mapped[Interview] = relationship(foreign_keys=[interview_id, case_id], viewonly=True)


class HearingSeat(Model):
    """A member in one hearing: who was there as it began, and who sits in its panel now."""

    __tablename__ = "hearing_seat"
    __table_args__ = (
        _of_the_commission("hearing_seat"),
        _of_the_commission("hearing_seat", "stands_in_for"),
        CheckConstraint("NOT sits OR (present AND left_at IS NULL)", name="sits_while_there"),
    )

    interview_id: Mapped[int] = mapped_column(
        ForeignKey("interview_hearing.interview_id"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    commission_id: Mapped[int] = mapped_column(BigId)
    role: Mapped[str] = mapped_column(String(10))
    present: Mapped[bool]
    sits: Mapped[bool] = mapped_column(default=False)
    stands_in_for: Mapped[int | None] = mapped_column(BigId)
    left_at: Mapped[datetime | None] = mapped_column(Moment)


class LiveText(Model):
    """What the secretary types while people speak, field by field; frozen when the hearing ends."""

    __tablename__ = "live_text"
    __lock_rank__ = 560
    __table_args__ = (
        CheckConstraint("field IN ('identity', 'remarks', 'motives')", name="field_is_known"),
        CheckConstraint("version > 0", name="versions_count_from_one"),
    )

    interview_id: Mapped[int] = mapped_column(
        ForeignKey("interview_hearing.interview_id"), primary_key=True, autoincrement=False
    )
    field: Mapped[str] = mapped_column(String(10), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment)


class AskedQuestion(Model):
    """What was asked and the gist of the answer. `mark` is chosen by the browser, so that sending twice asks once."""

    __tablename__ = "asked_question"
    __lock_rank__ = 570
    __table_args__ = (
        UniqueConstraint("interview_id", "position"),
        UniqueConstraint("interview_id", "mark"),
        _of_the_commission("asked_question", "asked_by"),
        CheckConstraint("version > 0 AND position > 0", name="counts_from_one"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview_hearing.interview_id"))
    commission_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    mark: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    gist: Mapped[str] = mapped_column(Text, default="")
    of_ticket: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[int | None] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment)


class TicketDraw(Model):
    """The ticket that fell to a candidate; nobody else ever gets it again."""

    __tablename__ = "ticket_draw"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "paper_id"],
            ["sealed_paper.set_id", "sealed_paper.id"],
            name="fk_ticket_draw_paper_of_the_set",
        ),
        UniqueConstraint("paper_id"),
    )

    interview_id: Mapped[int] = mapped_column(
        ForeignKey("interview_hearing.interview_id"), primary_key=True, autoincrement=False
    )
    set_id: Mapped[int] = mapped_column(BigId)
    paper_id: Mapped[int] = mapped_column(BigId)
    number: Mapped[int]
    # The numbers among which the seed chose, in their order: with the seed the draw can be repeated.
    among: Mapped[list[int]] = mapped_column(Json)
    drawn_at: Mapped[datetime] = mapped_column(Moment)
    drawn_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
