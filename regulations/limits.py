"""How long a step may take as the text has it: the limit that really binds, and what all of them sum to.

For the clock, which turns it into a due moment, and for the pages. Minutes, hours and days are never
converted into each other: the texts do not say how long a working day is.
"""

from __future__ import annotations

from dataclasses import dataclass

from regulations.kinds import CountedFrom, LimitStatus, Unit
from regulations.model import Amount, Edition, Step


@dataclass(frozen=True, slots=True)
class StepTerm:
    """What binds one step. No amount = it has no limit of its own and only the total term binds.

    The amount runs from the beginning of `runs_from`, which is another step when the limit is shared.
    """

    amount: Amount | None
    status: LimitStatus
    runs_from: str
    counted_from: CountedFrom
    quote: str | None
    clause: str


def term_of(edition: Edition, procedure: str, step: Step) -> StepTerm:
    """The limit that binds this step: its own, the one it shares, or none. A misprint is read as settled."""
    limit, leader = step.limit, step
    if limit.status is LimitStatus.SHARED:
        of_procedure = {s.id for s in edition.steps_of(procedure)}
        leader = edition.step(next(s for s in limit.shared_with if s in of_procedure))
        limit = leader.limit
    amount = limit.read_as if limit.status is LimitStatus.SUSPECT else limit.amount
    return StepTerm(amount, step.limit.status, leader.id, limit.counted_from, limit.quote, step.source)


@dataclass(frozen=True, slots=True)
class StepSum:
    working_days: int
    calendar_days: int
    minutes: int
    without_limit: tuple[str, ...]  # steps on which nothing but the total term binds


def step_sum(edition: Edition, procedure: str) -> StepSum:
    """The stated step limits of one procedure added up; a shared limit counts once."""
    days = {Unit.WORKING_DAY: 0, Unit.CALENDAR_DAY: 0}
    minutes = 0
    without: list[str] = []
    for step in edition.steps_of(procedure):
        if step.limit.status is LimitStatus.SHARED or step.optional:
            continue
        amount = term_of(edition, procedure, step).amount
        if amount is None:
            without.append(step.id)
        elif amount.unit in days:
            days[amount.unit] += amount.value
        else:
            minutes += amount.value * (60 if amount.unit is Unit.HOUR else 1)
    return StepSum(days[Unit.WORKING_DAY], days[Unit.CALENDAR_DAY], minutes, tuple(without))
