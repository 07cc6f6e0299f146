"""External evaluations: which cases await their order, which are under way; one with its plan, group and progress."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.views.carrying_out import carried_out
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from applications.case_reading import due_of
from commissions import evaluation_queries as reads
from commissions import queries
from commissions.actions import evaluating, marking
from commissions.evaluation_words import GROUP_ROLES, VERDICTS
from commissions.forms_evaluation import DeclareForm, MoveVisitForm, SetForm, VisitForm
from commissions.models import Evaluation, Member, Visit
from commissions.standards import progress, share
from commissions.views import blueprint
from core.access import permission
from core.database import db
from core.files import send_file
from core.frame import add_to_menu
from core.incoming import asked_page
from core.languages import _, _l, long_date
from core.refusals import NotFound

add_to_menu("commissions.evaluations", _l("Evaluations"), "evaluations.read", 27)


@blueprint.get("/evaluations")
@permission("evaluations.read")
def evaluations() -> ResponseReturnValue:
    """The cases that await their order, and every evaluation that somebody may see."""
    actor = signed_in().actor()
    found = reads.evaluations(actor, asked_page())
    reports = reads.reported([one.id for one in found])
    return render_template(
        "commissions/evaluations.html",
        awaiting=[(case, due_of(case, case.due_at)) for case in reads.awaiting_order(actor)],
        most_awaiting=reads.MOST_AWAITING,
        evaluations=[(one, reports.get(one.id)) for one in found],
        listed=found,
        verdicts=VERDICTS,
        long_date=long_date,
    )


@blueprint.get("/evaluations/<int:evaluation_id>")
@permission("evaluations.read")
def evaluation(evaluation_id: int) -> ResponseReturnValue:
    """One evaluation: its order, group, days, how far the checklist is, and the report when it is finished."""
    actor = signed_in().actor()
    found = reads.find_evaluation(evaluation_id, actor)
    marked = [line.marked() for line in reads.lines_of(found)]
    own = reads.own_place(found, actor)
    standings = reads.standings_of(found.id)
    return render_template(
        "commissions/evaluation.html",
        evaluation=found,
        report=reads.report_of(found.id),
        members=[one for one in queries.members_of(found.group_id) if one.released_at is None],
        standings=standings,
        own=own,
        own_standing=standings.get(own.id) if own else None,
        leads=own is not None and own.role in ("chair", "deputy"),
        roles=GROUP_ROLES,
        visits=reads.visits_of(found.id),
        progress=progress(marked),
        percent=share(marked, found.standards.partly_percent) if found.standards else None,
        verdicts=VERDICTS,
        plans=allowed("evaluations.plan") and found.office_id == actor.office_id,
        history=history_of("evaluation", found.id),
        long_date=long_date,
    )


@blueprint.get("/evaluations/<int:evaluation_id>/report.pdf")
@permission("evaluations.read")
def evaluation_report(evaluation_id: int) -> ResponseReturnValue:
    """The report of a finished evaluation as a file."""
    found = reads.report_of(reads.find_evaluation(evaluation_id, signed_in().actor()).id)
    if found is None:
        raise NotFound
    return send_file(found.file)


@blueprint.route("/evaluations/<int:evaluation_id>/choose", methods=["GET", "POST"])
@permission("evaluations.plan")
def choose_standards(evaluation_id: int) -> ResponseReturnValue:
    """Choose the set of standards; it is not changed afterwards."""
    found = here(evaluation_id)
    form = SetForm()
    sets = [one for one in reads.standard_sets(signed_in().actor()) if one.retired_at is None]
    form.standards.choices = [(one.id, f"{one.name}, {one.act} ({len(one.standards)})") for one in sets]
    if form.validate_on_submit():
        evaluating.choose_standards(found.id, form.standards.data)
        flash(_("The standards are chosen. The experts can begin."), "ok")
        return back_to(found)
    return form_page("commissions/evaluation_standards.html", form, evaluation=found)


@blueprint.route("/evaluations/<int:evaluation_id>/visit", methods=["GET", "POST"])
@permission("evaluations.plan")
def plan_visit(evaluation_id: int) -> ResponseReturnValue:
    """Plan a day at the organisation; it is told at once."""
    found = here(evaluation_id)
    form = VisitForm()
    if carried_out(form, lambda: evaluating.plan_visit(found.id, _day(form))):
        flash(_("The visit is planned; the organisation is told."), "ok")
        return back_to(found)
    if not form.is_submitted():
        form.place.data = found.case.person.address
    return form_page("commissions/evaluation_visit.html", form, evaluation=found, long_date=long_date)


@blueprint.route("/evaluations/visits/<int:visit_id>/move", methods=["GET", "POST"])
@permission("evaluations.plan")
def move_visit(visit_id: int) -> ResponseReturnValue:
    """Another day for a visit, with the reason."""
    visit = db.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound
    found = here(visit.evaluation_id)
    form = MoveVisitForm(data={"day": visit.day, "place": visit.place, "programme": visit.programme})
    if carried_out(form, lambda: evaluating.move_visit(visit.id, _day(form), form.reason.data)):
        flash(_("The visit is moved; the organisation is told."), "ok")
        return back_to(found)
    return form_page("commissions/evaluation_visit.html", form, evaluation=found, long_date=long_date)


def _day(form: Any) -> evaluating.Day:
    return evaluating.Day(form.day.data, form.place.data, form.programme.data or "")


@blueprint.route("/evaluations/<int:evaluation_id>/experts/<int:member_id>", methods=["GET", "POST"])
@permission("evaluations.plan")
def expert_conflict(evaluation_id: int, member_id: int) -> ResponseReturnValue:
    """Record a conflict of interest of an expert, or that none remains."""
    found = here(evaluation_id)
    member = db.session.get(Member, member_id)
    if member is None or member.commission_id != found.group_id:
        raise NotFound
    form = DeclareForm()
    if carried_out(
        form,
        lambda: marking.note_conflict(found.id, member.id, form.conflict.data == "yes", form.fact.data or ""),
    ):
        flash(_("It is recorded."), "ok")
        return back_to(found)
    return form_page("commissions/evaluation_conflict.html", form, evaluation=found, member=member)


def here(evaluation_id: int) -> Evaluation:
    """The evaluation in the address, of the own office."""
    actor = signed_in().actor()
    found = reads.find_evaluation(evaluation_id, actor)
    if found.office_id != actor.office_id:
        raise NotFound
    return found


def back_to(found: Evaluation) -> ResponseReturnValue:
    """Back to the evaluation, which shows what comes next."""
    return redirect(url_for("commissions.evaluation", evaluation_id=found.id))
