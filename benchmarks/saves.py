"""Durable saves a second through the real door with every check done, beside what could be done without them.

So many candidates, each with a running attempt of its own; so many of them save at the same time, one answer a request.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from app import create_app
from benchmarks.ground import APPLICATION, BARE, Ground, Site
from benchmarks.load import COUNT, Ask, load
from benchmarks.rounds import Measured, Subject
from benchmarks.singly import commits_of_one_row
from exam.saving.door import PATH
from tests.databases import Database
from tests.exam import making

CANDIDATES = 256
CROWDS = (16, 64)
INSERT_ONLY = "benchmarks.saving_pages:serving"
OF_BARE, OF_INSERTS = 0.6, 0.8
# Numbers that no round before has used: a number that is known already is not written again.
STEP = 2_000
_numbers = count(100_000, STEP)


@contextmanager
def saves(ground: Ground) -> Iterator[list[Subject]]:
    """Saves at sixteen and at sixty-four, beside a bare Flask route, the same inserts alone, and single commits."""
    with ExitStack() as stack:
        database = ground.databases.fresh()
        asks = prepare(ground, database)
        real = stack.enter_context(ground.serve(APPLICATION, database))
        bare = stack.enter_context(ground.serve(BARE, database))
        # A second database, so that neither writes numbers that the other has used.
        other = ground.databases.fresh()
        inserts = stack.enter_context(ground.serve(INSERT_ONLY, other))
        prepare(ground, other)
        subjects = []
        for crowd in CROWDS:
            names = {name: f"{name}, {crowd} at a time" for name in ("bare Flask", "inserts only", "saves")}
            subjects += [
                Subject(names["bare Flask"], loaded(bare, asks, crowd)),
                Subject(names["inserts only"], loaded(inserts, asks, crowd), (names["bare Flask"],)),
                Subject(
                    names["saves"],
                    loaded(real, asks, crowd),
                    (names["bare Flask"], names["inserts only"]),
                    OF_BARE,
                ),
            ]
        single = commits_of_one_row(ground, database)
        yield [*subjects, Subject("single-row commits, 16 writers", single)]


def prepare(ground: Ground, database: Database) -> list[Ask]:
    """Candidates who are sitting their test; a save of each, with the next number."""
    app = create_app(ground.settings(database))
    with app.app_context():
        hall = making.running(candidates=CANDIDATES, questions=100, minutes=600)
        return [save_of(attempt.id) for attempt in hall.attempts]


def save_of(attempt_id: int) -> Ask:
    """One answer of one candidate, as the page sends it."""
    body = json.dumps(
        {"sent": 1764480000123, "entries": [[0, 12, "3", 1764480000100]]}, separators=(",", ":")
    )
    return Ask(
        PATH,
        "POST",
        {"Authorization": f"Bearer {making.token_of(attempt_id, 1)}", "Content-Type": "application/json"},
        body.replace("[[0,", f"[[{COUNT},"),
    )


def loaded(site: Site, asks: list[Ask], crowd: int) -> Callable[[float], Measured]:
    """So many candidates at a time, none of whose numbers was used before."""

    def measure(seconds: float) -> Measured:
        return load(site, asks, seconds, at_once=crowd, count_from=next(_numbers))

    return measure
