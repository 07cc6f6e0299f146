"""Orders from the draft to the signature by the verbs, as drafter, head and lawyer would do it."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.signing_queries import sheet_of
from core.actor import Actor, acting
from core.database import db
from orders.actions import order_route, order_signing, ordering
from orders.models import Order, OrderSigned
from orders.models.order import KIND
from tests.accounts.signing_hands import sign_all


def drafted(official: Actor, kind: str, service: str | None, case_ids: Sequence[int] = ()) -> Order:
    """A draft with these cases in it; committed."""
    with acting(official):
        order = ordering.begin(kind, service, case_ids)
    db.session.commit()
    return order


def approved(order: Order, official: Actor, head: Actor) -> Order:
    """Sent by the drafter and approved by the head; committed."""
    with acting(official):
        order_route.send(order.id)
    with acting(head):
        order_route.approve(order.id)
    db.session.commit()
    return order


def opened(order: Order, official: Actor, head: Actor) -> int:
    """Approved and sent to be signed by the head; the number of its sheet."""
    approved(order, official, head)
    with acting(official):
        sheet = order_signing.open_signing(order.id, head.grant_id or 0)
    db.session.commit()
    return sheet.id


def signed(order: Order, official: Actor, head: Actor) -> OrderSigned:
    """From the draft to the signature; committed."""
    if sheet_of(KIND, order.id) is None:
        opened(order, official, head)
    sheet = sheet_of(KIND, order.id)
    assert sheet is not None
    sign_all(sheet.id)
    db.session.commit()
    return db.session.get_one(OrderSigned, order.id)
