"""What the hall leaves behind: incidents, messages with their read marks, reported problems, the hall record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Moment
from core.database import Model


class Incident(Model):
    """A remark or an incident in a hall, of one candidate or of all; written once."""

    __tablename__ = "hall_incident"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('remark', 'equipment', 'network', 'power', 'health', 'conduct', 'paper', 'other')",
            name="kind_is_known",
        ),
        CheckConstraint("length(words) > 0", name="says_what_happened"),
        Index("ix_hall_incident_sitting_id", "sitting_id"),
        Index("ix_hall_incident_attempt_id", "attempt_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(2000))
    happened_at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)


class HallMessage(Model):
    """Words of an invigilator on the screens of one candidate or of the hall."""

    __tablename__ = "hall_message"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="says_something"),
        Index("ix_hall_message_sitting_id", "sitting_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id"))
    words: Mapped[str] = mapped_column(String(500))
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)


class MessageRead(Model):
    """A candidate's page showed the message."""

    __tablename__ = "hall_message_read"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("hall_message.id"), primary_key=True, autoincrement=False
    )
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True, autoincrement=False)
    read_at: Mapped[datetime] = mapped_column(Moment)


class ProblemReport(Model):
    """A candidate says that something is wrong with a question; it goes to those who answer for the bank."""

    __tablename__ = "problem_report"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="says_something"),
        CheckConstraint("question > 0", name="questions_count_from_one"),
        Index("ix_problem_report_attempt_id", "attempt_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question: Mapped[int] = mapped_column(SmallInteger)
    language: Mapped[str] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(String(1000))
    reported_at: Mapped[datetime] = mapped_column(Moment)


class HallRecord(Model):
    """The record of a sitting as it was issued: frozen facts with the root over all transcripts, and the PDF."""

    __tablename__ = "hall_record"
    __table_args__ = (
        UniqueConstraint("sitting_id", "number"),
        UniqueConstraint("id", "sitting_id"),
        UniqueConstraint("replaces_id"),
        ForeignKeyConstraint(
            ["replaces_id", "sitting_id"],
            ["hall_record.id", "hall_record.sitting_id"],
            name="fk_hall_record_replaces_one_of_the_sitting",
        ),
        CheckConstraint("(number = 1) = (replaces_id IS NULL)", name="a_correction_names_the_old_one"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="a_correction_has_a_reason"),
        CheckConstraint("length(digest) = 64 AND length(tree_root) = 64", name="has_its_digests"),
        CheckConstraint("tree_size >= 0", name="counts_transcripts"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    replaces_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str | None] = mapped_column(String(1000))
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    tree_root: Mapped[str] = mapped_column(String(64))
    tree_size: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    issued_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
