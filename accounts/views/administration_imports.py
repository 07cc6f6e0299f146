"""The pages of imports: the template, the upload, the report of the dry run, and entering all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from accounts.actions import imports as verbs
from accounts.actions.imports import RowReport
from accounts.forms_administration import ConfirmForm, UploadForm
from accounts.import_columns import SPECIALTIES, STAFF
from accounts.spreadsheets import LARGEST, Column, SheetRow, read_rows, template
from accounts.views import blueprint
from accounts.views.carrying_out import made_by
from accounts.views.visitor import form_page
from core.access import permission
from core.database import db
from core.languages import _, ngettext
from core.refusals import Refusal
from core.views import settings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Run = Callable[[Sequence[SheetRow]], list[RowReport]]


@blueprint.get("/administration/people/import/template")
@permission("people.manage")
def staff_template() -> ResponseReturnValue:
    """The spreadsheet for staff."""
    return _spreadsheet(template(STAFF, _("Staff")), "staff.xlsx")


@blueprint.get("/administration/specialties/import/template")
@permission("specialties.manage")
def specialties_template() -> ResponseReturnValue:
    """The spreadsheet for specialties."""
    return _spreadsheet(template(SPECIALTIES, _("Specialties")), "specialties.xlsx")


def _spreadsheet(content: bytes, name: str) -> Response:
    return Response(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.route("/administration/people/import", methods=["GET", "POST"])
@permission("people.manage")
def import_people() -> ResponseReturnValue:
    """Upload a list of staff and see what would become of each row."""
    return _upload("staff", STAFF, _run_staff)


@blueprint.route("/administration/specialties/import", methods=["GET", "POST"])
@permission("specialties.manage")
def import_specialties() -> ResponseReturnValue:
    """Upload a list of specialties and see what would become of each row."""
    return _upload("specialties", SPECIALTIES, verbs.import_specialties)


@blueprint.post("/administration/people/import/confirm")
@permission("people.manage")
def confirm_people() -> ResponseReturnValue:
    """Enter the staff of the report: all or nobody."""
    return _confirm("staff", _run_staff, "accounts.people")


@blueprint.post("/administration/specialties/import/confirm")
@permission("specialties.manage")
def confirm_specialties() -> ResponseReturnValue:
    """Enter the specialties of the report: all or none."""
    return _confirm("specialties", verbs.import_specialties, "accounts.specialties")


def _run_staff(rows: Sequence[SheetRow]) -> list[RowReport]:
    return verbs.import_staff(rows, settings())


def _upload(what: str, columns: Sequence[Column], run: Run) -> ResponseReturnValue:
    form = UploadForm()
    rows = made_by(form, lambda: read_rows(form.file.data.stream.read(LARGEST + 1), columns))
    if rows is not None:
        return _report(what, rows, run)
    return form_page("accounts/admin/import.html", form, what=what, columns=columns)


def _report(what: str, rows: Sequence[SheetRow], run: Run) -> ResponseReturnValue:
    """The dry run: everything is done, told, and taken back."""
    report = run(rows)
    told = [{**asdict(row), "heading": str(row.heading), "reason": str(row.reason)} for row in report]
    db.session.rollback()
    counts = {outcome: sum(row.outcome == outcome for row in report) for outcome in _OUTCOMES}
    form = ConfirmForm(formdata=None, rows=_serializer(what).dumps([_packed(row) for row in rows]))
    return form_page("accounts/admin/import_report.html", form, what=what, report=told, counts=counts)


_OUTCOMES = (verbs.TAKEN, verbs.REFUSED, verbs.DUPLICATE)


def _packed(row: SheetRow) -> list[Any]:
    return [row.number, row.cells, row.letters]


def _serializer(what: str) -> URLSafeSerializer:
    """What the report showed is what will be entered: the rows travel signed."""
    return URLSafeSerializer(settings().secret_key, salt=f"import of {what}")


def _confirm(what: str, run: Run, endpoint: str) -> ResponseReturnValue:
    form = ConfirmForm()
    try:
        rows = [SheetRow(*packed) for packed in _serializer(what).loads(form.rows.data or "")]
    except BadSignature:
        raise Refusal(
            _("These rows do not come from a report of this page."),
            next_step=_("Upload the spreadsheet once more."),
            status=400,
        ) from None
    report = run(rows)
    verbs.insist(report)
    taken = sum(row.outcome == verbs.TAKEN for row in report)
    flash(ngettext("%(num)s row was entered.", "%(num)s rows were entered.", taken), "ok")
    return redirect(url_for(endpoint))
