"""The working calendar against what the Ministry of Labour published, and what a table can correct."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from holidays import country_holidays

from regulations.calendar import (
    CalendarTable,
    DayKind,
    HolidayChange,
    KurbanAit,
    SingleDay,
    Transfer,
    WorkingCalendar,
)
from regulations.calendar_table import TableError, read_table, shipped_calendar, shipped_table, table_from
from regulations.clock import Term, due
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_hours import USUAL_WEEK
from regulations.office_time import OfficeTime
from regulations.statutory_holidays import KURBAN_AIT, statutory_holidays
from regulations.words import Words

SHIPPED = shipped_calendar()
REASON = Words("Төтенше жағдай", "Чрезвычайная ситуация", "Emergency")


def _off(calendar: WorkingCalendar, year: int) -> dict[date, DayKind]:
    """The days off that are more than a weekend."""
    days = calendar.days_off(date(year, 1, 1), date(year, 12, 31))
    return {off.day: off.kind for off in days if off.kind is not DayKind.WEEKEND}


def _working_days_by_month(calendar: WorkingCalendar, year: int) -> list[int]:
    starts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return [calendar.working_days(a, b - timedelta(days=1)) for a, b in pairwise(starts)]


def test_2024_has_the_working_days_of_the_ministrys_balance_of_working_time() -> None:
    # As published for the five-day week, except June: 19 there, one more after Kurban Ait turned out a Sunday.
    # The transfer of May exchanged one day for another.
    assert _working_days_by_month(SHIPPED, 2024) == [21, 21, 17, 22, 20, 20, 22, 21, 21, 22, 21, 21]


def test_months_of_2025_and_2026_have_the_working_days_that_were_announced() -> None:
    months_of_2025, months_of_2026 = (_working_days_by_month(SHIPPED, year) for year in (2025, 2026))
    assert (months_of_2025[5], months_of_2025[9]) == (20, 22)  # June and October
    assert months_of_2026[0] == 19  # January: twelve days off


@pytest.mark.parametrize("year", range(2010, 2045))
def test_weekend_moves_agree_with_the_holidays_package(year: int) -> None:
    """Our moves are reckoned apart from the package's; only its decreed transfers are left out here."""
    package = country_holidays("KZ", years=year, language="kk")
    decreed = {day for day, name in package.items() if name.startswith("Демалыс күні (")}
    ours = set(_off(WorkingCalendar(), year))
    moved_by_decree = {date(2020, 5, 11)}  # the package drops Victory Day's move where a decree moved it on
    assert ours - moved_by_decree == {day for day in package if day.year == year} - decreed


def test_every_day_off_has_a_reason_with_a_name() -> None:
    for off in SHIPPED.days_off(date(2024, 1, 1), date(2027, 12, 31)):
        if off.kind in (DayKind.HOLIDAY, DayKind.RELIGIOUS, DayKind.AFTER_WEEKEND):
            assert all((off.name.kk, off.name.ru, off.name.en, off.source)), off
        if off.kind in (DayKind.AFTER_WEEKEND, DayKind.TRANSFERRED):
            assert off.instead_of is not None


def test_a_holiday_on_saturday_and_one_on_sunday_give_monday_and_tuesday() -> None:
    nauryz = {off.day: off.instead_of for off in SHIPPED.days_off(date(2025, 3, 21), date(2025, 3, 25))}
    assert nauryz[date(2025, 3, 24)] == date(2025, 3, 22)
    assert nauryz[date(2025, 3, 25)] == date(2025, 3, 23)


def test_the_moved_day_off_comes_after_the_holidays_that_follow() -> None:
    # Sunday 21 March 2027: Monday and Tuesday are Nauryz themselves, so Wednesday is off.
    moved = SHIPPED.day_off(date(2027, 3, 24))
    assert moved is not None
    assert (moved.kind, moved.instead_of) == (DayKind.AFTER_WEEKEND, date(2027, 3, 21))


@pytest.mark.parametrize("religious", [date(2024, 1, 7), date(2024, 6, 16)])
def test_a_religious_day_off_on_a_weekend_gives_nothing(religious: date) -> None:
    off = SHIPPED.day_off(religious)
    assert off is not None
    assert off.kind is DayKind.RELIGIOUS
    assert SHIPPED.is_working(religious + timedelta(days=1))


def test_the_transfer_of_2024_makes_saturday_a_working_day_with_wednesdays_hours() -> None:
    assert SHIPPED.is_working(date(2024, 5, 4))
    assert SHIPPED.kept_weekday(date(2024, 5, 4)) == date(2024, 5, 8).weekday()
    off = SHIPPED.day_off(date(2024, 5, 8))
    assert off is not None
    assert (off.kind, off.instead_of) == (DayKind.TRANSFERRED, date(2024, 5, 4))
    assert "17 April 2024" in off.source


def test_the_transfer_of_2025_makes_a_sunday_a_working_day() -> None:
    assert SHIPPED.is_working(date(2025, 1, 5))
    assert not SHIPPED.is_working(date(2025, 1, 3))
    assert [worked.day for worked in SHIPPED.worked_days(date(2024, 1, 1), date(2026, 12, 31))] == [
        date(2024, 5, 4),
        date(2025, 1, 5),
    ]


def test_constitution_day_is_30_august_until_2025_and_15_march_from_2027_on() -> None:
    assert not SHIPPED.is_working(date(2024, 8, 30))
    assert not SHIPPED.is_working(date(2025, 9, 1))
    assert SHIPPED.is_working(date(2026, 3, 16))
    assert SHIPPED.is_working(date(2026, 8, 31))
    assert not SHIPPED.is_working(date(2027, 3, 15))
    assert SHIPPED.is_working(date(2027, 8, 30))


def test_a_calculated_kurban_ait_is_marked_as_expected_and_a_confirmed_one_is_not() -> None:
    expected, confirmed = SHIPPED.day_off(date(2026, 5, 27)), SHIPPED.day_off(date(2025, 6, 6))
    assert expected is not None
    assert confirmed is not None
    assert (expected.name, confirmed.name) == (KURBAN_AIT, KURBAN_AIT)
    assert (expected.expected, confirmed.expected) == (True, False)


def test_a_confirmed_kurban_ait_takes_the_place_of_the_calculated_one() -> None:
    table = CalendarTable(kurban_ait=(KurbanAit(date(2027, 5, 17), "Statement of 9 May 2027"),))
    calendar = WorkingCalendar(table)
    monday, sunday = calendar.day_off(date(2027, 5, 17)), calendar.day_off(date(2027, 5, 16))
    assert monday is not None
    assert sunday is not None
    assert (monday.name, monday.expected) == (KURBAN_AIT, False)
    assert sunday.kind is DayKind.WEEKEND


def test_an_administrators_table_wins_over_the_shipped_one() -> None:
    own = CalendarTable(
        transfers=(
            Transfer(date(2026, 12, 14), date(2026, 12, 12), "Order"),
            Transfer(date(2024, 5, 8), date(2024, 5, 11), "x"),
        ),
        kurban_ait=(KurbanAit(date(2026, 5, 28), "Statement"),),
        single_days=(SingleDay(date(2026, 2, 4), False, REASON, "Decision of the akim"),),
        settled=frozenset({2026}),
    )
    calendar = WorkingCalendar(shipped_table().overridden_by(own))
    assert not calendar.is_working(date(2026, 12, 14))
    assert calendar.is_working(date(2026, 12, 12))
    assert calendar.is_working(date(2024, 5, 11))
    assert not calendar.is_working(date(2024, 5, 4))
    assert calendar.is_working(date(2026, 5, 27))
    assert not calendar.is_working(date(2026, 5, 28))
    assert not calendar.is_working(date(2025, 1, 3))
    assert calendar.is_settled(2025)
    assert calendar.is_settled(2026)
    assert not calendar.is_settled(2027)
    off = calendar.day_off(date(2026, 2, 4))
    assert off is not None
    assert (off.kind, off.name, off.source) == (DayKind.DECLARED, REASON, "Decision of the akim")


def test_a_single_day_can_make_any_day_off_a_working_one() -> None:
    days = (date(2026, 5, 7), date(2026, 2, 7))  # a holiday and a Saturday
    table = CalendarTable(single_days=tuple(SingleDay(day, True, REASON, "Order") for day in days))
    calendar = WorkingCalendar(table)
    assert all(calendar.is_working(day) for day in days)
    assert [calendar.kept_weekday(day) for day in days] == [3, 0]
    assert [worked.name for worked in calendar.worked_days(date(2026, 1, 1), date(2026, 12, 31))] == [
        REASON
    ] * 2


def test_a_new_holiday_on_a_weekend_moves_like_the_others() -> None:
    change = HolidayChange(date(2026, 6, 6), True, Words("Мереке", "Праздник", "Holiday"), "Law")
    calendar = WorkingCalendar(CalendarTable(holidays=(change,)))
    moved = calendar.day_off(date(2026, 6, 8))
    assert moved is not None
    assert (moved.kind, moved.name.en) == (DayKind.AFTER_WEEKEND, "Holiday")


def test_a_state_holiday_outranks_a_religious_day_off_on_the_same_date() -> None:
    table = CalendarTable(kurban_ait=(KurbanAit(date(2027, 5, 7), "Statement"),))
    off = WorkingCalendar(table).day_off(date(2027, 5, 7))
    assert off is not None
    assert off.kind is DayKind.HOLIDAY


def test_a_day_cannot_be_exchanged_for_itself() -> None:
    with pytest.raises(ValueError, match="exchanged for itself"):
        Transfer(date(2026, 5, 8), date(2026, 5, 8), "Order")


def test_counting_needs_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="at least one"):
        SHIPPED.after(date(2026, 2, 2), 0)


def test_every_name_of_the_package_is_known_in_three_languages() -> None:
    for year in range(2010, 2045):
        for holiday in statutory_holidays(year):
            assert holiday.name.ru != holiday.name.kk or holiday.name.en == "Nauryz", holiday


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ([], "table.yaml: a table is a mapping"),
        ({"transfer": []}, "'transfer' is no part of a table"),
        ({"transfers": {}}, "transfers: a list is expected"),
        ({"transfers": ["2024-05-08"]}, r"transfers\[0\]: a mapping is expected"),
        (
            {"transfers": [{"rest": "8 May", "worked": date(2024, 5, 4), "source": "x"}]},
            r"transfers\[0\].rest: '8 May' is no date",
        ),
        (
            {"transfers": [{"rest": date(2024, 5, 8), "worked": date(2024, 5, 8), "source": "x"}]},
            r"transfers\[0\]: .* itself",
        ),
        (
            {"transfers": [{"rest": date(2024, 5, 8), "worked": date(2024, 5, 4)}]},
            r"transfers\[0\].source: missing",
        ),
        ({"transfers": [{"rest": date(2024, 5, 8), "on": 1}]}, r"transfers\[0\].on: not known here"),
        ({"kurban_ait": [{"day": date(2026, 5, 27), "source": " "}]}, r"kurban_ait\[0\].source: missing"),
        ({"days": [{"day": date(2026, 5, 27), "works": "no"}]}, r"days\[0\].works: 'no' is neither"),
        (
            {"days": [{"day": date(2026, 5, 27), "works": False, "reason": "x"}]},
            r"days\[0\].reason: words in kk",
        ),
        (
            {"days": [{"day": date(2026, 5, 27), "works": False, "reason": {"kk": "x", "ru": "x"}}]},
            r"days\[0\].reason.en: missing",
        ),
        ({"holidays": [{"day": 2026}]}, r"holidays\[0\].day: 2026 is no date"),
        ({"settled": 2026}, "settled: a list is expected"),
        ({"settled": ["2026"]}, r"settled\[0\]: '2026' is no year"),
    ],
)
def test_an_error_in_a_table_names_the_place(content: object, place: str) -> None:
    with pytest.raises(TableError, match=place):
        table_from(content, "table.yaml")


def test_an_error_in_a_file_names_the_file(tmp_path: Path) -> None:
    broken = tmp_path / "own.yaml"
    broken.write_text("days: [", encoding="utf-8")
    with pytest.raises(TableError, match=r"own\.yaml: not YAML"):
        read_table(broken)
    broken.write_text("", encoding="utf-8")
    assert read_table(broken) == CalendarTable()


def test_every_entry_that_is_shipped_names_its_source() -> None:
    table = shipped_table()
    sources = [entry.source for entry in table.transfers]
    sources += [entry.source for entry in table.kurban_ait] + [entry.source for entry in table.holidays]
    assert all(len(source) > 10 for source in sources)
    assert table.settled == {2024, 2025}


def test_a_reckoning_says_that_it_may_change_until_the_years_decrees_were_looked_up() -> None:
    def touches(first: int, last: int, table: CalendarTable) -> bool:
        start = (
            datetime(first, 12, 30, 5, tzinfo=UTC) if first < last else datetime(first, 2, 2, 5, tzinfo=UTC)
        )
        return due(
            Term(Amount(5, Unit.WORKING_DAY), start), OfficeTime(USUAL_WEEK, WorkingCalendar(table))
        ).provisional

    settled = shipped_table().overridden_by(CalendarTable(settled=frozenset({2026})))
    assert not touches(2025, 2025, shipped_table())
    assert touches(2025, 2026, shipped_table())
    assert touches(2026, 2026, shipped_table())
    assert not touches(2025, 2026, settled)
    assert touches(2026, 2027, settled)


def test_a_reckoning_over_a_kurban_ait_that_is_only_expected_may_change() -> None:
    settled = WorkingCalendar(shipped_table().overridden_by(CalendarTable(settled=frozenset({2026}))))
    term = Term(Amount(2, Unit.WORKING_DAY), datetime(2026, 5, 26, 5, tzinfo=UTC))
    assert due(term, OfficeTime(USUAL_WEEK, settled)).provisional
