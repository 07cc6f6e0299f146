"""Terms are read as people write them and said as the law's languages say them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from regulations.calendar_table import shipped_calendar
from regulations.day_text import reason_words, worked_words
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_hours import USUAL_WEEK
from regulations.office_time import OfficeTime
from regulations.term_text import amount_words, day_words, due_sentence, moment_words, parse_amount
from regulations.time_left import TimeLeft, time_left

ALMATY = ZoneInfo("Asia/Almaty")
CALENDAR = shipped_calendar()
OFFICE = OfficeTime(USUAL_WEEK, CALENDAR)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


DUE = _at("2026-04-16T18:30")  # a Thursday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 working days", Amount(15, Unit.WORKING_DAY)),
        ("1 working day", Amount(1, Unit.WORKING_DAY)),
        ("20 minutes", Amount(20, Unit.MINUTE)),
        ("1 minute", Amount(1, Unit.MINUTE)),
        ("2 hours", Amount(2, Unit.HOUR)),
        ("30 calendar days", Amount(30, Unit.CALENDAR_DAY)),
        ("  30   Calendar  Days ", Amount(30, Unit.CALENDAR_DAY)),
        ("15 рабочих дней", Amount(15, Unit.WORKING_DAY)),
        ("2 рабочих дня", Amount(2, Unit.WORKING_DAY)),
        ("1 рабочий день", Amount(1, Unit.WORKING_DAY)),
        ("30 календарных дней", Amount(30, Unit.CALENDAR_DAY)),
        ("60 минут", Amount(60, Unit.MINUTE)),
        ("3 часа", Amount(3, Unit.HOUR)),
        ("4 жұмыс күні", Amount(4, Unit.WORKING_DAY)),
        ("30 күнтізбелік күн", Amount(30, Unit.CALENDAR_DAY)),
        ("2 сағат", Amount(2, Unit.HOUR)),
    ],
)
def test_a_term_is_read_as_it_is_written(text: str, expected: Amount) -> None:
    assert parse_amount(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("15 days", "does not say which days"),
        ("15 дней", "does not say which days"),
        ("15 күн", "does not say which days"),
        ("3 weeks", "is no unit of the regulations"),
        ("0 working days", "is no term"),
        ("-1 working days", "is no term"),
        ("1.5 hours", "is no term"),
        ("working days", "is no term"),
        ("15", "is no term"),
        ("", "is no term"),
    ],
)
def test_what_is_no_term_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_amount(text)


@pytest.mark.parametrize(
    ("value", "unit", "kk", "ru", "en"),
    [
        (1, Unit.WORKING_DAY, "1 жұмыс күні", "1 рабочий день", "1 working day"),
        (2, Unit.WORKING_DAY, "2 жұмыс күні", "2 рабочих дня", "2 working days"),
        (11, Unit.WORKING_DAY, "11 жұмыс күні", "11 рабочих дней", "11 working days"),
        (21, Unit.WORKING_DAY, "21 жұмыс күні", "21 рабочий день", "21 working days"),
        (22, Unit.WORKING_DAY, "22 жұмыс күні", "22 рабочих дня", "22 working days"),
        (45, Unit.WORKING_DAY, "45 жұмыс күні", "45 рабочих дней", "45 working days"),
        (30, Unit.CALENDAR_DAY, "30 күнтізбелік күн", "30 календарных дней", "30 calendar days"),
        (1, Unit.HOUR, "1 сағат", "1 час", "1 hour"),
        (3, Unit.HOUR, "3 сағат", "3 часа", "3 hours"),
        (15, Unit.MINUTE, "15 минут", "15 минут", "15 minutes"),
        (21, Unit.MINUTE, "21 минут", "21 минута", "21 minutes"),
    ],
)
def test_the_unit_takes_the_form_that_the_number_asks_for(
    value: int, unit: Unit, kk: str, ru: str, en: str
) -> None:
    assert [amount_words(Amount(value, unit), locale) for locale in ("kk", "ru", "en")] == [kk, ru, en]


@pytest.mark.parametrize(
    ("now", "kk", "ru", "en"),
    [
        ("2026-04-14T10:00", "(2 жұмыс күні қалды)", "(осталось 2 рабочих дня)", "(2 working days left)"),
        ("2026-04-15T18:00", "(1 жұмыс күні қалды)", "(остался 1 рабочий день)", "(1 working day left)"),
        ("2026-03-18T10:00", "(18 жұмыс күні қалды)", "(осталось 18 рабочих дней)", "(18 working days left)"),
        ("2026-03-13T10:00", "(21 жұмыс күні қалды)", "(остался 21 рабочий день)", "(21 working days left)"),
        ("2026-04-16T09:00", "(8 сағат қалды)", "(осталось 8 часов)", "(8 hours left)"),
        ("2026-04-16T13:30", "(4 сағат қалды)", "(осталось 4 часа)", "(4 hours left)"),
        (
            "2026-04-16T17:10",
            "(1 сағат 20 минут қалды)",
            "(остался 1 час 20 минут)",
            "(1 hour 20 minutes left)",
        ),
        ("2026-04-16T18:09", "(21 минут қалды)", "(осталась 21 минута)", "(21 minutes left)"),
        (
            "2026-04-16T18:29:30",
            "(бір минуттан аз қалды)",
            "(осталось меньше минуты)",
            "(less than a minute left)",
        ),
    ],
)
def test_the_sentence_of_every_page_says_when_and_how_much_is_left(
    now: str, kk: str, ru: str, en: str
) -> None:
    said = [due_sentence(DUE, _at(now), OFFICE, locale) for locale in ("kk", "ru", "en")]
    assert said == [
        f"мерзімі: 16 сәуір, бейсенбі, 18:30 {kk}",
        f"срок: четверг, 16 апреля, 18:30 {ru}",
        f"due Thursday 16 April, 18:30 {en}",
    ]


@pytest.mark.parametrize(
    ("now", "kk", "ru", "en"),
    [
        ("2026-04-16T20:00", "", "", ""),
        ("2026-04-17T09:01", " (1 минутқа кешікті)", " (просрочено на 1 минуту)", " (1 minute late)"),
        (
            "2026-04-17T12:20",
            " (3 сағат 20 минутқа кешікті)",
            " (просрочено на 3 часа 20 минут)",
            " (3 hours 20 minutes late)",
        ),
        ("2026-04-17T11:00", " (2 сағатқа кешікті)", " (просрочено на 2 часа)", " (2 hours late)"),
        (
            "2026-04-20T09:30",
            " (1 жұмыс күніне кешікті)",
            " (просрочено на 1 рабочий день)",
            " (1 working day late)",
        ),
        (
            "2026-04-21T12:20",
            " (2 жұмыс күніне кешікті)",
            " (просрочено на 2 рабочих дня)",
            " (2 working days late)",
        ),
    ],
)
def test_a_term_that_is_over_says_by_how_much(now: str, kk: str, ru: str, en: str) -> None:
    said = [due_sentence(DUE, _at(now), OFFICE, locale) for locale in ("kk", "ru", "en")]
    assert said == [
        f"мерзімі өтті: 16 сәуір, бейсенбі, 18:30{kk}",
        f"срок истёк: четверг, 16 апреля, 18:30{ru}",
        f"was due Thursday 16 April, 18:30{en}",
    ]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("kk", "мерзімі: 2027 жылғы 5 қаңтар, сейсенбі, 18:30 (1 жұмыс күні қалды)"),
        ("ru", "срок: вторник, 5 января 2027 г., 18:30 (остался 1 рабочий день)"),
        ("en", "due Tuesday 5 January 2027, 18:30 (1 working day left)"),
    ],
)
def test_the_year_is_said_when_it_is_not_the_present_one(locale: str, expected: str) -> None:
    assert due_sentence(_at("2027-01-05T18:30"), _at("2026-12-31T10:00"), OFFICE, locale) == expected


def test_a_moment_is_said_in_the_offices_zone() -> None:
    assert due_sentence(DUE.astimezone(UTC), _at("2026-04-14T10:00"), OFFICE, "en").startswith(
        "due Thursday 16 April, 18:30"
    )


def test_a_regional_locale_speaks_its_language() -> None:
    assert moment_words(DUE, "ru_KZ") == "четверг, 16 апреля, 18:30"
    assert day_words(DUE.date(), "kk_KZ", with_year=True) == "2026 жылғы 16 сәуір, бейсенбі"


@pytest.mark.parametrize(
    ("now", "until", "expected"),
    [
        ("2026-04-14T10:00", "2026-04-16T18:30", TimeLeft(False, 2, 7, 0)),  # 3 h and 4 h of today besides
        (
            "2026-04-14T10:00",
            "2026-04-16T11:00",
            TimeLeft(False, 1, 9, 0),
        ),  # Wednesday whole; 7 h and 2 h besides
        ("2026-04-15T18:20", "2026-04-16T09:20", TimeLeft(False, 0, 0, 30)),  # 10 minutes today, 20 tomorrow
        ("2026-03-20T18:00", "2026-03-26T18:30", TimeLeft(False, 1, 0, 30)),  # Nauryz between
        ("2026-03-22T12:00", "2026-03-26T18:30", TimeLeft(False, 1, 0, 0)),  # asked on the holiday
        ("2026-04-16T18:30", "2026-04-16T18:30", TimeLeft(False, 0, 0, 0)),
        ("2026-04-18T12:00", "2026-04-16T18:30", TimeLeft(True, 1, 0, 0)),  # on Saturday: Friday was lost
        ("2026-12-31T18:30", "2027-01-05T18:30", TimeLeft(False, 1, 0, 0)),  # over New Year
        ("2027-01-01T12:00", "2026-12-31T18:30", TimeLeft(True, 0, 0, 0)),  # no office hour since
    ],
)
def test_what_is_left_is_told_in_whole_working_days_and_open_hours(
    now: str, until: str, expected: TimeLeft
) -> None:
    assert time_left(_at(now), _at(until), OFFICE) == expected


@pytest.mark.parametrize(
    ("day", "kk", "ru", "en"),
    [
        ("2026-02-07", "демалыс күні", "выходной", "weekend"),
        ("2026-03-22", "Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"),
        ("2026-12-16", "Тәуелсіздік күні", "День Независимости", "Independence Day"),
        (
            "2026-05-11",
            "мереке демалыс күніне тура келді (9 мамыр, сенбі): Жеңіс күні",
            "праздник пришёлся на выходной (суббота, 9 мая): День Победы",
            "the holiday fell on a weekend (Saturday 9 May): Victory Day",
        ),
        (
            "2024-05-08",
            "ауыстырылған демалыс күні (оның орнына жұмыс күні: 4 мамыр, сенбі)",
            "перенесённый день отдыха (вместо него рабочий: суббота, 4 мая)",
            "day of rest moved by decree (worked instead: Saturday 4 May)",
        ),
        (
            "2027-05-16",
            "Құрбан айттың бірінші күні (есептелген күн, әлі бекітілмеген)",
            "Первый день Курбан айта (расчётная дата, ещё не подтверждена)",
            "First day of Kurban Ait (calculated date, not confirmed yet)",
        ),
    ],
)
def test_a_day_off_says_why_in_three_languages(day: str, kk: str, ru: str, en: str) -> None:
    off = CALENDAR.day_off(date.fromisoformat(day))
    assert off is not None
    assert [reason_words(off, locale) for locale in ("kk", "ru", "en")] == [kk, ru, en]


def test_a_worked_saturday_says_why() -> None:
    [worked] = CALENDAR.worked_days(date(2024, 5, 1), date(2024, 5, 31))
    assert worked_words(worked, "ru") == "рабочий день по переносу (вместо него отдых: среда, 8 мая)"
    assert worked_words(worked, "en") == "worked by decree (day of rest instead: Wednesday 8 May)"
