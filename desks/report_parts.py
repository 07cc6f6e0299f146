"""What every report is made of: days, rows with figures, and the words by which months are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from accounts.models import Specialty
from applications.case_reading import in_words
from core.actor import Actor
from core.languages import Text, _, current_language
from regulations.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted, by the clock of the reader's office."""

    first: date
    last: date
    zone: str

    @property
    def moments(self) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.zone)
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(self.last + timedelta(days=1), time(), zone),
        )

    def holds(
        self, moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    ) -> ColumnElement[bool]:
        """Whether a moment lies within."""
        begins, ends = self.moments
        return (moment >= begins) & (moment < ends)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report found. The first columns name a row, `figures` are counts; the first of them is drawn."""

    names: tuple[Text, ...]
    figures: tuple[Text, ...]
    rows: tuple[tuple[str | int, ...], ...]
    # Which figure is a marked share of the drawn one, if any.
    part: int | None = None
    # What is drawn in place of the rows: a journal lists each thing, and its plot counts them.
    drawn: Shown | None = None

    @property
    def heads(self) -> tuple[Text, ...]:
        return self.names + self.figures

    @property
    def totals(self) -> tuple[int, ...]:
        first = len(self.names)
        return tuple(sum(int(row[first + at]) for row in self.rows) for at in range(len(self.figures)))


@dataclass(frozen=True, slots=True)
class Report:
    """One report: what it is called, what is counted in it, and how it is found."""

    title: Text
    counted: Text
    find: Callable[[Actor, Period], Shown]


Rows = tuple[tuple[str | int, ...], ...]


def in_order(found: Mapping[tuple[str, ...], Counter[str]], keys: tuple[str, ...]) -> Rows:
    """The rows in the order of their names, with the figures behind them; a month is said in words at last."""
    return tuple(
        (*(_said(name) for name in names), *(found[names][key] for key in keys)) for names in sorted(found)
    )


class Month(str):
    """A month as it is sorted, "2026-11"; it is shown in the words of the reader's language."""


def month_of(moment: datetime, zone: str) -> Month:
    """The month of a moment by the clock of the reader's office."""
    return Month(f"{moment.astimezone(ZoneInfo(zone)):%Y-%m}")


def _said(name: str) -> str:
    if not isinstance(name, Month):
        return name
    first = date.fromisoformat(f"{name}-01")
    return format_skeleton("yMMMM", datetime.combine(first, time()), locale=current_language())


def gathered(pairs: Iterable[tuple[tuple[str, ...], str]]) -> dict[tuple[str, ...], Counter[str]]:
    """How often each word came up beside the same names; each row is counted as a whole by the word `all` too."""
    found: dict[tuple[str, ...], Counter[str]] = {}
    for names, word in pairs:
        found.setdefault(names, Counter()).update(("all", word))
    return found


def service_named(slug: str) -> str:
    """A service by its title."""
    return in_words(catalogue().newest(slug).title)


def specialty_named(specialty: Specialty | None) -> str:
    """A specialty by its name; empty where a service has none."""
    return specialty.name if specialty is not None else ""


def table_of(shown: Shown) -> list[list[str | int]]:
    """Heads, rows and the line of totals, as they stand in a file."""
    heads: list[str | int] = [str(head) for head in shown.heads]
    totals: list[str | int] = [_("Total"), *[""] * (len(shown.names) - 1), *shown.totals]
    return [heads, *[list(row) for row in shown.rows], totals]
