"""What another system may see: the cases of its token's office and of the offices below it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload

from accounts.models import Office
from accounts.queries import offices_below
from accounts.token_door import Caller
from applications.given_papers import is_given
from applications.models import Case, Paper
from core.database import db
from core.refusals import NotFound

PAGE = 50
_ID = re.compile("[0-9a-f]{32}")


def may_see(caller: Caller) -> ColumnElement[bool]:
    """The cases of the token's office and below; a token without an office was issued for all of them."""
    if caller.office_id is None:
        return true()
    offices = offices_below(caller.office_id)
    return or_(Case.office_id.in_(offices), Case.committee_id.in_(offices), Case.front_office_id.in_(offices))


def find(public_id: str, caller: Caller) -> Case:
    """One case by its id."""
    case = None
    if _ID.fullmatch(public_id):
        case = db.session.scalar(
            select(Case)
            .options(joinedload(Case.person), joinedload(Case.office))
            .where(Case.public_id == public_id, may_see(caller))
        )
    if case is None:
        raise NotFound
    return case


def listed(caller: Caller, service: str | None, ended: bool | None, page: int) -> tuple[Sequence[Case], int]:
    """One page of the cases, the newest first, and how many there are."""
    condition = [may_see(caller)]
    if service is not None:
        condition.append(Case.service == service)
    if ended is not None:
        condition.append(Case.ended_at.is_not(None) if ended else Case.ended_at.is_(None))
    total = db.session.scalar(select(func.count(Case.id)).where(*condition)) or 0
    rows = db.session.scalars(
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office))
        .where(*condition)
        .order_by(Case.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return rows, total


def paper_of(case: Case, public_id: str) -> Paper:
    """One paper of a case that was found already."""
    paper = None
    if _ID.fullmatch(public_id):
        paper = db.session.scalar(
            select(Paper)
            .options(joinedload(Paper.file))
            .where(Paper.public_id == public_id, Paper.case_id == case.id)
        )
    if paper is None or not is_given(paper):
        raise NotFound
    return paper


def office_for(caller: Caller, code: str) -> Office | None:
    """An office by its code, if applications to it may come from this system."""
    office = db.session.scalar(select(Office).where(Office.code == code))
    if office is None or (caller.office_id is not None and office.id not in offices_below(caller.office_id)):
        return None
    return office
