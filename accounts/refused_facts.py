"""Refusals that concern one fact of what was given, or a page that has grown old.

A form shows such a refusal beside its field, an import names the cell, the command line the option.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.clock import now
from core.languages import Text, _l, long_date
from core.refusals import Refusal

NEAR = 366


class RefusedFact(Refusal):
    """One fact cannot be taken; `field` is its name in the verb's arguments."""

    def __init__(self, field: str, sentence: Text, *, next_step: Text | None = None) -> None:
        super().__init__(sentence, next_step=next_step, status=422)
        self.field = field


def refuse_far_day(field: str, day: date, since: date | None = None) -> None:
    """Whatever ends does so on a day near to that on which it is entered: a slip of a digit is no such day."""
    today = now().date()
    first, last = since or today - timedelta(days=NEAR), today + timedelta(days=NEAR)
    if not first <= day <= last:
        raise RefusedFact(
            field, _l("Enter a day from %(first)s to %(last)s.", first=long_date(first), last=long_date(last))
        )


class Stale(Refusal):
    """Somebody changed the thing after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("The thing you are working on was changed in the meantime. Nothing of yours was written."),
            next_step=_l("Go back, load the page again and look at what has changed."),
            status=409,
            stale=True,
        )


def check_version(present: int, seen: int | None) -> None:
    """Refuse a change that was decided upon an older state; None means that the caller has just read it."""
    if seen is not None and seen != present:
        raise Stale
