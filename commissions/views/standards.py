"""The sets of standards of the office: reading them, bringing one in from a spreadsheet, retiring one."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.spreadsheets import LARGEST, read_rows, template
from accounts.views.carrying_out import made_by
from accounts.views.histories import history_of
from accounts.views.visitor import form_page
from commissions import evaluation_queries as reads
from commissions.actions import standards as verbs
from commissions.forms_evaluation import BringForm
from commissions.views import blueprint
from core.access import permission
from core.files import store_upload
from core.languages import _

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/standards")
@permission("evaluations.plan")
def standard_sets() -> ResponseReturnValue:
    """The sets of standards of the office."""
    return render_template("commissions/standard_sets.html", sets=reads.standard_sets(signed_in().actor()))


@blueprint.get("/standards/template")
@permission("evaluations.plan")
def standards_template() -> ResponseReturnValue:
    """The spreadsheet to fill in."""
    return Response(
        template(verbs.COLUMNS, _("Standards")),
        content_type=_XLSX,
        headers={"Content-Disposition": 'attachment; filename="standards.xlsx"'},
    )


@blueprint.route("/standards/bring", methods=["GET", "POST"])
@permission("evaluations.plan")
def bring_standards() -> ResponseReturnValue:
    """Bring in the standards of an act: all of the list, or nothing."""
    form = BringForm()
    made = made_by(form, lambda: verbs.bring(_brought(form)))
    if made is not None:
        flash(_("The set of standards is brought in."), "ok")
        return redirect(url_for("commissions.standard_set", set_id=made.id))
    return form_page("commissions/bring_standards.html", form, columns=verbs.COLUMNS)


def _brought(form: BringForm) -> verbs.Brought:
    rows = read_rows(form.file.data.stream.read(LARGEST + 1), verbs.COLUMNS)
    return verbs.Brought(
        form.name_kk.data,
        form.name_ru.data,
        form.act.data,
        form.partly_percent.data,
        store_upload(form.act_file.data),
        rows,
    )


@blueprint.get("/standards/<int:set_id>")
@permission("evaluations.plan")
def standard_set(set_id: int) -> ResponseReturnValue:
    """One set with all its standards."""
    found = reads.find_set(set_id, signed_in().actor())
    return render_template(
        "commissions/standard_set.html", set=found, history=history_of("standard_set", found.id)
    )


@blueprint.post("/standards/<int:set_id>/retire")
@permission("evaluations.plan")
def retire_standards(set_id: int) -> ResponseReturnValue:
    """New evaluations no longer choose this set."""
    verbs.retire(reads.find_set(set_id, signed_in().actor()).id)
    flash(_("The set of standards is retired."), "ok")
    return redirect(url_for("commissions.standard_set", set_id=set_id))
