"""How much of a term is left, or how long it is over: for desks, cabinets and reminders."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from regulations.office_time import ONE_DAY, OfficeTime, midnight_after, refuse_naive


class TimeLeft(NamedTuple):
    """How far a due moment lies ahead, or behind when `late`: whole working days, then open office time."""

    late: bool
    working_days: int
    hours: int
    minutes: int


def time_left(now: datetime, until: datetime, office: OfficeTime) -> TimeLeft:
    """What is left at `now` of a term due at `until`.

    A working day is counted when it is still to come and whole: a file that is due at the end of the day after
    tomorrow has two working days, whatever the hour. The hours and minutes are what the office is open besides, so
    on the last day they are all that is left. Lunch is not counted.
    """
    refuse_naive(now)
    late = now > until
    begin, end = sorted((office.local(now), office.local(until)))
    last = end.date()
    whole = office.calendar.is_working(last) and end >= office.closing(last)
    days = office.calendar.working_days(begin.date() + ONE_DAY, last if whole else last - ONE_DAY)
    if days:
        rest = office.open_time(begin, midnight_after(begin.date()))
        if not whole:
            rest += office.open_time(midnight_after(last - ONE_DAY), end)
    else:
        rest = office.open_time(begin, end)
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    return TimeLeft(late, days, hours, minutes)
