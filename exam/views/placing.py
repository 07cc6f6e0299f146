"""The executor places a case in a published sitting, or moves it once; the candidate is told by it."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.visitor import form_page
from applications.case_reading import due_of
from applications.lawful_day import comes_too_late
from applications.models import Case
from applications.views.staff import case_here, to_case
from core.access import permission
from core.languages import _, _l, long_moment
from core.refusals import NotFound, Refusal
from exam import queries
from exam.actions import placing
from exam.forms_planning import MoveForm, PlaceForm
from exam.models import Sitting
from exam.views import blueprint
from regulations.kinds import StepKind


@blueprint.route("/cases/<public_id>/sitting", methods=["GET", "POST"])
@permission("sittings.plan")
def place_case(public_id: str) -> ResponseReturnValue:
    """Choose a sitting for the case; the notice goes out with it."""
    form = PlaceForm()
    case = case_here(public_id, form)
    again = queries.stands_at(case, StepKind.TEST)
    if not again and not queries.stands_at(case, StepKind.NOTIFY_TEST):
        raise Refusal(_l("This case does not wait for a sitting now."))
    if queries.open_place_of(case.id) is not None:
        raise Refusal(_l("The case has its place in a sitting already."))
    held = _offer(form, case)
    if form.validate_on_submit():
        placing.place(case.id, form.sitting.data, again=again)
        flash(_("The case is placed, and the candidate is told of place, date and time."), "ok")
        return to_case(case)
    return form_page(
        "exam/place.html", form, case=case, held=held, due=due_of(case, case.due_at),
        total=due_of(case, case.total_due_at), moving=None,
    )  # fmt: skip


@blueprint.route("/cases/<public_id>/sitting/move", methods=["GET", "POST"])
@permission("sittings.plan")
def move_case(public_id: str) -> ResponseReturnValue:
    """Another sitting instead of the present one, with the reason."""
    form = MoveForm()
    case = case_here(public_id, form)
    present = queries.open_place_of(case.id)
    if present is None or queries.open_place_of(case.id) is None:
        raise NotFound
    held = _offer(form, case, besides=present.sitting_id)
    if form.validate_on_submit():
        placing.move(present.id, form.sitting.data, form.reason.data)
        flash(_("The test is moved, and the candidate is told."), "ok")
        return to_case(case)
    return form_page(
        "exam/place.html", form, case=case, held=held, due=due_of(case, case.due_at),
        total=due_of(case, case.total_due_at), moving=present,
    )  # fmt: skip


def _offer(form: PlaceForm, case: Case, besides: int = 0) -> list[Sitting]:
    """The sittings that fit the case and have a place left; past the last lawful day all are offered, and say so."""
    found = [
        one
        for one in queries.published_sittings(signed_in().actor().office_id or 0)
        if one.id != besides and placing.fits(case, one) and not comes_too_late(case, one.starts_at)
    ]
    given = queries.given_by_sitting([one.id for one in found])
    free = [one for one in found if given.get(one.id, 0) < one.capacity]
    form.sitting.choices = options(
        (str(one.id), _words(case, one, one.capacity - given.get(one.id, 0))) for one in free
    )
    return free


def _words(case: Case, one: Sitting, left: int) -> str:
    words = _(
        "%(moment)s, %(room)s, %(address)s; places left: %(left)s",
        moment=long_moment(one.starts_at, one.office.zone),
        room=one.room.name,
        address=one.room.address,
        left=left,
    )
    if case.total_due_at is not None and one.starts_at > case.total_due_at:
        return _("%(sitting)s. After the term of the service!", sitting=words)
    return words
