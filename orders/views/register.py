"""The public register: by the code on a paper, by number and name, by the file itself; and its key and status list."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from accounts.views.visitor import caller
from core import rates
from core.access import PUBLIC, permission
from core.frame import add_to_menu
from core.languages import _l, long_date, long_moment
from core.refusals import NotFound
from core.views import settings
from orders import register
from orders.forms_register import FileToCheckForm, LookUpForm
from orders.paper_proof import key_text
from orders.paper_standing import CHANGED, STANDINGS, Standing
from orders.register_export import KINDS as EXPORTS
from orders.register_export import newest_export
from orders.register_key import register_key
from orders.status_list import newest_list
from orders.views import blueprint

add_to_menu("orders.papers", _l("Check a certificate or licence"), PUBLIC, 62)

# One person checks a paper or ten; who tries hundreds is guessing.
MOST_LOOK_UPS, STRETCH = 40, timedelta(minutes=1)


def _pace() -> None:
    rates.limit("register", caller().network, at_most=MOST_LOOK_UPS, length=STRETCH)


@blueprint.get("/register/papers")
@permission(PUBLIC)
def papers() -> ResponseReturnValue:
    """Look a paper up by number and name."""
    asked = bool(request.args)
    form = LookUpForm(request.args if asked else None)
    entry, looked = None, False
    if asked and form.validate():
        _pace()
        entry, looked = register.by_number(form.number.data, form.name.data), True
    return _page(form, FileToCheckForm(formdata=None), entry, looked=looked)


@blueprint.post("/register/papers/file")
@permission(PUBLIC)
def check_file() -> ResponseReturnValue:
    """Hold a file against the register, to the byte; it is not kept."""
    form = FileToCheckForm()
    entry, looked = None, False
    if form.validate_on_submit():
        _pace()
        entry, looked = register.by_file(sha256(form.file.data.read()).hexdigest()), True
    return _page(LookUpForm(), form, entry, looked=looked, by_file=True)


def _page(
    form: LookUpForm,
    file_form: FileToCheckForm,
    entry: register.Entry | None,
    *,
    looked: bool,
    by_file: bool = False,
) -> ResponseReturnValue:
    refused = bool(form.errors or file_form.errors)
    page = render_template(
        "orders/register.html", form=form, file_form=file_form, entry=entry, looked=looked, by_file=by_file,
        refused=refused, exports=[kind for kind in EXPORTS if newest_export(settings(), kind)], **_told(entry),
    )  # fmt: skip
    return page, 422 if refused else 200


def _told(entry: register.Entry | None) -> dict[str, object]:
    zone = entry.paper.office.zone if entry else ""
    return {
        "standings": STANDINGS,
        "changed": CHANGED,
        "holds": entry is not None and entry.standing is Standing.VALID,
        "long_date": long_date,
        "history": [(one, long_moment(one.from_at, zone)) for one in entry.history] if entry else [],
    }


@blueprint.get("/register/<register_id>")
@permission(PUBLIC)
def paper(register_id: str) -> ResponseReturnValue:
    """The paper whose code was read: its certified facts and its present status."""
    _pace()
    entry = register.by_code(register_id)
    if entry is None:
        raise NotFound
    return render_template("orders/register_paper.html", entry=entry, **_told(entry))


@blueprint.get("/register/papers/key")
@permission(PUBLIC)
def published_key() -> ResponseReturnValue:
    """The public key by which codes and the status list are checked."""
    key = register_key(settings()).public_key().public_bytes_raw()
    return Response(key_text(key) + "\n", mimetype="text/plain")


@blueprint.get("/register/papers/list")
@permission(PUBLIC)
def status_list() -> ResponseReturnValue:
    """The signed status list that was made last."""
    file = newest_list(settings())
    if file is None:
        raise NotFound
    response = Response(file.read_bytes(), mimetype="application/json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/register/papers/export.<any(csv, json):kind>")
@permission(PUBLIC)
def export(kind: str) -> ResponseReturnValue:
    """The register without names, as it was listed last."""
    file = newest_export(settings(), kind)
    if file is None:
        raise NotFound
    response = send_file(
        file,
        mimetype="text/csv" if kind == "csv" else "application/json",
        as_attachment=True,
        download_name=file.name,
        max_age=3600,
    )
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
