"""The chancery and the head: register in the incoming journal, name the executor, forward to the Committee."""

from __future__ import annotations

from sqlalchemy import select

from accounts.models import Account
from accounts.queries import active_grants, today
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications import notices, papers
from applications.actions import consignments, course, front_office, neighbours, refusal_signing
from applications.models import Assignment, Case, CaseDocument, Forwarding, IncomingEntry
from applications.own_refusals import waiting_in
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from regulations.verbs import Verb

# Who may be named executor; in rural pharmacy it is the commission's secretary.
EXECUTORS = frozenset({Role.RESPONSIBLE_OFFICIAL, Role.COMMISSION_SECRETARY})


def register(case_id: int, sheets: int) -> IncomingEntry:
    """Register the case in the incoming journal and give the receipt, unless the front office gave one.

    A file that came with the courier is marked as received on the list.
    """
    case = course.locked(case_id)
    office_id = case.desk_office_id or case.office_id
    moved = course.perform(case, Verb.REGISTER)
    entry = _enter(case, office_id, sheets)
    if case.registered_at is None:
        case.registered_at = entry.registered_at
        if front_office.receipt_of(case) is None:
            papers.receipt(case, entry)
    neighbours.tell_of_entry(case, moved.step, entry)
    consignments.arrived(case)
    notices.of_step(case, moved.notices)
    return entry


def _enter(case: Case, office_id: int, sheets: int) -> IncomingEntry:
    year = today(case.office.zone).year
    entry = IncomingEntry(
        office_id=office_id,
        year=year,
        number=next_number("incoming", office_id, year),
        case_id=case.id,
        sheets=sheets,
        registered_by=current_actor().account_id,
        registered_at=now(),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def enter_incoming(case: Case, sheets: int) -> IncomingEntry:
    """Enter a case whose registering is done by another verb: the clinic accepts or refuses in one act."""
    entry = _enter(case, case.office_id, sheets)
    case.registered_at = entry.registered_at
    return entry


def assign(case_id: int, executor_id: int, resolution: str, acting_order: str = "") -> Assignment:
    """Name the executor, with the resolution written on the file."""
    case = course.locked(case_id)
    office_id = case.desk_office_id or case.office_id
    _may_execute(executor_id, office_id)
    _demand_acting_order(acting_order)
    assignment = _name(case, office_id, executor_id, resolution, acting_order)
    moved = course.perform(
        case, Verb.ASSIGN, brings=course.With(new={"executor": executor_id, "resolution": resolution})
    )
    notices.of_step(case, moved.notices)
    return assignment


def reassign(
    case_id: int, executor_id: int, resolution: str, reason: str, acting_order: str = ""
) -> Assignment:
    """Name another executor; the reason stays with the first naming."""
    case = course.locked(case_id)
    actor = current_actor()
    if actor.office_id is None or case.desk_office_id != actor.office_id:
        raise NotFound
    _may_execute(executor_id, actor.office_id)
    _demand_acting_order(acting_order)
    present = db.session.scalar(
        select(Assignment).where(
            Assignment.case_id == case.id,
            Assignment.office_id == actor.office_id,
            Assignment.ended_at.is_(None),
        )
    )
    if present is None:
        raise Refusal(_l("No executor has been named for this case yet. Name one first."))
    if present.executor_id == executor_id:
        raise Refusal(_l("This person is the executor already."))
    present.ended_at = now()
    present.ended_reason = reason
    db.session.flush()
    assignment = _name(case, actor.office_id, executor_id, resolution, acting_order)
    if case.executor_id is not None:
        case.executor_id = executor_id
    record(
        "applications:case:reassign",
        subject=("case", case.id),
        office_id=case.office_id,
        old={"executor": present.executor_id},
        new={"executor": executor_id, "resolution": resolution, "reason": reason},
    )
    return assignment


def _name(case: Case, office_id: int, executor_id: int, resolution: str, acting_order: str) -> Assignment:
    actor = current_actor()
    assignment = Assignment(
        case_id=case.id,
        office_id=office_id,
        executor_id=executor_id,
        resolution=resolution,
        assigned_by=actor.account_id,
        acting_order=acting_order,
        assigned_at=now(),
    )
    db.session.add(assignment)
    db.session.flush()
    return assignment


def _demand_acting_order(acting_order: str) -> None:
    """Asked before anything is changed: whoever names in another's stead says by which order."""
    if current_actor().role == Role.ACTING_HEAD and not acting_order:
        raise RefusedFact("acting_order", _l("An acting head names the order by which they act."))


def _may_execute(executor_id: int, office_id: int) -> None:
    account = db.session.get(Account, executor_id)
    grants = active_grants(executor_id, now()) if account is not None else []
    if not any(grant.office_id == office_id and Role(grant.role) in EXECUTORS for grant in grants):
        raise Refusal(
            _l("This person is no responsible official of your office at present."),
            next_step=_l("Choose somebody from the list."),
        )


def forward(case_id: int) -> Forwarding | None:
    """Pass the file on: to the Committee, after which the territorial staff only read, or to the own commission."""
    case = course.locked(case_id)
    if case.committee_id is None:
        _to_the_commission(case)
        return None
    moved = course.perform(case, Verb.FORWARD)
    passed = Forwarding(
        case_id=case.id,
        from_office_id=case.office_id,
        to_office_id=case.committee_id,
        forwarded_by=current_actor().account_id,
        forwarded_at=now(),
    )
    db.session.add(passed)
    notices.of_step(case, moved.notices)
    return passed


def _to_the_commission(case: Case) -> None:
    """At one level the file stays in the office; only the commission of the same office can take it."""
    if course.edition_of(case).responsibilities.commission is None:
        raise Refusal(_l("This service is given at one level: there is nowhere to forward the file."))
    moved = course.perform(case, Verb.FORWARD, brings=course.With(new={"to": "commission"}))
    notices.of_step(case, moved.notices)


def withdraw(case_id: int, reason: str) -> Case:
    """The applicant takes the application back."""
    case = refusal_signing.held_with_sheet(case_id)
    refused = waiting_in(case)
    if refused is not None:
        course.lawful(case, Verb.WITHDRAW)
        refusal_signing.call_back(refused, str(_l("The applicant took the application back.")))
    moved = course.perform(case, Verb.WITHDRAW, brings=course.With(new={"reason": reason}))
    notices.of_step(case, moved.notices)
    return case


def documents_of(case: Case) -> list[CaseDocument]:
    """The documents of a case that were not set aside."""
    return list(
        db.session.scalars(
            select(CaseDocument)
            .where(CaseDocument.case_id == case.id, CaseDocument.removed_at.is_(None))
            .order_by(CaseDocument.id)
        )
    )
