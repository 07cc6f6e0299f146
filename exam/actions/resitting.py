"""The way back to another sitting for whoever was tested in one that was annulled.

The annulment is the act that brings the case back. Where a signed order, or the applicant, has said the last word on
the case, nothing is undone here: an order annuls the earlier one first, and itself says where the case goes on.
"""

from __future__ import annotations

from applications.actions import checking, course
from applications.models import Case
from exam.models import Sitting
from exam.queries import stands_at
from regulations.kinds import Basis, StepKind
from regulations.places import parse, way
from regulations.verbs import Outcome, Verb

_PAST_THE_TEST = (StepKind.NOTIFY_TEST, StepKind.TEST)


def left_to_an_order(case: Case) -> bool:
    """Whether only another order can still change what was decided on the case, or it was withdrawn."""
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    if here.word is not None:
        return True
    if here.exit and here.step is None:
        return edition.exit(here.exit).basis is Basis.ORDER
    steps = way(edition, case.procedure, here.exit) if here.exit else edition.steps_of(case.procedure)
    before = steps[: next(number for number, one in enumerate(steps) if one.id == here.step)]
    return any(one.kind is StepKind.ORDER_SIGNATURE for one in before)


def back_to_a_sitting(case: Case, sitting: Sitting) -> None:
    """The case, which is `locked`, waits for a place again, as if the annulled test had not been."""
    told = {"sitting": sitting.number, "without_result": "annulled"}
    if stands_at(case, StepKind.TEST):
        course.perform(case, Verb.FINISH_TEST, Outcome.ABSENT, brings=course.With(new=told))
        return
    edition = course.edition_of(case)
    step = next((one for one in edition.steps_of(case.procedure) if one.kind in _PAST_THE_TEST), None)
    if step is None or stands_at(case, StepKind.NOTIFY_TEST):
        return
    checking.annul_refusal(case, sitting.number)
    course.perform(case, Verb.REOPEN, brings=course.With(act_recorded=True, reopen_at=step.id, new=told))
