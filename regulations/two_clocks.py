"""Two clocks at once: the terms of the steps, and the total term of the service, which binds.

For the desk that shows the nearer of the two, for the public page that shows the whole way, and for the warning that
the steps, each taken at its maximum, do not fit into the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from regulations.clock import Due, Term, due
from regulations.kinds import Unit
from regulations.model import Amount
from regulations.office_time import OfficeTime


def binding(step: Due | None, total: Due | None) -> Due | None:
    """The one of the two clocks that runs out first. The total binds a step whose own term would reach beyond it."""
    running = [clock for clock in (step, total) if clock is not None]
    return min(running, key=lambda clock: clock.moment, default=None)


def steps_at_maximum(
    start: datetime, steps: Iterable[Amount], office: OfficeTime, *, first_day_excluded: bool = False
) -> tuple[Due, ...]:
    """When each step is due if every one takes all its time and begins when the one before has ended.

    Steps without a term of their own are not among `steps`: they run inside another, or only the total binds them.
    """
    reckoned: list[Due] = []
    for amount in steps:
        begins = reckoned[-1].moment if reckoned else start
        reckoned.append(due(Term(amount, begins, first_day_excluded and not reckoned), office))
    return tuple(reckoned)


class Fit(StrEnum):
    """How the steps at their maximum stand to the total term."""

    ROOMY = "roomy"  # they fit one after the other
    TIGHT = (
        "tight"  # they fit only when what is counted in minutes and hours is done within the days of others
    )
    TOO_LONG = "too_long"  # even the days alone do not fit


class FitCheck(NamedTuple):
    """The verdict with its figures: the sum of the steps, unit by unit, and the ends that were compared."""

    fit: Fit
    steps_end: datetime  # the last step, every one after the other
    days_end: datetime  # the last step, minutes and hours done within the days of others
    total: Amount
    total_end: datetime
    sums: tuple[Amount, ...]  # days and hours are never turned into each other


def check_fit(
    start: datetime,
    steps: Sequence[Amount],
    total: Amount,
    office: OfficeTime,
    *,
    first_day_excluded: bool = False,
) -> FitCheck:
    """Whether the steps at their maximum fit into the total term, for a case that starts at this moment."""
    if not steps:
        raise ValueError("there are no steps with a term of their own to compare")
    in_days = [amount for amount in steps if amount.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY)]
    steps_end, days_end = (
        steps_at_maximum(start, some, office, first_day_excluded=first_day_excluded)[-1].moment
        for some in (steps, in_days or steps)
    )
    total_end = due(Term(total, start, first_day_excluded), office).moment
    fit = Fit.ROOMY if steps_end <= total_end else Fit.TIGHT if days_end <= total_end else Fit.TOO_LONG
    return FitCheck(fit, steps_end, days_end, total, total_end, _sums(steps))


def _sums(steps: Iterable[Amount]) -> tuple[Amount, ...]:
    """The steps added up: working days, calendar days, then hours and minutes carried into hours."""
    totals = dict.fromkeys(Unit, 0)
    for amount in steps:
        totals[amount.unit] += amount.value
    carried, totals[Unit.MINUTE] = divmod(totals[Unit.MINUTE], 60)
    totals[Unit.HOUR] += carried
    order = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR, Unit.MINUTE)
    return tuple(Amount(totals[unit], unit) for unit in order if totals[unit])
