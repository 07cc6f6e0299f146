"""The staff's work on a case: register, name the executor, forward, note a telephone message."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.queries import executors_at
from accounts.roles import Role
from accounts.views.carrying_out import carried_out
from applications import queries
from applications.actions import chancery, course, telephone
from applications.forms_staff import AssignForm, PlainForm, ReassignForm, RegisterForm, TelephonogramForm
from applications.models import Case
from applications.stale import still
from applications.views import blueprint
from core.access import permission
from core.languages import _, _l, ngettext
from core.places import place
from core.refusals import Refusal
from regulations.verbs import Verb


def case_here(public_id: str, form: Form) -> Case:
    """The case that this person may see; a form that was sent must still be true."""
    case = queries.find(public_id, signed_in().actor())
    if form.is_submitted():
        still(case, form.version.data)
    else:
        form.version.data = case.version
    return case


def due_verb(case: Case, verb: Verb) -> None:
    """Show no form for what cannot be done now; the refusal says what is due instead."""
    if all(one.verb is not verb for one in course.what_now(case, signed_in().actor())):
        raise Refusal(
            _l("This step is not due now, or it is not yours."),
            next_step=_l("Open the case: it shows what is due and who acts."),
        )


def case_page(template: str, form: Form, case: Case, **facts: object) -> ResponseReturnValue:
    """A page with a form about a case."""
    refused = bool(form.errors)
    return render_template(template, form=form, case=case, refused=refused, **facts), 422 if refused else 200


def to_case(case: Case) -> ResponseReturnValue:
    """Back to the case, which shows what is due next."""
    return redirect(place("case", public_id=case.public_id))


@blueprint.route("/cases/<public_id>/register", methods=["GET", "POST"])
@permission("cases.register")
def register(public_id: str) -> ResponseReturnValue:
    """Enter the case in the incoming journal and give the receipt."""
    form = RegisterForm()
    case = case_here(public_id, form)
    due_verb(case, Verb.REGISTER)
    if form.validate_on_submit():
        entry = chancery.register(case.id, form.sheets.data)
        flash(_("Registered under number %(number)s; the receipt is made.", number=entry.number), "ok")
        return to_case(case)
    return case_page("applications/staff_register.html", form, case)


@blueprint.route("/cases/<public_id>/assign", methods=["GET", "POST"])
@permission("cases.assign")
def assign(public_id: str) -> ResponseReturnValue:
    """Name the executor with a resolution."""
    form = AssignForm()
    case = case_here(public_id, form)
    due_verb(case, Verb.ASSIGN)
    _offer(form)
    if carried_out(
        form,
        lambda: chancery.assign(case.id, form.executor.data, form.resolution.data, _acting_order(form)),
    ):
        flash(_("The executor is named."), "ok")
        return to_case(case)
    return case_page("applications/staff_assign.html", form, case, again=False)


@blueprint.route("/cases/assign", methods=["GET", "POST"])
@permission("cases.assign")
def assign_many() -> ResponseReturnValue:
    """Name one executor for several cases: all of them, or none where one has gone on meanwhile."""
    form = AssignForm()
    actor = signed_in().actor()
    picked = dict.fromkeys(request.values.getlist("case")[:200])
    many = [queries.find(public_id, actor) for public_id in picked]
    if not many:
        raise Refusal(
            _l("No case is picked."), next_step=_l("Go back to your desk and pick the cases."), status=422
        )
    _offer(form)
    if form.validate_on_submit():
        for case in sorted(many, key=lambda one: one.id):
            chancery.assign(case.id, form.executor.data, form.resolution.data, _acting_order(form))
        flash(
            ngettext("%(num)s case has its executor.", "%(num)s cases have their executor.", len(many)), "ok"
        )
        return redirect(place("desk"))
    return case_page("applications/staff_assign.html", form, many[0], again=False, many=many)


@blueprint.route("/cases/<public_id>/reassign", methods=["GET", "POST"])
@permission("cases.assign")
def reassign(public_id: str) -> ResponseReturnValue:
    """Name another executor, with the reason."""
    form = ReassignForm()
    case = case_here(public_id, form)
    _offer(form)
    if carried_out(
        form,
        lambda: chancery.reassign(
            case.id, form.executor.data, form.resolution.data, form.reason.data, _acting_order(form)
        ),
    ):
        flash(_("Another executor is named."), "ok")
        return to_case(case)
    return case_page("applications/staff_assign.html", form, case, again=True)


def _acting_order(form: AssignForm) -> str:
    return str(form.acting_order.data) if "acting_order" in form else ""


def _offer(form: AssignForm) -> None:
    """Only officials of this office, with how many cases each holds."""
    person = signed_in()
    office = person.actor().office_id or 0
    form.executor.choices = options(
        (str(account.id), f"{account.name} ({queries.load_of(account.id)})")
        for account in executors_at(office, chancery.EXECUTORS)
    )
    if person.role is not Role.ACTING_HEAD:
        del form.acting_order


@blueprint.route("/cases/<public_id>/forward", methods=["GET", "POST"])
@permission("cases.forward")
def forward(public_id: str) -> ResponseReturnValue:
    """Pass the file to the Committee or to the commission, after saying once what that means."""
    form = PlainForm()
    case = case_here(public_id, form)
    due_verb(case, Verb.FORWARD)
    if form.validate_on_submit():
        passed = chancery.forward(case.id)
        said = (
            _("The file is with the Committee now.") if passed else _("The file is with the commission now.")
        )
        flash(said, "ok")
        return to_case(case)
    return case_page("applications/staff_forward.html", form, case)


@blueprint.route("/cases/<public_id>/telephonogram", methods=["GET", "POST"])
@permission("cases.notify")
def telephonogram(public_id: str) -> ResponseReturnValue:
    """Enter what was said by telephone, to whom and when."""
    form = TelephonogramForm()
    case = case_here(public_id, form)
    if form.validate_on_submit():
        moment = _moment(form, case)
        if moment is not None:
            telephone.note(case.id, form.spoken_to.data, moment, form.body.data)
            flash(_("The telephone message is entered."), "ok")
            return to_case(case)
    return case_page("applications/staff_telephonogram.html", form, case)


def _moment(form: TelephonogramForm, case: Case) -> datetime | None:
    try:
        local = datetime.strptime(form.spoken_at.data, "%d.%m.%Y %H:%M").replace(
            tzinfo=ZoneInfo(case.office.zone)
        )
    except ValueError:
        fail(form.spoken_at, _l("This is no date and time. Type it like 18.03.2026 10:30."))
        return None
    return local
