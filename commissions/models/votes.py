"""Rubric sheets, which stay shut until all are in, and votes.

A secret vote leaves two heaps: that a member voted, and the ballots. No column is common to both but the round, and
neither heap has a time or a number that counts up; each vote writes both heaps anew in a random order.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Moment
from core.database import Model

_GOING = sql("counted_at IS NULL AND voided_at IS NULL")
_VOTES = "vote IN ('for', 'against', 'abstain')"
_WITHOUT_ROW_NUMBERS = {"sqlite_with_rowid": False}


def _of_a_seat(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["interview_id", "member_id"],
        ["hearing_seat.interview_id", "hearing_seat.member_id"],
        name=f"fk_{table}_of_a_seat",
    )


def _of_a_round(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["interview_id", "round"],
        ["vote_round.interview_id", "vote_round.round"],
        name=f"fk_{table}_of_a_round",
    )


class RubricSheet(Model):
    """The sheet of one member, sealed by sending it."""

    __tablename__ = "rubric_sheet"
    __table_args__ = (_of_a_seat("rubric_sheet"),)

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    sealed_at: Mapped[datetime] = mapped_column(Moment)


class RubricMark(Model):
    """The level that a member found for one criterion."""

    __tablename__ = "rubric_mark"
    __table_args__ = (
        ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["rubric_sheet.interview_id", "rubric_sheet.member_id"],
            name="fk_rubric_mark_of_a_sheet",
        ),
        CheckConstraint("points >= 0 AND points <= out_of", name="points_within_the_criterion"),
    )

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    criterion: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    points: Mapped[int]
    out_of: Mapped[int]


class VoteRound(Model):
    """One vote on one candidate: opened, then counted or declared void. What was counted stays."""

    __tablename__ = "vote_round"
    __table_args__ = (
        CheckConstraint("round > 0", name="rounds_count_from_one"),
        CheckConstraint(
            "(counted_at IS NULL) = (outcome IS NULL) AND (counted_at IS NULL) = (ground IS NULL)"
            " AND (counted_at IS NULL) = (counted_by IS NULL) AND (counted_at IS NULL) = (needed IS NULL)"
            " AND (counted_at IS NULL) = (in_favour IS NULL) AND (counted_at IS NULL) = (against IS NULL)"
            " AND (counted_at IS NULL) = (abstained IS NULL)",
            name="counted_completely",
        ),
        CheckConstraint(
            "outcome IN ('positive', 'negative', 'vote_again', 'casting_vote')", name="outcome_is_known"
        ),
        CheckConstraint("in_favour + against + abstained = present", name="as_many_votes_as_members"),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)"
            " AND (voided_at IS NULL OR counted_at IS NULL)",
            name="void_for_a_reason_uncounted",
        ),
        Index("uq_vote_round_now", "interview_id", unique=True, sqlite_where=_GOING, postgresql_where=_GOING),
    )

    interview_id: Mapped[int] = mapped_column(
        ForeignKey("interview_hearing.interview_id"), primary_key=True, autoincrement=False
    )
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bool]
    presided_by: Mapped[int] = mapped_column(BigId)
    seats: Mapped[int]
    needed_for_quorum: Mapped[int]
    present: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    counted_at: Mapped[datetime | None] = mapped_column(Moment)
    counted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    needed: Mapped[int | None]
    ground: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(20))
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    void_reason: Mapped[str | None] = mapped_column(String(500))


class OpenVote(Model):
    """The vote of one member by name, where the vote is open."""

    __tablename__ = "open_vote"
    __table_args__ = (
        _of_a_round("open_vote"),
        _of_a_seat("open_vote"),
        CheckConstraint(_VOTES, name="vote_is_known"),
    )

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    vote: Mapped[str] = mapped_column(String(10))


class VoterMark(Model):
    """That a member has put in a secret ballot; nothing else."""

    __tablename__ = "voter_mark"
    __table_args__ = (_of_a_round("voter_mark"), _of_a_seat("voter_mark"), _WITHOUT_ROW_NUMBERS)

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)


class SecretBallot(Model):
    """A ballot: a vote under a random name."""

    __tablename__ = "ballot"
    __table_args__ = (
        _of_a_round("ballot"),
        CheckConstraint(_VOTES, name="vote_is_known"),
        CheckConstraint("length(id) = 32", name="has_a_random_name"),
        Index("ix_ballot_interview_id_round", "interview_id", "round"),
        _WITHOUT_ROW_NUMBERS,
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    interview_id: Mapped[int] = mapped_column(BigId)
    round: Mapped[int]
    vote: Mapped[str] = mapped_column(String(10))


class CastingVote(Model):
    """The open vote of whoever presides, after equal votes, and what it makes of them."""

    __tablename__ = "casting_vote"
    __table_args__ = (
        _of_a_round("casting_vote"),
        _of_a_seat("casting_vote"),
        CheckConstraint("vote IN ('for', 'against')", name="vote_is_known"),
        CheckConstraint("outcome IN ('positive', 'negative')", name="outcome_is_known"),
    )

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(BigId)
    vote: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(20))
    ground: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(Moment)


class Dissent(Model):
    """The own opinion of a member, attached to the protocol."""

    __tablename__ = "dissent"
    __table_args__ = (_of_a_seat("dissent"), CheckConstraint("length(text) > 0", name="says_something"))

    interview_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
