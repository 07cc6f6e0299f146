"""The banks of an office, their topics, and the views that somebody keeps of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Office, Specialty
from core.columns import BigId, Moment
from core.database import Model
from core.languages import current_language


class Named:
    """What has a name in each of the three languages."""

    name_kk: Mapped[str] = mapped_column(String(300))
    name_ru: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        name: str = getattr(self, f"name_{current_language()}")
        return name


class Bank(Named, Model):
    """The questions of one field, kept by one office."""

    __tablename__ = "question_bank"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("length(code) > 0", name="has_a_code"),
        Index("ix_question_bank_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()

    __mapper_args__ = {"version_id_col": version}


class BankSpecialty(Model):
    """A specialty that a bank serves."""

    __tablename__ = "bank_specialty"

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("question_bank.id"), primary_key=True, autoincrement=False
    )
    specialty_id: Mapped[int] = mapped_column(
        ForeignKey("specialty.id"), primary_key=True, autoincrement=False
    )

    specialty: Mapped[Specialty] = relationship()


class Topic(Named, Model):
    """A topic of a bank; its path names it from the top ("trauma/blunt"). What has no name shows its code."""

    __tablename__ = "bank_topic"
    __table_args__ = (
        UniqueConstraint("bank_id", "path"),
        UniqueConstraint("bank_id", "id"),
        # A topic hangs below one of its own bank.
        ForeignKeyConstraint(["bank_id", "parent_id"], ["bank_topic.bank_id", "bank_topic.id"]),
        CheckConstraint("id <> parent_id", name="not_below_itself"),
        CheckConstraint("length(code) > 0", name="has_a_code"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("question_bank.id"))
    parent_id: Mapped[int | None] = mapped_column(BigId)
    code: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(1000))

    @property
    def title(self) -> str:
        """What people call it: its name, else its code."""
        return self.name or self.code


class SavedView(Model):
    """A search that somebody wants to come back to."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("question_bank.id"))
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(String(1000))
    saved_at: Mapped[datetime] = mapped_column(Moment)
