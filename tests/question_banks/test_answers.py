"""Answers in their form: read, kept and told again without a change; anything else is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_banks.answers import (
    AnswerRefused,
    Blank,
    Number,
    answer_value,
    is_complete,
    read_answer,
    read_number,
)
from question_banks.bodies import Body
from tests.question_banks import makers

BODIES: dict[str, Body] = {held.body.kind: held.body for held in makers.every_kind()}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", "b"),
        ("multiple", ["a", "c"]),
        ("true_false", False),
        ("matching", {"p1": "c1", "p2": "c2", "p3": "c3"}),
        ("ordering", ["i3", "i1", "i2"]),
        ("numeric", {"number": "36,6", "unit": "u1"}),
        ("short_text", "жүрек"),
        ("gaps", {"g1": "g1b", "g2": "жүрек", "g3": "4"}),
    ],
)
def test_a_whole_answer_is_read_and_told_again_as_it_was(kind: str, value: Any) -> None:
    answer = read_answer(BODIES[kind], value)
    assert answer_value(answer, BODIES[kind]) == value
    assert is_complete(answer, BODIES[kind])


@pytest.mark.parametrize(
    ("kind", "value"),
    [("matching", {"p2": "c2"}), ("gaps", {"g2": "жүрек"})],
)
def test_a_half_answer_is_kept_but_not_complete(kind: str, value: Any) -> None:
    answer = read_answer(BODIES[kind], value)
    assert answer_value(answer, BODIES[kind]) == value
    assert not is_complete(answer, BODIES[kind])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("multiple", []),
        ("matching", {}),
        ("short_text", "  "),
        ("numeric", {}),
        ("gaps", {"g1": ""}),
        ("single", None),
    ],
)
def test_nothing_is_an_answer_too(kind: str, value: Any) -> None:
    assert read_answer(BODIES[kind], value) == Blank()
    assert answer_value(Blank(), BODIES[kind]) is None


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("single", "z", "unknown_id"),
        ("single", ["b"], "wrong_form"),
        ("single", 1, "wrong_form"),
        ("multiple", ["a", "a"], "twice_the_same"),
        ("multiple", "a", "wrong_form"),
        ("true_false", "true", "wrong_form"),
        ("true_false", 1, "wrong_form"),
        ("matching", {"p1": "p2"}, "unknown_id"),
        ("matching", {"x": "c1"}, "unknown_id"),
        ("ordering", ["i1"], "wrong_form"),
        ("ordering", ["i1", "i1", "i2"], "twice_the_same"),
        ("numeric", "36,6", "wrong_form"),
        ("numeric", {"number": "1", "x": "y"}, "unknown_id"),
        ("numeric", {"number": "1", "unit": "u9"}, "unknown_id"),
        ("numeric", {"number": "1" * 61}, "too_long"),
        ("short_text", "x" * 1001, "too_long"),
        ("gaps", {"g9": "x"}, "unknown_id"),
        ("gaps", {"g1": "g2a"}, "unknown_id"),
        ("oral", "x", "never_answered_here"),
        ("oral", None, "never_answered_here"),
    ],
)
def test_what_is_no_answer_to_this_question_is_refused(kind: str, value: Any, code: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        read_answer(BODIES[kind], value)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3,5", "3.5"), ("3.5", "3.5"), (" −4 ", "-4"), ("1 200,5", "1200.5"), ("1\u00a0200", "1200"), ("+7", "7"),
        ("2·10^3", "2000"), ("2×10^-3", "0.002"), ("1e3", "1000"), (".5", "0.5"), ("007", "7"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed: str, value: str) -> None:
    assert read_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "много", "1,2,3", "1.234,5", "12 34", "--1", "1/2", "∞", "NaN", "0x10", "٣"]
)
def test_what_is_no_number_or_could_be_two_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_an_unreadable_number_is_an_answer_that_keeps_what_was_typed() -> None:
    answer = read_answer(BODIES["numeric"], {"number": "около 36"})
    assert answer == Number("около 36", None)
    assert answer_value(answer, BODIES["numeric"]) == {"number": "около 36"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["a", "p1", "c1", "g1", "i1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(sorted(BODIES)), JSON)
def test_any_value_is_either_refused_or_read_once_and_for_all(kind: str, value: Any) -> None:
    body = BODIES[kind]
    try:
        answer = read_answer(body, value)
    except AnswerRefused:
        return
    assert read_answer(body, answer_value(answer, body)) == answer
