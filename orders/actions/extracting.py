"""Drawing the extracts of a signed order: one for each line, in the very transaction of the signature.

An extract bears no signature of a person: its code is sealed with the key of the register. What it says is taken from
the frozen text of the order, so that one drawn later says the same.
"""

from __future__ import annotations

import io
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import exists, select

from applications.paper_codes import new_register_id
from core.clock import now
from core.database import db
from core.files import store_file
from core.holding import held_all
from core.journal import record
from core.settings import Settings
from core.typed_facts import digest_of, spelled
from orders import order_queries
from orders.extract_facts import KIND, ExtractFacts, extract_facts, points_of
from orders.models import Order, OrderExtract, OrderLineSigned, OrderSigned
from orders.order_facts import LineFacts, read_order
from orders.order_paper import extract_pdf
from orders.paper_proof import Proven, code_of
from orders.register_key import register_key

AT_ONCE = 20


def draw_extracts(order: Order) -> None:
    """Draw what is not drawn yet: the extract of every line of a signed order."""
    facts = read_order(order.facts or "")
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    rows = order_queries.lines_of(order.id)
    printed = points_of(facts, ((row.id, row.case_id, row.outcome) for row in rows))
    signed = _signed_on(order)
    for row in rows:
        if db.session.get(OrderExtract, row.id) is None:
            own = printed[row.id]
            _draw(row.id, own, extract_facts(facts, own.item, signed, settings.public_address), order)


def _draw(line_id: int, own: LineFacts, facts: ExtractFacts, order: Order) -> None:
    register_id = new_register_id()
    made = extract_pdf(facts, _code(facts, register_id))
    file = store_file(io.BytesIO(made), f"order-{order.spelled_number}-{own.item}-extract.pdf")
    extract = OrderExtract(
        line_id=line_id,
        case_id=own.case,
        outcome=own.outcome,
        register_id=register_id,
        line=spelled(own),
        facts=spelled(facts),
        digest=digest_of(facts),
        order_digest=order.digest,
        file_id=file.id,
        file_digest=file.digest,
        drawn_at=now(),
    )
    db.session.add(extract)
    db.session.flush()
    record(
        "orders:extract:draw",
        subject=("case", own.case),
        office_id=order.office_id,
        new={"extract": facts.number, "digest": extract.digest},
    )


def _code(facts: ExtractFacts, register_id: str) -> str:
    """What the QR code says: the address in the register, and the seal over the facts behind it."""
    day = facts.order.day
    assert day is not None, "a signed order has its day"
    proven = Proven(register_id, facts.number, KIND, facts.line.name, day, None, digest_of(facts))
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    return code_of(f"{facts.register_address}/register/{register_id}", proven, register_key(settings))


def _signed_on(order: Order) -> date:
    """The day on which it was signed by hand, or at its office when it was signed by key."""
    signed = db.session.get_one(OrderSigned, order.id)
    return signed.deed.signed_on or signed.signed_at.astimezone(ZoneInfo(order.office.zone)).date()


def draw_earlier() -> int:
    """The sweep's part: extracts of orders that were signed before there were any; a few orders at a time."""
    drawn = exists().where(OrderExtract.line_id == OrderLineSigned.line_id)
    missing = select(OrderLineSigned.order_id).where(~drawn).distinct().limit(AT_ONCE)
    orders = db.session.scalars(missing).all()
    for order in held_all(Order, orders):
        draw_extracts(order)
    db.session.commit()
    return len(orders)
