"""The demo's people take a case from desk to desk, each by the verb of the step that lies before them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from accounts.demo_hands import sign_all
from accounts.models import Account, Office, RoleGrant
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications.actions import chancery, checking, clinic, course, payment
from applications.actions.checking import Motives
from applications.demo_plan import ADMITTED, ASSIGNED, HALF_CHECKED, PAID, PAID_TOO_LATE, REFUSED, REGISTERED
from applications.given_papers import SHEET
from applications.grounds import refusal_grounds
from applications.models import Accommodation, Case
from applications.own_refusals import waiting_in
from core.actor import SYSTEM, Actor, acting
from core.database import db
from core.settings import Settings
from regulations.kinds import StepKind
from regulations.places import parse

# A refusal is written in Kazakh and in Russian, and what was found stands on it as it was typed.
FAULT = "Құжаттың мерзімі өтіп кеткен. / Срок действия документа истёк."


def whose(office: Office, roles: tuple[str, ...]) -> Actor:
    """Whoever of the demo's people holds one of these roles at the office."""
    row = db.session.execute(
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.office_id == office.id, RoleGrant.role.in_(roles))
        .order_by(RoleGrant.id)
    ).first()
    if row is None:
        raise LookupError(f"the demo has no {roles} at {office.code}")
    grant, account = row
    return Actor(account.id, grant.role, office.id, grant.id, account.name)


def at_clinic(case: Case, goal: int) -> None:
    with acting(whose(case.office, (Role.STATISTICS_SPECIALIST,))):
        if goal == ADMITTED:
            clinic.accept(case.id, 2)
        elif goal >= REFUSED:
            clinic.refuse(case.id, motives(case), 2)


def refuse(case: Case, goal: int, settings: Settings) -> None:
    """Refused and, unless it is to wait, signed: both today, for keys and their proofs know no other time."""
    if case.service == "clinic-attachment":
        at_clinic(case, goal)
    else:
        check_all(case, goal)
    if goal == REFUSED and waiting_in(case) is not None:
        sign_refusal(case, settings)


def sign_refusal(case: Case, settings: Settings) -> None:
    """Its author signs the refusal that waits in the case."""
    refused = waiting_in(case)
    sheet = sheet_of(SHEET, refused.id) if refused else None
    if sheet is None:
        raise LookupError(f"no refusal of {case.number} waits for its signature")
    sign_all(sheet.id, settings)


def bring(case: Case, goal: int) -> None:
    """Take the case from desk to desk until it is where it was planned; whom to refuse, to where that is done."""
    if goal == PAID_TOO_LATE:
        _pay_too_late(case)
        return
    for kind in _steps(case):
        if kind is StepKind.PAYMENT and goal >= PAID:
            with acting(SYSTEM):
                payment.note_paid(payment.begin(case.id).id, f"DEMO-{case.id}")
        elif kind is StepKind.REGISTER and goal >= REGISTERED:
            with acting(due_person(case)):
                chancery.register(case.id, 4)
        elif kind is StepKind.ASSIGN and goal >= ASSIGNED:
            assign(case)
        elif kind is StepKind.DOCUMENT_CHECK and HALF_CHECKED <= goal < REFUSED:
            if not check_all(case, goal):
                return
        else:
            return


def _pay_too_late(case: Case) -> None:
    with acting(SYSTEM):
        begun = payment.begin(case.id)
        chancery.withdraw(case.id, "Басқа мекемеге тапсырамын.")
        payment.note_paid(begun.id, f"DEMO-{case.id}")


def _steps(case: Case) -> Iterator[StepKind]:
    """The kind of each step at which the case comes to stand."""
    while case.ended_at is None:
        edition = course.edition_of(case)
        here = parse(edition, case.procedure, case.place)
        if here.step is None:
            return
        yield edition.step(here.step).kind


def due_person(case: Case) -> Actor:
    """The person on whose desk the case lies."""
    office = case.desk_office or case.office
    if case.executor_id is not None:
        row = db.session.execute(
            select(RoleGrant, Account)
            .join(Account, Account.id == RoleGrant.account_id)
            .where(RoleGrant.account_id == case.executor_id, RoleGrant.role == case.desk_role)
        ).first()
        if row is not None:
            return Actor(row[1].id, row[0].role, row[0].office_id, row[0].id, row[1].name)
    return whose(office, (case.desk_role or "",))


def assign(case: Case) -> None:
    office = case.desk_office or case.office
    wanted = Role.COMMISSION_SECRETARY if case.service.startswith("rural") else Role.RESPONSIBLE_OFFICIAL
    executor = whose(office, (wanted,))
    words = {"kk": "Қарап, ұсыныс енгізіңіз.", "ru": "Рассмотреть и внести предложение."}
    with acting(due_person(case)):
        chancery.assign(case.id, executor.account_id or 0, words["kk" if case.id % 2 else "ru"])


def check_all(case: Case, goal: int) -> bool:
    """Look at the documents as far as planned; whether the case goes on."""
    with acting(due_person(case)):
        documents = chancery.documents_of(case)
        half = documents[: max(1, len(documents) // 2)]
        for document in half if goal == HALF_CHECKED else documents:
            checking.mark_document(case.id, document.id, None)
        if goal >= REFUSED:
            checking.mark_document(case.id, documents[0].id, FAULT)
            checking.refuse(case.id, motives(case))
            return False
        if goal == HALF_CHECKED:
            return False
        _decide_wishes(case)
        checking.accept(case.id)
        return True


def _decide_wishes(case: Case) -> None:
    for asked in db.session.scalars(select(Accommodation).where(Accommodation.case_id == case.id)):
        checking.decide_accommodation(case.id, asked.id, "granted", "Анықтама ұсынылды.", None)


def motives(case: Case) -> Motives:
    """The first ground of the office's list."""
    return checking.motives_by(refusal_grounds(case)[0], case, FAULT)
