"""A hall starts: two hundred candidates a second press the button, and each has page and paper in full.

Over five seconds (`--seconds 5`) these are a thousand. What each asks is what the player asks, one after the other on
a connection of its own: the page, where the attempt stands, the start, whose answer is where it stands now, and the
paper. The player's own files are the same for everybody and kept by browsers for a year, so a hall has them already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask

from app import create_app
from benchmarks.ground import APPLICATION, Ground, Site
from benchmarks.load import Ask
from benchmarks.open_loop import Visit, visit_all
from benchmarks.rounds import Measured, Subject
from core.database import db
from exam.views.opening import BASE, COOKIE
from tests.exam import making

A_SECOND = 200
QUESTIONS = 100
P99_MS = 2_000
# What must stand in the answers: the page, before and after the button, and a paper packed.
WANTS = (b"gzip", b'"phase":"ready"', b'"phase":"running"', b"gzip")


@contextmanager
def starts(ground: Ground) -> Iterator[list[Subject]]:
    """Candidates who start, evenly spread over the time."""
    database = ground.databases.fresh()
    app = create_app(ground.settings(database))
    with ground.serve(APPLICATION, database) as site:
        yield [
            Subject(
                f"starts, {A_SECOND} a second",
                starting(app, site),
                unit="starts a second",
                p99_goal_ms=P99_MS,
            )
        ]


def starting(app: Flask, site: Site) -> Callable[[float], Measured]:
    """A new sitting each time, for nobody starts twice."""

    def measure(seconds: float) -> Measured:
        with app.app_context():
            hall = making.seated(round(A_SECOND * seconds), QUESTIONS, minutes=120)
            making.all_kept([making.device_row(attempt) for attempt in hall.attempts])
            db.session.commit()
            tokens = [making.token_of(attempt.id, 1) for attempt in hall.attempts]
            db.session.remove()
        visits = [
            Visit(number / A_SECOND, asks_of(site, token), WANTS) for number, token in enumerate(tokens)
        ]
        return visit_all(site, visits, kept=False)

    return measure


def asks_of(site: Site, token: str) -> list[bytes]:
    """What the player asks from the opening of its page to the first question."""
    host = site.url.partition("://")[2]
    page = {"Cookie": f"{COOKIE}={token}", "Accept-Encoding": "gzip"}
    button = page | {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asks = [
        Ask(BASE, headers=page),
        Ask(f"{BASE}/state", headers=page),
        Ask(f"{BASE}/start", "POST", button, "{}"),
        Ask(f"{BASE}/paper/kk", headers=page),
    ]
    return [ask.bytes(host) for ask in asks]
