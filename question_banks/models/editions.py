"""Editions: what was sent to review, word for word, and who answers for it. They never change.

An edition is written once; a decision and the checks of its languages are entered once. What a paper showed, what
statistics count and what a reviewer read is always an edition, never the question that goes on being edited.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from core.columns import BigId, Moment
from core.database import Model
from question_banks.models.questions import StoredQuestion


class QuestionEdition(Model):
    """One frozen edition of a question. At most one of them waits for its decision, at most one is current."""

    __tablename__ = "question_edition"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        UniqueConstraint("question_id", "id"),
        CheckConstraint("number > 0", name="numbers_count_from_one"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        CheckConstraint(
            "decision IS NULL OR decision IN ('approved', 'sent_back')", name="decision_is_known"
        ),
        CheckConstraint(
            "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        # The second pair of eyes: whoever wrote the skeleton, the key or the source words does not approve them.
        CheckConstraint(
            "decision IS NULL OR decision <> 'approved' "
            "OR (decided_by <> body_written_by AND decided_by <> source_written_by)",
            name="approved_by_another_person",
        ),
        CheckConstraint(
            "NOT is_current OR (decision IS NOT NULL AND decision = 'approved')", name="current_is_approved"
        ),
        Index(
            "uq_question_edition_current",
            "question_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "uq_question_edition_waiting",
            "question_id",
            unique=True,
            sqlite_where=text("decision IS NULL"),
            postgresql_where=text("decision IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    # Canonical JSON of the question or the case, and the digest of what is shown and scored.
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    source_language: Mapped[str] = mapped_column(String(2))
    body_written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    source_written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_current: Mapped[bool] = mapped_column(default=False)

    question: Mapped[StoredQuestion] = relationship()
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])
    languages: Mapped[list[EditionLanguage]] = relationship(order_by="EditionLanguage.language")


class EditionLanguage(Model):
    """The words of one language in an edition: who wrote them, and the other person who checked them."""

    __tablename__ = "question_edition_language"
    __table_args__ = (
        CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_is_known"),
        CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name="checked_by_somebody"),
        CheckConstraint("checked_by IS NULL OR checked_by <> written_by", name="checked_by_another_person"),
        CheckConstraint("NOT stale OR checked_by IS NULL", name="stale_is_not_checked"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
    )

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("question_edition.id"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    stale: Mapped[bool] = mapped_column(default=False)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime | None] = mapped_column(Moment)

    writer: Mapped[Account] = relationship(foreign_keys=[written_by])
    checker: Mapped[Account | None] = relationship(foreign_keys=[checked_by])


class EditionMedium(Model):
    """An image that an edition shows; while it does, the image stays."""

    __tablename__ = "question_edition_medium"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("question_edition.id"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
