"""The verbs on a question's life: suspend, return to use, retire; each with who and why."""

from __future__ import annotations

from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from question_banks.actions import ground
from question_banks.models import StoredQuestion

LONGEST_REASON = 2_000


def suspend(question_id: int, reason: str) -> StoredQuestion:
    """Take a question out of use at once, until somebody returns it: nothing is drawn from it any more."""
    question = ground.locked(question_id)
    if question.state != "approved":
        raise Refusal(_l("Only an approved question can be suspended."))
    _set_aside(question, "suspended", reason)
    ground.note("question_banks:question:suspend", question, new={"reason": question.set_aside_reason})
    return question


def return_to_use(question_id: int) -> StoredQuestion:
    """Let a suspended question be drawn again."""
    question = ground.locked(question_id)
    if question.state != "suspended":
        raise Refusal(_l("Only a suspended question can be returned to use."))
    old = {"reason": question.set_aside_reason}
    question.state = "approved"
    question.set_aside_by = question.set_aside_at = question.set_aside_reason = None
    question.changed_at = now()
    db.session.flush()
    ground.note("question_banks:question:return", question, old=old)
    return question


def retire(question_id: int, reason: str) -> StoredQuestion:
    """Take a question out of use for good. Its editions stay, for the papers that showed them."""
    question = ground.locked(question_id)
    if question.state == "retired":
        raise Refusal(_l("This question is retired already."))
    if ground.waiting_edition(question.id) is not None:
        raise Refusal(
            _l("This question waits for its review."),
            next_step=_l("Let the reviewer send it back first, then retire it."),
        )
    old = {"state": question.state}
    _set_aside(question, "retired", reason)
    ground.note(
        "question_banks:question:retire", question, old=old, new={"reason": question.set_aside_reason}
    )
    return question


def _set_aside(question: StoredQuestion, state: str, reason: str) -> None:
    why = reason.strip()
    if not why:
        raise Refusal(_l("Say why: the reason stays with the question."), status=422)
    question.state = state
    question.set_aside_by, question.set_aside_at = ground.person(), now()
    question.set_aside_reason = why[:LONGEST_REASON]
    question.changed_at = now()
    db.session.flush()
