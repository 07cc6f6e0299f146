"""A refusal on its way out: sent to be signed where the text demands it, then handed to the applicant."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.models import Account
from accounts.signing_queries import deeds_of, sheet_of
from accounts.views.carrying_out import carried_out
from applications import queries as cases
from applications.actions import checking, refusal_signing
from applications.given_papers import SHEET, file_given
from applications.models import Case, Refused
from applications.own_refusals import by_own_act, may_be_called_back, waiting_in
from applications.refusal_said import said_of
from applications.views.staff import case_here, case_page, to_case
from core.access import permission
from core.database import db
from core.files import send_file
from core.languages import _, current_language
from core.places import keep_place
from core.refusals import NotFound
from orders.actions import order_signing, refusing
from orders.forms_papers import HandOverForm, SendRefusalForm
from orders.paper_content import capacity
from orders.views import blueprint
from regulations.kinds import StepKind

keep_place("refusal_of_case", "orders.refusal_of_case")


@blueprint.get("/cases/<public_id>/refusal")
@permission("result_papers.read")
def refusal_of_case(public_id: str) -> ResponseReturnValue:
    """The refusal of a case: what it says, whether it is signed, what is to be done with it."""
    case = cases.find(public_id, signed_in().actor())
    form = SendRefusalForm(formdata=None)
    form.version.data = case.version
    return _page(case, form)


@blueprint.post("/cases/<public_id>/refusal/send")
@permission("result_papers.draw")
def send_refusal(public_id: str) -> ResponseReturnValue:
    """Send the refusal to be signed."""
    form = SendRefusalForm()
    case = case_here(public_id, form)
    _offer(form, case)
    if carried_out(form, lambda: refusing.send(case.id, form.signatory.data)):
        flash(_("The refusal is sent to be signed."), "ok")
        return redirect(url_for("orders.refusal_of_case", public_id=public_id))
    return _page(case, form)


@blueprint.post("/cases/<public_id>/refusal/hand-over")
@permission("result_papers.issue")
def hand_over_refusal(public_id: str) -> ResponseReturnValue:
    """Give the refusal out."""
    form = HandOverForm()
    case = case_here(public_id, form)
    if form.validate_on_submit():
        refusing.hand_over(case.id)
        flash(_("The refusal is handed out; the case is closed."), "ok")
    return to_case(case)


@blueprint.post("/cases/<public_id>/refusal/call-back")
@permission("result_papers.draw")
def call_refusal_back(public_id: str) -> ResponseReturnValue:
    """Take an unsigned refusal back, to decide anew."""
    form = HandOverForm()
    case = case_here(public_id, form)
    if form.validate_on_submit():
        checking.call_back(case.id)
        flash(
            _("The refusal is called back. Nobody was told of it; the case lies on your desk as before."),
            "ok",
        )
    return to_case(case)


@blueprint.get("/cases/<public_id>/refusal/file")
@permission("result_papers.read")
def refusal_file(public_id: str) -> Response:
    """The refusal with its signature, or as it was written."""
    refused = _refusal(cases.find(public_id, signed_in().actor()))
    return send_file(file_given(refused.paper))


def _refusal(case: Case) -> Refused:
    found = cases.refusal_of(case)
    if found is None:
        raise NotFound
    return found


def _offer(form: SendRefusalForm, case: Case) -> None:
    found = refusing.signatories_of(case, _refusal(case))
    form.signatory.choices = options(
        (
            str(one.id),
            f"{db.session.get_one(Account, one.account_id).name}, {getattr(capacity(one), current_language())}",
        )
        for one in found
    )
    if len(found) == 1 and not form.is_submitted():
        form.signatory.data = found[0].id


def _page(case: Case, form: SendRefusalForm) -> ResponseReturnValue:
    refused, step = _refusal(case), refusing.step_out(case)
    sheet, own = sheet_of(SHEET, refused.id), by_own_act(refused)
    unsigned = next((one for one in deeds_of(sheet.id) if one.what == "refused"), None) if sheet else None
    _offer(form, case)
    return case_page(
        "orders/refusal.html",
        form,
        case,
        refusal=refused,
        refusal_said=said_of(refused),
        sheet=sheet,
        unsigned=unsigned,
        by_hand=step is StepKind.ISSUE and refusing.order_on_paper(refused),
        mine=sheet is not None and any(one.account_id == signed_in().account.id for one in sheet.places),
        done=refusal_signing.signed(refused),
        own_act=own,
        orders_by_hand=own and order_signing.by_hand_at(refused.paper.office_id, case.service) is not None,
        signs=sheet.places[0].account.name if sheet is not None else "",
        to_call_back=waiting_in(case) is not None
        and may_be_called_back(refused)
        and allowed("result_papers.draw")
        and case.executor_id in (None, signed_in().account.id),
        to_send=allowed("result_papers.draw") and refusing.to_be_sent(case, refused),
        to_hand_over=allowed("result_papers.issue")
        and step is StepKind.ISSUE
        and not own
        and refusing.may_go_out(case, refused),
    )
