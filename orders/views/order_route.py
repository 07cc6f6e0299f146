"""The way of an order over the desks: sent, approved, returned, compared, sent to be signed, called back, withdrawn."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from core.access import permission
from core.incoming import asked_number
from core.languages import _, _l, current_language
from core.refusals import NotFound, Refusal
from orders import order_queries
from orders.actions import order_route, order_signing, ordering, recording
from orders.forms_orders import ApproveForm, OpenSigningForm, OrderReasonForm, RemarksForm, SendForm
from orders.order_facts import differences, read_order
from orders.order_words import DIFFERENCES
from orders.paper_content import capacity
from orders.views import blueprint
from orders.views.order_lines import own_order
from orders.views.orders import to_order


@blueprint.post("/orders/<int:order_id>/send")
@permission("orders.draft")
def send_order(order_id: int) -> ResponseReturnValue:
    """Send the draft for approval as it stands."""
    order = own_order(order_id)
    if SendForm().validate_on_submit():
        made = order_route.send(order.id)
        return to_order(order, _("Version %(number)s is sent for approval.", number=made.number))
    return to_order(order)


@blueprint.post("/orders/<int:order_id>/approve")
@permission("orders.approve")
def approve_order(order_id: int) -> ResponseReturnValue:
    """Approve the version that was read."""
    order, form = own_order(order_id), ApproveForm()
    if form.validate_on_submit():
        if form.version.data != order.version:
            raise Refusal(_l("A newer version of the order was sent meanwhile. Read it first."), stale=True)
        order_route.approve(order.id)
        return to_order(order, _("The order is approved by you."))
    return to_order(order)


@blueprint.route("/orders/<int:order_id>/return", methods=["GET", "POST"])
@permission("orders.approve")
def return_order(order_id: int) -> ResponseReturnValue:
    """Return the order with remarks."""
    order, form = own_order(order_id), RemarksForm()
    if form.validate_on_submit():
        order_route.send_back(order.id, form.remarks.data)
        return to_order(order, _("The order is returned to its drafter with your remarks."))
    return form_page(
        "orders/order_form.html",
        form,
        heading=_("Return the order with remarks"),
        order=order,
        act=_("Return the order"),
    )


@blueprint.route("/orders/<int:order_id>/open-signing", methods=["GET", "POST"])
@permission("orders.draft")
def open_signing(order_id: int) -> ResponseReturnValue:
    """Give the order its number and day, and send it to the head to be signed."""
    order, form = own_order(order_id), OpenSigningForm()
    found = order_queries.signatories(order.office)
    form.signatory.choices = options(
        (str(one.id), f"{one.account.name}, {getattr(capacity(one), current_language())}") for one in found
    )
    if len(found) == 1 and not form.is_submitted():
        form.signatory.data = found[0].id
    if carried_out(form, lambda: order_signing.open_signing(order.id, form.signatory.data)):
        return to_order(
            order, _("Order %(number)s is sent to be signed.", number=own_order(order_id).spelled_number)
        )
    return form_page(
        "orders/order_form.html",
        form,
        heading=_("Send the order to be signed"),
        order=order,
        act=_("Give number and day, and send to be signed"),
        consequence=_("From here on no line is added, changed or taken out. The number is not given twice."),
    )


@blueprint.route("/orders/<int:order_id>/call-back", methods=["GET", "POST"])
@permission("orders.draft")
def call_back_order(order_id: int) -> ResponseReturnValue:
    """Take the order back from approval or from signing, to change it."""
    order, form = own_order(order_id), OrderReasonForm()
    if form.validate_on_submit():
        order_route.call_back(order.id, form.reason.data)
        return to_order(order, _("The order is called back: it is a draft again."))
    return form_page(
        "orders/order_form.html", form, heading=_("Call the order back"), order=order, act=_("Call back")
    )


@blueprint.route("/orders/<int:order_id>/withdraw", methods=["GET", "POST"])
@permission("orders.draft")
def withdraw_order(order_id: int) -> ResponseReturnValue:
    """Give the order up."""
    order, form = own_order(order_id), OrderReasonForm()
    if form.validate_on_submit():
        ordering.withdraw(order.id, form.reason.data)
        return to_order(order, _("The order is withdrawn; its applications wait for another one."))
    return form_page(
        "orders/order_form.html",
        form,
        heading=_("Withdraw the order"),
        order=order,
        act=_("Withdraw the order"),
        consequence=_("A withdrawn order is never taken up again. A number that it has stays spoilt."),
    )


@blueprint.get("/orders/<int:order_id>/compare")
@permission("orders.read")
def compare_order(order_id: int) -> ResponseReturnValue:
    """What differs between two versions that were sent for approval."""
    order = order_queries.find_order(order_id, signed_in().actor())
    versions = {one.number: one for one in order_queries.versions_of(order.id)}
    later = versions.get(asked_number("later") or order.version)
    earlier = versions.get(asked_number("earlier") or ((later.number - 1) if later else 0))
    if later is None or earlier is None:
        raise NotFound
    found = differences(read_order(earlier.facts), read_order(later.facts))
    return render_template(
        "orders/compare.html",
        order=order,
        earlier=earlier,
        later=later,
        rows=[[str(DIFFERENCES[one.what]), one.name, one.before, one.after] for one in found],
    )


@blueprint.post("/orders/<int:order_id>/record-results")
@permission("orders.draft")
def record_results(order_id: int) -> ResponseReturnValue:
    """Enter the test results of everybody whom the signed order awards, where the text has that only now."""
    order = own_order(order_id)
    if SendForm().validate_on_submit():
        recording.record_results(order.id)
        return to_order(order, _("The test results are entered; the papers can be drawn."))
    return to_order(order)
