"""What a candidate's page is given: the words, and nothing from which a key could be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_banks.arrangement import Arrangement, arrange
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Oral,
    Ordering,
    Prompt,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
)
from question_banks.candidate_form import CandidateBody, candidate_body, candidate_vignette, ready
from question_banks.canonical import canonical_bytes
from question_banks.content import LanguageText, Question
from tests.question_banks import makers

KINDS: dict[str, Question] = {question.body.kind: question for question in makers.every_kind()}
# Words that stand only in what a candidate must not see.
SECRET = "ҚҰПИЯ"
SHOWN_PARTS = ("stem", "option:", "prompt:", "choice:", "item:", "unit:")


def address(digest: str) -> str:
    return f"/image/{digest[:8]}"


def form_of(question: Question, arrangement: Arrangement) -> CandidateBody:
    return candidate_body(question, arrangement, "kk", address)


def other_keys(body: Body) -> Iterator[Body]:
    """The same question with other right answers, credits, tolerances and rules."""
    match body:
        case SingleChoice() | MultipleChoice():
            yield from other_choices(body)
        case Matching():
            yield from other_pairs(body)
        case Gaps():
            yield replace(body, gaps=tuple(other_gap(gap) for gap in body.gaps), rule="all_or_nothing")
        case Ordering():
            yield from (replace(body, items=items) for items in permutations(body.items))
        case _:
            yield from other_answers(body)


def other_choices(body: SingleChoice | MultipleChoice) -> Iterator[Body]:
    for keys in product((True, False), repeat=len(body.options)):
        options = tuple(
            replace(one, correct=key, credit=Fraction(1, 3))
            for one, key in zip(body.options, keys, strict=True)
        )
        yield replace(body, options=options)
        if isinstance(body, MultipleChoice):
            yield replace(body, options=options, rule="all_or_nothing", penalty=Fraction(1, 7))


def other_pairs(body: Matching) -> Iterator[Body]:
    for matches in product((*body.choices, None), repeat=len(body.prompts)):
        prompts = tuple(
            Prompt(id=one.id, match=match) for one, match in zip(body.prompts, matches, strict=True)
        )
        yield replace(body, prompts=prompts, rule="all_or_nothing")


def other_answers(body: Body) -> Iterator[Body]:
    match body:
        case TrueFalse():
            yield from (replace(body, answer=answer) for answer in (True, False, None))
        case Numeric():
            number = AcceptedNumber(id="other", value=Decimal("12345.678"), tolerance=Decimal(9))
            yield replace(body, accepted=(number,))
        case ShortText():
            yield replace(body, accepted=(Accepted(id="other", wildcard=True),), case_matters=True)
        case Oral():
            yield replace(body, points=("t2",), rubric=())


def other_gap(gap: Gap) -> Gap:
    match gap:
        case ChoiceGap():
            return replace(gap, options=tuple(replace(one, correct=not one.correct) for one in gap.options))
        case TypedGap():
            return replace(gap, accepted=(Accepted(id=f"{gap.id}x"),), case_matters=True, weight=3)
        case _:
            return replace(gap, accepted=(AcceptedNumber(id=f"{gap.id}x", value=Decimal(98765)),))


@pytest.mark.parametrize("kind", KINDS)
def test_another_key_shows_the_same_form_to_the_byte(kind: str) -> None:
    question = KINDS[kind]
    arrangement = arrange(question.body, seed=b"paper 1", question="17")
    shown = canonical_bytes(form_of(question, arrangement))
    others = list(other_keys(question.body))
    assert any(canonical_bytes(body) != canonical_bytes(question.body) for body in others)
    for body in others:
        assert canonical_bytes(form_of(replace(question, body=body), arrangement)) == shown


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_a_part_that_explains_or_decides_is_shown(kind: str) -> None:
    question = KINDS[kind]
    texts = {}
    for language, text in question.texts.items():
        hidden = {part: SECRET for part in text.parts if not part.startswith(SHOWN_PARTS)}
        more = dict.fromkeys(
            ("feedback", "feedback:a", "explanation", "hint", "accepted:a1", "point:t9"), SECRET
        )
        texts[language] = LanguageText(parts={**text.parts, **hidden, **more})
    arrangement = arrange(question.body, seed=b"paper 1", question="17")
    shown = canonical_bytes(form_of(replace(question, texts=texts), arrangement)).decode()
    assert SECRET not in shown
    assert form_of(question, arrangement).stem != ("",)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.binary(max_size=8))
@settings(max_examples=20)
def test_no_id_of_the_author_is_shown_only_places(kind: str, seed: bytes) -> None:
    question = KINDS[kind]
    form = form_of(question, arrange(question.body, seed=seed, question="17"))
    for group in (form.options, form.prompts, form.units, *(gap.options for gap in form.gaps)):
        assert [one.place for one in group] == [str(number) for number in range(1, len(group) + 1)]
        assert all(one.words for one in group)


def test_every_option_is_shown_once_in_the_order_of_the_paper() -> None:
    question = makers.single()
    orders = set()
    for number in range(40):
        arrangement = arrange(question.body, seed=b"%d" % number, question="17")
        words = [one.words for one in form_of(question, arrangement).options]
        assert sorted(words) == sorted(("Залда", "Сейфте", "Шкафта", "Сөреде"))
        orders.add(tuple(words))
    assert len(orders) > 10


def test_gaps_stand_where_the_text_has_them() -> None:
    question = makers.gaps()
    form = form_of(question, arrange(question.body, seed=b"x", question="17"))
    assert form.stem == ("Қан ", None, ", ағза — ", None, ", онда ", None, " қуыс бар.")
    assert [(gap.place, gap.kind, len(gap.options)) for gap in form.gaps] == [
        ("1", "choice", 2), ("2", "typed", 0), ("3", "number", 0),
    ]  # fmt: skip


def test_only_the_units_that_are_asked_for_are_shown() -> None:
    question = makers.numeric()
    assert isinstance(question.body, Numeric)
    form = form_of(question, {})
    assert [unit.words for unit in form.units] == ["°C"]
    assert not form.unit_asked


def test_formulas_and_images_are_ready_for_the_page() -> None:
    digest = "ab" * 32
    made = ready(rf'<p>\(x^2\)</p><img src="media:{digest}" alt="Сүйек">', address)
    assert "<msup>" in made
    assert '<img src="/image/abababab" alt="Сүйек">' in made


def test_a_vignette_is_shown_in_the_language_of_the_paper() -> None:
    case = makers.case().vignette
    assert "Науқас" in candidate_vignette(case, "kk", address)
    assert candidate_vignette(case, "en", address) == ""


def test_a_language_that_is_missing_shows_nothing_of_another() -> None:
    question = makers.single()
    form = candidate_body(question, arrange(question.body, seed=b"x", question="17"), "en", address)
    assert form.stem == ("",)
    assert {one.words for one in form.options} == {""}


def test_a_choice_of_one_option_is_still_a_choice() -> None:
    question = makers.question(
        SingleChoice(options=(Option(id="a", correct=True),)),
        {"stem": makers.both("?", "?"), "option:a": makers.both("а", "ә")},
    )
    assert [one.words for one in form_of(question, {"options": ("a",)}).options] == ["ә"]
