"""Writes with and without the journal's chain, for the benchmark that sets them side by side.

Either inserts one row and one entry that says so, under the same constraints, indexes and triggers; what differs is
the chain alone: taking the office's head last, two digests, and writing the head back.
"""

from __future__ import annotations

import os
import time
from itertools import count

from flask import Flask
from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    insert,
)
from sqlalchemy.engine import Connection, Engine

from app import create_app
from core.access import PUBLIC, permission
from core.actor import current_actor
from core.canonical import canonical
from core.clock import now
from core.columns import BigId
from core.database import db
from core.guards import append_only
from core.journal import GENESIS, record
from core.models import JournalEntry
from core.requests import current_request_id
from core.settings import load

OFFICES = 8
TAG = "benchmarks:note:write"

# Apart from the tables of the service: no migration, no backup knows them.
_apart = MetaData()
NOTES = Table(
    "benchmark_note",
    _apart,
    Column("id", BigId, primary_key=True),
    Column("office_id", Integer, nullable=False),
    Column("text", String(200), nullable=False),
)
ENTRIES = Table(
    "benchmark_entry",
    _apart,
    *(
        Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable)
        for column in JournalEntry.__table__.columns
    ),
    UniqueConstraint("chain", "position"),
    CheckConstraint("position > 0"),
    CheckConstraint("length(digest) = 64 AND length(previous) = 64"),
    Index("ix_benchmark_entry_subject", "subject_kind", "subject_id"),
    Index("ix_benchmark_entry_actor_id", "actor_id"),
    Index("ix_benchmark_entry_moment", "moment"),
)
_places = count(1)


class _Bound:
    """What the guards ask of a migration: the connection to write on."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get_bind(self) -> Connection:
        return self.connection


def lay_tables(engine: Engine) -> None:
    """Make the tables of this benchmark, as the owner of the database."""
    with engine.begin() as connection:
        _apart.create_all(connection)
        append_only(_Bound(connection), ENTRIES.name, "id", "chain, position")


def write(office: int, *, chained: bool) -> None:
    """The same write with the chain or without it; the caller commits."""
    made = db.session.execute(insert(NOTES).values(office_id=office, text="n" * 80).returning(NOTES.c.id))
    number = made.scalar_one()
    told = {"note": number, "office": office, "text": "n" * 80}
    if chained:
        record(TAG, subject=("note", number), office_id=office, new=told)
        return
    actor = current_actor()
    entry = {
        "chain": office,
        "position": _place(),
        "moment": now(),
        "actor_id": actor.account_id,
        "actor_role": actor.role,
        "actor_office_id": actor.office_id,
        "tag": TAG,
        "subject_kind": "note",
        "subject_id": str(number),
        "old": None,
        "new": canonical(told),
        "personal_digest": None,
        "request_id": current_request_id(),
        "previous": GENESIS,
        "digest": GENESIS,
    }
    db.session.execute(insert(ENTRIES), entry)


def _place() -> int:
    """A place that no other writer takes, rising as a chain's does."""
    return time.time_ns() // 1000 * 1000 + os.getpid() % 10 * 100 + next(_places) % 100


def serving() -> Flask:
    """The application with one page more for each kind of write."""
    app = create_app(load(os.environ))

    @app.post("/b/<kind>/<int:office>")
    @permission(PUBLIC)
    def note(kind: str, office: int) -> str:
        write(office, chained=kind == "chained")
        return "written"

    app.extensions["csrf"].exempt(note)
    return app
