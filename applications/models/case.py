"""The case itself: where it stands, who holds it, by when; the steps it has taken and the hands it went through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office, Specialty
from core.columns import BigId, Json, Moment
from core.database import Model


class Case(Model):
    """One application for one service, under one edition of its regulation for ever."""

    __tablename__ = "case_file"
    __lock_rank__ = 400
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("public_id"),
        UniqueConstraint("draft_id"),
        # So that a signature can be tied to the very text that it is of.
        Index("uq_case_file_id_request_digest", "id", "request_digest", unique=True),
        # So that a result can be held to the service it was asked for.
        Index("uq_case_file_id_service", "id", "service", unique=True),
        CheckConstraint("came_by IN ('portal', 'paper', 'front_office')", name="came_by_is_known"),
        CheckConstraint("(ended_at IS NULL) = (desk_role IS NOT NULL)", name="lies_on_a_desk_until_it_ends"),
        CheckConstraint("length(request_digest) = 64", name="request_has_its_digest"),
        CheckConstraint(
            "test_language IS NULL OR test_language IN ('kk', 'ru', 'en')", name="test_language_is_known"
        ),
        Index(
            "ix_case_file_desk",
            "desk_office_id",
            "desk_role",
            "due_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_case_file_executor",
            "executor_id",
            "due_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_case_file_office_id_submitted_at", "office_id", "submitted_at"),
        Index("ix_case_file_applicant_id", "applicant_id"),
        Index("ix_case_file_agent_id", "agent_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(30))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("application_draft.id"))
    service: Mapped[str] = mapped_column(String(60))
    edition_id: Mapped[str] = mapped_column(String(120))
    procedure: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(30))
    came_by: Mapped[str] = mapped_column(String(20))
    # The office that provides the service; for two levels the territorial one, with the Committee beside it.
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    front_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    specialty_id: Mapped[int | None] = mapped_column(ForeignKey("specialty.id"))
    category: Mapped[str | None] = mapped_column(String(40))
    examination_kind: Mapped[str | None] = mapped_column(String(200))
    activity: Mapped[str | None] = mapped_column(String(300))
    test_language: Mapped[str | None] = mapped_column(String(2))
    interview_language: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(2))
    # What was asked for, as one canonical text with its digest; nobody changes it afterwards.
    request: Mapped[str] = mapped_column(Text)
    request_digest: Mapped[str] = mapped_column(String(64))
    declared_by: Mapped[str] = mapped_column(String(320))
    declared_how: Mapped[str] = mapped_column(String(40))
    # Where the case stands: a place of its edition's procedure, and the gates that hold now.
    place: Mapped[str] = mapped_column(String(80))
    gates: Mapped[list[str]] = mapped_column(Json)
    # On whose desk it lies: role and office, and the person where one is named.
    desk_role: Mapped[str | None] = mapped_column(String(40))
    desk_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    executor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    registered_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    total_due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    committee: Mapped[Office | None] = relationship(foreign_keys=[committee_id])
    front_office: Mapped[Office | None] = relationship(foreign_keys=[front_office_id])
    desk_office: Mapped[Office | None] = relationship(foreign_keys=[desk_office_id])
    applicant: Mapped[Account | None] = relationship(foreign_keys=[applicant_id])
    agent: Mapped[Account | None] = relationship(foreign_keys=[agent_id])
    executor: Mapped[Account | None] = relationship(foreign_keys=[executor_id])
    specialty: Mapped[Specialty | None] = relationship()
    person: Mapped[CasePerson] = relationship(back_populates="case", uselist=False)

    __mapper_args__ = {"version_id_col": version}


class CasePerson(Model):
    """For whom the case is, as they named themselves when applying; kept apart, so that it can be erased lawfully."""

    __tablename__ = "case_person"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organisation')", name="kind_is_known"),
        CheckConstraint(
            "checked IN ('confirmed', 'by_hand', 'not_asked', 'waiting')", name="checked_is_known"
        ),
        # What names a case and its person together is held to both.
        Index("uq_case_person_case_id_iin", "case_id", "iin", unique=True),
        Index("ix_case_person_iin", "iin"),
        Index("ix_case_person_bin", "bin"),
        Index("ix_case_person_folded_name", "folded_name"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    iin: Mapped[str | None] = mapped_column(String(12))
    bin: Mapped[str | None] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(320))
    folded_name: Mapped[str] = mapped_column(String(320))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    # How the data are known: confirmed by the register, entered by hand (I36), not asked, or waiting for it.
    checked: Mapped[str] = mapped_column(String(20))

    case: Mapped[Case] = relationship(back_populates="person")


class CaseStep(Model):
    """One step that the case has taken or is taking: when it began, by when it was due, when it ended and how."""

    __tablename__ = "case_step"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_says_how"),
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="ends_after_it_begins"),
        Index("ix_case_step_case_id", "case_id"),
        Index(
            "uq_case_step_open",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    step: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(80))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    began_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    # done, passed_over, withdrawn, or the outcome of the step (accept, refuse, positive, …)
    outcome: Mapped[str | None] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_role: Mapped[str | None] = mapped_column(String(40))


class Assignment(Model):
    """Whom the head named, with the resolution written on the file; at one office one at a time."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("length(resolution) > 0", name="has_a_resolution"),
        Index(
            "uq_assignment_current",
            "case_id",
            "office_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    executor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    resolution: Mapped[str] = mapped_column(String(500))
    assigned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # The order by which an acting head acts; empty for the head.
    acting_order: Mapped[str] = mapped_column(String(100), default="")
    assigned_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_reason: Mapped[str | None] = mapped_column(String(300))

    executor: Mapped[Account] = relationship(foreign_keys=[executor_id])


class IncomingEntry(Model):
    """A line of an office's journal of incoming correspondence; numbers without gaps, lines never changed."""

    __tablename__ = "incoming_entry"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        UniqueConstraint("case_id", "office_id"),
        CheckConstraint("number > 0", name="number_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    year: Mapped[int]
    number: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    sheets: Mapped[int]
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    registered_at: Mapped[datetime] = mapped_column(Moment)

    office: Mapped[Office] = relationship()


class Forwarding(Model):
    """The file passing from the territorial department to the Committee; from then on the department only reads."""

    __tablename__ = "forwarding"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("from_office_id <> to_office_id", name="goes_somewhere"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    from_office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    to_office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    forwarded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    forwarded_at: Mapped[datetime] = mapped_column(Moment)
