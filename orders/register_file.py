"""What there is to say of a PDF that somebody was shown: its signatures, whether it is ours to the byte, its status.

Three questions, answered apart. A file that is ours to the byte needs no code; one that was changed after it was signed
is still recognised by the code on its first page, or as an order by the facts it encloses. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select

from core.database import db
from gateways.doors import doors
from gateways.signatures.enclosed import enclosed_files, linked_addresses
from gateways.signatures.findings import FoundSignature
from orders import register
from orders.models import Order, OrderSigned
from orders.order_facts import read_order
from orders.order_paper import ENCLOSED
from orders.paper_proof import NotGenuine, proven_by
from orders.register_entry import Entry


class Bytes(StrEnum):
    """How the bytes of the file stand to what was signed here."""

    OURS = "ours"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OrderNamed:
    """A signed order: number and day, and nothing of what it says."""

    number: str
    day: date | None
    on_paper: bool  # signed by hand: what is known of it is the scan


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, by the three questions."""

    signatures: Sequence[FoundSignature]
    bytes: Bytes
    entry: Entry | None
    order: OrderNamed | None


def check(document: bytes, key: bytes | None) -> Checked:
    """Hold a file against the register and its signatures against this installation's trust."""
    is_pdf = document.startswith(b"%PDF")
    digest = sha256(document).hexdigest()
    entry, order, standing = register.by_file(digest), _order_by_file(digest), Bytes.OURS
    if entry is None and order is None:
        entry = _by_code(document, key) if is_pdf and key else None
        order = _order_by_facts(document) if is_pdf and entry is None else None
        standing = Bytes.CHANGED if entry or order else Bytes.UNKNOWN
    found = doors().signatures.check_pdf(document, ()) if is_pdf else ()
    return Checked(found, standing, entry, order)


def _by_code(document: bytes, key: bytes) -> Entry | None:
    for address in linked_addresses(document):
        try:
            return register.by_code(proven_by(address, key).register_id)
        except NotGenuine:
            continue
    return None


def _order_by_file(digest: str) -> OrderNamed | None:
    return _named(
        db.session.scalar(
            select(Order)
            .join(OrderSigned, OrderSigned.order_id == Order.id)
            .where(OrderSigned.digest == digest)
        )
    )


def _order_by_facts(document: bytes) -> OrderNamed | None:
    facts = enclosed_files(document).get(ENCLOSED)
    if facts is None:
        return None
    query = select(Order).join(OrderSigned, OrderSigned.order_id == Order.id)
    return _named(db.session.scalar(query.where(Order.digest == sha256(facts).hexdigest())))


def _named(order: Order | None) -> OrderNamed | None:
    if order is None:
        return None
    return OrderNamed(order.spelled_number, order.day, read_order(order.facts or "").on_paper)
