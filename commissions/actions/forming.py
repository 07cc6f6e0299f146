"""Forming a commission by an order, naming its members, releasing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.models import Specialty
from accounts.queries import executors_at, today
from accounts.refused_facts import RefusedFact, refuse_far_day
from commissions.models import Commission, Member, MemberSpecialty
from commissions.words import who_may_be
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Formed:
    """A commission as the order forms it."""

    kind: str
    name: str
    order_number: str
    order_date: date
    order_file: StoredFile


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named, as what, and for how long."""

    account_id: int
    role: str
    from_day: date
    until_day: date | None = None
    specialties: tuple[int, ...] = ()


def form(wanted: Formed) -> Commission:
    """A new commission of the own office. Another composition by another order is another commission."""
    actor = current_actor()
    if wanted.order_date > today():
        raise RefusedFact("order_date", _l("The order cannot be of a later day than today."))
    made = Commission(
        office_id=actor.office_id,
        kind=wanted.kind,
        name=wanted.name,
        order_number=wanted.order_number,
        order_date=wanted.order_date,
        order_file_id=wanted.order_file.id,
        formed_by=actor.account_id,
        formed_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise RefusedFact(
            "order_number", _l("A commission of this kind was formed by this order already.")
        ) from error
    _note(made, "form", {"kind": made.kind, "order": made.order_number, "digest": wanted.order_file.digest})
    return made


def locked(commission_id: int) -> Commission:
    """A commission of the own office, held until the commit."""
    found = held(Commission, commission_id)
    if found.office_id != current_actor().office_id:
        raise NotFound
    return found


def add_member(commission_id: int, wanted: Named) -> Member:
    """Name somebody: one chair at a time, and nobody twice; secretaries as many as the order names."""
    at = locked(commission_id)
    if all(
        one.id != wanted.account_id for one in executors_at(at.office_id, who_may_be(at.kind, wanted.role))
    ):
        raise RefusedFact("account_id", _l("This person has no such role at the office now."))
    if wanted.from_day < at.order_date:
        raise RefusedFact("from_day", _l("Nobody is in a commission before the day of its order."))
    if wanted.until_day is not None and wanted.until_day < wanted.from_day:
        raise RefusedFact("until_day", _l("The last day lies before the first."))
    made = Member(
        commission_id=at.id,
        account_id=wanted.account_id,
        role=wanted.role,
        from_day=wanted.from_day,
        until_day=wanted.until_day,
        named_by=current_actor().account_id,
        named_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise Refusal(
            _l("The person is in the commission at that time, or it has another chair then."),
            next_step=_l("Release that member first, or name this one from a later day."),
        ) from error
    known = db.session.scalars(select(Specialty.id).where(Specialty.id.in_(wanted.specialties)))
    for specialty_id in known:
        db.session.add(MemberSpecialty(member_id=made.id, specialty_id=specialty_id))
    db.session.flush()
    _note(
        at, "add_member", {"account": made.account_id, "role": made.role, "from": made.from_day.isoformat()}
    )
    return made


def release_member(member_id: int, last_day: date, reason: str) -> Member:
    """The member's last day in the commission, and why. What was done until then stays theirs."""
    found = db.session.get(Member, member_id)
    if found is None:
        raise NotFound
    at = locked(found.commission_id)
    if found.released_at is not None:
        raise Refusal(_l("This member was released already."))
    if last_day < found.from_day or (found.until_day is not None and last_day > found.until_day):
        raise RefusedFact("last_day", _l("Choose a day on which the person is in the commission."))
    refuse_far_day("last_day", last_day, found.from_day)
    found.until_day, found.released_reason = last_day, reason
    found.released_at, found.released_by = now(), current_actor().account_id
    db.session.flush()
    new = {"account": found.account_id, "role": found.role, "until": last_day.isoformat(), "reason": reason}
    _note(at, "release_member", new)
    return found


def _note(at: Commission, verb: str, new: dict[str, object]) -> None:
    record(f"commissions:commission:{verb}", subject=("commission", at.id), office_id=at.office_id, new=new)
