"""A candidate's place in a sitting: booked, given back, admitted at the desk, with a paper; and how it ended."""

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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from applications.models import Case
from core.columns import BigId, Moment
from core.database import Model
from exam.models.sittings import Seat, Sitting
from question_banks.models import SealedPaper

# Of a scored place the verdict stands in its result alone, where it can be corrected.
OUTCOMES = "'scored', 'absent_with_reason', 'absent_without_reason', 'removed', 'annulled'"


class SittingPlace(Model):
    """One of the numbered places of a sitting, for one case. It carries the sitting's capacity and hours along.

    So the database itself refuses one place too many, and a person in two halls at the same time.
    """

    __tablename__ = "sitting_place"
    __lock_rank__ = 450
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("id", "sitting_id"),
        UniqueConstraint("id", "case_id"),
        ForeignKeyConstraint(
            ["sitting_id", "kind", "capacity", "starts_at", "ends_at"],
            ["sitting.id", "sitting.kind", "sitting.capacity", "sitting.starts_at", "sitting.ends_at"],
            name="fk_sitting_place_follows_its_sitting",
            onupdate="CASCADE",
        ),
        # The person is the one of the case; erasing the case's personal data erases it here too.
        ForeignKeyConstraint(
            ["case_id", "iin"],
            ["case_person.case_id", "case_person.iin"],
            name="fk_sitting_place_of_the_person_of_the_case",
            onupdate="CASCADE",
        ),
        CheckConstraint("slot BETWEEN 1 AND capacity", name="is_within_the_capacity"),
        CheckConstraint("(kind = 'rehearsal') = (case_id IS NULL)", name="a_test_is_for_a_case"),
        CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_is_known"),
        CheckConstraint("(released_at IS NULL) = (released_reason IS NULL)", name="given_back_for_a_reason"),
        CheckConstraint(f"outcome IS NULL OR outcome IN ({OUTCOMES})", name="outcome_is_known"),
        CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="outcome_has_its_moment"),
        CheckConstraint("released_at IS NULL OR outcome IS NULL", name="given_back_or_ended"),
        Index(
            "uq_sitting_place_slot",
            "sitting_id",
            "slot",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        Index(
            "uq_sitting_place_open",
            "case_id",
            unique=True,
            sqlite_where=text("released_at IS NULL AND outcome IS NULL"),
            postgresql_where=text("released_at IS NULL AND outcome IS NULL"),
        ),
        Index("ix_sitting_place_case_id", "case_id"),
        Index("ix_sitting_place_iin_starts_at", "iin", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    kind: Mapped[str] = mapped_column(String(10))
    capacity: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    slot: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    iin: Mapped[str | None] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(2))
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    booked_at: Mapped[datetime] = mapped_column(Moment)
    # The place that this one stands for after a move.
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("sitting_place.id"))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_reason: Mapped[str | None] = mapped_column(String(500))
    outcome: Mapped[str | None] = mapped_column(String(30))
    outcome_at: Mapped[datetime | None] = mapped_column(Moment)

    sitting: Mapped[Sitting] = relationship(foreign_keys=[sitting_id], overlaps="sitting")
    case: Mapped[Case | None] = relationship()


class Admission(Model):
    """What was decided at the desk on one look at a document: admitted to a seat, or not admitted and why."""

    __tablename__ = "admission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["place_id", "sitting_id"],
            ["sitting_place.id", "sitting_place.sitting_id"],
            name="fk_admission_of_a_place_of_the_sitting",
        ),
        ForeignKeyConstraint(
            ["sitting_id", "room_id"], ["sitting.id", "sitting.room_id"], name="fk_admission_to_the_room"
        ),
        ForeignKeyConstraint(
            ["room_id", "seat_id"],
            ["exam_seat.room_id", "exam_seat.id"],
            name="fk_admission_to_a_seat_of_the_room",
        ),
        CheckConstraint("admitted = (seat_id IS NOT NULL)", name="admitted_to_a_seat"),
        CheckConstraint("admitted OR length(reason) > 0", name="not_admitted_for_a_reason"),
        CheckConstraint(
            "NOT admitted OR (length(document_kind) > 0 AND length(document_number) > 0)",
            name="a_document_was_seen",
        ),
        Index(
            "uq_admission_of_a_place",
            "place_id",
            unique=True,
            sqlite_where=text("admitted"),
            postgresql_where=text("admitted"),
        ),
        Index("ix_admission_place_id", "place_id"),
        # Who sits on a seat now is asked by a trigger: after a transfer it is free for another one.
        Index("ix_admission_sitting_id_seat_id", "sitting_id", "seat_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("sitting_place.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("exam_room.id"))
    admitted: Mapped[bool]
    seat_id: Mapped[int | None] = mapped_column(BigId)
    document_kind: Mapped[str] = mapped_column(String(60), default="")
    document_number: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)

    seat: Mapped[Seat | None] = relationship(
        primaryjoin="Admission.seat_id == Seat.id", foreign_keys=[seat_id], viewonly=True
    )


class ExamPaper(Model):
    """Which sealed paper a place has, and in which turn of its order: bodies stand in the sealed paper alone."""

    __tablename__ = "exam_paper"
    __table_args__ = (
        UniqueConstraint("place_id"),
        UniqueConstraint("id", "place_id"),
        # No two candidates see one paper in the same order.
        UniqueConstraint("sealed_paper_id", "turn"),
        ForeignKeyConstraint(
            ["place_id", "sitting_id"],
            ["sitting_place.id", "sitting_place.sitting_id"],
            name="fk_exam_paper_of_a_place_of_the_sitting",
        ),
        ForeignKeyConstraint(
            ["sitting_id", "set_id"],
            ["sitting_set.sitting_id", "sitting_set.set_id"],
            name="fk_exam_paper_of_a_set_of_the_sitting",
        ),
        ForeignKeyConstraint(
            ["set_id", "sealed_paper_id"],
            ["sealed_paper.set_id", "sealed_paper.id"],
            name="fk_exam_paper_of_a_paper_of_the_set",
        ),
        CheckConstraint("turn >= 0", name="turns_count_from_nought"),
        CheckConstraint("questions > 0", name="asks_something"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place_id: Mapped[int] = mapped_column(BigId)
    sitting_id: Mapped[int] = mapped_column(BigId)
    set_id: Mapped[int] = mapped_column(BigId)
    sealed_paper_id: Mapped[int] = mapped_column(ForeignKey("sealed_paper.id"))
    turn: Mapped[int]
    questions: Mapped[int]
    fixed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    fixed_at: Mapped[datetime] = mapped_column(Moment)

    sealed_paper: Mapped[SealedPaper] = relationship(foreign_keys=[sealed_paper_id])


class NoResultDecision(Model):
    """What an official decided where there is no result, after hearing the candidate, and why."""

    __tablename__ = "no_result_decision"
    __table_args__ = (
        UniqueConstraint("place_id"),
        CheckConstraint(
            "outcome IN ('absent_with_reason', 'absent_without_reason', 'removed', 'annulled')",
            name="there_is_no_result",
        ),
        CheckConstraint("decision IN ('seat_again', 'end')", name="decision_is_known"),
        CheckConstraint(
            "decision <> 'end' OR outcome IN ('absent_without_reason', 'removed')",
            name="sent_away_only_for_their_own_doing",
        ),
        CheckConstraint("length(heard) > 0 AND length(reason) > 0", name="heard_and_reasoned"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("sitting_place.id"))
    outcome: Mapped[str] = mapped_column(String(30))
    decision: Mapped[str] = mapped_column(String(20))
    # How and when the candidate was heard, or how they were asked and did not answer.
    heard: Mapped[str] = mapped_column(String(1000))
    reason: Mapped[str] = mapped_column(String(2000))
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)

    place: Mapped[SittingPlace] = relationship()
