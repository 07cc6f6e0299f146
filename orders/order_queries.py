"""Named reads of orders: those of an office, their lines, who approved them; and the cases that wait for one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import joinedload

from accounts.grant_queries import live
from accounts.models import Account, Office, RoleGrant
from accounts.queries import offices_below, today
from accounts.roles import Role
from applications.models import Case
from applications.queries import READ_BELOW
from core.actor import Actor
from core.database import db
from core.listing import Listed, listed
from core.refusals import NotFound
from core.sorting import number_pattern
from orders.models import (
    Order,
    OrderApproval,
    OrderExtract,
    OrderLine,
    OrderLineSigned,
    OrderSigned,
    OrderVersion,
)
from regulations.catalogue import catalogue
from regulations.evaluation_order import steps_of_the_order
from regulations.kinds import StepKind
from regulations.model import Edition, Step
from regulations.path import due
from regulations.places import Place, all_places, parse

MOST_POINTS = 300
MOST_WAITING = 500

_ORDERED = frozenset({StepKind.ORDER, StepKind.ORDER_SIGNATURE})
# A line that decides on a case, in an order that may still be signed.
_UNSIGNED = (
    OrderLine.released_at.is_(None)
    & OrderLine.outcome.in_(("award", "refuse", "evaluate"))
    & ~exists().where(OrderLineSigned.line_id == OrderLine.id)
)


def orders_seen(actor: Actor) -> ColumnElement[bool]:
    """The orders of one's office; of the offices below for who reads them."""
    if actor.office_id is None:
        return false()
    offices = offices_below(actor.office_id) if actor.role in READ_BELOW else {actor.office_id}
    return Order.office_id.in_(offices)


def orders(actor: Actor, state: str = "", kind: str = "", page: int = 1) -> Listed[Order]:
    """The orders that somebody may see, the newest first."""
    signed = exists().where(OrderSigned.order_id == Order.id)
    query = (
        select(Order).options(joinedload(Order.office), joinedload(Order.drafter)).where(orders_seen(actor))
    )
    if kind:
        query = query.where(Order.kind == kind)
    if state == "signed":
        query = query.where(signed)
    elif state:
        query = query.where(Order.state == state, ~signed)
    return listed(query.order_by(Order.id.desc()), page)


def find_order(order_id: int, actor: Actor) -> Order:
    """One order by its number in the address."""
    found = db.session.scalar(select(Order).where(Order.id == order_id, orders_seen(actor)))
    if found is None:
        raise NotFound
    return found


def lines_of(order_id: int) -> Sequence[OrderLine]:
    """The lines of an order as they came into it."""
    return db.session.scalars(
        select(OrderLine)
        .options(joinedload(OrderLine.case).joinedload(Case.person))
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.position)
    ).all()


def signed_of(order_id: int) -> OrderSigned | None:
    """That the order is signed, if it is."""
    return db.session.get(OrderSigned, order_id)


def signed_among(orders_listed: Sequence[Order]) -> dict[int, OrderSigned]:
    """Which of these orders are signed."""
    ids = [order.id for order in orders_listed]
    rows = db.session.scalars(select(OrderSigned).where(OrderSigned.order_id.in_(ids)))
    return {row.order_id: row for row in rows}


def versions_of(order_id: int) -> Sequence[OrderVersion]:
    """As what an order was sent for approval, the last one first."""
    return db.session.scalars(
        select(OrderVersion)
        .options(joinedload(OrderVersion.sender))
        .where(OrderVersion.order_id == order_id)
        .order_by(OrderVersion.number.desc())
    ).all()


def approvals_of(order_id: int) -> Sequence[OrderApproval]:
    """What was said of its versions, in the order in which it was said."""
    return db.session.scalars(
        select(OrderApproval)
        .options(joinedload(OrderApproval.account))
        .where(OrderApproval.order_id == order_id)
        .order_by(OrderApproval.id)
    ).all()


def approved_as(order: Order) -> set[str]:
    """In which roles the present version was approved."""
    return {
        one.said_as
        for one in approvals_of(order.id)
        if one.version == order.version and one.what == "approved"
    }


def live_line(case_id: int) -> OrderLine | None:
    """The line that awards or refuses a case, if an order holds one."""
    return db.session.scalar(
        select(OrderLine).where(
            OrderLine.case_id == case_id,
            OrderLine.released_at.is_(None),
            OrderLine.outcome.in_(("award", "refuse")),
        )
    )


def signed_lines_of(case_id: int) -> Sequence[OrderLineSigned]:
    """What signed orders decided on a case, the last one first."""
    return db.session.scalars(
        select(OrderLineSigned)
        .options(joinedload(OrderLineSigned.line), joinedload(OrderLineSigned.signed))
        .where(OrderLineSigned.case_id == case_id)
        .order_by(OrderLineSigned.line_id.desc())
    ).all()


def extract_of(line_id: int) -> OrderExtract | None:
    """The extract with one signed line, once it is drawn."""
    return db.session.get(OrderExtract, line_id)


def extracted_of(order_id: int) -> set[int]:
    """The lines of an order whose extract is drawn."""
    return set(
        db.session.scalars(
            select(OrderExtract.line_id)
            .join(OrderLineSigned, OrderLineSigned.line_id == OrderExtract.line_id)
            .where(OrderLineSigned.order_id == order_id)
        )
    )


def order_step(case: Case) -> Step | None:
    """The step of an order at which a case stands, or to which it may pass over optional ones; None for others."""
    edition = catalogue().edition(case.edition_id)
    here = parse(edition, case.procedure, case.place)
    return _order_due(edition, case.procedure, here)


def _order_due(edition: Edition, procedure: str, here: Place) -> Step | None:
    if here.step is None or here.suspended:
        return None
    return next((step for step in due(edition, procedure, here) if step.kind in _ORDERED), None)


def waits_for(case: Case) -> str | None:
    """For which kind of order a case waits: evaluation, or award (which may also refuse it); None when for none."""
    step = order_step(case)
    if step is None:
        return None
    return "evaluation" if step.id in steps_of_the_order(catalogue().edition(case.edition_id)) else "award"


def waits_for_a_draft(case: Case) -> bool:
    """Whether an order is due on a case, and none holds it: not drafted yet, or withdrawn since."""
    held = exists().where(OrderLine.case_id == case.id, _UNSIGNED)
    return waits_for(case) is not None and not db.session.scalar(select(held))


def _places(edition: Edition) -> set[str]:
    """Every place of a text at which an order is due."""
    return {
        place
        for procedure in edition.procedures
        for place in all_places(edition, procedure.id)
        if _order_due(edition, procedure.id, parse(edition, procedure.id, place)) is not None
    }


def waiting_cases(office_id: int) -> list[Case]:
    """The cases of an office that wait for an order and stand in none yet, those due soonest first."""
    wanted: list[ColumnElement[bool]] = []
    for edition in catalogue().editions.values():
        places = _places(edition)
        if places:
            wanted.append((Case.edition_id == edition.id) & Case.place.in_(places))
    in_an_order = exists().where(OrderLine.case_id == Case.id, _UNSIGNED)
    return list(
        db.session.scalars(
            select(Case)
            .options(joinedload(Case.person), joinedload(Case.office), joinedload(Case.specialty))
            .where(Case.ended_at.is_(None), Case.desk_office_id == office_id, or_(*wanted), ~in_an_order)
            .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
            .limit(MOST_WAITING)
        )
    )


def signatories(office: Office) -> Sequence[RoleGrant]:
    """The head and the acting heads of an office today."""
    return db.session.scalars(
        select(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .options(joinedload(RoleGrant.account))
        .where(
            RoleGrant.office_id == office.id,
            RoleGrant.role.in_((Role.HEAD.value, Role.ACTING_HEAD.value)),
            live(today(office.zone)),
            Account.closed_at.is_(None),
        )
        .order_by(RoleGrant.role.desc(), RoleGrant.id)
    ).all()


def last_line(case_id: int) -> OrderLine | None:
    """The newest line of a case in an order that was not withdrawn."""
    return db.session.scalar(
        select(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.case_id == case_id, Order.state != "withdrawn")
        .order_by(OrderLine.id.desc())
        .limit(1)
    )


def asked_of(actor: Actor) -> Sequence[Order]:
    """The orders of the own office that are being approved."""
    return db.session.scalars(
        select(Order)
        .options(joinedload(Order.office))
        .where(Order.office_id == actor.office_id, Order.state == "approval")
        .order_by(Order.id)
    ).all()


def left_with_drafter(actor: Actor) -> Sequence[Order]:
    """The orders of the own office that wait for an official: returned, or approved and not yet sent to be signed."""
    return db.session.scalars(
        select(Order)
        .options(joinedload(Order.office))
        .where(Order.office_id == actor.office_id, Order.state.in_(("returned", "approved")))
        .order_by(Order.id)
    ).all()


def signed_points(office_id: int, service: str | None, number: str = "") -> Sequence[OrderLineSigned]:
    """The points of signed orders of an office on one service that stand, the newest first; by number of the case."""
    return db.session.scalars(
        select(OrderLineSigned)
        .join(OrderLine, OrderLine.id == OrderLineSigned.line_id)
        .join(Order, Order.id == OrderLineSigned.order_id)
        .join(Case, Case.id == OrderLineSigned.case_id)
        .options(joinedload(OrderLineSigned.line).joinedload(OrderLine.case))
        .where(
            Order.office_id == office_id,
            Order.service == service,
            Order.kind.in_(("award", "refusal", "evaluation")),
            OrderLine.released_at.is_(None),
            Case.number.like(number_pattern(number), escape="\\"),
        )
        .order_by(OrderLineSigned.line_id.desc())
        .limit(MOST_POINTS)
    ).all()
