"""A hall that starts together: one commit for many, an entry for each, and a refusal concerns nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from applications.models import CasePerson
from core.clock import now
from core.database import db
from core.models import JournalEntry
from exam import looking
from exam.actions import starting
from exam.models import Attempt, AttemptDevice, SittingPlace, TimeGrant
from tests.exam import making
from tests.exam.making import Hall
from tests.exam.test_saving_and_closing import Worker, locked, waiting_for_a_lock
from tests.exam.test_what_the_database_holds import same_person

PATIENCE_SECONDS = 30


@pytest.fixture
def hall(app: Flask) -> Hall:
    """Six who may start, each at a computer."""
    with app.app_context():
        seated = making.seated(candidates=6)
        making.all_kept([making.device_row(attempt) for attempt in seated.attempts])
        db.session.commit()
        for attempt in seated.attempts:
            assert attempt.id
        return seated


def press(app: Flask, token: str) -> tuple[int, dict[str, Any]]:
    answer = app.test_client().post("/exam/test/start", headers={"Authorization": f"Bearer {token}"}, json={})
    return answer.status_code, answer.get_json(silent=True) or {}


def press_together(
    app: Flask, monkeypatch: pytest.MonkeyPatch, first: str, *others: str
) -> list[tuple[int, dict[str, Any]]]:
    """The first one's start is held until all others have come: what each is told, in their order."""
    sizes: list[int] = []
    go, start_all = threading.Event(), starting.start_all

    def held(presses: Any) -> Any:
        sizes.append(len(presses))
        assert go.wait(PATIENCE_SECONDS)
        return start_all(presses)

    with monkeypatch.context() as patch:
        patch.setattr(starting, "start_all", held)
        leader = Worker(lambda: press(app, first))
        wait_until(lambda: sizes == [1], leader)
        waiting = app.extensions["synaq.starter"]._gatherer._waiting
        workers = [Worker(lambda token=token: press(app, token)) for token in others]  # type: ignore[misc]  # bound at once
        wait_until(lambda: len(waiting) == len(others), leader)
        go.set()
        told = [one.done() for one in (leader, *workers)]
    assert sizes[:2] == [1, len(others)], "whoever came meanwhile was started together"
    return told


def wait_until(true: Callable[[], bool], alive: threading.Thread) -> None:
    while not true():
        assert alive.is_alive()


def test_those_who_press_together_start_in_one_commit_and_nobody_pays_for_another(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    with app.app_context():
        # The second one's computer was left; the third one's person sits another test already.
        ids = db.session.scalars(select(Attempt.id).order_by(Attempt.id)).all()
        device = db.session.get_one(AttemptDevice, (ids[1], 1))
        device.ended_at, device.ended_reason = now(), "moved"
        other = elsewhere(ids[2])
        db.session.commit()
        event.listen(db.engine, "commit", seen.append)
    first, left, twice, fourth, fifth, sixth = [making.token_of(one, 1) for one in ids]
    opened = app.test_client()
    opened.set_cookie("synaq_test", first, path="/exam/test")
    assert opened.get("/exam/test").status_code == 200, "the paper is rendered with the first page"
    told = press_together(app, monkeypatch, first, fourth, fifth)
    assert [answer["phase"] for _status, answer in told] == ["running"] * 3
    assert len(seen) == 2, "one commit for the first and one for the two who came meanwhile"
    forged = f"{ids[5]}.1.{first.split('.')[2]}"
    told = press_together(app, monkeypatch, first, left, twice, sixth, forged, sixth, fourth)
    assert [status for status, _answer in told] == [200, 404, 409, 200, 404, 200, 200]
    running = [answer for status, answer in told if status == 200]
    assert all(one["phase"] == "running" and one["clock"]["left_ms"] > 3_500_000 for one in running)
    with app.app_context():
        begun = db.session.scalars(select(Attempt.id).where(Attempt.started_at.is_not(None))).all()
        assert sorted(begun) == sorted([ids[0], *ids[3:], other])
        tag = JournalEntry.tag == "exam:attempt:start"
        numbers = db.session.scalars(select(JournalEntry.request_id).where(tag)).all()
        assert (len(numbers), len(set(numbers) - {None})) == (4, 4), "an entry each, of its own request"
        assert db.session.scalars(select(TimeGrant.seconds)).all() == [3600] * 4


def elsewhere(attempt_id: int) -> int:
    """A test of another day that the same person sits already; its attempt."""
    case_id = db.session.get_one(Attempt, attempt_id).case_id
    person = db.session.scalars(select(CasePerson).where(CasePerson.case_id == case_id)).one()
    ends_at = db.session.get_one(SittingPlace, db.session.get_one(Attempt, attempt_id).place_id).ends_at
    later = making.hall(candidates=0, starts_at=ends_at + timedelta(seconds=1))
    making.give_place(later, same_person(later, person))
    making.fix_papers(later)
    making.open_doors(later)
    making.admit(later)
    later.sitting.begun_at = later.sitting.starts_at
    db.session.flush()
    later.attempts[0].started_at = later.sitting.starts_at
    db.session.flush()
    return later.attempts[0].id


def test_whoever_waits_for_a_transfer_or_a_closing_sees_what_it_has_done(app: Flask, hall: Hall) -> None:
    ids = [attempt.id for attempt in hall.attempts]
    with app.app_context():
        for one in ids[:2]:
            locked(one)
        presses = [Worker(lambda one=one: press(app, making.token_of(one, 1))) for one in ids[:1]]  # type: ignore[misc]
        if db.engine.dialect.name == "postgresql":
            while not waiting_for_a_lock(app):
                assert presses[0].is_alive()
        device = db.session.get_one(AttemptDevice, (ids[0], 1))
        device.ended_at, device.ended_reason = now(), "transfer"
        db.session.commit()
    assert presses[0].done()[0] == 404, "the computer was left while it waited"
    with app.app_context():
        hall.sitting = db.session.merge(hall.sitting)
        hall.sitting.closed_at = now()
        db.session.commit()
    status, told = press(app, making.token_of(ids[1], 1))
    assert (status, "running" in str(told)) == (409, False)
    with app.app_context():
        assert db.session.scalars(select(Attempt.started_at)).all() == [None] * 6


def test_a_look_survives_a_broken_connection_and_says_when_the_database_is_away(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    client.set_cookie("synaq_test", making.token_of(hall.attempts[0].id, 1), path="/exam/test")
    assert client.get("/exam/test/state").get_json()["phase"] == "ready"
    looker: looking.Looker = app.extensions["synaq.looker"]
    assert looker._line is not None
    with app.app_context():
        engine = db.engine
        if engine.dialect.name == "postgresql":
            assert looker._line.ask("SHOW default_transaction_read_only") == "on"
            # Rows are found by their keys, however large the tables grow.
            assert looker._line.ask("SHOW enable_seqscan") == "off"
            ended = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            )
            db.session.execute(text(f"{ended} AND pid <> pg_backend_pid()"))
            db.session.commit()
    assert client.get("/exam/test/state").get_json()["phase"] == "ready"
    whole, asked = looker._line, list[str]()

    class Away:
        """A line to nowhere."""

        def look(self, name: str, _rows: str) -> None:
            asked.append(name)
            raise OperationalError("BEGIN", {}, Exception("connection refused"))

    looker._line = Away()  # type: ignore[assignment]  # it has nothing but the one thing that fails
    assert client.get("/exam/test/state").status_code == 503
    assert asked == ["look", "look"]
    looker._line = whole
    assert client.get("/exam/test/state").status_code == 200
