"""Saving without its checks: the same rows by the same INSERT, gathered into the same commits, and nothing else.

`python -m tests.serve benchmarks.saving_pages:serving --port 5000`. No lock, no token, no clock, no receipt: what is
left of a save when all that makes it right is taken away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask
from sqlalchemy.engine import Engine

from app import create_app
from benchmarks.bare import RECEIPT
from benchmarks.inserting import insert_words
from core.clock import now
from core.database import db
from core.settings import load
from exam.saving.door import PATH
from exam.saving.gather import Gatherer
from exam.saving.line import open_line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Row = tuple[Any, ...]


class InsertOnly:
    """WSGI layer in the place of the saving door."""

    def __init__(self, inner: WSGIApplication, engine: Engine) -> None:
        self.inner = inner
        self.line = open_line(engine, insert_words)
        self.gatherer: Gatherer[Row, bool] = Gatherer(self.write)

    def write(self, rows: Sequence[Row]) -> Sequence[bool]:
        with self.line.transaction() as say:
            say(("insert", orjson.dumps(rows).decode()), last=True)
        return [True] * len(rows)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return self.inner(environ, start_response)
        told = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        attempt, epoch, _secret = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ").split(".")
        moment = self.line.spelled(now())
        for sequence, question, value, _made in told["entries"]:
            text = orjson.dumps(value).decode()
            self.gatherer.give((int(attempt), int(epoch), sequence, question, text, moment, moment))
        start_response(
            "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(RECEIPT)))]
        )
        return [RECEIPT]


def serving() -> Flask:
    """The application with this in the place of its saving door."""
    app = create_app(load(os.environ))
    with app.app_context():
        app.wsgi_app = InsertOnly(app.wsgi_app, db.engine)  # type: ignore[method-assign]  # as Flask says to wrap it
    return app
