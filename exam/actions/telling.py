"""The result of a test told to the E-licensing system, by the texts that have it entered there once the test is over.

Both verdicts are entered: the text says "the applicant's test result". Specialist certificates have theirs entered
after the order: the room of orders says so by `tell_confirmed`.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from applications.actions import course, neighbours
from applications.models import Case
from exam.models import Result
from gateways import elicensing
from regulations.kinds import StepKind
from regulations.model import Step


def tell_result(case: Case, result: Result) -> None:
    """Enter the result that has just gone into the case."""
    step = _entering(case)
    if step is not None:
        neighbours.tell_result(case, step.id, _told(case, result))


def tell_confirmed(case: Case, step: Step, result: Result) -> None:
    """Enter the result at a step that the text has after the order."""
    if elicensing.SYSTEM in step.records_in:
        neighbours.tell_result(case, step.id, _told(case, result))


def tell_correction(case: Case, result: Result) -> None:
    """Enter the result that takes the place of one that the other system was told of."""
    step = _entering(case)
    if step is not None and neighbours.was_told(case, elicensing.SYSTEM, neighbours.RESULT):
        neighbours.tell_result(case, step.id, _told(case, result))


def _entering(case: Case) -> Step | None:
    """The step right after the test that enters its result there, if the text has one."""
    steps = course.edition_of(case).steps_of(case.procedure)
    for test, following in pairwise(steps):
        if test.kind is StepKind.TEST and following.kind is StepKind.RECORD_RESULT:
            return following if elicensing.SYSTEM in following.records_in else None
    return None


def _told(case: Case, result: Result) -> elicensing.PortalResult:
    score: dict[str, Any] = json.loads(result.score) if result.score else {}
    return elicensing.PortalResult(
        case_number=case.number,
        applicant_number=case.person.iin or case.person.bin or "",
        service=case.service,
        verdict=result.verdict,
        points=score.get("earned", ""),
        out_of=score.get("possible", ""),
        transcript_digest=result.transcript_digest or "",
        corrected=result.replaces_id is not None,
        since=result.entered_at,
    )
