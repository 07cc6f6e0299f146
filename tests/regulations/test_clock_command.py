"""`synaq clock` shows the reckoning so that anybody can check it against a calendar on the wall."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from regulations.clock_command import clock_command


def _run(*words: str) -> Result:
    return CliRunner().invoke(clock_command, words)


def test_fifteen_working_days_over_nauryz_are_shown_day_by_day() -> None:
    result = _run("2026-03-18T10:00", "15 working days")
    assert result.exit_code == 0
    assert result.output == (
        "15 working days from Wednesday 18 March 2026, 10:00\n"
        "Due Monday 13 April 2026, 18:30 (Asia/Almaty)\n"
        "\n"
        "The day on which the term starts is not counted: Wednesday 18 March 2026\n"
        "Not counted:\n"
        "  Saturday 21 March 2026   Nauryz\n"
        "  Sunday 22 March 2026     Nauryz\n"
        "  Monday 23 March 2026     Nauryz\n"
        "  Tuesday 24 March 2026    the holiday fell on a weekend (Saturday 21 March): Nauryz\n"
        "  Wednesday 25 March 2026  the holiday fell on a weekend (Sunday 22 March): Nauryz\n"
        "  Saturday 28 March 2026   weekend\n"
        "  Sunday 29 March 2026     weekend\n"
        "  Saturday 4 April 2026    weekend\n"
        "  Sunday 5 April 2026      weekend\n"
        "  Saturday 11 April 2026   weekend\n"
        "  Sunday 12 April 2026     weekend\n"
        "\n"
        "This may still change: a holiday's date is not confirmed, or that year's decrees on days of rest are not"
        " known.\n"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("2026-02-02T10:00", "20 minutes"), "Due Monday 2 February 2026, 10:20"),
        (("2026-02-02T10:00", "20 minutes"), "No day off was left out."),
        (("2026-02-06T19:00", "20 minutes"), "Time runs from Monday 9 February 2026, 09:00"),
        (("2026-02-02T10:00", "15 minutes", "--exclude-first-day"), "Due Tuesday 3 February 2026, 09:15"),
        (
            ("2026-02-02T10:00", "1 working day", "--exclude-first-day"),
            "The day of acceptance is not part of the term: Monday 2 February 2026",
        ),
        (
            ("2026-04-10", "29 calendar days"),
            "would have ended on a day off and moved to the next working day:",
        ),
        (
            ("2024-05-03T10:00", "2 working days"),
            "Counted as working days:\n  Saturday 4 May 2024  worked by decree",
        ),
        (("2026-12-31T10:00", "1 working day"), "This may still change"),
        (("2026-02-02T16:55", "20 minutes", "--hours", "08:00-17:00"), "Due Tuesday 3 February 2026, 08:15"),
        (("2024-02-28T10:00", "1 hour", "--zone", "Asia/Oral"), "11:00 (Asia/Oral)"),
        (("2026-02-02T05:00+00:00", "1 hour"), "Due Monday 2 February 2026, 11:00"),
        (
            ("2026-03-18T10:00", "15 жұмыс күні", "--lang", "kk"),
            "Мерзімі: 2026 жылғы 13 сәуір, дүйсенбі, 18:30",
        ),
        (
            ("2026-03-18T10:00", "15 рабочих дней", "--lang", "ru"),
            "Срок: понедельник, 13 апреля 2026 г., 18:30",
        ),
    ],
)
def test_the_command_answers(words: tuple[str, ...], expected: str) -> None:
    result = _run(*words)
    assert result.exit_code == 0, result.output
    assert expected in result.output


def test_days_off_at_the_beginning_and_at_the_end_are_told_apart() -> None:
    result = _run("2026-04-11T12:00", "28 calendar days")
    before, after = result.output.split("The term would have ended on a day off")
    assert "Saturday 11 April 2026  weekend" in before
    assert "Monday 11 May 2026" in after


def test_an_administrators_table_is_counted_with(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "days:\n  - {day: 2026-02-03, works: false, source: Decision,"
        " reason: {kk: Боран, ru: Буран, en: Snowstorm}}\n",
        encoding="utf-8",
    )
    result = _run("2026-02-02T10:00", "1 working day", "--table", str(own))
    assert "Due Wednesday 4 February 2026" in result.output
    assert "Tuesday 3 February 2026  Snowstorm" in result.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("2026-03-18T10:00", "15 days"), "does not say which days"),
        (("18.03.2026", "15 working days"), "is no moment"),
        (("9999-12-31T10:00", "15 working days"), "terms are counted between"),
        (("2026-03-18", "1 hour", "--zone", "Asia/Atlantis"), "is no time zone"),
        (("2026-03-18", "1 hour", "--hours", "nine to five"), "are no office hours"),
    ],
)
def test_what_cannot_be_understood_is_said_plainly(words: tuple[str, ...], why: str) -> None:
    result = _run(*words)
    assert result.exit_code == 2
    assert why in result.output


def test_a_faulty_table_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("days:\n  - {day: soon}\n", encoding="utf-8")
    result = _run("2026-02-02T10:00", "1 working day", "--table", str(own))
    assert result.exit_code == 2
    assert "own.yaml: days[0].day: 'soon' is no date" in result.output
