"""Pages that only tests have: a write as most verbs make it, and what the server's own connection promises.

python -m tests.serve tests.load.pages:serving --port 5000
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask, request
from sqlalchemy import text

from app import create_app
from core.access import PUBLIC, permission
from core.database import db
from core.journal import record
from core.numbering import next_number
from core.outbox import post
from core.settings import load
from core.sweep import start_sweeper

YEAR = 2026
SERIES = "letters"
TAG = "tests:letter:take_in"
PROMISES = {
    "postgresql": ("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes"),
    "sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA foreign_keys"),
}


def serving() -> Flask:
    """The application of one server process, with these pages beside its own."""
    app = serving_without_sweeper()
    start_sweeper(app)
    return app


def serving_without_sweeper() -> Flask:
    """The same, in which nobody writes but the requests."""
    app = create_app(load(os.environ))
    add_pages(app)
    return app


def add_pages(app: Flask) -> None:
    """Hang the pages in; letters come without a form's token, for they come from no form."""

    @app.post("/t/letters")
    @permission(PUBLIC)
    def take_in() -> str:
        """A number without gaps, a row, and an entry with a personal part: all of it or nothing."""
        mark, office = request.form["mark"], int(request.form["office"])
        number = next_number(SERIES, office, YEAR)
        post("mail", "somebody@example.kz", {"subject": mark, "body": mark}, key=mark, office_id=office)
        record(
            TAG,
            subject=("letter", mark),
            office_id=office,
            new={"number": number},
            personal={"mark": mark},
        )
        return mark

    @app.get("/t/promises")
    @permission(PUBLIC)
    def promises() -> dict[str, Any]:
        """What the connection of this very server says of itself."""
        questions = PROMISES[db.engine.dialect.name]
        return {question: str(db.session.scalar(text(question))) for question in questions}

    @app.get("/t/fault")
    @permission(PUBLIC)
    def fault() -> str:
        """A mistake of ours whose message tells about whom it was, as messages of libraries do."""
        raise ValueError(f"cannot read {request.args['about']!r}")

    @app.get("/t/question-to-the-database")
    @permission(PUBLIC)
    def question() -> str:
        """A mistake of ours in asking the database, which repeats what it was asked."""
        db.session.execute(text("SELECT no_such_column FROM account WHERE surname = :about"), request.args)
        return ""

    app.extensions["csrf"].exempt(take_in)
