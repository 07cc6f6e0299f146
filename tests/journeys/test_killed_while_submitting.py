"""Applications that were acknowledged survive `kill -9` of the server, whole; those that were not are whole or absent.

Short here; `CRASH_SUBMISSIONS=2000 CRASH_SUBMISSION_KILLS=40 python3 run.py test` with this file is long.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from applications.models import ApiRequest, Case, CaseDocument, CasePerson, CaseStep
from core import journal_proof
from core.database import db
from core.models import JournalEntry
from tests.applications import making, systems
from tests.browser.servers import Server, start

SUBMISSIONS = int(os.environ.get("CRASH_SUBMISSIONS", "200"))
KILLS = int(os.environ.get("CRASH_SUBMISSION_KILLS", "3"))
SEED = int(os.environ.get("CRASH_SEED", "0")) or random.SystemRandom().randint(1, 10**6)
AT_ONCE = 4
PATIENCE_SECONDS = 120 + SUBMISSIONS / 4
SERVER = (sys.executable, "-m", "tests.serve")


class Plug:
    """The server, whose plug is pulled again and again."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.server = self.start()

    def start(self) -> Server:
        return start(self.environment, self.folder, ("app:serving",), SERVER)

    def pull(self) -> None:
        self.server.kill()
        self.server = self.start()


class Senders:
    """Threads that submit each application until it is acknowledged, always under the same key."""

    def __init__(self, plug: Plug, requests: list[tuple[str, str, bytes]]) -> None:
        self.plug = plug
        self.waiting = list(reversed(requests))
        self.acknowledged: dict[str, str] = {}
        self.refused: list[str] = []
        self.cut_off = 0
        self._lock = threading.Lock()
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(AT_ONCE)]

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self.waiting:
                    return
                request = self.waiting.pop()
            until = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < until and not self._sent(request):
                time.sleep(0.2)

    def _sent(self, request: tuple[str, str, bytes]) -> bool:
        try:
            status, answer = ask(self.plug.server.url, *request)
        except (OSError, http.client.HTTPException):
            self.cut_off += 1
            return False
        with self._lock:
            if status == 201:
                self.acknowledged[request[1]] = json.loads(answer)["id"]
            elif status < 500:
                self.refused.append(answer)
        return status < 500


def ask(url: str, token: str, key: str, body: bytes) -> tuple[int, str]:
    """Submit one application to a real server."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    try:
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        connection.request("POST", "/api/v1/cases", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def prepared(app: Flask, count: int) -> list[tuple[str, str, bytes]]:
    """So many different applications, each with a token, a key and its body."""
    with app.app_context():
        at = making.service("specialist-certificate")
        token = systems.token_for(at.provider)
        bodies: list[Any] = [systems.application(at, "main") for _ in range(count)]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return [(token, f"crash-{number}", json.dumps(body).encode()) for number, body in enumerate(bodies)]


def whole(app: Flask) -> dict[str, str]:
    """Every case by the key that made it; each has its person, document, step, number and entry in the journal."""
    with app.app_context():
        cases = db.session.scalars(select(Case)).all()
        for model in (CasePerson, CaseDocument, CaseStep):
            held = list(db.session.scalars(select(model.case_id)))
            assert sorted(x for x in held if x is not None) == sorted(case.id for case in cases), model
        entries = db.session.scalars(
            select(JournalEntry.subject_id).where(JournalEntry.tag == "applications:case:submit")
        ).all()
        assert sorted(entries) == sorted(str(case.id) for case in cases)
        numbers = sorted(int(case.number.rsplit("-", 1)[1]) for case in cases)
        assert numbers == list(range(1, len(cases) + 1)), "a number was lost or given twice"
        assert journal_proof.verify().holds
        answers = db.session.scalars(select(ApiRequest)).all()
        assert all(answer.status == 201 for answer in answers)
        made = {answer.key: json.loads(answer.response)["id"] for answer in answers}
        assert sorted(made.values()) == sorted(case.public_id for case in cases)
        return made


def test_no_acknowledged_application_is_lost_and_none_is_half_when_the_server_is_killed(
    app: Flask, server_environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    requests = prepared(app, SUBMISSIONS)
    workers = "1" if app.extensions["synaq.settings"].on_sqlite else "2"
    plug = Plug(server_environment | {"SYNAQ_WORKERS": workers}, tmp_path)
    try:
        senders = Senders(plug, requests)
        moments = sorted(chance.sample(range(SUBMISSIONS // 20, SUBMISSIONS - SUBMISSIONS // 10), KILLS))
        for thread in senders.threads:
            thread.start()
        for moment in moments:
            until = time.monotonic() + PATIENCE_SECONDS
            while len(senders.acknowledged) < moment and time.monotonic() < until:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.03))
            plug.pull()
        for thread in senders.threads:
            thread.join(PATIENCE_SECONDS)
        again = {
            key: json.loads(ask(plug.server.url, token, key, body)[1])["id"] for token, key, body in requests
        }
    finally:
        plug.server.kill()
    with capsys.disabled():
        sys.stdout.write(f"\nseed {SEED}: {KILLS} kills, {senders.cut_off} answers cut off\n")
    assert senders.refused == []
    assert len(senders.acknowledged) == SUBMISSIONS
    assert again == senders.acknowledged == whole(app)
    with app.app_context():
        assert db.session.scalar(select(func.count(Case.id))) == SUBMISSIONS
