"""The desk of admission: declarations, papers, doors, identity and seats; the ticket that candidates bring."""

from __future__ import annotations

import io

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.views.visitor import form_page
from applications import queries as cases
from applications.models import Case
from core.access import permission
from core.languages import _, _l, current_language
from core.refusals import NotFound
from exam import hall_queries, papers, queries
from exam.actions import admission
from exam.actions.admission import Identity
from exam.forms_hall import DOCUMENTS, AdmitForm, DeclarationForm, TurnAwayForm
from exam.sitting_words import SITTING_STATES, tested
from exam.views import blueprint


@blueprint.get("/cases/<public_id>/ticket")
@permission("cases.read")
def ticket_of_case(public_id: str) -> Response:
    """The admission ticket, for the office that hands it out on paper."""
    return _ticket(cases.find(public_id, signed_in().actor()))


@blueprint.get("/cabinet/cases/<public_id>/ticket")
@permission("cabinet.use")
def own_ticket(public_id: str) -> Response:
    """The candidate's own admission ticket."""
    person = signed_in()
    return _ticket(cases.find(public_id, person.actor(), person.principal.id))


def _ticket(case: Case) -> Response:
    place = queries.open_place_of(case.id)
    if place is None:
        raise NotFound(_l("There is no place in a sitting, and so no ticket, now."))
    pdf = papers.ticket(place, current_language())
    return send_file(io.BytesIO(pdf), "application/pdf", download_name=f"{case.number}.pdf")


@blueprint.get("/ticket/<public_id>")
@permission("hall.admit")
def scanned(public_id: str) -> ResponseReturnValue:
    """The QR code of a ticket: opens the candidate at the desk."""
    place = hall_queries.place_by_ticket(public_id)
    found = queries.find_sitting(place.sitting_id, signed_in().actor())
    return redirect(url_for("exam.candidate", sitting_id=found.id, place_id=place.id))


@blueprint.route("/sittings/<int:sitting_id>/declare", methods=["GET", "POST"])
@permission("hall.admit")
def declare(sitting_id: int) -> ResponseReturnValue:
    """An invigilator's word on conflicts of interest."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    form = DeclarationForm()
    if form.validate_on_submit():
        if form.answer.data == "some" and not form.words.data:
            fail(form.words, _l("Say with whom, and what kind of conflict it is."))
        else:
            admission.declare(found.id, form.words.data if form.answer.data == "some" else "")
            flash(_("Your declaration is entered."), "ok")
            return redirect(url_for("exam.desk", sitting_id=found.id))
    return form_page("exam/declare.html", form, sitting=found, places=queries.places_of(found.id))


@blueprint.post("/sittings/<int:sitting_id>/papers")
@permission("sittings.plan")
def fix_papers(sitting_id: int) -> ResponseReturnValue:
    """Give every place its paper, before the doors open."""
    given = admission.fix_papers(queries.find_sitting(sitting_id, signed_in().actor()).id)
    flash(_("Papers are fixed: %(count)s.", count=given), "ok")
    return redirect(url_for("exam.sitting", sitting_id=sitting_id))


@blueprint.get("/sittings/<int:sitting_id>/desk")
@permission("hall.admit")
def desk(sitting_id: int) -> ResponseReturnValue:
    """Who is expected, who is in, who was not admitted."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    declared = queries.declarations_of(found.id).get(signed_in().account.id)
    return render_template(
        "exam/desk.html",
        sitting=found,
        tested=tested(found),
        state=SITTING_STATES[found.state],
        declared=declared,
        rows=hall_queries.expected(found.id),
    )


@blueprint.post("/sittings/<int:sitting_id>/doors")
@permission("hall.admit")
def open_doors(sitting_id: int) -> ResponseReturnValue:
    """Open the doors."""
    admission.open_doors(sitting_id)
    flash(_("The doors are open: candidates may be admitted."), "ok")
    return redirect(url_for("exam.desk", sitting_id=sitting_id))


@blueprint.post("/sittings/<int:sitting_id>/begin")
@permission("hall.admit")
def begin(sitting_id: int) -> ResponseReturnValue:
    """The test begins."""
    admission.begin(sitting_id)
    flash(_("The test has begun."), "ok")
    return redirect(url_for("exam.desk", sitting_id=sitting_id))


@blueprint.route("/sittings/<int:sitting_id>/desk/<int:place_id>", methods=["GET", "POST"])
@permission("hall.admit")
def candidate(sitting_id: int, place_id: int) -> ResponseReturnValue:
    """One candidate at the desk: check identity, give a seat, or turn away with the reason."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    place = hall_queries.find_place(found.id, place_id)
    form, away = AdmitForm(prefix="in"), TurnAwayForm(prefix="out")
    free = hall_queries.seats_not_in_use(found)
    form.seat.choices = options((str(seat.id), seat.label) for seat in free)
    leaving = "turn_away" in request.form
    if leaving and away.validate_on_submit():
        admission.turn_away(place.id, away.reason.data)
        flash(_("Entered: the candidate is not admitted."), "warn")
        return redirect(url_for("exam.desk", sitting_id=found.id))
    if not leaving and form.validate_on_submit():
        kind = str(DOCUMENTS[form.document_kind.data])
        code = admission.admit(place.id, form.seat.data, Identity(kind, form.document_number.data))
        seat = next(one for one in free if one.id == form.seat.data)
        return render_template("exam/code.html", sitting=found, place=place, code=code, seat=seat)
    shown = away if leaving else form
    page = render_template(
        "exam/candidate.html",
        sitting=found,
        place=place,
        form=form,
        away=away,
        wrong=shown,
        admitted=admission.admission_of(place.id),
        earlier=hall_queries.turned_away(place.id),
        documents=DOCUMENTS,
    )
    return page, 422 if shown.errors else 200
