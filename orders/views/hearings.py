"""A holder is invited and heard before an order ends the paper because its result was lowered."""

from __future__ import annotations

from datetime import time

from flask import flash
from flask.typing import ResponseReturnValue

from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from core.access import permission
from core.languages import _
from core.refusals import NotFound
from orders.actions import hearing_holders
from orders.actions.hearing_holders import Heard, Invited
from orders.forms_papers import HeardForm, InviteForm
from orders.lowered import hearing_on, invitation_on, lowered_result
from orders.models import HearingInvitation, ResultPaper
from orders.office_settings import hearing_notice
from orders.views import blueprint
from orders.views.paper_deeds import of_own_office
from orders.views.papers import to_paper


def _invitation(paper: ResultPaper) -> HearingInvitation | None:
    result = lowered_result(paper)
    return invitation_on(paper, result) if result else None


@blueprint.route("/result-papers/<int:paper_id>/invite", methods=["GET", "POST"])
@permission("orders.draft")
def invite_holder(paper_id: int) -> ResponseReturnValue:
    """Ask the holder to come: place, day, hour."""
    paper, form = of_own_office(paper_id), InviteForm()
    result = lowered_result(paper)
    if result is None or hearing_on(paper, result) is not None:
        raise NotFound
    if carried_out(form, lambda: hearing_holders.invite(paper.id, _invited(form))):
        flash(_("The holder is invited, and told of it."), "ok")
        return to_paper(paper)
    return form_page(
        "orders/invite_holder.html",
        form,
        paper=paper,
        invitation=_invitation(paper),
        least=hearing_notice(paper.office_id),
    )


def _invited(form: InviteForm) -> Invited:
    return Invited(form.place.data, form.day.data, time.fromisoformat(form.hour.data))


@blueprint.route("/result-papers/<int:paper_id>/heard", methods=["GET", "POST"])
@permission("orders.draft")
def hear_holder(paper_id: int) -> ResponseReturnValue:
    """Write down how the holder was heard on the result that was lowered."""
    paper, form = of_own_office(paper_id), HeardForm()
    invitation = _invitation(paper)
    if invitation is not None:
        del form.uninvited_because
    why = "" if invitation else form.uninvited_because.data or ""
    if carried_out(
        form,
        lambda: hearing_holders.hear(paper.id, Heard(form.how.data, form.said.data, form.day.data, why)),
    ):
        flash(_("It is written down how the holder was heard."), "ok")
        return to_paper(paper)
    return form_page(
        "orders/hear_holder.html",
        form,
        paper=paper,
        lowered=lowered_result(paper),
        invitation=invitation,
    )
