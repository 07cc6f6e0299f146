"""Reads a calendar table: the one that is shipped, and an administrator's own, which overrides it.

Everything is checked before anything is counted with it; an error names the file and the place in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from regulations.calendar import (
    CalendarTable,
    HolidayChange,
    KurbanAit,
    SingleDay,
    Transfer,
    WorkingCalendar,
)
from regulations.words import LANGUAGES, Words

SHIPPED = Path(__file__).with_name("calendar_transfers.yaml")
_PARTS = ("settled", "transfers", "kurban_ait", "holidays", "days")
Entry = TypeVar("Entry")


class TableError(ValueError):
    """The table says something that cannot be; the message names the file and the place."""


@cache
def shipped_table() -> CalendarTable:
    """What was decreed for the whole country, as far as it was known when this edition was shipped."""
    return read_table(SHIPPED)


@cache
def shipped_calendar() -> WorkingCalendar:
    """The calendar of the country, with the shipped table and nothing of an office's own."""
    return WorkingCalendar(shipped_table())


def read_table(path: Path) -> CalendarTable:
    """The table in a YAML file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        raise TableError(f"{path.name}: not YAML: {fault}") from fault
    return table_from({} if content is None else content, path.name)


def table_from(content: object, name: str) -> CalendarTable:
    """The table in plain values, as YAML or an administrator's form gives them. `name` is for errors."""
    if not isinstance(content, dict):
        raise TableError(f"{name}: a table is a mapping of {', '.join(_PARTS)}")
    for part in content:
        if part not in _PARTS:
            raise TableError(f"{name}: {part!r} is no part of a table; the parts are {', '.join(_PARTS)}")
    reader = _Reader(name)
    return CalendarTable(
        settled=frozenset(reader.years(content)),
        transfers=reader.entries(content, "transfers", reader.transfer),
        kurban_ait=reader.entries(content, "kurban_ait", reader.kurban_ait),
        holidays=reader.entries(content, "holidays", reader.holiday),
        single_days=reader.entries(content, "days", reader.single_day),
    )


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name

    def entries(
        self, content: dict[str, Any], part: str, read: Callable[[dict[str, Any], str], Entry]
    ) -> tuple[Entry, ...]:
        found = []
        for index, row in enumerate(self._listed(content, part)):
            place = f"{self.name}: {part}[{index}]"
            if not isinstance(row, dict):
                raise TableError(f"{place}: a mapping is expected")
            found.append(read(row, place))
        return tuple(found)

    def years(self, content: dict[str, Any]) -> Iterable[int]:
        for index, value in enumerate(self._listed(content, "settled")):
            if not isinstance(value, int) or isinstance(value, bool):
                raise TableError(f"{self.name}: settled[{index}]: {value!r} is no year")
            yield value

    def _listed(self, content: dict[str, Any], part: str) -> list[Any]:
        rows = content.get(part)
        if rows is None:
            return []
        if not isinstance(rows, list):
            raise TableError(f"{self.name}: {part}: a list is expected")
        return rows

    def transfer(self, row: dict[str, Any], place: str) -> Transfer:
        _only(row, place, "rest", "worked", "source")
        try:
            return Transfer(_day(row, place, "rest"), _day(row, place, "worked"), _text(row, place, "source"))
        except TableError:
            raise
        except ValueError as fault:
            raise TableError(f"{place}: {fault}") from fault

    def kurban_ait(self, row: dict[str, Any], place: str) -> KurbanAit:
        _only(row, place, "day", "source")
        return KurbanAit(_day(row, place, "day"), _text(row, place, "source"))

    def holiday(self, row: dict[str, Any], place: str) -> HolidayChange:
        _only(row, place, "day", "celebrated", "name", "source")
        return HolidayChange(
            _day(row, place, "day"),
            _flag(row, place, "celebrated"),
            _words(row, place, "name"),
            _text(row, place, "source"),
        )

    def single_day(self, row: dict[str, Any], place: str) -> SingleDay:
        _only(row, place, "day", "works", "reason", "source")
        return SingleDay(
            _day(row, place, "day"),
            _flag(row, place, "works"),
            _words(row, place, "reason"),
            _text(row, place, "source"),
        )


def _only(row: dict[str, Any], place: str, *known: str) -> None:
    for key in row:
        if key not in known:
            raise TableError(f"{place}.{key}: not known here; {', '.join(known)} are")


def _day(row: dict[str, Any], place: str, key: str) -> date:
    value = row.get(key)
    if type(value) is not date:  # a moment would pass isinstance
        raise TableError(f"{place}.{key}: {value!r} is no date; write it as 2024-05-08")
    return value


def _flag(row: dict[str, Any], place: str, key: str) -> bool:
    value = row.get(key)
    if not isinstance(value, bool):
        raise TableError(f"{place}.{key}: {value!r} is neither true nor false")
    return value


def _text(row: dict[str, Any], place: str, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise TableError(f"{place}.{key}: missing; every entry names its {key}")
    return value.strip()


def _words(row: dict[str, Any], place: str, key: str) -> Words:
    value = row.get(key)
    if not isinstance(value, dict):
        raise TableError(f"{place}.{key}: words in kk, ru and en are expected")
    _only(value, f"{place}.{key}", *LANGUAGES)
    return Words(*(_text(value, f"{place}.{key}", language) for language in LANGUAGES))
