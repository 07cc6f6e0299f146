"""A candidate is not before a commission and in a hall at one time: refused by the database, whichever comes second."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from commissions import queries
from commissions.actions import agenda
from commissions.models import Slot
from core.actor import acting
from core.database import db
from core.refusals import Refusal
from exam.models import SittingPlace
from tests.commissions.hearing import Hearing, at, hearing, slot_row
from tests.exam import making
from tests.exam.test_what_the_database_holds import refused_row, written

__all__ = ["at", "hearing"]


def place_row(hearing: Hearing, hall: making.Hall, slot: int) -> SittingPlace:
    """The hearing's candidate in another sitting at the very time of the meeting."""
    return making.place_row(hall, slot, hearing.cases[0])


def elsewhere(hearing: Hearing) -> making.Hall:
    """A sitting at the time of the meeting."""
    return making.hall(candidates=0, capacity=3, starts_at=hearing.meeting.starts_at)


def test_no_place_in_a_sitting_while_the_commission_hears_the_candidate(hearing: Hearing) -> None:
    hall = elsewhere(hearing)
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
    refused_row(place_row(hearing, hall, 1))
    with acting(hearing.secretary):
        agenda.take_off(slot.id, "Кандидат ауырып қалды")
    written(place_row(hearing, hall, 1))


def test_no_time_before_the_commission_while_the_candidate_is_in_a_hall(hearing: Hearing) -> None:
    hall = elsewhere(hearing)
    written(place_row(hearing, hall, 1))
    with acting(hearing.secretary), pytest.raises(Refusal):
        agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
    interview = queries.interview_of(hearing.cases[0].id)
    assert interview is not None
    refused_row(slot_row(hearing, interview, iin=hearing.cases[0].person.iin))


def test_a_place_and_a_time_that_come_at_one_moment_do_not_both_stand(app: Flask, hearing: Hearing) -> None:
    hall = elsewhere(hearing)
    db.session.commit()
    case_id, meeting_id, times = hearing.cases[0].id, hearing.meeting.id, hearing.times()
    row = place_row(hearing, hall, 1)
    secretary, iin = hearing.secretary, row.iin
    seen: list[str] = []

    def schedule() -> None:
        with app.app_context(), acting(secretary):
            try:
                agenda.put_on(meeting_id, case_id, **times)
                db.session.commit()
                seen.append("written")
            except (DBAPIError, Refusal):
                db.session.rollback()
                seen.append("refused")

    written(row)
    other = threading.Thread(target=schedule)
    other.start()
    other.join(0.5)
    db.session.commit()
    other.join(20)
    assert seen == ["refused"]
    assert db.session.scalars(select(Slot).where(Slot.iin == iin, Slot.released_at.is_(None))).all() == []
