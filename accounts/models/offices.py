"""The tables of offices: their tree, specialties, settings by decision, and days off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Json, Moment
from core.database import Model
from core.languages import current_language


class Office(Model):
    """An office of the state, or a clinic, in its tree; cases, numbers and settings belong to it."""

    __tablename__ = "office"
    __lock_rank__ = 310
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(
            "kind IN ('committee', 'territorial', 'health_department', 'akimat', 'clinic', 'service_centre')",
            name="kind_is_known",
        ),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_office_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    name_kk: Mapped[str] = mapped_column(String(300))
    name_ru: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    short_kk: Mapped[str] = mapped_column(String(120))
    short_ru: Mapped[str] = mapped_column(String(120))
    short_en: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(300), default="")
    zone: Mapped[str] = mapped_column(String(40))
    hours: Mapped[dict[str, Any]] = mapped_column(Json)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Office | None] = relationship(remote_side="Office.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The full name in the reader's language."""
        return str(getattr(self, f"name_{current_language()}"))

    @property
    def short(self) -> str:
        """The short name in the reader's language."""
        return str(getattr(self, f"short_{current_language()}"))


class Specialty(Model):
    """A specialty in which people are tested; codes are the list keeper's own."""

    __tablename__ = "specialty"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    branch: Mapped[str] = mapped_column(String(40))
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{current_language()}"))


class OfficeSetting(Model):
    """One decision on one setting of an office, from a day on; written once, so that the history stays.

    Without an office it holds for all; a newer decision for the same office, setting and service takes its place.
    A decision may also withdraw the earlier one: its value is null, and whatever is next in line counts again.
    """

    __tablename__ = "office_setting"
    __table_args__ = (
        CheckConstraint("length(decision_number) > 0", name="rests_on_a_decision"),
        Index("ix_office_setting_key_office_id", "key", "office_id", "service"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    key: Mapped[str] = mapped_column(String(60))
    service: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[Any] = mapped_column(Json)
    from_day: Mapped[date]
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_date: Mapped[date]
    is_demo: Mapped[bool]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def is_withdrawal(self) -> bool:
        """Whether this decision only takes back the one before it."""
        return self.value is None


class CalendarDay(Model):
    """A day that a decree made a day off or a working day; the newest decision on a day counts."""

    __tablename__ = "calendar_day"
    __table_args__ = (Index("ix_calendar_day_day", "day"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date]
    works: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_date: Mapped[date]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)
