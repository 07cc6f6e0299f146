"""When each step of a service is due, for somebody who applies at this moment: the two clocks side by side.

For the citizen's calculator. It reckons the latest day that the text allows: every step takes all its time and
begins when the one before has ended. A step without a term of its own has only the total term over it. Pure:
the moment, the office's hours and the calendar are arguments, and nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from regulations.calendar import DayKind, DayOff
from regulations.clock import Due, Term, due
from regulations.kinds import ChannelId, CountedFrom, LimitStatus, TermStatus
from regulations.limits import StepTerm, term_of
from regulations.model import Amount, Edition, Step
from regulations.office_time import OfficeTime
from regulations.two_clocks import Fit, FitCheck, check_fit


@dataclass(frozen=True, slots=True)
class StepDue:
    """One line of the timetable. Without `due` the step has no term of its own: only the total binds."""

    number: int
    step: Step
    term: StepTerm
    due: Due | None
    beyond_total: bool  # its own term would end after the total, which then binds


@dataclass(frozen=True, slots=True)
class Schedule:
    start: datetime  # in the office's zone
    first_day_excluded: bool
    steps: tuple[StepDue, ...]
    left_out: tuple[Step, ...]  # not performed for this channel
    steps_end: Due | None  # the last of the terms, one after the other
    total: Due | None
    total_status: TermStatus
    fit: FitCheck | None

    @property
    def provisional(self) -> bool:
        """Whether a holiday or a decree still unknown may move any of these days."""
        found = [line.due for line in self.steps if line.due] + ([self.total] if self.total else [])
        return any(reckoned.provisional for reckoned in found)

    @property
    def too_long(self) -> bool:
        return self.fit is not None and self.fit.fit is not Fit.ROOMY

    @property
    def runs_from(self) -> datetime:
        """The first moment that counts for any of the terms: later than the application where the office was closed."""
        found = [line.due for line in self.steps if line.due] + ([self.total] if self.total else [])
        return min((reckoned.runs_from for reckoned in found), default=self.start)

    @property
    def last(self) -> datetime:
        """The end of whatever ends last: how far the days off are told."""
        ends = [reckoned.moment for reckoned in (self.steps_end, self.total) if reckoned]
        return max(ends, default=self.start)


def schedule(
    edition: Edition,
    procedure: str,
    channel: ChannelId,
    applied: datetime,
    office: OfficeTime,
    decided_total: Amount | None = None,
) -> Schedule:
    """The timetable of a case that begins at this moment by this way.

    `decided_total` is what an office has decided; it counts only where the text itself states no total term.
    """
    way = edition.channel(channel)
    excluded = way is not None and way.acceptance_day_counts is False
    start = office.aware(office.local(applied))
    term = edition.procedure(procedure).total_term
    amount = term.amount if term.status is TermStatus.STATED else decided_total or term.amount
    total = due(Term(amount, start, excluded), office) if amount else None
    lines, left_out, amounts = _reckoned(edition, procedure, channel, start, office, excluded, total)
    own = [line.due for line in lines if line.due]
    return Schedule(
        start=start,
        first_day_excluded=excluded,
        steps=tuple(lines),
        left_out=tuple(left_out),
        steps_end=max(own, key=lambda reckoned: reckoned.moment, default=None),
        total=total,
        total_status=term.status,
        fit=check_fit(start, amounts, amount, office, first_day_excluded=excluded)
        if amount and amounts
        else None,
    )


def _reckoned(
    edition: Edition,
    procedure: str,
    channel: ChannelId,
    start: datetime,
    office: OfficeTime,
    excluded: bool,
    total: Due | None,
) -> tuple[list[StepDue], list[Step], list[Amount]]:
    lines: list[StepDue] = []
    left_out: list[Step] = []
    amounts: list[Amount] = []
    ends: dict[str, Due] = {}
    moment = start
    for number, step in enumerate(edition.steps_of(procedure), 1):
        if step.channels and channel not in step.channels:
            left_out.append(step)
            continue
        term = term_of(edition, procedure, step)
        if term.status is LimitStatus.SHARED:
            reckoned = ends.get(term.runs_from)
        elif term.amount is None:
            reckoned = None
        else:
            begins = start if term.counted_from is CountedFrom.SUBMISSION else moment
            reckoned = due(Term(term.amount, begins, excluded and not amounts), office)
            amounts.append(term.amount)
            ends[step.id] = reckoned
            moment = max(moment, reckoned.moment)
        beyond = reckoned is not None and total is not None and reckoned.moment > total.moment
        lines.append(StepDue(number, step, term, reckoned, beyond))
    return lines, left_out, amounts


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days that do not count, for people: holidays one by one, weekends only by their number."""

    named: tuple[DayOff, ...]
    weekend_days: int


def days_not_counted(found: Schedule, office: OfficeTime) -> DaysOff:
    """The days off between the application and the end of all terms."""
    days = office.calendar.days_off(found.start.date(), found.last.date())
    named = tuple(day for day in days if day.kind is not DayKind.WEEKEND)
    return DaysOff(named, len(days) - len(named))
