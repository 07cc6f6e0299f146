"""What follows when the head has signed an order: its lines take effect, and what each kind brings into being.

Everything is done as whoever signed, in the role that was signed in, within the transaction of the signature: either
the order is signed and all of it holds, or nothing is.
"""

from __future__ import annotations

from accounts.models import Account
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningSheet
from accounts.signing_queries import deeds_of
from core.actor import Actor, acting
from core.database import db
from core.holding import held
from gateways import document_flow
from gateways.doors import doors
from orders import order_queries
from orders.actions.extracting import draw_extracts
from orders.actions.order_effects import take_effect
from orders.actions.order_signing import may_sign, on_paper, when_refused
from orders.actions.order_undoing import hold_sheets
from orders.actions.ordering import note
from orders.models import Order, OrderLineSigned, OrderSigned
from orders.models.order import KIND
from orders.order_facts import read_order


def when_signed(sheet: SigningSheet, done: SigningDone) -> None:
    """The order is signed: written down, its lines too, registered; then each line is carried out."""
    # Once it is being signed, no line of an order changes: what they end can be held before it.
    lines = order_queries.lines_of(sheet.subject_id)
    hold_sheets(lines)
    order = held(Order, sheet.subject_id)
    deed = deeds_of(sheet.id)[-1]
    head = db.session.get_one(Account, deed.account_id)
    db.session.add(
        OrderSigned(
            order_id=order.id,
            sheet_id=sheet.id,
            file_id=done.file_id,
            digest=done.digest,
            year=order.year,
            number=order.number,
            day=order.day,
            signed_at=done.done_at,
            signed_by=head.id,
        )
    )
    db.session.flush()
    for line in lines:
        db.session.add(
            OrderLineSigned(line_id=line.id, order_id=order.id, case_id=line.case_id, outcome=line.outcome)
        )
        db.session.flush()
    told = {"digest": order.digest, "file": done.digest, "lines": len(lines)}
    note(order, "sign", told | ({"signed_on": deed.signed_on.isoformat()} if deed.signed_on else {}))
    _register(order, done, head.name, [line.case.number for line in lines])
    grant = deed.grant
    with acting(Actor(head.id, grant.role, grant.office_id, grant.id, head.name)):
        take_effect(order, done, lines)
        draw_extracts(order)


def _register(order: Order, done: SigningDone, signed_by: str, cases: list[str]) -> None:
    """The order goes into the document-flow system too, where its door is open; nothing waits for it."""
    if not doors().document_flow.connected or order.day is None:
        return
    document_flow.tell_order(
        document_flow.SignedOrder(
            number=order.spelled_number,
            day=order.day,
            kind_of_order=order.kind,
            subject=read_order(order.facts or "").title.kk,
            signed_by=signed_by,
            file_digest=done.digest,
            cases=tuple(cases),
        ),
        order.office_id,
    )


register(
    KIND, Hooks(when_signed=when_signed, when_refused=when_refused, may_sign=may_sign, on_paper=on_paper)
)
