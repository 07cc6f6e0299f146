"""Orders of an office: the list with what waits for one, beginning a draft, looking at one, its paper."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.roles import Role
from accounts.views.carrying_out import made_by
from accounts.views.visitor import form_page
from accounts.way_in import found_by
from applications import queries as cases
from core.access import permission
from core.file_headers import file_headers
from core.file_reasons import MediaType
from core.files import send_file
from core.frame import add_to_menu
from core.incoming import asked_page
from core.languages import _, _l
from core.places import keep_place
from core.refusals import NotFound, Refusal
from orders import order_queries, order_showing
from orders.actions import ordering
from orders.forms_orders import CasesForm, NewOrderForm
from orders.models import Order
from orders.order_paper import order_pdf
from orders.order_reading import shown_facts_of
from orders.order_words import KINDS, STATES
from orders.views import blueprint
from regulations.catalogue import catalogue

add_to_menu(
    "orders.orders",
    _l("Orders"),
    "orders.read",
    33,
    (Role.RESPONSIBLE_OFFICIAL, Role.HEAD, Role.ACTING_HEAD, Role.LAWYER),
)
keep_place("order_of_case", "orders.order_of_case")
OF_CASES = ("award", "refusal", "evaluation")


@blueprint.get("/orders")
@permission("orders.read")
def orders() -> ResponseReturnValue:
    """What waits for an order, and the orders of the office."""
    actor, state, kind = signed_in().actor(), request.args.get("state", ""), request.args.get("kind", "")
    waiting = order_queries.waiting_cases(actor.office_id or 0) if allowed("orders.draft") else []
    listed = order_queries.orders(
        actor, state if state in STATES else "", kind if kind in KINDS else "", asked_page()
    )
    return render_template(
        "orders/orders.html",
        groups=order_showing.groups_of(waiting),
        rows=order_showing.rows_of(listed.rows),
        listed=listed,
        waiting=waiting,
        most=order_queries.MOST_WAITING,
        state=state,
        kind=kind,
        states=[("", _("All states")), *((key, str(word)) for key, (word, _kind) in STATES.items())],
        kinds=[("", _("All kinds")), *((key, str(word)) for key, word in KINDS.items())],
    )


@blueprint.route("/orders/new", methods=["GET", "POST"])
@permission("orders.draft")
def new_order() -> ResponseReturnValue:
    """Choose kind and service; for cases, go on to choose which of the waiting ones it decides."""
    kind, service = request.args.get("kind", ""), request.args.get("service", "")
    if kind in OF_CASES and service in catalogue().services():
        return _with_cases(kind, service)
    form = NewOrderForm(data={"kind": kind, "service": service})
    form.kind.choices = options(KINDS.items())
    form.service.choices = options(
        [
            ("", _l("No single service")),
            *((one, order_showing.service_title(one)) for one in catalogue().services()),
        ]
    )
    if form.validate_on_submit() and form.kind.data in OF_CASES and form.service.data:
        return redirect(url_for("orders.new_order", kind=form.kind.data, service=form.service.data))
    made = made_by(form, lambda: ordering.begin(form.kind.data, form.service.data or None))
    if made is not None:
        return to_order(made, _("The draft is begun."))
    return form_page("orders/new_order.html", form)


def _with_cases(kind: str, service: str) -> ResponseReturnValue:
    """All that wait and lack nothing are offered, already chosen."""
    waiting = order_queries.waiting_cases(signed_in().actor().office_id or 0)
    rows = order_showing.waiting_rows(waiting, kind, service)
    form = offer_cases(CasesForm(), rows)
    if form.validate_on_submit():
        made = ordering.begin(kind, service, form.cases.data)
        return to_order(made, _("The draft is begun."))
    return form_page(
        "orders/order_cases.html",
        form,
        rows=rows,
        heading=_("Draft an order: %(kind)s", kind=str(KINDS[kind])),
        service=order_showing.service_title(service),
        back_to=url_for("orders.orders"),
        back_label=_("Orders"),
        act=_("Begin the draft with these"),
    )


def offer_cases(form: CasesForm, rows: list[order_showing.Waiting]) -> CasesForm:
    """Only cases that lack nothing can be chosen; all of them are, until somebody says otherwise."""
    ready = [row for row in rows if not row.bar]
    form.cases.choices = options(
        (str(row.case.id), f"{row.case.number}, {row.case.person.name}: {row.outcome}") for row in ready
    )
    if not form.is_submitted():
        form.cases.data = [row.case.id for row in ready]
    return form


def to_order(order: Order, said: str = "") -> ResponseReturnValue:
    """Back to the page of an order."""
    if said:
        flash(said, "ok")
    return redirect(url_for("orders.order", order_id=order.id))


found_by("orders.order", lambda order_id: order_queries.find_order(order_id, signed_in().actor()))


@blueprint.get("/orders/<int:order_id>")
@permission("orders.read")
def order(order_id: int) -> ResponseReturnValue:
    """One order: what it says, where it stands, what may be done with it now, what was said of it."""
    actor = signed_in().actor()
    found = order_queries.find_order(order_id, actor)
    return render_template("orders/order.html", **order_showing.page_of(found, actor))


@blueprint.get("/orders/<int:order_id>.pdf")
@permission("orders.read")
def order_file(order_id: int) -> Response:
    """The order: signed, or frozen as it is being signed, or the draft as it would look."""
    found = order_queries.find_order(order_id, signed_in().actor())
    signed = order_queries.signed_of(found.id)
    if signed is not None:
        return send_file(signed.file)
    if found.state == "signing" and found.file is not None:
        return send_file(found.file)
    pdf = order_pdf(shown_facts_of(found))
    headers = file_headers(f"order-draft-{found.id}.pdf", MediaType.PDF, len(pdf))
    return Response(pdf, headers=headers | {"Cache-Control": "no-store"})


@blueprint.get("/cases/<public_id>/order")
@permission("orders.read")
def order_of_case(public_id: str) -> ResponseReturnValue:
    """Lead on to the order in which a case stands, or to the draft that could take it."""
    case = cases.find(public_id, signed_in().actor())
    line = order_queries.last_line(case.id)
    kind = order_queries.waits_for(case)
    if line is not None and (kind is None or order_queries.signed_of(line.order_id) is None):
        return redirect(url_for("orders.order", order_id=line.order_id))
    if kind is not None and allowed("orders.draft"):
        return redirect(url_for("orders.new_order", kind=kind, service=case.service))
    if line is None and kind is None:
        raise NotFound
    if line is None:
        raise Refusal(
            _l("The order in which this application stood was withdrawn."),
            next_step=_l("The official drafts another one; it comes to you to be approved and signed."),
        )
    return redirect(url_for("orders.order", order_id=line.order_id))
