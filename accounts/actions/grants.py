"""The verbs of a grant: give a role by an order, end it on a day, revoke it for a reason.

The triggers of the database refuse the same things for whoever comes by another way; here each is asked before, under
a lock on the person's row, so that people read a sentence and two administrators cannot pass each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from accounts.models import Account, Office, RoleGrant
from accounts.queries import today
from accounts.refused_facts import RefusedFact, Stale
from accounts.roles import GRANTED, ROLE_NAMES, Role, conflicts_of
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held, held_all
from core.journal import record
from core.languages import _l
from core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Order:
    """The order on which a grant rests."""

    number: str
    dated: date


@dataclass(frozen=True, slots=True)
class Term:
    """From which day, until which day; without an end as long as nobody ends it."""

    from_day: date
    until_day: date | None = None


def grant_role(account: Account, role: str, office_id: int, term: Term, order: Order) -> RoleGrant:
    """Give a person a role at an office by an order. Nobody gives one to themselves."""
    wanted = _known(role)
    lock(account)
    if current_actor().account_id == account.id:
        raise Refusal(
            _l("Nobody grants a role to oneself."), next_step=_l("Ask another administrator to do it.")
        )
    if account.kind != "staff" or account.closed_at is not None:
        raise Refusal(_l("Roles are granted only to staff whose account is open."))
    office = db.session.get(Office, office_id)
    if office is None:
        raise RefusedFact("office_id", _l("There is no such office."))
    if office.closed_on is not None and office.closed_on <= (term.until_day or date.max):
        raise RefusedFact("office_id", _l("This office is closed, or will be within the term of the role."))
    _check_term(term, order)
    _refuse_conflicts(account, wanted, office, term)
    grant = RoleGrant(
        account_id=account.id,
        role=wanted.value,
        office_id=office.id,
        from_day=term.from_day,
        until_day=term.until_day,
        order_number=order.number.strip(),
        order_date=order.dated,
        granted_by=current_actor().account_id,
        granted_at=now(),
    )
    db.session.add(grant)
    db.session.flush()
    record(
        "accounts:grant:give",
        subject=("account", account.id),
        office_id=office.id,
        new={
            "grant": grant.id,
            "role": wanted.value,
            "office": office.id,
            "from": term.from_day,
            "until": term.until_day,
            "order": grant.order_number,
            "order_date": order.dated,
        },
    )
    return grant


def end_grant(grant: RoleGrant, until_day: date, *, is_stale: bool = False) -> None:
    """Say on which day a role ends: today or later, and never later than was said before.

    `is_stale` says that the page on which this was decided showed another end.
    """
    lock(grant.account)
    _refuse_over(grant)
    if is_stale:
        raise Stale
    if until_day < today():
        raise RefusedFact(
            "until_day",
            _l("A role cannot end in the past: what was done under it was done."),
            next_step=_l("Let it end today, or revoke it."),
        )
    if until_day < grant.from_day:
        raise RefusedFact("until_day", _l("The role has not begun by that day; revoke it instead."))
    if grant.until_day is not None and until_day >= grant.until_day:
        raise RefusedFact(
            "until_day",
            _l("The end of a role can only be brought forward."),
            next_step=_l("To go on longer, grant the role anew by a new order."),
        )
    _keep_an_administrator(grant, until_day)
    old = grant.until_day
    grant.until_day = until_day
    db.session.flush()
    record(
        "accounts:grant:end",
        subject=("account", grant.account_id),
        office_id=grant.office_id,
        old={"grant": grant.id, "until": old},
        new={"grant": grant.id, "role": grant.role, "office": grant.office_id, "until": until_day},
    )


def revoke_grant(grant: RoleGrant, reason: str) -> None:
    """Take a role away at once, for a reason that stays in the books."""
    lock(grant.account)
    _refuse_over(grant)
    by = current_actor().account_id
    if by is None:
        raise Refusal(_l("A role is revoked by a person: name the administrator who does it."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why; it is kept in the journal."))
    _keep_an_administrator(grant, None)
    grant.revoked_at, grant.revoked_by, grant.revoke_reason = now(), by, reason.strip()[:300]
    db.session.flush()
    record(
        "accounts:grant:revoke",
        subject=("account", grant.account_id),
        office_id=grant.office_id,
        old={"grant": grant.id, "role": grant.role, "office": grant.office_id},
        new={"revoked": True, "reason": grant.revoke_reason},
    )


def lock(account: Account) -> None:
    """Let grants to one person happen one after the other.

    The lock lets foreign keys point at the row meanwhile: the other administrator's acts name this account too.
    """
    held(Account, account.id, pointed_at=True)


def _known(role: str) -> Role:
    if role not in {granted.value for granted in GRANTED}:
        raise RefusedFact("role", _l("Choose a role."))
    return Role(role)


def _check_term(term: Term, order: Order) -> None:
    if not order.number.strip():
        raise RefusedFact("order_number", _l("Write the number of the order on which the role rests."))
    if order.dated > today():
        raise RefusedFact("order_date", _l("The order is dated in the future."))
    if term.until_day is not None and term.until_day < term.from_day:
        raise RefusedFact("until_day", _l("The role would end before it begins."))
    if term.until_day is not None and term.until_day < today():
        raise RefusedFact("until_day", _l("The role would have ended already."))


def _refuse_conflicts(account: Account, role: Role, office: Office, term: Term) -> None:
    """Two roles that must not meet may follow one another, but not overlap by a single day."""
    overlapping = select(RoleGrant).where(
        RoleGrant.account_id == account.id,
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= term.from_day),
    )
    if term.until_day is not None:
        overlapping = overlapping.where(RoleGrant.from_day <= term.until_day)
    conflicts = conflicts_of(role)
    for other_grant in db.session.scalars(overlapping):
        other = Role(other_grant.role)
        if other in conflicts:
            raise RefusedFact(
                "role",
                _l(
                    "“%(role)s” and “%(other)s” must not meet in one person: %(reason)s",
                    role=ROLE_NAMES[role],
                    other=ROLE_NAMES[other],
                    reason=conflicts[other],
                ),
                next_step=_l("End or revoke the other role first, or choose another person."),
            )
        if other is role and other_grant.office_id == office.id:
            raise RefusedFact(
                "role", _l("This person holds this role at this office within that term already.")
            )


def _refuse_over(grant: RoleGrant) -> None:
    if grant.revoked_at is not None:
        raise Refusal(_l("This role was revoked already."))
    if grant.until_day is not None and grant.until_day < today():
        raise Refusal(_l("This role has ended already."))


def _keep_an_administrator(grant: RoleGrant, until_day: date | None) -> None:
    """Nobody could let anybody in again if the last administrator were sent away."""
    if grant.role != Role.ADMINISTRATOR.value:
        return
    day = until_day or today()
    lasting = (
        select(RoleGrant.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR.value,
            RoleGrant.revoked_at.is_(None),
            RoleGrant.from_day <= day,
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day > day),
            Account.closed_at.is_(None),
        )
    )
    # Two administrators who send each other away at the same moment wait for one another here.
    left = [one for one in held_all(RoleGrant, db.session.scalars(lasting)) if one.revoked_at is None]
    if all(one.id == grant.id for one in left):
        raise Refusal(
            _l("This is the last system administrator; without one nobody could let anybody in."),
            next_step=_l("Grant the role to another person first."),
        )
