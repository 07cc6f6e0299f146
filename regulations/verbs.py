"""The verbs of a case and what can come of them: one verb for one kind of step, and the few that have no step.

For the rooms that perform them: the same word is the function in `actions.py`, the journal's tag and the
permission.
"""

from __future__ import annotations

from enum import StrEnum

from regulations.kinds import GateFact, StepKind
from regulations.model import Step


class Verb(StrEnum):
    SUBMIT = "submit"
    PAY = "pay"
    REGISTER = "register"
    ASSIGN = "assign"
    CHECK_DOCUMENTS = "check_documents"
    NOTIFY_TEST = "notify_test"
    FINISH_TEST = "finish_test"
    RECORD_RESULT = "record_result"
    FORWARD = "forward"
    EVALUATE = "evaluate"
    INTERVIEW = "interview"
    DECIDE = "decide"
    DRAFT_ORDER = "draft_order"
    SIGN_ORDER = "sign_order"
    DRAFT_DOCUMENT = "draft_document"
    SIGN_DOCUMENT = "sign_document"
    ISSUE = "issue"
    REFUSE = (
        "refuse"  # gives the motivated refusal where the text has the official send it instead of the file
    )
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"
    ANNUL = "annul"
    REOPEN = "reopen"


class Outcome(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    PAID = "paid"
    UNPAID = "unpaid"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    ABSENT = "absent"
    FINISHED = "finished"
    AWARD = "award"


VERB_OF: dict[StepKind, Verb] = {
    StepKind.PAYMENT: Verb.PAY,
    StepKind.REGISTER: Verb.REGISTER,
    StepKind.ASSIGN: Verb.ASSIGN,
    StepKind.DOCUMENT_CHECK: Verb.CHECK_DOCUMENTS,
    StepKind.NOTIFY_TEST: Verb.NOTIFY_TEST,
    StepKind.TEST: Verb.FINISH_TEST,
    StepKind.RECORD_RESULT: Verb.RECORD_RESULT,
    StepKind.FORWARD: Verb.FORWARD,
    StepKind.EVALUATION: Verb.EVALUATE,
    StepKind.INTERVIEW: Verb.INTERVIEW,
    StepKind.DECISION: Verb.DECIDE,
    StepKind.ORDER: Verb.DRAFT_ORDER,
    StepKind.ORDER_SIGNATURE: Verb.SIGN_ORDER,
    StepKind.DOCUMENT_DRAFT: Verb.DRAFT_DOCUMENT,
    StepKind.DOCUMENT_SIGNATURE: Verb.SIGN_DOCUMENT,
    StepKind.ISSUE: Verb.ISSUE,
}

# The outcomes that fail a gate; every other outcome of a gated step but ABSENT passes it.
FAILING = frozenset({Outcome.REFUSE, Outcome.UNPAID, Outcome.NEGATIVE})

_EXAMINED = (Outcome.POSITIVE, Outcome.NEGATIVE, Outcome.ABSENT)
_BY_KIND: dict[StepKind, tuple[Outcome, ...]] = {
    StepKind.PAYMENT: (Outcome.PAID, Outcome.UNPAID),
    StepKind.DOCUMENT_CHECK: (Outcome.ACCEPT, Outcome.REFUSE),
    StepKind.TEST: _EXAMINED,
    StepKind.INTERVIEW: _EXAMINED,
    StepKind.EVALUATION: (Outcome.FINISHED,),
    StepKind.DECISION: (Outcome.AWARD, Outcome.REFUSE),
}


def outcomes_of(step: Step) -> tuple[Outcome, ...]:
    """What performing this step can come to; empty = it has only one end. The clinic checks while registering."""
    if step.kind is StepKind.REGISTER and step.gate and step.gate.fact is GateFact.DOCUMENTS:
        return (Outcome.ACCEPT, Outcome.REFUSE)
    return _BY_KIND.get(step.kind, ())
