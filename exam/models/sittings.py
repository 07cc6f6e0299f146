"""Sittings: a test at a place and time, in a room with seats, with the sealed sets it uses and those who watch it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office, Specialty
from core.columns import BigId, Json, Moment
from core.database import Model
from question_banks.models import BlueprintEdition, SealedSet


class Room(Model):
    """A hall of an office in which tests are taken."""

    __tablename__ = "exam_room"
    __lock_rank__ = 210
    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("length(name) > 0 AND length(address) > 0", name="can_be_found"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(300))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Seat(Model):
    """A seat of a hall, with the name of its workstation or the network by which it is recognised."""

    __tablename__ = "exam_seat"
    __lock_rank__ = 220
    __table_args__ = (
        UniqueConstraint("room_id", "label"),
        UniqueConstraint("room_id", "id"),
        CheckConstraint("length(label) > 0", name="has_a_label"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("exam_room.id"))
    label: Mapped[str] = mapped_column(String(20))
    workstation: Mapped[str] = mapped_column(String(120), default="")
    network: Mapped[str] = mapped_column(String(50), default="")
    closed_on: Mapped[date | None]

    room: Mapped[Room] = relationship()


class Sitting(Model):
    """One sitting. Where it stands is told by its moments: planned, published, doors open, begun, closed, annulled."""

    __tablename__ = "sitting"
    __lock_rank__ = 200
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        UniqueConstraint("id", "room_id"),
        # A place carries these along, so that the database can hold over-booking and two halls at once.
        UniqueConstraint("id", "kind", "capacity", "starts_at", "ends_at", name="uq_sitting_carried"),
        CheckConstraint("kind IN ('test', 'rehearsal')", name="kind_is_known"),
        CheckConstraint("capacity > 0", name="holds_somebody"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("grace_seconds >= 0", name="grace_is_not_negative"),
        CheckConstraint(
            "score_shown IN ('at_once', 'after_sitting', 'with_decision')", name="score_shown_is_known"
        ),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_by_somebody"),
        CheckConstraint("doors_at IS NULL OR published_at IS NOT NULL", name="doors_open_when_published"),
        CheckConstraint(
            "begun_at IS NULL OR (doors_at IS NOT NULL AND begun_at >= starts_at)",
            name="begins_with_open_doors_and_not_early",
        ),
        CheckConstraint("closed_at IS NULL OR begun_at IS NOT NULL", name="closes_after_it_began"),
        CheckConstraint(
            "(annulled_at IS NULL) = (annulled_by IS NULL) AND (annulled_at IS NULL) = (annulled_reason IS NULL)",
            name="annulled_by_somebody_for_a_reason",
        ),
        Index("ix_sitting_office_id_starts_at", "office_id", "starts_at"),
        Index("ix_sitting_room_id_starts_at", "room_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    number: Mapped[str] = mapped_column(String(30))
    # A rehearsal is open to anyone and results in nothing.
    kind: Mapped[str] = mapped_column(String(10))
    service: Mapped[str] = mapped_column(String(60))
    specialty_id: Mapped[int | None] = mapped_column(ForeignKey("specialty.id"))
    category: Mapped[str | None] = mapped_column(String(40))
    room_id: Mapped[int] = mapped_column(ForeignKey("exam_room.id"))
    shift: Mapped[str] = mapped_column(String(40), default="")
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    capacity: Mapped[int]
    languages: Mapped[list[str]] = mapped_column(Json)
    blueprint_edition_id: Mapped[int] = mapped_column(ForeignKey("blueprint_edition.id"))
    # Copied from the office's decisions when the sitting was planned; candidates are told beforehand.
    grace_seconds: Mapped[int]
    score_shown: Mapped[str] = mapped_column(String(20))
    # What may be said of the interview in the same notice; it reserves nothing.
    interview_note: Mapped[str] = mapped_column(String(300), default="")
    planned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    doors_at: Mapped[datetime | None] = mapped_column(Moment)
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None] = mapped_column(Moment)
    annulled_reason: Mapped[str | None] = mapped_column(String(1000))
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    room: Mapped[Room] = relationship()
    specialty: Mapped[Specialty | None] = relationship()
    blueprint_edition: Mapped[BlueprintEdition] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> str:
        """Where it stands, as one word."""
        told = (
            ("annulled", self.annulled_at),
            ("closed", self.closed_at),
            ("begun", self.begun_at),
            ("doors", self.doors_at),
            ("published", self.published_at),
        )
        return next((word for word, moment in told if moment is not None), "planned")


class SittingSet(Model):
    """A sealed set that a sitting uses; a set serves one sitting only."""

    __tablename__ = "sitting_set"
    __table_args__ = (UniqueConstraint("set_id"),)

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True, autoincrement=False)
    set_id: Mapped[int] = mapped_column(ForeignKey("sealed_set.id"), primary_key=True, autoincrement=False)
    named_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime] = mapped_column(Moment)

    sealed_set: Mapped[SealedSet] = relationship()


class Invigilator(Model):
    """Who watches over a sitting."""

    __tablename__ = "sitting_invigilator"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    chief: Mapped[bool] = mapped_column(default=False)
    named_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime] = mapped_column(Moment)

    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class InterestDeclaration(Model):
    """An invigilator's word on conflicts of interest in one sitting: none, or which. Without it nobody acts there."""

    __tablename__ = "interest_declaration"
    __table_args__ = (
        CheckConstraint("has_conflict = (length(words) > 0)", name="a_conflict_is_named"),
        ForeignKeyConstraint(
            ["sitting_id", "account_id"],
            ["sitting_invigilator.sitting_id", "sitting_invigilator.account_id"],
            name="fk_interest_declaration_of_an_invigilator",
        ),
        Index("ix_interest_declaration_sitting_id_account_id", "sitting_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(BigId)
    account_id: Mapped[int] = mapped_column(BigId)
    has_conflict: Mapped[bool]
    words: Mapped[str] = mapped_column(String(1000), default="")
    declared_at: Mapped[datetime] = mapped_column(Moment)
