"""Tested cases that wait for the head, decided and put into orders, as real rows: for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from accounts.roles import Role
from applications.models import Case
from core.actor import Actor, acting
from core.database import db
from exam.actions import judging
from exam.models import Result
from exam.result_queries import current_result
from orders.actions import deciding
from orders.models import HeadDecision
from regulations.catalogue import catalogue
from regulations.verbs import Outcome
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import AtDesk
from tests.exam.test_results import Closed, at

__all__ = ["at"]


@dataclass
class Decisive:
    """Specialist certificates without category: the first case is positive, the second negative, both with the head."""

    app: Flask
    closed: Closed
    cases: list[Case]
    head: Actor

    @property
    def official(self) -> Actor:
        return self.closed.hall.official

    def result(self, number: int = 0) -> Result:
        found = current_result(self.cases[number].id)
        assert found is not None
        return found

    def page(self, actor: Actor) -> AtDesk:
        db.session.rollback()
        return AtDesk(self.app, actor.account_id)


@pytest.fixture
def decisive(at: Closed) -> Decisive:
    office = at.hall.office
    applying.decide_all(office, catalogue().newest(making.SERVICE))
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        for place in at.hall.places[:2]:
            judging.enter(place.id)
    head = applying.staff(Role.HEAD, office)
    db.session.commit()
    cases = [db.session.get_one(Case, case.id) for case in at.hall.cases]
    return Decisive(at.app, at, cases, head)


REFUSAL = deciding.Ruling(
    Outcome.REFUSE, ground="Тест нәтижесі теріс", clause="10-тармақ 1)", facts="Тест тапсырылмады"
)
AWARD = deciding.Ruling(Outcome.AWARD)


def decided_case(at: Decisive, number: int = 0, ruling: deciding.Ruling | None = None) -> HeadDecision:
    """What the head decided on a case; without a ruling, as the test came out."""
    as_found = AWARD if at.result(number).verdict == "positive" else REFUSAL
    with acting(at.head):
        made = deciding.decide(at.cases[number].id, ruling or as_found)
        db.session.commit()
    return made
