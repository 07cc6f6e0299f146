"""The journal of answers, written once, and beside it what came too late or from an ended device."""

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


class AnswerEntry(Model):
    """One change of one answer. Its number is its key: twice the same is once, and the largest table has one index."""

    __tablename__ = "answer_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["attempt_id", "epoch"],
            ["attempt_device.attempt_id", "attempt_device.epoch"],
            name="fk_answer_entry_from_a_device_of_the_attempt",
        ),
        CheckConstraint("sequence BETWEEN 1 AND 1000000", name="sequence_counts_changes"),
        CheckConstraint("question > 0", name="questions_count_from_one"),
        CheckConstraint("length(value) BETWEEN 1 AND 8000", name="value_is_an_answer"),
    )

    attempt_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[int] = mapped_column(SmallInteger)
    # The JSON text as it was sent, with options by their places on the paper.
    value: Mapped[str] = mapped_column(Text)
    # When it was made, by the server's clock: its arrival less the age that the device told.
    made_at: Mapped[datetime] = mapped_column(Moment)
    arrived_at: Mapped[datetime] = mapped_column(Moment)


class ApartEntry(Model):
    """An entry that does not count by itself: from an ended device, after the deadline, after the end. Evidence."""

    __tablename__ = "apart_entry"
    __table_args__ = (
        UniqueConstraint("attempt_id", "epoch", "sequence"),
        UniqueConstraint("id", "attempt_id"),
        ForeignKeyConstraint(
            ["attempt_id", "epoch"],
            ["attempt_device.attempt_id", "attempt_device.epoch"],
            name="fk_apart_entry_from_a_device_of_the_attempt",
        ),
        CheckConstraint("why IN ('ended_epoch', 'after_deadline', 'after_end')", name="why_is_known"),
        CheckConstraint("sequence BETWEEN 1 AND 1000000", name="sequence_counts_changes"),
        CheckConstraint("question > 0", name="questions_count_from_one"),
        CheckConstraint("length(value) BETWEEN 1 AND 8000", name="value_is_an_answer"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(BigId)
    epoch: Mapped[int] = mapped_column(SmallInteger)
    sequence: Mapped[int]
    question: Mapped[int] = mapped_column(SmallInteger)
    value: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(Moment)
    arrived_at: Mapped[datetime] = mapped_column(Moment)


class ApartProposal(Model):
    """An invigilator's proposal to let entries kept apart count, with the reason; the answers are shown to nobody."""

    __tablename__ = "apart_proposal"
    __table_args__ = (
        UniqueConstraint("id", "attempt_id"),
        UniqueConstraint("id", "proposed_by"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index("ix_apart_proposal_attempt_id", "attempt_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)


class ApartProposed(Model):
    """An entry that a proposal names; it is proposed once."""

    __tablename__ = "apart_proposed"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        ForeignKeyConstraint(
            ["proposal_id", "attempt_id"],
            ["apart_proposal.id", "apart_proposal.attempt_id"],
            name="fk_apart_proposed_by_a_proposal",
        ),
        ForeignKeyConstraint(
            ["entry_id", "attempt_id"],
            ["apart_entry.id", "apart_entry.attempt_id"],
            name="fk_apart_proposed_entry_of_the_attempt",
        ),
    )

    proposal_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    attempt_id: Mapped[int] = mapped_column(BigId)


class ApartVerdict(Model):
    """The word of one of the two persons outside the hall; both must admit, and neither proposed it."""

    __tablename__ = "apart_verdict"
    __table_args__ = (
        UniqueConstraint("proposal_id", "judge_id"),
        ForeignKeyConstraint(
            ["proposal_id", "proposed_by"],
            ["apart_proposal.id", "apart_proposal.proposed_by"],
            name="fk_apart_verdict_on_a_proposal",
        ),
        CheckConstraint("place IN (1, 2)", name="two_decide"),
        CheckConstraint("judge_id <> proposed_by", name="nobody_decides_on_the_own_proposal"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
    )

    proposal_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    proposed_by: Mapped[int] = mapped_column(BigId)
    judge_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    admits: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(1000))
    decided_at: Mapped[datetime] = mapped_column(Moment)
