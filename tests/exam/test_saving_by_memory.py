"""Saves in a running hall ask nothing before they write; whatever changed meanwhile is found out by the writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from core.clock import frozen, now
from core.database import db
from exam.models import Attempt, AttemptDevice
from exam.saving import devices
from exam.saving.door import Saver
from exam.saving.line import Rows
from exam.saving.wire import Receipt, read_save, read_token
from tests.exam import making
from tests.exam.saving import Page, entry, send
from tests.exam.test_saving import PAGE, end
from tests.exam.test_what_the_database_holds import refused

Done = Callable[..., None]
PAUSED = "UPDATE attempt SET paused_at = :at, pauses = pauses + 1 WHERE id = :id"
MOVED = "UPDATE attempt_device SET ended_at = :at, ended_reason = 'ауысу' WHERE attempt_id = :id"


def store(app: Flask) -> Any:
    saver: Saver = app.extensions["synaq.saver"]
    return saver.store


def granted(app: Flask, page: Page, seconds: int) -> datetime:
    """Time is given or taken back beside the saving process; when the attempt began."""
    with app.app_context():
        attempt = db.session.get_one(Attempt, page.attempt_id)
        making.grant(attempt, "incident", seconds, 2)
        started = attempt.started_at
        db.session.commit()
    assert started is not None
    return started


def test_after_its_first_save_a_page_is_written_for_without_a_look(
    app: Flask, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages[0]
    assert page.save(entry(1))["saved"] == [1]

    def look(name: str, _rows: str) -> Rows:
        raise AssertionError(f"{name} was looked up")

    monkeypatch.setattr(store(app).line, "look", look)
    assert page.save(entry(2, 2), page=PAGE)["saved"] == [2]
    assert page.save(page=PAGE)["state"] == "running"


def test_a_pause_of_which_the_process_knows_nothing_is_told_with_the_next_save(
    pages: list[Page], done: Done
) -> None:
    page = pages[0]
    page.save(entry(1))
    done(PAUSED, at=now(), id=page.attempt_id)
    told = page.save(entry(2, 2))
    assert (told["state"], told["saved"], told["clock"]) == ("paused", [2], 2)
    done(
        "UPDATE attempt SET paused_at = NULL WHERE id = :id",
        id=page.attempt_id,
    )
    assert page.save(page=PAGE)["state"] == "running"


def test_more_time_is_told_to_a_page_that_only_shows_itself(app: Flask, pages: list[Page]) -> None:
    page = pages[0]
    before = page.save(entry(1), page=PAGE)
    granted(app, page, 600)
    told = page.save(page=PAGE)
    assert (told["clock"], told["left"] > before["left"]) == (2, True)


def test_time_that_was_taken_back_counts_at_once(app: Flask, pages: list[Page]) -> None:
    page = pages[0]
    page.save(entry(1))
    started = granted(app, page, -1800)
    with frozen(started + timedelta(seconds=1900)):
        told = page.save(entry(2, 2), entry(1))
    assert (told["saved"], told["apart"]) == ([1], {"2": "after_deadline"})
    assert page.kept().keys() == {(1, 1)}


def test_a_device_that_was_left_saves_nothing_more_that_counts(pages: list[Page], done: Done) -> None:
    page = pages[0]
    page.save(entry(1))
    done(MOVED, at=now(), id=page.attempt_id)
    told = page.save(entry(1), entry(2, 2), page=PAGE)
    assert (told["state"], told["saved"], told["apart"]) == ("moved", [1], {"2": "ended_epoch"})
    assert page.save(page=PAGE)["state"] == "moved"


def test_after_an_end_of_which_the_process_knows_nothing_nothing_counts(
    pages: list[Page], done: Done
) -> None:
    page = pages[0]
    page.save(entry(1))
    end(done, page)
    told = page.save(entry(2, 2), entry(1), page=PAGE)
    assert (told["state"], told["saved"], told["apart"]) == ("ended", [1], {"2": "after_end"})
    assert page.save()["state"] == "ended"


def test_a_number_that_another_process_has_taken_is_told_as_it_stands(app: Flask, pages: list[Page]) -> None:
    page, other = pages[0], Saver(lambda: engine)
    with app.app_context():
        engine = db.engine
        db.session.remove()
    page.save(entry(1))

    def beside(sequence: int, value: str) -> Receipt:
        token = read_token(f"Bearer {page.token}")
        assert token is not None
        body = f'{{"sent":1,"entries":[[{sequence},1,"{value}",1]]}}'.encode()
        return other.save(read_save(token, body, now()))

    assert beside(2, "A").saved == [2]
    assert beside(3, "B").saved == [3]
    told = page.save(entry(2, 1, "A"), entry(3, 1, "C"), entry(4, 1, "D"))
    assert (told["saved"], told["refused"]) == ([2, 4], {"3": "number_taken"})
    assert page.kept()[(1, 3)] == (1, '"B"')


def test_another_secret_is_nobodys_however_well_the_device_is_remembered(pages: list[Page]) -> None:
    page = pages[0]
    page.save(entry(1))
    attempt, epoch, secret = page.token.split(".")
    answer = send(page.client, f"{attempt}.{epoch}.{secret[::-1]}x", entry(2))
    assert (answer.status_code, answer.get_json()["state"]) == (401, "unknown")
    assert page.kept().keys() == {(1, 1)}


def test_an_attempt_that_changes_whenever_it_is_looked_at_is_sent_again(
    app: Flask, pages: list[Page], done: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages[0]
    line = store(app).line
    look = line.look

    def look_and_change(name: str, rows: str) -> Rows:
        found: Rows = look(name, rows)
        done("UPDATE attempt SET pauses = pauses + 1 WHERE id = :id", id=page.attempt_id)
        return found

    monkeypatch.setattr(line, "look", look_and_change)
    answer = send(page.client, page.token, entry(1))
    assert answer.status_code == 503
    assert page.kept() == {}
    monkeypatch.undo()
    assert page.save(entry(1))["saved"] == [1]


def test_a_process_forgets_before_it_holds_too_much(
    app: Flask, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "MOST", 1)
    for number in range(1, 4):
        for page in pages:
            assert page.save(entry(number))["saved"] == [number]
    assert len(store(app)._devices._remembered) == 1


def test_the_database_counts_each_change_of_a_standing_and_never_back(context: Flask) -> None:
    attempt = making.running(candidates=1).attempts[0]
    mine = update(Attempt).where(Attempt.id == attempt.id)
    device = update(AttemptDevice).where(AttemptDevice.attempt_id == attempt.id)

    def standing() -> int:
        return db.session.scalars(select(Attempt.standing).where(Attempt.id == attempt.id)).one()

    counts = [standing()]
    changes: list[Callable[[], Any]] = [
        lambda: making.grant(attempt, "incident", 300, 2),
        lambda: db.session.execute(mine.values(paused_at=now(), pauses=1)),
        lambda: db.session.execute(mine.values(paused_at=None)),
        lambda: db.session.execute(device.values(ended_at=now(), ended_reason="-")),
        lambda: making.kept(
            AttemptDevice(
                attempt_id=attempt.id,
                epoch=2,
                token_digest=making.token_digest(attempt.id, 2),
                began_at=now(),
            )
        ),
    ]
    for change in changes:
        change()
        db.session.flush()
        counts.append(standing())
    assert counts == sorted(set(counts))
    refused(mine.values(standing=counts[0]))
    refused(text("UPDATE attempt SET standing = standing - 1"))
