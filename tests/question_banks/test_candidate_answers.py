"""What the plain form of a question sends comes back as an answer to that question."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from werkzeug.datastructures import MultiDict

from question_banks.answers import AnswerValue
from question_banks.arrangement import arrange
from question_banks.candidate_answers import fitting, typed_answer
from question_banks.candidate_form import CandidateBody, candidate_body
from question_banks.content import Question
from tests.question_banks import makers

KINDS: dict[str, Question] = {question.body.kind: question for question in makers.every_kind()}
# For each kind what a person chooses or types, and the answer by places.
SENT: dict[str, tuple[list[tuple[str, str]], AnswerValue]] = {
    "single": ([("q1", "3")], "3"),
    "multiple": ([("q1", "1"), ("q1", "4")], ["1", "4"]),
    "true_false": ([("q1", "false")], False),
    "matching": ([("q1.1", "2"), ("q1.2", ""), ("q1.3", "1")], {"1": "2", "3": "1"}),
    "ordering": ([("q1.1", "3"), ("q1.2", "1"), ("q1.3", "2")], ["2", "3", "1"]),
    "numeric": ([("q1.number", " 36,6 ")], {"number": "36,6"}),
    "short_text": ([("q1", " жүрек ")], "жүрек"),
    "gaps": ([("q1.1", "2"), ("q1.2", "жүрек"), ("q1.3", "4")], {"1": "2", "2": "жүрек", "3": "4"}),
}


def shown(kind: str) -> CandidateBody:
    question = KINDS[kind]
    arrangement = arrange(question.body, seed=b"paper 1", question="17")
    return candidate_body(question, arrangement, "kk", lambda digest: f"/image/{digest}")


@pytest.mark.parametrize("kind", SENT)
def test_what_was_sent_is_read_as_an_answer_by_places(kind: str) -> None:
    fields, answer = SENT[kind]
    assert typed_answer(shown(kind), "q1", MultiDict(fields)) == answer


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_no_answer(kind: str) -> None:
    assert typed_answer(shown(kind), "q1", MultiDict()) is None


def test_items_without_a_place_come_last_in_the_order_shown() -> None:
    fields = MultiDict([("q1.3", "1"), ("q1.1", "x")])
    assert typed_answer(shown("ordering"), "q1", fields) == ["3", "1", "2"]


@pytest.mark.parametrize("kind", SENT)
def test_the_page_shows_an_answer_as_it_was_given(app: Flask, kind: str) -> None:
    """The macro draws the answer; sending the form again without touching it gives the same answer."""
    body, (_fields, answer) = shown(kind), SENT[kind]
    with app.test_request_context():
        draw = get_template_attribute("macros/questions.html", "question")
        page = str(draw(body, 1, "q1", answer))
    assert typed_answer(body, "q1", MultiDict(sent_by(page))) == answer
    assert "q1-stem" in page


@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize("value", [[1, 2], "9999", 1.5, True, {"1": ["2"]}, {"number": 3}, [["1"]], None])
def test_a_kept_value_that_is_no_answer_is_shown_as_none(app: Flask, kind: str, value: Any) -> None:
    body, (_fields, answer) = shown(kind), SENT[kind]
    assert fitting(body, answer) == answer
    with app.test_request_context():
        draw = get_template_attribute("macros/questions.html", "question")
        assert "q1-stem" in str(draw(body, 1, "q1", fitting(body, value)))


def sent_by(page: str) -> list[tuple[str, str]]:
    """What a browser sends from these controls."""
    sent = []
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = 'type="text"' in tag or re.search(r"\schecked\b", tag)
        if name and value and ticked:
            sent.append((name[1], value[1]))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent.append((name, chosen[1] if chosen else ""))
    return sent
