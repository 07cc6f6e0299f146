"""A hall of ten thousand who all answer, ten times as fast as people do.

A hundred questions in a hundred minutes, with a change of mind at every fourth, are 125 answers: one in 48 seconds.
At a tenth of that each candidate saves once in 4.8 seconds, from a moment of their own. None may be lost: what was
acknowledged is counted again in the database. The signs of life that a page sends besides are not among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from benchmarks.ground import APPLICATION, Ground, Site
from benchmarks.load import COUNT
from benchmarks.open_loop import Visit, visit_all
from benchmarks.rounds import BadLoad, Measured, Subject
from benchmarks.saves import save_of
from core.database import db
from exam.models import AnswerEntry, Attempt
from tests.exam import making

QUESTIONS = 100
EVERY_SECONDS = 48
COMPRESSION = 10
P99_MS = 100
_FROM = 100_000


@contextmanager
def hall(ground: Ground) -> Iterator[list[Subject]]:
    """Everybody saves at their own moment, whether or not those before were served."""
    database = ground.databases.fresh()
    app = create_app(ground.settings(database))
    with app.app_context():
        sitting_id = making.running(ground.people, QUESTIONS, minutes=600).sitting.id
        attempts = db.session.scalars(select(Attempt.id).where(Attempt.sitting_id == sitting_id)).all()
        db.session.remove()
    with ground.serve(APPLICATION, database) as site:
        name = f"saves, a hall of {ground.people:,} at {COMPRESSION} times"
        yield [Subject(name, answering(app, site, attempts), p99_goal_ms=P99_MS)]


def answering(app: Flask, site: Site, attempts: Sequence[int]) -> Callable[[float], Measured]:
    """All candidates in turn, each at the same distance from the next; no number was used before."""
    host = site.url.partition("://")[2]
    wires = [save_of(attempt).bytes(host) for attempt in attempts]
    step = EVERY_SECONDS / COMPRESSION / len(attempts)
    turns = count(_FROM)

    def visit(at: float, wire: bytes, sequence: int) -> Visit:
        number = b"%d" % sequence
        return Visit(at, [wire.replace(COUNT.encode(), number)], [b'"saved":[' + number + b"]"])

    def measure(seconds: float) -> Measured:
        visits: list[Visit] = []
        while len(visits) * step < seconds:
            turn = next(turns)
            visits += [visit((len(visits) + place) * step, wire, turn) for place, wire in enumerate(wires)]
        visits = visits[: max(1, round(seconds / step))]
        before = entries(app)

        def recount() -> None:
            kept = entries(app) - before
            if kept != len(visits):
                raise BadLoad(f"{len(visits)} saves were acknowledged, and {kept} are in the database")

        return visit_all(site, visits, kept=True, after=recount)

    return measure


def entries(app: Flask) -> int:
    """How many answers the database holds."""
    with app.app_context():
        held = db.session.scalar(select(func.count()).select_from(AnswerEntry)) or 0
        db.session.remove()
    return held
