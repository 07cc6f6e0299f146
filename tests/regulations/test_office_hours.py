"""Office hours are plain values, and refuse what no office could keep."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from regulations.calendar import WorkingCalendar
from regulations.office_hours import USUAL_HOURS, USUAL_WEEK, OfficeHours, OpenHours
from regulations.office_time import OfficeTime

MONDAY = date(2026, 2, 2)


def test_the_usual_office_day_has_eight_hours() -> None:
    assert USUAL_HOURS.length == timedelta(hours=8)


def test_lunch_splits_the_day_in_two() -> None:
    spans = USUAL_HOURS.spans(MONDAY)
    assert [(span.begin.time(), span.end.time()) for span in spans] == [
        (time(9), time(13)),
        (time(14, 30), time(18, 30)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-18:30,13:00-14:30", USUAL_HOURS),
        (" 9:00 – 18:30 , 13:00 – 14:30 ", USUAL_HOURS),
        ("08:00-17:00", OpenHours(time(8), time(17))),
    ],
)
def test_hours_are_read_from_text(text: str, expected: OpenHours) -> None:
    assert OpenHours.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9-18", "are no office hours"),
        ("", "are no office hours"),
        ("09:00-25:00", "no such hour"),
        ("18:00-09:00", "cannot close"),
        ("09:00-18:00,08:00-10:00", "does not lie inside"),
        ("09:00-18:00,13:00-12:00", "does not lie inside"),
        ("09:00-18:00,17:00-18:00", "does not lie inside"),
    ],
)
def test_impossible_hours_are_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        OpenHours.parse(text)


def test_a_week_has_seven_days_and_hours_on_every_working_day() -> None:
    with pytest.raises(ValueError, match="seven days"):
        OfficeHours((USUAL_HOURS,))
    with pytest.raises(ValueError, match="working days by law"):
        OfficeHours((USUAL_HOURS, None, *[USUAL_HOURS] * 3, None, None))


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="is no time zone"):
        OfficeHours.every_workday(USUAL_HOURS, zone)


def test_hours_may_differ_by_weekday() -> None:
    friday = OpenHours(time(9), time(17), (time(13), time(14)))
    office = OfficeTime(OfficeHours((*[USUAL_HOURS] * 4, friday, None, None)), WorkingCalendar())
    assert office.closing(date(2026, 2, 6)) == datetime(2026, 2, 6, 17)  # noqa: DTZ001 - local time of the office
    assert office.closing(date(2026, 2, 5)) == datetime(2026, 2, 5, 18, 30)  # noqa: DTZ001 - as above


def test_opening_hours_on_a_saturday_do_not_make_it_a_working_day() -> None:
    clinic = OfficeHours((*[USUAL_HOURS] * 5, OpenHours(time(9), time(14)), None))
    saturday = datetime(2026, 2, 7, 10)  # noqa: DTZ001 - local time of the office
    running = OfficeTime(clinic, WorkingCalendar()).running_from(saturday)
    assert running == datetime(2026, 2, 9, 9)  # noqa: DTZ001 - as above


def test_a_weekday_without_hours_of_its_own_keeps_mondays() -> None:
    assert USUAL_WEEK.on(5) == USUAL_HOURS
