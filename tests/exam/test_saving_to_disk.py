"""Whoever reads “saved” has the answer on the disk: the save connection says so, and the server's own steps show it."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from app import create_app
from core.database import db
from core.settings import Settings
from exam.saving.door import PATH, Saver
from tests.browser.servers import serving
from tests.databases import Database, Databases
from tests.durable import open_durable
from tests.exam import making
from tests.load.tracing import Step, end_traced, steps, tracer

SERVER = (sys.executable, "-m", "tests.serve")
TARGET = ("tests.load.pages:serving_without_sweeper",)
MARKS = [f"answer-to-be-found-again-{number}" for number in range(1, 6)]
PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def durable_databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    opened = open_durable(request.config.getoption("--database"))
    yield opened
    opened.close()


@pytest.fixture
def durable(durable_databases: Databases) -> Iterator[Database]:
    fresh = durable_databases.fresh()
    yield fresh
    durable_databases.remove(fresh)


def sit(settings: Settings, durable: Database) -> tuple[str, dict[str, str]]:
    """A candidate whose test runs: the token; and what the saving path's own connection promises."""
    app = create_app(replace(settings, database_url=durable.url))
    with app.app_context():
        hall = making.running(candidates=1)
        token = making.token_of(hall.attempts[0].id, 1)
        saver: Saver = app.extensions["synaq.saver"]
        promises = saver.store.promises()
        db.session.remove()
        db.engine.dispose()
    return token, promises


def test_the_save_connection_promises_to_sync_before_it_says_done(
    settings: Settings, durable: Database
) -> None:
    _token, promises = sit(settings, durable)
    if durable.on_postgresql:
        assert promises == {
            "SHOW fsync": "on",
            "SHOW synchronous_commit": "on",
            "SHOW full_page_writes": "on",
        }
    else:
        assert promises == {
            "PRAGMA journal_mode": "wal",
            "PRAGMA synchronous": "2",
            "PRAGMA foreign_keys": "1",
        }


def send(url: str, token: str, sequence: int, mark: str) -> None:
    request = urllib.request.Request(
        url + PATH,
        orjson.dumps({"sent": 1, "entries": [[sequence, 1, mark, 1]]}),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        assert orjson.loads(answer.read())["saved"] == [sequence]


def test_on_sqlite_an_answer_is_synced_to_disk_before_its_receipt_leaves(
    settings: Settings, durable: Database, server_environment: dict[str, str], tmp_path: Path
) -> None:
    if durable.on_postgresql:
        # There another process syncs, on the promises that the test above reads.
        return
    token, _promises = sit(settings, durable)
    environment = server_environment | {"SYNAQ_DATABASE_URL": durable.url}
    trace = tmp_path / "trace"
    with serving(environment, tmp_path, TARGET, (*tracer(trace), *SERVER)) as server:
        for number, mark in enumerate(MARKS, start=1):
            send(server.url, token, number, mark)
        end_traced(server.process, PATIENCE_SECONDS)
    told = steps(trace)
    for number, mark in enumerate(MARKS, start=1):
        kept = next(at for at, step in enumerate(told) if wrote(step, "-wal", mark))
        answered = next(
            at for at, step in enumerate(told) if wrote(step, "socket:", f'\\"saved\\":[{number}]')
        )
        assert kept < answered, "the receipt left before anything was written"
        writes = [
            at for at in range(answered) if told[at].what == "written" and told[at].where.endswith("-wal")
        ]
        syncs = [at for at in range(kept, answered) if told[at] == Step("synced", told[kept].where)]
        assert syncs, f"{mark} was acknowledged without a sync"
        assert max(syncs) > max(writes), f"{mark} was acknowledged before the last of it was synced"


def wrote(step: Step, where: str, mark: str) -> bool:
    return step.what == "written" and where in step.where and mark in step.text
