"""What an answer is worth: a table of cases for every kind of question and every rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from exam.scoring import NeverScoredHere, credit
from question_banks.answers import Judged, read_answer
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Prompt,
    ShortText,
    SingleChoice,
    Unit,
)
from question_banks.content import Question
from tests.question_banks import makers

THIRD, HALF = Fraction(1, 3), Fraction(1, 2)


def worth(question: Question, value: Any) -> Fraction:
    return credit(question, read_answer(question.body, value))


def with_body(question: Question, **changes: Any) -> Question:
    return replace(question, body=replace(question.body, **changes))


def bare(body: Body) -> Question:
    return makers.question(body, {"stem": makers.both("Вопрос", "Сұрақ")})


@pytest.mark.parametrize("question", makers.every_kind()[:-1], ids=lambda one: one.body.kind)
def test_no_answer_earns_nothing(question: Question) -> None:
    assert worth(question, None) == 0


@pytest.mark.parametrize(("value", "earned"), [("b", 1), ("a", 0)])
def test_a_single_choice_is_right_or_wrong(value: str, earned: int) -> None:
    assert worth(makers.single(), value) == earned


@pytest.mark.parametrize(("value", "earned"), [("a", 1), ("b", HALF), ("c", 0), ("d", 0)])
def test_an_option_with_a_credit_of_its_own_earns_it_but_never_less_than_nothing(
    value: str, earned: Fraction
) -> None:
    options = (
        Option(id="a", correct=True, credit=Fraction(1)),
        Option(id="b", credit=HALF),
        Option(id="c", credit=Fraction(0)),
        Option(id="d", credit=-HALF),
    )
    assert worth(bare(SingleChoice(options=options)), value) == earned


KEY_OF_THREE = (
    Option(id="a", correct=True),
    Option(id="b", correct=True),
    Option(id="c", correct=True),
    Option(id="d"),
    Option(id="e"),
)


@pytest.mark.parametrize(
    ("chosen", "nothing_or_all", "free", "dear"),
    [
        ("abc", 1, 1, 1),
        ("ab", 0, 2 * THIRD, 2 * THIRD),
        ("a", 0, THIRD, THIRD),
        ("abcd", 0, 1, Fraction(3, 4)),
        ("abcde", 0, 1, HALF),
        ("abd", 0, 2 * THIRD, 2 * THIRD - Fraction(1, 4)),
        ("ade", 0, THIRD, 0),
        ("d", 0, 0, 0),
        ("de", 0, 0, 0),
    ],
)
def test_several_options_are_paid_as_their_rule_says(
    chosen: str, nothing_or_all: int, free: Fraction, dear: Fraction
) -> None:
    body = MultipleChoice(options=KEY_OF_THREE, rule="all_or_nothing")
    assert worth(bare(body), list(chosen)) == nothing_or_all
    assert worth(bare(replace(body, rule="per_option")), list(chosen)) == free
    assert worth(bare(replace(body, rule="per_option", penalty=Fraction(1, 4))), list(chosen)) == dear


@pytest.mark.parametrize(
    ("chosen", "earned"),
    [
        ("a", Fraction(7, 10)),
        ("ab", 1),
        ("b", HALF),
        ("ac", Fraction(1, 5)),
        ("c", 0),
        ("abc", Fraction(7, 10)),
    ],
)
def test_under_the_rule_of_fractions_credits_add_up_between_nothing_and_all(
    chosen: str, earned: Fraction
) -> None:
    options = (
        Option(id="a", correct=True, credit=Fraction(7, 10)),
        Option(id="b", correct=True, credit=HALF),
        Option(id="c", credit=-HALF),
    )
    assert worth(bare(MultipleChoice(options=options, rule="fraction")), list(chosen)) == earned


@pytest.mark.parametrize(("key", "value", "earned"), [(True, True, 1), (True, False, 0), (False, False, 1)])
def test_true_or_false_is_right_or_wrong(key: bool, value: bool, earned: int) -> None:
    assert worth(with_body(makers.true_false(), answer=key), value) == earned


def test_a_question_without_a_key_gives_nobody_a_point() -> None:
    assert worth(with_body(makers.true_false(), answer=None), True) == 0
    unmatched = Matching(prompts=(Prompt(id="p1", match=None),), choices=("c1",))
    assert worth(bare(unmatched), {"p1": "c1"}) == 0
    no_right = MultipleChoice(options=(Option(id="a"), Option(id="b")), rule="per_option")
    assert worth(bare(no_right), ["a"]) == 0


@pytest.mark.parametrize(
    ("value", "each", "whole"),
    [
        ({"p1": "c1", "p2": "c2", "p3": "c1"}, 1, 1),
        ({"p1": "c1", "p2": "c2"}, 2 * THIRD, 0),
        ({"p1": "c1", "p2": "c3", "p3": "c3"}, THIRD, 0),
        ({"p1": "c2", "p2": "c1", "p3": "c3"}, 0, 0),
    ],
)
def test_pairs_count_each_or_all_together(value: dict[str, str], each: Fraction, whole: int) -> None:
    assert worth(makers.matching(), value) == each
    assert worth(with_body(makers.matching(), rule="all_or_nothing"), value) == whole


@pytest.mark.parametrize(
    ("value", "whole", "position", "neighbour"),
    [
        ("abcd", 1, 1, 1),
        ("abdc", 0, HALF, THIRD),
        ("bcda", 0, 0, 2 * THIRD),
        ("dcba", 0, 0, 0),
        ("cdab", 0, 0, 2 * THIRD),
    ],
)
def test_an_order_is_paid_as_its_rule_says(
    value: str, whole: int, position: Fraction, neighbour: Fraction
) -> None:
    body = Ordering(items=tuple("abcd"))
    assert worth(bare(body), list(value)) == whole
    assert worth(bare(replace(body, rule="per_position")), list(value)) == position
    assert worth(bare(replace(body, rule="per_neighbour")), list(value)) == neighbour


@pytest.mark.parametrize(
    ("typed", "earned"),
    [
        ("36,6", 1),
        ("36.8", 1),
        ("36.4", 1),
        ("36.81", HALF),
        ("37.6", HALF),
        ("37.61", 0),
        ("тридцать шесть", 0),
        ("3,66·10^1", 1),
    ],
)
def test_a_number_counts_within_its_tolerance_both_ends_included(typed: str, earned: Fraction) -> None:
    assert worth(makers.numeric(), {"number": typed}) == earned


@pytest.mark.parametrize(
    ("value", "earned"),
    [
        ({"number": "0,5", "unit": "g"}, 1),
        ({"number": "500", "unit": "mg"}, 1),
        ({"number": "500", "unit": "g"}, 0),
        ({"number": "0,5"}, 0),
        ({"unit": "g"}, 0),
    ],
)
def test_where_a_unit_is_asked_for_the_number_is_compared_in_it(value: dict[str, str], earned: int) -> None:
    body = Numeric(
        accepted=(AcceptedNumber(id="n", value=Decimal("0.5")),),
        units=(Unit(id="g"), Unit(id="mg", factor=Decimal("0.001"))),
        unit_asked=True,
    )
    assert worth(bare(body), value) == earned


def test_a_unit_that_is_only_shown_is_the_one_meant() -> None:
    body = Numeric(
        accepted=(AcceptedNumber(id="n", value=Decimal("0.5")),),
        units=(Unit(id="mg", factor=Decimal("0.001")),),
    )
    assert worth(bare(body), {"number": "500"}) == 1


def test_no_digit_is_rounded_away() -> None:
    accepted = AcceptedNumber(id="n", value=Decimal("0." + "3" * 40), tolerance=Decimal("1e-40"))
    assert worth(bare(Numeric(accepted=(accepted,))), {"number": "0." + "3" * 39 + "4"}) == 1
    assert worth(bare(Numeric(accepted=(accepted,))), {"number": "0." + "3" * 39 + "5"}) == 0


@pytest.mark.parametrize(
    ("typed", "earned"),
    [
        ("сердце", 1),
        ("  СЕРДЦЕ ", 1),
        ("cepдце", 1),
        ("Жүрек", 1),
        ("журек", 0),
        ("бұлшық ет", HALF),
        ("мозг", 0),
    ],
)
def test_short_words_are_folded_but_kazakh_letters_differ(typed: str, earned: Fraction) -> None:
    assert worth(makers.short_text(), typed) == earned


def test_where_case_matters_it_does() -> None:
    body = ShortText(accepted=(Accepted(id="a"),), case_matters=True)
    question = makers.question(body, {"accepted:a": {"ru": "Na"}})
    assert worth(question, "Na") == 1
    assert worth(question, "NA") == 0


def test_an_asterisk_stands_for_anything_where_the_author_said_so() -> None:
    body = ShortText(accepted=(Accepted(id="a", wildcard=True), Accepted(id="b")))
    question = makers.question(body, {"accepted:a": {"ru": "сердц*"}, "accepted:b": {"ru": "а*б"}})
    assert worth(question, "сердцевина") == 1
    assert worth(question, "ахб") == 0


@pytest.mark.parametrize(
    ("value", "each", "whole"),
    [
        ({"g1": "g1a", "g2": "жүрек", "g3": "4,0"}, 1, 1),
        ({"g1": "g1a", "g3": "4"}, 2 * THIRD, 0),
        ({"g1": "g1b", "g2": "печень", "g3": "5"}, 0, 0),
        ({"g2": "сердце"}, THIRD, 0),
    ],
)
def test_gaps_count_each_or_all_together(value: dict[str, str], each: Fraction, whole: int) -> None:
    assert worth(makers.gaps(), value) == each
    assert worth(with_body(makers.gaps(), rule="all_or_nothing"), value) == whole


def test_a_heavier_gap_counts_more() -> None:
    body: Any = makers.gaps().body
    heavy = with_body(makers.gaps(), gaps=(replace(body.gaps[0], weight=2), *body.gaps[1:]))
    assert worth(heavy, {"g1": "g1a"}) == HALF


def test_an_answer_of_another_kind_is_never_scored() -> None:
    with pytest.raises(NeverScoredHere):
        credit(makers.single(), Judged(True))
    with pytest.raises(NeverScoredHere):
        credit(makers.oral(), Judged(True))
