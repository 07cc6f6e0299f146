"""Blueprints: written by one, approved by another, resting on a decision; editions that never change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from accounts.models import Office
from accounts.refused_facts import RefusedFact, Stale
from core.clock import now
from core.database import db
from core.languages import speaking
from core.models import JournalEntry
from core.refusals import NotFound, Refusal
from question_banks.actions import blueprints as verbs
from question_banks.blueprint_form import unpack_blueprint
from question_banks.blueprint_reading import (
    current_edition,
    draft_of,
    edition_numbered,
    editions_of_plan,
    find_plan,
    plans,
    waiting_edition,
)
from question_banks.models import Bank, BlueprintEdition
from tests.question_banks.house_of_sets import (
    BASIS,
    House,
    approved_plan,
    build_house,
    open_plan,
    sent_edition,
    some_blueprint,
)


@pytest.fixture
def house(context: Flask) -> Iterator[House]:
    with speaking("en"):
        yield build_house(context)


def test_a_blueprint_goes_from_draft_to_approved_by_two_persons(house: House) -> None:
    plan = open_plan(house)
    edition = sent_edition(house, plan)
    assert draft_of(plan.id) is None
    assert waiting_edition(plan.id) is edition
    assert current_edition(plan.id) is None
    with house.by("head"):
        verbs.approve(edition)
    assert current_edition(plan.id) is edition
    assert unpack_blueprint(edition.content) == some_blueprint()
    assert (edition.decision_number, edition.decision_date) == (BASIS.number, BASIS.dated)
    tags = [entry.tag for entry in db.session.query(JournalEntry).filter_by(subject_kind="blueprint")]
    assert tags == [f"question_banks:blueprint:{verb}" for verb in ("open", "write", "send", "approve")]


def test_who_wrote_or_sent_a_blueprint_does_not_approve_it(house: House) -> None:
    edition = sent_edition(house, open_plan(house))
    with house.by("keeper"), pytest.raises(Refusal, match="another person"):
        verbs.approve(edition)
    assert edition.verdict is None


def test_an_edition_sent_back_becomes_the_draft_again(house: House) -> None:
    plan = open_plan(house)
    edition = sent_edition(house, plan)
    with house.by("reviewer"):
        with pytest.raises(RefusedFact):
            verbs.send_back(edition, "  ")
        verbs.send_back(edition, "Fewer hard questions")
    draft = draft_of(plan.id)
    assert draft is not None
    assert draft.content == edition.content
    with house.by("reviewer"), pytest.raises(Refusal, match="decided already"):
        verbs.approve(edition)


def test_a_newer_edition_takes_the_place_of_the_one_in_force(house: House) -> None:
    plan = approved_plan(house)
    second = sent_edition(house, plan, some_blueprint(minutes=50))
    with house.by("reviewer"):
        verbs.approve(second)
    assert [(one.number, one.is_current) for one in editions_of_plan(plan.id)] == [(2, True), (1, False)]
    assert edition_numbered(plan.id, 1).verdict == "approved"


def test_nothing_is_written_while_an_edition_waits(house: House) -> None:
    plan = open_plan(house)
    sent_edition(house, plan)
    with house.by("keeper"), pytest.raises(Refusal, match="waits for its decision"):
        verbs.save_draft(plan, some_blueprint())


def test_two_who_write_at_once_do_not_overwrite_each_other(house: House) -> None:
    plan = open_plan(house)
    with house.by("keeper"):
        verbs.save_draft(plan, some_blueprint(minutes=41))
        seen = 1
        verbs.save_draft(plan, some_blueprint(minutes=42), seen)
        with pytest.raises(Stale):
            verbs.save_draft(plan, some_blueprint(minutes=43), seen)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sections": ()}, "no section"),
        ({"minutes": None}, "time for the test"),
        ({"pass_share": None}, "pass rule"),
        ({"languages": ("kk", "ru", "en")}, "no title in English"),
        ({"sections": (replace(some_blueprint().sections[1], cells=()),)}, "asks for no question"),
    ],
)
def test_what_is_not_complete_is_not_sent(house: House, changes: dict[str, object], words: str) -> None:
    plan = open_plan(house)
    with pytest.raises(verbs.NotReady, match=words):
        sent_edition(house, plan, some_blueprint(**changes))


def test_a_blueprint_rests_on_a_decision_that_has_been_taken(house: House) -> None:
    plan = open_plan(house)
    with house.by("keeper"):
        verbs.save_draft(plan, some_blueprint())
        with pytest.raises(RefusedFact, match="number"):
            verbs.send_for_approval(plan, verbs.Basis(" ", BASIS.dated))
        with pytest.raises(RefusedFact, match="future"):
            verbs.send_for_approval(plan, verbs.Basis("1", date(2999, 1, 1)))


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ""},
        {"code": "test-forensic"},
        {"names": ("", "Тест", "Test")},
        {"purpose": "x"},
        {"service": "x"},
        {"specialty_id": 99},
    ],
)
def test_a_blueprint_is_opened_for_something_that_exists(house: House, changes: dict[str, object]) -> None:
    open_plan(house)
    facts = verbs.PlanFacts(
        code="other", names=("Т", "Т", "T"), purpose="test", service="forensic-expert-qualification"
    )
    office, bank = db.session.get_one(Office, house.office), db.session.get_one(Bank, house.bank)
    with house.by("keeper"), pytest.raises(RefusedFact):
        verbs.open_blueprint(office, replace(facts, **changes), [bank])  # type: ignore[arg-type]  # as the cases say


def test_a_foreign_office_finds_no_blueprint(house: House) -> None:
    plan = open_plan(house)
    stranger = replace(house.actor("head"), office_id=house.office + 1)
    assert plans(house.actor("reviewer")) == [plan]
    assert plans(stranger) == []
    with pytest.raises(NotFound):
        find_plan(plan.code, stranger)


ATTACKS = {
    "approved by its writer": "UPDATE blueprint_edition SET verdict = 'approved', decided_by = written_by,"
    " decided_at = sent_at",
    "in force without approval": "UPDATE blueprint_edition SET is_current = TRUE",
    "other numbers": "UPDATE blueprint_edition SET content = '{}'",
    "another decision": "UPDATE blueprint_edition SET decision_number = '46-НҚ'",
    "decided by nobody": "UPDATE blueprint_edition SET verdict = 'approved', decided_at = sent_at",
    "gone": "DELETE FROM blueprint_edition",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_to_change_a_sent_blueprint_past_its_verbs(house: House, name: str) -> None:
    sent_edition(house, open_plan(house))
    with pytest.raises(DBAPIError):
        db.session.execute(text(ATTACKS[name]))


def test_a_decision_on_a_blueprint_is_not_taken_back(house: House) -> None:
    plan = approved_plan(house)
    for change in ("verdict = 'sent_back', is_current = FALSE", "decided_by = written_by", "remark = 'x'"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(f"UPDATE blueprint_edition SET {change}"))
        db.session.rollback()
    edition = BlueprintEdition(
        blueprint_id=plan.id, number=2, content="{}", digest="0" * 64, decision_number="",
        decision_date=BASIS.dated, written_by=house.people["keeper"], sent_by=house.people["keeper"],
        sent_at=now(),
    )  # fmt: skip
    db.session.add(edition)
    with pytest.raises(DBAPIError):
        db.session.flush()
