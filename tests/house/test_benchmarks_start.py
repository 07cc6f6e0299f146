"""Every benchmark still starts: each is gone through at its smallest, so that one that broke fails the run.

Nothing is timed here. What a run for figures starts as servers and processes of their own is done in this process, and
its client asks each thing once: wrk is not on every machine that runs the tests.
"""

from __future__ import annotations

import gc
import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from multiprocessing.pool import ThreadPool
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks import __main__ as benchmarks
from benchmarks import cores, draw_papers, load, people
from benchmarks.ground import Ground, Site
from core import sweep
from core.settings import Settings
from tests.databases import Database, Databases, Sqlite

SECONDS = 0.01
PEOPLE = 3
# What a run for figures makes many of.
SMALLEST: dict[str, dict[str, float]] = {
    "cases": {"FEW": 3, "MANY": 4, "ON_THE_DESK": 2, "SYSTEMS": 2},
    "closing": {"QUESTIONS": 2, "WARMS": 1},
    "entries": {"MANY": 2, "EACH": 1},
    "hall": {"QUESTIONS": 12},
    "imports": {"QUESTIONS": 10, "IMAGES": 1},
    "journal": {"WRITERS": 1, "OFFICES": 2},
    "machine": {"SYNCS": 1},
    "questions": {"FEW": 2, "MANY": 3},
    "register": {"FEW": 3, "MANY": 4},
    "rounds": {"WARM_UP_SECONDS": SECONDS},
    "saves": {"CANDIDATES": 2},
    "singly": {"WRITERS": 2},
    "starts": {"QUESTIONS": 2},
}
# These lay their rows otherwise on each kind of database; all others say the same to both.
ON_EACH = ("entries", "journal", "register")
ONCE = [name for name in benchmarks.BENCHMARKS if name not in ON_EACH]

GoThrough = Callable[[str, Databases], dict[str, Any]]


@dataclass(frozen=True)
class Here(Ground):
    """A ground whose servers are threads of this process, and whose passwords cost little."""

    def environment(self, database: Database, **changes: str) -> dict[str, str]:
        return super().environment(database, SYNAQ_MODE="test", SYNAQ_PASSWORD_COST="cheap", **changes)

    def settings(self, database: Database) -> Settings:
        return replace(super().settings(database), mode="test", password_cost="cheap")

    @contextmanager
    def serve(self, target: str, database: Database) -> Iterator[Site]:
        module, _, factory = target.partition(":")
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment(database).items():
                patch.setenv(name, value)
            app = getattr(import_module(module), factory)()
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Answering, app))
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", psutil.Process(), self.database_process())
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Answering(BaseHTTPRequestHandler):
    """Asks the application and keeps the line open for the next request, as the real server does."""

    protocol_version = "HTTP/1.1"

    def __init__(self, app: Flask, *given: Any) -> None:
        self.app = app
        super().__init__(*given)

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = EnvironBuilder(self.path, method=self.command, headers=self.headers.items(), data=body)
        pieces, status, headers = run_wsgi_app(self.app, asked.get_environ(), buffered=True)
        told = b"".join(pieces)
        headers["Content-Length"] = len(told)
        self.send_response_only(int(status.split()[0]))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told)

    do_POST = do_GET  # noqa: N815 - the name that the library looks for


class Cores(ThreadPool):
    """As many threads as there would be processes; what they do must still reach a process."""

    def map(self, func: Any, iterable: Any, chunksize: int | None = None) -> list[Any]:
        return super().map(pickle.loads(pickle.dumps(func)), iterable, chunksize)


def ask_once(url: str, crowd: load.Crowd, _seconds: float) -> dict[str, Any]:
    """Each of the crowd asks once."""
    host, _, port = url.partition("://")[2].partition(":")
    refused = 0
    for number, ask in enumerate(crowd.asks):
        wire = ask.bytes(host).replace(load.COUNT.encode(), b"%06d" % (crowd.count_from + number))
        with socket.create_connection((host, int(port)), load.PATIENCE_SECONDS) as line:
            line.sendall(wire.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            with line.makefile("rb") as told:
                refused += int(told.readline().split()[1]) >= 400
                told.read()
    asked = len(crowd.asks)
    assert crowd.program(host)
    return {"requests": asked, "micros": 1, "refused": refused, "lost": 0, "p50": 1, "p99": 1, "max": 1}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """Databases of the kind that needs no server, whatever the run stands on."""
    return Sqlite(tmp_path_factory.mktemp("files"))


@pytest.fixture
def smallest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> GoThrough:
    """Go through a benchmark on these databases."""
    for module, sizes in SMALLEST.items():
        for name, size in sizes.items():
            monkeypatch.setattr(f"benchmarks.{module}.{name}", size)
    monkeypatch.setattr(load, "ask_all", ask_once)
    monkeypatch.setattr(cores, "_spawn", SimpleNamespace(Pool=Cores))
    monkeypatch.setattr(sweep, "start_sweeper", lambda _app: None)
    monkeypatch.setattr(psutil, "cpu_count", lambda: 1)
    few = people.some_iins()[:2]
    monkeypatch.setattr(people, "some_iins", lambda: few)

    def run(name: str, databases: Databases) -> dict[str, Any]:
        @contextmanager
        def ground(*_given: object) -> Iterator[Here]:
            yield Here(databases, tmp_path, PEOPLE)

        monkeypatch.setattr(benchmarks, "open_ground", ground)
        return benchmarks.run(name, databases.kind, None, 1, SECONDS, PEOPLE)

    return run


@pytest.mark.filterwarnings("ignore:.*psycopg.Connection:ResourceWarning")
@pytest.mark.parametrize("name", ON_EACH)
def test_a_benchmark_goes_through_on_this_database(
    databases: Databases, smallest: GoThrough, name: str
) -> None:
    assert smallest(name, databases)["subjects"]
    # A program leaves its connections to the end of its process; this process goes on, and looks for what is left.
    gc.collect()


@pytest.mark.parametrize("name", ONCE)
def test_a_benchmark_goes_through(files: Sqlite, smallest: GoThrough, name: str) -> None:
    assert smallest(name, files)["subjects"]


def test_papers_are_drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["draw_papers.py", "--papers", "1", "--rounds", "1"])
    assert draw_papers.main() in {0, 1}, "reached or missed: nothing is timed here"
    assert "papers/s" in capsys.readouterr().out


def test_every_program_of_the_folder_is_gone_through() -> None:
    programs = {
        path.stem for path in Path(benchmarks.__file__).parent.glob("*.py") if "__main__" in path.read_text()
    }
    assert programs == {"__main__", "draw_papers"}, "a program of its own that no test here starts"
