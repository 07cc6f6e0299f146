"""Results: stored at scoring, never changed; a correction is a new row that names the old one.

The rows of a case are one chain: one row is its first, each other row replaces exactly one, and none is replaced
twice. So a case has exactly one current result, the one that nothing replaces, and no mark that could be forgotten.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from applications.models import Case
from core.columns import BigId, Moment
from core.database import Model


class QuestionRuling(Model):
    """A decision on a faulty question of a sitting: left out for everybody, or credited to everybody."""

    __tablename__ = "question_ruling"
    __table_args__ = (
        UniqueConstraint("sitting_id", "edition_id"),
        CheckConstraint("ruling IN ('left_out', 'credited')", name="ruling_is_known"),
        CheckConstraint("length(reason) > 0 AND length(decision_number) > 0", name="rests_on_a_decision"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("question_edition.id"))
    ruling: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(1000))
    decision_number: Mapped[str] = mapped_column(String(60))
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class Result(Model):
    """The result of a test for a case: positive, negative, or void when it was taken back without another.

    Later rooms point at (id, case_id, verdict), and ask whether a row replaces it.
    """

    __tablename__ = "test_result"
    __table_args__ = (
        UniqueConstraint("id", "case_id"),
        UniqueConstraint("id", "case_id", "verdict"),
        UniqueConstraint("replaces_id"),
        ForeignKeyConstraint(
            ["attempt_id", "case_id"],
            ["attempt.id", "attempt.case_id"],
            name="fk_test_result_of_an_attempt_of_the_case",
        ),
        ForeignKeyConstraint(
            ["replaces_id", "case_id"],
            ["test_result.id", "test_result.case_id"],
            name="fk_test_result_replaces_one_of_the_case",
        ),
        CheckConstraint("verdict IN ('positive', 'negative', 'void')", name="verdict_is_known"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replaces_an_older_one"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="a_correction_has_a_reason"),
        CheckConstraint("verdict <> 'void' OR replaces_id IS NOT NULL", name="only_a_result_becomes_void"),
        CheckConstraint(
            "(verdict = 'void') = (score IS NULL) AND (score IS NULL) = (transcript IS NULL)"
            " AND (score IS NULL) = (transcript_digest IS NULL) AND (score IS NULL) = (key_salt IS NULL)",
            name="a_verdict_has_its_score_and_transcript",
        ),
        CheckConstraint("transcript_digest IS NULL OR length(transcript_digest) = 64", name="has_its_digest"),
        CheckConstraint("(entered_as = 'system') = (entered_by IS NULL)", name="somebody_answers_for_it"),
        # One beginning of the chain for each case.
        Index(
            "uq_test_result_first",
            "case_id",
            unique=True,
            sqlite_where=text("replaces_id IS NULL"),
            postgresql_where=text("replaces_id IS NULL"),
        ),
        Index("ix_test_result_attempt_id", "attempt_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    attempt_id: Mapped[int] = mapped_column(BigId)
    verdict: Mapped[str] = mapped_column(String(10))
    # The points as fractions in a canonical text, with sections and questions.
    score: Mapped[str | None] = mapped_column(Text)
    transcript: Mapped[str | None] = mapped_column(Text)
    transcript_digest: Mapped[str | None] = mapped_column(String(64))
    # The secret by which the digests of the keys in the transcript can be shown to be those of the keys used.
    key_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    replaces_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str | None] = mapped_column(String(1000))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_as: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(Moment)

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
