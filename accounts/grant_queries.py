"""Named reads of grants and of staff, for the pages of administration."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Account, LogIn, RoleGrant
from accounts.queries import today
from core.database import db
from core.sorting import sort_key

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for among the staff."""

    words: str = ""
    office_ids: Collection[int] | None = None
    role: str = ""
    closed: bool = False


def live(day: date) -> ColumnElement[bool]:
    """Grants that hold on a day."""
    return (
        RoleGrant.revoked_at.is_(None)
        & (RoleGrant.from_day <= day)
        & or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day)
    )


def grants_at(office_id: int) -> Sequence[RoleGrant]:
    """Who holds a role at an office now, or will: by name."""
    return db.session.scalars(
        select(RoleGrant)
        .join(RoleGrant.account)
        .options(joinedload(RoleGrant.account))
        .where(
            RoleGrant.office_id == office_id,
            RoleGrant.revoked_at.is_(None),
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= today()),
        )
        .order_by(Account.sort_key, RoleGrant.id)
    ).all()


def grants_of(account_id: int) -> Sequence[RoleGrant]:
    """Every role that a person ever held, the newest first."""
    return db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.office))
        .where(RoleGrant.account_id == account_id)
        .order_by(RoleGrant.from_day.desc(), RoleGrant.id.desc())
    ).all()


def live_grants_of(account_ids: Collection[int]) -> dict[int, list[RoleGrant]]:
    """The roles that several people hold now."""
    found: dict[int, list[RoleGrant]] = {identity: [] for identity in account_ids}
    for grant in db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.office))
        .where(RoleGrant.account_id.in_(account_ids), live(today()))
        .order_by(RoleGrant.id)
    ):
        found[grant.account_id].append(grant)
    return found


def staff(sought: Sought, page: int) -> tuple[Sequence[Account], int]:
    """A page of the staff in the order of the alphabet, and how many there are."""
    conditions: list[ColumnElement[bool]] = [
        Account.kind == "staff",
        Account.closed_at.is_not(None) if sought.closed else Account.closed_at.is_(None),
    ]
    for word in sought.words.split():
        pattern = name_pattern(word)
        plain = pattern_of(word.casefold())
        conditions.append(
            or_(
                Account.sort_key.like(pattern, escape="\\"),
                Account.login.like(plain, escape="\\"),
                Account.email.like(plain, escape="\\"),
            )
        )
    if sought.office_ids is not None or sought.role:
        held = select(RoleGrant.account_id).where(live(today()))
        if sought.office_ids is not None:
            held = held.where(RoleGrant.office_id.in_(sought.office_ids))
        if sought.role:
            held = held.where(RoleGrant.role == sought.role)
        conditions.append(Account.id.in_(held))
    count = db.session.scalar(select(func.count()).select_from(Account).where(*conditions)) or 0
    rows = db.session.scalars(
        select(Account)
        .where(*conditions)
        .order_by(Account.sort_key, Account.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return rows, count


def staff_named(words: str) -> list[int]:
    """Whom a typed name may mean, among all who can act."""
    query = select(Account.id)
    for word in words.split():
        query = query.where(
            or_(
                Account.sort_key.like(name_pattern(word), escape="\\"),
                Account.login.like(pattern_of(word.casefold()), escape="\\"),
            )
        )
    return list(db.session.scalars(query.limit(500)))


def name_pattern(word: str) -> str:
    """A pattern over the sort key, which folds Kazakh and Russian letters on both databases."""
    return pattern_of(sort_key(word))


def pattern_of(text: str) -> str:
    """A pattern that finds the text anywhere, its own % and _ meaning themselves."""
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def last_log_in(account_id: int) -> LogIn | None:
    """When a person was last here."""
    return db.session.scalar(
        select(LogIn).where(LogIn.account_id == account_id).order_by(LogIn.seen_at.desc()).limit(1)
    )


def running_log_ins(account_id: int) -> int:
    """How many log-ins of a person are running."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(LogIn)
            .where(LogIn.account_id == account_id, LogIn.ended_at.is_(None))
        )
        or 0
    )
