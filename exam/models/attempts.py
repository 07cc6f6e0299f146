"""An attempt: one candidate's test, its devices, its clock, and what happened in it.

A save inserts one row and updates none of these: it holds the attempt's row with a shared lock, and whoever closes,
pauses or transfers holds it alone.
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
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Json, Moment
from core.database import Model
from exam.models.places import ExamPaper, SittingPlace


class Attempt(Model):
    """Ready when its paper is fixed, running from its start, ended once and for all."""

    __tablename__ = "attempt"
    __lock_rank__ = 460
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("place_id"),
        UniqueConstraint("paper_id"),
        UniqueConstraint("id", "case_id"),
        ForeignKeyConstraint(
            ["place_id", "sitting_id"],
            ["sitting_place.id", "sitting_place.sitting_id"],
            name="fk_attempt_of_a_place_of_the_sitting",
        ),
        ForeignKeyConstraint(
            ["place_id", "case_id"],
            ["sitting_place.id", "sitting_place.case_id"],
            name="fk_attempt_of_the_case_of_the_place",
        ),
        ForeignKeyConstraint(
            ["paper_id", "place_id"],
            ["exam_paper.id", "exam_paper.place_id"],
            name="fk_attempt_on_the_paper_of_the_place",
        ),
        CheckConstraint("questions > 0", name="asks_something"),
        CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_is_known"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL) AND (ended_at IS NULL) = (answers_digest IS NULL)"
            " AND (ended_at IS NULL) = (receipt_code IS NULL)",
            name="ended_says_how_and_with_which_answers",
        ),
        CheckConstraint(
            "ended_how IS NULL OR ended_how IN ('finished', 'time', 'closed', 'removed')",
            name="ended_how_is_known",
        ),
        CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name="ends_after_it_started"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_not_before_it_started"),
        CheckConstraint(
            "paused_at IS NULL OR (started_at IS NOT NULL AND ended_at IS NULL AND pauses > 0)",
            name="pauses_while_it_runs",
        ),
        CheckConstraint("pauses >= 0", name="pauses_are_counted"),
        Index("ix_attempt_sitting_id", "sitting_id"),
        Index("ix_attempt_case_id", "case_id"),
        Index("ix_attempt_receipt_code", "receipt_code"),
        Index(
            "ix_attempt_running",
            "sitting_id",
            "id",
            sqlite_where=text("started_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("started_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    place_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int | None] = mapped_column(BigId)
    paper_id: Mapped[int] = mapped_column(BigId)
    # How many questions the paper has: an entry names one of them by its number.
    questions: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    paused_at: Mapped[datetime | None] = mapped_column(Moment)
    pauses: Mapped[int] = mapped_column(default=0)
    # Counted by the database with whatever changes in how answers are judged: start, pause, time, device.
    standing: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(String(20))
    # The digest over the answers as they stood at the end, and the code that the candidate takes home.
    answers_digest: Mapped[str | None] = mapped_column(String(64))
    receipt_code: Mapped[str | None] = mapped_column(String(20))

    place: Mapped[SittingPlace] = relationship(
        primaryjoin="Attempt.place_id == SittingPlace.id", foreign_keys=[place_id], viewonly=True
    )
    paper: Mapped[ExamPaper] = relationship(
        primaryjoin="Attempt.paper_id == ExamPaper.id", foreign_keys=[paper_id], viewonly=True
    )


class AttemptDevice(Model):
    """A device of an attempt, counted as epochs: one at a time. Its token is known to that device alone."""

    __tablename__ = "attempt_device"
    __table_args__ = (
        CheckConstraint("epoch > 0", name="epochs_count_from_one"),
        CheckConstraint("length(token_digest) = 64", name="token_has_its_digest"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_for_a_reason"),
        Index(
            "uq_attempt_device_open",
            "attempt_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_digest: Mapped[str] = mapped_column(String(64))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("exam_seat.id"))
    browser: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_reason: Mapped[str | None] = mapped_column(String(300))


class DeviceCode(Model):
    """A one-time code that opens the test on a device: at the first seat, or at another after a transfer."""

    __tablename__ = "device_code"
    __table_args__ = (
        UniqueConstraint("code_digest"),
        CheckConstraint("length(code_digest) = 64", name="code_has_its_digest"),
        CheckConstraint("expires_at > issued_at", name="expires_after_it_was_issued"),
        # One code at a time: a new one takes the place of the old one, which is marked as used up.
        Index(
            "uq_device_code_open",
            "attempt_id",
            unique=True,
            sqlite_where=text("used_at IS NULL"),
            postgresql_where=text("used_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    code_digest: Mapped[str] = mapped_column(String(64))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("exam_seat.id"))
    reason: Mapped[str] = mapped_column(String(300))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class TimeGrant(Model):
    """So many seconds for one attempt, by whom and why. The deadline is the sum; a grant is never edited."""

    __tablename__ = "time_grant"
    __table_args__ = (
        UniqueConstraint("attempt_id", "number"),
        CheckConstraint("number > 0", name="numbers_count_from_one"),
        CheckConstraint("kind IN ('base', 'accommodation', 'incident', 'pause')", name="kind_is_known"),
        CheckConstraint("seconds <> 0 AND (seconds > 0 OR kind = 'incident')", name="gives_time"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("(actor_role = 'system') = (actor_id IS NULL)", name="somebody_answers_for_it"),
        Index(
            "uq_time_grant_base",
            "attempt_id",
            unique=True,
            sqlite_where=text("kind = 'base'"),
            postgresql_where=text("kind = 'base'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    seconds: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_role: Mapped[str] = mapped_column(String(40))
    granted_at: Mapped[datetime] = mapped_column(Moment)


class AttemptEvent(Model):
    """Something that happened in an attempt: a fact (focus lost, offline, another language), never a verdict."""

    __tablename__ = "attempt_event"
    __table_args__ = (
        CheckConstraint("length(kind) > 0", name="has_a_kind"),
        Index("ix_attempt_event_attempt_id", "attempt_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[str] = mapped_column(String(30))
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    told: Mapped[dict[str, Any]] = mapped_column(Json)
    entered_at: Mapped[datetime] = mapped_column(Moment)


class AttemptPresence(Model):
    """When an attempt was last heard of, and what its page shows: for the board alone; nothing rests on it."""

    __tablename__ = "attempt_presence"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    question: Mapped[int]
    answered: Mapped[int]
    unsent: Mapped[int]
    focused: Mapped[bool]
    clock_version: Mapped[int]
