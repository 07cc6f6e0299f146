"""The player's own files and sentences: the same for everybody, kept by browsers for a year, nothing secret in them."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from core.access import PUBLIC, permission
from core.languages import LANGUAGES
from core.refusals import NotFound
from exam import player_files
from exam.player_page import packed_words
from exam.views import blueprint
from exam.views.opening import BASE

# It lies with the other files, and serves the page of the test alone.
WORKER = "worker.js"
YEAR = "public, max-age=31536000, immutable"


@blueprint.get("/exam/player/<edition>/<path:name>")
@permission(PUBLIC)
def player_file(edition: str, name: str) -> ResponseReturnValue:
    """One file of this edition; a page of an older one has long had all of its own."""
    held = player_files.edition()
    if edition != held.digest or name not in held.files:
        raise NotFound
    found = held.files[name]
    response = _kept(found.data, found.content_type, found.encoding)
    if name == WORKER:
        response.headers["Service-Worker-Allowed"] = BASE
    return response


@blueprint.get("/exam/player-words/<language>")
@permission(PUBLIC)
def player_words(language: str) -> ResponseReturnValue:
    """The sentences of one language; their edition is named in the address."""
    if language not in LANGUAGES:
        raise NotFound
    return _kept(packed_words(language), "application/json", "gzip")


def _kept(data: bytes, content_type: str, encoding: str) -> Response:
    """Packed as it lies. Every browser of the last twenty years unpacks; who says it does not is told so."""
    if encoding and "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(status=406)
    response = Response(data, content_type=content_type)
    response.headers["Cache-Control"] = YEAR
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
