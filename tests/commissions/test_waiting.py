"""What waits on the desks of whoever works with commissions."""

from __future__ import annotations

from datetime import timedelta

from accounts.roles import Role
from commissions import waiting
from commissions.actions import agenda, live, meetings
from core.actor import acting
from core.clock import frozen
from core.database import db
from exam.actions import correcting
from tests.applications import making as applying
from tests.commissions import live_hands
from tests.commissions.hearing import Hearing, at, hearing, meeting_of
from tests.commissions.protocol_hands import sent_protocol

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


def test_a_secretary_finds_the_own_meeting_and_then_the_protocol_to_be_drawn(hearing: Hearing) -> None:
    secretary, meeting = hearing.secretary, hearing.meeting
    with frozen(meeting.starts_at):
        assert waiting.own_meetings(secretary) == [meeting]
        live_hands.open_with_everybody(meeting)
        db.session.commit()
    with frozen(meeting.ends_at + timedelta(hours=1)):
        assert waiting.own_meetings(secretary) == [meeting], "it goes on beyond its hour"
        assert waiting.protocols_due(secretary) == []
        with acting(secretary):
            live.close_meeting(meeting.id)
        db.session.commit()
        assert waiting.own_meetings(secretary) == []
        assert waiting.protocols_due(secretary) == [meeting]
        assert waiting.protocols_due(hearing.actor_of(hearing.members["chair"])) == []
    desk = hearing.page(secretary).page("/desk")
    assert f"/commissions/meetings/{meeting.id}/protocol" in desk
    with frozen(meeting.ends_at + timedelta(hours=1)):
        sent_protocol(meeting)
        db.session.commit()
    assert waiting.protocols_due(secretary) == []


def test_without_a_meeting_to_come_the_secretary_is_led_to_schedule_one(hearing: Hearing) -> None:
    with acting(hearing.secretary):
        meetings.call_off(hearing.meeting.id, "Кворум болмайды")
        db.session.commit()
    page = hearing.page(hearing.secretary)
    answer = page.get(f"/commissions/{hearing.commission.id}/waiting/{hearing.cases[0].public_id}")
    assert answer.headers["Location"].endswith(f"/commissions/{hearing.commission.id}/meetings/new")
