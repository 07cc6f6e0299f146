"""An order that was printed, signed by hand and sealed comes back: scanned in by somebody else than its drafter."""

from __future__ import annotations

from accounts.actions import signing
from accounts.actions.signing_on_paper import Scanned, sign_on_paper
from accounts.signing_models import SigningDeed
from accounts.signing_queries import deeds_of, sheet_of
from core.actor import current_actor
from core.languages import _l
from core.refusals import Refusal
from orders import order_queries
from orders.actions.ordering import locked
from orders.models import Order
from orders.models.order import KIND
from orders.order_facts import read_order


def scan_in(order_id: int, scanned: Scanned) -> SigningDeed:
    """The very effects of a signature by key follow; the row says that this one is on paper."""
    sheet, order = signing.hold_sheet(KIND, order_id), locked(order_id)
    demand_scanner(order)
    if sheet is None or order.state != "signing":
        raise Refusal(_l("This order does not wait for its signature."))
    return sign_on_paper(sheet.id, scanned)


def waits_for_scan(order: Order) -> bool:
    """Whether the order lies with the head to be signed by hand."""
    sheet = sheet_of(KIND, order.id)
    sent = order.state == "signing" and sheet is not None and not deeds_of(sheet.id)
    return sent and read_order(order.facts or "").on_paper


def demand_scanner(order: Order) -> None:
    """Whoever drafted or sent the order never says that it was signed, even where the drafter may sign."""
    senders = {one.sent_by for one in order_queries.versions_of(order.id)}
    if current_actor().account_id in senders | {order.drafted_by}:
        raise Refusal(
            _l("You have drafted this order: somebody else scans it in."),
            next_step=_l("Give the signed paper to a colleague."),
            status=403,
        )
