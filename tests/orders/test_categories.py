"""A certificate with category is of a case that applied for one, and no other paper is: by verb and past the code."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from applications.models import Case
from commissions import protocol_queries
from core.actor import acting
from core.database import db
from core.refusals import Refusal
from orders.actions import deciding, ordering
from tests.applications import making as applying
from tests.commissions.hearing import Hearing, hearing
from tests.commissions.live_hands import hold_meeting
from tests.commissions.protocol_hands import signed_protocol
from tests.exam import making
from tests.exam.test_what_the_database_holds import refused
from tests.orders.hands import AWARD, Decisive, at, decided_case, decisive
from tests.orders.order_rows import kept, line_row, order_row
from tests.orders.test_papers_on_orders import paper_row

__all__ = ["at", "decisive", "hearing"]
WITH, WITHOUT = "specialist-certificate-with-category", "specialist-certificate"
SENTENCE = "a certificate with category is of a case with one"


@pytest.fixture
def none_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "CATEGORIES", {})


@pytest.fixture
def highest_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "CATEGORIES", {WITHOUT: "highest"})


def held_against(row: object) -> None:
    with pytest.raises(DBAPIError, match=SENTENCE), db.session.begin_nested():
        kept(row)


def test_none_is_awarded_or_drawn_where_none_was_applied_for(none_claimed: None, hearing: Hearing) -> None:
    case = hearing.cases[0].id
    hold_meeting(hearing.meeting, {case: "positive"})
    (item,) = protocol_queries.items_of(signed_protocol(hearing.meeting).id)
    office, official = hearing.closed.hall.office, hearing.official.account_id or 0
    with acting(applying.staff(Role.HEAD, office)):
        decision = deciding.decide(case, AWARD)
    db.session.commit()
    with acting(hearing.official), pytest.raises(Refusal):
        ordering.begin("award", WITH, [case])
    db.session.rollback()
    order = kept(order_row(office.id, official, service=WITH))
    held_against(line_row(order, decision, item_id=item.id, item_decision="positive"))
    held_against(paper_row(case, office.id, official, kind=WITH, line_id=1, line_outcome="award"))
    refused(update(Case).where(Case.id == case).values(category="first"))


def test_one_is_named_by_no_other_paper(highest_claimed: None, decisive: Decisive) -> None:
    decision, official = decided_case(decisive), decisive.official.account_id or 0
    office = decisive.closed.hall.office
    with acting(decisive.official), pytest.raises(Refusal):
        ordering.begin("award", WITHOUT, [decision.case_id])
    db.session.rollback()
    order = kept(order_row(office.id, official))
    held_against(line_row(order, decision))
    held_against(paper_row(decision.case_id, office.id, official, line_id=1, line_outcome="award"))
