"""Whoever suspends a question sees in which running tests it stands."""

from __future__ import annotations

from flask import Flask

from core.actor import SYSTEM, acting
from core.database import db
from core.holding import held
from core.languages import speaking
from exam.actions import ending
from exam.models import Attempt
from exam.paper_uses import uses_in_tests
from question_banks.models import QuestionEdition
from question_banks.uses import uses_of
from tests.exam import making


def test_a_running_test_tells_that_it_holds_a_question_until_it_is_over(app: Flask) -> None:
    with app.test_request_context(), speaking("en"):
        hall = making.running(candidates=2, questions=8)
        question = db.session.get_one(QuestionEdition, hall.editions[0]).question_id
        told = uses_in_tests(question)
        assert [use.open for use in told] == [True]
        assert "2 tests that are not over" in told[0].words
        assert told[0].words in {use.words for use in uses_of(question)}, (
            "the page of the question asks here too"
        )
        with acting(SYSTEM):
            for one in hall.attempts:
                ending.end(held(Attempt, one.id), "closed", hall.sitting)
        db.session.flush()
        assert uses_in_tests(question) == []


def test_a_question_of_no_paper_is_told_nowhere(app: Flask) -> None:
    with app.test_request_context():
        assert uses_in_tests(10**9) == []
