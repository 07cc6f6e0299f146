"""What an answer to one question is worth: each kind by the rule that its edition names, exactly, never rounded.

Pure, for whoever scores and for whoever recounts: an answer and an edition give the same fraction on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from question_banks.answers import (
    Answer,
    Blank,
    Chosen,
    Filled,
    Judged,
    Number,
    Ordered,
    Paired,
    Typed,
)
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Option,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import LANGUAGES, Question
from question_banks.folding import answers_alike

NOTHING, ALL = Fraction(0), Fraction(1)


class NeverScoredHere(ValueError):
    """An oral task is marked by the commission, and an answer to another kind of question says nothing here."""


def credit(question: Question, answer: Answer) -> Fraction:
    """The share of the question's points that the answer earns, between 0 and 1. No answer earns nothing."""
    return NOTHING if isinstance(answer, Blank) else _credit(question, answer)


def _credit(question: Question, answer: Answer) -> Fraction:
    match question.body, answer:
        case SingleChoice() as body, Chosen():
            return _within(_of_option(body.options, answer.ids[0]))
        case MultipleChoice() as body, Chosen():
            return _multiple(body, frozenset(answer.ids))
        case TrueFalse() as body, Judged():
            return _whole(body.answer is not None and answer.value is body.answer)
        case Matching() as body, Paired():
            return _pairs(body, dict(answer.pairs))
        case Ordering() as body, Ordered():
            return _order(body, answer.items)
        case Numeric() as body, Number():
            return _numeric(body, answer)
        case ShortText() as body, Typed():
            return _typed(question, body.accepted, answer.text, case_matters=body.case_matters)
        case Gaps() as body, Filled():
            return _gaps(question, body, dict(answer.gaps))
        case body, _:
            raise NeverScoredHere(
                f"{type(answer).__name__} does not answer a question of the kind {body.kind}"
            )


def _whole(right: bool) -> Fraction:
    return ALL if right else NOTHING


def _within(value: Fraction) -> Fraction:
    return max(NOTHING, min(ALL, value))


def _of_option(options: Iterable[Option], chosen: str) -> Fraction:
    """An option's own credit where its author gave one; else all of it, or nothing."""
    option = next(one for one in options if one.id == chosen)
    return _whole(option.correct) if option.credit is None else option.credit


def _multiple(body: MultipleChoice, chosen: frozenset[str]) -> Fraction:
    right = frozenset(option.id for option in body.options if option.correct)
    if body.rule == "all_or_nothing":
        return _whole(chosen == right)
    if body.rule == "fraction":
        return _within(sum((_of_option(body.options, one) for one in sorted(chosen)), NOTHING))
    if not right:
        return NOTHING
    return _within(Fraction(len(chosen & right), len(right)) - body.penalty * len(chosen - right))


def _pairs(body: Matching, given: dict[str, str]) -> Fraction:
    right = sum(prompt.match is not None and given.get(prompt.id) == prompt.match for prompt in body.prompts)
    if body.rule == "all_or_nothing":
        return _whole(right == len(body.prompts))
    return Fraction(right, len(body.prompts))


def _order(body: Ordering, given: tuple[str, ...]) -> Fraction:
    if body.rule == "all_or_nothing" or len(body.items) < 2:
        return _whole(given == body.items)
    if body.rule == "per_position":
        right = sum(mine == its for mine, its in zip(given, body.items, strict=True))
        return Fraction(right, len(body.items))
    follows = set(pairwise(body.items))
    right = sum(pair in follows for pair in pairwise(given))
    return Fraction(right, len(follows))


def _numeric(body: Numeric, given: Number) -> Fraction:
    """A number is compared in the key's unit; where a unit is asked for, a number without one is no answer."""
    if body.unit_asked and given.unit is None:
        return NOTHING
    named = given.unit if given.unit is not None else (body.units[0].id if body.units else None)
    factor = next((unit.factor for unit in body.units if unit.id == named), Decimal(1))
    return _number(body.accepted, given.value, factor)


def _number(
    accepted: Iterable[AcceptedNumber], value: Decimal | None, factor: Decimal = Decimal(1)
) -> Fraction:
    """The best credit among the accepted numbers near enough; reckoned in fractions, so no digit is rounded away."""
    if value is None:
        return NOTHING
    exact = Fraction(value) * Fraction(factor)
    near = [one.credit for one in accepted if abs(exact - Fraction(one.value)) <= Fraction(one.tolerance)]
    return _within(max(near, default=NOTHING))


def _typed(question: Question, accepted: Iterable[Accepted], text: str, *, case_matters: bool) -> Fraction:
    """The best credit among the accepted answers that the text equals, in whichever language they are written."""
    alike = [
        one.credit
        for one in accepted
        if any(
            words and answers_alike(text, words, case_matters=case_matters, wildcard=one.wildcard)
            for words in (question.part(f"accepted:{one.id}", language) for language in LANGUAGES)
        )
    ]
    return _within(max(alike, default=NOTHING))


def _gaps(question: Question, body: Gaps, given: dict[str, Chosen | Typed | Number]) -> Fraction:
    earned = {gap.id: _gap(question, gap, given.get(gap.id)) for gap in body.gaps}
    if body.rule == "all_or_nothing":
        return _whole(all(one == ALL for one in earned.values()))
    weights = sum(gap.weight for gap in body.gaps)
    return sum((earned[gap.id] * gap.weight for gap in body.gaps), NOTHING) / weights if weights else NOTHING


def _gap(question: Question, gap: Gap, given: Chosen | Typed | Number | None) -> Fraction:
    match gap, given:
        case ChoiceGap(), Chosen():
            return _within(_of_option(gap.options, given.ids[0]))
        case NumberGap(), Number():
            return _number(gap.accepted, given.value)
        case _, None:
            return NOTHING
        case _, Typed() if gap.kind == "typed":
            return _typed(question, gap.accepted, given.text, case_matters=gap.case_matters)
        case _:
            raise NeverScoredHere(f"{type(given).__name__} does not fill the gap {gap.id}")
