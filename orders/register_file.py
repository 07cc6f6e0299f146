"""What there is to say of a PDF that somebody was shown: its signatures, whether it is ours to the byte, its status.

Three questions, answered apart. A file that is ours to the byte needs no code; one that was changed after it was signed
is still recognised by the code on its first page, or as an order by the facts it encloses. Nothing is kept.

Anybody may bring anything. What could be no paper of a register is not read at all; the rest is read one file at a
time, within bounds, and while no transaction is open: nobody's saving waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select

from core.database import db, let_go
from core.file_pdf import has_table, is_encrypted
from core.languages import _l
from core.refusals import Refusal
from gateways.doors import doors
from gateways.signatures.enclosed import enclosed_files, linked_addresses, opens
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


class Reading(StrEnum):
    """Whether the file was read, or why not."""

    READ = "read"
    NO_PDF = "no_pdf"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"


# Ten times the largest order with its fonts and facts.
MOST_BYTES = 5 * 1024 * 1024
# Each may be a code, and each code is a signature to compute; a paper leads to two places.
_MOST_LINKS = 20
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class OrderNamed:
    """A signed order: number and day, and nothing of what it says."""

    number: str
    day: date | None
    on_paper: bool  # signed by hand: what is known of it is the scan


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, by the three questions."""

    reading: Reading
    signatures: Sequence[FoundSignature]
    bytes: Bytes
    entry: Entry | None
    order: OrderNamed | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What is taken from a file, before any table is asked about it."""

    signatures: Sequence[FoundSignature]
    addresses: Sequence[str]
    facts: bytes | None


def check(document: bytes, key: bytes | None) -> Checked:
    """Hold a file against the register and its signatures against this installation's trust."""
    digest = sha256(document).hexdigest()
    entry, order = register.by_file(digest), _order_by_file(digest)
    ours = entry is not None or order is not None
    reading = _reading(document, ours=ours)
    let_go()
    if reading is not Reading.READ:
        return Checked(reading, (), Bytes.OURS if ours else Bytes.UNKNOWN, entry, order)
    read = _read(document)
    if read is None:
        return Checked(Reading.BROKEN, (), Bytes.OURS if ours else Bytes.UNKNOWN, entry, order)
    if ours:
        return Checked(reading, read.signatures, Bytes.OURS, entry, order)
    entry = _by_code(read.addresses, key) if key else None
    order = _order_by_facts(read.facts) if entry is None and read.facts is not None else None
    standing = Bytes.CHANGED if entry or order else Bytes.UNKNOWN
    return Checked(reading, read.signatures, standing, entry, order)


def _reading(document: bytes, *, ours: bool) -> Reading:
    """Whether it is worth reading: what was signed here always is; what ends like no PDF, or is too large, never."""
    if not document.startswith(b"%PDF"):
        return Reading.NO_PDF
    if ours:
        return Reading.READ
    if len(document) > MOST_BYTES:
        return Reading.TOO_LARGE
    if not has_table(document):
        return Reading.BROKEN
    return Reading.ENCRYPTED if is_encrypted(document) else Reading.READ


def _read(document: bytes) -> _Read | None:
    from gateways.signatures.pdf_opening import sparing

    with _one_at_a_time(), sparing():
        if not opens(document):
            return None
        addresses = linked_addresses(document)[:_MOST_LINKS]
        facts = enclosed_files(document).get(ENCLOSED)
        return _Read(doors().signatures.check_pdf(document, ()), addresses, facts)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Reading takes a processor: whoever comes meanwhile is told so at once and holds no thread of the server."""
    if not _turn.acquire(blocking=False):
        raise Refusal(
            _l("Another file is being checked just now."),
            next_step=_l("Wait half a minute and send yours again. Nothing of it was kept."),
            status=503,
        )
    try:
        yield
    finally:
        _turn.release()


def _by_code(addresses: Sequence[str], key: bytes) -> Entry | None:
    for address in addresses:
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


def _order_by_facts(facts: bytes) -> OrderNamed | None:
    query = select(Order).join(OrderSigned, OrderSigned.order_id == Order.id)
    return _named(db.session.scalar(query.where(Order.digest == sha256(facts).hexdigest())))


def _named(order: Order | None) -> OrderNamed | None:
    if order is None:
        return None
    return OrderNamed(order.spelled_number, order.day, read_order(order.facts or "").on_paper)
