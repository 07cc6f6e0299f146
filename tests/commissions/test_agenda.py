"""Forming a commission, scheduling a meeting, putting cases on its agenda: who may, when, and who is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications.models import CaseNotice
from commissions import queries
from commissions.actions import agenda, forming, meetings
from commissions.gate import Bar
from commissions.models import Interview, Slot
from core.actor import acting
from core.clock import now
from core.database import db
from core.models import JournalEntry
from core.refusals import NotFound, Refusal
from exam.actions import correcting
from exam.models import Result
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, at, formed, hearing, meeting_of, named
from tests.exam.planners import decide

__all__ = ["at", "hearing"]


def told(hearing: Hearing) -> list[str]:
    rows = db.session.scalars(
        select(CaseNotice.body)
        .where(CaseNotice.about == "interview", CaseNotice.medium == "cabinet")
        .order_by(CaseNotice.id)
    )
    return [body for body in rows if "214" in body or "өтпейді" in body]


def test_a_positive_case_gets_its_time_and_the_candidate_is_told_place_and_date(hearing: Hearing) -> None:
    negative = (hearing.cases[1], Bar.NEGATIVE)
    assert queries.waiting_cases(hearing.commission) == [(hearing.cases[0], None), negative]
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
        db.session.commit()
    assert slot.interview.result_id == hearing.result().id
    assert queries.agenda_of(hearing.meeting.id) == [slot]
    assert queries.waiting_cases(hearing.commission) == [negative]
    assert len(told(hearing)) == 1
    with acting(hearing.secretary), pytest.raises(Refusal, match="күн тәртібінде"):
        agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times(40))
    tags = set(db.session.scalars(select(JournalEntry.tag)))
    assert {
        "commissions:commission:form",
        "commissions:meeting:schedule",
        "commissions:interview:put_on",
    } <= tags


def test_those_on_an_agenda_take_no_room_among_those_that_wait(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(hearing.secretary):
        agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
        db.session.commit()
    desk = hearing.page(hearing.secretary)
    at = f"/commissions/{hearing.commission.id}/waiting"
    monkeypatch.setattr(queries, "MOST_WAITING", 1)
    assert queries.waiting_cases(hearing.commission) == [(hearing.cases[1], Bar.NEGATIVE)]
    assert desk.get(f"{at}/{hearing.cases[0].public_id}").status_code == 404
    monkeypatch.setattr(queries, "MOST_WAITING", 0)
    assert desk.get(f"{at}/{hearing.cases[1].public_id}").status_code == 200, "found by itself, not in a list"


def test_a_meeting_is_numbered_in_the_year_of_the_offices_own_clock(hearing: Hearing) -> None:
    zone = ZoneInfo(hearing.commission.office.zone)
    begins = datetime(hearing.meeting.starts_at.year + 1, 1, 1, 1, 0, tzinfo=zone)
    with acting(hearing.secretary):
        made = meetings.schedule(
            hearing.commission.id, meetings.Planned(begins, begins + timedelta(hours=2), place="310")
        )
    assert made.number.startswith(f"{begins.year}-")


def test_the_gate_refuses_by_the_verb_whatever_is_not_positive_now(hearing: Hearing) -> None:
    with acting(hearing.secretary):
        for number in (1, 2):
            with pytest.raises(Refusal):
                agenda.put_on(hearing.meeting.id, hearing.cases[number].id, **hearing.times())
    with acting(hearing.official):
        correcting.take_back(hearing.cases[0].id, "басқа адам тапсырды")
    with acting(hearing.secretary), pytest.raises(Refusal, match="кері қайтарылған"):
        agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
    assert dict(queries.waiting_cases(hearing.commission))[hearing.cases[0]] is Bar.TAKEN_BACK
    assert db.session.scalars(select(Interview)).all() == []


def test_after_a_correction_the_interview_is_blocked_until_it_is_taken_off(hearing: Hearing) -> None:
    case = hearing.cases[0]
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
    with acting(hearing.official):
        correcting.take_back(case.id, "басқа адам тапсырды")
    with acting(hearing.secretary):
        with pytest.raises(Refusal, match="кері қайтарылған"):
            agenda.move(slot.id, hearing.meeting.id, **hearing.times(40), reason="басқа уақыт")
        agenda.take_off(slot.id, "нәтиже қайтарылды")
        assert db.session.get_one(Interview, slot.interview_id).called_off_at is not None
        with pytest.raises(Refusal):
            agenda.put_on(hearing.meeting.id, case.id, **hearing.times())


def test_a_new_positive_result_needs_an_interview_of_its_own(hearing: Hearing) -> None:
    case, old = hearing.cases[0], hearing.result()
    with acting(hearing.secretary):
        first = agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
        agenda.take_off(first.id, "науқас")
        assert queries.interview_of(case.id) is not None
    db.session.add(_again(old))
    db.session.flush()
    with acting(hearing.secretary):
        second = agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
    assert second.interview_id != first.interview_id
    assert second.interview.result_id == hearing.result().id != old.id


def _again(old: Result) -> Result:
    kept = ("case_id", "attempt_id", "verdict", "score", "transcript", "transcript_digest", "key_salt")
    facts = {name: getattr(old, name) for name in kept}
    return Result(
        **facts, replaces_id=old.id, reason="қайта есептелді", entered_as="system", entered_at=now()
    )


def test_a_case_is_moved_to_another_meeting_with_the_reason(hearing: Hearing) -> None:
    with acting(hearing.secretary):
        slot = agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
        other = meeting_of(hearing.commission, days=61)
        times = {"starts_at": other.starts_at, "ends_at": other.starts_at + timedelta(minutes=20)}
        moved = agenda.move(slot.id, other.id, **times, reason="Кандидат ауырып қалды")
        db.session.commit()
        assert (moved.moved_from_id, moved.interview_id) == (slot.id, slot.interview_id)
        assert slot.released_reason == "Кандидат ауырып қалды"
        assert "Кандидат ауырып қалды" in told(hearing)[-1]
        with pytest.raises(Refusal):
            agenda.move(slot.id, hearing.meeting.id, **hearing.times(), reason="тағы")
        meetings.call_off(other.id, "Кворум болмайды")
        assert "Кворум болмайды" in told(hearing)[-1]
        with pytest.raises(Refusal):
            meetings.call_off(other.id, "тағы")
        with pytest.raises(Refusal):
            agenda.put_on(other.id, hearing.cases[0].id, **times)
        again = agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())
    assert again.interview_id == slot.interview_id
    assert len(db.session.scalars(select(Slot)).all()) == 3


def test_times_outside_the_meeting_or_too_soon_are_refused(hearing: Hearing) -> None:
    case = hearing.cases[0]
    with acting(hearing.secretary):
        for minutes in (-10, 110):
            with pytest.raises(RefusedFact):
                agenda.put_on(hearing.meeting.id, case.id, **hearing.times(minutes))
        soon = meeting_of(hearing.commission, days=2)
        times = {"starts_at": soon.starts_at, "ends_at": soon.starts_at + timedelta(minutes=20)}
        service = hearing.cases[0].service
        decide(
            hearing.commission.office,
            "interview_notice_minimum",
            {"value": 30, "unit": "calendar_day"},
            service,
        )
        with pytest.raises(Refusal, match="30"):
            agenda.put_on(soon.id, case.id, **times)
        case.total_due_at = hearing.meeting.starts_at - timedelta(minutes=1)
        with pytest.raises(Refusal) as late:
            agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
        assert late.value.clause
        none = {"value": 0, "unit": "calendar_day"}
        decide(hearing.commission.office, "interview_notice_minimum", none, service)
        # A term that is missed already is not missed twice: the soonest time is right.
        case.total_due_at = now() - timedelta(days=1)
        agenda.put_on(soon.id, case.id, **times)


def test_nothing_is_put_on_an_agenda_while_the_office_has_not_decided_how_it_votes(hearing: Hearing) -> None:
    decide(hearing.commission.office, "commission_quorum", None, hearing.cases[0].service)
    with acting(hearing.secretary), pytest.raises(Refusal, match="Кворум"):
        agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())


def test_two_meetings_in_one_room_clash_however_it_is_written(hearing: Hearing) -> None:
    with acting(hearing.administrator):
        other = formed("13-НҚ")
        for role, one in hearing.members.items():
            forming.add_member(other.id, forming.Named(one.account_id, role, date(2026, 1, 12)))
    with acting(hearing.secretary):
        with pytest.raises(RefusedFact):
            meeting_of(other, place="214-КАБИНЕТ")
        with pytest.raises(RefusedFact):
            meeting_of(hearing.commission, place="310")
        meeting_of(other, place="310")
        with pytest.raises(RefusedFact):
            meeting_of(other, days=-1)
        with pytest.raises(RefusedFact):
            meeting_of(other, days=62, place="")


def test_a_commission_without_chair_or_secretary_does_not_meet(hearing: Hearing) -> None:
    last = date(2026, 2, 1)
    with acting(hearing.administrator):
        forming.release_member(hearing.members["secretary"].id, last, "Басқа жұмысқа ауысты")
        with pytest.raises(Refusal):
            forming.release_member(hearing.members["secretary"].id, last, "тағы")
        with pytest.raises(RefusedFact):
            forming.release_member(hearing.members["chair"].id, date(2025, 2, 1), "тым ерте")
        with pytest.raises(RefusedFact):
            forming.release_member(hearing.members["chair"].id, date(2199, 12, 31), "тым кеш")
    with acting(hearing.secretary), pytest.raises(Refusal, match="хатшы"):
        meeting_of(hearing.commission, days=62)
    with acting(hearing.administrator):
        named(hearing.commission, "secretary", hearing.official, from_day=date(2026, 2, 2))
        forming.release_member(hearing.members["chair"].id, last, "Зейнетке шықты")
    with acting(hearing.secretary), pytest.raises(Refusal, match="төраға"):
        meeting_of(hearing.commission, days=62)


def test_members_are_people_of_the_office_in_the_fitting_role(hearing: Hearing) -> None:
    office = hearing.commission.office
    lawyer, member = (applying.staff(role, office) for role in (Role.LAWYER, Role.COMMISSION_MEMBER))
    with acting(hearing.administrator):
        with pytest.raises(RefusedFact):
            named(hearing.commission, "member", lawyer)
        with pytest.raises(Refusal):
            named(hearing.commission, "chair", member)
        with pytest.raises(RefusedFact):
            named(hearing.commission, "alternate", member, from_day=date(2026, 1, 11))
        with pytest.raises(RefusedFact):
            named(hearing.commission, "alternate", member, until_day=date(2026, 1, 11))
        with pytest.raises(RefusedFact):
            formed()
        found = named(hearing.commission, "alternate", member, until_day=date(2026, 12, 31))
    assert found in queries.sitting_on(hearing.commission.id, date(2026, 12, 31))
    assert found not in queries.sitting_on(hearing.commission.id, date(2027, 1, 1))


def test_another_office_finds_neither_commission_nor_meeting(hearing: Hearing) -> None:
    other = applying.office("territorial")
    stranger, case = applying.staff(Role.COMMISSION_SECRETARY, other), hearing.cases[0]
    with acting(stranger):
        with pytest.raises(NotFound):
            queries.find_commission(hearing.commission.id, stranger)
        with pytest.raises(NotFound):
            queries.find_meeting(hearing.meeting.id, stranger)
        with pytest.raises(NotFound):
            meeting_of(hearing.commission)
        with pytest.raises(NotFound):
            agenda.put_on(hearing.meeting.id, case.id, **hearing.times())
        with pytest.raises(NotFound):
            meetings.call_off(hearing.meeting.id, "-")
