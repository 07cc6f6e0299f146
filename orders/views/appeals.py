"""Appeals at the office: the list, one appeal, registering, passing on, hearing and deciding."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.roles import Role
from accounts.views.carrying_out import carried_out, made_by
from accounts.views.visitor import form_page
from applications import queries as cases
from core.access import permission
from core.files import send_file, store_upload
from core.frame import add_to_menu
from core.languages import _, _l
from core.refusals import NotFound
from orders import appeal_queries, appeal_reading
from orders.actions import appeal_deciding, appeal_signing, appealing
from orders.actions.appeal_deciding import OutsideAct, Ruling
from orders.actions.appealing import Filed
from orders.appeal_showing import shown
from orders.appeal_words import STATES
from orders.forms_appeals import ActForm, HearingForm, OutsideForm, PaperAppealForm, PassOnForm, RulingForm
from orders.models import Appeal
from orders.views import blueprint
from orders.views.own_appeals import decision_file, offer

add_to_menu("orders.appeals", _l("Appeals"), "appeals.read", 49, (Role.APPEAL_MEMBER,))


@blueprint.get("/appeals")
@permission("appeals.read")
def appeals() -> ResponseReturnValue:
    """The appeals of the office, those that wait for something first."""
    state = request.args.get("state", "open")
    state = state if state in {"open", "", *STATES} else "open"
    rows = appeal_queries.appeals(signed_in().actor(), state)
    states = [
        ("open", _("waiting for something")),
        *((key, str(word)) for key, (word, _kind) in STATES.items()),
    ]
    return render_template(
        "orders/appeals.html",
        rows=[shown(one) for one in rows],
        state=state,
        states=[*states, ("", _("all"))],
    )


def own_appeal(appeal_id: int) -> Appeal:
    """An appeal of the own office: others are read and left alone."""
    found = appeal_queries.find_appeal(appeal_id, signed_in().actor())
    if found.office_id != signed_in().actor().office_id:
        raise NotFound
    return found


def to_appeal(appeal: Appeal, said: str) -> ResponseReturnValue:
    """Back to the appeal, which shows what is due next."""
    flash(said, "ok")
    return redirect(url_for("orders.appeal_page", appeal_id=appeal.id))


@blueprint.get("/appeals/<int:appeal_id>")
@permission("appeals.read")
def appeal_page(appeal_id: int) -> ResponseReturnValue:
    """One appeal: what is appealed, in whose words, how it was decided, what is still to be done."""
    actor = signed_in().actor()
    found = appeal_queries.find_appeal(appeal_id, actor)
    own = found.office_id == actor.office_id
    return render_template(
        "orders/appeal.html",
        one=shown(found),
        appeal=found,
        case=found.case,
        refused=found.refused,
        carrying=appeal_reading.carrying(found) if allowed("appeals.carry_out") else None,
        order=next(iter(appeal_queries.drafted_orders(found.id)), None),
        own=own,
        form=ActForm(formdata=None),
    )


@blueprint.post("/appeals/<int:appeal_id>/register")
@permission("appeals.register")
def register_appeal(appeal_id: int) -> ResponseReturnValue:
    """Register an appeal that came through the cabinet."""
    found = own_appeal(appeal_id)
    appealing.register(found.id)
    return to_appeal(found, _("The appeal is registered."))


@blueprint.route("/cases/<public_id>/appeals/new", methods=["GET", "POST"])
@permission("appeals.register")
def paper_appeal(public_id: str) -> ResponseReturnValue:
    """Enter an appeal that came on paper."""
    case, form = cases.find(public_id, signed_in().actor()), PaperAppealForm()
    found = offer(form, case)
    made = made_by(form, lambda: appealing.enter_on_paper(case.id, _filed(form), form.came_on.data))
    if made is not None:
        return to_appeal(
            made, _("The appeal is registered under number %(number)s.", number=made.spelled_number)
        )
    return form_page("orders/paper_appeal.html", form, case=case, appealable=found)


def _filed(form: PaperAppealForm) -> Filed:
    return Filed(
        form.against.data,
        form.grounds.data or "",
        form.lateness.data or "",
        store_upload(form.enclosure.data),
    )


@blueprint.route("/appeals/<int:appeal_id>/pass-on", methods=["GET", "POST"])
@permission("appeals.register")
def pass_appeal_on(appeal_id: int) -> ResponseReturnValue:
    """Pass the appeal on to the body outside."""
    found, form = own_appeal(appeal_id), PassOnForm()
    appealing.demand_state(found, "registered")
    if carried_out(form, lambda: appealing.pass_on(found.id, form.day.data, form.number.data)):
        return to_appeal(found, _("It is written down how the appeal was passed on."))
    return _page(form, found, _("Pass appeal %(number)s on", number=found.spelled_number), _("Write it down"))


@blueprint.route("/appeals/<int:appeal_id>/outside", methods=["GET", "POST"])
@permission("appeals.register")
def outside_decision(appeal_id: int) -> ResponseReturnValue:
    """Enter what the body outside decided, with its act."""
    found, form = own_appeal(appeal_id), OutsideForm()
    appealing.demand_state(found, "passed_on")
    _drop_lateness(form, found)
    if carried_out(
        form, lambda: appeal_deciding.enter_outside_decision(found.id, _ruling(form), _outside_act(form))
    ):
        return to_appeal(found, _("The decision on the appeal is entered."))
    return _page(
        form,
        found,
        _("The decision on appeal %(number)s", number=found.spelled_number),
        _("Enter the decision for good"),
    )


@blueprint.route("/appeals/<int:appeal_id>/decide", methods=["GET", "POST"])
@permission("appeals.hear")
def decide_appeal(appeal_id: int) -> ResponseReturnValue:
    """Decide on an appeal that the office's own commission hears."""
    found, form = own_appeal(appeal_id), HearingForm()
    appealing.demand_state(found, "registered")
    _drop_lateness(form, found)
    others = [one for one in appeal_queries.members_at(found.office_id) if one.id != signed_in().account.id]
    form.hearers.choices = options((str(one.id), one.name) for one in others)
    if carried_out(form, lambda: appeal_deciding.decide(found.id, _ruling(form), form.hearers.data or ())):
        return to_appeal(found, _("The decision on the appeal is entered."))
    return _page(
        form,
        found,
        _("Decide on appeal %(number)s", number=found.spelled_number),
        _("Enter the decision for good"),
    )


def _outside_act(form: OutsideForm) -> OutsideAct:
    return OutsideAct(form.act_number.data, form.act_day.data, store_upload(form.act_file.data))


def _drop_lateness(form: RulingForm, appeal: Appeal) -> None:
    """Whether the term is restored is asked of a late appeal only."""
    if appeal.lateness is None:
        del form.restored
        del form.restored_because


def _ruling(form: RulingForm) -> Ruling:
    late = "restored" in form
    restored = form.restored.data == "yes" if late and form.restored.data else None
    because = form.restored_because.data or "" if late else ""
    return Ruling(form.outcome.data, form.reasons.data, form.clause.data, restored, because)


def _page(form: Any, appeal: Appeal, heading: str, act: str) -> ResponseReturnValue:
    return form_page(
        "orders/appeal_form.html", form, appeal=appeal, one=shown(appeal), heading=heading, act=act
    )


@blueprint.get("/appeals/<int:appeal_id>/enclosure")
@permission("appeals.read")
def appeal_enclosure(appeal_id: int) -> Response:
    """What was enclosed, or the scan of the appeal on paper."""
    found = appeal_queries.find_appeal(appeal_id, signed_in().actor())
    if found.enclosure is None:
        raise NotFound
    return send_file(found.enclosure)


@blueprint.get("/appeals/<int:appeal_id>/act")
@permission("appeals.read")
def appeal_act(appeal_id: int) -> Response:
    """The act of the body outside that decided."""
    found = appeal_queries.find_appeal(appeal_id, signed_in().actor())
    decision = appeal_queries.decision_of(found.id)
    if decision is None or decision.act_file is None:
        raise NotFound
    return send_file(decision.act_file)


@blueprint.get("/appeals/<int:appeal_id>/decision")
@permission("appeals.read")
def appeal_decision_file(appeal_id: int) -> Response:
    """The decision as a paper: with its signatures, or as it lies to be signed."""
    return send_file(decision_file(appeal_queries.find_appeal(appeal_id, signed_in().actor())))


@blueprint.post("/appeals/<int:appeal_id>/send-again")
@permission("appeals.hear")
def send_appeal_again(appeal_id: int) -> ResponseReturnValue:
    """Send the decision to be signed anew after somebody refused."""
    found = own_appeal(appeal_id)
    appeal_signing.send_again(found.id)
    return to_appeal(found, _("The decision is sent to be signed anew."))
