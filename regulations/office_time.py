"""The wall on which the clock hangs: an office's hours together with the calendar that holds there.

For the clock, and for whoever asks how long an office will be open between two moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from regulations.calendar import WorkingCalendar
from regulations.office_hours import OfficeHours, OpenHours, Span

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OfficeTime:
    """The hours of an office and its calendar. Local moments are naive: what the office's own clock shows."""

    hours: OfficeHours
    calendar: WorkingCalendar

    def local(self, moment: datetime) -> datetime:
        """A moment as the office's own clock shows it; offsets of the past are those of the past."""
        return moment.astimezone(self.hours.tzinfo).replace(tzinfo=None)

    def aware(self, local: datetime) -> datetime:
        """A local moment with the office's zone."""
        return local.replace(tzinfo=self.hours.tzinfo)

    def open_on(self, day: date) -> OpenHours:
        """The hours kept on a working day."""
        return self.hours.on(self.calendar.kept_weekday(day))

    def opening(self, day: date) -> datetime:
        """When the office opens on a working day."""
        return datetime.combine(day, self.open_on(day).opens)

    def closing(self, day: date) -> datetime:
        """When the office closes on a working day."""
        return datetime.combine(day, self.open_on(day).closes)

    def running_from(self, local: datetime) -> datetime:
        """The first moment from here on at which the office is open; the moment of closing is still of the day."""
        day = local.date()
        if self.calendar.is_working(day):
            for span in self.open_on(day).spans(day):
                if local <= span.end:
                    return max(local, span.begin)
        return self.opening(self.calendar.after(day, 1))

    def open_spans(self, start: datetime) -> Iterator[Span]:
        """The stretches of open office from a local moment on, without end."""
        day = self.calendar.on_or_after(start.date())
        while True:
            for begin, end in self.open_on(day).spans(day):
                if end > start:
                    yield Span(max(begin, start), end)
            day = self.calendar.after(day, 1)

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """How long the office is open between two local moments."""
        total = timedelta()
        for span in self.open_spans(start):
            if span.begin >= end:
                break
            total += min(span.end, end) - span.begin
        return total

    def day_of(self, local: datetime) -> date:
        """The day to which a moment belongs: what happens after closing belongs to the next one."""
        day = local.date()
        over = self.calendar.is_working(day) and local >= self.closing(day)
        return day + ONE_DAY if over else day


def midnight_after(day: date) -> datetime:
    """The local moment at which the next day begins."""
    return datetime.combine(day + ONE_DAY, time.min)


def refuse_naive(moment: datetime) -> None:
    """A moment without a zone could be any of many; nothing is counted from it."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment} says no time zone; the clock needs to know which moment is meant")
