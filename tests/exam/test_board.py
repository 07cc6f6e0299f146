"""The invigilator's board over the pages: tiles, trouble with the act beside it, acts with reasons, 304."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.refusals import NotFound, Refusal
from exam.actions import admission, board
from exam.actions.admission import Identity
from exam.board_reading import TROUBLES, board_of, lost_minutes
from exam.models import (
    AnswerEntry,
    Attempt,
    AttemptDevice,
    AttemptEvent,
    AttemptPresence,
    DeviceCode,
    HallMessage,
    Incident,
    Sitting,
    SittingPlace,
    TimeGrant,
)
from exam.receipt_code import read_receipt_code
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import AtDesk


@dataclass
class Watch:
    app: Flask
    hall: making.Hall
    sitting_id: int
    attempts: list[int]

    def page(self) -> AtDesk:
        db.session.rollback()
        return AtDesk(self.app, self.hall.invigilator.account_id)


@pytest.fixture
def at(app: Flask, context: None) -> Watch:
    hall = making.running(3, capacity=5)
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        db.session.commit()
    return Watch(app, hall, hall.sitting.id, [one.id for one in hall.attempts])


def seen(attempt_id: int, ago: int = 1, *, focused: bool = True, unsent: int = 0) -> None:
    db.session.merge(
        AttemptPresence(
            attempt_id=attempt_id,
            seen_at=now() - timedelta(seconds=ago),
            question=3,
            answered=2,
            unsent=unsent,
            focused=focused,
            clock_version=1,
        )
    )
    db.session.commit()


def test_the_board_shows_facts_and_trouble_in_the_order_of_urgency(at: Watch) -> None:
    seen(at.attempts[0])
    seen(at.attempts[1], focused=False)
    seen(at.attempts[2], ago=60)
    page = at.page().page(f"/sittings/{at.sitting_id}/board")
    assert page.count('data-tile="') == 3
    assert page.index("от компьютера нет сигнала") < page.index("окно теста не на переднем плане")
    assert f"/board/transfer?attempt={at.attempts[2]}" in page
    assert TROUBLES[0] == "offline"


def test_nothing_is_sent_twice_while_nothing_changes(at: Watch) -> None:
    for one in at.attempts:
        seen(one)
    watch = at.page()
    first = watch.get(f"/sittings/{at.sitting_id}/board/now")
    assert first.status_code == 200
    assert len((first.json or {})["tiles"]) == 3
    assert int(first.headers["X-Server-Clock"]) > 0
    mark = first.headers["ETag"]
    again = watch._apart(
        lambda: watch.client.get(f"/sittings/{at.sitting_id}/board/now", headers={"If-None-Match": mark})
    )
    assert again.status_code == 304
    assert not again.data
    seen(at.attempts[0], ago=0)
    changed = watch._apart(
        lambda: watch.client.get(f"/sittings/{at.sitting_id}/board/now", headers={"If-None-Match": mark})
    )
    assert changed.status_code == 200


def test_the_board_asks_as_many_questions_for_many_seats_as_for_few(at: Watch) -> None:
    from sqlalchemy import event

    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    sitting = db.session.get_one(Sitting, at.sitting_id)
    assert sitting.room.name
    asked.clear()
    board_of(sitting)
    assert len(asked) <= 9


def test_time_is_given_to_one_to_several_and_to_the_hall(at: Watch) -> None:
    watch = at.page()
    one = f"/sittings/{at.sitting_id}/board/time?attempt={at.attempts[0]}"
    page = watch.page(one)
    assert watch.send(one, page, {"minutes": "5"}).status_code == 422
    answer = watch.send(one, page, {"minutes": "5", "words": "Сканер іске қосылмады"})
    assert "внесено с вашей причиной" in answer.text
    hall = f"/sittings/{at.sitting_id}/board/time"
    watch.send(hall, watch.page(hall), {"whole": "y", "minutes": "10", "words": "Жарық сөнді"})
    db.session.rollback()
    given = db.session.execute(
        select(TimeGrant.attempt_id, func.sum(TimeGrant.seconds))
        .where(TimeGrant.kind == "incident")
        .group_by(TimeGrant.attempt_id)
        .order_by(TimeGrant.attempt_id)
    ).all()
    assert [tuple(row) for row in given] == list(zip(at.attempts, (900, 600, 600), strict=True))
    assert "Жарық сөнді" in watch.page(f"/sittings/{at.sitting_id}")


@pytest.mark.parametrize("named", ["x1", "99999", "", ["{first}", "x1"]])
def test_a_candidate_who_cannot_be_read_from_a_request_is_nobody_and_never_the_hall(
    at: Watch, named: str | list[str]
) -> None:
    watch = at.page()
    url = f"/sittings/{at.sitting_id}/board/close"
    page = watch.page(f"{url}?attempt={at.attempts[0]}")
    sent = [one.format(first=at.attempts[0]) for one in ([named] if isinstance(named, str) else named)]
    assert watch.send(url, page, {"attempt": sent, "words": "Бір үміткер қалды"}).status_code == 404
    assert ended() == []


def test_the_whole_hall_is_asked_for_by_its_own_word_and_never_by_silence(at: Watch) -> None:
    watch = at.page()
    url = f"/sittings/{at.sitting_id}/board/close"
    silent = watch.send(url, watch.page(url), {"words": "Уақыт бітті"})
    assert silent.status_code == 422
    assert "отметьте либо кандидатов, либо пункт" in silent.text.lower()
    both = {"attempt": str(at.attempts[1]), "whole": "y", "words": "Уақыт бітті"}
    contrary = watch.send(url, watch.page(url), both)
    assert contrary.status_code == 422
    for box in ("whole", f"attempt-{at.attempts[1]}"):
        assert re.search(rf'<input[^>]*id="{box}"[^>]*\schecked', contrary.text), box
    assert ended() == []
    with acting(at.hall.invigilator), pytest.raises(Refusal):
        board.close_attempts(at.sitting_id, [], "Уақыт бітті")
    watch.send(url, watch.page(url), {"whole": "y", "words": "Уақыт бітті"})
    assert ended() == at.attempts


def ended() -> list[int]:
    """Whose test is over."""
    db.session.rollback()
    return list(db.session.scalars(select(Attempt.id).where(Attempt.ended_at.is_not(None))))


def test_a_pause_stops_the_clock_and_gives_its_length_back(at: Watch) -> None:
    moment = now()
    with acting(at.hall.invigilator):
        with frozen(moment):
            board.pause(at.sitting_id, None, "Өрт дабылы")
            with pytest.raises(Refusal):
                board.pause(at.sitting_id, None, "Тағы")
        with frozen(moment + timedelta(minutes=7)):
            assert board.resume(at.sitting_id, [at.attempts[0]], "Дабыл жалған") == 1
        db.session.commit()
    grant = db.session.scalars(select(TimeGrant).where(TimeGrant.kind == "pause")).one()
    assert (grant.attempt_id, grant.seconds) == (at.attempts[0], 420)
    states = {
        tile.attempt_id: tile.state for tile in board_of(db.session.get_one(Sitting, at.sitting_id)).tiles
    }
    assert [states[one] for one in at.attempts] == ["running", "paused", "paused"]


def test_a_transfer_ends_the_old_device_and_gives_a_code_for_a_free_seat(at: Watch) -> None:
    watch = at.page()
    url = f"/sittings/{at.sitting_id}/board/transfer?attempt={at.attempts[0]}"
    page = watch.page(url)
    free = at.hall.seats[4].id
    answer = watch.send(url, page, {"seat": str(free), "words": "Экран сөнді"})
    assert "receipt-number" in answer.text
    db.session.rollback()
    device = db.session.get_one(AttemptDevice, (at.attempts[0], 1))
    assert device.ended_reason == "Экран сөнді"
    code = db.session.scalars(select(DeviceCode)).one()
    assert (code.seat_id, code.used_at) == (free, None)
    assert "код ещё не введён" in watch.page(f"/sittings/{at.sitting_id}/board")
    with acting(at.hall.invigilator), pytest.raises(Refusal):
        board.transfer(at.sitting_id, at.attempts[1], free, "Сол орынға")


def test_a_message_an_incident_and_a_removal_are_entered_with_their_words(at: Watch) -> None:
    watch = at.page()
    message = f"/sittings/{at.sitting_id}/board/message"
    watch.send(message, watch.page(message), {"whole": "y", "words": "Он минут қалды"})
    incident = f"/sittings/{at.sitting_id}/board/incident?attempt={at.attempts[1]}"
    watch.send(incident, watch.page(incident), {"kind": "conduct", "words": "Сөйлесті"})
    remove = f"/sittings/{at.sitting_id}/board/remove"
    assert f"attempt={at.attempts[1]}" in watch.page(remove)
    url = f"{remove}?attempt={at.attempts[1]}"
    watch.send(url, watch.page(url), {"words": "Телефон пайдаланды"})
    db.session.rollback()
    assert db.session.scalars(select(HallMessage.words)).one() == "Он минут қалды"
    assert set(db.session.scalars(select(Incident.words))) == {"Сөйлесті", "Телефон пайдаланды"}
    attempt = db.session.get_one(Attempt, at.attempts[1])
    assert (attempt.ended_how, read_receipt_code(attempt.receipt_code or "")) == (
        "removed",
        attempt.receipt_code,
    )
    assert db.session.get_one(SittingPlace, attempt.place_id).outcome == "removed"
    assert "показано на экранах: 0" in watch.page(f"/sittings/{at.sitting_id}/board")


def test_the_hall_is_not_closed_over_somebody_who_has_time_left(at: Watch) -> None:
    with acting(at.hall.invigilator):
        with pytest.raises(Refusal):
            board.close_sitting(at.sitting_id)
        db.session.rollback()
        board.close_attempts(at.sitting_id, at.attempts[:2], "Бітірді")
        with frozen(now() + timedelta(hours=2)):
            board.close_sitting(at.sitting_id)
        db.session.commit()
    how = db.session.scalars(select(Attempt.ended_how).order_by(Attempt.id)).all()
    assert list(how) == ["closed", "closed", "time"]
    assert db.session.get_one(Sitting, at.sitting_id).state == "closed"


def test_after_the_end_nothing_is_granted_or_answered_whoever_asks(at: Watch) -> None:
    with acting(at.hall.invigilator):
        board.close_attempts(at.sitting_id, [at.attempts[0]], "Бітірді")
        db.session.commit()
        with pytest.raises(Refusal):
            board.give_time(at.sitting_id, [at.attempts[0]], 5, "Кеш")
        db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO answer_entry (attempt_id, epoch, sequence, question, value, made_at, arrived_at)"
                " SELECT attempt_id, epoch, 1, 1, '\"1\"', began_at, began_at FROM attempt_device"
                " WHERE attempt_id = :one"
            ),
            {"one": at.attempts[0]},
        )
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE attempt SET ended_at = NULL, ended_how = NULL"))


def test_minutes_lost_to_the_network_are_proposed_until_they_are_granted(at: Watch) -> None:
    began = now() - timedelta(minutes=20)
    one = at.attempts[0]
    db.session.add(
        AttemptEvent(
            attempt_id=one,
            kind="unreachable",
            began_at=began,
            ended_at=began + timedelta(minutes=10),
            told={},
            entered_at=now(),
        )
    )
    db.session.commit()
    assert lost_minutes(at.attempts) == {one: 10}
    page = at.page().page(f"/sittings/{at.sitting_id}/board/time?attempt={one}")
    assert 'value="10"' in page
    with acting(at.hall.invigilator):
        board.give_time(at.sitting_id, [one], 10, "Желі үзілді")
        db.session.commit()
    assert lost_minutes(at.attempts) == {}


def test_whoever_went_on_answering_without_a_network_lost_nothing(at: Watch) -> None:
    began = now() - timedelta(minutes=2)
    one = at.attempts[0]
    db.session.add(
        AttemptEvent(
            attempt_id=one, kind="unreachable", began_at=began, ended_at=began + timedelta(seconds=80),
            told={}, entered_at=now(),
        )
    )  # fmt: skip
    for at_second, sequence in ((20, 1), (45, 2), (70, 3)):
        moment = began + timedelta(seconds=at_second)
        db.session.add(
            AnswerEntry(
                attempt_id=one, epoch=1, sequence=sequence, question=1, value='"1"', made_at=moment,
                arrived_at=now(),
            )
        )  # fmt: skip
    db.session.commit()
    assert lost_minutes(at.attempts) == {}


def test_minutes_of_a_silence_that_a_pause_gives_back_are_not_proposed_once_more(at: Watch) -> None:
    one, began = at.attempts[0], now() - timedelta(minutes=20)
    with acting(at.hall.invigilator):
        with frozen(began):
            board.pause(at.sitting_id, [one], "Өрт дабылы")
        with frozen(began + timedelta(minutes=8)):
            board.resume(at.sitting_id, [one], "Дабыл жалған")
    silence = AttemptEvent(
        attempt_id=one, kind="unreachable", began_at=began, ended_at=began + timedelta(minutes=10),
        told={}, entered_at=now(),
    )  # fmt: skip
    db.session.add(silence)
    db.session.commit()
    assert lost_minutes(at.attempts) == {one: 2}
    with acting(at.hall.invigilator), frozen(began + timedelta(minutes=9)):
        board.pause(at.sitting_id, [one], "Тағы дабыл")
    assert lost_minutes(at.attempts) == {one: 1}


def test_only_the_invigilators_of_the_sitting_act_and_see_the_board(at: Watch) -> None:
    stranger = applying.staff(Role.INVIGILATOR, at.hall.office)
    db.session.commit()
    other = AtDesk(at.app, stranger.account_id)
    for address in ("board", "board/now", "board/pause", "close"):
        assert other.get(f"/sittings/{at.sitting_id}/{address}").status_code == 404
    official = AtDesk(at.app, at.hall.official.account_id)
    assert official.get(f"/sittings/{at.sitting_id}/board").status_code == 403
    watch = at.page()
    assert watch.get(f"/sittings/{at.sitting_id}/board/dance").status_code == 404
    assert watch.get(f"/sittings/{at.sitting_id}/board/time?attempt=99999").status_code == 404
    with acting(stranger), pytest.raises(NotFound):
        board.pause(at.sitting_id, None, "Бөтен")


def test_a_foreign_attempt_is_not_reached_through_an_own_sitting(at: Watch) -> None:
    other = making.running(1)
    with acting(at.hall.invigilator):
        with pytest.raises(Refusal):
            board.give_time(at.sitting_id, [other.attempts[0].id], 5, "Бөтен")
        with pytest.raises(NotFound):
            board.note_incident(at.sitting_id, [other.attempts[0].id], "remark", "Бөтен")
    given = select(TimeGrant.kind).where(TimeGrant.attempt_id == other.attempts[0].id)
    assert "incident" not in db.session.scalars(given).all()


def test_the_desk_and_the_board_offer_the_same_seats_and_never_one_that_is_taken(at: Watch) -> None:
    hall = making.hall(2, capacity=4)
    making.fix_papers(hall)
    making.open_doors(hall)
    first, other = hall.seats[0].id, hall.seats[3].id
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        admission.admit(hall.places[0].id, first, Identity("id", "1"))
        board.transfer(hall.sitting.id, hall.attempts[0].id, other, "Экран сөнді")
        db.session.commit()
        with pytest.raises(Refusal):
            admission.admit(hall.places[1].id, other, Identity("id", "2"))
        db.session.rollback()
        desk = AtDesk(at.app, hall.invigilator.account_id)
        page = desk.page(f"/sittings/{hall.sitting.id}/desk/{hall.places[1].id}")
        assert f'<option value="{first}"' in page
        assert f'<option value="{other}"' not in page
        admission.admit(hall.places[1].id, first, Identity("id", "2"))
