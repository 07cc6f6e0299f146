"""Meetings of commissions, and the interviews on their agendas.

An interview names the test result on which it rests, and the database lets it name a positive one only; that of an
organisation names the report of its external evaluation instead. Whether the result or the report is still the current
one is asked again by a trigger at every step that the interview takes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Office
from applications.models import Case
from commissions.models.forming import Commission, Member
from core.columns import BigId, Moment
from core.database import Model

_LIVE = text("released_at IS NULL")
_NOT_CALLED_OFF = text("called_off_at IS NULL")


class Meeting(Model):
    """A meeting of a commission at a place or over a link. Its time stays; another time is another meeting."""

    __tablename__ = "commission_meeting"
    __lock_rank__ = 520
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        # What a meeting leaves behind names the meeting and its commission together.
        Index("uq_commission_meeting_id_commission_id", "id", "commission_id", unique=True),
        ForeignKeyConstraint(
            ["commission_id", "secretary_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_commission_meeting_secretary_of_the_commission",
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("length(place) > 0 OR length(link) > 0", name="can_be_found"),
        CheckConstraint(
            "(called_off_at IS NULL) = (called_off_by IS NULL)"
            " AND (called_off_at IS NULL) = (called_off_reason IS NULL)",
            name="called_off_by_somebody_for_a_reason",
        ),
        Index("ix_commission_meeting_office_id_starts_at", "office_id", "starts_at"),
        Index("ix_commission_meeting_commission_id_starts_at", "commission_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    number: Mapped[str] = mapped_column(String(30))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    secretary_id: Mapped[int] = mapped_column(BigId)
    scheduled_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    scheduled_at: Mapped[datetime] = mapped_column(Moment)
    called_off_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    called_off_reason: Mapped[str | None] = mapped_column(String(500))

    commission: Mapped[Commission] = relationship(foreign_keys=[commission_id])
    office: Mapped[Office] = relationship()
    # Who keeps it now is told by `keeping.secretary_of`: a meeting may be handed to another secretary.
    first_secretary: Mapped[Member] = relationship(
        primaryjoin="Meeting.secretary_id == Member.id", foreign_keys=[secretary_id], viewonly=True
    )


def _of_the_result(context: DefaultExecutionContext) -> str | None:
    """A result is named with its verdict, and only a positive one; a report has none to name."""
    given = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    return "positive" if given.get("result_id") is not None else None


class Interview(Model):
    """The interview of a case, by virtue of one positive result or one report. A later correction never touches it.

    One that was decided is called off only when the case is heard anew, where what was decided counts no more.
    """

    __tablename__ = "commission_interview"
    __lock_rank__ = 510
    __table_args__ = (
        UniqueConstraint("id", "case_id"),
        # A protocol names what was decided, and cannot name anything else.
        Index("uq_commission_interview_id_case_id_decision", "id", "case_id", "decision", unique=True),
        # The gate: the result is of this very case and positive; a trigger holds that nothing replaces it.
        ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_commission_interview_on_a_result_of_the_case",
        ),
        ForeignKeyConstraint(
            ["report_id", "case_id"],
            ["evaluation_report.id", "evaluation_report.case_id"],
            name="fk_commission_interview_on_a_report_of_the_case",
        ),
        CheckConstraint(
            "(result_id IS NULL) <> (report_id IS NULL)", name="rests_on_a_result_or_on_a_report"
        ),
        CheckConstraint(
            "(result_id IS NULL) = (verdict IS NULL) AND (verdict IS NULL OR verdict = 'positive')",
            name="rests_on_a_positive_result",
        ),
        CheckConstraint(
            "(decided_at IS NULL) = (decision IS NULL)"
            " AND (decision IS NULL OR decision IN ('positive', 'negative'))",
            name="decided_says_how",
        ),
        CheckConstraint("decided_at IS NULL OR opened_at IS NOT NULL", name="decided_after_it_opened"),
        CheckConstraint(
            "(called_off_at IS NULL) = (called_off_reason IS NULL)", name="called_off_for_a_reason"
        ),
        Index(
            "uq_commission_interview_of_a_case",
            "case_id",
            unique=True,
            sqlite_where=_NOT_CALLED_OFF,
            postgresql_where=_NOT_CALLED_OFF,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    result_id: Mapped[int | None] = mapped_column(BigId)
    verdict: Mapped[str | None] = mapped_column(String(10), default=_of_the_result)
    report_id: Mapped[int | None] = mapped_column(BigId)
    offered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str | None] = mapped_column(String(10))
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    called_off_reason: Mapped[str | None] = mapped_column(String(500))

    case: Mapped[Case] = relationship(foreign_keys=[case_id])


class Slot(Model):
    """The time of an interview on the agenda of a meeting. Another time is a new slot that names this one."""

    __tablename__ = "agenda_slot"
    __table_args__ = (
        ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_agenda_slot_of_an_interview_of_the_case",
        ),
        ForeignKeyConstraint(
            ["case_id", "iin"],
            ["case_person.case_id", "case_person.iin"],
            name="fk_agenda_slot_of_the_person_of_the_case",
            onupdate="CASCADE",
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("(released_at IS NULL) = (released_reason IS NULL)", name="given_up_for_a_reason"),
        Index("uq_agenda_slot_live", "interview_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_agenda_slot_meeting_id_starts_at", "meeting_id", "starts_at"),
        Index("ix_agenda_slot_iin_starts_at", "iin", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("commission_meeting.id"))
    interview_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int] = mapped_column(BigId)
    iin: Mapped[str | None] = mapped_column(String(12))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_slot.id"))
    put_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    put_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_reason: Mapped[str | None] = mapped_column(String(500))

    meeting: Mapped[Meeting] = relationship()
    interview: Mapped[Interview] = relationship(
        primaryjoin="Slot.interview_id == Interview.id", foreign_keys=[interview_id], viewonly=True
    )
