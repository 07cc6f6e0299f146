"""Named reads of cases; each starts from what the reader may see, so that a foreign case is simply not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Account
from accounts.queries import active_mandates, offices_below
from accounts.roles import Role
from applications.models import (
    Assignment,
    Case,
    CaseNotice,
    CasePerson,
    CaseStep,
    IncomingEntry,
    Paper,
    Refused,
)
from core.actor import Actor
from core.clock import now
from core.database import db
from core.refusals import NotFound
from core.sorting import like_pattern, number_pattern

# Roles that read the cases of their office and of the offices under it.
READ_BELOW = frozenset({Role.HEAD, Role.ACTING_HEAD, Role.INSPECTOR})
# Roles of staff that work on cases of their own office.
WORK_ON_CASES = frozenset(
    {
        Role.CHANCERY_CLERK,
        Role.CENTRE_INSPECTOR,
        Role.STATISTICS_SPECIALIST,
        Role.RESPONSIBLE_OFFICIAL,
        Role.AUTHORISED_SIGNATORY,
        Role.LAWYER,
        Role.COMMISSION_SECRETARY,
    }
)


def may_see(actor: Actor, principal_id: int | None = None) -> ColumnElement[bool]:
    """The cases that somebody may see: one's own, those one applied for, or those of one's office."""
    if actor.office_id is None:
        return _own(actor.account_id, principal_id)
    if actor.role in READ_BELOW:
        return _of_offices(offices_below(actor.office_id))
    if actor.role in WORK_ON_CASES:
        return _of_offices({actor.office_id})
    return false()


def _own(account_id: int | None, principal_id: int | None) -> ColumnElement[bool]:
    """One's own; a representative's within the mandate; the unidentified see what they entered themselves."""
    account = db.session.get(Account, account_id) if account_id is not None else None
    if account is None or principal_id is None:
        return false()
    if account.id == principal_id:
        mine = Case.applicant_id == account.id
        return mine if account.proven else and_(mine, Case.entered_by == account.id)
    held = [mandate for mandate in active_mandates(account.id, now()) if mandate.principal_id == principal_id]
    if not held:
        return false()
    theirs = Case.applicant_id == principal_id
    if any(not mandate.services for mandate in held):
        return theirs
    return and_(theirs, Case.service.in_({slug for mandate in held for slug in mandate.services}))


def _of_offices(offices: set[int]) -> ColumnElement[bool]:
    return or_(Case.office_id.in_(offices), Case.committee_id.in_(offices), Case.front_office_id.in_(offices))


def find(public_id: str, actor: Actor, principal_id: int | None = None) -> Case:
    """One case by its address."""
    case = db.session.scalar(
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office), joinedload(Case.executor))
        .where(Case.public_id == public_id, may_see(actor, principal_id))
    )
    if case is None:
        raise NotFound
    return case


def on_desk(actor: Actor) -> ColumnElement[bool]:
    """What waits for somebody: on the desk of the role at the office, for them by name or for nobody yet."""
    if actor.office_id is None:
        return false()
    roles = (
        {Role.HEAD.value, Role.ACTING_HEAD.value}
        if actor.role in {Role.HEAD, Role.ACTING_HEAD}
        else {actor.role}
    )
    return and_(
        Case.ended_at.is_(None),
        Case.desk_office_id == actor.office_id,
        Case.desk_role.in_(roles),
        or_(Case.executor_id.is_(None), Case.executor_id == actor.account_id),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list is narrowed; kept in the address of the page."""

    words: str = ""
    service: str = ""
    state: str = ""
    page: int = 1


PAGE = 50


def narrowed(query: Select[Case], wanted: Wanted) -> Select[Case]:
    """Narrow a list by number, name, IIN or BIN, and by service."""
    if wanted.service:
        query = query.where(Case.service == wanted.service)
    words = wanted.words.strip()
    if not words:
        return query
    digits = "".join(words.split())
    if digits.isdecimal() and len(digits) == 12:
        return query.join(CasePerson).where(or_(CasePerson.iin == digits, CasePerson.bin == digits))
    if any(character.isdigit() for character in words):
        return query.where(Case.number.like(number_pattern(words), escape="\\"))
    return query.join(CasePerson).where(CasePerson.folded_name.like(like_pattern(words), escape="\\"))


def listed(condition: ColumnElement[bool], wanted: Wanted) -> tuple[Sequence[Case], int]:
    """One page of a list, those due soonest first, and how many there are."""
    query = narrowed(select(Case).where(condition), wanted)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(
        query.options(joinedload(Case.person), joinedload(Case.executor))
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
        .limit(PAGE)
        .offset((max(1, wanted.page) - 1) * PAGE)
    ).all()
    return rows, total


def steps_of(case: Case) -> Sequence[CaseStep]:
    """The steps that the case has taken, in order."""
    return db.session.scalars(select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.id)).all()


def papers_of(case: Case) -> Sequence[Paper]:
    """The papers that were issued in the case."""
    return db.session.scalars(
        select(Paper).options(joinedload(Paper.file)).where(Paper.case_id == case.id).order_by(Paper.id)
    ).all()


def notices_of(case: Case) -> Sequence[CaseNotice]:
    """What was said to the applicant, the newest first."""
    return db.session.scalars(
        select(CaseNotice).where(CaseNotice.case_id == case.id).order_by(CaseNotice.id.desc())
    ).all()


def refusal_of(case: Case) -> Refused | None:
    """The refusal that counts, if there is one."""
    return db.session.scalar(select(Refused).where(Refused.case_id == case.id, Refused.annulled_at.is_(None)))


def incoming_of(case: Case) -> Sequence[IncomingEntry]:
    """The lines of the incoming journals in which the case stands."""
    return db.session.scalars(
        select(IncomingEntry).where(IncomingEntry.case_id == case.id).order_by(IncomingEntry.id)
    ).all()


def assignment_of(case: Case, office_id: int) -> Assignment | None:
    """Who is named executor at an office now."""
    return db.session.scalar(
        select(Assignment).where(
            Assignment.case_id == case.id, Assignment.office_id == office_id, Assignment.ended_at.is_(None)
        )
    )


def load_of(account_id: int) -> int:
    """How many open cases an executor holds."""
    return (
        db.session.scalar(
            select(func.count(Case.id)).where(Case.executor_id == account_id, Case.ended_at.is_(None))
        )
        or 0
    )


def own_cases(actor: Actor, principal_id: int) -> Sequence[Case]:
    """All cases of an applicant that this person may see, the newest first."""
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office), joinedload(Case.executor))
        .where(may_see(actor, principal_id))
        .order_by(Case.submitted_at.desc(), Case.id.desc())
    ).all()


def unread_of(case: Case) -> int:
    """How many messages in the cabinet nobody has read yet."""
    return (
        db.session.scalar(
            select(func.count(CaseNotice.id)).where(
                CaseNotice.case_id == case.id, CaseNotice.medium == "cabinet", CaseNotice.read_at.is_(None)
            )
        )
        or 0
    )
