"""Whoever reads “done” has it on the disk: the settings say so, and the order of the server's steps shows it."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import orjson
import pytest

from tests.browser.servers import serving
from tests.databases import Database
from tests.load.tracing import Step, end_traced, steps, tracer

SERVER = (sys.executable, "-m", "tests.serve")
PAGES = ("tests.load.pages:serving_without_sweeper",)
MARKS = [f"letter-to-be-found-again-{number}" for number in range(5)]
PATIENCE_SECONDS = 30


@pytest.fixture
def environment(server_environment: dict[str, str], durable_database: Database) -> dict[str, str]:
    return server_environment | {"SYNAQ_DATABASE_URL": durable_database.url}


def send(url: str, mark: str) -> None:
    form = urlencode({"mark": mark, "office": 1}).encode()
    with urllib.request.urlopen(f"{url}/t/letters", form, timeout=PATIENCE_SECONDS) as answer:
        assert answer.read().decode() == mark


def test_the_servers_own_connection_promises_to_sync_before_it_says_done(
    environment: dict[str, str], durable_database: Database, tmp_path: Path
) -> None:
    with (
        serving(environment, tmp_path, PAGES, SERVER) as server,
        urllib.request.urlopen(f"{server.url}/t/promises", timeout=PATIENCE_SECONDS) as answer,
    ):
        promises = orjson.loads(answer.read())
    if durable_database.on_postgresql:
        assert promises == {
            "SHOW fsync": "on",
            "SHOW synchronous_commit": "on",
            "SHOW full_page_writes": "on",
        }
    else:
        full = "2"
        assert promises == {
            "PRAGMA journal_mode": "wal",
            "PRAGMA synchronous": full,
            "PRAGMA foreign_keys": "1",
        }


def test_on_sqlite_a_write_is_synced_to_disk_before_its_answer_leaves(
    environment: dict[str, str], durable_database: Database, tmp_path: Path
) -> None:
    if durable_database.on_postgresql:
        # There another process syncs, on the promises that the test above reads.
        return
    trace = tmp_path / "trace"
    with serving(environment, tmp_path, PAGES, (*tracer(trace), *SERVER)) as server:
        for mark in MARKS:
            send(server.url, mark)
        end_traced(server.process, PATIENCE_SECONDS)
    told = steps(trace)
    for mark in MARKS:
        kept, answered = first(told, "-wal", mark), first(told, "socket:", mark)
        assert kept < answered, "the answer left before anything was written"
        begun = max(at for at in range(answered) if told[at].where.startswith("socket:") and at < kept)
        head = next(at for at in range(kept, answered + 1) if is_answer(told[at]))
        writes = [at for at in range(begun, head) if is_write_to_log(told[at])]
        syncs = [at for at in range(begun, head) if told[at] == Step("synced", told[kept].where)]
        assert syncs, f"{mark} was acknowledged without a sync"
        assert max(syncs) > max(writes), f"{mark} was acknowledged before the last of it was synced"


def first(told: list[Step], where: str, mark: str) -> int:
    """The first step that carries the mark to such a place."""
    found = (
        at
        for at, step in enumerate(told)
        if step.what == "written" and where in step.where and mark in step.text
    )
    at = next(found, None)
    assert at is not None, f"{mark} never reached {where}"
    return at


def is_answer(step: Step) -> bool:
    return step.what == "written" and step.where.startswith("socket:") and "HTTP/1.1" in step.text


def is_write_to_log(step: Step) -> bool:
    return step.what == "written" and step.where.endswith("-wal")
