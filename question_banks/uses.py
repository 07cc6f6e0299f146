"""Where a question was used: later rooms, and the sealed sets of this one, tell of the papers that hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use: in words, when, which edition, and the page on which it is seen. `open` ones still concern somebody."""

    words: str
    moment: datetime
    edition: int
    url: str = ""
    open: bool = False


Teller = Callable[[int], Sequence[Use]]
_tellers: list[Teller] = []


def tells_uses(teller: Teller) -> Teller:
    """Let a room tell in which of its papers a question stands."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def uses_of(question_id: int) -> list[Use]:
    """All that is told of a question's uses, the newest first."""
    found = [use for teller in _tellers for use in teller(question_id)]
    return sorted(found, key=lambda use: use.moment, reverse=True)
