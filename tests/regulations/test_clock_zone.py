"""One moment, one wall clock: Kazakhstan has been on a single zone, UTC+5, since 1 March 2024."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from regulations.calendar_table import shipped_calendar
from regulations.clock import RecordedSuspension, Term, due
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_hours import USUAL_HOURS, OfficeHours
from regulations.office_time import OfficeTime
from regulations.time_left import time_left


def _office(zone: str) -> OfficeTime:
    return OfficeTime(OfficeHours.every_workday(USUAL_HOURS, zone), shipped_calendar())


@pytest.mark.parametrize(
    ("zone", "start", "amount", "expected"),
    [
        # Almaty, UTC+6 until the end of February 2024: 18:30 was 12:30 in UTC, and is 13:30 since.
        ("Asia/Almaty", "2024-02-28T04:00", Amount(1, Unit.WORKING_DAY), "2024-02-29T12:30"),
        ("Asia/Almaty", "2024-02-29T04:00", Amount(1, Unit.WORKING_DAY), "2024-03-01T13:30"),
        ("Asia/Almaty", "2024-02-29T12:00", Amount(1, Unit.HOUR), "2024-03-01T04:30"),
        ("Asia/Almaty", "2024-02-29T17:30", Amount(20, Unit.MINUTE), "2024-03-01T04:20"),  # 23:30, first time
        (
            "Asia/Almaty",
            "2024-02-29T18:30",
            Amount(20, Unit.MINUTE),
            "2024-03-01T04:20",
        ),  # 23:30, second time
        ("Asia/Qostanay", "2024-02-29T04:00", Amount(1, Unit.WORKING_DAY), "2024-03-01T13:30"),
        # Kyzylorda and the west were on UTC+5 already.
        ("Asia/Qyzylorda", "2024-02-28T05:00", Amount(1, Unit.WORKING_DAY), "2024-02-29T13:30"),
        ("Asia/Oral", "2024-02-29T05:00", Amount(1, Unit.WORKING_DAY), "2024-03-01T13:30"),
        # The same instant is Friday evening in one office and Friday afternoon in another, before the change.
        ("Asia/Almaty", "2024-02-16T13:00", Amount(1, Unit.WORKING_DAY), "2024-02-20T12:30"),
        ("Asia/Oral", "2024-02-16T13:00", Amount(1, Unit.WORKING_DAY), "2024-02-19T13:30"),
    ],
)
def test_office_hours_are_those_of_the_zone_on_that_day(
    zone: str, start: str, amount: Amount, expected: str
) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=UTC)
    reckoned = due(Term(amount, moment), _office(zone))
    assert reckoned.moment.astimezone(UTC) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_due_moment_carries_the_zone_of_the_office() -> None:
    reckoned = due(Term(Amount(1, Unit.HOUR), datetime(2026, 2, 2, 5, tzinfo=UTC)), _office("Asia/Almaty"))
    assert reckoned.moment.tzinfo == ZoneInfo("Asia/Almaty")
    assert reckoned.moment.isoformat() == "2026-02-02T11:00:00+05:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 2, 2, 10)  # noqa: DTZ001 - the point of the test
    aware = naive.replace(tzinfo=UTC)
    with pytest.raises(ValueError, match="no time zone"):
        Term(Amount(1, Unit.HOUR), naive)
    with pytest.raises(ValueError, match="no time zone"):
        RecordedSuspension(naive, None, "pt 5")
    with pytest.raises(ValueError, match="no time zone"):
        time_left(naive, aware, _office("Asia/Almaty"))


def test_a_term_of_nothing_is_no_term() -> None:
    with pytest.raises(ValueError, match="no term"):
        Term(Amount(0, Unit.HOUR), datetime(2026, 2, 2, 5, tzinfo=UTC))
