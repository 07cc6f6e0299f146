"""Saves beside ten million answers of old attempts, and beside none: a save must not feel the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from sqlalchemy import text

from benchmarks.ground import APPLICATION, Ground
from benchmarks.rounds import Subject
from benchmarks.saves import loaded, prepare
from tests.databases import Database, owner_engine

MANY = 10_000_000
# So many answers has an attempt of a hundred questions, with some changes of mind.
EACH = 125
CROWD = 16
# As many people wait all the time, so a latency of 1.2 is a rate of 1 / 1.2.
GOAL = 0.83

_OLD = """
INSERT INTO answer_entry (attempt_id, epoch, sequence, question, value, made_at, arrived_at)
WITH RECURSIVE old(attempt) AS (SELECT 1 UNION ALL SELECT attempt + 1 FROM old WHERE attempt < :attempts),
    answer(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM answer WHERE number < :each)
SELECT -attempt, 1, number, 1 + number % 100, '"3"', '2025-03-01 04:00:00.000000', '2025-03-01 04:00:00.000000'
FROM old, answer
"""


@contextmanager
def entries(ground: Ground) -> Iterator[list[Subject]]:
    """Saves beside nothing, and beside ten million answers of attempts long ended."""
    with ExitStack() as stack:
        subjects: list[Subject] = []
        for count in (0, MANY):
            database = ground.databases.fresh()
            asks = prepare(ground, database)
            fill(database, count)
            site = stack.enter_context(ground.serve(APPLICATION, database))
            floors = (subjects[0].name,) if subjects else ()
            name = f"saves beside {count:,} entries"
            subjects.append(Subject(name, loaded(site, asks, CROWD), floors, GOAL if floors else None))
        yield subjects


def fill(database: Database, count: int) -> None:
    """Old answers, written past the guards, which would look for an attempt that still runs."""
    if not count:
        return
    given = {"attempts": count // EACH, "each": EACH}
    if database.on_postgresql:
        engine = owner_engine(database)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.execute(text(_OLD.replace("'2025", "timestamptz '2025")), given)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE answer_entry")
        engine.dispose()
        return
    # A connection of its own asks for no foreign keys; the triggers come back as they were.
    with closing(sqlite3.connect(database.owner_url.removeprefix("sqlite:///"))) as line, line:
        held = line.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'answer_entry'"
        )
        guards = held.fetchall()
        for name, _sql in guards:
            line.execute(f"DROP TRIGGER {name}")
        line.execute(_OLD, given)
        for _name, sql in guards:
            line.execute(sql)
