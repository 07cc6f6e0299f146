"""The standards by which organisations are evaluated, as an act lists them: brought in once, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Moment
from core.database import Model
from core.languages import current_language
from core.models import StoredFile


class StandardSet(Model):
    """The checklist of an act. A changed act is another set; a retired one is chosen no more."""

    __tablename__ = "standard_set"
    __lock_rank__ = 630
    __table_args__ = (
        CheckConstraint(
            "length(name_kk) > 0 AND length(name_ru) > 0 AND length(act) > 0", name="is_named_by_an_act"
        ),
        # How much a partly met standard counts is the act's own number: the texts give none.
        CheckConstraint("partly_percent BETWEEN 0 AND 100", name="partly_counts_as_a_percentage"),
        CheckConstraint("(retired_at IS NULL) = (retired_by IS NULL)", name="retired_by_somebody"),
        Index("ix_standard_set_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    name_kk: Mapped[str] = mapped_column(String(300))
    name_ru: Mapped[str] = mapped_column(String(300))
    act: Mapped[str] = mapped_column(String(300))
    partly_percent: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    brought_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    brought_at: Mapped[datetime] = mapped_column(Moment)
    retired_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()
    standards: Mapped[list[Standard]] = relationship(order_by="Standard.position", viewonly=True)

    @property
    def name(self) -> str:
        return self.name_kk if current_language() == "kk" else self.name_ru


class Standard(Model):
    """One standard: what is asked of the organisation, and how much it weighs."""

    __tablename__ = "standard"
    __table_args__ = (
        UniqueConstraint("set_id", "id"),
        UniqueConstraint("set_id", "code"),
        UniqueConstraint("set_id", "position"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weighs_something"),
        CheckConstraint("length(text_kk) > 0 AND length(text_ru) > 0", name="is_said_in_both_languages"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("standard_set.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    chapter_kk: Mapped[str] = mapped_column(String(300), default="")
    chapter_ru: Mapped[str] = mapped_column(String(300), default="")
    text_kk: Mapped[str] = mapped_column(String(2000))
    text_ru: Mapped[str] = mapped_column(String(2000))
    weight: Mapped[int]

    @property
    def text(self) -> str:
        return self.text_kk if current_language() == "kk" else self.text_ru

    @property
    def chapter(self) -> str:
        return self.chapter_kk if current_language() == "kk" else self.chapter_ru
