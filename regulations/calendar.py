"""The working calendar of Kazakhstan: for the clock, and for everybody who asks "why is that day not counted?".

The law's own holidays come from `statutory_holidays`; what the government moves or declares comes in as a plain
`CalendarTable`. Out comes, for each date, whether offices work, and if not, a reason that has a name.

The order of the rules is the order of the law: a holiday that falls on a weekend gives the next working day off
(Law on holidays, article 5; the two religious days off do not move); then decreed transfers exchange a day of rest
for a working one; then single days declared by an administrator, who has the last word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from regulations.statutory_holidays import Holiday, statutory_holidays
from regulations.words import Words

SATURDAY, MONDAY = 5, 0
NOT_NAMED = Words("", "", "")


class DayKind(StrEnum):
    """Why offices are closed on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    RELIGIOUS = "religious"
    AFTER_WEEKEND = "after_weekend"  # the holiday itself fell on a weekend
    TRANSFERRED = "transferred"  # a decree moved a day of rest to here
    DECLARED = "declared"  # an administrator's single day


class DayOff(NamedTuple):
    """A day on which offices are closed, and why."""

    day: date
    kind: DayKind
    name: Words = NOT_NAMED
    instead_of: date | None = None
    expected: bool = False  # a date by calculation, not yet confirmed
    source: str = ""


class WorkedDay(NamedTuple):
    """A Saturday, Sunday or holiday on which offices work by decree."""

    day: date
    as_weekday: int  # whose hours are kept: those of the day that is off instead
    instead_of: date | None = None
    name: Words = NOT_NAMED
    source: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A decree: `rest` becomes a day of rest and `worked` is worked in its place."""

    rest: date
    worked: date
    source: str

    def __post_init__(self) -> None:
        if self.rest == self.worked:
            raise ValueError(f"{self.rest} cannot be exchanged for itself")


@dataclass(frozen=True, slots=True)
class KurbanAit:
    """The confirmed first day of Kurban Ait; takes the place of every calculated one in its year."""

    day: date
    source: str


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """A holiday that the law gave or took away on a date, where the holidays package says otherwise."""

    day: date
    celebrated: bool
    name: Words
    source: str


@dataclass(frozen=True, slots=True)
class SingleDay:
    """One day that an administrator declares off or worked, with the reason that readers will see."""

    day: date
    works: bool
    reason: Words
    source: str


@dataclass(frozen=True)
class CalendarTable:
    """What the government decreed and an administrator recorded. `settled` = years whose decrees were looked up."""

    transfers: tuple[Transfer, ...] = ()
    kurban_ait: tuple[KurbanAit, ...] = ()
    holidays: tuple[HolidayChange, ...] = ()
    single_days: tuple[SingleDay, ...] = ()
    settled: frozenset[int] = frozenset()

    def overridden_by(self, own: CalendarTable) -> CalendarTable:
        """This table with an office's own entries, which win wherever both speak of the same day."""
        kurban_years = {entry.day.year for entry in own.kurban_ait}
        return CalendarTable(
            transfers=tuple({entry.rest: entry for entry in (*self.transfers, *own.transfers)}.values()),
            kurban_ait=(*(k for k in self.kurban_ait if k.day.year not in kurban_years), *own.kurban_ait),
            holidays=tuple({entry.day: entry for entry in (*self.holidays, *own.holidays)}.values()),
            single_days=tuple({entry.day: entry for entry in (*self.single_days, *own.single_days)}.values()),
            settled=self.settled | own.settled,
        )


@dataclass(frozen=True, slots=True)
class _Year:
    working: tuple[int, ...]  # ordinals, ascending
    off: tuple[DayOff, ...]
    off_ordinals: tuple[int, ...]
    off_by_day: dict[date, DayOff]
    worked: dict[date, WorkedDay]


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days offices work. Years are laid out once each, so that counting is a look-up."""

    table: CalendarTable = CalendarTable()
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def _year(self, year: int) -> _Year:
        laid_out = self._years.get(year)
        if laid_out is None:
            laid_out = self._years[year] = _lay_out(year, self.table)
        return laid_out

    def day_off(self, day: date) -> DayOff | None:
        """The reason why offices are closed on this day, or None when they work."""
        return self._year(day.year).off_by_day.get(day)

    def is_working(self, day: date) -> bool:
        return day not in self._year(day.year).off_by_day

    def is_settled(self, year: int) -> bool:
        """Whether this year's decrees were looked up; before that, a transfer may still come."""
        return year in self.table.settled

    def kept_weekday(self, day: date) -> int:
        """The weekday whose office hours are kept: a worked Saturday keeps the hours of the day off instead."""
        worked = self._year(day.year).worked.get(day)
        return day.weekday() if worked is None else worked.as_weekday

    def on_or_after(self, day: date) -> date:
        """The day itself when offices work, else the next working day."""
        return day if self.is_working(day) else self.after(day, 1)

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day, which is itself never counted."""
        if count < 1:
            raise ValueError(f"counting forward needs at least one working day, not {count}")
        year = day.year
        working = self._year(year).working
        index = bisect_right(working, day.toordinal()) + count - 1
        while index >= len(working):
            index -= len(working)
            year += 1
            working = self._year(year).working
        return date.fromordinal(working[index])

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie from first to last, both included."""
        low, high = first.toordinal(), last.toordinal()
        count = 0
        for year in range(first.year, last.year + 1):
            working = self._year(year).working
            count += max(0, bisect_right(working, high) - bisect_left(working, low))
        return count

    def days_off(self, first: date, last: date) -> tuple[DayOff, ...]:
        """The days off from first to last, both included, in order."""
        low, high = first.toordinal(), last.toordinal()
        found: tuple[DayOff, ...] = ()
        for year in range(first.year, last.year + 1):
            laid_out = self._year(year)
            ordinals = laid_out.off_ordinals
            found += laid_out.off[bisect_left(ordinals, low) : bisect_right(ordinals, high)]
        return found

    def worked_days(self, first: date, last: date) -> tuple[WorkedDay, ...]:
        """The weekend days and holidays worked by decree from first to last, in order."""
        years = range(first.year, last.year + 1)
        worked = chain.from_iterable(self._year(year).worked.values() for year in years)
        return tuple(sorted(entry for entry in worked if first <= entry.day <= last))


def _lay_out(year: int, table: CalendarTable) -> _Year:
    off = {day: DayOff(day, DayKind.WEEKEND) for day in _days_of(year) if day.weekday() >= SATURDAY}
    holidays = _holidays(year, table)
    for holiday in holidays:
        kind = DayKind.HOLIDAY if holiday.moves else DayKind.RELIGIOUS
        clash = off.get(holiday.day)
        if clash is None or clash.kind is not DayKind.HOLIDAY:  # a state holiday outranks a religious day off
            off[holiday.day] = DayOff(
                holiday.day, kind, holiday.name, expected=holiday.expected, source=holiday.source
            )
    for holiday in holidays:
        if holiday.moves and holiday.day.weekday() >= SATURDAY:
            moved = holiday.day
            while moved in off:
                moved += timedelta(days=1)
            if moved.year == year:  # no holiday of the law stands so late that its move would leave the year
                off[moved] = DayOff(
                    moved, DayKind.AFTER_WEEKEND, holiday.name, holiday.day, source=holiday.source
                )
    worked = _apply_table(year, table, off)
    days = sorted(off)
    return _Year(
        working=tuple(day.toordinal() for day in _days_of(year) if day not in off),
        off=tuple(off[day] for day in days),
        off_ordinals=tuple(day.toordinal() for day in days),
        off_by_day=off,
        worked=worked,
    )


def _holidays(year: int, table: CalendarTable) -> list[Holiday]:
    """The law's holidays of one year, put right by the table; state holidays of a day before religious ones."""
    confirmed = [entry for entry in table.kurban_ait if entry.day.year == year]
    changed = {entry.day: entry for entry in table.holidays if entry.day.year == year}
    kept = [
        holiday
        for holiday in statutory_holidays(year)
        if holiday.day not in changed and not (confirmed and holiday.is_kurban_ait)
    ]
    kept += [Holiday.kurban_ait(entry.day, entry.source) for entry in confirmed]
    kept += [Holiday(e.day, e.name, source=e.source) for e in changed.values() if e.celebrated]
    return sorted(kept, key=lambda holiday: (holiday.day, not holiday.moves))


def _apply_table(year: int, table: CalendarTable, off: dict[date, DayOff]) -> dict[date, WorkedDay]:
    worked: dict[date, WorkedDay] = {}
    for move in table.transfers:
        if move.worked.year == year:
            off.pop(move.worked, None)
            worked[move.worked] = WorkedDay(
                move.worked, move.rest.weekday(), instead_of=move.rest, source=move.source
            )
        if move.rest.year == year:
            off[move.rest] = DayOff(
                move.rest, DayKind.TRANSFERRED, instead_of=move.worked, source=move.source
            )
    for single in table.single_days:
        day = single.day
        if day.year != year:
            continue
        if not single.works:
            worked.pop(day, None)
            off[day] = DayOff(day, DayKind.DECLARED, single.reason, source=single.source)
        elif off.pop(day, None) is not None:
            as_weekday = day.weekday() if day.weekday() < SATURDAY else MONDAY
            worked[day] = WorkedDay(day, as_weekday, name=single.reason, source=single.source)
    return worked


def _days_of(year: int) -> Iterable[date]:
    first = date(year, 1, 1).toordinal()
    return (date.fromordinal(ordinal) for ordinal in range(first, date(year + 1, 1, 1).toordinal()))
