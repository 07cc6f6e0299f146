"""The saving path's own line to the database: one transaction at a time, in the driver's own words.

Between these statements and the driver stands nothing that composes, keys or converts them: that would cost more than
the statements themselves. On PostgreSQL the line is one connection that is kept; on SQLite each transaction takes its
turn in the queue of all who write in this process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from core.database import reading

# What a database can answer instead of keeping something.
FAULTS = (SQLAlchemyError, psycopg.Error, sqlite3.Error)
# Those of them that have nothing to do with what was to be kept.
AWAY = (OperationalError, psycopg.OperationalError, sqlite3.OperationalError)

Rows = Sequence[Sequence[Any]]
# A statement with its one parameter; the rows that it returns.
Say = Callable[[str, str], Rows]


class Line(Protocol):
    """How statements reach one kind of database."""

    dialect: str

    def transaction(self) -> Any:
        """A context in which statements are said; it ends with a commit that has been synced to the disk."""

    def ask(self, question: str) -> str:
        """What the line's connection says of itself."""

    def spelled(self, moment: datetime) -> str:
        """A moment as a statement takes it; always aware and in UTC here."""

    def read(self, moment: Any) -> datetime | None:
        """A moment as a statement returned it."""


def open_line(engine: Engine) -> Line:
    """The line for the kind of database that the engine knows."""
    return PostgresqlLine(engine) if engine.dialect.name == "postgresql" else SqliteLine(engine)


class PostgresqlLine:
    """One connection, opened when it is first needed, and again when it has broken."""

    dialect = "postgresql"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: PoolProxiedConnection | None = None
        # Whoever closes the engine closes this line too.
        event.listen(engine, "engine_disposed", lambda _engine: self._give_up())

    @contextmanager
    def transaction(self) -> Iterator[Say]:
        """Begin, and commit at the end; a connection that breaks on the way is given up."""
        connection = self._connection()
        try:
            with connection.transaction():
                yield lambda words, rows: _fetched(connection.execute(words, (rows,), binary=True))
        finally:
            if connection.broken or connection.closed:
                self._give_up()

    def ask(self, question: str) -> str:
        connection = self._connection()
        with connection.transaction():
            found = connection.execute(question).fetchone()
        assert found is not None
        return str(found[0])

    def spelled(self, moment: datetime) -> str:
        return moment.isoformat()

    def read(self, moment: datetime | None) -> datetime | None:
        return moment

    def _connection(self) -> psycopg.Connection[Any]:
        if self._kept is None:
            self._kept = self._engine.raw_connection()
        return cast("psycopg.Connection[Any]", self._kept.driver_connection)

    def _give_up(self) -> None:
        if self._kept is not None:
            self._kept.invalidate()
            self._kept = None


def _fetched(cursor: psycopg.Cursor[Any]) -> Rows:
    return cursor.fetchall() if cursor.description else ()


class SqliteLine:
    """A connection of the pool for each transaction: whoever writes waits for the turn, and is then alone."""

    dialect = "sqlite"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Say]:
        with self._engine.begin() as connection:
            driver = cast(sqlite3.Connection, connection.connection.driver_connection)
            yield lambda words, rows: driver.execute(words, (rows,)).fetchall()

    def ask(self, question: str) -> str:
        with reading(), self._engine.connect() as connection:
            return str(connection.exec_driver_sql(question).scalar())

    def spelled(self, moment: datetime) -> str:
        return moment.replace(tzinfo=None).isoformat(" ", "microseconds")

    def read(self, moment: str | None) -> datetime | None:
        return None if moment is None else datetime.fromisoformat(moment).replace(tzinfo=UTC)
