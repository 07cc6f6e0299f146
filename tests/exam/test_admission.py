"""The desk of admission over the pages: declaration, papers, doors, identity, seats; and what the desk refuses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import LogIn
from accounts.roles import Role
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.refusals import NotFound, Refusal
from exam.actions import admission, placing, planning
from exam.actions.admission import Identity
from exam.device_codes import code_digest, new_code
from exam.models import Admission, Attempt, DeviceCode, ExamPaper, Seat, Sitting, SittingPlace
from exam.papers import ticket
from tests.applications import making as applying
from tests.exam.planners import Planners, hall_of, planners, released, sitting_of, waiting_case
from tests.paper_reading import pages_of


@pytest.fixture
def at(app: Flask, context: None) -> Planners:
    return planners(app)


def with_places(at: Planners, candidates: int = 2) -> Sitting:
    """A published sitting with its set opened and cases placed in it."""
    sitting = sitting_of(at, hall_of(at, 4), capacity=4)
    lawyer = applying.staff(Role.LAWYER, at.office)
    sealed = released(at, (at.head, lawyer))
    with acting(at.official):
        planning.name_set(sitting.id, sealed.id)
        for _ in range(candidates):
            placing.place(waiting_case(at).id, sitting.id)
        db.session.commit()
    return sitting


def test_the_desk_admits_over_the_pages(at: Planners) -> None:
    sitting = with_places(at)
    identity, starts = sitting.id, sitting.starts_at
    first, second = (one.id for one in db.session.scalars(select(SittingPlace).order_by(SittingPlace.id)))
    official, watch = at.page(at.official), at.page(at.invigilator)
    watch.moment = official.moment = starts - timedelta(minutes=30)
    with frozen(starts - timedelta(minutes=31)):
        _log_in_again()
    page = watch.page(f"/sittings/{identity}/desk")
    assert "Сначала заявите" in page
    early = watch.post(f"/sittings/{identity}/doors", page)
    assert early.status_code == 403
    page = watch.page(f"/sittings/{identity}/declare")
    assert watch.post(f"/sittings/{identity}/declare", page, answer="some").status_code == 422
    page = watch.post(f"/sittings/{identity}/declare", page, answer="none").text
    unfixed = watch.post(f"/sittings/{identity}/doors", page)
    assert "ещё нет варианта" in unfixed.text
    fixed = official.post(f"/sittings/{identity}/papers", official.page(f"/sittings/{identity}"))
    assert "Закреплено вариантов: 2" in fixed.text
    closed = watch.page(f"/sittings/{identity}/desk/{first}")
    assert "Двери закрыты" in closed
    page = watch.post(f"/sittings/{identity}/doors", page).text
    assert "Начать тестирование" in page
    desk = f"/sittings/{identity}/desk/{first}"
    page = watch.page(desk)
    seats = re.findall(r'<option value="(\d+)"', page)
    fields = {"in-document_kind": "identity_card", "in-document_number": "041234567", "in-seat": seats[0]}
    assert watch.send(desk, page, fields | {"in-document_number": ""}).status_code == 422
    answer = watch.send(desk, page, fields)
    code = re.search(r'receipt-number">([^<]+)<', answer.text)
    assert code is not None
    kept = db.session.scalars(select(DeviceCode)).one()
    assert kept.code_digest == code_digest(code[1])
    assert watch.send(desk, page, fields).status_code == 422
    other = f"/sittings/{identity}/desk/{second}"
    taken = watch.send(other, watch.page(other), fields)
    assert taken.status_code == 422
    away = watch.send(other, watch.page(other), {"turn_away": "yes", "out-reason": "Құжатсыз келді"})
    assert "не допущен" in away.text
    assert "Құжатсыз келді" in watch.page(other)
    too_early = watch.post(f"/sittings/{identity}/begin", watch.page(f"/sittings/{identity}/desk"))
    assert too_early.status_code == 409
    watch.moment = starts + timedelta(minutes=1)
    with frozen(watch.moment):
        _log_in_again()
    begun = watch.post(f"/sittings/{identity}/begin", watch.page(f"/sittings/{identity}/desk"))
    assert "идёт" in begun.text
    db.session.rollback()
    assert [one.admitted for one in db.session.scalars(select(Admission).order_by(Admission.id))] == [
        True,
        False,
    ]


def _log_in_again() -> None:
    """Log-ins wear out: these are of the day of the test."""
    for one in db.session.scalars(select(LogIn)):
        one.began_at = one.seen_at = now()
    db.session.commit()


def test_who_scans_a_ticket_comes_to_the_candidate(at: Planners) -> None:
    sitting = with_places(at, 1)
    place = db.session.scalars(select(SittingPlace)).one()
    public_id, where = place.public_id, f"/sittings/{sitting.id}/desk/{place.id}"
    answer = at.page(at.invigilator).get(f"/ticket/{public_id}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(where)
    assert at.page(at.official).get(f"/ticket/{public_id}").status_code == 403
    stranger = applying.staff(Role.INVIGILATOR, at.office)
    db.session.commit()
    assert at.page(stranger).get(f"/ticket/{public_id}").status_code == 404
    assert at.page(stranger).get(where).status_code == 404


def test_the_ticket_says_who_where_and_when(at: Planners) -> None:
    with_places(at, 1)
    place = db.session.scalars(select(SittingPlace)).one()
    assert place.case is not None
    said = "\n".join(pages_of(ticket(place, "ru")))
    for words in ("Рұқсаттама".lower(), "Пропуск на тестирование", "Көкшетау, Абай 1", place.case.number):
        assert words.lower() in said.lower()
    answer = at.page(at.official).get(f"/cases/{place.case.public_id}/ticket")
    assert answer.mimetype == "application/pdf"


def test_papers_go_to_whoever_knows_them_least_and_nobody_sees_one_in_the_same_order(at: Planners) -> None:
    sitting = with_places(at, 3)
    with acting(at.official):
        admission.fix_papers(sitting.id)
        db.session.commit()
        papers = db.session.scalars(select(ExamPaper).order_by(ExamPaper.id)).all()
        assert [one.turn for one in papers] == [0, 1, 2]
        assert {one.questions for one in papers} == {8}
        assert len(db.session.scalars(select(Attempt)).all()) == 3
        with pytest.raises(Refusal):
            admission.fix_papers(sitting.id)
        late = waiting_case(at)
        placing.place(late.id, sitting.id)
        assert admission.fix_papers(sitting.id) == 1


def test_nothing_is_fixed_from_a_sealed_set(at: Planners) -> None:
    sitting = sitting_of(at, hall_of(at))
    with acting(at.official), pytest.raises(Refusal):
        admission.fix_papers(sitting.id)


def test_whoever_has_a_conflict_of_interest_acts_in_no_way(at: Planners) -> None:
    sitting = with_places(at, 1)
    with acting(at.invigilator):
        admission.declare(sitting.id, "Туысым")
        db.session.commit()
        with pytest.raises(Refusal):
            admission.open_doors(sitting.id)
    with acting(applying.staff(Role.INVIGILATOR, at.office)), pytest.raises(NotFound):
        admission.declare(sitting.id, "")


def opened(at: Planners, candidates: int = 2) -> Sitting:
    sitting = with_places(at, candidates)
    with acting(at.official):
        admission.fix_papers(sitting.id)
    with acting(at.invigilator):
        admission.declare(sitting.id, "")
        admission.open_doors(sitting.id)
        db.session.commit()
    return sitting


def test_a_seat_is_given_once_whoever_asks(at: Planners) -> None:
    sitting = opened(at)
    one, two = db.session.scalars(select(SittingPlace).order_by(SittingPlace.id)).all()
    seat = db.session.scalars(select(Seat).where(Seat.room_id == sitting.room_id)).first()
    assert seat is not None
    with acting(at.invigilator):
        admission.admit(one.id, seat.id, Identity("card", "1"))
        db.session.commit()
        with pytest.raises(Refusal):
            admission.admit(two.id, seat.id, Identity("card", "2"))
        with pytest.raises(Refusal):
            admission.admit(one.id, seat.id, Identity("card", "1"))
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO admission (place_id, sitting_id, room_id, admitted, seat_id, document_kind,"
                " document_number, reason, decided_at) SELECT :place, sitting_id, room_id, admitted, seat_id,"
                " document_kind, document_number, reason, decided_at FROM admission WHERE admitted"
            ),
            {"place": two.id},
        )


def test_no_sitting_begins_before_its_time_even_by_raw_sql(at: Planners) -> None:
    sitting = opened(at, 1)
    with acting(at.invigilator), pytest.raises(Refusal):
        admission.begin(sitting.id)
    with pytest.raises(DBAPIError):
        db.session.execute(
            text("UPDATE sitting SET begun_at = :now WHERE id = :id"),
            {"now": now().replace(tzinfo=None) if db.engine.name == "sqlite" else now(), "id": sitting.id},
        )


def test_a_new_code_uses_the_old_one_up(at: Planners) -> None:
    opened(at, 1)
    attempt = db.session.scalars(select(Attempt)).one()
    with acting(at.invigilator):
        one = admission.issue_code(attempt, None, "admission")
        two = admission.issue_code(attempt, None, "again")
    assert one != two
    used = db.session.execute(select(DeviceCode.code_digest, DeviceCode.used_at)).all()
    assert {digest for digest, moment in used if moment is None} == {code_digest(two)}


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()
    assert code_digest(code.lower().replace("-", " ")) == code_digest(code)


def test_whoever_was_admitted_keeps_the_place_and_is_moved_nowhere(at: Planners) -> None:
    sitting = opened(at, 1)
    other = sitting_of(at, hall_of(at, 2), days=60)
    place = db.session.scalars(select(SittingPlace)).one()
    seat = db.session.scalars(select(Seat).where(Seat.room_id == sitting.room_id)).first()
    assert seat is not None
    with acting(at.invigilator):
        admission.admit(place.id, seat.id, Identity("card", "1"))
        db.session.commit()
    with acting(at.official), pytest.raises(Refusal, match="қабылданған"):
        placing.move(place.id, other.id, "Ауырып қалды")
    db.session.rollback()
    given_back = text("UPDATE sitting_place SET released_at = booked_at, released_reason = 'ауырды'")
    with pytest.raises(DBAPIError):
        db.session.execute(given_back)


def test_doors_stay_shut_over_a_place_without_paper_whoever_had_one_and_moved(at: Planners) -> None:
    sitting = with_places(at, 2)
    other = sitting_of(at, hall_of(at, 2), days=60)
    first = db.session.scalars(select(SittingPlace.id).order_by(SittingPlace.id)).first()
    with acting(at.official):
        admission.fix_papers(sitting.id)
        placing.move(first or 0, other.id, "Ауырып қалды")
        placing.place(waiting_case(at).id, sitting.id)
        db.session.commit()
    with acting(at.invigilator):
        admission.declare(sitting.id, "")
        db.session.commit()
        with pytest.raises(Refusal):
            admission.open_doors(sitting.id)
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(
            text("UPDATE sitting SET doors_at = published_at WHERE id = :id"), {"id": sitting.id}
        )
    db.session.rollback()
    with acting(at.official):
        admission.fix_papers(sitting.id)
    with acting(at.invigilator):
        admission.open_doors(sitting.id)
