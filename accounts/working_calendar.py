"""The working calendar as it stands: the law's holidays, the shipped table, and what administrators entered since."""

from __future__ import annotations

from sqlalchemy import select

from accounts.models import CalendarDay
from core.database import db
from regulations.calendar import CalendarTable, SingleDay, WorkingCalendar
from regulations.calendar_table import shipped_table
from regulations.words import Words


def entered_days() -> list[CalendarDay]:
    """What counts for each day that an administrator entered, in the order of the days."""
    newest: dict[object, CalendarDay] = {}
    for row in db.session.scalars(select(CalendarDay).order_by(CalendarDay.day, CalendarDay.id)):
        newest[row.day] = row
    return list(newest.values())


def working_calendar() -> WorkingCalendar:
    """The calendar by which terms are counted today."""
    singles = tuple(
        SingleDay(
            row.day,
            row.works,
            Words(row.reason, row.reason, row.reason),
            f"{row.decision_number}, {row.decision_date:%d.%m.%Y}",
        )
        for row in entered_days()
        if row.works is not None
    )
    return WorkingCalendar(shipped_table().overridden_by(CalendarTable(single_days=singles)))
