"""An organisation's case that waits for the order on its evaluation, and everybody whom the evaluation needs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from accounts.models import Office
from accounts.queries import today
from accounts.roles import Role
from accounts.spreadsheets import SheetRow, read_rows
from applications.actions import chancery, course
from applications.models import Case
from commissions.actions import evaluating, marking, reporting, standards
from commissions.actions.evaluating import Day, Expert, Ordered
from commissions.models import Evaluation, EvaluationReport, StandardSet
from commissions.standards import Mark
from core.actor import Actor, acting
from core.database import db
from regulations.verbs import Outcome, Verb
from tests.applications import making
from tests.commissions.hearing import decide_on_commissions, order_file
from tests.exam.planners import AtDesk

SERVICE = "organisation-accreditation"
STANDARDS = (("1.1", "Стратегия", 5), ("1.2", "Қауіпсіздік", 3), ("2.1", "Зертхана", 2))


@dataclass
class Accreditation:
    """The Committee's side of the accreditation of one organisation; the order has not been signed yet."""

    app: Flask
    service: making.Service
    case: Case
    head: Actor
    official: Actor
    leader: Actor
    expert: Actor
    stranger: Actor
    standards: StandardSet
    opened: list[Evaluation] = field(default_factory=list)

    @property
    def committee(self) -> Office:
        assert self.service.committee is not None
        return self.service.committee

    @property
    def evaluation(self) -> Evaluation:
        return self.opened[-1]

    def ordered(self, **changes: Any) -> Ordered:
        facts: dict[str, Any] = {
            "order_number": "77-НҚ",
            "order_date": today(),
            "order_file_id": order_file().id,
            "group": (Expert(self.leader.account_id or 0, "chair"), Expert(self.expert.account_id or 0)),
            "from_day": today(),
            "until_day": today() + timedelta(days=10),
        }
        return Ordered(**(facts | changes))

    def open(self, **changes: Any) -> Evaluation:
        """As the signing of the order will do it."""
        with acting(self.head):
            self.opened.append(evaluating.open_evaluation(self.case.id, self.ordered(**changes)))
        db.session.flush()
        return self.evaluation

    def plan(self) -> None:
        """The official chooses the standards and a day; both experts declare that nothing stands against them."""
        with acting(self.official):
            evaluating.choose_standards(self.evaluation.id, self.standards.id)
            evaluating.plan_visit(self.evaluation.id, Day(today(), "Көкшетау, Абай көшесі 1", "Аралау"))
        for expert in (self.leader, self.expert):
            with acting(expert):
                marking.declare(self.evaluation.id, False)

    def mark_all(self) -> None:
        """The first standard met, the second partly, the third does not apply."""
        marks = (Mark.MET, Mark.PARTLY, Mark.NOT_APPLICABLE)
        with acting(self.expert):
            for standard, mark in zip(self.standards.standards, marks, strict=True):
                marking.mark(self.evaluation.id, marking.Found(standard.id, mark, "Қаралды", 0))

    def finish(self, verdict: Outcome = Outcome.POSITIVE) -> EvaluationReport:
        with acting(self.leader):
            return reporting.finish(
                self.evaluation.id, reporting.Concluded(verdict, "Ұйым дайын.", "Организация готова.")
            )

    def page(self, actor: Actor) -> AtDesk:
        db.session.rollback()
        return AtDesk(self.app, actor.account_id)


def sheet(rows: list[tuple[Any, ...]]) -> bytes:
    """A spreadsheet with the headings of the template and these rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append([str(column.heading) for column in standards.COLUMNS])
    for row in rows:
        page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read(rows: list[tuple[Any, ...]]) -> list[SheetRow]:
    return read_rows(sheet(rows), standards.COLUMNS)


def some_rows() -> list[tuple[Any, ...]]:
    return [
        (code, "Тарау", "Глава", f"{words} бар", f"{words} есть", weight) for code, words, weight in STANDARDS
    ]


def bring(name: str = "Аккредиттеу стандарттары") -> StandardSet:
    return standards.bring(
        standards.Brought(name, "Стандарты аккредитации", "№ 314 бұйрық", 50, order_file(), read(some_rows()))
    )


@pytest.fixture
def accreditation(app: Flask) -> Iterator[Accreditation]:
    """The documents were accepted and the file forwarded to the Committee."""
    with app.app_context():
        service = making.service(SERVICE)
        assert service.committee is not None
        case = making.apply(service, "main")
        chancery_and_check(service, case)
        committee = service.committee
        people = [
            making.staff(role, committee)
            for role in (Role.EXPERT_MEMBER, Role.EXPERT_MEMBER, Role.EXPERT_MEMBER)
        ]
        official = service.actor(Role.RESPONSIBLE_OFFICIAL, committee)
        head = service.actor(Role.HEAD, committee)
        decide_on_commissions(committee)
        with acting(official):
            brought = bring()
        db.session.commit()
        yield Accreditation(app, service, case, head, official, people[0], people[1], people[2], brought)


def chancery_and_check(service: making.Service, case: Case) -> None:
    """From the chancery to the head's table, where the draft of the order waits for the signature."""
    assert service.committee is not None
    provider, committee = service.provider, service.committee
    with acting(service.actor(Role.CHANCERY_CLERK, provider)):
        chancery.register(case.id, 3)
    official = service.actor(Role.RESPONSIBLE_OFFICIAL, provider)
    with acting(service.actor(Role.HEAD, provider)):
        chancery.assign(case.id, official.account_id or 0, "Қарау")
    with acting(official):
        course.perform(course.locked(case.id), Verb.CHECK_DOCUMENTS, Outcome.ACCEPT)
        chancery.forward(case.id)
    with acting(service.actor(Role.RESPONSIBLE_OFFICIAL, committee)):
        course.perform(course.locked(case.id), Verb.DRAFT_ORDER)
