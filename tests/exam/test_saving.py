"""Saving over the wire: what is acknowledged stands in the journal, whatever way it came, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import frozen, now
from core.database import db
from exam.entries import LAST_SEQUENCE
from exam.models import AnswerEntry, Attempt, AttemptDevice, AttemptEvent, AttemptPresence
from exam.saving.door import PATH
from tests.exam import making
from tests.exam.saving import Page, entry, send

ENDED = "answers_digest = '-', receipt_code = '-', paused_at = NULL"
Done = Callable[..., None]
PAGE = {"question": 3, "answered": 2, "unsent": 0, "focused": True, "clock": 1}


def end(done: Done, page: Page) -> None:
    done(
        f"UPDATE attempt SET ended_at = :at, ended_how = 'finished', {ENDED} WHERE id = :id",
        at=now(),
        id=page.attempt_id,
    )


def test_a_saved_answer_is_in_the_journal_and_its_receipt_repeats_its_number(pages: list[Page]) -> None:
    receipt = pages[0].save(entry(1, 3, ["2", "1"]))
    assert receipt["saved"] == [1]
    assert receipt["state"] == "running"
    assert 3_590_000 < receipt["left"] <= 3_600_000
    assert receipt["clock"] == 1
    assert pages[0].kept() == {(1, 1): (3, '["2","1"]')}
    assert pages[1].kept() == {}


def test_a_whole_journal_is_saved_at_once(pages: list[Page]) -> None:
    receipt = pages[0].save(*(entry(number, number % 8 + 1) for number in range(1, 101)))
    assert receipt["saved"] == list(range(1, 101))
    assert len(pages[0].kept()) == 100


def test_what_arrives_twice_late_or_out_of_order_stands_once(pages: list[Page]) -> None:
    page = pages[0]
    page.save(entry(3, 1, "3"))
    assert page.save(entry(1, 1, "1"), entry(3, 1, "3"))["saved"] == [1, 3]
    assert page.save(entry(2, 2, "2"), entry(2, 2, "2"), entry(1, 1, "1"))["saved"] == [2, 1]
    assert page.kept() == {(1, 1): (1, '"1"'), (1, 2): (2, '"2"'), (1, 3): (1, '"3"')}


def test_another_answer_under_a_used_number_is_refused_and_the_first_stays(pages: list[Page]) -> None:
    page = pages[0]
    page.save(entry(1, 1, "1"))
    receipt = page.save(entry(1, 1, "2"), entry(2, 1, "3"), entry(2, 2, "3"))
    assert receipt["saved"] == [2]
    assert receipt["refused"] == {"1": "number_taken", "2": "number_taken"}
    assert page.kept() == {(1, 1): (1, '"1"'), (1, 2): (1, '"3"')}


def test_an_answer_is_dated_by_the_server_less_the_age_its_device_tells(
    app: Flask, pages: list[Page]
) -> None:
    pages[0].save(entry(1, age_ms=60_000))
    pages[0].save(entry(2, age_ms=-86_400_000))
    with app.app_context():
        rows = {row.sequence: row for row in db.session.scalars(select(AnswerEntry))}
        assert rows[1].arrived_at - rows[1].made_at == timedelta(minutes=1)
        assert rows[2].arrived_at == rows[2].made_at


@pytest.mark.parametrize(
    "forge",
    [
        lambda mine, others: (
            f"{others}.1.{mine.rpartition('.')[2]}"
        ),  # another's attempt under one's own secret
        lambda mine, _others: mine[:-1] + ("0" if mine[-1] != "0" else "1"),
        lambda mine, _others: mine.replace(".1.", ".2.", 1),  # a device that nobody has opened
        lambda _mine, _others: f"999999.1.{'a' * 32}",
    ],
)
def test_no_forged_token_saves_anything(pages: list[Page], forge: Callable[[str, int], str]) -> None:
    forged = forge(pages[0].token, pages[1].attempt_id)
    answer = send(pages[0].client, forged, entry(1), page=PAGE)
    assert answer.status_code == 401
    assert answer.get_json()["saved"] == []
    assert "news" in answer.get_json()
    assert pages[0].kept() == pages[1].kept() == {}
    with pages[0].app.app_context():
        assert db.session.scalars(select(AttemptPresence)).all() == []


@pytest.mark.parametrize(
    ("sequence", "question", "why"),
    [
        (0, 1, "bad_sequence"),
        (-5, 1, "bad_sequence"),
        (LAST_SEQUENCE + 1, 1, "bad_sequence"),
        (2**52, 1, "bad_sequence"),
        (2, 0, "unknown_question"),
        (2, 9, "unknown_question"),
        (2, -1, "unknown_question"),
        (2, 2**52, "unknown_question"),
    ],
)
def test_a_forged_number_is_refused_and_the_others_of_its_save_are_kept(
    pages: list[Page], sequence: int, question: int, why: str
) -> None:
    receipt = pages[0].save(entry(1), entry(sequence, question), entry(3))
    assert receipt["saved"] == [1, 3]
    assert receipt["refused"] == {str(sequence): why}
    assert set(pages[0].kept()) == {(1, 1), (1, 3)}


def test_an_answer_longer_than_any_is_refused(pages: list[Page]) -> None:
    receipt = pages[0].save(entry(1, 1, "ә" * 8001), entry(2, 1, "ә" * 7998))
    assert receipt["refused"] == {"1": "too_long"}
    assert receipt["saved"] == [2]


@pytest.mark.parametrize(
    "value", [None, True, "", "\x00", "'; DROP TABLE attempt; --", {"1": "2"}, [], 1.5, "ә%s"]
)
def test_whatever_is_json_is_kept_as_it_was_sent(pages: list[Page], value: Any) -> None:
    assert pages[0].save(entry(1, 1, value))["saved"] == [1]
    assert pages[0].save(entry(1, 1, value))["saved"] == [1]


def test_after_a_transfer_the_old_device_saves_nothing_that_counts(pages: list[Page], done: Done) -> None:
    page = pages[0]
    page.save(entry(1, 1, "1"))
    done(
        "UPDATE attempt_device SET ended_at = :at, ended_reason = 'ауысу' WHERE attempt_id = :id",
        at=now(),
        id=page.attempt_id,
    )
    done(
        "INSERT INTO attempt_device (attempt_id, epoch, token_digest, browser, address, began_at)"
        " VALUES (:id, 2, :digest, '', '', :at)",
        id=page.attempt_id,
        digest=making.token_digest(page.attempt_id, 2),
        at=now(),
    )
    receipt = page.save(entry(1, 1, "1"), entry(2, 1, "2"))
    assert receipt["state"] == "moved"
    assert receipt["saved"] == [1]
    assert receipt["apart"] == {"2": "ended_epoch"}
    assert page.save(entry(2, 1, "2"))["apart"] == {"2": "ended_epoch"}
    assert page.save(entry(2, 1, "3"))["refused"] == {"2": "number_taken"}
    new = Page(page.app, page.attempt_id, epoch=2)
    assert new.save(entry(1, 1, "4"))["saved"] == [1]
    assert page.kept() == {(1, 1): (1, '"1"'), (2, 1): (1, '"4"')}
    assert page.apart() == {(1, 2): (1, "ended_epoch")}


@pytest.mark.parametrize(
    ("seconds", "kept"), [(3599, True), (3600, True), (3609, True), (3611, False), (86_400, False)]
)
def test_only_what_arrives_by_the_deadline_and_its_grace_counts(
    app: Flask, pages: list[Page], seconds: int, kept: bool
) -> None:
    with app.app_context():
        started = db.session.get_one(Attempt, pages[0].attempt_id).started_at
        assert started is not None
    with frozen(started + timedelta(seconds=seconds)):
        receipt = pages[0].save(entry(1))
    assert receipt.get("apart", {}) == ({} if kept else {"1": "after_deadline"})
    assert receipt["left"] == max(0, 3600 - seconds) * 1000
    assert bool(pages[0].kept()) is kept
    assert bool(pages[0].apart()) is not kept


def test_more_time_moves_the_deadline_and_tells_the_page_by_the_version(
    app: Flask, pages: list[Page]
) -> None:
    with app.app_context():
        attempt = db.session.get_one(Attempt, pages[0].attempt_id)
        making.grant(attempt, "incident", 600, 2)
        started = attempt.started_at
        db.session.commit()
    assert started is not None
    with frozen(started + timedelta(seconds=4000)):
        receipt = pages[0].save(entry(1))
    assert (receipt["saved"], receipt["left"], receipt["clock"]) == ([1], 200_000, 2)


def test_in_a_pause_the_clock_stands_and_what_is_on_its_way_still_counts(
    app: Flask, pages: list[Page], done: Done
) -> None:
    with app.app_context():
        started = db.session.get_one(Attempt, pages[0].attempt_id).started_at
    assert started is not None
    paused = started + timedelta(seconds=3000)
    done(
        "UPDATE attempt SET paused_at = :at, pauses = 1 WHERE id = :id",
        at=paused,
        id=pages[0].attempt_id,
    )
    with frozen(started + timedelta(hours=5)):
        receipt = pages[0].save(entry(1))
    assert (receipt["state"], receipt["left"], receipt["saved"]) == ("paused", 600_000, [1])
    assert receipt["clock"] == 2


def test_after_the_end_nothing_more_counts_but_what_was_saved_stays_saved(
    pages: list[Page], done: Done
) -> None:
    page = pages[0]
    page.save(entry(1, 1, "1"))
    end(done, page)
    # Ending ends the device too.
    done(
        "UPDATE attempt_device SET ended_at = :at, ended_reason = 'finished' WHERE attempt_id = :id",
        at=now(),
        id=page.attempt_id,
    )
    receipt = page.save(entry(1, 1, "1"), entry(2, 1, "2"))
    assert (receipt["state"], receipt["left"]) == ("ended", 0)
    assert receipt["saved"] == [1]
    assert receipt["apart"] == {"2": "after_end"}
    assert page.kept() == {(1, 1): (1, '"1"')}


def test_before_the_start_nothing_is_taken(app: Flask) -> None:
    with app.app_context():
        hall = making.hall(candidates=1)
        making.fix_papers(hall)
        attempt = hall.attempts[0]
        making.kept(
            AttemptDevice(
                attempt_id=attempt.id,
                epoch=1,
                token_digest=making.token_digest(attempt.id, 1),
                began_at=now(),
            )
        )
        db.session.commit()
        page = Page(app, attempt.id)
    receipt = page.save(entry(1))
    assert receipt["state"] == "not_begun"
    assert receipt["refused"] == {"1": "not_begun"}


def test_a_page_may_ask_for_the_time_alone_and_tell_what_it_shows(app: Flask, pages: list[Page]) -> None:
    assert pages[0].save()["left"] > 0
    with app.app_context():
        assert db.session.get(AttemptPresence, pages[0].attempt_id) is None
    pages[0].save(page=PAGE)
    pages[0].save(entry(1), page=PAGE | {"question": 5, "focused": False})
    with app.app_context():
        told = db.session.get_one(AttemptPresence, pages[0].attempt_id)
        assert (told.question, told.answered, told.focused) == (5, 2, False)
        assert db.session.scalars(select(AttemptEvent)).all() == []


def test_a_silence_longer_than_usual_is_entered_as_a_fact(app: Flask, pages: list[Page]) -> None:
    moment = now()
    for after in (0, 44, 300):
        with frozen(moment + timedelta(seconds=after)):
            pages[0].save(page=PAGE)
    with app.app_context():
        event = db.session.scalars(select(AttemptEvent)).one()
        assert event.kind == "unreachable"
        assert event.told == {}
        assert (event.began_at, event.ended_at) == (
            moment + timedelta(seconds=44),
            moment + timedelta(seconds=300),
        )


def test_a_new_message_shows_in_the_next_receipt(pages: list[Page], done: Done) -> None:
    assert pages[0].save(page=PAGE)["news"] == 0
    done(
        "INSERT INTO hall_message (sitting_id, attempt_id, words, sent_by, sent_at)"
        " SELECT sitting_id, id, 'тыныштық', 1, :at FROM attempt WHERE id = :id",
        id=pages[0].attempt_id,
        at=now(),
    )
    assert pages[0].save(page=PAGE)["news"] > 0
    assert pages[1].save(page=PAGE)["news"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"sent":"1","entries":[]}', 400),
        (b'{"sent":1,"entries":{}}', 400),
        (b'{"sent":1,"entries":[[1,2]]}', 400),
        (b'{"sent":1,"entries":[[1,2,"3","4"]]}', 400),
        (b'{"sent":1,"entries":[[1.5,2,"3",4]]}', 400),
        (b'{"sent":1,"entries":[[true,2,"3",4]]}', 400),
        (b'{"sent":1,"entries":[[99999999999999999999,2,"3",4]]}', 400),
        (b'{"sent":1,"entries":[[1,2,"\\ud800",4]]}', 400),
        (b'{"sent":1,"entries":[],"more":1}', 400),
        (b'{"sent":1,"entries":[],"page":{"question":1}}', 400),
        (b'{"sent":1,"entries":[' + b",".join([b'[1,1,"",1]'] * 201) + b"]}", 400),
        (b" " * 300_000, 413),
    ],
)
def test_what_is_no_save_is_refused_in_a_sentence(pages: list[Page], body: bytes, status: int) -> None:
    headers = {"Authorization": f"Bearer {pages[0].token}"}
    answer = pages[0].client.post(PATH, data=body, headers=headers)
    assert answer.status_code == status
    assert answer.get_json()["fault"]
    assert pages[0].kept() == {}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic MTox", "Bearer 1.1.short", "Bearer 0.1." + "a" * 32]
)
def test_without_a_token_nobody_saves(pages: list[Page], header: str) -> None:
    answer = pages[0].client.post(PATH, json={"sent": 1, "entries": []}, headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_save_is_posted(pages: list[Page]) -> None:
    assert pages[0].client.get(PATH).status_code == 405


def test_a_receipt_is_for_nobody_elses_cache_and_sets_no_cookie(pages: list[Page]) -> None:
    answer = send(pages[0].client, pages[0].token, entry(1))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
