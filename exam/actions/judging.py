"""From an ended attempt to its result: graded once by the keys, with the transcript that proves it; then to the case.

Only a scored test is a result. Everything else waits for an official's reasoned decision after the candidate is heard.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import func, select

from accounts.refused_facts import RefusedFact
from applications import notices as case_notices
from applications.actions import course
from applications.models import Case
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held, held_all
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam import notices, office_settings, outcomes, queries
from exam.actions import planning, reckoning, resitting, telling
from exam.actions.reckoning import ReadPaper
from exam.late_reading import DECIDE
from exam.models import (
    ApartProposal,
    ApartVerdict,
    Attempt,
    NoResultDecision,
    Result,
    Sitting,
    SittingPlace,
)
from exam.outcomes import Decision, Outcome
from exam.result_queries import current_result
from question_banks.released_papers import read_paper
from regulations.kinds import StepKind
from regulations.verbs import Verb


def score_sitting(sitting_id: int) -> int:
    """Score every ended test of a closed sitting that has no result; returns how many."""
    sitting = planning.locked(sitting_id)
    if sitting.closed_at is None:
        raise Refusal(_l("A sitting is scored when it is closed."))
    if sitting.annulled_at is not None:
        raise Refusal(_l("This sitting was annulled."))
    if sitting.kind != "test":
        raise Refusal(_l("A rehearsal has no results."))
    waiting = _waiting(sitting.id)
    if not waiting:
        raise Refusal(_l("No ended test of this sitting waits for its score."))
    # A hall sits a few papers: each is read and unpacked once, not once a candidate.
    read = cache(read_paper)
    for place, attempt in waiting:
        _score(sitting, place, attempt, read)
    return len(waiting)


def _waiting(sitting_id: int) -> list[tuple[SittingPlace, Attempt]]:
    """The places without an outcome whose test has ended, with their tests, all held."""
    places = queries.places_of(sitting_id)
    held_all(SittingPlace, [place.id for place in places])
    ids = db.session.scalars(select(Attempt.id).where(Attempt.sitting_id == sitting_id))
    attempts = {attempt.place_id: attempt for attempt in held_all(Attempt, ids)}
    return [
        (place, attempt)
        for place in places
        if place.outcome is None
        and (attempt := attempts.get(place.id)) is not None
        and attempt.ended_at is not None
    ]


def _attempt(place: SittingPlace) -> Attempt | None:
    return db.session.scalar(select(Attempt).where(Attempt.place_id == place.id))


def _score(sitting: Sitting, place: SittingPlace, attempt: Attempt, read: ReadPaper) -> Result:
    if attempt.case_id is None:
        raise NotFound
    _refuse_undecided(attempt)
    result = reckoning.result_of(reckoning.reckon(attempt, read=read), **_replacing(attempt.case_id))
    db.session.add(result)
    place.outcome, place.outcome_at = "scored", now()
    db.session.flush()
    record(
        "exam:result:score",
        subject=("case", attempt.case_id),
        office_id=sitting.office_id,
        new={"result": result.id, "verdict": result.verdict, "transcript": result.transcript_digest},
    )
    return result


def _replacing(case_id: int) -> dict[str, object]:
    """The chain of a case's results goes on where one was taken back before."""
    old = current_result(case_id)
    if old is None:
        return {}
    if old.verdict != "void":
        raise Refusal(_l("This case has its result already."))
    return {"replaces_id": old.id, "reason": old.reason}


def _refuse_undecided(attempt: Attempt) -> None:
    """Entries kept apart that were proposed are decided on before anybody knows the score."""
    proposed = db.session.scalar(select(func.count()).where(ApartProposal.attempt_id == attempt.id)) or 0
    decided = db.session.scalars(
        select(ApartVerdict.proposal_id)
        .join(ApartProposal, ApartProposal.id == ApartVerdict.proposal_id)
        .where(ApartProposal.attempt_id == attempt.id)
        .group_by(ApartVerdict.proposal_id)
        .having(func.count() == DECIDE)
    ).all()
    if proposed > len(decided):
        raise Refusal(
            _l("Entries that came too late were proposed to count, and two persons have not decided yet."),
            next_step=_l("Two persons outside the hall decide first; then the sitting is scored."),
        )


def enter_all(sitting_id: int, place_ids: Collection[int]) -> None:
    """The results of a sitting to their cases, all held before the first of them moves."""
    planning.locked(sitting_id)
    of_these = select(SittingPlace.case_id).where(
        SittingPlace.id.in_(place_ids), SittingPlace.sitting_id == sitting_id
    )
    held_all(Case, [one for one in db.session.scalars(of_these) if one is not None])
    for place in held_all(SittingPlace, place_ids):
        enter(place.id)


def enter(place_id: int) -> None:
    """The result to its case by the verb that the text names; where the text has it recorded, that is done too.

    Positive opens the next stage, negative takes the text's exit.
    """
    place, _sitting, case = _held(place_id)
    result = current_result(case.id)
    if place.outcome != "scored" or result is None or result.verdict == "void":
        raise Refusal(_l("This candidate has no result to enter."))
    if not queries.stands_at(case, StepKind.TEST):
        raise Refusal(_l("The result is in the case already."))
    ended = outcomes.for_the_case(Outcome(result.verdict), None)
    moved = course.perform(
        case,
        Verb.FINISH_TEST,
        ended,
        brings=course.With(new={"result": result.id, "sitting": place.sitting.number}),
    )
    follows = {"interview": notices.interview_follows(case.language)}
    case_notices.of_step(case, moved.notices, follows)
    telling.tell_result(case, result)
    if queries.stands_at(case, StepKind.RECORD_RESULT):
        recorded = course.perform(case, Verb.RECORD_RESULT)
        case_notices.of_step(case, recorded.notices, follows)


def _held(place_id: int) -> tuple[SittingPlace, Sitting, Case]:
    """A candidate's place with its sitting and its case, in the order in which everybody holds them."""
    found = db.session.execute(
        select(SittingPlace.sitting_id, SittingPlace.case_id).where(SittingPlace.id == place_id)
    ).one_or_none()
    if found is None or found.case_id is None:
        raise NotFound
    sitting, case = planning.locked(found.sitting_id), course.locked(found.case_id)
    return held(SittingPlace, place_id), sitting, case


def decide(place_id: int, ended: Outcome, decision: Decision, heard: str, reason: str) -> None:
    """Where there is no result: what an official decides after hearing the candidate, and the case follows."""
    place, sitting, case = _held(place_id)
    if ended not in possible_outcomes(sitting, place):
        raise Refusal(_l("This is not what the record of the hall says of the candidate."))
    _refuse_unlawful(case, ended, decision)
    if place.outcome is None:
        place.outcome, place.outcome_at = ended.value, now()
        db.session.flush()
    db.session.add(
        NoResultDecision(
            place_id=place.id,
            outcome=place.outcome or ended.value,
            decision=decision.value,
            heard=heard,
            reason=reason,
            decided_by=current_actor().account_id or 0,
            decided_at=now(),
        )
    )
    db.session.flush()
    record(
        "exam:place:decide",
        subject=("case", case.id),
        office_id=sitting.office_id,
        new={"outcome": ended.value, "decision": decision.value, "reason": reason},
    )
    if ended is Outcome.ANNULLED:
        resitting.back_to_a_sitting(case, sitting)
    elif queries.stands_at(case, StepKind.TEST):
        moved = course.perform(
            case, Verb.FINISH_TEST, outcomes.for_the_case(ended, decision),
            brings=course.With(new={"sitting": sitting.number, "without_result": ended.value}),
        )  # fmt: skip
        case_notices.of_step(case, moved.notices)
    notices.tell_without_result(case, sitting, ended, decision, reason)


def _refuse_unlawful(case: Case, ended: Outcome, decision: Decision) -> None:
    """The decision must be one that this outcome leaves open, by the office's rule for those who did not come."""
    absent = ended is Outcome.ABSENT_WITHOUT_REASON
    rule = office_settings.absence_rule(case.office_id, course.edition_of(case)) if absent else None
    if decision in outcomes.decisions(ended, rule):
        return
    if rule is outcomes.Absence.NEW_SITTING:
        raise RefusedFact(
            "decision",
            _l("By the office's decision whoever does not come gets a new sitting, whatever the reason."),
        )
    if rule is outcomes.Absence.NEW_SITTING_WITH_GOOD_REASON:
        raise RefusedFact(
            "decision", _l("By the office's decision a new sitting is given only for a good reason.")
        )
    raise RefusedFact(
        "decision",
        _l("With this outcome only a new sitting can be decided: it was not the candidate's doing."),
    )


def possible_outcomes(sitting: Sitting, place: SittingPlace) -> tuple[Outcome, ...]:
    """What an official may find of a place without a result, by the record of the hall."""
    if place.outcome == "scored":
        return ()
    if place.outcome == "annulled" or (place.outcome is None and sitting.annulled_at is not None):
        left = place.case is None or resitting.left_to_an_order(place.case)
        return () if left else (Outcome.ANNULLED,)
    if place.outcome is not None:
        return (Outcome(place.outcome),)
    attempt = _attempt(place)
    if sitting.closed_at is None or (attempt is not None and attempt.started_at is not None):
        return ()
    return (Outcome.ABSENT_WITH_REASON, Outcome.ABSENT_WITHOUT_REASON)
