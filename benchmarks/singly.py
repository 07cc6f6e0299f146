"""Commits of one row each, by writers without pages: what a database does when nobody gathers anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import count

import orjson

from app import create_app
from benchmarks.ground import Ground
from benchmarks.inserting import insert_words
from benchmarks.rounds import Measured
from core.clock import now
from core.database import db
from exam.models import Attempt
from exam.saving.line import open_line
from tests.databases import Database

WRITERS = 16
_numbers = count(1)


def commits_of_one_row(ground: Ground, database: Database) -> Callable[[float], Measured]:
    """The same INSERT, one row and one commit at a time, by so many threads with a connection each."""
    app = create_app(ground.settings(database))
    with app.app_context():
        engine = db.engine
        attempts = [number for (number,) in db.session.query(Attempt.id).limit(WRITERS)]
        db.session.remove()

    def measure(seconds: float) -> Measured:
        written = [0] * WRITERS
        until = time.monotonic() + seconds

        def write(place: int) -> None:
            line = open_line(engine, insert_words)
            while time.monotonic() < until:
                moment = line.spelled(now())
                row = (attempts[place], 1, next(_numbers), 1, '"3"', moment, moment)
                with line.transaction() as say:
                    say(("insert", orjson.dumps([row]).decode()), last=True)
                written[place] += 1

        writers = [threading.Thread(target=write, args=(place,)) for place in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        engine.dispose()
        return Measured(sum(written) / seconds)

    return measure
