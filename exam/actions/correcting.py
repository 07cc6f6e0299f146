"""Corrections: a ruling on a faulty question, a recount, a result taken back. The old row stays; a new one names it.

A correction never acts on the case by itself: what follows from it is decided by those who answer for the case.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import select

from applications.actions import course
from applications.models import Case
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held, held_all
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam import notices
from exam.actions import planning, reckoning, telling
from exam.actions.reckoning import ReadPaper
from exam.grading import Ruling
from exam.models import Attempt, QuestionRuling, Result, Sitting, SittingSet
from exam.result_queries import current_result, score_is_shown, standing_in
from question_banks.models import SetQuestion
from question_banks.released_papers import read_paper


def rule_on_question(
    sitting_id: int, edition_id: int, ruling: Ruling, reason: str, decision_number: str
) -> QuestionRuling:
    """Decide that a faulty question counts for nobody, or is credited to everybody, in one sitting."""
    sitting = planning.locked(sitting_id)
    _refuse_strangers(sitting.office_id)
    stands = select(SetQuestion.edition_id).join(SittingSet, SittingSet.set_id == SetQuestion.set_id)
    if not db.session.scalar(
        stands.where(SittingSet.sitting_id == sitting.id, SetQuestion.edition_id == edition_id).limit(1)
    ):
        raise NotFound
    made = select(QuestionRuling.id).where(
        QuestionRuling.sitting_id == sitting.id, QuestionRuling.edition_id == edition_id
    )
    if db.session.scalar(made):
        raise Refusal(_l("This question has been ruled on in this sitting already."))
    row = QuestionRuling(
        sitting_id=sitting.id,
        edition_id=edition_id,
        ruling=ruling,
        reason=reason,
        decision_number=decision_number,
        decided_by=current_actor().account_id or 0,
        decided_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record(
        "exam:sitting:rule",
        subject=("sitting", sitting.id),
        office_id=sitting.office_id,
        new={"edition": edition_id, "ruling": ruling, "reason": reason, "decision": decision_number},
    )
    return row


def rule_and_recount(
    sitting_id: int, edition_id: int, ruling: Ruling, reason: str, decision_number: str
) -> list[Result]:
    """Rule on a question and count every result of the sitting anew by it; returns the corrections."""
    rule_on_question(sitting_id, edition_id, ruling, reason, decision_number)
    return recount_sitting(sitting_id, reason)


def recount(case_id: int, reason: str, read: ReadPaper = read_paper) -> Result | None:
    """Score the case's test again by the rulings as they are now; None when the score is the same to the point."""
    _hold_sitting(case_id)
    course.locked(case_id)
    old = _standing(case_id)
    reckoned = reckoning.reckon(held(Attempt, old.attempt_id), read=read)
    if reckoned.facts == old.score:
        return None
    return _replace(old, reckoning.result_of(reckoned, replaces_id=old.id, reason=reason))


def recount_sitting(sitting_id: int, reason: str) -> list[Result]:
    """Recount every result of a sitting; returns the corrections, those whose score has changed."""
    planning.locked(sitting_id)
    held_all(Case, [one.case_id for one in standing_in(sitting_id)])
    standing = sorted(standing_in(sitting_id), key=lambda one: one.case_id)
    held_all(Attempt, [one.attempt_id for one in standing])
    # A hall sits a few papers: each is read and unpacked once, not once a candidate.
    read = cache(read_paper)
    changed = [recount(one.case_id, reason, read) for one in standing]
    return [one for one in changed if one is not None]


def _hold_sitting(case_id: int) -> None:
    """The sitting before the case, as whoever scores or annuls it holds them: a result is not counted meanwhile."""
    found = current_result(case_id)
    if found is not None:
        planning.locked(_sitting_of(found).id)


def take_back(case_id: int, reason: str, *, tells: bool = True) -> Result:
    """Take a result back without another in its place: the case has none until a test is scored again."""
    course.locked(case_id)
    old, actor = _standing(case_id), current_actor()
    void = Result(
        case_id=case_id,
        attempt_id=old.attempt_id,
        verdict="void",
        replaces_id=old.id,
        reason=reason,
        entered_by=actor.account_id,
        entered_as=actor.role,
        entered_at=now(),
    )
    return _replace(old, void, tells=tells)


def _standing(case_id: int) -> Result:
    """The result that stands for the case; the case is held, so nobody replaces it meanwhile."""
    found = current_result(case_id)
    if found is None or found.verdict == "void":
        raise Refusal(_l("This case has no result that could be corrected."))
    _refuse_strangers(_sitting_of(found).office_id)
    return found


def _sitting_of(result: Result) -> Sitting:
    sitting_id = db.session.get_one(Attempt, result.attempt_id).sitting_id
    return db.session.get_one(Sitting, sitting_id)


def _refuse_strangers(office_id: int) -> None:
    """An office above sees the results of those below; it corrects its own."""
    if current_actor().office_id != office_id:
        raise Refusal(_l("Results are corrected by the office that held the test."), status=403)


def _replace(old: Result, new: Result, *, tells: bool = True) -> Result:
    if not (new.reason or "").strip():
        raise Refusal(_l("A correction says its reason."))
    db.session.add(new)
    db.session.flush()
    sitting, case = _sitting_of(old), db.session.get_one(Case, old.case_id)
    if tells and score_is_shown(sitting, case.ended_at is not None):
        notices.tell_of_correction(case, new)
    record(
        "exam:result:correct",
        subject=("case", old.case_id),
        office_id=sitting.office_id,
        old={"result": old.id, "verdict": old.verdict},
        new={"result": new.id, "verdict": new.verdict, "reason": new.reason},
    )
    telling.tell_correction(case, new)
    return new
