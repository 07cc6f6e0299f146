"""A short test of the demo for any service that has one: its blueprint, its sealed set, and a sitting that was held.

Five questions of the bank on health law: enough to be passed or failed. By the verbs that real people use. Nothing of
it comes near a production installation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import select

from accounts.models import Office
from applications.models import Case
from core.actor import SYSTEM, Actor, acting
from core.clock import frozen
from core.database import db
from exam import queries
from exam.actions import admission, attempts, board, judging, planning, recording
from exam.actions.admission import Identity
from exam.demo_hall import place_all, planned, sit
from exam.demo_people import HOLDERS, actor
from exam.models import Room, Seat, Sitting, SittingPlace
from question_banks.actions.blueprints import (
    Basis,
    PlanFacts,
    approve,
    open_blueprint,
    save_draft,
    send_for_approval,
)
from question_banks.actions.releasing import release
from question_banks.actions.sealing import Wanted, seal_set
from question_banks.blueprint import Blueprint, Cell, Section
from question_banks.demo_words import PASSPHRASE
from question_banks.models import Bank, BlueprintEdition, BlueprintPlan

BANK, QUESTIONS, MINUTES, PAPERS = "health-law", 5, 15, 3
RIGHTLY, WRONGLY = 1.0, 0.2
# So long before the test it is planned, and its papers are sealed.
PLANNED, SEALED = timedelta(days=7), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Held:
    """A test that was held: in which hall, when, by whose planning and watching."""

    service: str
    room: Room
    starts: datetime
    official: Actor
    watcher: str


def hold(told: Held, cases: Mapping[int, bool | None]) -> None:
    """The cases pass the test, fail it, or (None) do not come to it; the results are entered."""
    plan, edition = _blueprint(told)
    found = [db.session.get_one(Case, case_id) for case_id in cases]
    with frozen(told.starts - PLANNED), acting(told.official):
        sitting = planned(told.room, edition, told.starts, len(cases) + 1, told.watcher)
        place_all(found, sitting)
    _opened(told, plan, sitting)
    shares = {
        case_id: RIGHTLY if passes else WRONGLY for case_id, passes in cases.items() if passes is not None
    }
    places = [place for place in queries.places_of(sitting.id) if place.case_id in shares]
    _sat(told, sitting, places, shares)
    with frozen(told.starts + timedelta(hours=2)), acting(told.official):
        judging.score_sitting(sitting.id)
        recording.issue_record(sitting.id)
        for place in places:
            judging.enter(place.id)
    db.session.commit()


def _blueprint(told: Held) -> tuple[BlueprintPlan, BlueprintEdition]:
    """Written by the keeper of the banks, approved by the head of the Committee."""
    bank = db.session.scalars(select(Bank).where(Bank.code == BANK)).one()
    content = Blueprint(
        sections=(
            Section(
                id="s1",
                titles={"kk": "Денсаулық сақтау құқығы", "ru": "Право в здравоохранении"},
                cells=(Cell(topic=(BANK,), count=QUESTIONS),),
            ),
        ),
        languages=("kk", "ru"),
        minutes=MINUTES,
        pass_share=Fraction(7, 10),
    )
    before = told.starts - PLANNED - timedelta(days=2)
    with frozen(before), acting(actor("bank")) as keeper:
        names = (
            "Қысқа тест: денсаулық сақтау құқығы",
            "Короткий тест: право в здравоохранении",
            "Short test: health law",
        )
        facts = PlanFacts(code=f"{told.service}-short", names=names, purpose="test", service=told.service)
        plan = open_blueprint(db.session.get_one(Office, keeper.office_id), facts, [bank])
        save_draft(plan, content)
        edition = send_for_approval(plan, Basis("DEMO-49", date(2026, 1, 5)))
    with frozen(before + timedelta(hours=1)), acting(actor("head-committee")):
        approve(edition)
    return plan, edition


def _opened(told: Held, plan: BlueprintPlan, sitting: Sitting) -> None:
    """Sealed three days before, opened on the day by two who hold its key, given to the places."""
    holders = tuple(actor(login).account_id or 0 for login in HOLDERS)
    with frozen(told.starts - SEALED), acting(actor("bank")):
        sealed = seal_set(plan, Wanted(PAPERS, 0, holders, date(2026, 1, 1))).id
        db.session.commit()
    for login in HOLDERS[:2]:
        with frozen(told.starts - timedelta(hours=2)), acting(actor(login)):
            release(sealed, PASSPHRASE)
            db.session.commit()
    with frozen(told.starts - timedelta(hours=1)), acting(told.official):
        planning.name_set(sitting.id, sealed)
        admission.fix_papers(sitting.id)


def _sat(told: Held, sitting: Sitting, places: list[SittingPlace], shares: Mapping[int, float]) -> None:
    """The hour in the hall."""
    watcher = actor(told.watcher)
    seats = list(db.session.scalars(select(Seat).where(Seat.room_id == told.room.id).order_by(Seat.id)))
    with frozen(told.starts - timedelta(minutes=20)), acting(watcher):
        admission.declare(sitting.id, "")
        admission.open_doors(sitting.id)
        codes = [
            admission.admit(place.id, seat.id, Identity("жеке куәлік", f"0432{place.id:05}"))
            for place, seat in zip(places, seats, strict=False)
        ]
    with frozen(told.starts + timedelta(seconds=30)), acting(watcher):
        admission.begin(sitting.id)
    with frozen(told.starts + timedelta(minutes=1)), acting(SYSTEM):
        sat = [
            sit(place, code, shares[place.case_id or 0], f"10.20.2.{number}")
            for number, (place, code) in enumerate(zip(places, codes, strict=True), start=1)
        ]
    with frozen(told.starts + timedelta(minutes=12)), acting(SYSTEM):
        for attempt in sat:
            attempts.finish(attempt.id)
    with frozen(told.starts + timedelta(minutes=20)), acting(watcher):
        board.close_sitting(sitting.id)
    db.session.commit()
