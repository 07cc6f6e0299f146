"""Every worker sweeps: a chore is done by one of them at a time, and a proof is left once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import retention, sweep
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from core.models import JournalEntry, OutboxMessage
from core.settings import Settings

PATIENCE = 20


def sweeps_at_once(app: Flask) -> list[dict[str, int]]:
    """What two workers say that did every chore in the same moment."""
    told: list[dict[str, int]] = []

    def one() -> None:
        with app.app_context():
            told.append(sweep.sweep_once())

    workers = [threading.Thread(target=one) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
    return told


def sent_long_ago(number: int) -> OutboxMessage:
    """A message whose text may no longer be kept."""
    return OutboxMessage(
        key=f"k{number}", channel="mail", recipient="a@b.kz", payload={"words": "x"}, state="sent",
        attempts=1, due_at=now(), created_at=now(), sent_at=now() - timedelta(days=9_999),
    )  # fmt: skip


def test_a_chore_is_done_by_one_worker_at_a_time_and_a_shared_one_by_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        keeps_others_out = db.engine.dialect.name == "postgresql"  # SQLite has one worker
    met = threading.Barrier(2)

    def waits_for_the_other(seconds: float) -> Callable[[], int]:
        def work() -> int:
            try:
                met.wait(seconds)
            except threading.BrokenBarrierError:
                met.reset()
                return 1
            return 2

        return work

    monkeypatch.setattr(sweep, "_chores", {"alone": waits_for_the_other(2)})
    assert sorted(one["alone"] for one in sweeps_at_once(app)) == ([0, 1] if keeps_others_out else [2, 2])
    monkeypatch.setattr(sweep, "_chores", {"together": waits_for_the_other(PATIENCE)})
    monkeypatch.setattr(sweep, "_shared", {"together"})
    assert [one["together"] for one in sweeps_at_once(app)] == [2, 2]


def test_what_is_destroyed_is_proven_once_though_two_destroy_it(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        db.session.add_all(sent_long_ago(number) for number in range(20))
        db.session.commit()
    both_have_looked = threading.Barrier(2)

    def update_after_both_have_looked(table: type[OutboxMessage]) -> object:
        with suppress(threading.BrokenBarrierError):  # SQLite lets one in after the other
            both_have_looked.wait(2)
        return update(table)

    monkeypatch.setattr("core.retention.update", update_after_both_have_looked)
    work = retention.chore(settings)

    def destroy() -> None:
        with app.app_context(), acting(SYSTEM):
            work()

    workers = [threading.Thread(target=destroy) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
    with app.app_context():
        tag = JournalEntry.tag == "core:outbox_message:destroy"
        proofs = db.session.scalars(select(JournalEntry.new).where(tag)).all()
        assert [json.loads(one or "{}")["count"] for one in proofs] == [20]


def test_a_text_that_was_destroyed_is_not_destroyed_again_at_every_sweep(
    context: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.retention.BATCH", 2)
    with acting(SYSTEM):
        for number in range(3):
            db.session.add(sent_long_ago(number))
        db.session.commit()
        assert [retention.chore(settings)() for _ in range(3)] == [2, 1, 0]
    gone = select(OutboxMessage.id).where(
        OutboxMessage.payload.is_(None), OutboxMessage.recipient == "destroyed"
    )
    assert len(db.session.scalars(gone).all()) == 3
