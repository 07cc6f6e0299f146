"""Corrections of results: a new row that names the old one, by a recount under new rulings, or taken back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from applications.models import Case
from core.actor import acting
from core.database import db
from core.models import JournalEntry
from core.refusals import NotFound, Refusal
from exam.actions import correcting, judging
from exam.models import Result
from exam.result_queries import current_result
from tests.exam.test_results import Closed, at

__all__ = ["at"]


@pytest.fixture
def scored(at: Closed) -> Closed:
    """The first answered everything rightly and is positive, the second nothing and is negative."""
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        db.session.commit()
    return at


def credit_all(at: Closed) -> None:
    for edition_id in at.hall.editions[:6]:
        correcting.rule_on_question(at.sitting_id, edition_id, "credited", "екі жауап дұрыс", "7-НҚ")


def test_a_recount_under_a_ruling_makes_a_new_result_that_names_the_old_one(scored: Closed) -> None:
    case = scored.hall.cases[1]
    with acting(scored.hall.official):
        old = current_result(case.id)
        assert old is not None
        assert old.verdict == "negative"
        credit_all(scored)
        new = correcting.recount(case.id, "апелляция")
        db.session.commit()
    assert new is not None
    assert (new.replaces_id, new.verdict, new.reason) == (old.id, "positive", "апелляция")
    assert current_result(case.id) == new
    assert db.session.get_one(Result, old.id).verdict == "negative"
    assert new.transcript_digest != old.transcript_digest
    standings = {one["standing"] for one in json.loads(new.score or "{}")["questions"]}
    assert standings == {"credited", "blank"}


def test_a_recount_that_changes_nothing_leaves_the_result_as_it_is(scored: Closed) -> None:
    with acting(scored.hall.official):
        assert correcting.recount(scored.hall.cases[0].id, "тексеру") is None
        assert correcting.recount_sitting(scored.sitting_id, "тексеру") == []
    assert len(db.session.scalars(select(Result)).all()) == 2


def test_every_result_of_a_sitting_is_recounted_and_only_changes_are_written(scored: Closed) -> None:
    with acting(scored.hall.official):
        credit_all(scored)
        changed = correcting.recount_sitting(scored.sitting_id, "сұрақтар жарамсыз")
        db.session.commit()
    # Whoever had everything right has it still, only by another way: both transcripts say so.
    assert {one.case_id for one in changed} == {case.id for case in scored.hall.cases[:2]}
    tags = db.session.scalars(select(JournalEntry.tag).where(JournalEntry.tag == "exam:result:correct"))
    assert len(tags.all()) == 2


def test_a_correction_does_not_move_the_case(scored: Closed) -> None:
    case = scored.hall.cases[1]
    with acting(scored.hall.official):
        judging.enter(scored.hall.places[1].id)
        credit_all(scored)
        correcting.recount(case.id, "апелляция")
        db.session.commit()
    assert "x-test" in db.session.get_one(Case, case.id).place


def test_a_result_is_taken_back_and_a_case_has_none_until_it_is_scored_again(scored: Closed) -> None:
    case = scored.hall.cases[0]
    with acting(scored.hall.official):
        void = correcting.take_back(case.id, "басқа адам тапсырды")
        with pytest.raises(Refusal):
            correcting.take_back(case.id, "тағы")
        with pytest.raises(Refusal):
            correcting.recount(case.id, "тағы")
        with pytest.raises(Refusal):
            judging.enter(scored.hall.places[0].id)
        db.session.commit()
    assert current_result(case.id) == void
    assert (void.verdict, void.score) == ("void", None)


def test_a_correction_has_a_reason_and_a_ruling_is_made_once(scored: Closed) -> None:
    with acting(scored.hall.official):
        with pytest.raises(Refusal):
            correcting.take_back(scored.hall.cases[0].id, "  ")
        correcting.rule_on_question(scored.sitting_id, scored.hall.editions[0], "left_out", "қате", "7-НҚ")
        with pytest.raises(Refusal):
            correcting.rule_on_question(
                scored.sitting_id, scored.hall.editions[0], "credited", "қате", "8-НҚ"
            )
        with pytest.raises(NotFound):
            correcting.rule_on_question(scored.sitting_id, 999_999, "credited", "қате", "8-НҚ")
        with pytest.raises((Refusal, DBAPIError)):
            correcting.recount(scored.hall.cases[2].id, "келмеді")
