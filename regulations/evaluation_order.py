"""The order that opens an external evaluation: which steps of a text are its own. Pure."""

from __future__ import annotations

from regulations.kinds import StepKind
from regulations.model import Edition

_ORDERED = frozenset({StepKind.ORDER, StepKind.ORDER_SIGNATURE})


def steps_of_the_order(edition: Edition) -> list[str]:
    """The steps of the order on schedule and expert group: those before the evaluation, not the final ones."""
    before: list[str] = []
    for step in edition.steps:
        if step.kind is StepKind.EVALUATION:
            return before
        if step.kind in _ORDERED:
            before.append(step.id)
    return []
