"""Saving against closing: every answer stands wholly before the end or wholly after it, and its receipt says which."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from core.clock import now
from core.database import db
from exam.models import AnswerEntry, Attempt
from exam.saving.door import Saver
from exam.saving.line import open_line
from exam.saving.wire import read_save, read_token
from tests.exam.making import NO_DIGEST
from tests.exam.saving import Page, entry

PATIENCE_SECONDS = 30


def locked(attempt_id: int) -> None:
    """Hold the attempt alone, as every verb does that closes, pauses or transfers it."""
    db.session.scalars(select(Attempt.id).where(Attempt.id == attempt_id).with_for_update()).one()


def end(attempt_id: int) -> None:
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id)
        .values(ended_at=now(), ended_how="finished", answers_digest=NO_DIGEST, receipt_code="-")
    )


def waiting_for_a_lock(app: Flask) -> bool:
    with app.app_context():
        words = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        found = bool(db.session.scalar(text(words)))
        db.session.remove()
        return found


class Worker(threading.Thread):
    """Does something beside the test and keeps what came of it."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__()
        self.act = act
        self.told: Any = None
        self.start()

    def run(self) -> None:
        self.told = self.act()

    def done(self) -> Any:
        self.join(PATIENCE_SECONDS)
        assert not self.is_alive()
        return self.told


def test_a_save_that_waits_for_the_closing_is_told_that_it_came_after_the_end(
    app: Flask, pages: list[Page]
) -> None:
    page = pages[0]
    with app.app_context():
        locked(page.attempt_id)
        saving = Worker(lambda: page.save(entry(1)))
        if db.engine.dialect.name == "postgresql":
            while not waiting_for_a_lock(app):
                assert saving.is_alive()
        end(page.attempt_id)
        db.session.commit()
    assert saving.done()["apart"] == {"1": "after_end"}
    assert page.kept() == {}


def test_a_closing_that_waits_for_a_save_finds_its_answer(app: Flask, pages: list[Page]) -> None:
    page = pages[0]
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            # One writer at a time: the one above waits there for the same lock.
            return
        engine = db.engine
        standing = db.session.get_one(Attempt, page.attempt_id).standing
        db.session.remove()
    line = open_line(engine)
    moment = line.spelled(now())

    def close() -> int:
        with app.app_context():
            locked(page.attempt_id)
            found = len(db.session.scalars(select(AnswerEntry.sequence)).all())
            end(page.attempt_id)
            db.session.commit()
            return found

    with line.transaction() as say:
        # The words of a save, without the commit that goes with the last of them.
        rows = orjson.dumps([[page.attempt_id, 1, 1, 1, '"1"', moment, moment, standing]]).decode()
        held, kept = say(("lock", rows), ("keep", rows))
        assert (list(held), list(kept)) == ([(page.attempt_id,)], [(page.attempt_id, 1, 1)])
        closing = Worker(close)
        while not waiting_for_a_lock(app):
            assert closing.is_alive()
    assert closing.done() == 1, "whoever closes sees every answer that was acknowledged"


@pytest.mark.parametrize("round_", range(4))
def test_closing_in_the_middle_of_saving_loses_nothing_that_was_acknowledged(
    app: Flask, pages: list[Page], round_: int
) -> None:
    page = pages[0]
    saved: set[int] = set()
    apart: set[int] = set()
    numbers = iter(range(1, 10_000))
    ended = threading.Event()
    guard = threading.Lock()

    def write(own: Page) -> None:
        while True:
            with guard:
                number = next(numbers)
            over = ended.is_set()
            receipt = own.save(entry(number, number % 8 + 1))
            with guard:
                saved.update(receipt["saved"])
                apart.update(int(one) for one in receipt.get("apart", {}))
            if over:
                return

    writers = [Worker(lambda: write(Page(app, page.attempt_id))) for _ in range(4)]
    threading.Event().wait(0.1 + round_ * 0.05)
    with app.app_context():
        locked(page.attempt_id)
        seen = set(db.session.scalars(select(AnswerEntry.sequence)))
        end(page.attempt_id)
        db.session.commit()
    ended.set()
    for writer in writers:
        writer.done()
    kept = {sequence for _epoch, sequence in page.kept()}
    assert saved, "nothing was saved before the end: the test proves nothing"
    assert saved == kept == seen, "what counts is what was acknowledged, and what the closing saw"
    assert apart == {sequence for _epoch, sequence in page.apart()}
    assert not saved & apart


def test_two_processes_that_get_the_same_number_at_once_keep_it_once(app: Flask, pages: list[Page]) -> None:
    page = pages[0]
    with app.app_context():
        engine = db.engine
    token = read_token(f"Bearer {page.token}")
    assert token is not None
    body = b'{"sent":1,"entries":[' + b",".join(b'[%d,1,"1",1]' % number for number in range(1, 101)) + b"]}"
    save = read_save(token, body, now())
    other = read_save(token, body.replace(b'"1"', b'"2"'), now())
    savers = [Saver(lambda: engine) for _ in range(4)]
    workers = [
        Worker(lambda saver=saver, mine=mine: saver.save(mine))  # type: ignore[misc]  # bound at once
        for saver, mine in zip(savers, (save, save, other, other), strict=True)
    ]
    receipts = [worker.done() for worker in workers]
    kept = page.kept()
    assert len(kept) == 100
    for receipt, value in zip(receipts, ('"1"', '"1"', '"2"', '"2"'), strict=True):
        mine = {sequence for (_epoch, sequence), (_question, held) in kept.items() if held == value}
        assert set(receipt.saved) == mine
        assert set(receipt.refused) == set(range(1, 101)) - mine
    assert len(page.kept()) == 100


def test_a_connection_that_broke_in_between_is_replaced_before_anybody_notices(
    app: Flask, pages: list[Page]
) -> None:
    pages[0].save(entry(1))
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            words = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            )
            db.session.execute(text(f"{words} AND pid <> pg_backend_pid()"))
            db.session.commit()
    assert pages[0].save(entry(2))["saved"] == [2]
    assert len(pages[0].kept()) == 2


def test_while_the_database_is_away_nothing_is_acknowledged(
    app: Flask, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages[0]

    def away() -> None:
        raise OperationalError("BEGIN", {}, Exception("connection refused"))

    saver: Saver = app.extensions["synaq.saver"]
    monkeypatch.setattr(saver.store.line, "transaction", away)
    answer = page.client.post(
        "/exam/save",
        json={"sent": 1, "entries": [[1, 1, "1", 1]]},
        headers={"Authorization": f"Bearer {page.token}"},
    )
    assert answer.status_code == 503
    assert "saved" not in answer.get_json()
    monkeypatch.undo()
    assert page.save(entry(1))["saved"] == [1]
