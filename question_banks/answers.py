"""The form of an answer to each kind of question: what a candidate's page sends and what the score is computed from.

A value is plain JSON, so it can be kept, hashed and shown to a court. Reading one refuses whatever is not an answer
to this very question; it never says whether the answer is right.

single: "a" · multiple: ["a", "c"] · true_false: true · matching: {"p1": "c2"} · ordering: ["i2", "i1"] ·
numeric: {"number": "3,5", "unit": "u1"} · short_text: "words" · gaps: {"g1": "a", "g2": "words"} · oral: none.
No answer yet is null, in every kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from question_banks.bodies import (
    Body,
    ChoiceGap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.folding import tidy

LONGEST_TEXT = 1_000
LONGEST_NUMBER = 60

AnswerValue = None | bool | str | list[str] | dict[str, str]
AnswerFault = Literal["wrong_form", "unknown_id", "twice_the_same", "too_long", "never_answered_here"]


class AnswerRefused(ValueError):
    """The value is no answer to this question: `code`, and the piece of it that is wrong."""

    def __init__(self, code: AnswerFault, piece: object = "") -> None:
        super().__init__(f"{code} {piece!r}")
        self.code, self.piece = code, str(piece)[:80]


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing answered yet, or the answer taken back."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options of a choice question, in the author's order (one of them in a single choice)."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    value: bool


@dataclass(frozen=True, slots=True)
class Paired:
    """Prompt to choice, in the author's order; prompts left open are absent."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """As typed; `value` is None when it cannot be read as a number (which is an answer, and a wrong one)."""

    typed: str
    value: Decimal | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """Gap to answer, in the author's order; empty gaps are absent."""

    gaps: tuple[tuple[str, Chosen | Typed | Number], ...]


Answer = Blank | Chosen | Judged | Paired | Ordered | Number | Typed | Filled

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?: \d{3})+|\d+)?(?:[.,](?P<part>\d+))?"
    r"(?:(?:[eEеЕ]|[*x×·хХ]10\^?)(?P<power>[+-]?\d{1,3}))?",
    re.ASCII,
)


def read_number(typed: str) -> Decimal | None:
    """A number as people write it: 3,5 · 3.5 · 1 200,5 · −4 · 2·10^3 · 1e-3. None when it is none, or could be two."""
    text = tidy(typed).translate(dict.fromkeys(map(ord, "−–—‒"), "-"))
    text = re.sub(r"(?<=\D) | (?=\D)|^ | $", "", text)
    found = _NUMBER.fullmatch(text)
    if not found or (found["digits"] is None and found["part"] is None) or len(text) > LONGEST_NUMBER:
        return None
    if found["digits"] is None and found["power"] and not found["part"]:
        return None
    digits = (found["digits"] or "0").replace(" ", "")
    try:
        part = f".{found['part']}" if found["part"] else ""
        return Decimal(f"{found['sign']}{digits}{part}e{found['power'] or '0'}")
    except InvalidOperation:
        return None


def _text(value: object, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise AnswerRefused("wrong_form", value)
    if len(value) > longest:
        raise AnswerRefused("too_long", len(value))
    return value


def _known(value: object, ids: tuple[str, ...]) -> str:
    if _text(value) not in ids:
        raise AnswerRefused("unknown_id", value)
    return str(value)


def _list(value: object, ids: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise AnswerRefused("wrong_form", value)
    given = tuple(_known(one, ids) for one in value)
    if len(set(given)) != len(given):
        raise AnswerRefused("twice_the_same", value)
    return given


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise AnswerRefused("wrong_form", value)
    return value


def read_answer(body: Body, value: object) -> Answer:
    """The value that a page sent, as an answer to this question; `AnswerRefused` for anything else."""
    if isinstance(body, Oral):
        raise AnswerRefused("never_answered_here")
    if value is None:
        return Blank()
    match body:
        case SingleChoice() | MultipleChoice() | TrueFalse():
            return _read_choice(body, value)
        case Matching():
            return _read_pairs(body, _table(value))
        case Ordering():
            items = _list(value, body.items)
            if len(items) != len(body.items):
                raise AnswerRefused("wrong_form", value)
            return Ordered(items)
        case Numeric():
            return _read_numeric(body, _table(value))
        case ShortText():
            return Typed(text) if (text := tidy(_text(value))) else Blank()
        case Gaps():
            return _read_gaps(body, _table(value))


def _read_choice(body: SingleChoice | MultipleChoice | TrueFalse, value: object) -> Answer:
    if isinstance(body, TrueFalse):
        if not isinstance(value, bool):
            raise AnswerRefused("wrong_form", value)
        return Judged(value)
    ids = tuple(one.id for one in body.options)
    if isinstance(body, SingleChoice):
        return Chosen((_known(value, ids),))
    chosen = set(_list(value, ids))
    return Chosen(tuple(one for one in ids if one in chosen)) if chosen else Blank()


def _read_pairs(body: Matching, table: Mapping[str, object]) -> Answer:
    prompts = tuple(one.id for one in body.prompts)
    for key in table:
        _known(key, prompts)
    pairs = tuple((key, _known(table[key], body.choices)) for key in prompts if key in table)
    return Paired(pairs) if pairs else Blank()


def _read_numeric(body: Numeric, table: Mapping[str, object]) -> Answer:
    for key in table:
        _known(key, ("number", "unit"))
    typed = tidy(_text(table.get("number", ""), LONGEST_NUMBER))
    unit = table.get("unit")
    named = None if unit is None else _known(unit, tuple(one.id for one in body.units))
    if not typed and named is None:
        return Blank()
    return Number(typed, read_number(typed), named)


def _read_gaps(body: Gaps, table: Mapping[str, object]) -> Answer:
    for key in table:
        _known(key, tuple(gap.id for gap in body.gaps))
    filled: list[tuple[str, Chosen | Typed | Number]] = []
    for gap in body.gaps:
        given = table.get(gap.id)
        if given is None or given == "":
            continue
        if isinstance(gap, ChoiceGap):
            filled.append((gap.id, Chosen((_known(given, tuple(one.id for one in gap.options)),))))
        elif isinstance(gap, NumberGap):
            typed = tidy(_text(given, LONGEST_NUMBER))
            filled.append((gap.id, Number(typed, read_number(typed))))
        elif text := tidy(_text(given)):
            filled.append((gap.id, Typed(text)))
    return Filled(tuple(filled)) if filled else Blank()


def answer_value(answer: Answer, body: Body) -> AnswerValue:
    """The canonical value of an answer: reading it again gives the same answer."""
    match answer:
        case Blank():
            return None
        case Chosen():
            return answer.ids[0] if isinstance(body, SingleChoice) else list(answer.ids)
        case Judged():
            return answer.value
        case Paired():
            return dict(answer.pairs)
        case Ordered():
            return list(answer.items)
        case Number():
            return {"number": answer.typed} | ({"unit": answer.unit} if answer.unit else {})
        case Typed():
            return answer.text
        case Filled():
            return {gap: _gap_value(given) for gap, given in answer.gaps}


def _gap_value(given: Chosen | Typed | Number) -> str:
    if isinstance(given, Chosen):
        return given.ids[0]
    return given.text if isinstance(given, Typed) else given.typed


def is_complete(answer: Answer, body: Body) -> bool:
    """Has the candidate answered all of it? A half-filled one counts as unanswered in the overview before finishing."""
    match answer, body:
        case Blank(), _:
            return False
        case Paired(), Matching():
            return len(answer.pairs) == len(body.prompts)
        case Filled(), Gaps():
            return len(answer.gaps) == len(body.gaps)
        case Number(), Numeric():
            return bool(answer.typed) and (answer.unit is not None or not body.unit_asked)
        case _:
            return True
