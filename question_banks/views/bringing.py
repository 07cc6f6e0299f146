"""The pages of bringing a file in: upload, map the columns, read the report, take all or nothing, undo."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.formats import fail
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.incoming import asked_page, asked_text
from core.languages import _, ngettext
from core.refusals import Refusal
from question_banks import import_work
from question_banks.actions import imports
from question_banks.forms_exchange import BringForm, MappingForm, TakeForm, UndoForm, mapping_form
from question_banks.import_queries import PAGE, find_import, imports_of, report_of
from question_banks.import_words import STATES, VERDICTS, told
from question_banks.models import BankImport
from question_banks.queries import find_bank
from question_banks.readers.sheet_cells import Row
from question_banks.readers.sheets import SheetReader
from question_banks.sheet_form import mapping_of, suggest_mapping
from question_banks.views import blueprint
from question_banks.writers.outcomes import Writing
from question_banks.writers.sheet import SheetWriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.url_value_preprocessor
def _let_large_files_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A bank with its images is larger than any paper that people hand in elsewhere."""
    if endpoint == "question_banks.bring":
        request.max_content_length = imports.LARGEST_FILE + 1024 * 1024


@blueprint.get("/banks/template.xlsx")
@permission("banks.exchange")
def sheet_template() -> ResponseReturnValue:
    """The own sheet in three languages, empty."""
    made = SheetWriter().write((), Writing())
    return Response(
        made.data,
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="synaq-questions.xlsx"'},
    )


@blueprint.route("/banks/<code>/import", methods=["GET", "POST"])
@permission("banks.exchange")
def bring(code: str) -> ResponseReturnValue:
    """Bring a file, and see those brought before."""
    bank = find_bank(code, signed_in().actor())
    form = BringForm(data={"language": "ru"})
    if form.validate_on_submit():
        upload = form.file.data
        brought = imports.Brought(
            name=upload.filename or "",
            data=upload.stream.read(imports.LARGEST_FILE + 1),
            language=form.language.data,
            charset=form.charset.data or None,
        )
        row = all_or_nothing(lambda: imports.bring(bank, brought), Refusal)
        if not isinstance(row, Refusal):
            _work_if_small(row)
            return redirect(url_for("question_banks.bringing", import_id=row.id))
        fail(form.file, in_one_line(row))
    return form_page("question_banks/bring.html", form, bank=bank, earlier=imports_of(bank.id), states=STATES)


def _work_if_small(row: BankImport) -> None:
    """Small files are worked while the person waits; large ones by the sweep, with a bar."""
    if row.size <= imports.READ_AT_ONCE and row.state in {"reading", "taking"}:
        import_work.work_on(row.id, commit=False)


@blueprint.get("/banks/imports/<int:import_id>")
@permission("banks.exchange")
def bringing(import_id: int) -> ResponseReturnValue:
    """One file on its way in: what is to be done with it now, and its report."""
    row = find_import(import_id, signed_in().actor())
    if row.state == "to_map":
        return _mapping_page(row, None)
    return _page(row, TakeForm(), UndoForm())


def _page(row: BankImport, take: TakeForm, undo: UndoForm) -> ResponseReturnValue:
    wanted = asked_text("result")
    lines, total = report_of(row.id, wanted if wanted in VERDICTS else "", asked_page())
    taken = row.state == "taken"
    page = render_template(
        "question_banks/bringing.html",
        row=row,
        take=take,
        undo=undo,
        lines=[(line, VERDICTS[line.result], told(line.reasons)) for line in lines],
        total=total,
        page=asked_page(),
        pages=max(1, -(-total // PAGE)),
        page_url=lambda number: url_for(
            "question_banks.bringing", import_id=row.id, result=wanted or None, page=number
        ),
        wanted=wanted,
        verdicts=VERDICTS,
        state=STATES[row.state],
        edited=imports.edited_since(row) if taken else 0,
        used=imports.in_use(row) if taken else 0,
    )
    return page, 422 if take.errors or take.form_errors or undo.form_errors else 200


@blueprint.route("/banks/imports/<int:import_id>/columns", methods=["GET", "POST"])
@permission("banks.exchange")
def map_columns(import_id: int) -> ResponseReturnValue:
    """Say what each column of the sheet holds."""
    row = find_import(import_id, signed_in().actor())
    if row.state not in {"to_map", "read"} or row.format != SheetReader.name:
        return redirect(url_for("question_banks.bringing", import_id=row.id))
    rows, titles, guess, above = _sheet(row)
    form = mapping_form(titles, guess, above)
    if form.validate_on_submit():
        mapped = all_or_nothing(lambda: imports.map_columns(row.id, form.mapping()), Refusal)
        if isinstance(mapped, Refusal):
            form.form_errors.append(in_one_line(mapped))
        else:
            db.session.refresh(row)
            _work_if_small(row)
            return redirect(url_for("question_banks.bringing", import_id=row.id))
    return _mapping_page(row, form, rows)


def _mapping_page(
    row: BankImport, form: MappingForm | None, rows: tuple[Row, ...] = ()
) -> ResponseReturnValue:
    if form is None:
        rows, titles, guess, above = _sheet(row)
        form = mapping_form(titles, guess, above)
    return form_page(
        "question_banks/columns.html",
        form,
        row=row,
        samples=[[line.cell(at).text for line in rows] for at in range(len(form.columns()))],
    )


def _sheet(row: BankImport) -> tuple[tuple[Row, ...], list[str], Any, int]:
    """The first rows, the names of the columns, what they are taken for, and the rows above the questions."""
    rows = SheetReader().head(import_work.source_of(row), import_work.reading_of(row))
    wide = max((len(line.cells) for line in rows), default=0)
    above = next(
        (at for at, line in enumerate(rows, 1) if sum(1 for one in line.cells if one.text.strip()) > 2), 1
    )
    heading = [rows[above - 1].cell(at).text for at in range(wide)] if rows else []
    guess = mapping_of(row.mapping) if row.mapping and "columns" in row.mapping else suggest_mapping(heading)
    titles = [text.strip() or _("Column %(number)s", number=at) for at, text in enumerate(heading, 1)]
    return rows, titles, guess, guess.header_rows if row.mapping else above


@blueprint.post("/banks/imports/<int:import_id>/take")
@permission("banks.exchange")
def take_import(import_id: int) -> ResponseReturnValue:
    """Take what the report says: all of it, or nothing."""
    row = find_import(import_id, signed_in().actor())
    form = TakeForm()
    if form.validate_on_submit():
        refused = all_or_nothing(lambda: _take(row, form), Refusal)
        if refused is not None:
            form.form_errors.append(in_one_line(refused))
            return _page(row, form, UndoForm(formdata=None))
        if row.state == "taken":
            count = row.taken_count + row.loss_count + (row.duplicate_count if form.duplicates.data else 0)
            flash(
                ngettext(
                    "%(num)s item is now in the bank, as a draft.",
                    "%(num)s items are now in the bank, as drafts.",
                    count,
                ),
                "ok",
            )
    return redirect(url_for("question_banks.bringing", import_id=row.id))


def _take(row: BankImport, form: TakeForm) -> None:
    imports.take(row.id, duplicates=form.duplicates.data, without_refused=form.without_refused.data)
    _work_if_small(row)


@blueprint.post("/banks/imports/<int:import_id>/undo")
@permission("banks.exchange")
def undo_import(import_id: int) -> ResponseReturnValue:
    """Take the whole import back."""
    row = find_import(import_id, signed_in().actor())
    form = UndoForm()
    if form.validate_on_submit():
        gone = all_or_nothing(lambda: imports.undo(row.id, edited_too=form.edited_too.data), Refusal)
        if isinstance(gone, Refusal):
            form.form_errors.append(in_one_line(gone))
            return _page(row, TakeForm(formdata=None), form)
        flash(ngettext("%(num)s question was taken back.", "%(num)s questions were taken back.", gone), "ok")
    return redirect(url_for("question_banks.bringing", import_id=row.id))


@blueprint.post("/banks/imports/<int:import_id>/drop")
@permission("banks.exchange")
def drop_import(import_id: int) -> ResponseReturnValue:
    """Do not take this file."""
    row = find_import(import_id, signed_in().actor())
    imports.drop(row.id)
    flash(_("The file was dropped; nothing of it is in the bank."), "ok")
    return redirect(url_for("question_banks.bring", code=row.bank.code))
