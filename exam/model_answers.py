"""An answer that earns all points, for the demo's candidates and for tests; nothing that a candidate meets asks it."""

from __future__ import annotations

from question_banks.answers import AnswerValue
from question_banks.bodies import (
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import LANGUAGES, Question


def model_answer(question: Question) -> AnswerValue:
    """By the ids of the edition, as answers are scored; None where no answer is given here."""
    body = question.body
    match body:
        case SingleChoice():
            return next(option.id for option in body.options if option.correct)
        case MultipleChoice():
            return [option.id for option in body.options if option.correct]
        case TrueFalse():
            return bool(body.answer)
        case Matching():
            return {prompt.id: prompt.match for prompt in body.prompts if prompt.match is not None}
        case Ordering():
            return list(body.items)
        case Numeric():
            given = {"number": str(body.accepted[0].value)}
            return given | {"unit": body.units[0].id} if body.unit_asked and body.units else given
        case ShortText():
            return _words(question, f"accepted:{body.accepted[0].id}")
        case Gaps():
            return {gap.id: _gap(question, gap) for gap in body.gaps}
        case _:
            return None


def _gap(question: Question, gap: Gap) -> str:
    if isinstance(gap, ChoiceGap):
        return next(option.id for option in gap.options if option.correct)
    if isinstance(gap, NumberGap):
        return str(gap.accepted[0].value)
    return _words(question, f"accepted:{gap.accepted[0].id}")


def _words(question: Question, part: str) -> str:
    return next((words for one in LANGUAGES if (words := question.part(part, one))), "")
