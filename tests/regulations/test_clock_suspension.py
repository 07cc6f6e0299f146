"""A term stands still only by a recorded clause, and exactly as long as the record says."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from regulations.calendar_table import shipped_calendar
from regulations.clock import RecordedSuspension, Term, TermStopped, due
from regulations.kinds import Unit
from regulations.office_hours import USUAL_WEEK
from regulations.office_time import OfficeTime
from regulations.term_text import parse_amount, stopped_sentence

ALMATY = ZoneInfo("Asia/Almaty")
OFFICE = OfficeTime(USUAL_WEEK, shipped_calendar())
CLAUSE = "Standard, pt 4"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ALMATY)


def _stop(since: str, until: str | None) -> RecordedSuspension:
    return RecordedSuspension(_at(since), _at(until) if until else None, CLAUSE)


@pytest.mark.parametrize(
    ("start", "term", "since", "until", "expected", "how"),
    [
        # February 2026: Mondays are the 2nd, 9th, 16th.
        (
            "02-02T10:00",
            "5 working days",
            "02-04T15:00",
            "02-06T11:00",
            "02-11T18:30",
            "3; 4 5 stand; 6 9 10 11",
        ),
        (
            "02-02T10:00",
            "5 working days",
            "02-04T10:00",
            "02-04T15:00",
            "02-09T18:30",
            "within a day costs none",
        ),
        (
            "02-02T10:00",
            "5 working days",
            "02-04T20:00",
            "02-06T08:00",
            "02-10T18:30",
            "from the 5th; 5 stands",
        ),
        (
            "02-02T10:00",
            "5 working days",
            "02-04T08:00",
            "02-05T20:00",
            "02-11T18:30",
            "4 5 stand, ended at night",
        ),
        (
            "02-02T10:00",
            "5 working days",
            "02-06T10:00",
            "02-09T10:00",
            "02-10T18:30",
            "6 stands, weekend is free",
        ),
        (
            "02-02T10:00",
            "5 working days",
            "02-10T10:00",
            "02-20T10:00",
            "02-09T18:30",
            "begins after the term ended",
        ),
        ("02-02T10:00", "2 working days", "02-02T11:00", "02-04T10:00", "02-05T18:30", "3 stands; 4 5"),
        (
            "02-02T10:00",
            "10 calendar days",
            "02-04T10:00",
            "02-07T10:00",
            "02-16T18:30",
            "4 5 6 stand: 15th, Sunday",
        ),
        ("02-02T10:00", "2 hours", "02-02T11:00", "02-02T12:00", "02-02T13:00", "10-11, 12-13"),
        ("02-02T10:00", "2 hours", "02-02T11:00", "02-03T10:30", "02-03T11:30", "1 h before, 1 h after"),
        ("02-02T10:00", "2 hours", "02-02T09:00", "02-02T16:00", "02-02T18:00", "begun while it stood still"),
        ("02-02T10:00", "20 minutes", "02-02T13:00", "02-03T10:30", "02-02T10:20", "over before"),
    ],
)
def test_a_suspension_is_not_counted(
    start: str, term: str, since: str, until: str, expected: str, how: str
) -> None:
    reckoned = due(Term(parse_amount(term), _at(start), suspensions=(_stop(since, until),)), OFFICE)
    assert reckoned.moment == _at(expected), how


def test_the_days_that_stood_still_are_named() -> None:
    term = Term(
        parse_amount("5 working days"), _at("02-02T10:00"), suspensions=(_stop("02-04T15:00", "02-06T11:00"),)
    )
    assert due(term, OFFICE).suspended == (date(2026, 2, 4), date(2026, 2, 5))


def test_two_suspensions_that_overlap_stop_a_day_once() -> None:
    stops = (_stop("02-04T10:00", "02-06T10:00"), _stop("02-05T10:00", "02-09T10:00"))
    reckoned = due(Term(parse_amount("5 working days"), _at("02-02T10:00"), suspensions=stops), OFFICE)
    assert reckoned.suspended == (date(2026, 2, 4), date(2026, 2, 5), date(2026, 2, 6))
    assert reckoned.day == date(2026, 2, 12)


@pytest.mark.parametrize("term", ["5 working days", "10 calendar days", "20 hours"])
def test_a_term_that_still_stands_has_no_due_moment(term: str) -> None:
    with pytest.raises(TermStopped) as stopped:
        due(Term(parse_amount(term), _at("02-02T10:00"), suspensions=(_stop("02-03T10:00", None),)), OFFICE)
    assert stopped.value.suspension.clause == CLAUSE


@pytest.mark.parametrize("term", ["2 working days", "2 calendar days", "2 hours"])
def test_a_suspension_that_began_after_the_term_ended_does_not_revive_it(term: str) -> None:
    plain = Term(parse_amount(term), _at("02-02T10:00"))
    stopped = Term(parse_amount(term), _at("02-02T10:00"), suspensions=(_stop("02-06T10:00", None),))
    assert due(stopped, OFFICE).moment == due(plain, OFFICE).moment


def test_a_suspension_without_a_clause_is_refused() -> None:
    with pytest.raises(ValueError, match="names the clause"):
        RecordedSuspension(_at("02-02T10:00"), None, "  ")


def test_a_suspension_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        _stop("02-03T10:00", "02-02T10:00")


def test_waiting_for_a_sitting_suspends_nothing() -> None:
    """There is no way to stop a term but a recorded suspension: Term knows nothing of sittings."""
    assert set(Term.__dataclass_fields__) == {"amount", "start", "first_day_excluded", "suspensions"}
    assert set(Unit) == {"minute", "hour", "working_day", "calendar_day"}


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "kk",
            "мерзім тоқтатылып тұр (басталуы: 2026 жылғы 3 ақпан, сейсенбі, 10:00; негізі: Standard, pt 4)",
        ),
        ("ru", "срок приостановлен (начало: вторник, 3 февраля 2026 г., 10:00; основание: Standard, pt 4)"),
        ("en", "the term stands still (since Tuesday 3 February 2026, 10:00; by Standard, pt 4)"),
    ],
)
def test_instead_of_a_due_moment_the_clause_is_shown(locale: str, expected: str) -> None:
    assert stopped_sentence(_stop("02-03T10:00", None), OFFICE, locale) == expected
