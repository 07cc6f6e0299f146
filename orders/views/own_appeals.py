"""Appeals in the cabinet: what may be appealed and until when, the appeal itself, its way, and taking it back."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.forms import options
from accounts.views.carrying_out import made_by
from accounts.views.visitor import form_page
from applications.models import Case
from applications.views.cabinet import own_case
from core.access import permission
from core.database import db
from core.files import send_file, store_upload
from core.languages import _, long_date
from core.models import StoredFile
from core.places import keep_place
from core.refusals import NotFound
from orders import appeal_queries, appeal_reading
from orders.actions import appealing
from orders.actions.appealing import Filed
from orders.appeal_showing import shown
from orders.appeal_words import AGAINST
from orders.forms_appeals import ActForm, AppealForm
from orders.models import Appeal, AppealPaper
from orders.views import blueprint

keep_place("own_appeals", "orders.own_appeals")


@blueprint.get("/cabinet/<public_id>/appeals")
@permission("appeals.file")
def own_appeals(public_id: str) -> ResponseReturnValue:
    """Every appeal of the application, and what could be appealed."""
    case = own_case(public_id)
    return render_template(
        "orders/own_appeals.html",
        case=case,
        appeals=[shown(one) for one in appeal_queries.appeals_of(case.id)],
        appealable=appeal_reading.appealable(case),
        against=AGAINST,
        form=ActForm(formdata=None),
    )


@blueprint.route("/cabinet/<public_id>/appeals/new", methods=["GET", "POST"])
@permission("appeals.file")
def appeal(public_id: str) -> ResponseReturnValue:
    """Appeal against one of the decisions that stand."""
    case, form = own_case(public_id), AppealForm()
    found = offer(form, case)
    made = made_by(form, lambda: appealing.file(case, _filed(form)))
    if made is not None:
        flash(_("The appeal came in under number %(number)s.", number=made.spelled_number), "ok")
        return redirect(url_for("orders.own_appeals", public_id=public_id))
    return form_page("orders/own_appeal_new.html", form, case=case, appealable=found)


def offer(form: AppealForm, case: Case) -> list[appeal_reading.Appealable]:
    """Only what may be appealed, each with the last day of its term."""
    found = appeal_reading.appealable(case)
    form.against.choices = options((one.against, _named(one)) for one in found)
    if len(found) == 1 and not form.is_submitted():
        form.against.data = found[0].against
    return found


def _named(one: appeal_reading.Appealable) -> str:
    what = str(AGAINST[one.against])
    return _("%(what)s, until %(day)s", what=what, day=long_date(one.until)) if one.until else what


def _filed(form: AppealForm) -> Filed:
    upload = form.enclosure.data
    return Filed(
        form.against.data,
        form.grounds.data or "",
        form.lateness.data or "",
        store_upload(upload) if upload else None,
    )


def _own(public_id: str, appeal_id: int) -> tuple[Case, Appeal]:
    case = own_case(public_id)
    found = next((one for one in appeal_queries.appeals_of(case.id) if one.id == appeal_id), None)
    if found is None:
        raise NotFound
    return case, found


@blueprint.post("/cabinet/<public_id>/appeals/<int:appeal_id>/withdraw")
@permission("appeals.file")
def withdraw_appeal(public_id: str, appeal_id: int) -> ResponseReturnValue:
    """Take an appeal back that nobody has decided on."""
    case, found = _own(public_id, appeal_id)
    appealing.withdraw(case, found.id)
    flash(_("The appeal is taken back."), "ok")
    return redirect(url_for("orders.own_appeals", public_id=public_id))


@blueprint.get("/cabinet/<public_id>/appeals/<int:appeal_id>/enclosure")
@permission("appeals.file")
def own_enclosure(public_id: str, appeal_id: int) -> Response:
    """What one enclosed oneself."""
    _case, found = _own(public_id, appeal_id)
    if found.enclosure is None:
        raise NotFound
    return send_file(found.enclosure)


@blueprint.get("/cabinet/<public_id>/appeals/<int:appeal_id>/act")
@permission("appeals.file")
def own_appeal_act(public_id: str, appeal_id: int) -> Response:
    """The act of the body outside that decided."""
    _case, found = _own(public_id, appeal_id)
    decision = appeal_queries.decision_of(found.id)
    if decision is None or decision.act_file is None:
        raise NotFound
    return send_file(decision.act_file)


@blueprint.get("/cabinet/<public_id>/appeals/<int:appeal_id>/decision")
@permission("appeals.file")
def own_appeal_decision(public_id: str, appeal_id: int) -> Response:
    """The decision of the appeal commission, once those who heard the appeal have signed it."""
    _case, found = _own(public_id, appeal_id)
    if appeal_queries.signed_of(found) is None:
        raise NotFound
    return send_file(decision_file(found))


def decision_file(appeal: Appeal) -> StoredFile:
    """The paper with its signatures, or as it was drawn."""
    done, paper = appeal_queries.signed_of(appeal), db.session.get(AppealPaper, appeal.id)
    if done is not None:
        return done.file
    if paper is None:
        raise NotFound
    return paper.file
