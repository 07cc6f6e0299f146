"""The document check: item by item, accommodations with reason, then admit or refuse with motives."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.roles import Role
from applications import notices, office_rules, papers, queries
from applications.actions import course, refusal_signing
from applications.grounds import ground_in_words
from applications.models import Accommodation, Case, CaseDocument, Refused
from applications.own_refusals import may_be_called_back, waiting_in
from core.actor import Actor, current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from regulations.kinds import Basis, Need, StepKind
from regulations.places import parse, way
from regulations.setting_values import GroundItem
from regulations.verbs import Outcome, Verb

# Verbs with one end: on the way out of a failed test or interview they bring the refusal with them.
ON_THE_WAY_OUT = frozenset({Verb.REFUSE, Verb.ISSUE})


@dataclass(frozen=True, slots=True)
class Motives:
    """Why a service is refused: the ground, the clause, what was found; and which ground of the office's list it is."""

    ground: str
    clause: str
    facts: str
    ground_id: str | None = None


def motives_by(ground: GroundItem, case: Case, facts: str) -> Motives:
    """A ground of the office's list, in the words of the applicant's language."""
    return Motives(ground_in_words(ground, case.language), ground.clause, facts, ground.id)


def _mine(case: Case) -> None:
    """Only the executor named by the head checks; where none is named, the role that the text names."""
    actor = current_actor()
    if case.desk_office_id is None or case.desk_office_id != actor.office_id:
        raise NotFound
    if case.executor_id is not None and case.executor_id != actor.account_id:
        raise Refusal(_l("The head has named another executor for this case."), status=403)


def mark_document(case_id: int, document_id: int, fault: str | None) -> CaseDocument:
    """Accept one document, or mark it faulty with the reason."""
    case = course.locked(case_id)
    _mine(case)
    _at_check(case)
    document = db.session.scalar(
        select(CaseDocument).where(CaseDocument.id == document_id, CaseDocument.case_id == case.id)
    )
    if document is None or document.removed_at is not None:
        raise NotFound
    before = document.state
    document.state = "faulty" if fault else "accepted"
    document.fault = fault or None
    document.checked_by = current_actor().account_id
    document.checked_at = now()
    record(
        "applications:document:check",
        subject=("case", case.id),
        office_id=case.office_id,
        old={"document": document.id, "state": before},
        new={"document": document.id, "state": document.state, "fault": document.fault},
    )
    return document


def _at_check(case: Case) -> None:
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    if waiting_in(case) is not None:
        raise course.RefusalWaits
    if here.step is None or edition.step(here.step).kind not in {StepKind.DOCUMENT_CHECK, StepKind.REGISTER}:
        raise Refusal(_l("The documents of this case are not being checked now."))


def decide_accommodation(
    case_id: int, accommodation_id: int, decision: str, reason: str, extra_minutes: int | None
) -> Accommodation:
    """Decide with reason what a candidate asked for, before seating."""
    case = course.locked(case_id)
    _mine(case)
    asked = db.session.scalar(
        select(Accommodation).where(Accommodation.id == accommodation_id, Accommodation.case_id == case.id)
    )
    if asked is None:
        raise NotFound
    if waiting_in(case) is not None:
        raise course.RefusalWaits
    if asked.decision is not None:
        raise Refusal(_l("This has been decided already."))
    asked.decision, asked.reason, asked.extra_minutes = decision, reason, extra_minutes
    asked.decided_by, asked.decided_at = current_actor().account_id, now()
    record(
        "applications:accommodation:decide",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"decision": decision, "extra_minutes": extra_minutes},
    )
    return asked


def accept(case_id: int) -> Case:
    """All documents are in order: the case goes on to what the text has next."""
    case = course.locked(case_id)
    _mine(case)
    if waiting_in(case) is not None:
        raise course.RefusalWaits
    documents = _documents(case)
    waiting = [document for document in documents if document.state == "waiting"]
    if waiting:
        raise Refusal(_l("Some documents have not been looked at yet. Accept each one or name its fault."))
    if any(document.state == "faulty" for document in documents):
        raise Refusal(
            _l("There are faulty documents: with these the case cannot be admitted."),
            next_step=_l("Issue a motivated refusal, or mark the document again if the fault was an error."),
        )
    undecided = db.session.scalar(
        select(Accommodation.id)
        .where(Accommodation.case_id == case.id, Accommodation.decision.is_(None))
        .limit(1)
    )
    if undecided is not None:
        raise Refusal(_l("The applicant asked for accommodations. Decide on them with reason first."))
    moved = course.perform(case, Verb.CHECK_DOCUMENTS, Outcome.ACCEPT)
    notices.of_step(case, moved.notices)
    return case


def refusing_verb(case: Case, actor: Actor) -> Verb | None:
    """By which verb this person may refuse the case now.

    After a failed test or interview nothing is examined any more: whoever would have forwarded the file sends the
    refusal, and where no head decides on the way out, whoever gives the result.
    """
    for one in course.what_now(case, actor):
        if any(lead.outcome is Outcome.REFUSE for lead in one.leads) or one.verb is Verb.REFUSE:
            return one.verb
        if one.verb is Verb.ISSUE and _waits_for_its_refusal(case):
            return one.verb
    return None


def _waits_for_its_refusal(case: Case) -> bool:
    edition = course.edition_of(case)
    way_out = parse(edition, case.procedure, case.place).exit
    if way_out is None or queries.refusal_of(case) is not None:
        return False
    return all(step.kind is not StepKind.DECISION for step in way(edition, case.procedure, way_out))


def refuses_by_own_act(case: Case) -> bool:
    """Whether whoever refuses the case at its present step signs the refusal, and not the head after them."""
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    gate = edition.step(here.step).gate if here.step else None
    way_out = here.exit or (gate.fails_to if gate else None)
    return way_out is not None and edition.exit(way_out).basis is Basis.ACT_OF_ACTOR


def refuse(case_id: int, motives: Motives, verb: Verb = Verb.CHECK_DOCUMENTS) -> Refused:
    """Refuse with motives: ground, clause, facts, how to appeal.

    By an act of one's own the refusal is only written here: the case leaves when its author has signed it.
    """
    case = course.locked(case_id)
    _mine(case)
    edition = course.edition_of(case)
    office_id = case.desk_office_id or case.office_id
    office_rules.demand(office_id, edition, Need.REFUSAL, case.procedure)
    if verb is Verb.ISSUE and not _waits_for_its_refusal(case):
        raise Refusal(_l("This refusal is decided elsewhere: here it is only handed out."))
    if waiting_in(case) is not None:
        raise course.RefusalWaits
    outcome = None if verb in ON_THE_WAY_OUT else Outcome.REFUSE
    way_out = parse(edition, case.procedure, course.lawful(case, verb, outcome).place).exit or ""
    if edition.exit(way_out).basis is Basis.ACT_OF_ACTOR:
        return write_refusal(case, office_id, way_out, motives)
    moved = course.perform(case, verb, outcome, brings=course.With(new={"clause": motives.clause}))
    refused = write_refusal(case, office_id, way_out, motives)
    notices.of_step(case, moved.notices)
    return refused


def call_back(case_id: int) -> Refused:
    """Take a refusal back that was written and not signed yet; whoever has the case then decides anew."""
    case = refusal_signing.held_with_sheet(case_id)
    _mine(case)
    refused = waiting_in(case)
    if refused is None:
        raise Refusal(_l("No refusal of this case waits for its signature."))
    if not may_be_called_back(refused):
        raise Refusal(
            _l("This refusal says what the commission has decided: it is signed, not called back."),
            clause=course.edition_of(case).exit(refused.exit).source,
        )
    refusal_signing.call_back(refused, str(_l("The refusal was called back before it was signed.")))
    return refused


def write_refusal(
    case: Case, office_id: int, exit_id: str, motives: Motives, order: papers.OrderPoint | None = None
) -> Refused:
    """The refusal as a row and a paper; later rooms call it for refusals after a test, an interview, a decision.

    One by an act of its author's own goes straight to its author to be signed.
    """
    actor = current_actor()
    edition = course.edition_of(case)
    appeal = papers.appeal_words(office_id, edition, case.language)
    basis = edition.exit(exit_id).basis
    paper = papers.refusal(
        case, office_id, motives.ground, motives.clause, motives.facts, appeal, basis, order
    )
    refused = Refused(
        case_id=case.id,
        exit=exit_id,
        ground=motives.ground,
        ground_id=motives.ground_id,
        clause=motives.clause,
        facts=motives.facts,
        appeal_body=appeal.body,
        appeal_term=appeal.term,
        paper_id=paper.id,
        refused_by=actor.account_id,
        refused_as=Role(actor.role).value,
        refused_at=now(),
    )
    db.session.add(refused)
    db.session.flush()
    if basis is Basis.ACT_OF_ACTOR:
        refusal_signing.send_to_author(refused)
    return refused


def annul_refusal(case: Case, act: str) -> None:
    """The refusal of a case that goes back ends with the act that brings it back; the row stays."""
    waiting = waiting_in(case)
    if waiting is not None:
        refusal_signing.call_back(waiting, act)
        return
    refused = db.session.scalar(
        select(Refused).where(Refused.case_id == case.id, Refused.annulled_at.is_(None))
    )
    if refused is not None:
        refused.annulled_at, refused.annulled_by_act = now(), act[:200]
        db.session.flush()


def _documents(case: Case) -> list[CaseDocument]:
    return list(
        db.session.scalars(
            select(CaseDocument).where(CaseDocument.case_id == case.id, CaseDocument.removed_at.is_(None))
        )
    )
