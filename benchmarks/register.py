"""Look-ups in the public register with a million papers beside a thousand: by code, by number and name, by file.

Whoever checks a certificate must not feel how many others were issued; a wrong guess must not be told by its time.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from flask import Flask
from sqlalchemy import text

from app import create_app
from benchmarks.ground import Ground
from benchmarks.rounds import Measured, Subject
from core.database import db, reading
from orders import register
from tests.applications import making
from tests.databases import Database, owner_engine

FEW, MANY = 1_000, 1_000_000
# A tree of a million has two levels more than one of a thousand; anything beyond that would be a search.
GOAL = 0.8
TABLES = ("result_paper", "result_paper_signed", "result_paper_issued")
_PADDED = {"sqlite": "printf('%0{0}d', n)", "postgresql": "lpad(n::text, {0}, '0')"}
_MOMENT = {"sqlite": "'2026-03-01 04:00:00.000000'", "postgresql": "timestamptz '2026-03-01 04:00:00+00'"}
_NUMBERS = "WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < :count) "


def statements(kind: str) -> list[str]:
    """The rows of issued papers, numbered from one, as each database spells them."""
    moment, code, six, digest = _MOMENT[kind], *(_PADDED[kind].format(size) for size in (26, 7, 64))
    told = f'"number":"SC-BEN-2026-\' || {six} || \'","name":"Name \' || n || \'","title":{{}}'
    facts = f'\'{{"kind":"specialist-certificate",{told}}}\''
    return [
        "INSERT INTO result_paper (id, case_id, kind, office_id, number, register_id, folded_name, facts, digest,"
        " basis, line_id, line_outcome, valid_from, valid_until, drafted_by, drafted_at) "
        f"{_NUMBERS}SELECT n, -n, 'specialist-certificate', :office, 'SC-BEN-2026-' || {six}, {code}, 'name ' || n,"
        f" {facts}, {digest}, 'order', -n, 'award', '2026-03-01', '2031-03-01', 1, {moment} FROM one",
        "INSERT INTO result_paper_signed (paper_id, sheet_id, kind, file_id, digest, signed_at) "
        f"{_NUMBERS}SELECT n, -n, 'result_paper', -n, {digest}, {moment} FROM one",
        "INSERT INTO result_paper_issued (paper_id, issued_by, issued_as, issued_at) "
        f"{_NUMBERS}SELECT n, 1, 'chancery_clerk', {moment} FROM one",
    ]


LOOK_UPS: dict[str, Callable[[int], object]] = {
    "by code": lambda n: register.by_code(f"{n:026d}"),
    "by number and name": lambda n: register.by_number(f"SC-BEN-2026-{n:07d}", f"Name {n}"),
    "by file": lambda n: register.by_file(f"{n:064d}"),
    "a wrong name": lambda n: register.by_number(f"SC-BEN-2026-{n:07d}", "Somebody else") is None,
}


@contextmanager
def register_look_ups(ground: Ground) -> Iterator[list[Subject]]:
    """Each look-up over few and over many papers."""
    apps = {count: filled(ground, count) for count in (FEW, MANY)}
    yield [
        Subject(
            f"{name}, {count:,} papers",
            looking(app, count, look),
            () if count == FEW else (f"{name}, {FEW:,} papers",),
            None if count == FEW else GOAL,
            unit="look-ups a second",
        )
        for name, look in LOOK_UPS.items()
        for count, app in apps.items()
    ]
    for app in apps.values():
        with app.app_context():
            db.engine.dispose()


def filled(ground: Ground, count: int) -> Flask:
    """A register of so many papers of one office."""
    database = ground.databases.fresh()
    app = create_app(ground.settings(database))
    with app.app_context():
        office = making.office("territorial").id
        db.session.commit()
        db.engine.dispose()
    fill(database, {"count": count, "office": office})
    return app


def fill(database: Database, given: dict[str, int]) -> None:
    """Written past guards and foreign keys: what is measured is finding them."""
    if database.on_postgresql:
        engine = owner_engine(database)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements("postgresql"):
                connection.execute(text(_dated(statement)), given)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in TABLES:
                connection.exec_driver_sql(f"VACUUM ANALYZE {table}")
        engine.dispose()
        return
    with closing(sqlite3.connect(database.owner_url.removeprefix("sqlite:///"))) as line, line:
        held = line.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = held.fetchall()
        for name, _sql in guards:
            line.execute(f"DROP TRIGGER {name}")
        for statement in statements("sqlite"):
            line.execute(statement, given)
        for _name, sql in guards:
            line.execute(sql)
        line.execute("ANALYZE")


def _dated(statement: str) -> str:
    """PostgreSQL takes no text for a day where it stands in a SELECT."""
    return statement.replace("'2026-03-01', '2031-03-01'", "date '2026-03-01', date '2031-03-01'")


def looking(app: Flask, count: int, look: Callable[[int], object]) -> Callable[[float], Measured]:
    """So many look-ups a second of papers here and there, each in a transaction of its own."""
    chance = random.Random(1)

    def measure(seconds: float) -> Measured:
        with app.app_context(), reading():
            began, spent, made = time.perf_counter(), time.process_time(), 0
            while time.perf_counter() - began < seconds or not made:
                assert look(chance.randint(1, count)), "the register answers what it should"
                db.session.remove()
                made += 1
            passed = time.perf_counter() - began
        return Measured(made / passed, cpu_ms=(time.process_time() - spent) * 1000 / made)

    return measure
