"""Corrections over the pages: rulings on faulty questions, a recount, a result taken back; each asked once, in full."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.models import Account
from accounts.views.visitor import form_page
from applications import queries as cases
from applications.models import Case
from core.access import permission
from core.database import db
from core.languages import _, _l
from core.refusals import NotFound, Refusal
from exam import correction_reading as reading
from exam import queries, result_queries
from exam.actions import correcting
from exam.forms_corrections import RULINGS, RulingForm
from exam.forms_planning import ReasonForm
from exam.grading import Ruling
from exam.models import Result, Sitting
from exam.views import blueprint


@blueprint.get("/sittings/<int:sitting_id>/corrections")
@permission("results.correct")
def corrections(sitting_id: int) -> ResponseReturnValue:
    """The results of a sitting, what was ruled on its questions, and what would change by counting again."""
    found = _scored(sitting_id)
    return render_template(
        "exam/corrections.html",
        sitting=found,
        lines=result_queries.lines_of(found.id),
        rulings=reading.rulings_of(found.id),
        names={one.edition_id: one.name for one in reading.questions_of(found.id)},
        words=RULINGS,
    )


def _scored(sitting_id: int) -> Sitting:
    found = queries.find_sitting(sitting_id, signed_in().actor())
    if found.closed_at is None:
        raise Refusal(_l("Results are corrected when the sitting is closed and scored."))
    return found


@blueprint.route("/sittings/<int:sitting_id>/rulings/new", methods=["GET", "POST"])
@permission("results.correct")
def rule(sitting_id: int) -> ResponseReturnValue:
    """Rule on a faulty question: typed, then shown with the results that it changes, then entered and recounted."""
    found = _scored(sitting_id)
    form = RulingForm()
    questions = [one for one in reading.questions_of(found.id) if one.ruling is None]
    form.offer((one.edition_id, one.name) for one in questions)
    if not form.validate_on_submit():
        return form_page("exam/ruling.html", form, sitting=found, questions=questions)
    edition_id, ruling = int(form.edition.data), cast(Ruling, form.ruling.data)
    if form.sure.data != "yes":
        return render_template(
            "exam/ruling_sure.html",
            form=form,
            sitting=found,
            question=next(one.name for one in questions if one.edition_id == edition_id),
            word=RULINGS[ruling],
            changes=reading.changes(found.id, {edition_id: ruling}),
        )
    changed = correcting.rule_and_recount(
        found.id, edition_id, ruling, form.reason.data, form.decision_number.data
    )
    flash(_("The ruling is entered. Results counted anew: %(count)s.", count=len(changed)), "ok")
    return redirect(url_for("exam.corrections", sitting_id=found.id))


@blueprint.route("/sittings/<int:sitting_id>/recount", methods=["GET", "POST"])
@permission("results.correct")
def recount_hall(sitting_id: int) -> ResponseReturnValue:
    """Count every test of a sitting again: first whose result would be another, then with the reason."""
    found = _scored(sitting_id)
    form = ReasonForm()
    if form.validate_on_submit():
        changed = correcting.recount_sitting(found.id, form.reason.data)
        flash(_("Results counted anew: %(count)s.", count=len(changed)), "ok")
        return redirect(url_for("exam.corrections", sitting_id=found.id))
    return form_page("exam/recount_hall.html", form, sitting=found, changes=reading.changes(found.id))


@blueprint.get("/cases/<public_id>/results")
@permission("cases.read")
def results_of_case(public_id: str) -> ResponseReturnValue:
    """Every result that the case ever had, as one chain: each names the one it replaces, and why."""
    case, chain = _chain(public_id)
    stands = chain[-1].row.verdict != "void"
    here = chain[-1].sitting.office_id == signed_in().actor().office_id
    return render_template(
        "exam/result_chain.html",
        case=case,
        chain=chain,
        names=[_name(one.row) for one in chain],
        may_correct=allowed("results.correct") and stands and here,
    )


def _chain(public_id: str) -> tuple[Case, list[reading.Link]]:
    case = cases.find(public_id, signed_in().actor())
    chain = reading.chain_of(case.id)
    if not chain:
        raise NotFound
    return case, chain


def _name(row: Result) -> str:
    return db.session.get_one(Account, row.entered_by).name if row.entered_by else ""


def _standing(public_id: str) -> tuple[Case, Result]:
    case, chain = _chain(public_id)
    if chain[-1].row.verdict == "void":
        raise Refusal(_l("This case has no result that could be corrected."))
    return case, chain[-1].row


@blueprint.route("/cases/<public_id>/results/recount", methods=["GET", "POST"])
@permission("results.correct")
def recount(public_id: str) -> ResponseReturnValue:
    """Count one test again by the rulings as they are now: first what it would come to, then with the reason."""
    case, result = _standing(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        if correcting.recount(case.id, form.reason.data) is None:
            flash(_("Counted again: the result is the same to the point, and stays as it is."), "ok")
        else:
            flash(_("Counted again: the new result stands, and names the old one."), "ok")
        return redirect(url_for("exam.results_of_case", public_id=case.public_id))
    change = reading.change_of(result)
    return form_page("exam/recount.html", form, case=case, result=result, change=change)


@blueprint.route("/cases/<public_id>/results/take-back", methods=["GET", "POST"])
@permission("results.correct")
def take_back(public_id: str) -> ResponseReturnValue:
    """Take a result back without another in its place; asked once, with what follows."""
    case, result = _standing(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        correcting.take_back(case.id, form.reason.data)
        flash(_("The result is taken back."), "ok")
        return redirect(url_for("exam.results_of_case", public_id=case.public_id))
    return form_page("exam/take_back.html", form, case=case, result=result)
