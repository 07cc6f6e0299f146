"""Saving while people speak, and following the meeting: one text is one save, nothing is lost, no mark told."""

from __future__ import annotations

import pytest

from commissions import queries
from commissions.models import Slot
from core.database import db
from tests.applications.systems import said
from tests.commissions import live_hands as hands
from tests.commissions.hearing import Hearing, at, hearing
from tests.commissions.live_over_http import Keeping, Sitting

__all__ = ["at", "hearing"]


@pytest.fixture
def keeper(hearing: Hearing) -> Keeping:
    """The secretary; the first candidate is before the commission."""
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    db.session.commit()
    found = Keeping(hearing)
    found.send("open")
    found.everybody()
    found.at(slot_of(hearing).interview_id, "begin")
    return found


def slot_of(hearing: Hearing) -> Slot:
    (found,) = queries.agenda_of(hearing.meeting.id)
    return found


def test_a_save_that_is_sent_twice_is_one_edition(hearing: Hearing, keeper: Keeping) -> None:
    one = slot_of(hearing).interview_id
    for _again in range(3):
        told = keeper.save(one, field="remarks", text="Бірінші\r\nжол", seen=0)
        assert told.status_code == 200
        assert (said(told)["number"], said(told)["version"]) == ("n-1", 1)
    asked = {"field": "question", "mark": "q-1", "text": "Сұрақ?", "gist": "Жауап", "asked_by": None}
    assert said(keeper.save(one, **asked, seen=0))["version"] == 1
    assert said(keeper.save(one, **asked, seen=0))["version"] == 1
    assert said(keeper.save(one, **(asked | {"gist": "Толық жауап"}), seen=1))["version"] == 2
    assert "Толық жауап" in keeper.page()


def test_two_tabs_are_told_of_each_other_and_both_texts_are_kept(hearing: Hearing, keeper: Keeping) -> None:
    one = slot_of(hearing).interview_id
    keeper.save(one, field="remarks", text="бірінші бет", seen=0)
    told = keeper.save(one, field="remarks", text="екінші бет", seen=0)
    assert told.status_code == 409
    assert (said(told)["overtaken"], said(told)["version"], said(told)["text"]) == (True, 1, "бірінші бет")
    assert said(keeper.save(one, field="remarks", text="екінші бет", seen=1))["version"] == 2


def test_what_is_no_save_is_refused_in_a_sentence(hearing: Hearing, keeper: Keeping) -> None:
    one = slot_of(hearing).interview_id
    for wrong in (
        {"field": "remarks", "text": 7, "seen": 0},
        {"field": "remarks", "text": "x", "seen": "0"},
        {"field": "remarks", "text": "x", "seen": -1},
        {"field": "remarks", "text": "x" * 20_001, "seen": 0},
        {"field": "question", "text": "x", "mark": "ЖОҚ", "seen": 0},
        {"field": "question", "text": "x", "mark": "q", "asked_by": "1", "seen": 0},
        {"field": "question", "text": " ", "mark": "q", "seen": 0},
        {"field": "question", "text": "x", "mark": "q", "asked_by": 10**6, "seen": 0},
    ):
        told = keeper.save(one, **wrong)
        assert told.status_code == 422, wrong
        assert said(told)["refused"]
    assert keeper.save(one, field="sheets", text="x", seen=0).status_code == 404
    assert keeper.save(10**6, field="remarks", text="x", seen=0).status_code == 404
    keeper.send("pause", reason="Үзіліс")
    paused = keeper.save(one, field="remarks", text="x", seen=0)
    assert (paused.status_code, "overtaken" in said(paused)) == (409, False)
    assert "перерыв" in said(paused)["refused"]


def test_the_page_is_told_of_changes_only_and_never_of_a_mark(hearing: Hearing, keeper: Keeping) -> None:
    one = slot_of(hearing).interview_id
    first = keeper.now()
    mark = first.headers["ETag"]
    assert keeper.now(mark).status_code == 304
    keeper.save(one, field="identity", text="Жеке куәлік", seen=0)
    changed = keeper.now(mark)
    assert changed.status_code == 200
    assert said(changed)["fields"]["identity"]["text"] == "Жеке куәлік"
    assert said(changed)["step"] == "listen"
    chair, member = (Sitting(hearing, hearing.members[role]) for role in ("chair", "member"))
    chair.seal(one, remark="Құпия пікір")
    for told in (keeper.now(changed.headers["ETag"]), chair.now(), member.now()):
        assert told.status_code == 200
        assert "Құпия пікір" not in told.text
        assert "полностью" not in told.text
    assert "Құпия пікір" not in keeper.page()
    member.seal(one)
    assert "Құпия пікір" in keeper.page()
    assert "Құпия пікір" in said(member.now())["asked"]


def test_a_seat_is_told_whose_turn_it_is(hearing: Hearing, keeper: Keeping) -> None:
    one = slot_of(hearing).interview_id
    chair = Sitting(hearing, hearing.members["chair"])
    told = chair.now()
    assert said(told)["turn"] == "mark"
    assert chair.now(told.headers["ETag"]).status_code == 304
    keeper.save(one, field="question", mark="q-1", text="Бірінші сұрақ?", gist="", seen=0)
    asked = chair.now(told.headers["ETag"])
    assert "Бірінші сұрақ?" in said(asked)["asked"]
    keeper.send("pause", reason="Үзіліс")
    assert said(chair.now(asked.headers["ETag"]))["turn"] == "paused"
