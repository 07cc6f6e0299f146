"""What must hold for every term at every moment, not only for the cases counted by hand."""

from __future__ import annotations

import timeit
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from regulations.calendar_table import shipped_calendar
from regulations.clock import Due, Term, due
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_hours import USUAL_HOURS, USUAL_WEEK, OfficeHours, OpenHours
from regulations.office_time import OfficeTime

CALENDAR = shipped_calendar()
OFFICE = OfficeTime(USUAL_WEEK, CALENDAR)
NO_LUNCH = OfficeTime(OfficeHours.every_workday(OpenHours(time(8), time(17)), "Asia/Qyzylorda"), CALENDAR)

moments = st.datetimes(datetime(2023, 12, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
offices = st.sampled_from([OFFICE, NO_LUNCH])
short_units = st.sampled_from([Unit.MINUTE, Unit.HOUR])
counts = st.integers(1, 60)
amounts = st.builds(Amount, counts, st.sampled_from(Unit))
excluded = st.booleans()


def _due(value: int, unit: Unit, start: datetime, office: OfficeTime = OFFICE) -> Due:
    return due(Term(Amount(value, unit), start), office)


@given(moments, moments, amounts, excluded, offices)
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, amount: Amount, first_day_excluded: bool, office: OfficeTime
) -> None:
    early, late = (due(Term(amount, start, first_day_excluded), office) for start in sorted((one, other)))
    assert early.moment.astimezone(UTC) <= late.moment.astimezone(UTC)


@given(moments, amounts, excluded, offices)
def test_a_longer_term_is_never_due_earlier(
    start: datetime, amount: Amount, first_day_excluded: bool, office: OfficeTime
) -> None:
    longer = Amount(amount.value + 1, amount.unit)
    assert (
        due(Term(amount, start, first_day_excluded), office).moment
        <= due(Term(longer, start, first_day_excluded), office).moment
    )


@given(moments, counts, counts, offices)
def test_some_working_days_and_then_some_more_are_their_sum(
    start: datetime, first: int, then: int, office: OfficeTime
) -> None:
    halfway = _due(first, Unit.WORKING_DAY, start, office).moment
    assert (
        _due(then, Unit.WORKING_DAY, halfway, office).moment
        == _due(first + then, Unit.WORKING_DAY, start, office).moment
    )


@given(moments, short_units, counts, counts, offices)
def test_some_minutes_or_hours_and_then_some_more_are_their_sum(
    start: datetime, unit: Unit, first: int, then: int, office: OfficeTime
) -> None:
    halfway = _due(first, unit, start, office).moment
    assert _due(then, unit, halfway, office).moment == _due(first + then, unit, start, office).moment


@given(moments, amounts, excluded, offices)
def test_no_term_is_due_on_a_day_off(
    start: datetime, amount: Amount, first_day_excluded: bool, office: OfficeTime
) -> None:
    reckoned = due(Term(amount, start, first_day_excluded), office)
    assert CALENDAR.is_working(reckoned.day)
    assert CALENDAR.day_off(reckoned.day) is None


@given(moments, short_units, counts, excluded)
def test_a_term_in_minutes_or_hours_is_due_while_the_office_is_open(
    start: datetime, unit: Unit, value: int, first_day_excluded: bool
) -> None:
    reckoned = due(Term(Amount(value, unit), start, first_day_excluded), OFFICE)
    clock = reckoned.moment.time()
    assert USUAL_HOURS.lunch is not None
    leave, back = USUAL_HOURS.lunch
    assert USUAL_HOURS.opens < clock <= leave or back < clock <= USUAL_HOURS.closes


@given(moments, counts, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]), offices)
def test_a_term_in_days_is_due_when_the_office_closes(
    start: datetime, value: int, unit: Unit, office: OfficeTime
) -> None:
    reckoned = _due(value, unit, start, office)
    assert reckoned.moment.replace(tzinfo=None) == office.closing(reckoned.day)


@given(moments, amounts, excluded, offices)
def test_nothing_is_due_before_it_starts(
    start: datetime, amount: Amount, first_day_excluded: bool, office: OfficeTime
) -> None:
    assert due(Term(amount, start, first_day_excluded), office).moment.astimezone(UTC) > start


@given(moments, amounts)
def test_not_counting_the_day_of_acceptance_never_counts_a_minute_of_it(
    start: datetime, amount: Amount
) -> None:
    reckoned = due(Term(amount, start, first_day_excluded=True), OFFICE)
    assert reckoned.day > OFFICE.local(start).date()
    assert reckoned.runs_from.date() > OFFICE.local(start).date()


@given(moments, counts, excluded)
def test_working_days_and_skipped_days_together_are_the_whole_calendar(
    start: datetime, value: int, first_day_excluded: bool
) -> None:
    reckoned = due(Term(Amount(value, Unit.WORKING_DAY), start, first_day_excluded), OFFICE)
    first, last = OFFICE.local(start).date(), reckoned.day
    counted = CALENDAR.working_days(first, last)
    assert counted + len(reckoned.skipped) == (last - first).days + 1
    assert [off.day for off in reckoned.skipped] == sorted({off.day for off in reckoned.skipped})


@given(moments, counts)
def test_working_days_are_the_same_when_counted_one_by_one(start: datetime, value: int) -> None:
    day = OFFICE.running_from(OFFICE.local(start)).date()
    for _ in range(value):
        day += timedelta(days=1)
        while CALENDAR.day_off(day):
            day += timedelta(days=1)
    assert _due(value, Unit.WORKING_DAY, start).day == day


@given(moments, st.integers(1, 20))
def test_minutes_are_the_same_when_lived_through_one_by_one(start: datetime, value: int) -> None:
    start = start.replace(second=0, microsecond=0)
    lived, moment = 0, start
    while lived < value:
        if _is_open(moment):
            lived += 1
        moment += timedelta(minutes=1)
        assume(moment - start < timedelta(days=20))
    assert _due(value, Unit.MINUTE, start).moment.astimezone(UTC) == moment


def _is_open(moment: datetime) -> bool:
    local = OFFICE.local(moment)
    hour = local.time()
    at_work = time(9) <= hour < time(13) or time(14, 30) <= hour < time(18, 30)
    return at_work and CALENDAR.is_working(local.date())


def test_a_term_of_45_working_days_is_reckoned_within_50_microseconds() -> None:
    term = Term(Amount(45, Unit.WORKING_DAY), datetime(2026, 11, 18, 5, tzinfo=UTC))
    assert due(term, OFFICE).day == date(2027, 1, 26)  # and warm
    best = min(timeit.repeat(lambda: due(term, OFFICE), number=200, repeat=20)) / 200
    assert best < 50e-6
