"""Refused cases and appeals against them, as real rows, by the verbs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import Office, OfficeSetting
from accounts.queries import today
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications.given_papers import SHEET
from applications.models import Case, Refused
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.models import StoredFile
from exam.models import Attempt
from orders.actions import appeal_deciding, appeal_signing, appealing, refusing
from orders.actions.appeal_deciding import Ruling
from orders.actions.appealing import Filed
from orders.models import Appeal, AppealDecision
from orders.office_settings import OWN_COMMISSION
from tests.accounts.signing_hands import sign_all
from tests.applications import making as applying
from tests.orders.hands import Decisive, decided_case
from tests.orders.ordering import drafted, signed

GROUNDS = "Сұрақтың кілті қате"
GRANTED = Ruling("granted", "Сұрақтың кілті қате болған", "9-тармақ")
REJECTED = Ruling("rejected", "Кілт дұрыс", "9-тармақ")
RETURNED = Ruling("returned", "Мерзімі өткен", "9-тармақ", False, "Дәлелі жоқ")


def own_commission(office: Office, hears: bool = True) -> None:
    """The office has decided whether appeals stay in the house."""
    db.session.add(
        OfficeSetting(
            office_id=office.id, key=OWN_COMMISSION, service="", value=hears, from_day=today(),
            decision_number="TEST-2", decision_date=today(), is_demo=True, set_at=now(),
        )
    )  # fmt: skip
    db.session.commit()


def applicant_of(case: Case) -> Actor:
    """Whoever the case is of, at their cabinet."""
    if case.applicant_id is None:
        case.applicant_id = applying.applicant().id
        db.session.commit()
    return Actor(case.applicant_id, Role.APPLICANT.value, None, None, case.person.name)


def refused_by_order(at: Decisive, number: int = 1) -> Case:
    """The order has refused, the refusal is signed and handed out: the case has ended."""
    case_id = decided_case(at, number).case_id
    signed(drafted(at.official, "award", "specialist-certificate", [case_id]), at.official, at.head)
    case = db.session.get_one(Case, case_id)
    refused = db.session.scalars(select(Refused).where(Refused.case_id == case_id)).one()
    sheet = sheet_of(SHEET, refused.id)
    assert sheet is not None
    sign_all(sheet.id)
    clerk = applying.staff(Role.CHANCERY_CLERK, at.closed.hall.office)
    with acting(clerk):
        refusing.hand_over(case_id)
    db.session.commit()
    assert case.ended_at is not None
    return case


def filed(case: Case, against: str = "refusal", **more: Any) -> Appeal:
    """The applicant has appealed."""
    with acting(applicant_of(case)):
        made = appealing.file(case, Filed(against, GROUNDS, **more))
    db.session.commit()
    return made


def registered(appeal: Appeal) -> Appeal:
    """And the chancery has registered it."""
    office = db.session.get_one(Office, appeal.office_id)
    with acting(applying.staff(Role.CHANCERY_CLERK, office)):
        appealing.register(appeal.id)
    db.session.commit()
    return appeal


def decided(appeal: Appeal, ruling: Ruling = GRANTED, *, signs: bool = True) -> AppealDecision:
    """And a member of the appeal commission has decided, and signed."""
    office = db.session.get_one(Office, appeal.office_id)
    with acting(applying.staff(Role.APPEAL_MEMBER, office)):
        made = appeal_deciding.decide(appeal.id, ruling)
    db.session.commit()
    if signs:
        sign_decision(appeal)
    return made


def sign_decision(appeal: Appeal) -> None:
    """Everybody who heard it has signed the decision."""
    sheet = sheet_of(appeal_signing.KIND, appeal.id)
    assert sheet is not None
    sign_all(sheet.id)
    db.session.commit()


def granted(case: Case, against: str = "refusal") -> Appeal:
    """Filed, registered, granted."""
    appeal = registered(filed(case, against))
    decided(appeal)
    return appeal


def some_file(at: Decisive) -> StoredFile:
    """A file that the house keeps already."""
    found = db.session.scalars(select(StoredFile)).first()
    assert found is not None, at
    return found


def attempt_of(case: Case) -> Attempt:
    return db.session.scalars(select(Attempt).where(Attempt.case_id == case.id)).one()
