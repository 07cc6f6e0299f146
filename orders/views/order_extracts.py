"""What a signed order says of one case: for the office, and for the recipient, who never sees other people's lines."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Response, flash, render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from applications import queries as cases
from applications.forms_staff import CaseForm
from applications.models import Case
from applications.views.staff import case_here, case_page, due_verb, to_case
from core.access import permission
from core.file_headers import file_headers
from core.file_reasons import MediaType
from core.languages import _, long_date
from core.places import keep_place
from core.refusals import NotFound
from exam.result_queries import current_result
from orders import order_queries
from orders.actions import recording
from orders.models import OrderLineSigned
from orders.order_facts import read_order
from orders.order_paper import extract_pdf
from orders.order_words import LINES
from orders.views import blueprint
from orders.words import VERDICTS
from regulations.verbs import Verb

keep_place("own_order", "orders.own_order")


@blueprint.get("/orders/<int:order_id>/extract/<public_id>")
@permission("orders.read")
def order_extract(order_id: int, public_id: str) -> Response:
    """The extract of a signed order for one of its cases."""
    order = order_queries.find_order(order_id, signed_in().actor())
    case = cases.find(public_id, signed_in().actor())
    for one in order_queries.signed_lines_of(case.id):
        if one.order_id == order.id:
            return _extract(one, case)
    raise NotFound


@blueprint.get("/cabinet/<public_id>/order")
@permission("cabinet.use")
def own_order(public_id: str) -> ResponseReturnValue:
    """The orders on one's own application: number, day, what they decided, and the extract."""
    case = _own(public_id)
    told = [
        {
            "number": one.signed.order.spelled_number,
            "day": long_date(one.signed.day),
            "outcome": LINES[one.outcome],
            "line": one.line_id,
            "how": _("on paper, by hand") if one.signed.on_paper else _("electronically"),
        }
        for one in order_queries.signed_lines_of(case.id)
    ]
    return render_template("orders/own_order.html", case=case, told=told)


@blueprint.get("/cabinet/<public_id>/order/<int:line_id>")
@permission("cabinet.use")
def own_order_extract(public_id: str, line_id: int) -> Response:
    """The extract with one's own line, and nobody else's."""
    case = _own(public_id)
    for one in order_queries.signed_lines_of(case.id):
        if one.line_id == line_id:
            return _extract(one, case)
    raise NotFound


def _own(public_id: str) -> Case:
    person = signed_in()
    return cases.find(public_id, person.actor(), person.principal.id)


def _extract(one: OrderLineSigned, case: Case) -> Response:
    order = one.signed.order
    by_hand = one.signed.deed.signed_on
    signed = by_hand or one.signed.signed_at.astimezone(ZoneInfo(order.office.zone))
    pdf = extract_pdf(read_order(order.facts or ""), case.id, signed, order.digest or "")
    name = f"order-{order.spelled_number}-extract-{case.number}.pdf"
    return Response(pdf, headers=file_headers(name, MediaType.PDF, len(pdf)))


@blueprint.route("/cases/<public_id>/record-result", methods=["GET", "POST"])
@permission("orders.draft")
def record_result(public_id: str) -> ResponseReturnValue:
    """Enter the test result of one case, where its text has that step after the order."""
    form = CaseForm()
    case = case_here(public_id, form)
    due_verb(case, Verb.RECORD_RESULT)
    if form.validate_on_submit():
        recording.record_result(case.id)
        flash(_("The test result is entered; the paper can be drawn."), "ok")
        return to_case(case)
    result = current_result(case.id)
    return case_page(
        "orders/record_result.html", form, case, verdict=VERDICTS[result.verdict] if result else ""
    )
