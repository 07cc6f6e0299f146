"""The index of words: every word of a question, folded, so that a Kazakh or Russian letter is found in either case.

One table on both databases instead of two engines' own full-text search: `lower()` of SQLite does not know Cyrillic,
and PostgreSQL's dictionaries do not know Kazakh. A word is searched by its beginning, as inflected languages need.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId
from core.database import Model


class FoldedWord(Model):
    """A folded word, once."""

    __tablename__ = "folded_word"
    __table_args__ = (UniqueConstraint("word"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # In the order of code points on both databases, so that a beginning is a range.
    word: Mapped[str] = mapped_column(String(64).with_variant(String(64, collation="C"), "postgresql"))


class QuestionPrint(Model):
    """What a question asks, as a digest for each language: by it a file that comes later finds its duplicates."""

    __tablename__ = "question_print"
    __table_args__ = (CheckConstraint("length(print) = 64", name="print_is_sha256"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    print: Mapped[str] = mapped_column(String(64), primary_key=True)


class QuestionWord(Model):
    """A word that stands in a question."""

    __tablename__ = "question_word"
    __table_args__ = (Index("ix_question_word_question_id", "question_id"),)

    word_id: Mapped[int] = mapped_column(ForeignKey("folded_word.id"), primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
