"""The page of taking questions out: chosen by the bank's search, with a look at what would stay behind."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.door import signed_in
from accounts.views.carrying_out import in_one_line
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.refusals import Refusal
from question_banks.actions import exports
from question_banks.forms_exchange import FORM_NAMES, ExportForm
from question_banks.import_words import told
from question_banks.items import Item, MediaLibrary
from question_banks.models import Bank, BankExport
from question_banks.queries import find_bank
from question_banks.search import Wanted, numbers_of
from question_banks.taking_out import items_of, media_for
from question_banks.views import blueprint
from question_banks.writers.outcomes import Written

SHOWN = 200
# More questions than this are taken out on the command line.
MOST = 50_000


@blueprint.route("/banks/<code>/export", methods=["GET", "POST"])
@permission("banks.exchange")
def export(code: str) -> ResponseReturnValue:
    """Look at what would stay behind, or take the file."""
    bank = find_bank(code, signed_in().actor())
    form = ExportForm(data={"form": "archive", "languages": ["kk", "ru", "en"]})
    wanted = Wanted.read(request.args)
    items = items_of(bank.id, numbers_of(bank.id, wanted, MOST) if wanted.narrowed() else None)
    preview: dict[str, Any] | None = None
    if form.validate_on_submit():
        media = media_for(bank.id, items)
        asked, taken = _asked(form), request.form.get("act") == "take"
        done = all_or_nothing(
            lambda: (
                _file(bank, exports.export(bank, items, media, asked))
                if taken
                else _preview(items, media, asked)
            ),
            Refusal,
        )
        if isinstance(done, Refusal):
            form.form_errors.append(in_one_line(done))
        elif isinstance(done, dict):
            preview = done
        else:
            return done
    page = render_template(
        "question_banks/export.html",
        form=form,
        bank=bank,
        count=len(items),
        preview=preview,
        chosen=wanted.address(before=""),
        earlier=_earlier(bank.id),
        forms=FORM_NAMES,
    )
    return page, 422 if form.errors or form.form_errors else 200


def _asked(form: ExportForm) -> exports.Wanted:
    return exports.Wanted(
        form=form.form.data, languages=tuple(form.languages.data), reason=form.reason.data or ""
    )


def _preview(items: list[Item], media: MediaLibrary, wanted: exports.Wanted) -> dict[str, Any]:
    made = exports.written(items, media, wanted)
    left = [
        (one, told([{"code": note.code, "facts": note.facts} for note in one.notes]))
        for one in made.left[:SHOWN]
    ]
    whole = len(items) - sum(1 for one in made.left if not one.written)
    return {"whole": whole, "left": left, "total": len(made.left)}


def _file(bank: Bank, made: Written) -> Response:
    name = f"{bank.code}.{made.ending}"
    return Response(
        made.data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _earlier(bank_id: int) -> list[BankExport]:
    return list(
        db.session.scalars(
            select(BankExport)
            .options(joinedload(BankExport.person))
            .where(BankExport.bank_id == bank_id)
            .order_by(BankExport.id.desc())
            .limit(20)
        )
    )
