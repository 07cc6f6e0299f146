"""What waits on the desks of whoever works with commissions."""

from __future__ import annotations

from accounts.roles import Role
from commissions import waiting
from commissions.actions import agenda, meetings
from core.actor import acting
from core.database import db
from exam.actions import correcting
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, at, hearing, meeting_of

__all__ = ["at", "hearing"]


def test_an_interview_that_a_correction_has_blocked_is_a_task_until_it_is_taken_off(hearing: Hearing) -> None:
    case = hearing.cases[0]
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
        db.session.commit()
    assert waiting.blocked(hearing.secretary) == []
    with acting(hearing.official):
        correcting.take_back(case.id, "басқа адам тапсырды")
        db.session.commit()
    assert [one.case_id for one in waiting.blocked(hearing.secretary)] == [case.id]
    stranger = applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial"))
    db.session.commit()
    assert waiting.blocked(stranger) == []
    desk = hearing.page(hearing.secretary).page("/desk")
    assert case.number in desk
    assert f"/commissions/interviews/{slot.interview_id}" in desk
    with acting(hearing.secretary):
        agenda.take_off(slot.id, "нәтиже қайтарылды")
        db.session.commit()
    assert waiting.blocked(hearing.secretary) == []


def test_a_member_finds_the_meetings_of_the_coming_month_on_the_desk(hearing: Hearing) -> None:
    chair = hearing.actor_of(hearing.members["chair"])
    assert waiting.own_meetings(chair) == []
    with acting(hearing.secretary):
        soon = meeting_of(hearing.commission, days=9)
        db.session.commit()
    assert waiting.own_meetings(chair) == [soon]
    assert f"/commissions/meetings/{soon.id}" in hearing.page(chair).page("/desk")
    with acting(hearing.secretary):
        meetings.call_off(soon.id, "Кворум болмайды")
        db.session.commit()
    assert waiting.own_meetings(chair) == []
