"""The saving path's own line to the database: few words, in the driver's own language.

Between these statements and the driver stands nothing that composes, keys or converts them: that would cost more than
the statements themselves. On PostgreSQL the line is one connection that is kept, with its statements prepared; what can
be said in one breath goes over in one message, the beginning and the commit with it. On SQLite each transaction takes
its turn in the queue of all who write in this process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from core.database import reading
from exam.saving.pipeline import BEGIN, COMMIT, ROLLBACK, Pipeline
from exam.saving.statements import statements

# What a database can answer instead of keeping something.
FAULTS = (SQLAlchemyError, psycopg.Error, sqlite3.Error)
# Those of them that have nothing to do with what was to be kept.
AWAY = (OperationalError, psycopg.OperationalError, sqlite3.OperationalError)

BY_KEYS = ("enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off")

Rows = Sequence[Sequence[Any]]
# A statement by its name, with its one parameter.
Step = tuple[str, str]


class Say(Protocol):
    """Says statements in their order, and returns the rows of each; with `last` the commit may go with them."""

    def __call__(self, *steps: Step, last: bool = False) -> list[Rows]: ...


class Line(Protocol):
    """How statements reach one kind of database."""

    dialect: str

    def transaction(self) -> AbstractContextManager[Say]:
        """A block in which statements are said; when it has ended, a commit has been synced to the disk."""

    def look(self, name: str, rows: str) -> Rows:
        """What one statement finds that changes nothing, in a transaction of its own."""

    def ask(self, question: str) -> str:
        """What the line's connection says of itself."""

    def spelled(self, moment: datetime) -> str:
        """A moment as a statement takes it; always aware and in UTC here."""

    def read(self, moment: Any) -> datetime | None:
        """A moment as a statement returned it."""


def open_line(
    engine: Engine, words: Callable[[str], Mapping[str, str]] = statements, *, reads_only: bool = False
) -> Line:
    """The line for the kind of database that the engine knows, with these words in its language."""
    if engine.dialect.name == "postgresql":
        return PostgresqlLine(engine, words("postgresql"), reads_only=reads_only)
    return SqliteLine(engine, words("sqlite"))


class PostgresqlLine:
    """One connection, opened when it is first needed, and again when it has broken."""

    dialect = "postgresql"

    def __init__(self, engine: Engine, words: Mapping[str, str], *, reads_only: bool = False) -> None:
        self._engine = engine
        self._words = words
        self._reads_only = reads_only
        self._kept: PoolProxiedConnection | None = None
        self._spoken: Pipeline | None = None
        # Whoever closes the engine closes this line too.
        event.listen(engine, "engine_disposed", lambda _engine: self._give_up())

    @contextmanager
    def transaction(self) -> Iterator[Say]:
        """Begin with the first words; commit with the last, or at the end. What breaks on the way is given up."""
        pipeline = self._pipeline()
        talk = _Talk(pipeline)
        try:
            yield talk
            talk.end()
        except BaseException:
            self._take_back(pipeline)
            raise

    def look(self, name: str, rows: str) -> Rows:
        """One message there and one back: the statement is its own transaction."""
        pipeline = self._pipeline()
        try:
            (found,) = pipeline.say((name, rows))
        except BaseException:
            self._take_back(pipeline)
            raise
        return found

    def ask(self, question: str) -> str:
        return self._pipeline().ask(question)

    def spelled(self, moment: datetime) -> str:
        return moment.isoformat()

    def read(self, moment: datetime | None) -> datetime | None:
        return moment

    def _pipeline(self) -> Pipeline:
        if self._spoken is None:
            kept = self._engine.raw_connection()
            connection = cast("psycopg.Connection[Any]", kept.driver_connection)
            connection.autocommit = True  # the line begins and commits in its own words
            # A batch is some rows out of ever so many: each is found by its key. PostgreSQL, which cannot know how many
            # the list holds, would rather read the table of all attempts from end to end.
            for way in BY_KEYS:
                connection.execute(f"SET {way}")
            if self._reads_only:
                connection.execute("SET default_transaction_read_only = on")
            for name, words in self._words.items():
                connection.execute(f"PREPARE {name}(json) AS {words}")
            self._kept, self._spoken = kept, Pipeline(connection)
        return self._spoken

    def _take_back(self, pipeline: Pipeline) -> None:
        try:
            if not pipeline.broken and not pipeline.idle:
                pipeline.say((ROLLBACK, None))
        finally:
            if pipeline.broken or not pipeline.idle:
                self._give_up()

    def _give_up(self) -> None:
        if self._kept is not None:
            self._kept.invalidate()
            self._kept = self._spoken = None


class _Talk:
    """One transaction: how far it has come."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._begun = self._ended = False

    def __call__(self, *steps: Step, last: bool = False) -> list[Rows]:
        before: tuple[tuple[str, None], ...] = () if self._begun else ((BEGIN, None),)
        after: tuple[tuple[str, None], ...] = ((COMMIT, None),) if last else ()
        found = self._pipeline.say(*before, *steps, *after)
        self._begun, self._ended = True, self._ended or last
        return found[len(before) :][: len(steps)]

    def end(self) -> None:
        if self._begun and not self._ended:
            self._pipeline.say((COMMIT, None))


class SqliteLine:
    """A connection of the pool for each transaction: whoever writes waits for the turn, and is then alone."""

    dialect = "sqlite"

    def __init__(self, engine: Engine, words: Mapping[str, str]) -> None:
        self._engine = engine
        self._words = words

    @contextmanager
    def transaction(self) -> Iterator[Say]:
        with self._engine.begin() as connection:
            yield _Turn(cast(sqlite3.Connection, connection.connection.driver_connection), self._words)

    def look(self, name: str, rows: str) -> Rows:
        with reading(), self._engine.connect() as connection:
            return connection.exec_driver_sql(self._words[name], (rows,)).all()

    def ask(self, question: str) -> str:
        with reading(), self._engine.connect() as connection:
            return str(connection.exec_driver_sql(question).scalar())

    def spelled(self, moment: datetime) -> str:
        return moment.replace(tzinfo=None).isoformat(" ", "microseconds")

    def read(self, moment: str | None) -> datetime | None:
        return None if moment is None else datetime.fromisoformat(moment).replace(tzinfo=UTC)


class _Turn:
    """One transaction of one writer. The commit goes with no words there: nothing is sent anywhere."""

    def __init__(self, driver: sqlite3.Connection, words: Mapping[str, str]) -> None:
        self._driver = driver
        self._words = words

    def __call__(self, *steps: Step, last: bool = False) -> list[Rows]:
        return [self._driver.execute(self._words[name], (rows,)).fetchall() for name, rows in steps]
