"""The statutory clock: when a term is due, and which days it skipped and why.

It serves everybody who waits for a decision and everybody who owes one. Time is an argument: nothing here looks at the
wall clock. How a term ends, and why so, is argued in docs/decisions/0003-end-of-term-on-a-day-off.md:

- minutes and hours run only while the office is open;
- days are counted from the day after the one on which the term starts, and end when the office closes;
- an event outside office hours counts as happening when the office next opens;
- a term in calendar days that ends on a day off ends on the next working day;
- nothing stops a running term but a suspension that names its clause. Waiting for a sitting is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from regulations.calendar import DayOff, WorkedDay, WorkingCalendar
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_hours import Span
from regulations.office_time import ONE_DAY, OfficeTime, refuse_naive


@dataclass(frozen=True, slots=True)
class RecordedSuspension:
    """A stretch in which a term stands still, because a clause says so. `until` is None while it lasts."""

    since: datetime
    until: datetime | None
    clause: str

    def __post_init__(self) -> None:
        if not self.clause.strip():
            raise ValueError("a suspension names the clause that allows it")
        refuse_naive(self.since)
        if self.until is not None:
            refuse_naive(self.until)
            if self.until < self.since:
                raise ValueError("a suspension cannot end before it begins")


class TermStopped(Exception):
    """The term stands still and has no due moment until the suspension ends."""

    def __init__(self, suspension: RecordedSuspension) -> None:
        super().__init__(f"suspended since {suspension.since:%Y-%m-%d %H:%M} by {suspension.clause}")
        self.suspension = suspension


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of time that has begun to run.

    `first_day_excluded`: the text says that the day of acceptance is not counted. Days are never counted from that
    day; under the clause minutes and hours do not run on it either, and it is the day of the acceptance itself, even
    where the office that decides was closed on it.
    """

    amount: Amount
    start: datetime
    first_day_excluded: bool = False
    suspensions: tuple[RecordedSuspension, ...] = ()

    def __post_init__(self) -> None:
        if self.amount.value < 1:
            raise ValueError(f"{self.amount.value} {self.amount.unit} is no term")
        refuse_naive(self.start)


class Due(NamedTuple):
    """A due moment and how it was reckoned. Moments are in the office's zone."""

    amount: Amount
    moment: datetime
    runs_from: datetime  # the first moment that counts
    skipped: tuple[DayOff, ...]  # the days off that were not counted, with their reasons
    worked: tuple[WorkedDay, ...]  # days that count although they look like days off
    suspended: tuple[date, ...]  # the days not counted because of a suspension
    moved_from: DayOff | None  # the day off on which a calendar-day term would have ended
    provisional: bool  # may change: a holiday is only expected, or a year's decrees are not known

    @property
    def day(self) -> date:
        """The last day of the term."""
        return self.moment.date()


class _End(NamedTuple):
    local: datetime
    suspended: tuple[date, ...] = ()
    nominal: date | None = None  # where a calendar-day term ends before it is moved off a day off


def due(term: Term, office: OfficeTime) -> Due:
    """When a term is due at an office. Raises TermStopped while an unfinished suspension holds it."""
    calendar = office.calendar
    event = office.local(term.start)
    if term.first_day_excluded:
        first, day_zero = office.opening(calendar.after(event.date(), 1)), event.date()
    else:
        first = office.running_from(event)
        day_zero = first.date()
    end = _end(term, first, day_zero, office)
    last = end.local.date()
    if end.nominal is None:
        skipped = calendar.days_off(event.date(), last)
    else:  # days off inside a calendar-day term are counted like any other
        skipped = calendar.days_off(event.date(), day_zero) + calendar.days_off(end.nominal, last)
    return Due(
        amount=term.amount,
        moment=office.aware(end.local),
        runs_from=office.aware(first),
        skipped=skipped,
        worked=calendar.worked_days(event.date(), last),
        suspended=end.suspended,
        moved_from=calendar.day_off(end.nominal) if end.nominal else None,
        provisional=_is_provisional(event.date(), last, calendar),
    )


def _end(term: Term, first: datetime, day_zero: date, office: OfficeTime) -> _End:
    match term.amount.unit:
        case Unit.MINUTE:
            return _End(_after_open_time(timedelta(minutes=term.amount.value), term, first, office))
        case Unit.HOUR:
            return _End(_after_open_time(timedelta(hours=term.amount.value), term, first, office))
        case Unit.WORKING_DAY:
            if not term.suspensions:
                return _End(office.closing(office.calendar.after(day_zero, term.amount.value)))
            last, stood_still = _count_days(term, day_zero, office)
            return _End(office.closing(last), stood_still)
        case Unit.CALENDAR_DAY:
            nominal, stood_still = _count_days(term, day_zero, office)
            return _End(office.closing(office.calendar.on_or_after(nominal)), stood_still, nominal)


def _count_days(term: Term, day_zero: date, office: OfficeTime) -> tuple[date, tuple[date, ...]]:
    """The last day of a term in days, counted one by one, and the days on which it stood still."""
    working_only = term.amount.unit is Unit.WORKING_DAY
    left, day, stood_still = term.amount.value, day_zero, []
    while left:
        day = office.calendar.after(day, 1) if working_only else day + ONE_DAY
        if _is_suspended(day, term.suspensions, office):
            stood_still.append(day)
        else:
            left -= 1
    return day, tuple(stood_still)


def _is_suspended(day: date, suspensions: Iterable[RecordedSuspension], office: OfficeTime) -> bool:
    """A day stands still from the day of the suspension up to, but not including, the day on which it ends."""
    for suspension in suspensions:
        if office.day_of(office.local(suspension.since)) <= day:
            if suspension.until is None:
                raise TermStopped(suspension)
            if day < office.day_of(office.local(suspension.until)):
                return True
    return False


def _after_open_time(left: timedelta, term: Term, first: datetime, office: OfficeTime) -> datetime:
    for span in office.open_spans(first):
        for begin, end in _outside(term.suspensions, span, office):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        for suspension in term.suspensions:
            if suspension.until is None and office.local(suspension.since) < span.end:
                raise TermStopped(suspension)
    raise AssertionError("an office opens again on the next working day")


def _outside(suspensions: Iterable[RecordedSuspension], span: Span, office: OfficeTime) -> list[Span]:
    """What is left of an open stretch when suspensions are cut out of it."""
    pieces = [span]
    for suspension in suspensions:
        since = office.local(suspension.since)
        until = span.end if suspension.until is None else office.local(suspension.until)
        pieces = [
            piece
            for begin, end in pieces
            for piece in (Span(begin, min(end, since)), Span(max(begin, until), end))
            if piece.begin < piece.end
        ]
    return pieces


def _is_provisional(first: date, last: date, calendar: WorkingCalendar) -> bool:
    if not all(calendar.is_settled(year) for year in range(first.year, last.year + 1)):
        return True
    return any(day.expected for day in calendar.days_off(first, last))
