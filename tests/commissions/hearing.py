"""A commission of an office with a meeting to come, and tested cases that wait for their interview, as real rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Office, RoleGrant
from accounts.roles import Role
from applications.models import Case
from commissions.actions import forming, meetings
from commissions.models import Commission, Interview, Meeting, Member, Slot
from commissions.office_settings import CRITERIA, LEVELS, SECRETARY_VOTES
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.models import StoredFile
from exam.actions import judging
from exam.models import Result
from exam.result_queries import current_result
from regulations.catalogue import catalogue
from tests.applications import making as applying
from tests.databases import Databases
from tests.exam import making
from tests.exam.planners import AtDesk, decide
from tests.exam.test_results import Closed, at

__all__ = ["at"]

SERVICE, INTERVIEW_STEP = "specialist-certificate-with-category", "s06"


@dataclass
class Hearing:
    """The first case is positive and waits for the interview, the second negative, the third has no result."""

    app: Flask
    closed: Closed
    cases: list[Case]
    administrator: Actor
    secretary: Actor
    commission: Commission
    members: dict[str, Member]
    meeting: Meeting

    @property
    def official(self) -> Actor:
        return self.closed.hall.official

    def result(self, number: int = 0) -> Result:
        found = current_result(self.cases[number].id)
        assert found is not None
        return found

    def actor_of(self, member: Member) -> Actor:
        """Whoever sits there, in the role for which they were named."""
        grant = db.session.scalars(
            select(RoleGrant).where(RoleGrant.account_id == member.account_id).order_by(RoleGrant.id)
        ).first()
        assert grant is not None
        return Actor(member.account_id, grant.role, grant.office_id, grant.id, member.account.name)

    def page(self, actor: Actor) -> AtDesk:
        db.session.rollback()
        return AtDesk(self.app, actor.account_id)

    def times(self, minutes: int = 0) -> dict[str, Any]:
        starts = self.meeting.starts_at + timedelta(minutes=minutes)
        return {"starts_at": starts, "ends_at": starts + timedelta(minutes=20)}


@pytest.fixture
def hearing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, databases: Databases) -> Hearing:
    """It asks for the databases by name, so that whoever picks tests by database knows that it stands on one."""
    monkeypatch.setattr(making, "SERVICE", SERVICE)
    closed: Closed = request.getfixturevalue("at")
    return hearing_of(closed)


def hearing_of(closed: Closed) -> Hearing:
    """What waits for a commission once the hall is closed."""
    office = closed.hall.office
    applying.decide_all(office, catalogue().newest(SERVICE))
    decide_on_commissions(office)
    decide(office, "commission_size", 2, service=SERVICE)
    with acting(closed.hall.official):
        judging.score_sitting(closed.sitting_id)
        for place in closed.hall.places[:2]:
            judging.enter(place.id)
    administrator, secretary = (
        applying.staff(role, office) for role in (Role.ADMINISTRATOR, Role.COMMISSION_SECRETARY)
    )
    with acting(administrator):
        commission = formed()
        members = {
            role: named(commission, role, actor)
            for role, actor in (
                ("chair", applying.staff(Role.COMMISSION_MEMBER, office)),
                ("member", applying.staff(Role.COMMISSION_MEMBER, office)),
                ("secretary", secretary),
            )
        }
    with acting(secretary):
        meeting = meeting_of(commission)
    db.session.commit()
    cases = [db.session.get_one(Case, case.id) for case in closed.hall.cases]
    return Hearing(closed.app, closed, cases, administrator, secretary, commission, members, meeting)


def decide_on_commissions(office: Office) -> None:
    """What this room asks every office that has commissions."""
    decide(office, SECRETARY_VOTES, False)
    decide(
        office,
        CRITERIA,
        {
            "kk": "Білімі; Қолдануы; Құқық",
            "ru": "Знания; Применение; Право",
            "en": "Knowledge; Practice; Law",
        },
    )
    decide(
        office,
        LEVELS,
        {"kk": "жоқ; ішінара; толық", "ru": "нет; частично; полностью", "en": "none; in part; in full"},
    )


def order_file() -> StoredFile:
    made = StoredFile(
        digest="0" * 64, size=1, media_type="application/pdf", name="buyryq.pdf", stored_at=now()
    )
    db.session.add(made)
    db.session.flush()
    return made


def formed(number: str = "12-НҚ") -> Commission:
    return forming.form(
        forming.Formed(
            "specialised_commission", "Мамандандырылған комиссия", number, date(2026, 1, 12), order_file()
        )
    )


def named(commission: Commission, role: str, actor: Actor, **term: Any) -> Member:
    wanted = {"from_day": date(2026, 1, 12)} | term
    return forming.add_member(commission.id, forming.Named(actor.account_id or 0, role, **wanted))


def second_secretary(at: Hearing) -> Actor:
    """Another secretary of the commission, as its order has it."""
    actor = applying.staff(Role.COMMISSION_SECRETARY, at.commission.office)
    with acting(at.administrator):
        at.members["second"] = named(at.commission, "secretary", actor)
    db.session.commit()
    return actor


def meeting_of(commission: Commission, *, days: int = 60, place: str = "214-кабинет") -> Meeting:
    starts = (now() + timedelta(days=days)).replace(hour=5, minute=0, second=0, microsecond=0)
    return meetings.schedule(
        commission.id, meetings.Planned(starts, starts + timedelta(hours=2), place=place)
    )


def interview_row(at: Hearing, number: int = 0, **changes: Any) -> Interview:
    """An interview as it would be written past the code."""
    facts: dict[str, Any] = {
        "case_id": at.cases[number].id,
        "result_id": at.result(number).id,
        "offered_by": at.secretary.account_id,
        "offered_at": now(),
    }
    return Interview(**(facts | changes))


def slot_row(at: Hearing, interview: Interview, minutes: int = 0, **changes: Any) -> Slot:
    facts: dict[str, Any] = {
        "meeting_id": at.meeting.id,
        "interview_id": interview.id,
        "case_id": interview.case_id,
        "put_by": at.secretary.account_id,
        "put_at": now(),
        **at.times(minutes),
    }
    return Slot(**(facts | changes))
