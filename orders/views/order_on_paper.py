"""The page on which an order that was signed by hand is scanned in, and its text as it was printed."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from accounts.actions.signing_on_paper import Scanned
from accounts.door import signed_in
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from core.access import permission
from core.files import send_file
from core.languages import _
from core.refusals import NotFound
from orders import order_queries
from orders.actions import order_on_paper
from orders.forms_orders import ScannedOrderForm
from orders.order_words import KINDS
from orders.views import blueprint
from orders.views.order_lines import own_order
from orders.views.orders import to_order


@blueprint.route("/orders/<int:order_id>/scan", methods=["GET", "POST"])
@permission("papers.sign")
def scan_order_in(order_id: int) -> ResponseReturnValue:
    """Printed, signed by hand, sealed, scanned: the order is signed."""
    order, form = own_order(order_id), ScannedOrderForm()
    if not order_on_paper.waits_for_scan(order):
        raise NotFound
    order_on_paper.demand_scanner(order)
    if carried_out(form, lambda: order_on_paper.scan_in(order.id, _scanned(form))):
        return to_order(order, _("The order is signed on paper; what it decides takes effect."))
    return form_page("orders/order_scan.html", form, order=order, kind=KINDS[order.kind])


def _scanned(form: ScannedOrderForm) -> Scanned:
    upload = form.scan.data
    return Scanned(upload.stream.read(), upload.filename or "", form.signed_on.data, form.sealed.data)


@blueprint.get("/orders/<int:order_id>/text.pdf")
@permission("orders.read")
def order_text(order_id: int) -> Response:
    """What was printed to be signed by hand, with its facts enclosed."""
    found = order_queries.find_order(order_id, signed_in().actor())
    if found.state != "signing" or found.file is None:
        raise NotFound
    return send_file(found.file)
