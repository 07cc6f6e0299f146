"""What a signed order says of one case: for the office, and for the recipient, who never sees other people's lines."""

from __future__ import annotations

from flask import Response, flash, render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from applications import queries as cases
from applications.forms_staff import CaseForm
from applications.models import Case
from applications.views.staff import case_here, case_page, due_verb, to_case
from core.access import permission
from core.files import send_file
from core.languages import _, long_date
from core.places import keep_place
from core.refusals import NotFound
from exam.result_queries import current_result
from orders import order_queries, register_extracts
from orders.actions import recording
from orders.order_words import LINES
from orders.views import blueprint
from orders.words import VERDICTS
from regulations.verbs import Verb

keep_place("own_order", "orders.own_order")


@blueprint.get("/orders/<int:order_id>/extract/<int:line_id>")
@permission("orders.read")
def order_extract(order_id: int, line_id: int) -> Response:
    """The extract of a signed order with one of its lines."""
    order = order_queries.find_order(order_id, signed_in().actor())
    extract = order_queries.extract_of(line_id)
    if extract is None or extract.signed_line.order_id != order.id:
        raise NotFound
    return send_file(extract.file)


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
            "line": one.line_id if order_queries.extract_of(one.line_id) else None,
            "acts": register_extracts.acts_on(one.line_id),
            "how": _("on paper, by hand") if one.signed.on_paper else _("electronically"),
        }
        for one in order_queries.signed_lines_of(case.id)
    ]
    return render_template("orders/own_order.html", case=case, told=told)


@blueprint.get("/cabinet/<public_id>/order/<int:line_id>")
@permission("cabinet.use")
def own_order_extract(public_id: str, line_id: int) -> Response:
    """The extract with one's own line, and nobody else's."""
    extract = order_queries.extract_of(line_id)
    if extract is None or extract.case_id != _own(public_id).id:
        raise NotFound
    return send_file(extract.file)


def _own(public_id: str) -> Case:
    person = signed_in()
    return cases.find(public_id, person.actor(), person.principal.id)


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
