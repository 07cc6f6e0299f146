"""What must be entered in another system by hand: the number that it got there is noted with the case."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from applications import queries
from applications.actions import neighbours
from applications.forms_staff import NumberThereForm
from applications.told_reading import told_of
from applications.views import blueprint
from applications.views.staff import case_page, to_case
from core.access import permission
from core.languages import _
from core.refusals import NotFound


@blueprint.route("/cases/<public_id>/told/<int:told_id>", methods=["GET", "POST"])
@permission("systems.enter")
def enter_there(public_id: str, told_id: int) -> ResponseReturnValue:
    """Note under which number it stands in the other system."""
    case = queries.find(public_id, signed_in().actor())
    shown = next((one for one in told_of(case) if one.told.id == told_id), None)
    if shown is None:
        raise NotFound
    form = NumberThereForm()
    if form.validate_on_submit():
        neighbours.note_by_hand(case, told_id, form.number_there.data)
        flash(_("Noted: it stands in the other system."), "ok")
        return to_case(case)
    return case_page("applications/staff_told.html", form, case, shown=shown)
