"""What the desks ask: the list of a role, the head's overview by office, step and lateness. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy import case as when

from applications.models import Case
from applications.queries import may_see
from core.actor import Actor
from core.clock import now
from core.database import db


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases stand somewhere, and how many of them are late."""

    key: str
    open: int
    late: int


def late() -> ColumnElement[bool]:
    """Open cases whose present term has passed."""
    return and_(Case.ended_at.is_(None), Case.due_at < now())


def by_desk(actor: Actor) -> list[Load]:
    """Open cases by the role on whose desk they lie."""
    return _counted(Case.desk_role, actor)


def by_service(actor: Actor) -> list[Load]:
    """Open cases by service."""
    return _counted(Case.service, actor)


def _counted(column: object, actor: Actor) -> list[Load]:
    late = func.sum(when((Case.due_at < now(), 1), else_=0))
    rows = db.session.execute(
        select(column, func.count(), late)  # type: ignore[call-overload]  # a mapped column of text
        .where(Case.ended_at.is_(None), may_see(actor))
        .group_by(column)
        .order_by(func.count().desc())
    )
    return [Load(str(key), count, int(past or 0)) for key, count, past in rows]


def by_executor(actor: Actor) -> list[tuple[int, int, int]]:
    """Open cases by executor: whose, how many, how many late."""
    late = func.sum(when((Case.due_at < now(), 1), else_=0))
    rows = db.session.execute(
        select(Case.executor_id, func.count(), late)
        .where(Case.ended_at.is_(None), Case.executor_id.is_not(None), may_see(actor))
        .group_by(Case.executor_id)
        .order_by(func.count().desc())
    )
    return [(int(who), count, int(past or 0)) for who, count, past in rows if who is not None]
