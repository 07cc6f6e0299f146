"""The ground under a benchmark: a database that keeps what it acknowledges, and real servers on it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from core.settings import Settings
from tests.browser.servers import serving
from tests.databases import Database, Databases, Postgresql
from tests.durable import open_durable

APPLICATION = "app:serving"
BARE = "benchmarks.bare:serving"


@dataclass(frozen=True)
class Site:
    """A server that can be loaded."""

    url: str
    process: psutil.Process
    # The database's own first process, where it is one of this run; on SQLite the server's processes do its work.
    database: psutil.Process | None = None


@dataclass(frozen=True)
class Ground:
    """One kind of database for one benchmark, and the folder of its servers."""

    databases: Databases
    folder: Path
    # How many sit in a hall, where a benchmark has one.
    people: int

    @property
    def kind(self) -> str:
        return self.databases.kind

    @property
    def workers(self) -> int:
        """As many as the documentation recommends: SQLite allows one, PostgreSQL gets one a core."""
        return 1 if self.kind == "sqlite" else psutil.cpu_count() or 1

    def facts(self) -> dict[str, str]:
        """What the database says of itself, above all whether it forgets."""
        if not isinstance(self.databases, Postgresql):
            return {"database": "SQLite, WAL, synchronous=FULL"}
        names = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        ask = self.databases.connection.execute
        told = {name: ask(f"SHOW {name}").fetchall()[0][0] for name in names}
        return {"database": "PostgreSQL " + ", ".join(f"{name}={value}" for name, value in told.items())}

    def database_process(self) -> psutil.Process | None:
        """The first process of the database server that this run has started; None where there is none to look at."""
        if not isinstance(self.databases, Postgresql) or self.databases.own is None:
            return None
        return psutil.Process(self.databases.own.get_pid())

    def environment(self, database: Database, **changes: str) -> dict[str, str]:
        """What a server of this benchmark finds around it; passwords at their full cost, the log as it comes."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
        kept.pop("DATABASE_URL", None)
        given = {
            "SYNAQ_MODE": "development",
            "SYNAQ_DATABASE_URL": database.url,
            "SYNAQ_DATA_FOLDER": str(self.folder),
            "SYNAQ_WORKERS": str(self.workers),
        }
        return kept | given | changes

    def settings(self, database: Database) -> Settings:
        """The same as settings, for preparing data past the server."""
        return Settings(mode="development", database_url=database.url, data_folder=self.folder)

    @contextmanager
    def serve(self, target: str, database: Database) -> Iterator[Site]:
        """Serve the factory as `synaq serve` serves the application."""
        program = (sys.executable, "-m", "tests.serve")
        with serving(self.environment(database), self.folder, (target,), program) as server:
            yield Site(server.url, psutil.Process(server.process.pid), self.database_process())


@contextmanager
def open_ground(kind: str, server_url: str | None, people: int) -> Iterator[Ground]:
    """Open the databases, on a disk; gone when the block ends."""
    databases = open_durable(kind, server_url)
    try:
        with tempfile.TemporaryDirectory(prefix="synaq-benchmark-") as folder:
            yield Ground(databases, Path(folder), people)
    finally:
        databases.close()
