"""The steps have their clocks and the service has its own; the service's binds, and a warning comes in time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from regulations.calendar_table import shipped_calendar
from regulations.clock import Term, due
from regulations.model import Amount
from regulations.office_hours import USUAL_WEEK
from regulations.office_time import OfficeTime
from regulations.term_text import amounts_words, fit_warning, parse_amount
from regulations.two_clocks import Fit, binding, check_fit, steps_at_maximum

OFFICE = OfficeTime(USUAL_WEEK, shipped_calendar())

# The stated limits in their order; steps that share a limit or have none are left out.
SPECIALIST = (
    "20 minutes, 2 hours, 4 working days, 1 hour, 2 working days, 2 working days, 2 working days, 15 minutes"
)
INDEPENDENT_EXPERT = (
    "20 minutes, 2 hours, 4 working days, 1 working day, 1 working day, 20 minutes, 2 hours, 7 working days,"
    " 4 working days, 4 working days, 15 minutes"
)
FORENSIC_EXPERT = (
    "20 minutes, 2 hours, 4 working days, 1 working day, 1 working day, 20 minutes, 2 hours, 7 working days,"
    " 2 working days, 3 working days, 15 minutes"
)
ORGAN = "20 minutes, 30 minutes, 3 hours, 1 hour, 2 hours, 30 minutes, 15 minutes"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Asia/Almaty"))


def _steps(text: str) -> list[Amount]:
    return [parse_amount(part) for part in text.split(", ")]


@pytest.mark.parametrize(
    ("steps", "total", "start", "fit", "steps_end", "total_end"),
    [
        # Monday 2 February 2026, a month without holidays.
        (SPECIALIST, "10 working days", "02-02T09:00", Fit.TIGHT, "02-18T09:15", "02-16T18:30"),
        (FORENSIC_EXPERT, "21 working days", "02-02T09:00", Fit.ROOMY, "03-02T09:15", "03-03T18:30"),
        (ORGAN, "1 working day", "02-02T09:00", Fit.ROOMY, "02-02T18:05", "02-03T18:30"),
        # Calendar days against working days: enough without a holiday, but only when hours stay inside the days;
        (INDEPENDENT_EXPERT, "30 calendar days", "02-02T09:00", Fit.TIGHT, "03-05T09:15", "03-04T18:30"),
        # from a Friday, because the total ends on Sunday 1 March and moves;
        (INDEPENDENT_EXPERT, "30 calendar days", "01-30T09:00", Fit.TIGHT, "03-04T09:15", "03-02T18:30"),
        # with one holiday, just so; over Women's Day and Nauryz no more.
        (INDEPENDENT_EXPERT, "30 calendar days", "02-09T09:00", Fit.TIGHT, "03-13T09:15", "03-11T18:30"),
        (INDEPENDENT_EXPERT, "30 calendar days", "03-02T09:00", Fit.TOO_LONG, "04-08T09:15", "04-01T18:30"),
    ],
)
def test_the_warning_says_whether_the_steps_at_their_maximum_fit(
    steps: str, total: str, start: str, fit: Fit, steps_end: str, total_end: str
) -> None:
    check = check_fit(_at(start), _steps(steps), parse_amount(total), OFFICE)
    assert (check.steps_end, check.total_end) == (_at(steps_end), _at(total_end))
    assert check.fit is fit


def test_sums_keep_days_and_hours_apart() -> None:
    check = check_fit(_at("02-02T09:00"), _steps(SPECIALIST), parse_amount("10 working days"), OFFICE)
    assert amounts_words(check.sums, "en") == "10 working days, 3 hours, 35 minutes"
    check = check_fit(
        _at("02-02T09:00"), _steps(INDEPENDENT_EXPERT), parse_amount("30 calendar days"), OFFICE
    )
    assert amounts_words(check.sums, "en") == "21 working days, 4 hours, 55 minutes"


def test_each_step_begins_when_the_one_before_has_ended() -> None:
    steps = steps_at_maximum(_at("02-02T10:00"), _steps(SPECIALIST), OFFICE)
    assert [f"{step.moment:%d %H:%M}" for step in steps] == [
        "02 10:20",
        "02 12:20",
        "06 18:30",
        "09 10:00",
        "11 18:30",
        "13 18:30",
        "17 18:30",
        "18 09:15",
    ]


def test_when_the_day_of_acceptance_is_not_counted_the_first_step_begins_the_next_morning() -> None:
    steps = steps_at_maximum(
        _at("02-06T10:00"), _steps("15 minutes, 1 hour, 1 working day"), OFFICE, first_day_excluded=True
    )
    assert [f"{step.moment:%d %H:%M}" for step in steps] == ["09 09:15", "09 10:15", "10 18:30"]


def test_the_total_term_binds_a_step_that_would_reach_beyond_it() -> None:
    step = due(Term(parse_amount("7 working days"), _at("02-12T10:00")), OFFICE)
    total = due(Term(parse_amount("10 working days"), _at("02-02T10:00")), OFFICE)
    assert binding(step, total) is total
    assert binding(total, step) is total
    assert binding(step, None) is step
    assert binding(None, total) is total
    assert binding(None, None) is None


def test_a_step_that_ends_first_is_the_nearer_clock() -> None:
    step = due(Term(parse_amount("20 minutes"), _at("02-02T10:00")), OFFICE)
    total = due(Term(parse_amount("10 working days"), _at("02-02T10:00")), OFFICE)
    assert binding(step, total) is step


def test_a_check_without_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="no steps"):
        check_fit(_at("02-02T10:00"), [], parse_amount("10 working days"), OFFICE)


@pytest.mark.parametrize(
    ("start", "locale", "words"),
    [
        (
            "02-02T09:00",
            "en",
            "add up to 21 working days, 4 hours, 55 minutes. They fit into the total term of",
        ),
        (
            "02-02T09:00",
            "ru",
            "в сумме: 21 рабочий день, 4 часа, 55 минут. В общий срок (30 календарных дней)",
        ),
        ("02-02T09:00", "kk", "21 жұмыс күні, 4 сағат, 55 минут"),
        (
            "03-02T09:00",
            "en",
            "do not fit into the total term of 30 calendar days. The total term binds: Wed",
        ),
        (
            "03-02T09:00",
            "ru",
            "не укладываются в общий срок (30 календарных дней). Действует общий срок: среда",
        ),
        ("03-02T09:00", "kk", "жалпы мерзімге (30 күнтізбелік күн) сыймайды"),
    ],
)
def test_the_warning_is_a_sentence_in_three_languages(start: str, locale: str, words: str) -> None:
    check = check_fit(_at(start), _steps(INDEPENDENT_EXPERT), parse_amount("30 calendar days"), OFFICE)
    warning = fit_warning(check, locale)
    assert warning is not None
    assert words in warning


def test_steps_that_fit_give_no_warning() -> None:
    check = check_fit(_at("02-02T09:00"), _steps(FORENSIC_EXPERT), parse_amount("21 working days"), OFFICE)
    assert fit_warning(check, "en") is None
