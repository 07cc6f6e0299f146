"""How a register or the payment gateway is asked: before anything is changed, or by the sweep for what waits.

Another system may take seconds. Nobody holds a transaction meanwhile, for on SQLite that would be everybody's write
lock. Two ways, and a verb never knows a door:

1. *While a person waits.* The view asks first, `answer = ask(lambda: doors().individuals.ask(question))`, and hands
   the answer to the verb, which writes it down with everything else. Asking after a change is refused.
2. *When nobody answered.* The verb writes a row that waits. `waiting_chore` makes the sweep ask for each such row and
   hand a final answer to the verb that fills it. So a form is never lost, and the page says that it waits.

`NotConnected` makes no row: the data are entered by hand. A payment that waits is asked about for as long as it does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, Protocol, TypeVar

from core.clock import now
from core.database import db, let_go
from core.logs import log
from gateways.answers import AWAY, NotConnected, Unanswered

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(hours=24)
# One chore must not keep the letters of others waiting.
ROUND_SECONDS = 20.0
ROUND_ROWS = 500
REMEMBERED = 10_000

Result = TypeVar("Result")
Asked = TypeVar("Asked")


class Answer(Protocol):
    """Any answer of a door: `final` when asking again would bring the same."""

    @property
    def final(self) -> bool: ...


Reply = TypeVar("Reply", bound=Answer)


def ask(question: Callable[[], Result]) -> Result:
    """Ask while a person waits, with no transaction held; comes before any change of the request."""
    let_go()
    return question()


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Asked]):
    """A row that waits for an answer: its id, since when, and what is to be asked."""

    row: Hashable
    since: datetime
    question: Asked


class PutOff:
    """When each row may be asked about again: ever later, and never all at once. Each process keeps its own."""

    def __init__(self) -> None:
        self._next: dict[Hashable, tuple[datetime, timedelta]] = {}
        self._lock = Lock()

    def is_due(self, row: Hashable) -> bool:
        """Whether this row's time has come."""
        with self._lock:
            kept = self._next.get(row)
        return kept is None or kept[0] <= now()

    def put_off(self, row: Hashable, at_least: timedelta | None = None) -> None:
        """Ask about this row later, each time twice as late as before."""
        with self._lock:
            kept = self._next.pop(row, None)
            wait = min(kept[1] * 2, LONGEST_WAIT) if kept else FIRST_WAIT
            self._next[row] = (now() + max(wait, at_least or FIRST_WAIT), wait)
            while len(self._next) > REMEMBERED:
                self._next.pop(next(iter(self._next)))

    def forget(self, row: Hashable) -> None:
        """This row waits no longer."""
        with self._lock:
            self._next.pop(row, None)


def waiting_chore(
    name: str,
    waiting: Callable[[int], Sequence[Waiting[Asked]]],
    put: Callable[[Asked], Reply],
    fill: Callable[[Hashable, Reply], None],
    *,
    give_up_after: timedelta | None = GIVE_UP_AFTER,
) -> Callable[[], int]:
    """A chore for `core.sweep.chore`: ask for the rows that wait, oldest first, and fill those that got an answer.

    `fill` is a verb: it changes the row only while it still waits, journals and does not commit. After
    `give_up_after` it gets the silence itself, so that a person takes over; None never gives up.
    """
    later = PutOff()

    def work() -> int:
        rows = waiting(ROUND_ROWS)
        db.session.rollback()
        until = time.monotonic() + ROUND_SECONDS
        filled = 0
        for row in rows:
            if time.monotonic() >= until:
                break
            if not later.is_due(row.row):
                continue
            answer = put(row.question)
            given_up = give_up_after is not None and now() - row.since >= give_up_after
            if answer.final or given_up:
                filled += _fill(name, row, answer, fill, later)
                continue
            later.put_off(row.row, answer.retry_after if isinstance(answer, Unanswered) else None)
            if _is_away(answer):
                break
        return filled

    return work


def _is_away(answer: Answer) -> bool:
    """Whether the others of this round would meet the same silence."""
    return isinstance(answer, NotConnected) or (isinstance(answer, Unanswered) and answer.why in AWAY)


def _fill(
    name: str,
    row: Waiting[Asked],
    answer: Reply,
    fill: Callable[[Hashable, Reply], None],
    later: PutOff,
) -> int:
    try:
        fill(row.row, answer)
        db.session.commit()
    except Exception as error:  # noqa: BLE001 - one row that cannot be filled must not stop the others; it is logged
        db.session.rollback()
        later.put_off(row.row)
        log.error("asking.not_filled", chore=name, kind=type(error).__name__, exc_info=error)
        return 0
    later.forget(row.row)
    return 1
