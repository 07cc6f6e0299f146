"""A question as the bank keeps it: where it stands, the draft that is being written, the thread beside it.

A case (the vignette that several questions share) is kept like a question, with the kind `case`: it is written,
translated, reviewed and frozen by the same verbs.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from core.columns import BigId, Json, Moment
from core.database import Model
from core.models import StoredFile
from question_banks.models.banks import Bank, Topic

STATES = ("draft", "in_review", "approved", "suspended", "retired")
KINDS = "'single', 'multiple', 'true_false', 'matching', 'ordering', 'numeric', 'short_text', 'gaps', 'oral', 'case'"


class StoredQuestion(Model):
    """One question in all its languages and editions, and what may change without a new edition."""

    __tablename__ = "question"
    __lock_rank__ = 830
    __table_args__ = (
        UniqueConstraint("bank_id", "key"),
        UniqueConstraint("bank_id", "id"),
        ForeignKeyConstraint(["bank_id", "topic_id"], ["bank_topic.bank_id", "bank_topic.id"]),
        # The case of a question lies in the same bank.
        ForeignKeyConstraint(["bank_id", "case_id"], ["question.bank_id", "question.id"]),
        CheckConstraint(f"kind IN ({KINDS})", name="kind_is_known"),
        CheckConstraint(
            "state IN ('draft', 'in_review', 'approved', 'suspended', 'retired')", name="state_is_known"
        ),
        CheckConstraint(
            "(state IN ('suspended', 'retired')) = (set_aside_by IS NOT NULL) "
            "AND (set_aside_by IS NULL) = (set_aside_at IS NULL) "
            "AND (set_aside_by IS NULL) = (set_aside_reason IS NULL)",
            name="set_aside_by_somebody_for_a_reason",
        ),
        CheckConstraint(
            "difficulty IS NULL OR difficulty IN ('easy', 'medium', 'hard')", name="difficulty_is_known"
        ),
        CheckConstraint(
            "level IS NULL OR level IN ('recall', 'application', 'analysis')", name="level_is_known"
        ),
        CheckConstraint("ease IS NULL OR (ease BETWEEN 0 AND 1000)", name="ease_is_a_share"),
        CheckConstraint("expected_seconds IS NULL OR expected_seconds > 0", name="takes_some_time"),
        CheckConstraint("id <> case_id AND (kind <> 'case' OR case_id IS NULL)", name="a_case_has_no_case"),
        Index("ix_question_bank_id_state", "bank_id", "state"),
        Index("ix_question_topic_id", "topic_id"),
        Index("ix_question_case_id", "case_id"),
        Index("ix_question_import_id", "import_id"),
        Index("ix_question_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("question_bank.id"))
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300), default="")
    source_language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(20))
    set_aside_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_aside_at: Mapped[datetime | None] = mapped_column(Moment)
    set_aside_reason: Mapped[str | None] = mapped_column(Text)
    topic_id: Mapped[int | None] = mapped_column(BigId)
    case_id: Mapped[int | None] = mapped_column(BigId)
    case_place: Mapped[int | None]
    difficulty: Mapped[str | None] = mapped_column(String(10))
    level: Mapped[str | None] = mapped_column(String(20))
    # The share of right answers in thousandths, as measured; nobody types it.
    ease: Mapped[int | None]
    expected_seconds: Mapped[int | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("bank_import.id"))
    # The beginning of its words, for lists: as they stand in the draft, else in the newest edition.
    opening: Mapped[dict[str, str]] = mapped_column(Json)
    # Where each language stands (missing, draft, checked, stale), for lists and filters.
    kk_state: Mapped[str] = mapped_column(String(10), default="missing")
    ru_state: Mapped[str] = mapped_column(String(10), default="missing")
    en_state: Mapped[str] = mapped_column(String(10), default="missing")
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    bank: Mapped[Bank] = relationship()
    topic: Mapped[Topic | None] = relationship(foreign_keys=[topic_id], primaryjoin=topic_id == Topic.id)
    author: Mapped[Account] = relationship(foreign_keys=[author_id])

    __mapper_args__ = {"version_id_col": version}


class QuestionDraft(Model):
    """The words that are being written now; at most one draft a question. An edition is made of it and it ends."""

    __tablename__ = "question_draft"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    # Canonical JSON of the question or the case.
    content: Mapped[str] = mapped_column(Text)
    # The edition that the draft began from.
    based_on: Mapped[int | None] = mapped_column(ForeignKey("question_edition.id"))
    # Who wrote the skeleton with its key, and the words of each language: {"body": 7, "ru": 7, "kk": 9}.
    writers: Mapped[dict[str, int]] = mapped_column(Json)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    question: Mapped[StoredQuestion] = relationship()

    __mapper_args__ = {"version_id_col": version}


class QuestionComment(Model):
    """A remark beside a question, to an edition and a language where it is about one; written once."""

    __tablename__ = "question_comment"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="says_something"),
        CheckConstraint("language IS NULL OR language IN ('kk', 'ru', 'en')", name="language_is_known"),
        Index("ix_question_comment_question_id", "question_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("question_edition.id"))
    language: Mapped[str | None] = mapped_column(String(2))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)

    author: Mapped[Account] = relationship()


class QuestionSource(Model):
    """The act that a question rests on, folded for the search "which questions rest on this act?"."""

    __tablename__ = "question_source"
    __table_args__ = (
        Index("ix_question_source_question_id", "question_id"),
        Index("ix_question_source_folded_act", "folded_act"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    place: Mapped[int]
    act: Mapped[str] = mapped_column(String(500))
    folded_act: Mapped[str] = mapped_column(String(500))
    clause: Mapped[str] = mapped_column(String(200), default="")
    act_date: Mapped[date | None]


class Enemies(Model):
    """Two questions that never meet in one paper; the pair stands once, the lower number first."""

    __tablename__ = "question_enemies"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="stands_once"),
        Index("ix_question_enemies_other_id", "other_id"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    other_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)


class QuestionLabel(Model):
    """A free label, from here or from the file that brought the question."""

    __tablename__ = "question_label"
    __table_args__ = (Index("ix_question_label_folded", "folded"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(120), primary_key=True)
    folded: Mapped[str] = mapped_column(String(120))


class QuestionFault(Model):
    """A fault found by rule in what the question says now, for the lists and for the faults of a whole bank."""

    __tablename__ = "question_fault"
    __table_args__ = (Index("ix_question_fault_code", "code"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class BankMedium(Model):
    """An image of a bank, under the digest by which the texts name it."""

    __tablename__ = "bank_medium"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_is_sha256"),)

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("question_bank.id"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(40))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("bank_import.id"))

    file: Mapped[StoredFile] = relationship()
