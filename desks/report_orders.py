"""Reports of signed orders: how many by office, month and kind with what they decided, and the journal of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Row, func, select

from accounts.models import Account, Office
from core.actor import Actor
from core.database import db
from core.languages import Text, _, _l, short_moment
from desks.report_parts import Period, Shown, in_order, month_of, service_named
from orders.models import Order, OrderLineSigned, OrderSigned
from orders.order_queries import orders_seen
from orders.order_words import KINDS

Signed = Row[Order, OrderSigned, Office, Account]
# What is counted of the cases in an order; whatever else an order does to them is counted together.
COUNTED = ("award", "refuse")
FIGURES: tuple[Text, ...] = (_l("Orders signed"), _l("Cases in them"), _l("Awarded"), _l("Refused by order"))


def by_month(actor: Actor, period: Period) -> Shown:
    """Orders by office, month, kind and service."""
    return _counted(*_signed(actor, period), period)


def _counted(rows: Sequence[Signed], lines: Mapping[int, Counter[str]], period: Period) -> Shown:
    found: dict[tuple[str, ...], Counter[str]] = {}
    for order, signed, office, _head in rows:
        names = (
            office.name,
            month_of(signed.signed_at, period.zone),
            str(KINDS[order.kind]),
            _service(order),
        )
        counted = found.setdefault(names, Counter())
        counted["orders"] += 1
        counted["cases"] += lines[order.id].total()
        counted.update({outcome: lines[order.id][outcome] for outcome in COUNTED})
    return Shown(
        (_l("Office"), _l("Month"), _l("Kind of order"), _l("Service")),
        FIGURES,
        in_order(found, ("orders", "cases", *COUNTED)),
        part=3,
    )


def _service(order: Order) -> str:
    return service_named(order.service) if order.service else ""


def journal(actor: Actor, period: Period) -> Shown:
    """Every order in the order in which it was signed, and every number that came to nothing, with the reason.

    The plot counts the signed ones by month.
    """
    rows, lines = _signed(actor, period)
    entered = [
        (
            signed.signed_at,
            order,
            (str(KINDS[order.kind]), _service(order), office.name, head.name),
            (1, lines[order.id].total(), lines[order.id]["award"], lines[order.id]["refuse"]),
        )
        for order, signed, office, head in rows
    ]
    for order, withdrawn_at, office in _spoilt(actor, period):
        kind = _(
            "%(kind)s: withdrawn, its number is spoilt. %(reason)s",
            kind=KINDS[order.kind],
            reason=order.withdrawn_reason,
        )
        entered.append((withdrawn_at, order, (kind, _service(order), office, ""), (0, 0, 0, 0)))
    listed = tuple(
        (short_moment(moment, period.zone), order.spelled_number, *words, *counted)
        for moment, order, words, counted in sorted(entered, key=lambda one: one[0])
    )
    heads = (
        _l("Signed or withdrawn on"), _l("Number"), _l("Kind of order"), _l("Service"), _l("Office"), _l("Signed by"),
    )  # fmt: skip
    return Shown(heads, FIGURES, listed, drawn=_counted(rows, lines, period))


def _spoilt(actor: Actor, period: Period) -> list[tuple[Order, datetime, str]]:
    """Orders that were withdrawn when they had their number already: without them the numbers would show a gap."""
    rows = db.session.execute(
        select(Order, Office)
        .join(Office, Office.id == Order.office_id)
        .where(orders_seen(actor), Order.number.is_not(None), period.holds(Order.withdrawn_at))
    )
    return [(order, order.withdrawn_at, office.name) for order, office in rows if order.withdrawn_at]


def _signed(actor: Actor, period: Period) -> tuple[Sequence[Signed], Mapping[int, Counter[str]]]:
    """The orders that the reader may see, and of each what it decided on how many cases."""
    rows = db.session.execute(
        select(Order, OrderSigned, Office, Account)
        .join(OrderSigned, OrderSigned.order_id == Order.id)
        .join(Office, Office.id == Order.office_id)
        .join(Account, Account.id == OrderSigned.signed_by)
        .where(orders_seen(actor), period.holds(OrderSigned.signed_at))
        .order_by(OrderSigned.signed_at, Order.id)
    ).all()
    lines: dict[int, Counter[str]] = {order.id: Counter() for order, *_rest in rows}
    counted = (
        select(OrderLineSigned.order_id, OrderLineSigned.outcome, func.count())
        .join(OrderSigned, OrderSigned.order_id == OrderLineSigned.order_id)
        .where(period.holds(OrderSigned.signed_at))
        .group_by(OrderLineSigned.order_id, OrderLineSigned.outcome)
    )
    for order_id, outcome, count in db.session.execute(counted):
        if order_id in lines:
            lines[order_id][outcome] = count
    return rows, lines
