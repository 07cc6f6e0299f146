"""Planning over the pages: halls, sittings, places; what the office has decided is held, and the candidate is told."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from applications.models import Case, CaseNotice
from core.actor import acting
from core.clock import now
from core.database import db
from core.refusals import NotFound, Refusal
from exam.actions import placing, planning, rooms
from exam.models import Result, Room, Seat, Sitting, SittingPlace
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import (
    Planners,
    decide,
    hall_of,
    plan,
    planners,
    released,
    sitting_of,
    waiting_case,
)


@pytest.fixture
def at(app: Flask, context: None) -> Planners:
    return planners(app)


def test_an_official_enters_a_hall_and_plans_a_sitting_over_the_pages(at: Planners) -> None:
    at_desk = at.page(at.official)
    page = at_desk.page("/halls/new")
    answer = at_desk.send("/halls/new", page, {"name": "Зал 1", "address": "Көкшетау, Абай 1"})
    assert "Теперь внесите его места" in answer.text
    room = db.session.scalars(select(Room)).one()
    page = at_desk.page(f"/halls/{room.id}")
    wrong = at_desk.post(f"/halls/{room.id}", page, seats="1; PC1; no network here")
    assert wrong.status_code == 422
    assert "не сеть" in wrong.text
    half = at_desk.post(f"/halls/{room.id}", page, seats="1; PC1; 10.1.20.12\n2\n3; PC3; no network here")
    assert half.status_code == 422
    assert db.session.scalars(select(Seat)).all() == [], "one wrong line refuses all of them"
    at_desk.post(f"/halls/{room.id}", page, seats="1; PC1; 10.1.20.12\n2\n3; PC3")
    seats = db.session.scalars(select(Seat).order_by(Seat.id)).all()
    assert [(seat.label, seat.workstation, seat.network) for seat in seats] == [
        ("1", "PC1", "10.1.20.12/32"),
        ("2", "", ""),
        ("3", "PC3", ""),
    ]
    page = at_desk.page("/sittings/new")
    day = (now() + timedelta(days=30)).strftime("%d.%m.%Y")
    fields = {
        "blueprint": str(at.edition.id), "room": str(room.id), "day": day, "starts": "10:00", "ends": "12:30",
        "capacity": "3", "languages": ["kk", "ru"],
    }  # fmt: skip
    short = at_desk.post("/sittings/new", page, **(fields | {"ends": "10:30"}))
    assert "займите зал на большее время" in short.text
    many = at_desk.post("/sittings/new", page, **(fields | {"capacity": "4"}))
    assert "В зале только 3 мест" in many.text
    made = at_desk.post("/sittings/new", page, **fields)
    assert made.status_code == 200
    sitting = db.session.scalars(select(Sitting)).one()
    assert (sitting.state, sitting.capacity, sitting.grace_seconds) == ("planned", 3, 10)
    unwatched = at_desk.post(f"/sittings/{sitting.id}/publish", made.text)
    assert unwatched.status_code == 409
    assert "назначьте наблюдателя" in unwatched.text
    at_desk.post(f"/sittings/{sitting.id}/invigilators", made.text, account_id=str(at.invigilator.account_id))
    published = at_desk.post(f"/sittings/{sitting.id}/publish", made.text)
    assert "Сеанс опубликован" in published.text
    again = at_desk.post("/sittings/new", page, **fields)
    assert f"В это время зал занят сеансом {sitting.number}" in again.text


def test_the_executor_places_a_case_and_the_candidate_is_told(at: Planners) -> None:
    sitting = sitting_of(at, hall_of(at))
    case = waiting_case(at)
    at_desk = at.page(at.official)
    assert case.number in at_desk.page("/sittings/waiting")
    assert f"/cases/{case.public_id}/sitting" in at_desk.page(f"/cases/{case.public_id}")
    page = at_desk.page(f"/cases/{case.public_id}/sitting")
    answer = at_desk.post(f"/cases/{case.public_id}/sitting", page, sitting=str(sitting.id))
    assert "кандидат уведомлён" in answer.text
    db.session.expire_all()
    place = db.session.scalars(select(SittingPlace)).one()
    assert (place.case_id, place.slot, place.language) == (case.id, 1, "kk")
    assert db.session.get_one(Case, case.id).place == making.TEST_STEP
    told = db.session.scalars(select(CaseNotice).where(CaseNotice.medium == "cabinet")).one()
    assert "Көкшетау, Абай 1" in told.body
    assert told.about == "test"
    assert case.number not in at_desk.page("/sittings/waiting")
    twice = at_desk.get(f"/cases/{case.public_id}/sitting")
    assert twice.status_code == 409


def test_nothing_is_planned_while_the_office_has_not_decided(at: Planners) -> None:
    decide(at.office, "test_grace_seconds", None)
    room = hall_of(at)
    with acting(at.official), pytest.raises(Refusal, match="шешкен жоқ"):
        planning.plan(plan(at, room, now() + timedelta(days=20)))


def test_the_minimum_notice_of_the_office_is_held(at: Planners) -> None:
    soon = sitting_of(at, hall_of(at), days=5)
    case = waiting_case(at)
    with acting(at.official), pytest.raises(Refusal, match="10"):
        placing.place(case.id, soon.id)


def test_a_test_is_moved_as_often_as_the_office_allows_and_no_oftener(at: Planners) -> None:
    room = hall_of(at)
    one, two, three = (sitting_of(at, room, days=days) for days in (30, 31, 32))
    case = waiting_case(at)
    with acting(at.official):
        first = placing.place(case.id, one.id)
        second = placing.move(first.id, two.id, "Науқас")
        db.session.commit()
        assert (second.moved_from_id, first.released_reason) == (first.id, "Науқас")
        with pytest.raises(Refusal, match="1"):
            placing.move(second.id, three.id, "Тағы")


def test_after_a_negative_result_the_wait_of_the_office_is_held_for_the_person(at: Planners) -> None:
    early = sitting_of(at, hall_of(at), days=30)
    hall = making.running(1)
    first = hall.cases[0]
    case = waiting_case(at)
    assert first.specialty_id == case.specialty_id
    first.person.iin = None
    db.session.flush()
    _negative(hall)
    first.person.iin = case.person.iin
    db.session.commit()
    with acting(at.official):
        assert placing.last_negative(case) is not None
        decide(at.office, "test_retake_wait", {"value": 90, "unit": "calendar_day"}, making.SERVICE)
        with pytest.raises(Refusal, match="90"):
            placing.place(case.id, early.id)
        decide(at.office, "test_retake_allowed", False, making.SERVICE)
        with pytest.raises(Refusal):
            placing.place(case.id, early.id)
        decide(at.office, "test_retake_allowed", True, making.SERVICE)
        decide(at.office, "test_retake_wait", {"value": 0, "unit": "calendar_day"}, making.SERVICE)
        placing.place(case.id, early.id)


def _negative(hall: making.Hall) -> None:
    attempt = hall.attempts[0]
    attempt.ended_how, attempt.answers_digest, attempt.receipt_code = "finished", "0" * 64, "X"
    attempt.ended_at = now()
    db.session.flush()
    db.session.add(
        Result(
            case_id=attempt.case_id or 0,
            attempt_id=attempt.id,
            verdict="negative",
            score="{}",
            transcript="{}",
            transcript_digest="0" * 64,
            key_salt=b"-",
            entered_as="system",
            entered_at=now(),
        )
    )
    db.session.flush()


def test_a_full_sitting_takes_nobody_more(at: Planners) -> None:
    sitting = sitting_of(at, hall_of(at), capacity=1)
    one, two = waiting_case(at), waiting_case(at)
    with acting(at.official):
        placing.place(one.id, sitting.id)
        with pytest.raises(Refusal):
            placing.place(two.id, sitting.id)
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE sitting_place SET slot = 2"))


def test_a_person_is_not_placed_in_two_halls_at_once(at: Planners) -> None:
    one, two = sitting_of(at, hall_of(at, 3)), sitting_of(at, hall_of(at, 2))
    first, second = waiting_case(at), waiting_case(at)
    second.person.iin = first.person.iin
    db.session.commit()
    with acting(at.official):
        placing.place(first.id, one.id)
        with pytest.raises(Refusal):
            placing.place(second.id, two.id)


def test_a_foreign_office_sees_and_plans_nothing_here(at: Planners) -> None:
    sitting = sitting_of(at, hall_of(at))
    other = planners(at.app)
    stranger = at.page(other.official)
    assert stranger.get(f"/sittings/{sitting.id}").status_code == 404
    assert stranger.get(f"/halls/{sitting.room_id}").status_code == 404
    with acting(other.official), pytest.raises(NotFound):
        planning.publish(sitting.id)
    assert at.page(at.head).get("/sittings/new").status_code == 403
    assert at.page(at.head).get(f"/sittings/{sitting.id}").status_code == 200


def test_a_set_serves_one_sitting_and_only_its_own_blueprint(at: Planners) -> None:
    room = hall_of(at)
    one, two = sitting_of(at, room), sitting_of(at, room, days=33)
    lawyer = applying.staff(Role.LAWYER, at.office)
    sealed = released(at, (at.head, lawyer))
    with acting(at.official):
        planning.name_set(one.id, sealed.id)
        with pytest.raises(Refusal):
            planning.name_set(two.id, sealed.id)
    other = planners(at.app)
    foreign = sitting_of(other, hall_of(other))
    with acting(other.official), pytest.raises(Refusal):
        planning.name_set(foreign.id, sealed.id)


def test_a_seat_that_a_published_sitting_needs_is_not_closed(at: Planners) -> None:
    room = hall_of(at, 2)
    seat = db.session.scalars(select(Seat).where(Seat.room_id == room.id)).first()
    assert seat is not None
    sitting_of(at, room, capacity=2)
    with acting(at.official), pytest.raises(Refusal):
        rooms.close_seat(seat.id)


def test_neither_a_seat_closes_under_a_sitting_nor_is_one_published_over_a_closed_seat(at: Planners) -> None:
    room = hall_of(at, 3)
    planned = sitting_of(at, room, capacity=3, published=False)
    first, second, _third = db.session.scalars(select(Seat).where(Seat.room_id == room.id)).all()
    with acting(at.official):
        rooms.close_seat(first.id)
        db.session.commit()
        with pytest.raises(Refusal, match="2"):
            planning.publish(planned.id)
    sitting_of(at, room, days=40, capacity=2)
    with pytest.raises(DBAPIError):
        db.session.execute(
            text("UPDATE exam_seat SET closed_on = '2026-11-28' WHERE id = :id"), {"id": second.id}
        )


@pytest.mark.parametrize("beside", ["another seat", "a publishing"])
def test_seats_of_a_hall_are_counted_by_one_at_a_time(at: Planners, beside: str) -> None:
    room = hall_of(at, 3)
    planned = sitting_of(at, room, capacity=3 if beside == "a publishing" else 2, published=False)
    if beside == "another seat":
        with acting(at.official):
            planning.publish(planned.id)
    db.session.commit()
    first, second, _third = db.session.scalars(select(Seat.id).where(Seat.room_id == room.id)).all()
    sitting_id, official = planned.id, at.official
    db.session.rollback()
    first_has_counted, refused = threading.Event(), []

    def close_the_first() -> None:
        with at.app.app_context(), acting(official):
            rooms.close_seat(first)
            first_has_counted.set()
            time.sleep(1)
            db.session.commit()

    def meanwhile() -> None:
        with at.app.app_context(), acting(official):
            first_has_counted.wait(10)
            try:
                if beside == "another seat":
                    rooms.close_seat(second)
                else:
                    planning.publish(sitting_id)
                db.session.commit()
            except Refusal as refusal:
                refused.append(refusal)

    both = [threading.Thread(target=work) for work in (close_the_first, meanwhile)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert len(refused) == 1


def test_an_annulled_sitting_annuls_its_places(at: Planners) -> None:
    sitting = sitting_of(at, hall_of(at))
    case = waiting_case(at)
    with acting(at.official):
        placing.place(case.id, sitting.id)
        db.session.commit()
    at_desk = at.page(at.official)
    page = at_desk.page(f"/sittings/{sitting.id}/annul")
    assert at_desk.post(f"/sittings/{sitting.id}/annul", page, reason="").status_code == 422
    answer = at_desk.post(f"/sittings/{sitting.id}/annul", page, reason="Пожар")
    assert "Пожар" in answer.text
    db.session.expire_all()
    assert db.session.scalars(select(SittingPlace.outcome)).one() == "annulled"
    assert "Выслушать кандидатов" in at_desk.page("/desk"), "somebody has to hear whoever had a place"
    told = db.session.scalars(select(CaseNotice.body).where(CaseNotice.about == "test")).all()
    assert "Пожар" in told[-1]
