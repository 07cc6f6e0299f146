"""The canonical facts of an extract: the order with one line in it, and by what it is told from every other. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.typed_facts import digest_of, read_form
from orders.order_facts import LineFacts, OrderFacts

FORM = "synaq-order-extract-1"
# As what its code names it.
KIND = "order-extract"
ENCLOSED = "extract.json"


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """What an extract says. `signed` is the day on which the order was signed, by key or by hand."""

    form: str
    number: str
    signed: date
    order_digest: str
    register_address: str
    order: OrderFacts

    @property
    def line(self) -> LineFacts:
        """The one line that it holds."""
        (own,) = self.order.lines
        return own


def extract_facts(order: OrderFacts, item: str, signed: date, register_address: str) -> ExtractFacts:
    """The extract for whoever stands under this point, numbered by the order and the point."""
    return ExtractFacts(
        FORM, f"{order.number}/{item}", signed, digest_of(order), register_address, order.only(item)
    )


def read_extract(text: str) -> ExtractFacts:
    """The facts of a canonical text, and of no other spelling of them."""
    return read_form(ExtractFacts, FORM, text)


def points_of(order: OrderFacts, lines: Iterable[tuple[int, int, str]]) -> dict[int, LineFacts]:
    """The printed line of each row, given as its id, case and outcome in the order in which they came into the order.

    Two points on one case and of one outcome (a correction of both) stand in the order in which they were put in.
    """
    free = list(order.lines)
    found = {}
    for line_id, case_id, outcome in lines:
        own = next((one for one in free if (one.case, one.outcome) == (case_id, outcome)), None)
        if own is not None:
            free.remove(own)
            found[line_id] = own
    return found
