"""By when: the due moment of a step and of the whole case, by the statutory clock at the office concerned.

Working-day steps and a calendar-day total run side by side; the earlier of the two binds. Waiting for a sitting
suspends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.hours import hours_of
from accounts.models import Office
from accounts.working_calendar import working_calendar
from regulations.clock import Due, Term, due
from regulations.kinds import ChannelId, CountedFrom
from regulations.limits import term_of
from regulations.model import Amount, Edition, Step
from regulations.office_time import OfficeTime


@dataclass(frozen=True, slots=True)
class Began:
    """When things began that terms are counted from: the case, and each step by its id."""

    submitted: datetime
    steps: dict[str, datetime]


def office_time(office: Office) -> OfficeTime:
    """The hours of an office and the working calendar."""
    return OfficeTime(hours_of(office), working_calendar())


def step_due(
    edition: Edition, procedure: str, step: Step, began: Began, now: datetime, office: OfficeTime
) -> Due | None:
    """When a step that begins now is due; None where only the total binds."""
    term = term_of(edition, procedure, step)
    if term.amount is None:
        return None
    start = began.steps.get(term.runs_from, now)
    if term.counted_from is CountedFrom.SUBMISSION:
        start = began.submitted
    return due(Term(term.amount, start), office)


def total_due(
    edition: Edition,
    procedure: str,
    channel: ChannelId,
    submitted: datetime,
    office: OfficeTime,
    decided: Amount | None = None,
) -> Due | None:
    """When the whole service is due; where the text is silent, as the office decided; None where neither says."""
    amount = edition.procedure(procedure).total_term.amount or decided
    if amount is None:
        return None
    way_in = edition.channel(channel)
    first_day_excluded = way_in is not None and way_in.acceptance_day_counts is False
    return due(Term(amount, submitted, first_day_excluded=first_day_excluded), office)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Of two terms the one that binds."""
    both = [moment for moment in (one, other) if moment is not None]
    return min(both, default=None)
