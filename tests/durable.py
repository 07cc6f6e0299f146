"""Databases that keep every promise of a commit: on a disk, with the settings that a fresh installation has.

For benchmarks, whose figures would otherwise be those of a database that forgets, and for the tests that kill
servers. The other tests use the faster ones of `tests.databases`.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import psutil
import psycopg

from tests.databases import MARK, Databases, Postgresql, Sqlite, clear_away_runs_that_were_killed


def open_durable(kind: str, server_url: str | None = None, within: Path | None = None) -> Databases:
    """Where such databases come from; on PostgreSQL from the server at the address, or from one of our own."""
    clear_away_runs_that_were_killed()
    # On the disk, not in memory, unless the caller names a place; and short, for a socket's path must be.
    folder = Path(tempfile.mkdtemp(prefix=f"{MARK}{os.getpid()}-", dir=within))
    return Sqlite(folder) if kind == "sqlite" else DurablePostgresql(folder, server_url)


class DurablePostgresql(Postgresql):
    """A server as it comes, which may be killed and started again."""

    def _tune(self, address: str) -> None:
        """Leave everything as PostgreSQL sets it by itself."""

    def keep_a_short_log(self) -> None:
        """Recycle the write-ahead log after 64 MB instead of a gigabyte: for small disks."""
        self.connection.execute("ALTER SYSTEM SET max_wal_size = '64MB'")
        self.connection.execute("SELECT pg_reload_conf()")

    def kill(self) -> None:
        """End the server and all its processes with SIGKILL: nothing of it gets to say goodbye."""
        if self.own is None:
            raise RuntimeError("this server belongs to somebody else")
        family = self.processes()
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=10)

    def start_again(self) -> None:
        """Start the killed server; it recovers from its log before it answers."""
        if self.own is None:
            raise RuntimeError("this server belongs to somebody else")
        self.own.ensure_postgres_running()
        self.connection.close()
        self.connection = psycopg.connect(self.server.render_as_string(hide_password=False), autocommit=True)

    def processes(self) -> list[psutil.Process]:
        """The server's first process and all that it has started; none when it has ended."""
        if self.own is None:
            raise RuntimeError("this server belongs to somebody else")
        try:
            first = psutil.Process(self.own.get_pid())
            return [first, *first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def heal(self, patience: float) -> None:
        """Wait until it answers again; a server that has ended, or does not recover by itself, is started again."""
        until = time.monotonic() + patience
        while self.processes() and time.monotonic() < until:
            try:
                psycopg.connect(self.server.render_as_string(hide_password=False), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
                continue
            self.start_again()
            return
        for process in self.processes():
            process.kill()
        self.start_again()
