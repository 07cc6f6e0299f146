"""The gate and the agenda attacked past the code, by SQL, before and after a correction, on either database."""

from __future__ import annotations

import threading
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from applications.models import Case
from commissions.models import Interview, Meeting, Member, Slot
from core.actor import acting
from core.clock import now
from core.database import db
from exam.actions import correcting
from exam.models import Result
from tests.commissions.hearing import Hearing, at, hearing, interview_row, slot_row
from tests.exam.test_correcting import credit_all
from tests.exam.test_what_the_database_holds import refused, refused_row, written

__all__ = ["at", "hearing"]


def take_back(hearing: Hearing, number: int = 0) -> Result:
    with acting(hearing.official):
        return correcting.take_back(hearing.cases[number].id, "басқа адам тапсырды")


def test_only_a_positive_result_of_the_very_case_carries_an_interview(hearing: Hearing) -> None:
    positive, negative = hearing.result(0), hearing.result(1)
    refused_row(interview_row(hearing, 1))
    refused_row(interview_row(hearing, 1, verdict="negative"))
    refused_row(interview_row(hearing, 1, result_id=positive.id))
    refused_row(interview_row(hearing, 0, result_id=negative.id))
    refused_row(interview_row(hearing, 0, result_id=999_999))
    refused_row(interview_row(hearing, 0, opened_at=now()))
    written(interview_row(hearing, 0))
    refused_row(interview_row(hearing, 0))


def test_a_result_that_was_replaced_carries_nothing_any_more(hearing: Hearing) -> None:
    old = hearing.result(0)
    take_back(hearing)
    refused_row(interview_row(hearing, 0, result_id=old.id))
    refused_row(interview_row(hearing, 0))


def test_after_a_correction_to_positive_the_new_result_carries_it_and_the_old_one_does_not(
    hearing: Hearing,
) -> None:
    old = hearing.result(1)
    with acting(hearing.official):
        credit_all(hearing.closed)
        correcting.recount(hearing.cases[1].id, "апелляция")
    db.session.execute(
        update(Case).where(Case.id == hearing.cases[1].id).values(ended_at=None, desk_role="head")
    )
    refused_row(interview_row(hearing, 1, result_id=old.id))
    written(interview_row(hearing, 1))


def test_while_the_result_is_replaced_an_interview_is_neither_given_a_time_nor_opened_nor_decided(
    hearing: Hearing,
) -> None:
    interview = interview_row(hearing)
    written(interview)
    slot = slot_row(hearing, interview)
    written(slot)
    begun = hearing.meeting.starts_at
    opened = update(Interview).where(Interview.id == interview.id).values(opened_at=begun)
    before = db.session.begin_nested()
    db.session.execute(opened)
    take_back(hearing)
    refused(update(Interview).values(decided_at=begun, decision="positive"))
    before.rollback()
    db.session.expire_all()
    take_back(hearing)
    refused(opened)
    released = update(Slot).where(Slot.id == slot.id).values(released_at=now(), released_reason="түзету")
    db.session.execute(released)
    refused_row(slot_row(hearing, interview))
    db.session.execute(update(Interview).values(called_off_at=now(), called_off_reason="түзету"))
    refused(update(Interview).values(called_off_at=None, called_off_reason=None))


def test_an_interview_is_opened_in_its_meeting_and_what_it_came_to_stays(hearing: Hearing) -> None:
    interview = interview_row(hearing)
    written(interview)
    begun = hearing.meeting.starts_at
    refused(update(Interview).values(opened_at=begun))
    written(slot_row(hearing, interview))
    refused(update(Interview).values(opened_at=begun - timedelta(minutes=1)))
    refused(update(Interview).values(decided_at=begun, decision="positive"))
    db.session.execute(update(Interview).values(opened_at=begun))
    refused(update(Interview).values(opened_at=None))
    refused(update(Interview).values(decided_at=begun))
    refused(update(Interview).values(decided_at=begun, decision="perhaps"))
    # Without a count nothing is decided, past the code either; what decides is tried with the live meeting.
    refused(update(Interview).values(decided_at=begun, decision="negative"))
    refused(update(Interview).values(case_id=hearing.cases[1].id))
    refused(text("DELETE FROM commission_interview"))


def test_slots_of_a_meeting_do_not_clash_and_lie_within_it(hearing: Hearing) -> None:
    interview = interview_row(hearing)
    written(interview)
    refused_row(slot_row(hearing, interview, -10))
    refused_row(slot_row(hearing, interview, 110))
    refused_row(slot_row(hearing, interview, released_at=now(), released_reason="-"))
    refused_row(slot_row(hearing, interview, case_id=hearing.cases[1].id))
    written(slot_row(hearing, interview, iin=hearing.cases[0].person.iin))
    refused_row(slot_row(hearing, interview, 40))
    refused(update(Slot).values(starts_at=hearing.meeting.starts_at + timedelta(minutes=1)))
    refused(text("DELETE FROM agenda_slot"))
    with acting(hearing.official):
        credit_all(hearing.closed)
        correcting.recount(hearing.cases[1].id, "апелляция")
    db.session.execute(
        update(Case).where(Case.id == hearing.cases[1].id).values(ended_at=None, desk_role="head")
    )
    other = interview_row(hearing, 1)
    written(other)
    refused_row(slot_row(hearing, other, 10))
    written(slot_row(hearing, other, 20))


def test_one_chair_at_a_time_several_secretaries_and_nobody_twice(hearing: Hearing) -> None:
    chair, plain = hearing.members["chair"], hearing.members["member"]

    def row(account: Member, role: str, since: date, until: date | None = None) -> Member:
        return Member(
            commission_id=hearing.commission.id,
            account_id=account.account_id,
            role=role,
            from_day=since,
            until_day=until,
            named_by=hearing.administrator.account_id,
            named_at=now(),
        )

    stranger = Member(account_id=hearing.official.account_id)
    refused_row(row(stranger, "chair", date(2026, 6, 1)))
    refused_row(row(hearing.members["secretary"], "secretary", date(2025, 6, 1), date(2026, 1, 12)))
    written(row(stranger, "secretary", date(2024, 6, 1), date(2024, 12, 31)))
    written(row(Member(account_id=hearing.administrator.account_id), "secretary", date(2026, 1, 12)))
    refused_row(row(plain, "deputy", date(2026, 6, 1)))
    written(row(stranger, "chair", date(2025, 6, 1), date(2026, 1, 11)))
    db.session.execute(
        update(Member)
        .where(Member.id == chair.id)
        .values(
            until_day=date(2026, 5, 31),
            released_at=now(),
            released_by=stranger.account_id,
            released_reason="-",
        )
    )
    written(row(stranger, "chair", date(2026, 6, 1)))
    refused(update(Member).where(Member.id == chair.id).values(until_day=date(2026, 7, 1)))
    refused(update(Member).where(Member.id == plain.id).values(role="chair"))
    refused(text("DELETE FROM commission_member"))
    refused(text("UPDATE commission SET name = 'x'"))


def test_meetings_in_one_room_or_of_one_commission_do_not_clash(hearing: Hearing) -> None:
    found = hearing.meeting

    def row(minutes: int, **changes: object) -> Meeting:
        facts = {
            "commission_id": found.commission_id,
            "office_id": found.office_id,
            "number": f"2030-{minutes}",
            "starts_at": found.starts_at + timedelta(minutes=minutes),
            "ends_at": found.starts_at + timedelta(minutes=minutes + 60),
            "place": "Онлайн",
            "secretary_id": found.secretary_id,
            "scheduled_by": hearing.secretary.account_id,
            "scheduled_at": now(),
        }
        return Meeting(**(facts | changes))

    refused_row(row(60))
    refused_row(row(120, secretary_id=hearing.members["chair"].id))
    refused_row(row(120, place=""))
    written(row(120))
    refused(update(Meeting).where(Meeting.id == found.id).values(place="1"))
    refused(text("DELETE FROM commission_meeting"))


def test_a_correction_under_way_is_waited_for_by_whoever_schedules(app: Flask, hearing: Hearing) -> None:
    """Two at the same moment: no interview begins on a result that was replaced."""
    case_id, result_id = hearing.cases[0].id, hearing.result().id
    secretary = hearing.secretary.account_id
    office = hearing.official
    db.session.rollback()
    corrected, seen = threading.Event(), []

    def schedule() -> None:
        with app.app_context():
            corrected.wait(10)
            try:
                db.session.add(
                    Interview(case_id=case_id, result_id=result_id, offered_by=secretary, offered_at=now())
                )
                db.session.commit()
                seen.append("written")
            except DBAPIError:
                db.session.rollback()
                seen.append("refused")

    other = threading.Thread(target=schedule)
    other.start()
    with acting(office):
        correcting.take_back(case_id, "түзету")
        corrected.set()
        other.join(0.5)
        assert seen == []
        db.session.commit()
    other.join(20)
    assert seen == ["refused"]


def test_whoever_schedules_first_is_waited_for_and_the_interview_is_then_blocked(
    app: Flask, hearing: Hearing
) -> None:
    """The other way round: the correction comes after, finds the interview there, and nothing opens it any more."""
    case_id, office = hearing.cases[0].id, hearing.official
    interview = interview_row(hearing, 0)
    corrected: list[str] = []

    def correct() -> None:
        with app.app_context(), acting(office):
            correcting.take_back(case_id, "түзету")
            db.session.commit()
            corrected.append("corrected")

    db.session.add(interview)
    db.session.flush()
    other = threading.Thread(target=correct)
    other.start()
    other.join(0.5)
    assert corrected == []
    db.session.commit()
    other.join(20)
    assert corrected == ["corrected"]
    refused(update(Interview).values(opened_at=now()))
