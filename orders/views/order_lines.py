"""What stands in a draft: cases put in and taken out, people and days, points that end others, papers' status."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.door import signed_in
from accounts.forms import options
from accounts.queries import executors_at
from accounts.refused_facts import RefusedFact
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from applications.case_reading import in_words
from commissions.words import KINDS as COMMISSIONS
from commissions.words import who_may_be
from core.access import permission
from core.database import db
from core.languages import _, _l
from core.refusals import NotFound
from orders import order_queries, order_showing
from orders.actions import order_mending, ordering
from orders.actions.order_mending import Mended
from orders.actions.ordering import Details, Named
from orders.forms_orders import CasesForm, CompositionForm, GroupForm, PointForm, StatusForm
from orders.models import Order, OrderLineSigned, ResultPaper
from orders.order_facts import read_order
from orders.order_reading import details_of
from orders.order_words import LINES
from orders.paper_standing import STATUS_OF
from orders.views import blueprint
from orders.views.orders import OF_CASES, offer_cases, to_order
from regulations.catalogue import catalogue


def own_order(order_id: int, *kinds: str) -> Order:
    """An order of the own office; where kinds are named, of one of them."""
    actor = signed_in().actor()
    found = order_queries.find_order(order_id, actor)
    if found.office_id != actor.office_id or (kinds and found.kind not in kinds):
        raise NotFound
    return found


@blueprint.route("/orders/<int:order_id>/cases", methods=["GET", "POST"])
@permission("orders.draft")
def put_in(order_id: int) -> ResponseReturnValue:
    """Put more of the waiting cases into the draft."""
    order = own_order(order_id, *OF_CASES)
    waiting = order_queries.waiting_cases(order.office_id)
    rows = order_showing.waiting_rows(waiting, order.kind, order.service or "")
    form = offer_cases(CasesForm(), rows)
    if form.validate_on_submit():
        ordering.put_in(order.id, form.cases.data)
        return to_order(order, _("The applications are in the draft."))
    return form_page(
        "orders/order_cases.html",
        form,
        rows=rows,
        heading=_("Put applications into the draft"),
        service=order_showing.service_title(order.service),
        back_to=url_for("orders.order", order_id=order.id),
        back_label=_("The order"),
        act=_("Put these in"),
    )


@blueprint.post("/orders/<int:order_id>/lines/<int:line_id>/take-out")
@permission("orders.draft")
def take_out(order_id: int, line_id: int) -> ResponseReturnValue:
    """Take a line out of the draft."""
    order = own_order(order_id)
    ordering.take_out(order.id, line_id)
    return redirect(url_for("orders.order", order_id=order_id))


@blueprint.route("/orders/<int:order_id>/people", methods=["GET", "POST"])
@permission("orders.draft")
def order_people(order_id: int) -> ResponseReturnValue:
    """Name the expert group and its days, or the members of a commission."""
    order = own_order(order_id, "evaluation", "commission")
    form = _people_form(order)
    if carried_out(form, lambda: ordering.set_details(order.id, _details(form)), {"people": "members"}):
        return to_order(order, _("The people are named in the draft."))
    return form_page(
        "orders/order_form.html",
        form,
        heading=_("Whom the order names"),
        order=order,
        act=_("Enter in the draft"),
    )


def _people_form(order: Order) -> GroupForm | CompositionForm:
    """Only the fields of this kind, and only people who hold a fitting role at the office."""
    form = GroupForm() if order.kind == "evaluation" else CompositionForm()
    roles = (
        who_may_be("expert_group", "member")
        if order.kind == "evaluation"
        else who_may_be("", "member") | who_may_be("appeal_commission", "member")
    )
    people = [(str(one.id), one.name) for one in executors_at(order.office_id, roles)]
    form.chair.choices, form.members.choices = options(people), options(people)
    if isinstance(form, CompositionForm):
        form.commission_kind.choices = options(
            (key, word) for key, word in COMMISSIONS.items() if key != "expert_group"
        )
        form.people.choices = options(
            (str(one.id), one.name) for one in executors_at(order.office_id, who_may_be("", "secretary"))
        )
    if not form.is_submitted():
        _fill(form, details_of(order))
    return form


def _fill(form: GroupForm | CompositionForm, told: dict[str, object]) -> None:
    """What the draft says already."""
    people = told.get("people", [])
    assert isinstance(people, list)
    by_role: dict[str, list[int]] = {}
    for one in people:
        by_role.setdefault(one["role"], []).append(one["account"])
    form.chair.data = next(iter(by_role.get("chair", [])), None)
    form.members.data = by_role.get("member", [])
    form.name.data = told.get("name", "")
    if isinstance(form, CompositionForm):
        form.people.data = by_role.get("secretary", [])
        form.commission_kind.data = told.get("commission_kind")
        return
    for field in ("from_day", "until_day"):
        if told.get(field):
            form[field].data = date.fromisoformat(str(told[field]))


def _details(form: GroupForm | CompositionForm) -> Details:
    named = (
        Named(form.chair.data, "chair"),
        *(Named(one, "member") for one in form.members.data or [] if one != form.chair.data),
    )
    if isinstance(form, GroupForm):
        return Details(named, form.from_day.data, form.until_day.data, form.name.data or "")
    secretaries = tuple(Named(one, "secretary") for one in form.people.data or [])
    return Details((*named, *secretaries), name=form.name.data, commission_kind=form.commission_kind.data)


@blueprint.route("/orders/<int:order_id>/points", methods=["GET", "POST"])
@permission("orders.draft")
def order_point(order_id: int) -> ResponseReturnValue:
    """Annul or correct a point of a signed order."""
    order = own_order(order_id, "annulment", "correction")
    form = PointForm()
    number = request.args.get("number", "").strip()[:40]
    points = order_queries.signed_points(order.office_id, order.service, number)
    form.earlier.choices = options(_points(points))
    # Only gates to which one of these cases has come; at which of them the chosen one may be reopened, the verb says.
    edition = catalogue().newest(order.service or "")
    steps = dict.fromkeys(step for one in points for step in order_mending.gates_back(one.line.case))
    form.reopen_at.choices = options(
        [("", _l("It is not reopened")), *((step, in_words(edition.step(step).name)) for step in steps)]
    )
    if order.kind == "correction":
        del form.reopen_at
    if carried_out(form, lambda: order_mending.mend(order.id, form.earlier.data, _mended(form))):
        return to_order(order, _("The point is in the draft."))
    return form_page(
        "orders/order_form.html",
        form,
        heading=_("A point of a signed order"),
        order=order,
        number=number,
        cut=order_queries.MOST_POINTS if len(points) == order_queries.MOST_POINTS else 0,
        act=_("Enter in the draft"),
    )


def _points(points: Iterable[OrderLineSigned]) -> list[tuple[str, str]]:
    """What signed orders decided and nothing has annulled, as a person finds it: order, point, name."""
    found = []
    for one in points:
        earlier = one.signed.order
        lines = {line.case: line for line in read_order(earlier.facts or "").lines}
        line = lines.get(one.case_id)
        item, name = (line.item, line.name) if line else ("", "")
        found.append((str(one.line_id), f"№ {earlier.spelled_number}, {item}. {name}: {LINES[one.outcome]}"))
    return found


@blueprint.route("/orders/<int:order_id>/papers", methods=["GET", "POST"])
@permission("orders.draft")
def order_paper_status(order_id: int) -> ResponseReturnValue:
    """Suspend, resume, take back, revoke or annul an issued paper."""
    order = own_order(order_id, "status")
    form = StatusForm()
    form.outcome.choices = options((key, LINES[key]) for key in STATUS_OF)
    if carried_out(
        form,
        lambda: order_mending.change_status(
            order.id, _paper_of(order, form.number.data).id, form.outcome.data, _mended(form)
        ),
    ):
        return to_order(order, _("The paper is in the draft."))
    return form_page(
        "orders/order_form.html", form, heading=_("An issued paper"), order=order, act=_("Enter in the draft")
    )


def _paper_of(order: Order, number: str) -> ResultPaper:
    found = db.session.scalar(
        select(ResultPaper).where(
            ResultPaper.number == number.upper(), ResultPaper.office_id == order.office_id
        )
    )
    if found is None or found.kind != order.service:
        raise RefusedFact("number", _l("The office has issued no paper of this service under this number."))
    return found


def _mended(form: PointForm | StatusForm) -> Mended:
    reopen = form.reopen_at.data or "" if "reopen_at" in form else ""
    return Mended(form.ground.data or "", form.clause.data or "", form.facts.data or "", reopen)
