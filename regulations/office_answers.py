"""What a later room can tell the public pages: which offices give a service, and what they have decided.

The pages stand in a room that knows no office. `accounts` hands them an `OfficeBook` when the application is put
together; without one, or where an office has decided nothing, the page says honestly that the law leaves it open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app

from regulations.calendar import WorkingCalendar
from regulations.calendar_table import shipped_calendar
from regulations.catalogue import InForce, NotInForce
from regulations.model import Amount
from regulations.office_hours import USUAL_WEEK, OfficeHours
from regulations.office_time import OfficeTime
from regulations.setting_values import Value

_KEY = "synaq.office_book"


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office among which a reader chooses."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office has decided on a declared setting, in the reader's words, with the decision behind it."""

    value: Value
    lines: tuple[str, ...]
    decision: str


@dataclass(frozen=True, slots=True)
class OfficeAnswers:
    """All that one office says of one service on this day."""

    office: OfficeCard
    hours: OfficeHours
    standing: InForce | NotInForce
    specimen: bool  # open only because this installation has no legal force
    answers: Mapping[str, Answer]

    def amount(self, key: str) -> Amount | None:
        """A length of time that the office has decided."""
        answer = self.answers.get(key)
        return answer.value if answer and isinstance(answer.value, Amount) else None


class OfficeBook(Protocol):
    """The promise of a later room."""

    def offices(self, service: str) -> Sequence[OfficeCard]:
        """The offices that give this service, in the order in which they are shown."""
        ...

    def answers(self, service: str, office_id: int) -> OfficeAnswers | None:
        """What this office says; None where it does not give the service."""
        ...

    def calendar(self) -> WorkingCalendar:
        """The working calendar with what administrators entered."""
        ...

    def specimens(self) -> bool:
        """Whether services of repealed acts are open here only as specimens."""
        ...


def answer_with(app: Flask, book: OfficeBook) -> None:
    """Hand the pages of this application an office book."""
    app.extensions[_KEY] = book


def office_book() -> OfficeBook | None:
    """The book of the running application, if a later room has handed one over."""
    book: OfficeBook | None = current_app.extensions.get(_KEY)
    return book


def time_of(answers: OfficeAnswers | None) -> OfficeTime:
    """The hours by which a term is counted: the office's, or the usual ones where none is chosen."""
    book = office_book()
    calendar = book.calendar() if book else shipped_calendar()
    return OfficeTime(answers.hours if answers else USUAL_WEEK, calendar)
