"""The head decides: by the verb, by the page, and past the code by SQL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from accounts.refused_facts import RefusedFact
from applications.actions import course
from applications.models import Case, CaseNotice, Refused
from core.actor import acting
from core.clock import now
from core.database import db
from core.refusals import Refusal
from exam.actions import correcting
from exam.models import Result, Sitting
from exam.result_queries import current_result
from orders.actions import deciding
from orders.models import HeadDecision, OwnActExit, SignedExit, TextDemand
from regulations.catalogue import catalogue
from regulations.kinds import Basis, StepKind
from regulations.verbs import Outcome, Verb
from tests.exam.planners import NOTIFY_STEP
from tests.exam.test_what_the_database_holds import refused, refused_row, written
from tests.orders.hands import AWARD, REFUSAL, Decisive, at, decided_case, decisive

__all__ = ["at", "decisive"]


def decision_row(at: Decisive, number: int = 0, **changes: Any) -> HeadDecision:
    """A decision as it would be written past the code."""
    result = at.result(number)
    facts: dict[str, Any] = {
        "case_id": at.cases[number].id,
        "office_id": at.cases[number].office_id,
        "outcome": "award",
        "clause": "pt 5",
        "ground": "",
        "facts": "",
        "departs": False,
        "result_id": result.id,
        "verdict": result.verdict,
        "decided_by": at.head.account_id,
        "decided_as": "head",
        "acting_order": "",
        "decided_at": now(),
    }
    return HeadDecision(**(facts | changes))


def test_what_the_database_knows_of_each_text_is_what_the_text_says(decisive: Decisive) -> None:
    held = {
        (row.edition_id, row.procedure): (row.test, row.interview, row.evaluation, row.decision, row.by_order)
        for row in db.session.scalars(select(TextDemand))
    }
    said = {}
    for edition in catalogue().editions.values():
        for procedure in edition.procedures:
            steps = edition.steps_of(procedure.id)
            kinds = {step.kind for step in steps}
            interview = next((step for step in steps if step.kind is StepKind.INTERVIEW), None)
            heard = "none" if interview is None else "positive" if interview.gate else "heard"
            said[(edition.id, procedure.id)] = (
                StepKind.TEST in kinds,
                heard,
                StepKind.EVALUATION in kinds,
                StepKind.DECISION in kinds,
                StepKind.ORDER in kinds,
            )
    assert held == said
    signed = {
        (edition.id, way_out.id)
        for edition in catalogue().editions.values()
        for way_out in edition.exits
        if way_out.basis in (Basis.HEAD_SIGNATURE, Basis.ORDER)
    }
    assert {(row.edition_id, row.exit) for row in db.session.scalars(select(SignedExit))} == signed
    own = {
        (edition.id, way_out.id)
        for edition in catalogue().editions.values()
        for way_out in edition.exits
        if way_out.basis is Basis.ACT_OF_ACTOR
    }
    assert {(row.edition_id, row.exit) for row in db.session.scalars(select(OwnActExit))} == own


def test_a_positive_test_is_awarded_and_the_case_waits_for_the_order(decisive: Decisive) -> None:
    made = decided_case(decisive)
    assert (made.outcome, made.verdict, made.departs) == ("award", "positive", False)
    assert db.session.get_one(Case, made.case_id).place == "s07"


def test_after_a_failed_test_the_head_can_only_refuse(decisive: Decisive) -> None:
    with acting(decisive.head), pytest.raises(Refusal):
        deciding.decide(decisive.cases[1].id, AWARD)
    db.session.rollback()
    made = decided_case(decisive, 1)
    assert (made.outcome, made.exit, made.verdict) == ("refuse", "x-test", "negative")


def test_refusing_a_positive_test_needs_ground_and_clause_of_the_departure(decisive: Decisive) -> None:
    with acting(decisive.head):
        for stated in (None, deciding.Departure("", "pt 6"), deciding.Departure("құжат жалған", " ")):
            bare = deciding.Ruling(
                Outcome.REFUSE, REFUSAL.ground, REFUSAL.clause, REFUSAL.facts, departure=stated
            )
            with pytest.raises(RefusedFact):
                deciding.decide(decisive.cases[0].id, bare)
    db.session.rollback()
    departing = deciding.Ruling(
        Outcome.REFUSE,
        REFUSAL.ground,
        REFUSAL.clause,
        REFUSAL.facts,
        departure=deciding.Departure("құжат жалған", "pt 6"),
    )
    made = decided_case(decisive, 0, departing)
    assert (made.departs, made.exit, made.departure_clause) == (True, "x-decision", "pt 6")


def test_a_refusal_without_ground_or_facts_is_not_taken(decisive: Decisive) -> None:
    with acting(decisive.head):
        for bare in (
            deciding.Ruling(Outcome.REFUSE, clause="pt 1", facts="-"),
            deciding.Ruling(Outcome.REFUSE, ground="-", clause="pt 1"),
        ):
            with pytest.raises(RefusedFact):
                deciding.decide(decisive.cases[1].id, bare)


def test_nobody_but_the_head_decides_and_nobody_twice(decisive: Decisive) -> None:
    with acting(decisive.official), pytest.raises(Refusal):
        deciding.decide(decisive.cases[0].id, AWARD)
    db.session.rollback()
    decided_case(decisive)
    with acting(decisive.head), pytest.raises(Refusal):
        deciding.decide(decisive.cases[0].id, AWARD)


def test_a_result_that_was_taken_back_carries_no_award_and_ends_the_one_before(decisive: Decisive) -> None:
    case, earlier = decisive.cases[0], decided_case(decisive)
    back = course.With(act_recorded=True, reopen_at="s06")
    with acting(decisive.official):
        correcting.take_back(case.id, "басқа адам тапсырды")
        course.perform(course.locked(case.id), Verb.REOPEN, brings=back)
        db.session.commit()
    with acting(decisive.head):
        with pytest.raises(Refusal):
            deciding.decide(case.id, AWARD)
        db.session.rollback()
        deciding.decide(
            case.id, replace(REFUSAL, departure=deciding.Departure("Нәтиже қайтарылды", "11-тармақ"))
        )
    assert earlier.annulled_by_act == "басқа адам тапсырды"


def test_the_database_awards_nothing_without_the_current_positive_result(decisive: Decisive) -> None:
    other = decisive.result(1)
    refused_row(decision_row(decisive, 1))
    refused_row(decision_row(decisive, 1, verdict="positive"))
    refused_row(decision_row(decisive, 0, result_id=None, verdict=None))
    refused_row(decision_row(decisive, 0, result_id=other.id, verdict="negative"))
    refused_row(decision_row(decisive, 0, case_id=decisive.cases[1].id))
    before = db.session.begin_nested()
    old = decisive.result(0)
    with acting(decisive.official):
        correcting.take_back(decisive.cases[0].id, "басқа адам тапсырды")
    refused_row(decision_row(decisive, 0, result_id=old.id, verdict="positive"))
    before.rollback()
    db.session.expire_all()
    written(decision_row(decisive, 0))
    refused_row(decision_row(decisive, 0))


def test_the_database_takes_no_unmotivated_refusal_and_no_silent_departure(decisive: Decisive) -> None:
    refusing = {"outcome": "refuse", "exit": "x-decision", "ground": "-", "facts": "-"}
    refused_row(decision_row(decisive, 0, **refusing))
    refused_row(decision_row(decisive, 1, **(refusing | {"ground": ""})))
    refused_row(decision_row(decisive, 1, **(refusing | {"facts": ""})))
    refused_row(decision_row(decisive, 1, **(refusing | {"exit": None})))
    refused_row(decision_row(decisive, 0, **refusing, departs=True))
    refused_row(decision_row(decisive, 0, **refusing, departs=True, departure_ground="-"))
    written(decision_row(decisive, 0, **refusing, departs=True, departure_ground="-", departure_clause="-"))


def test_a_decision_is_never_changed_or_deleted(decisive: Decisive) -> None:
    written(decision_row(decisive, 0))
    refused(update(HeadDecision).values(clause="pt 9"))
    refused(update(HeadDecision).values(result_id=None, verdict=None))
    refused(text("DELETE FROM head_decision"))
    refused(text("DELETE FROM text_demand"))
    refused(update(TextDemand).values(test=False))
    db.session.execute(update(HeadDecision).values(annulled_at=now(), annulled_by_act="1-НҚ"))
    refused(update(HeadDecision).values(annulled_at=None, annulled_by_act=None))


def test_the_head_decides_over_the_page(decisive: Decisive) -> None:
    desk, case = decisive.page(decisive.head), decisive.cases[0]
    public_id, address = case.public_id, f"/cases/{case.public_id}/decide"
    page = desk.page(address)
    assert address in desk.page(f"/cases/{public_id}")
    assert f"/cases/{public_id}/results" in page
    kept = desk.post(address, page, outcome="refuse")
    assert kept.status_code == 422
    contradictory = desk.post(address, page, outcome="award", facts="Құжаттары толық емес")
    assert contradictory.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(HeadDecision)) == 0
    done = desk.post(address, page, outcome="award")
    assert done.status_code == 200, done.text[:2000]
    assert db.session.scalars(select(HeadDecision)).one().outcome == "award"
    assert desk.get(address).status_code == 409
    assert decisive.page(decisive.official).get(address).status_code == 403


def test_an_annulled_sitting_takes_its_results_along_whatever_was_decided_on_them(decisive: Decisive) -> None:
    """Leaked questions: one case is awarded, one refused, one was absent; each of them comes to another sitting."""
    sitting_id, hall = decisive.closed.sitting_id, decisive.closed.hall
    ids, places = [one.id for one in hall.cases], [one.id for one in hall.places]
    numbers = [one.number for one in hall.cases]
    first = hall.attempts[0].id
    with acting(decisive.head):
        deciding.decide(ids[0], AWARD)
        deciding.decide(ids[1], REFUSAL)
        db.session.commit()
    official, head = decisive.page(decisive.official), decisive.page(decisive.head)
    address = f"/sittings/{sitting_id}/annulment"
    assert "/annul" not in official.page(f"/sittings/{sitting_id}")
    barred = official.get(f"/sittings/{sitting_id}/annul")
    assert (barred.status_code, "только руководитель" in barred.text) == (403, True)
    assert official.get(address).status_code == 403
    refused(
        update(Sitting).values(annulled_by=decisive.head.account_id, annulled_at=now(), annulled_reason="x")
    )
    assert address in head.page(f"/sittings/{sitting_id}")
    page = head.page(address)
    assert all(one in page for one in numbers), "whoever annuls sees whom it concerns"
    assert "Отозвано результатов: 2" in head.post(address, page, reason="Вопросы утекли").text
    db.session.rollback()
    assert [getattr(current_result(one), "verdict", None) for one in ids] == ["void", "void", None]
    told = db.session.scalars(select(CaseNotice.case_id).where(CaseNotice.body.contains("Вопросы утекли")))
    assert set(told) == set(ids), "everybody is told"
    with pytest.raises(DBAPIError), db.session.begin_nested():
        counted_again(ids[0], first)
    results = f"/sittings/{sitting_id}/results"
    assert results in official.page("/desk")
    shown = official.page(results)
    for place in places:
        hear = f"/sittings/{sitting_id}/places/{place}/decide"
        assert hear in shown
        said = {
            "outcome": "annulled",
            "decision": "seat_again",
            "heard": "Позвонили",
            "reason": "Новый сеанс",
        }
        assert "Решение внесено" in official.post(hear, official.page(hear), **said).text
    db.session.rollback()
    assert [db.session.get_one(Case, one).place for one in ids] == [NOTIFY_STEP] * 3
    assert results not in official.page("/desk")
    assert db.session.scalars(select(Refused).where(Refused.annulled_at.is_(None))).all() == []
    waiting = official.page("/sittings/waiting")
    assert all(one in waiting for one in numbers), "each of them gets a place in another sitting"


def counted_again(case_id: int, attempt_id: int) -> None:
    """A positive result of the annulled sitting, past the code."""
    void = current_result(case_id)
    assert void is not None
    written(
        Result(
            case_id=case_id,
            attempt_id=attempt_id,
            replaces_id=void.id,
            reason="x",
            verdict="positive",
            score="{}",
            transcript="{}",
            transcript_digest="0" * 64,
            key_salt=b"1",
            entered_as="system",
            entered_at=now(),
        )
    )
