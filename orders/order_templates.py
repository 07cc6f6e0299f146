"""Which words an order takes: the office's newest edition, or the first that comes with the programme."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.database import db
from orders.models import Order, OrderTemplate
from orders.order_bodies import Body, first_edition, read_body


@dataclass(frozen=True, slots=True)
class Wording:
    """An edition of words: whose, the how manieth, and the words."""

    key: str
    edition: int
    body: Body
    row: OrderTemplate | None = None


def editions_of(office_id: int, key: str) -> list[Wording]:
    """All editions that an office has of one kind of order, the newest first."""
    rows = db.session.scalars(
        select(OrderTemplate)
        .where(OrderTemplate.office_id == office_id, OrderTemplate.key == key)
        .order_by(OrderTemplate.edition.desc())
    )
    return [*(_of_row(row) for row in rows), Wording(key, 1, first_edition(key))]


def newest(office_id: int, key: str) -> Wording:
    """The words that an order begun now would take."""
    return editions_of(office_id, key)[0]


def newest_of_all(office_id: int, keys: Sequence[str]) -> list[Wording]:
    """The newest words of several kinds."""
    return [newest(office_id, key) for key in keys]


def wording_of(order: Order) -> Wording:
    """The words by which an order was begun."""
    if order.template_id is None:
        return Wording(order.template_key, 1, first_edition(order.template_key))
    return _of_row(db.session.get_one(OrderTemplate, order.template_id))


def _of_row(row: OrderTemplate) -> Wording:
    return Wording(row.key, row.edition, read_body(json.loads(row.body)), row)
