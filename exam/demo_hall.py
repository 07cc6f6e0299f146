"""What every sitting of the demo is made of: a hall with its seats, the plan, the places, a candidate who sits.

By the verbs that real people use. Nothing of it comes near a production installation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.models import Account, RoleGrant
from applications.models import Case
from core.actor import Actor, acting
from core.database import db
from exam.actions import admission, attempts, devices, placing, planning, rooms, starting
from exam.demo_people import actor
from exam.model_answers import model_answer
from exam.models import Attempt, ExamPaper, Room, Sitting, SittingPlace
from exam.shown import by_places
from question_banks.answers import AnswerValue
from question_banks.models import BlueprintEdition
from question_banks.released_papers import read_paper


def hall(office_id: int, number: int, address: str, seats: int) -> Room:
    """A hall of an office with so many seats, each with its computer."""
    room = rooms.open_room(office_id, f"Компьютерлік зал № {number}", address)
    names = range(1, seats + 1)
    rooms.add_seats(
        room.id,
        [rooms.NewSeat(str(one), f"HALL{number}-PC{one:02}", f"10.20.{number}.{one}") for one in names],
    )
    return room


def at(today: datetime, days: int, hour: int) -> datetime:
    """The hour of a day so many days from today."""
    local = today.astimezone(ZoneInfo("Asia/Almaty")) + timedelta(days=days)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def planned(
    room: Room, edition: BlueprintEdition, starts: datetime, capacity: int, watcher: str = "invigilator"
) -> Sitting:
    """A published sitting in a hall, with its invigilator."""
    made = planning.plan(
        planning.Plan(
            room_id=room.id,
            edition_id=edition.id,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            capacity=capacity,
            languages=("kk", "ru"),
            shift="1",
            interview_note="Әңгімелесу шамамен бір аптадан кейін / Собеседование примерно через неделю",
        )
    )
    planning.name_invigilator(made.id, actor(watcher).account_id or 0)
    return planning.publish(made.id)


def _executor(case: Case) -> Actor:
    """Whom the head has named, in the role in which they act on the case."""
    row = db.session.execute(
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.id == case.executor_id, RoleGrant.role == case.desk_role)
        .order_by(RoleGrant.id)
    ).first()
    if row is None:
        return actor("official")
    account, grant = row
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)


def place_all(cases: Sequence[Case], sitting: Sitting) -> None:
    """Each case is placed by its own executor."""
    for case in cases:
        with acting(_executor(case)):
            placing.place(case.id, sitting.id)
            db.session.commit()


def sit(place: SittingPlace, code: str, share: float, address: str) -> Attempt:
    """A candidate opens the test with the code, starts, and answers so many questions rightly."""
    attempt = admission.attempt_of(place)
    starting.start(devices.open_device(code, browser="Firefox 140, Windows", address=address))
    paper = read_paper(db.session.get_one(ExamPaper, attempt.paper_id).sealed_paper_id)
    for one in paper.places[: round(len(paper.places) * share)]:
        shown = by_places(one.question.body, one.arrangement, model_answer(one.question))
        attempts.answer_plainly(attempt.id, 1, one.number, cast(AnswerValue, shown))
    return attempt
