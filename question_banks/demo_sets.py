"""The demo's blueprints and sealed sets: written, approved, sealed and opened by its people through the verbs.

The numbers are invented, and so are the decisions on which they rest. Every holder's passphrase is the one that the
page of a sealed set tells in the demo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.models import Account, Office, RoleGrant, Specialty
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from core.settings import Settings
from question_banks import locks
from question_banks.actions.blueprints import (
    Basis,
    PlanFacts,
    approve,
    open_blueprint,
    save_draft,
    send_for_approval,
)
from question_banks.actions.releasing import release, set_passphrase
from question_banks.actions.sealing import Wanted, seal_set
from question_banks.blueprint import Blueprint, CaseCell, Cell, Section
from question_banks.blueprint_form import unpack_blueprint
from question_banks.blueprint_reading import current_edition
from question_banks.content import Language
from question_banks.demo_words import PASSPHRASE
from question_banks.items import Difficulty
from question_banks.models import Bank, BlueprintPlan

HOLDERS = ("head", "official", "secretary")
LANGUAGES: tuple[Language, ...] = ("kk", "ru")


@dataclass(frozen=True, slots=True)
class Topic:
    """How many easy, medium and hard questions a paper takes from a topic."""

    code: str
    easy: int = 0
    medium: int = 0
    hard: int = 0

    def cells(self, bank: str) -> list[Cell]:
        counts: dict[Difficulty, int] = {"easy": self.easy, "medium": self.medium, "hard": self.hard}
        return [
            Cell(topic=(bank, self.code), difficulty=difficulty, count=count)
            for difficulty, count in counts.items()
            if count
        ]


def fill_demo(settings: Settings) -> bool:
    """Fill in the demo's blueprints and sets and commit; False where there are some, or no banks to draw from."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    banks = {bank.code: bank for bank in db.session.scalars(select(Bank))}
    if "forensic-medicine" not in banks or db.session.scalar(select(BlueprintPlan.id).limit(1)) is not None:
        return False
    today = now()
    forensic = _approved(_forensic_facts(), [banks["forensic-medicine"]], _forensic(), "DEMO-45", today)
    pharmacy = _approved(_pharmacy_facts(), [banks["pharmacy-practice"]], _pharmacy(), "DEMO-46", today)
    _approved(_ticket_facts(), [banks["oral"]], _ticket(), "DEMO-47", today)
    _leave_waiting(pharmacy, today)
    holders = _give_passphrases(today)
    with frozen(today - timedelta(days=1)), acting(_actor("bank")):
        opened = seal_set(pharmacy, Wanted(6, 2, holders, date(2026, 1, 1))).id
        seal_set(forensic, Wanted(8, 2, holders, date(2026, 1, 1)))
        db.session.commit()
    for who in HOLDERS[:2]:
        with frozen(today - timedelta(hours=2)), acting(_actor(who)):
            release(opened, PASSPHRASE)
            db.session.commit()
    return True


def _actor(login: str) -> Actor:
    """One of the demo's people in their first role."""
    row = db.session.execute(
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.login == login)
        .order_by(RoleGrant.id)
    ).first()
    if row is None:
        raise LookupError(f"the demo has nobody called {login}")
    account, grant = row
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)


def _approved(
    facts: PlanFacts, banks: Sequence[Bank], blueprint: Blueprint, decision: str, today: datetime
) -> BlueprintPlan:
    """A blueprint with an edition in force: written by the bank administrator, approved by the head."""
    dated = (today - timedelta(days=12)).date()
    with frozen(today - timedelta(days=9)), acting(_actor("bank")) as keeper:
        plan = open_blueprint(db.session.get_one(Office, keeper.office_id), facts, banks)
        save_draft(plan, blueprint)
        edition = send_for_approval(plan, Basis(decision, dated))
        db.session.commit()
    with frozen(today - timedelta(days=8)), acting(_actor("head-committee")):
        approve(edition)
        db.session.commit()
    return plan


def _leave_waiting(plan: BlueprintPlan, today: datetime) -> None:
    """A second edition with more time and a stricter pass rule, on which nobody has decided yet."""
    current = current_edition(plan.id)
    if current is None:
        raise LookupError("the demo's blueprint has an edition in force")
    with frozen(today - timedelta(days=3)), acting(_actor("bank")):
        held = unpack_blueprint(current.content)
        save_draft(plan, replace(held, minutes=45, pass_share=Fraction(3, 4)))
        send_for_approval(plan, Basis("DEMO-52", (today - timedelta(days=4)).date()))
        db.session.commit()


def _give_passphrases(today: datetime) -> tuple[int, ...]:
    holders = []
    for login in HOLDERS:
        with frozen(today - timedelta(days=5)), acting(_actor(login)) as actor:
            # Everybody may read it on the page: nothing is gained by making it dear to try.
            set_passphrase(PASSPHRASE, PASSPHRASE, locks.COSTS["cheap"])
            db.session.commit()
            holders.append(actor.account_id or 0)
    return tuple(holders)


def _specialty(code: str) -> int | None:
    return db.session.scalar(select(Specialty.id).where(Specialty.code == code))


def _cells(bank: str, topics: Sequence[Topic]) -> tuple[Cell, ...]:
    return tuple(cell for topic in topics for cell in topic.cells(bank))


def _titles(kk: str, ru: str) -> Mapping[Language, str]:
    return {"kk": kk, "ru": ru}


def _forensic_facts() -> PlanFacts:
    return PlanFacts(
        code="forensic-medicine-test",
        names=(
            "Сот-медициналық сарапшының біліктілік тесті",
            "Квалификационный тест судебно-медицинского эксперта",
            "Qualification test of a forensic medical expert",
        ),
        purpose="test",
        service="forensic-expert-qualification",
        specialty_id=_specialty("FM-001"),
    )


def _forensic() -> Blueprint:
    bank = "forensic-medicine"
    special = (Topic("thanatology", 2, 2, 1), Topic("trauma", 1, 2, 1), Topic("asphyxia", 1, 1, 1))
    return Blueprint(
        sections=(
            Section(
                id="s1",
                titles=_titles("Мәйітті және жарақатты зерттеу", "Исследование трупа и повреждений"),
                cells=_cells(bank, special),
                case_cells=(CaseCell(topic=(bank,), cases=1, questions=4),),
                pass_share=Fraction(1, 2),
            ),
            Section(
                id="s2",
                titles=_titles("Токсикология және тірі адамдар", "Токсикология и живые лица"),
                cells=_cells(bank, (Topic("toxicology", 1, 2, 1), Topic("living-persons", 2, 2, 1))),
                calculator=True,
            ),
            Section(
                id="s3",
                titles=_titles("Құқық және іс жүргізу", "Право и процессуальный порядок"),
                cells=_cells(bank, (Topic("law-and-procedure", 2, 3),)),
            ),
        ),
        languages=LANGUAGES,
        minutes=45,
        pass_share=Fraction(7, 10),
        language_switch=True,
        most_uses=60,
    )


def _pharmacy_facts() -> PlanFacts:
    return PlanFacts(
        code="rural-pharmacy-test",
        names=(
            "Ауылдық дәріхана қызметкерінің тесті",
            "Тест работника сельской аптеки",
            "Test for those who sell medicines in villages",
        ),
        purpose="test",
        service="rural-pharmacy-attestation",
        specialty_id=_specialty("P-001"),
    )


def _pharmacy() -> Blueprint:
    bank = "pharmacy-practice"
    handling = (Topic("storage", 1, 2, 1), Topic("dispensing", 1, 2, 1), Topic("pharmacology", 1, 1))
    return Blueprint(
        sections=(
            Section(
                id="s1",
                titles=_titles("Сақтау және босату", "Хранение и отпуск"),
                cells=_cells(bank, handling),
                case_cells=(CaseCell(topic=(bank,), cases=1, questions=4),),
            ),
            Section(
                id="s2",
                titles=_titles("Есептеулер", "Расчёты"),
                cells=_cells(bank, (Topic("calculations", 1, 2),)),
                calculator=True,
            ),
            Section(
                id="s3",
                titles=_titles("Құқық, әдеп және қауіпсіздік", "Право, этика и безопасность"),
                cells=_cells(
                    bank,
                    (
                        Topic("narcotics-and-psychotropics", 1, 1, 1),
                        Topic("law-and-ethics", 1, 2),
                        Topic("pharmacovigilance", 1, 1),
                    ),
                ),
            ),
        ),
        languages=LANGUAGES,
        minutes=40,
        pass_share=Fraction(7, 10),
    )


def _ticket_facts() -> PlanFacts:
    return PlanFacts(
        code="forensic-medicine-ticket",
        names=(
            "Сот-медициналық сарапшымен әңгімелесу билеті",
            "Билет собеседования с судебно-медицинским экспертом",
            "Interview ticket for forensic medical experts",
        ),
        purpose="ticket",
        service="forensic-expert-qualification",
        specialty_id=_specialty("FM-001"),
    )


def _ticket() -> Blueprint:
    cells = (Cell(topic=("oral", "forensic-medicine"), count=2),)
    section = Section(id="s1", titles=_titles("Ауызша тапсырмалар", "Устные задания"), cells=cells)
    return Blueprint(sections=(section,), languages=LANGUAGES, purpose="ticket")
