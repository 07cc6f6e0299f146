"""A working day in the demo: new applications come in, and cases go from desk to desk by the verbs of real people.

Each case goes as many steps as a day has room for; what nobody may do yet stays where it is, and the table of the
evening says why. Nothing of it comes near a production installation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from sqlalchemy import func, select

from accounts.demo import NotForProduction
from accounts.demo_hands import sign_all
from accounts.models import Office, RoleGrant
from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications import queries as case_queries
from applications.actions import chancery, clinic, course, payment
from applications.demo_filler import Filler
from applications.demo_plan import ADMITTED, PLAN
from applications.demo_steps import assign, check_all, due_person, sign_refusal
from applications.given_papers import SHEET
from applications.models import Case
from applications.own_refusals import waiting_in
from core.actor import SYSTEM, Actor, acting
from core.database import db
from core.languages import speaking
from core.refusals import NotFound, Refusal
from core.settings import Settings
from exam import queries as exam_queries
from exam.actions import placing
from orders import order_queries, paper_content
from orders.actions import deciding, drawing, issuing, order_route, order_signing, ordering, refusing
from orders.actions.drawing import live_paper
from orders.demo_carrying import unfit, wanted
from orders.models.papers import KIND as PAPER
from orders.office_settings import lawyer_approves
from regulations.kinds import StepKind
from regulations.places import parse
from regulations.verbs import Outcome

# How many steps a case goes on one day, at most.
STEPS_A_DAY = 3
# A document of every so many cases is at fault.
_FAULT_EACH = 8
# How often the demo's plan is gone through for new applications, at most.
_ROUNDS = 4
# Of so many cases of a day, one more comes in the evening and waits on its desk for tomorrow.
_ONE_IN = 5


@dataclass
class Day:
    """What was done, by kind of step; and what nobody could do, with the sentence that says why."""

    came: int = 0
    moved: set[int] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)


def work_a_day(settings: Settings, cases: int) -> Day:
    """Move so many cases, each committed with every step; fewer where fewer can be moved."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    day = Day()
    with speaking("en"):
        _let_come(day, lambda: _movable() >= cases)
        for _ in range(STEPS_A_DAY):
            for case_id in _open_cases():
                if len(day.moved) < cases or case_id in day.moved:
                    _one_step(day, case_id, settings)
            for office in db.session.scalars(select(Office).order_by(Office.id)).all():
                _orders_of(day, cases, office, settings)
        by_evening = day.came + max(1, cases // _ONE_IN)
        _let_come(day, lambda: day.came >= by_evening)
    return day


def _open_cases() -> Sequence[int]:
    return db.session.scalars(
        select(Case.id).where(Case.ended_at.is_(None)).order_by(Case.due_at.is_(None), Case.due_at, Case.id)
    ).all()


def _let_come(day: Day, enough: Callable[[], bool]) -> None:
    """Applications like those of the demo, by people who come after them, until there are enough."""
    filler = Filler(db.session.scalar(select(func.count(Case.id))) or 0)
    for planned in islice(cycle(PLAN), _ROUNDS * len(PLAN)):
        if enough():
            return
        try:
            filler.fill_fresh(planned)
            db.session.commit()
            day.came += 1
        except Refusal as refusal:
            db.session.rollback()
            day.waits[str(refusal)] += 1


def _movable() -> int:
    """How many cases stand at a step that somebody can surely do today; a place in a sitting may be wanting."""
    sure = _WORK.keys() - {StepKind.NOTIFY_TEST}
    return sum(_kind_now(db.session.get_one(Case, case_id)) in sure for case_id in _open_cases())


def _one_step(day: Day, case_id: int, settings: Settings) -> None:
    case = db.session.get_one(Case, case_id)
    kind = _kind_now(case)
    work = _sign_own_refusal if waiting_in(case) is not None else _WORK.get(kind) if kind else None
    if kind is None or work is None:
        return
    try:
        if work(case, settings):
            db.session.commit()
            day.moved.add(case_id)
            day.done[kind.value] += 1
    except (Refusal, NotFound, LookupError) as why:
        db.session.rollback()
        day.waits[f"{kind.value}: {why}"] += 1


def _kind_now(case: Case) -> StepKind | None:
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    return edition.step(here.step).kind if here.step and not here.ended and not here.suspended else None


def _sign_own_refusal(case: Case, settings: Settings) -> bool:
    """What somebody has refused by their own act goes out with their signature, before anything else."""
    sign_refusal(case, settings)
    return True


def _pay(case: Case, _settings: Settings) -> bool:
    with acting(SYSTEM):
        payment.note_paid(payment.begin(case.id).id, f"DEMO-{case.id}")
    return True


def _register(case: Case, _settings: Settings) -> bool:
    with acting(due_person(case)):
        if case.service == "clinic-attachment":
            clinic.accept(case.id, 2)
        else:
            chancery.register(case.id, 4)
    return True


def _assign(case: Case, _settings: Settings) -> bool:
    assign(case)
    return True


def _check(case: Case, _settings: Settings) -> bool:
    check_all(case, ADMITTED - 1 if case.id % _FAULT_EACH == 0 else ADMITTED)
    return True


def _place(case: Case, _settings: Settings) -> bool:
    """In the first published sitting that the case fits."""
    for sitting in exam_queries.published_sittings(case.desk_office_id or case.office_id):
        try:
            with acting(due_person(case)):
                placing.place(case.id, sitting.id)
            return True
        except Refusal:
            db.session.rollback()
    return False


def _decide(case: Case, _settings: Settings) -> bool:
    """As it was found before: the head of the demo departs from nothing."""
    with acting(due_person(case)):
        lead = next((one for one in deciding.leads_of(case) if not one.needs_departure), None)
        if lead is None or lead.outcome is None:
            return False
        refuses = lead.outcome is Outcome.REFUSE
        deciding.decide(case.id, unfit(case) if refuses else deciding.Ruling(lead.outcome))
    return True


def _draw(case: Case, settings: Settings) -> bool:
    """Drawn by the executor and signed by the head, where the paper does not wait for somebody else."""
    grant = paper_content.signatories(case)[0]
    if refusing.step_out(case) is not None:
        return _send_refusal(case, grant.id, settings)
    paper = live_paper(case.id)
    if paper is None:
        with acting(due_person(case)):
            paper = drawing.draw(case.id, wanted(case, grant.id))
    sheet = sheet_of(PAPER, paper.id)
    if sheet is not None:
        sign_all(sheet.id, settings)
    return True


def _send_refusal(case: Case, grant_id: int, settings: Settings) -> bool:
    """On the way out it is the refusal that the head signs."""
    refused = case_queries.refusal_of(case)
    if refused is None:
        return False
    if refusing.step_out(case) is StepKind.DOCUMENT_DRAFT:
        with acting(due_person(case)):
            refusing.send(case.id, grant_id)
    sheet = sheet_of(SHEET, refused.id)
    if sheet is not None:
        sign_all(sheet.id, settings)
    return True


def _issue(case: Case, settings: Settings) -> bool:
    if refusing.step_out(case) is not None:
        refused = case_queries.refusal_of(case)
        if refused is None:
            return False
        sheet = sheet_of(SHEET, refused.id)
        if sheet is not None and not refusing.may_go_out(case, refused):
            sign_all(sheet.id, settings)
        with acting(due_person(case)):
            refusing.hand_over(case.id)
        return True
    paper = live_paper(case.id)
    if paper is None:
        return False
    with acting(due_person(case)):
        issuing.issue(paper.id)
    return True


_WORK: dict[StepKind, Callable[[Case, Settings], bool]] = {
    StepKind.PAYMENT: _pay,
    StepKind.REGISTER: _register,
    StepKind.ASSIGN: _assign,
    StepKind.DOCUMENT_CHECK: _check,
    StepKind.NOTIFY_TEST: _place,
    StepKind.DECISION: _decide,
    StepKind.DOCUMENT_DRAFT: _draw,
    StepKind.DOCUMENT_SIGNATURE: _draw,
    StepKind.ISSUE: _issue,
}


def _orders_of(day: Day, cases: int, office: Office, settings: Settings) -> None:
    """What waits for an order of the office goes into one for each service, as far as the day has room for it."""
    waiting = [
        one for one in order_queries.waiting_cases(office.id) if order_queries.waits_for(one) == "award"
    ]
    for service in sorted({one.service for one in waiting}):
        ids = _with_room(day, cases, [one.id for one in waiting if one.service == service])
        if not ids:
            continue
        try:
            _order(office, service, ids, settings)
            db.session.commit()
            day.moved.update(ids)
            day.done["order"] += 1
        except (Refusal, NotFound, LookupError) as why:
            db.session.rollback()
            day.waits[f"order: {why}"] += len(ids)


def _with_room(day: Day, cases: int, ids: Sequence[int]) -> list[int]:
    """Those that have moved today already, and others while fewer have moved than were asked for."""
    moved = [one for one in ids if one in day.moved]
    return moved + [one for one in ids if one not in day.moved][: max(0, cases - len(day.moved))]


def _order(office: Office, service: str, ids: Sequence[int], settings: Settings) -> None:
    official, head = _somebody(office, Role.RESPONSIBLE_OFFICIAL), _somebody(office, Role.HEAD)
    with acting(official):
        order = ordering.begin("award", service, ids)
        order_route.send(order.id)
    for one in _route(office, head):
        with acting(one):
            if order.state == "approval":
                order_route.approve(order.id)
    with acting(official):
        sheet = order_signing.open_signing(order.id, head.grant_id or 0)
    sign_all(sheet.id, settings)


def _route(office: Office, head: Actor) -> Iterator[Actor]:
    if lawyer_approves(office.id):
        yield _somebody(office, Role.LAWYER)
    yield head


def _somebody(office: Office, role: Role) -> Actor:
    grant = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.office_id == office.id, RoleGrant.role == role)
        .order_by(RoleGrant.id)
    ).first()
    if grant is None:
        raise LookupError(f"the demo has no {role.value} at {office.code}")
    return Actor(grant.account_id, grant.role, office.id, grant.id, grant.account.name)


def told(day: Day, cases: int) -> str:
    """The evening's table."""
    lines = [f"{len(day.moved)} of {cases} cases moved; {day.came} applications came in today."]
    lines += [f"  {kind:<20} {number:>4}" for kind, number in day.done.most_common()]
    if day.waits:
        lines += ["What could not be done today:"]
        lines += [f"  {number:>4}  {why}" for why, number in day.waits.most_common()]
    return "\n".join(lines)
