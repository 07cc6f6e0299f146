"""The database: one schema on SQLite and PostgreSQL, and the one commit of a request.

A GET runs in a read-only transaction; everything else in one that takes SQLite's write lock at once, so that two
writers queue instead of one failing at the end. Constraint names follow one convention on both engines.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry

from core.settings import Settings

if TYPE_CHECKING:
    import psycopg

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """All tables of all rooms."""

    metadata = MetaData(naming_convention=NAMING)
    # Where a table that is ever held stands in the one order of holding rows (docs/decisions/0020).
    __lock_rank__: ClassVar[int]


BUSY_SECONDS = 30
# A connection that worked a moment ago is taken on trust: in a hall that starts, asking costs as much as the work.
TRUSTED_SECONDS = 1.0
_RESTING = "synaq.resting_since"
_HAS_TURN = "synaq.turn"

_reading: ContextVar[bool] = ContextVar("read_only_transaction", default=False)


class Session(FlaskSession):
    """The session of one unit of work; the journal seals its chains just before the commit."""


@event.listens_for(Session, "after_flush")
def _note_change(session: FlaskSession, _context: object) -> None:
    session.info["changed"] = True


@event.listens_for(Session, "after_transaction_end")
def _forget_change(session: FlaskSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("changed", None)


db = SQLAlchemy(model_class=Model, session_options={"class_": Session}, disable_autonaming=True)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside the block may not write: a GET, a report, a verification."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(value: bool) -> None:
    """Say for the rest of this request whether its transactions may write."""
    _reading.set(value)


class ChangesWouldBeLost(RuntimeError):
    """A transaction apart was asked for while the request had already changed something."""


def let_go() -> None:
    """End the request's transaction before it has changed anything: no lock is held over what comes next."""
    session = db.session()
    if session.new or session.dirty or session.deleted or session.info.get("changed"):
        raise ChangesWouldBeLost("count and ask first, change afterwards")
    session.rollback()


@contextmanager
def apart() -> Iterator[Connection]:
    """A short write transaction of its own, kept whatever becomes of the request: a count, a last-seen moment.

    The request's own transaction is ended first, so that SQLite's single write lock is free; therefore it comes
    before any change, and refuses otherwise.
    """
    let_go()
    token = _reading.set(False)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        _reading.reset(token)


def engine_options(settings: Settings) -> dict[str, Any]:
    """How the engine of each kind of database is opened."""
    if settings.on_sqlite:
        return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    return {
        "pool_size": 8,
        "max_overflow": 8,
        "pool_recycle": 1800,
        "connect_args": {"connect_timeout": 5, "application_name": "synaq"},
    }


def init_database(app: Flask, settings: Settings) -> None:
    """Open the database of this application."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    close_folder(settings.data_folder)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def close_folder(folder: Path) -> None:
    """Nobody else of the machine looks into what lies here: database, files, letters; whatever the umask is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def prepare_engine(engine: Engine) -> None:
    """Teach an engine what a transaction is here; also used by migrations and by the command line."""
    if engine.dialect.name == "sqlite":
        queue = WritersQueue()
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", queue.begin)
        event.listen(engine, "checkin", queue.leave)
    else:
        event.listen(engine, "begin", _begin_postgresql)
        _trust_what_just_worked(engine)


def _open_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes too late and never IMMEDIATE: Synaq sends its own.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # REPLACE must fire the triggers that protect what it would delete.
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.close()


class WritersQueue:
    """Those who write to SQLite in one process wait for each other here, and take turns.

    SQLite itself lets them knock again after ever longer pauses: whoever knocks at the wrong moments waits for most
    of a second while others pass. A writer in another process is still waited for by knocking.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin a transaction: one that reads at once, one that writes when its turn has come."""
        if _reading.get():
            connection.exec_driver_sql("PRAGMA query_only = ON")
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(_HAS_TURN):
            # Whoever has waited too long tries all the same, and hears from SQLite that the database is locked.
            connection.info[_HAS_TURN] = self._turn.acquire(timeout=BUSY_SECONDS)
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def leave(self, _connection: object, record: ConnectionPoolEntry) -> None:
        """The connection goes back, its transaction is over: the next one's turn."""
        if record.info.pop(_HAS_TURN, False):
            self._turn.release()


def _begin_postgresql(connection: Connection) -> None:
    # The driver says it with its BEGIN, instead of going to the server once more.
    cast("psycopg.Connection[Any]", connection.connection.driver_connection).read_only = _reading.get()


def _trust_what_just_worked(engine: Engine) -> None:
    """Ask a connection that has rested whether its server still answers; the pool opens another one if not."""

    def rests(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_RESTING] = time.monotonic()

    def works_again(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get(_RESTING, time.monotonic()) < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", works_again)
