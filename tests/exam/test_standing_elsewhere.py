"""A computer that is not the one: a code used twice, a token that was left, a seat of another network; over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.actor import acting
from core.database import db
from exam.actions import admission, board
from exam.actions.admission import Identity
from exam.models import AttemptDevice, DeviceCode
from tests.exam import making

OWN, OTHER, BEHIND_SIX = "10.20.1.7", "10.20.1.8", "::ffff:10.20.1.7"
Type = Callable[..., tuple[FlaskClient, TestResponse]]


class At:
    """A hall with two seats known by their networks and a third that is told by hand; its doors are open."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            hall = making.hall(1, capacity=3)
            for seat, network in zip(hall.seats, ("10.20.1.7/32", "10.20.1.8/31", ""), strict=True):
                seat.workstation, seat.network = f"PC-{seat.label}", network
            making.fix_papers(hall)
            self.sitting, self.invigilator = hall.sitting.id, hall.invigilator
            self.watcher = hall.invigilator.name
            self.seats = [one.id for one in hall.seats]
            self.attempt, self.place = hall.attempts[0].id, hall.places[0].id
            db.session.commit()
            with acting(hall.invigilator):
                admission.declare(self.sitting, "")
                admission.open_doors(self.sitting)
                db.session.commit()

    def admit(self, seat: int = 0) -> str:
        with self.app.app_context(), acting(self.invigilator):
            code = admission.admit(self.place, self.seats[seat], Identity("жеке куәлік", "043210001"))
            db.session.commit()
            return code

    def move(self, seat: int) -> str:
        with self.app.app_context(), acting(self.invigilator):
            code = board.transfer(self.sitting, self.attempt, self.seats[seat], "Монитор сөнді")
            db.session.commit()
            return code

    def type(self, code: str, address: str, language: str = "ru") -> tuple[FlaskClient, TestResponse]:
        """Type a code at a computer with this address."""
        client = self.app.test_client()
        client.set_cookie("language", language)
        page = client.get("/exam/open", environ_base={"REMOTE_ADDR": address}).text
        csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
        sent = {"csrf_token": csrf, "code": code}
        answer = client.post("/exam/open", data=sent, environ_base={"REMOTE_ADDR": address})
        return client, answer

    def epochs(self) -> list[int]:
        with self.app.app_context():
            return list(db.session.scalars(select(AttemptDevice.epoch).order_by(AttemptDevice.epoch)))


@pytest.fixture
def at(app: Flask) -> At:
    return At(app)


def test_a_code_opens_the_test_only_in_the_network_of_its_seat_and_is_not_spent_elsewhere(at: At) -> None:
    code = at.admit()
    for address in (OTHER, "203.0.113.9", "::1", ""):
        client, answer = at.type(code, address)
        assert answer.status_code == 403, address
        assert "Это компьютер не вашего места" in answer.text
        assert "PC-1" in answer.text
        assert client.get_cookie("synaq_test", path="/exam/test") is None
    assert at.epochs() == []
    client, answer = at.type(code, OWN)
    assert answer.status_code == 302
    assert client.get("/exam/test").status_code == 200


def test_an_address_written_as_of_the_sixth_protocol_is_the_same_address(at: At) -> None:
    assert at.type(at.admit(), BEHIND_SIX)[1].status_code == 302


def test_no_header_makes_another_computer_the_one_of_the_seat(at: At) -> None:
    code, client = at.admit(), at.app.test_client()
    there = {"REMOTE_ADDR": OTHER}
    page = client.get("/exam/open", environ_base=there).text
    csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
    forged = {"X-Forwarded-For": OWN, "X-Real-IP": OWN, "Forwarded": f"for={OWN}", "Client-IP": OWN}
    answer = client.post(
        "/exam/open", data={"csrf_token": csrf, "code": code}, environ_base=there, headers=forged
    )
    assert answer.status_code == 403
    assert at.epochs() == []


def test_a_seat_without_a_network_is_told_by_the_invigilator_alone(at: At) -> None:
    assert at.type(at.admit(seat=2), "203.0.113.9")[1].status_code == 302


def test_a_second_computer_is_told_whom_to_call_in_three_languages(at: At) -> None:
    code = at.admit()
    first, _answer = at.type(code, OWN)
    for language, title in (
        ("kk", "Тестілеу басқа компьютерде ашық"),
        ("ru", "Тестирование открыто на другом компьютере"),
        ("en", "The test is open at another computer"),
    ):
        client, answer = at.type(code, OTHER, language)
        assert answer.status_code == 409
        assert title in answer.text
        assert at.watcher in answer.text
        assert "Сейітова" not in answer.text
        assert client.get_cookie("synaq_test", path="/exam/test") is None
    assert at.epochs() == [1]
    assert first.get("/exam/test/state").get_json()["phase"] == "waiting"


def test_the_computer_that_was_left_is_told_so_on_a_page_of_its_own(at: At) -> None:
    first, _answer = at.type(at.admit(), OWN)
    code = at.move(1)
    left = first.get("/exam/test")
    assert left.status_code == 409
    assert "PC-2" in left.text
    assert "Тестирование продолжается на другом компьютере" in left.text
    assert first.get("/exam/test/plain/1").status_code == 409
    assert at.type(code, OWN)[1].status_code == 403
    second, opened = at.type(code, OTHER)
    assert opened.status_code == 302
    assert second.get("/exam/test").status_code == 200
    assert at.epochs() == [1, 2]


def test_before_the_start_a_candidate_whose_seat_does_not_open_is_given_another(at: At) -> None:
    spent = at.admit()
    code = at.move(2)
    assert at.type(spent, OWN)[1].status_code == 422
    assert at.type(code, "203.0.113.9")[1].status_code == 302
    with at.app.app_context():
        assert db.session.scalars(select(DeviceCode).where(DeviceCode.used_at.is_(None))).all() == []
