"""Refusals that concern one fact of what was given, or a page that has grown old.

A form shows such a refusal beside its field, an import names the cell, the command line the option.
"""

from __future__ import annotations

from core.languages import Text, _l
from core.refusals import Refusal


class RefusedFact(Refusal):
    """One fact cannot be taken; `field` is its name in the verb's arguments."""

    def __init__(self, field: str, sentence: Text, *, next_step: Text | None = None) -> None:
        super().__init__(sentence, next_step=next_step, status=422)
        self.field = field


class Stale(Refusal):
    """Somebody changed the thing after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("The thing you are working on was changed in the meantime. Nothing of yours was written."),
            next_step=_l("Go back, load the page again and look at what has changed."),
            status=409,
        )


def check_version(present: int, seen: int | None) -> None:
    """Refuse a change that was decided upon an older state; None means that the caller has just read it."""
    if seen is not None and seen != present:
        raise Stale
