"""The demo's appeals, one at each state: filed, registered, passed on, decided each way, taken back, carried out.

Some are against refusals of the stages filled in before, which stay where they stand; others are of people with a
log-in, so that their cabinets show appeals too. Nothing of it comes near a production installation.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.demo_hands import sign_all
from accounts.queries import today
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications.demo import working_morning
from applications.demo_filler import Filler, people
from applications.demo_plan import REFUSED, Planned
from applications.demo_steps import refuse, whose
from applications.models import Case
from core.actor import SYSTEM, Actor, acting
from core.clock import frozen, now
from core.database import db
from core.files import store_file
from core.models import StoredFile
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from core.settings import Settings
from core.views import settings
from orders import appeal_queries
from orders.actions import appeal_carrying, appeal_deciding, appealing
from orders.actions.appeal_deciding import OutsideAct, Ruling
from orders.actions.appealing import Filed
from orders.appeal_reading import appealable, carrying
from orders.appeal_rules import Due
from orders.models import Appeal
from orders.office_settings import own_commission_hears

# Why each appeals, in the language of the application.
GROUNDS = {
    "kk": "Бас тартудың негізі маған қатысты емес: жоқ деп көрсетілген құжат өтінішке қоса берілген еді. "
    "Іс материалдарын қайта қарап, бас тартудың күшін жоюды сұраймын.",
    "ru": "Основание отказа ко мне не относится: документ, который назван отсутствующим, был приложен к заявлению. "
    "Прошу пересмотреть материалы дела и отменить отказ.",
    "en": "The ground of the refusal is not about me: the document that is said to be missing was enclosed. "
    "I ask to look at the file again and to annul the refusal.",
}
_CLAUSE = "DEMO: 9-т."
_GRANTED = Ruling("granted", "Құжат өтінішке қоса берілген, тексеру кезінде байқалмаған.", _CLAUSE)
_REJECTED = Ruling("rejected", "Құжаттың мерзімі өтіп кеткен, бас тарту негізді.", _CLAUSE)
_RETURNED = Ruling("returned", "Апелляцияда қай шешімге шағымданатыны көрсетілмеген.", _CLAUSE)
Fate = Callable[[Appeal, StoredFile], None]


def fill_demo(held: Settings) -> bool:
    """Appeal against refusals of the demo and commit; False where somebody has appealed already."""
    if held.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(Appeal.id).limit(1)) is not None:
        return False
    pdf = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    with acting(SYSTEM):
        scan = store_file(io.BytesIO(pdf), "үлгі-апелляция.pdf")
    for number, (planned, fate) in enumerate(_NEW):
        case = _newly_refused(replace(planned, applicant=number % _proven()), held)
        fate(_appealed(case, scan), scan)
    own, outside = iter(_OWN), iter(_OUTSIDE)
    for case in _refused():
        following = next(own if _is_own(case) else outside, None)
        if following is not None:
            following(_appealed(case, scan), scan)
    db.session.commit()
    return True


def _proven() -> int:
    """How many of the demo's applicants have a log-in: the first of its people."""
    return sum(account is not None for _name, _number, account in people())


def _newly_refused(planned: Planned, held: Settings) -> Case:
    """An application of somebody who has a log-in, refused at the check of its documents."""
    with frozen(working_morning(now(), planned.ago)):
        case = Filler().fill(planned)
    refuse(case, planned.goal, held)
    return case


def _refused() -> Iterator[Case]:
    """Cases that were refused before and that nobody has appealed."""
    cases = db.session.scalars(select(Case).where(Case.ended_at.is_not(None)).order_by(Case.id))
    return (case for case in cases.all() if any(one.against == "refusal" for one in appealable(case)))


def _is_own(case: Case) -> bool:
    return own_commission_hears(appealable(case)[0].office.id)


def _appealed(case: Case, scan: StoredFile) -> Appeal:
    """In the cabinet by whoever has a log-in; else on paper, at the chancery."""
    told = Filed("refusal", GROUNDS[case.language], enclosure=scan)
    if case.applicant_id is not None:
        with acting(Actor(case.applicant_id, Role.APPLICANT.value, None, None, case.person.name)):
            return appealing.file(case, told)
    office = next(one.office for one in appealable(case) if one.against == "refusal")
    with acting(whose(office, _REGISTRARS)):
        return appealing.enter_on_paper(case.id, told, today())


_REGISTRARS = (Role.CHANCERY_CLERK.value, Role.STATISTICS_SPECIALIST.value)


def _left(_appeal: Appeal, _scan: StoredFile) -> None:
    """Nobody has done anything with it yet."""


def _registered(appeal: Appeal, _scan: StoredFile) -> None:
    if appeal.state == "filed":
        with acting(whose(appeal.office, _REGISTRARS)):
            appealing.register(appeal.id)


def _withdrawn(appeal: Appeal, _scan: StoredFile) -> None:
    with acting(Actor(appeal.filed_by, appeal.filed_as, None, None, appeal.case.person.name)):
        appealing.withdraw(appeal.case, appeal.id)


def _heard(ruling: Ruling, *, signs: bool = True) -> Fate:
    """Decided by the own commission; signed, unless it is to wait for its signature."""

    def fate(appeal: Appeal, scan: StoredFile) -> None:
        _registered(appeal, scan)
        with acting(whose(appeal.office, (Role.APPEAL_MEMBER.value,))):
            appeal_deciding.decide(appeal.id, ruling)
        sheet = sheet_of(appeal_queries.SHEET, appeal.id)
        if sheet is not None and signs:
            sign_all(sheet.id, settings())

    return fate


def _passed_on(appeal: Appeal, scan: StoredFile) -> None:
    _registered(appeal, scan)
    with acting(whose(appeal.office, _REGISTRARS)):
        appealing.pass_on(appeal.id, today(), f"12-4/{appeal.number}")


def _outside(ruling: Ruling) -> Fate:
    def fate(appeal: Appeal, scan: StoredFile) -> None:
        _passed_on(appeal, scan)
        with acting(whose(appeal.office, _REGISTRARS)):
            appeal_deciding.enter_outside_decision(
                appeal.id, ruling, OutsideAct(f"{appeal.number}-а", today(), scan)
            )

    return fate


def _carried_out(appeal: Appeal, scan: StoredFile) -> None:
    """Granted, and carried out by the office's own act."""
    (_heard(_GRANTED) if appeal.heard_by == "own" else _outside(_GRANTED))(appeal, scan)
    found = carrying(appeal)
    assert found.due == (Due.OWN_ACT,), "its documents were refused by an own act"
    assert found.proposed is not None
    with acting(whose(appeal.office, (Role.HEAD.value,))):
        appeal_carrying.annul_by_own_act(appeal.id, found.proposed)


_CERTIFICATE = Planned("specialist-certificate", "TD-AKM", 9, REFUSED, channel="egov-portal")
_PHARMACY = Planned("rural-pharmacy-attestation", "HD-AKM", 9, REFUSED)
_NEW: tuple[tuple[Planned, Fate], ...] = (
    (_CERTIFICATE, _carried_out),
    (_CERTIFICATE, _heard(_GRANTED)),
    (_CERTIFICATE, _registered),
    (_CERTIFICATE, _left),
    (_CERTIFICATE, _heard(_GRANTED, signs=False)),
    (_CERTIFICATE, _withdrawn),
    (_PHARMACY, _outside(_REJECTED)),
    (_PHARMACY, _carried_out),
    (_PHARMACY, _passed_on),
    (_PHARMACY, _registered),
)
_OWN: tuple[Fate, ...] = (
    _heard(_REJECTED),
    _heard(_GRANTED),
    _heard(_GRANTED),
    _registered,
    _heard(_RETURNED),
    _heard(_GRANTED),
)
_OUTSIDE: tuple[Fate, ...] = (_outside(_GRANTED), _passed_on, _registered, _outside(_RETURNED))
