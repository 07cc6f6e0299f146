"""Neighbouring systems are told what a step of the text enters there: through the outbox, in the same transaction.

A dead door never blocks a case: the message waits and is tried again. Where a door leads nowhere, or its system has
refused, whoever keeps the case enters it there by hand and notes the number. An optional record is not owed to
anybody: it is made only where its door is open.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select

from applications.models import Case, CaseDocument, IncomingEntry, Told
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_where
from core.journal import record
from core.languages import _l
from core.models import OutboxMessage
from core.refusals import NotFound, Refusal
from gateways import document_flow, elicensing, quality, service_centres
from gateways.doors import doors
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.model import Step

# A message in one of these states will not arrive by itself, or nobody can know whether it has.
STRANDED = frozenset({"failed", "perhaps_sent"})

# What a test's result is called among the things that other systems are told.
RESULT = "result"


def tell_of_step(case: Case, step: Step | None) -> None:
    """Enter in other systems what the text says that this step enters there."""
    if step is None:
        return
    if elicensing.SYSTEM in step.records_in:
        _tell_standing(case, step)
    if quality.SYSTEM in step.records_in and step.kind is StepKind.DOCUMENT_CHECK:
        _tell_documents(case, step)


def tell_of_entry(case: Case, step: Step | None, entry: IncomingEntry) -> None:
    """The incoming journal's line goes to the document-flow system as well, where the text has that record."""
    if step is None or document_flow.SYSTEM not in (*step.records_in, *step.may_record_in):
        return
    owed = document_flow.SYSTEM in step.records_in
    letter = document_flow.IncomingLetter(
        case_number=case.number,
        incoming_number=f"{entry.year}-{entry.number:06d}",
        registered_at=entry.registered_at,
        applicant_number=_number(case),
        applicant_name=case.person.name,
        subject=_title(case),
        sheets=entry.sheets,
    )
    if doors().document_flow.connected:
        keep(case, document_flow.SYSTEM, step.id, "incoming",
             document_flow.tell_registration(letter, entry.office_id))  # fmt: skip
    elif owed:
        keep(case, document_flow.SYSTEM, step.id, "incoming", None)


def tell_taken(case: Case, acceptance: service_centres.Acceptance, office_id: int) -> None:
    """A public service centre enters what it took in its own system too."""
    carried = doors().service_centres.connected
    message = service_centres.tell_acceptance(acceptance, office_id) if carried else None
    keep(case, service_centres.SYSTEM, "", "acceptance", message)


def tell_handed_over(case: Case, handed: service_centres.HandedOver, office_id: int) -> None:
    """And what it handed over."""
    carried = doors().service_centres.connected
    message = service_centres.tell_handed_over(handed, office_id) if carried else None
    keep(case, service_centres.SYSTEM, "", "handed_over", message)


def tell_result(case: Case, step: str, result: elicensing.PortalResult) -> None:
    """A test's result goes where the text has it entered, or waits there to be entered by hand."""
    carried = doors().elicensing.connected
    message = elicensing.tell_result(result, case.desk_office_id or case.office_id) if carried else None
    keep(case, elicensing.SYSTEM, step, RESULT, message)


def tell_paper(case: Case, paper: elicensing.PortalPaper) -> None:
    """The result of a service goes to the portal where its door is open. No text has it entered there by hand."""
    if doors().elicensing.connected:
        message = elicensing.tell_paper(paper, case.desk_office_id or case.office_id)
        keep(case, elicensing.SYSTEM, "", "paper", message)


def tell_evaluation(case: Case, step: str, result: quality.EvaluationResult) -> None:
    """The results of an external evaluation go where the text has the experts enter them."""
    carried = doors().quality.connected
    message = quality.tell_evaluation(result, case.desk_office_id or case.office_id) if carried else None
    keep(case, quality.SYSTEM, step, "evaluation", message)


def was_told(case: Case, system: str, kind: str) -> bool:
    """Whether a system was told something of this kind before, or was to be told it by hand."""
    told = select(Told.id).where(Told.case_id == case.id, Told.system == system, Told.kind == kind)
    return db.session.scalar(told.limit(1)) is not None


def _tell_standing(case: Case, step: Step) -> None:
    status = elicensing.PortalStatus(
        case_number=case.number,
        applicant_number=_number(case),
        service=case.service,
        status=step.kind.value,
        since=now(),
    )
    carried = doors().elicensing.connected
    message = elicensing.tell_status(status, case.desk_office_id or case.office_id) if carried else None
    keep(case, elicensing.SYSTEM, step.id, "status", message)


def _tell_documents(case: Case, step: Step) -> None:
    """The documents as the official found them; the list of those accepted."""
    documents = db.session.scalars(
        select(CaseDocument)
        .where(
            CaseDocument.case_id == case.id,
            CaseDocument.removed_at.is_(None),
            CaseDocument.state == "accepted",
        )
        .order_by(CaseDocument.id)
    )
    checked = quality.CheckedDocuments(
        case_number=case.number,
        applicant_number=_number(case),
        applicant_name=case.person.name,
        submitted_on=case.submitted_at.astimezone(ZoneInfo(case.office.zone)).date(),
        documents=tuple(document.title["kk"] for document in documents),
    )
    carried = doors().quality.connected
    message = quality.tell_documents(checked, case.office_id) if carried else None
    keep(case, quality.SYSTEM, step.id, "documents", message)


def keep(case: Case, system: str, step: str, kind: str, message: OutboxMessage | None) -> Told:
    """Remember with the case that a system was told, or must be told by hand."""
    db.session.flush()
    told = Told(
        case_id=case.id,
        system=system,
        step=step,
        kind=kind,
        message_id=message.id if message else None,
        told_at=now(),
    )
    db.session.add(told)
    db.session.flush()
    return told


def is_owed(told: Told) -> bool:
    """Whether a person must enter it there: nothing carried it, or what carried it did not arrive for certain."""
    if told.number_there is not None:
        return False
    return told.message is None or told.message.state in STRANDED


def note_by_hand(case: Case, told_id: int, number: str) -> Told:
    """It stands in the other system now: note the number that it has there."""
    told = held_where(Told, Told.id == told_id, Told.case_id == case.id)
    if told is None or current_actor().office_id not in _offices(case):
        raise NotFound
    if not is_owed(told):
        raise Refusal(
            _l("Nothing is to be entered there by hand: it has been entered, or the message is on its way."),
            next_step=_l("Open the case: it shows what became of the message."),
        )
    told.number_there, told.entered_by, told.entered_at = number, current_actor().account_id, now()
    record(
        "applications:told:by_hand",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"told": told.id, "system": told.system, "kind": told.kind, "number": number},
    )
    return told


def _offices(case: Case) -> set[int | None]:
    return {case.office_id, case.committee_id or case.office_id, case.front_office_id or case.office_id}


def _number(case: Case) -> str:
    return case.person.iin or case.person.bin or ""


def _title(case: Case) -> str:
    return catalogue().edition(case.edition_id).title.kk
