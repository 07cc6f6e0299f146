"""What anybody needs to check a paper without this server: key, roots, the day's list, and a page that computes.

All of it is the same for everybody, names nobody and changes rarely, so that caches keep it for an hour: it costs the
server nothing when a whole country asks. The page takes the text of a code and computes in the reader's browser; it is
served here and given as an archive, and asks no server for anything.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from flask import Response, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from applications.case_reading import in_words
from applications.paper_codes import CHECKED
from applications.paper_kinds import PAPER_KINDS
from core.access import PUBLIC, permission
from core.languages import current_language
from core.refusals import NotFound
from core.views import settings
from gateways.signatures.door import published_roots
from orders.extract_facts import KIND as EXTRACT
from orders.paper_proof import key_text
from orders.paper_standing import STANDINGS
from orders.register_export import newest_export
from orders.register_extracts import TITLE
from orders.register_key import register_key
from orders.result_kinds import KINDS
from orders.status_list import newest_list
from orders.views import blueprint
from regulations.catalogue import catalogue

KEPT = "public, max-age=3600"
# The day on which the calendar of ZIP begins: the archive has no age of its own.
_DAY = (1980, 1, 1, 0, 0, 0)
_BESIDE = {"check.js": "text/javascript", "check.css": "text/css"}


@blueprint.get("/register/papers/key")
@permission(PUBLIC)
def published_key() -> ResponseReturnValue:
    """The public key by which codes and the status list are checked."""
    return _kept(Response(_key() + "\n", mimetype="text/plain"))


@blueprint.get("/register/papers/roots")
@permission(PUBLIC)
def roots() -> ResponseReturnValue:
    """The certification authorities that are trusted here (PEM): with them anybody checks the signatures in a PDF."""
    found = published_roots(settings())
    if found is None:
        raise NotFound
    return _kept(Response(found, mimetype="application/x-pem-file"))


@blueprint.get("/register/papers/list")
@permission(PUBLIC)
def status_list() -> ResponseReturnValue:
    """The signed status list that was made last."""
    file = newest_list(settings())
    if file is None:
        raise NotFound
    return _kept(Response(file.read_bytes(), mimetype="application/json"))


@blueprint.get("/register/papers/export.<any(csv, json):kind>")
@permission(PUBLIC)
def export(kind: str) -> ResponseReturnValue:
    """The register without names, as it was listed last."""
    file = newest_export(settings(), kind)
    if file is None:
        raise NotFound
    mimetype = "text/csv" if kind == "csv" else "application/json"
    return _kept(send_file(file, mimetype=mimetype, as_attachment=True, download_name=file.name))


@blueprint.get("/register/papers/check/")
@permission(PUBLIC)
def check_page() -> ResponseReturnValue:
    """The page that checks a code in the reader's browser; it is in the reader's language, so no cache shares it."""
    return _page()


@blueprint.get("/register/papers/check/<any(check.js, check.css, key.js):name>")
@permission(PUBLIC)
def check_file_beside(name: str) -> ResponseReturnValue:
    """A file beside that page."""
    mimetype = _BESIDE.get(name, "text/javascript")
    return _kept(Response(_beside(name), mimetype=mimetype))


@blueprint.get("/register/papers/check.zip")
@permission(PUBLIC)
def check_archive() -> ResponseReturnValue:
    """The page with what stands beside it and the list that was made last, to be kept and opened without a network."""
    held = {"check.html": _page().encode()}
    held |= {name: _beside(name) for name in (*_BESIDE, "key.js")}
    listed = newest_list(settings())
    if listed is not None:
        held["status-list.json"] = listed.read_bytes()
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(f"synaq-check/{name}", _DAY), data, zipfile.ZIP_DEFLATED)
    kept.seek(0)
    name = f"synaq-check-{current_language()}.zip"
    return send_file(kept, mimetype="application/zip", as_attachment=True, download_name=name)


def _page() -> str:
    kinds = {kind: in_words(catalogue().newest(kind).title) for kind in KINDS}
    kinds |= {kind: str(PAPER_KINDS[kind]) for kind in CHECKED} | {EXTRACT: str(TITLE)}
    told = {standing.value: str(word) for standing, word in STANDINGS.items()}
    return render_template("orders/check_code.html", kinds=kinds, standings=told)


def _beside(name: str) -> bytes:
    if name == "key.js":
        return f"const PUBLISHED_KEY = {json.dumps(_key())};\n".encode()
    return (Path(current_app.static_folder or "") / "register" / name).read_bytes()


def _key() -> str:
    return key_text(register_key(settings()).public_key().public_bytes_raw())


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = KEPT
    return answer
