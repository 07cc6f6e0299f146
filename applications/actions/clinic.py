"""The clinic's statistics cabinet: documents on arrival, accept and give the ticket, or refuse with motives.

Between accepting and the ticket nothing happens that another person would do, so the specialist does both at once
and the journal has both steps. The ticket is on paper here; `orders` makes the electronic one.
"""

from __future__ import annotations

from applications import notices, papers
from applications.actions import chancery, checking, course, submission
from applications.models import Case, CaseDocument, IncomingEntry, Paper, Refused
from applications.own_refusals import waiting_in
from applications.queries import incoming_of
from core.actor import current_actor
from core.clock import now
from core.languages import _l
from core.refusals import NotFound, Refusal
from regulations.verbs import Outcome, Verb


def arrive(entry: submission.Entry, documents: list[CaseDocument]) -> Case:
    """The applicant is here with the documents: the application begins now, also after a call by telephone."""
    if not documents:
        raise Refusal(
            _l("The service begins with the documents: tick what the applicant has brought."), status=422
        )
    return submission.just_entered(entry, entry.office.id) or submission.submit(entry, documents)


def accept(case_id: int, sheets: int) -> Paper:
    """Documents and data are accurate: register, give the receipt and the ticket."""
    case = _here(case_id)
    documents = chancery.documents_of(case)
    if waiting_in(case) is not None:
        raise course.RefusalWaits
    if any(document.state == "faulty" for document in documents):
        raise Refusal(
            _l("There are faulty documents: with these the case cannot be admitted."),
            next_step=_l("Issue a motivated refusal, or mark the document again if the fault was an error."),
        )
    for document in documents:
        if document.state == "waiting":
            document.state = "accepted"
            document.checked_by, document.checked_at = current_actor().account_id, now()
    moved = course.perform(
        case,
        Verb.REGISTER,
        Outcome.ACCEPT,
        brings=course.With(new={"documents": [document.id for document in documents]}),
    )
    papers.receipt(case, _entered(case, sheets))
    notices.of_step(case, moved.notices)
    issued = course.perform(case, Verb.ISSUE)
    ticket = papers.ticket(case)
    notices.of_step(case, issued.notices)
    return ticket


def refuse(case_id: int, motives: checking.Motives, sheets: int) -> Refused:
    """Documents or data are not accurate: the specialist refuses with motives at acceptance (I60), and signs that."""
    case = _here(case_id)
    refused = checking.refuse(case.id, motives, Verb.REGISTER)
    _entered(case, sheets)
    return refused


def _entered(case: Case, sheets: int) -> IncomingEntry:
    """Entered once: what was entered with a refusal that was called back stays its line in the journal."""
    return next(iter(incoming_of(case)), None) or chancery.enter_incoming(case, sheets)


def _here(case_id: int) -> Case:
    case = course.locked(case_id)
    if case.office_id != current_actor().office_id:
        raise NotFound
    return case
