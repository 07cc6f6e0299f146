"""An office's hours as plain values: for the clock, which counts minutes only while the office is open.

The regulations nowhere say how long a working day is. The hours are therefore an office setting; what stands here as
`USUAL_WEEK` is what most state bodies of Kazakhstan keep, for the calculator and the command line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS_IN_WEEK, WORKDAYS = 7, 5


class Span(NamedTuple):
    """A stretch of local time without a break."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OpenHours:
    """The hours of one weekday, with the lunch break when there is one."""

    opens: time
    closes: time
    lunch: tuple[time, time] | None = None

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(
                f"an office that opens at {self.opens:%H:%M} cannot close at {self.closes:%H:%M}"
            )
        if self.lunch and not self.opens < self.lunch[0] < self.lunch[1] < self.closes:
            raise ValueError(
                f"lunch {self.lunch[0]:%H:%M}-{self.lunch[1]:%H:%M} does not lie inside"
                f" {self.opens:%H:%M}-{self.closes:%H:%M}"
            )

    def spans(self, day: date) -> tuple[Span, ...]:
        """The open stretches of a day, in its local time."""
        opens, closes = datetime.combine(day, self.opens), datetime.combine(day, self.closes)
        if self.lunch is None:
            return (Span(opens, closes),)
        leave, back = self.lunch
        return (Span(opens, datetime.combine(day, leave)), Span(datetime.combine(day, back), closes))

    @property
    def length(self) -> timedelta:
        """How long the office is open on such a day, without lunch."""
        return sum((span.end - span.begin for span in self.spans(date.min)), timedelta())

    @classmethod
    def parse(cls, text: str) -> OpenHours:
        """`09:00-18:30` or `09:00-18:30,13:00-14:30`: opening hours, then lunch."""
        hours = r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})"
        found = re.fullmatch(rf"\s*{hours}(?:\s*,\s*{hours})?\s*", text)
        if not found:
            raise ValueError(f"{text!r} are no office hours; write 09:00-18:30 or 09:00-18:30,13:00-14:30")
        try:
            opens, closes, *lunch = (time.fromisoformat(part.zfill(5)) for part in found.groups() if part)
        except ValueError as fault:
            raise ValueError(f"{text!r}: there is no such hour of the day") from fault
        return cls(opens, closes, (lunch[0], lunch[1]) if lunch else None)


@dataclass(frozen=True)
class OfficeHours:
    """The hours of a week, Monday first, in the office's own time zone.

    Monday to Friday must have hours: what a working day is, is said by the calendar and not by an office. Hours on a
    weekend are allowed, but do not make it a working day.
    """

    week: tuple[OpenHours | None, ...]
    zone: str = "Asia/Almaty"

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_IN_WEEK:
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        if None in self.week[:WORKDAYS]:
            raise ValueError("Monday to Friday are working days by law and need office hours")
        try:
            ZoneInfo(self.zone)
        except (LookupError, ValueError, OSError) as fault:
            raise ValueError(f"{self.zone!r} is no time zone; write one such as Asia/Almaty") from fault

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def on(self, weekday: int) -> OpenHours:
        """The hours kept on a weekday; a worked weekend day without hours of its own keeps Monday's."""
        hours = self.week[weekday] or self.week[0]
        if hours is None:
            raise AssertionError("a week without Monday's hours was refused when it was made")
        return hours

    @classmethod
    def every_workday(cls, hours: OpenHours, zone: str = "Asia/Almaty") -> OfficeHours:
        return cls((hours,) * WORKDAYS + (None, None), zone)


USUAL_HOURS = OpenHours(time(9), time(18, 30), (time(13), time(14, 30)))
USUAL_WEEK = OfficeHours.every_workday(USUAL_HOURS)
