"""The demo's rehearsal: open to anyone from the first minute, with questions of a bank that serves no test.

So nobody who rehearses sees a question that is asked on the day. Planned, sealed, opened and begun by the demo's people
through the verbs that real people use.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import select

from accounts.models import Office
from core.actor import Actor, acting
from core.clock import frozen
from core.database import db
from exam.actions import admission, planning, rooms
from exam.demo_people import HOLDERS, actor
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

BANK, SERVICE = "health-law", "forensic-expert-qualification"
QUESTIONS, MINUTES, SEATS, LASTS = 12, 20, 40, timedelta(days=60)
NAMES = ("Тестілеуге жаттығу", "Репетиция тестирования", "Rehearsal of the test")


def open_rehearsal(today: datetime) -> None:
    """Plan it yesterday, begin it an hour ago; without its bank there is none."""
    bank = db.session.scalars(select(Bank).where(Bank.code == BANK)).first()
    if bank is None:
        return
    plan, edition = _blueprint(bank, today)
    official, watcher = actor("official"), actor("invigilator")
    starts = today - timedelta(hours=1)
    with frozen(today - timedelta(days=2)), acting(official):
        sitting = _sitting(official, watcher, edition, starts)
        db.session.commit()
    with frozen(today - timedelta(days=1, hours=12)), acting(actor("bank")):
        holders = tuple(actor(login).account_id or 0 for login in HOLDERS)
        sealed = seal_set(plan, Wanted(3, 0, holders, date(2026, 1, 1))).id
        db.session.commit()
    for login in HOLDERS[:2]:
        with frozen(starts - timedelta(minutes=30)), acting(actor(login)):
            release(sealed, PASSPHRASE)
            db.session.commit()
    with frozen(starts - timedelta(minutes=10)), acting(official):
        planning.name_set(sitting, sealed)
        db.session.commit()
    with frozen(starts), acting(watcher):
        admission.declare(sitting, "")
        admission.open_doors(sitting)
        admission.begin(sitting)
        db.session.commit()


def _sitting(official: Actor, watcher: Actor, edition: BlueprintEdition, starts: datetime) -> int:
    room = rooms.open_room(official.office_id or 0, "Жаттығу залы / Зал репетиций", "Кез келген компьютерде")
    rooms.add_seats(room.id, [rooms.NewSeat(str(one)) for one in range(1, SEATS + 1)])
    made = planning.plan(
        planning.Plan(
            room_id=room.id,
            edition_id=edition.id,
            starts_at=starts,
            ends_at=starts + LASTS,
            capacity=SEATS,
            languages=("kk", "ru"),
            kind="rehearsal",
        )
    )
    planning.name_invigilator(made.id, watcher.account_id or 0)
    return planning.publish(made.id).id


def _blueprint(bank: Bank, today: datetime) -> tuple[BlueprintPlan, BlueprintEdition]:
    """Twelve questions from anywhere in the bank, in the order of no topic."""
    content = Blueprint(
        sections=(
            Section(
                id="s1",
                titles={"kk": "Денсаулық сақтау құқығы", "ru": "Право в здравоохранении"},
                cells=(Cell(topic=(BANK,), count=QUESTIONS),),
                calculator=True,
            ),
        ),
        languages=("kk", "ru"),
        minutes=MINUTES,
        pass_share=Fraction(7, 10),
        language_switch=True,
    )
    with frozen(today - timedelta(days=6)), acting(actor("bank")) as keeper:
        facts = PlanFacts(code="rehearsal", names=NAMES, purpose="test", service=SERVICE)
        plan = open_blueprint(db.session.get_one(Office, keeper.office_id), facts, [bank])
        save_draft(plan, content)
        edition = send_for_approval(plan, Basis("DEMO-48", (today - timedelta(days=8)).date()))
        db.session.commit()
    with frozen(today - timedelta(days=5)), acting(actor("head-committee")):
        approve(edition)
        db.session.commit()
    return plan, edition
