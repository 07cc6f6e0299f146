"""A granted appeal is carried out: the annulment order drafted, the own act done, the result corrected."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.forms import options
from accounts.views.carrying_out import carried_out, made_by
from accounts.views.visitor import form_page
from applications.case_reading import edition_of, in_words
from core.access import permission
from core.languages import _
from core.refusals import NotFound
from orders.actions import appeal_carrying
from orders.appeal_reading import carrying
from orders.appeal_rules import Due
from orders.appeal_showing import shown
from orders.forms_appeals import CarryForm
from orders.models import Appeal
from orders.views import blueprint
from orders.views.appeals import own_appeal, to_appeal


def _carry_form(appeal: Appeal, act: Due) -> CarryForm:
    """The gates to which the case may go back, the one that follows from the appeal chosen."""
    form, found, edition = CarryForm(), carrying(appeal), edition_of(appeal.case)
    if found.due[:1] != (act,):
        raise NotFound
    form.reopen_at.choices = options((step, in_words(edition.step(step).name)) for step in found.gates)
    if not form.is_submitted():
        form.reopen_at.data = found.proposed
    return form


@blueprint.route("/appeals/<int:appeal_id>/order", methods=["GET", "POST"])
@permission("orders.draft")
def annulment_of_appeal(appeal_id: int) -> ResponseReturnValue:
    """Draft the order that annuls the refusal, resting on the appeal."""
    appeal = own_appeal(appeal_id)
    form = _carry_form(appeal, Due.ORDER)
    order = made_by(form, lambda: appeal_carrying.draft_annulment(appeal.id, form.reopen_at.data))
    if order is not None:
        flash(_("The order is drafted; its point rests on the appeal."), "ok")
        return redirect(url_for("orders.order", order_id=order.id))
    return form_page(
        "orders/appeal_carry.html",
        form,
        appeal=appeal,
        one=shown(appeal),
        heading=_("Draft the order that annuls the refusal"),
        act=_("Draft the order"),
        follows=[
            _("A draft is made with one point: it annuls the refusal, and names the appeal as its ground."),
            _("Nothing changes for the applicant before the head has signed it."),
        ],
    )


@blueprint.route("/appeals/<int:appeal_id>/own-act", methods=["GET", "POST"])
@permission("appeals.carry_out")
def own_act_of_appeal(appeal_id: int) -> ResponseReturnValue:
    """Annul by the office's own act what was refused by its own act."""
    appeal = own_appeal(appeal_id)
    form = _carry_form(appeal, Due.OWN_ACT)
    if carried_out(form, lambda: appeal_carrying.annul_by_own_act(appeal.id, form.reopen_at.data)):
        return to_appeal(appeal, _("The act is entered; the case goes on."))
    return form_page(
        "orders/appeal_carry.html",
        form,
        appeal=appeal,
        one=shown(appeal),
        heading=_("Annul the decision by the office's own act"),
        act=_("Annul it and take the case up again"),
        follows=[
            _(
                "The refusal ends with this act, which gets a number of its own; the case goes on at the gate."
            ),
            _("The applicant is told."),
        ],
    )


@blueprint.post("/appeals/<int:appeal_id>/correct/<how>")
@permission("results.correct")
def correct_by_appeal(appeal_id: int, how: str) -> ResponseReturnValue:
    """Count the test again, or take its result back; the correction names the appeal."""
    appeal = own_appeal(appeal_id)
    if how not in {"recount", "take_back"} or Due.CORRECTION not in carrying(appeal).due:
        raise NotFound
    appeal_carrying.correct_result(appeal.id, how)
    return to_appeal(appeal, _("The result is corrected; the correction names the appeal."))
