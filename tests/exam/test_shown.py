"""Names of options as a candidate's page has them: places on the paper, from which no key can be read."""

from __future__ import annotations

from typing import Any

import pytest

from exam.shown import by_ids, by_places, places
from question_banks.answers import AnswerRefused
from question_banks.arrangement import arrange
from question_banks.content import Question
from tests.question_banks import makers

ANSWERS: list[tuple[Question, Any]] = [
    (makers.single(), "b"),
    (makers.multiple(), ["a", "c"]),
    (makers.true_false(), True),
    (makers.matching(), {"p1": "c2", "p3": "c1"}),
    (makers.ordering(), ["i3", "i1", "i2"]),
    (makers.numeric(), {"number": "36,6", "unit": "u1"}),
    (makers.numeric(), {"number": "36,6"}),
    (makers.short_text(), "жүрек"),
    (makers.gaps(), {"g1": "g1b", "g2": "жүрек", "g3": "4"}),
    (makers.gaps(), {"g1": "", "g3": "4"}),
]


@pytest.mark.parametrize(("question", "value"), ANSWERS)
@pytest.mark.parametrize("seed", [b"one", b"two", b"three"])
def test_an_answer_by_places_is_the_same_answer_by_ids(question: Question, value: Any, seed: bytes) -> None:
    order = arrange(question.body, seed=seed, question="7")
    assert by_ids(question.body, order, by_places(question.body, order, value)) == value
    assert by_ids(question.body, order, None) is None


@pytest.mark.parametrize("question", makers.every_kind()[:-1], ids=lambda one: one.body.kind)
def test_every_name_is_a_place_counted_from_one(question: Question) -> None:
    for held in places(question.body, arrange(question.body, seed=b"s", question="7")).values():
        assert list(held.values()) == [str(number) for number in range(1, len(held) + 1)]


def test_the_place_of_the_key_changes_with_the_paper() -> None:
    body = makers.single("a").body
    seen = {by_places(body, arrange(body, seed=bytes([number]), question="7"), "a") for number in range(40)}
    assert seen == {"1", "2", "3", "4"}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (makers.single(), "5"),
        (makers.single(), "b"),
        (makers.multiple(), ["1", "x"]),
        (makers.matching(), {"1": "9"}),
        (makers.gaps(), {"g1": "1"}),
        (makers.gaps(), {"1": "7"}),
        (makers.ordering(), ["i1", "i2", "i3"]),
    ],
)
def test_a_name_that_is_not_on_the_paper_is_refused(question: Question, value: Any) -> None:
    order = arrange(question.body, seed=b"s", question="7")
    with pytest.raises(AnswerRefused):
        by_ids(question.body, order, value)
