"""The last lawful day of a case, for rooms that give it a time: a test or an interview after it comes too late."""

from __future__ import annotations

from datetime import datetime

from applications.actions import course
from applications.models import Case
from core.clock import now
from core.languages import Text, _l, long_moment
from core.refusals import Refusal


def comes_too_late(case: Case, starts_at: datetime) -> bool:
    """Whether this time lies after the last lawful day. When that day is past already, the soonest is right."""
    last = case.total_due_at
    return last is not None and now() <= last < starts_at


def demand_in_time(case: Case, starts_at: datetime, instead: Text) -> None:
    """Refuse a time by which the term of the whole service is missed; `instead` says what to choose."""
    if comes_too_late(case, starts_at) and case.total_due_at is not None:
        raise Refusal(
            _l(
                "The last lawful day of this case is %(day)s: a time after it is too late.",
                day=long_moment(case.total_due_at, case.office.zone),
            ),
            clause=course.edition_of(case).procedure(case.procedure).total_term.source,
            next_step=instead,
        )
