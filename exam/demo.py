"""The demo's halls and sittings: one held a fortnight ago, one yesterday, one whose doors open today, one to come.

Planned, published, watched over, sat, scored and recorded by the demo's people through the verbs that real people use.
Nothing of it comes near a production installation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from accounts.demo import NotForProduction
from applications.models import Case
from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.settings import Settings
from exam import late_reading, queries
from exam.actions import (
    admission,
    attempts,
    board,
    judging,
    late_entries,
    planning,
    recording,
)
from exam.actions.admission import Identity
from exam.demo_hall import at, hall, place_all, planned, sit
from exam.demo_people import HOLDERS, actor
from exam.demo_rehearsal import open_rehearsal
from exam.models import ApartEntry, Room, Seat, Sitting
from question_banks.actions.releasing import release
from question_banks.actions.sealing import Wanted, seal_set
from question_banks.blueprint_reading import current_edition
from question_banks.demo_words import PASSPHRASE
from question_banks.models import BlueprintEdition, BlueprintPlan

CODE, SERVICE = "forensic-medicine-test", "forensic-expert-qualification"
# Of those who came yesterday, and a fortnight before: what share of the questions each answered rightly.
SHARES = (0.9, 0.8, 0.4)
EARLIER = (0.9, 0.85, 0.8, 0.9, 0.8)
FORTNIGHT = timedelta(days=14)
# How many have a place in the sitting of today, and in the one to come.
COMING = 2


def fill_demo(settings: Settings) -> bool:
    """Fill in halls and sittings and commit; False where there are some, or nothing to plan by."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    plan = db.session.scalars(select(BlueprintPlan).where(BlueprintPlan.code == CODE)).first()
    if plan is None or db.session.scalar(select(Room.id).limit(1)) is not None:
        return False
    edition = current_edition(plan.id)
    cases = list(db.session.scalars(_waiting_cases()))
    # In each sitting one does not come.
    first, second = len(EARLIER) + 1, len(EARLIER) + len(SHARES) + 2
    if edition is None or len(cases) < second + 2 * COMING:
        return False
    today = now()
    with frozen(today - FORTNIGHT - timedelta(days=8)), acting(actor("official")):
        room = hall(actor("official").office_id or 0, 1, "Көкшетау, Абай көшесі, 87, 2-қабат", 12)
        db.session.commit()
    _day_before(today - FORTNIGHT, room, plan, edition, cases[:first], EARLIER)
    _day_before(today, room, plan, edition, cases[first:second], SHARES)
    _of_today(today, plan, edition, cases[second:][:COMING])
    _to_come(today, room, edition, cases[second + COMING :][:COMING])
    open_rehearsal(today)
    return True


def _waiting_cases() -> Select[Case]:
    """The demo's cases that wait for this test, the oldest first."""
    return select(Case).where(Case.service == SERVICE, queries.waiting_places()).order_by(Case.id)


def _day_before(
    today: datetime,
    room: Room,
    plan: BlueprintPlan,
    edition: BlueprintEdition,
    cases: Sequence[Case],
    shares: Sequence[float],
) -> None:
    """A sitting of the day before `today`, from its planning to the results in the cases."""
    starts = at(today, -1, 10)
    with frozen(today - timedelta(days=8) + timedelta(hours=1)), acting(actor("official")):
        sitting = planned(room, edition, starts, 6)
        db.session.commit()
        place_all(cases, sitting)
    _fix_papers(sitting, plan, today, starts)
    _hold(sitting, starts, shares)
    _judge_late(sitting, starts)
    with frozen(starts + timedelta(hours=3)), acting(actor("official")):
        judging.score_sitting(sitting.id)
        recording.issue_record(sitting.id)
        places = queries.places_of(sitting.id)
        for place in places:
            if place.outcome == "scored":
                judging.enter(place.id)
        db.session.commit()


def _fix_papers(sitting: Sitting, plan: BlueprintPlan, today: datetime, starts: datetime) -> None:
    """A set is sealed days before, opened by its holders two hours before; a paper of it is fixed for each place."""
    holders = tuple(actor(login).account_id or 0 for login in HOLDERS)
    with frozen(today - timedelta(days=4)), acting(actor("bank")):
        sealed = seal_set(plan, Wanted(5, 1, holders, date(2026, 1, 1))).id
        db.session.commit()
    for login in HOLDERS[:2]:
        with frozen(starts - timedelta(hours=2)), acting(actor(login)):
            release(sealed, PASSPHRASE)
            db.session.commit()
    with frozen(starts - timedelta(hours=1)), acting(actor("official")):
        planning.name_set(sitting.id, sealed)
        admission.fix_papers(sitting.id)
        db.session.commit()


def _hold(sitting: Sitting, starts: datetime, shares: Sequence[float]) -> None:
    """The morning in the hall: everybody but the first comes, one needs more time, all finish."""
    invigilator = actor("invigilator")
    places = list(queries.places_of(sitting.id))[1:]
    seats = list(db.session.scalars(select(Seat).where(Seat.room_id == sitting.room_id).order_by(Seat.id)))
    with frozen(starts - timedelta(minutes=30)), acting(invigilator):
        admission.declare(sitting.id, "")
        admission.open_doors(sitting.id)
        codes = [
            admission.admit(place.id, seats[number].id, Identity("жеке куәлік", f"04321000{number}"))
            for number, place in enumerate(places)
        ]
        db.session.commit()
    with frozen(starts + timedelta(minutes=1)), acting(invigilator):
        admission.begin(sitting.id)
        db.session.commit()
    sat = []
    for number, place in enumerate(places):
        with frozen(starts + timedelta(minutes=2)), acting(SYSTEM):
            sat.append(sit(place, codes[number], shares[number], f"10.20.1.{number + 1}"))
            db.session.commit()
    with frozen(starts + timedelta(minutes=15)), acting(invigilator):
        board.note_incident(sitting.id, [sat[0].id], "equipment", "Тінтуір істен шықты, ауыстырылды.")
        board.give_time(sitting.id, [sat[0].id], 3, "Тінтуір ауыстырылды")
        board.send_message(sitting.id, None, "Он минут қалды / Осталось десять минут")
        db.session.commit()
    for attempt in sat:
        with frozen(starts + timedelta(minutes=40)), acting(SYSTEM):
            attempts.finish(attempt.id)
            db.session.commit()
    with frozen(starts + timedelta(minutes=50)), acting(invigilator):
        board.close_sitting(sitting.id)
        db.session.commit()


def _judge_late(sitting: Sitting, starts: datetime) -> None:
    """An answer of the last candidate came after the end; it was proposed, and two persons decided."""
    place = queries.places_of(sitting.id)[-1]
    attempt = admission.attempt_of(place)
    made = starts + timedelta(minutes=39, seconds=48)
    db.session.add(
        ApartEntry(
            attempt_id=attempt.id,
            epoch=1,
            sequence=1000,
            question=attempt.questions,
            value="null",
            why="after_end",
            made_at=made,
            arrived_at=made + timedelta(minutes=4),
        )
    )
    db.session.commit()
    entries = [one.id for one in late_reading.find_sat(sitting.id, attempt.id).late]
    with frozen(starts + timedelta(minutes=55)), acting(actor("invigilator")):
        proposal = late_entries.propose(
            sitting.id, attempt.id, entries, "Соңғы жауап желіде кідірді; компьютер журналы растайды."
        )
        db.session.commit()
    for login, reason in (("head", "Желі журналы растайды"), ("lawyer", "Ответ дан до конца теста")):
        with frozen(starts + timedelta(hours=2)), acting(actor(login, sitting.office_id)):
            late_entries.judge(proposal.id, reason, admits=True)
            db.session.commit()


def _of_today(today: datetime, plan: BlueprintPlan, edition: BlueprintEdition, cases: Sequence[Case]) -> None:
    """A sitting within the hour: papers are fixed, the doors wait for the invigilator, everybody is still outside."""
    soon = today + timedelta(minutes=45)
    starts = soon.replace(minute=soon.minute // 15 * 15, second=0, microsecond=0)
    with frozen(today - timedelta(days=8)), acting(actor("official")):
        room = hall(actor("official").office_id or 0, 3, "Көкшетау, Абай көшесі, 87, 1-қабат", 6)
        sitting = planned(room, edition, starts, 6)
        db.session.commit()
        place_all(cases, sitting)
    _fix_papers(sitting, plan, today, starts)


def _to_come(today: datetime, room: Room, edition: BlueprintEdition, cases: Sequence[Case]) -> None:
    """A published sitting with candidates placed in it."""
    with frozen(today - timedelta(hours=1)), acting(actor("official")):
        sitting = planned(room, edition, at(today, 14, 10), 8)
        db.session.commit()
        place_all(cases, sitting)
