"""The experts' pages, for a phone at the organisation: declaration, checklist, one standard, evidence, the report."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.refused_facts import Stale
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from commissions import evaluation_queries as reads
from commissions.actions import marking, reporting
from commissions.evaluation_words import MARK_KINDS, MARKS
from commissions.forms_evaluation import DeclareForm, EvidenceForm, MarkForm, ReportForm
from commissions.models import Evaluation, StandardEvidence
from commissions.standards import Mark, lacks_remark, progress, share
from commissions.views import blueprint
from commissions.views.evaluations import back_to, here
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.database import db
from core.files import send_file, store_upload
from core.languages import _, clock_time
from core.refusals import NotFound, Refusal
from regulations.verbs import Outcome


@blueprint.route("/evaluations/<int:evaluation_id>/declare", methods=["GET", "POST"])
@permission("evaluations.mark")
def declare(evaluation_id: int) -> ResponseReturnValue:
    """Say whether something stands between oneself and the organisation."""
    found = here(evaluation_id)
    form = DeclareForm()
    if carried_out(
        form, lambda: marking.declare(found.id, form.conflict.data == "yes", form.fact.data or "")
    ):
        flash(_("Your declaration is recorded."), "ok")
        return back_to(found)
    return form_page("commissions/evaluation_conflict.html", form, evaluation=found, member=None)


@blueprint.get("/evaluations/<int:evaluation_id>/standards")
@permission("evaluations.read")
def checklist(evaluation_id: int) -> ResponseReturnValue:
    """The checklist: every standard with its mark, in the order of the act."""
    found = reads.find_evaluation(evaluation_id, signed_in().actor())
    lines = reads.lines_of(found)
    return render_template(
        "commissions/checklist.html",
        evaluation=found,
        chapters=[
            (title, [(line, lacks_remark(line.marked())) for line in of_chapter])
            for title, of_chapter in groupby(lines, key=lambda line: line.standard.chapter)
        ],
        progress=progress(line.marked() for line in lines),
        marks=MARKS,
        kinds=MARK_KINDS,
    )


@blueprint.route("/evaluations/<int:evaluation_id>/standards/<int:standard_id>", methods=["GET", "POST"])
@permission("evaluations.mark")
def standard(evaluation_id: int, standard_id: int) -> ResponseReturnValue:
    """One standard: the mark, what was found, and what shows it; then the next one."""
    found = here(evaluation_id)
    lines = reads.lines_of(found)
    place = next((at for at, one in enumerate(lines) if one.standard.id == standard_id), None)
    if place is None:
        raise NotFound
    line, form = lines[place], MarkForm()
    following = lines[place + 1].standard.id if place + 1 < len(lines) else None
    if form.validate_on_submit():
        marking.mark(found.id, _found(form, standard_id))
        return _next(found, following)
    if not form.is_submitted():
        form.version.data = line.version
        form.mark.data = line.mark.mark if line.mark else None
        form.remark.data = line.mark.remark if line.mark else ""
    return form_page(
        "commissions/standard.html",
        form,
        evaluation=found,
        line=line,
        place=place + 1,
        whole=len(lines),
        following=following,
        evidence_form=EvidenceForm(formdata=None),
        saved=clock_time(line.mark.marked_at, found.office.zone) if line.mark else "",
    )


def _found(form: MarkForm, standard_id: int) -> marking.Found:
    seen = form.version.data or "0"
    return marking.Found(
        standard_id, Mark(form.mark.data), form.remark.data or "", int(seen) if seen.isdecimal() else -1
    )


def _next(found: Evaluation, following: int | None) -> ResponseReturnValue:
    if following is None:
        return redirect(url_for("commissions.checklist", evaluation_id=found.id))
    return redirect(url_for("commissions.standard", evaluation_id=found.id, standard_id=following))


@blueprint.post("/evaluations/<int:evaluation_id>/standards/<int:standard_id>/save")
@permission("evaluations.mark")
def save_standard(evaluation_id: int, standard_id: int) -> ResponseReturnValue:
    """Save while the expert is writing; answers with the version that now stands."""
    found = here(evaluation_id)
    form = MarkForm()
    if not form.validate_on_submit():
        told = next((str(one) for field in form for one in field.errors), "")
        return {"refused": told, "stale": False}, 422
    made = all_or_nothing(lambda: marking.mark(found.id, _found(form, standard_id)), Refusal)
    if isinstance(made, Refusal):
        return {"refused": str(made.sentence), "stale": isinstance(made, Stale)}, made.status
    return {
        "version": made.version,
        "saved": clock_time(now(), found.office.zone),
        "faults": [],
        "previews": {},
        "states": {},
    }


@blueprint.post("/evaluations/<int:evaluation_id>/standards/<int:standard_id>/evidence")
@permission("evaluations.mark")
def bring_evidence(evaluation_id: int, standard_id: int) -> ResponseReturnValue:
    """Keep a photo or a file that shows what was found."""
    found = here(evaluation_id)
    form = EvidenceForm()
    if not form.validate_on_submit():
        raise Refusal(next(str(one) for field in form for one in field.errors), status=422)
    marking.bring_evidence(found.id, standard_id, store_upload(form.file.data), form.caption.data or "")
    flash(_("The file is kept."), "ok")
    return redirect(url_for("commissions.standard", evaluation_id=found.id, standard_id=standard_id))


@blueprint.post("/evaluations/evidence/<int:evidence_id>/remove")
@permission("evaluations.mark")
def remove_evidence(evidence_id: int) -> ResponseReturnValue:
    """Take a file away that shows nothing."""
    found = _evidence(evidence_id)
    marking.remove_evidence(found.id)
    flash(_("The file is taken away."), "ok")
    return redirect(
        url_for("commissions.standard", evaluation_id=found.evaluation_id, standard_id=found.standard_id)
    )


@blueprint.get("/evaluations/evidence/<int:evidence_id>")
@permission("evaluations.read")
def evidence_file(evidence_id: int) -> ResponseReturnValue:
    """A file that was brought as evidence."""
    return send_file(_evidence(evidence_id).file)


def _evidence(evidence_id: int) -> StandardEvidence:
    found = db.session.get(StandardEvidence, evidence_id)
    if found is None:
        raise NotFound
    reads.find_evaluation(found.evaluation_id, signed_in().actor())
    return found


@blueprint.route("/evaluations/<int:evaluation_id>/conclude", methods=["GET", "POST"])
@permission("evaluations.mark")
def conclude(evaluation_id: int) -> ResponseReturnValue:
    """The leader concludes the report; the case goes on to the sitting of the commission."""
    found = here(evaluation_id)
    form = ReportForm()
    marked = [line.marked() for line in reads.lines_of(found)]
    if form.validate_on_submit():
        report = reporting.finish(
            found.id,
            reporting.Concluded(Outcome(form.verdict.data), form.conclusion_kk.data, form.conclusion_ru.data),
        )
        flash(
            _("Report No. %(number)s is made; the case goes to the commission.", number=report.number), "ok"
        )
        return back_to(found)
    return form_page(
        "commissions/conclude.html",
        form,
        evaluation=found,
        progress=progress(marked),
        percent=share(marked, found.standards.partly_percent) if found.standards else None,
    )
