"""The working calendar as it stands: the law's holidays, the shipped table, and what administrators entered since."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import event, select
from sqlalchemy.orm import SessionTransaction

from accounts.models import CalendarDay
from core.database import Session, db
from regulations.calendar import CalendarTable, SingleDay, WorkingCalendar
from regulations.calendar_table import shipped_table
from regulations.words import Words

_KEPT = "synaq.working_calendar"


def entered_days() -> list[CalendarDay]:
    """What counts for each day that an administrator entered, in the order of the days."""
    newest: dict[object, CalendarDay] = {}
    for row in db.session.scalars(select(CalendarDay).order_by(CalendarDay.day, CalendarDay.id)):
        newest[row.day] = row
    return list(newest.values())


def working_calendar() -> WorkingCalendar:
    """The calendar by which terms are counted today; a list of fifty cases reads it once, not once a case."""
    session = db.session()
    if any(isinstance(row, CalendarDay) for row in session.new):
        session.flush()
    if _KEPT not in session.info:
        session.info[_KEPT] = _as_it_stands()
    return cast(WorkingCalendar, session.info[_KEPT])


@event.listens_for(Session, "after_flush")
def _forget_when_changed(session: Any, _context: object) -> None:
    if any(isinstance(row, CalendarDay) for row in session.new):
        session.info.pop(_KEPT, None)


@event.listens_for(Session, "after_transaction_end")
def _forget_with_the_transaction(session: Any, transaction: SessionTransaction) -> None:
    """The next transaction may see what others have entered meanwhile."""
    if transaction.parent is None:
        session.info.pop(_KEPT, None)


def _as_it_stands() -> WorkingCalendar:
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
