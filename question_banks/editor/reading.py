"""What a form of the editor says of the skeleton. What cannot be read keeps its old value, and is named.

The names of the fields: `right`, `right-b`, `fixed-b`, `credit-b`, `match-p1`, `value-n1`, `tolerance-n1`,
`factor-u1`, `wildcard-t1`, `marks-l1`, `weight-g1`, `rule`, `penalty`, `answer`, `unit-asked`, `case-matters`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, cast

from core.languages import Text, _l
from question_banks.answers import read_number
from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    MultipleRule,
    NumberGap,
    Numeric,
    Option,
    Oral,
    Ordering,
    OrderRule,
    PairRule,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
)

UNREADABLE = _l("This cannot be read as a number. Write it like 0.5, 1/3 or 25 %.")
HEAVIEST = 100
Value = TypeVar("Value", Decimal, Fraction)


@dataclass(slots=True)
class Typed:
    """The fields of a form, and the names of those that could not be read."""

    fields: Mapping[str, str]
    problems: dict[str, Text] = field(default_factory=dict)

    def ticked(self, name: str) -> bool:
        return bool(self.fields.get(name))

    def one_of(self, name: str, known: tuple[str, ...], old: str) -> str:
        typed = self.fields.get(name, old)
        return typed if typed in known else old

    def number(self, name: str, old: Decimal, *, least: Decimal | None = None) -> Decimal:
        return self._read(name, old, read_number, lambda value: least is None or value >= least)

    def share(self, name: str, old: Fraction) -> Fraction:
        return self._read(name, old, read_share, lambda value: -HEAVIEST <= value <= HEAVIEST)

    def _read(
        self, name: str, old: Value, read: Callable[[str], Value | None], fits: Callable[[Value], bool]
    ) -> Value:
        typed = self.fields.get(name)
        if typed is None or not typed.strip():
            return old
        value = read(typed)
        if value is None or not fits(value):
            self.problems[name] = UNREADABLE
            return old
        return value


def read_share(typed: str) -> Fraction | None:
    """A share as people write it: 0.5 · 0,5 · 1/3 · 25 %."""
    text = typed.strip()
    percent = text.endswith("%")
    left, slash, right = text.rstrip("% ").partition("/")
    numerator, denominator = read_number(left), read_number(right) if slash else Decimal(1)
    if numerator is None or not denominator:
        return None
    return Fraction(numerator) / Fraction(denominator) / (100 if percent else 1)


def read_body(body: Body, typed: Typed) -> Body:
    """The skeleton with what the form says of it."""
    match body:
        case SingleChoice():
            right = typed.fields.get("right")
            return replace(body, options=tuple(_option(one, typed, one.id == right) for one in body.options))
        case MultipleChoice():
            return _multiple(body, typed)
        case TrueFalse():
            answer = typed.fields.get("answer")
            return replace(body, answer={"true": True, "false": False}.get(answer or "", body.answer))
        case Matching():
            prompts = tuple(
                replace(one, match=typed.one_of(f"match-{one.id}", ("", *body.choices), "") or None)
                for one in body.prompts
            )
            return replace(body, prompts=prompts, rule=_pair_rule(typed, body.rule))
        case Ordering():
            known = ("all_or_nothing", "per_position", "per_neighbour")
            return replace(body, rule=cast(OrderRule, typed.one_of("rule", known, body.rule)))
        case Numeric():
            return _numeric(body, typed)
        case ShortText():
            return replace(
                body,
                accepted=tuple(_accepted(one, typed) for one in body.accepted),
                case_matters=typed.ticked("case-matters"),
            )
        case Gaps():
            return replace(
                body, gaps=tuple(_gap(gap, typed) for gap in body.gaps), rule=_pair_rule(typed, body.rule)
            )
        case Oral():
            return _oral(body, typed)


def _pair_rule(typed: Typed, old: str) -> PairRule:
    return cast(PairRule, typed.one_of("rule", ("per_pair", "all_or_nothing"), old))


def _option(option: Option, typed: Typed, correct: bool) -> Option:
    return replace(option, correct=correct, fixed=typed.ticked(f"fixed-{option.id}"))


def _multiple(body: MultipleChoice, typed: Typed) -> MultipleChoice:
    known = ("all_or_nothing", "per_option", "fraction")
    rule = cast(MultipleRule, typed.one_of("rule", known, body.rule))
    options = []
    for option in body.options:
        read = _option(option, typed, typed.ticked(f"right-{option.id}"))
        if rule == "fraction":
            read = replace(read, credit=typed.share(f"credit-{option.id}", option.credit or Fraction(0)))
        elif body.rule == "fraction":
            read = replace(read, credit=None)
        options.append(read)
    return replace(body, options=tuple(options), rule=rule, penalty=typed.share("penalty", body.penalty))


def _accepted(one: Accepted, typed: Typed) -> Accepted:
    credit = typed.share(f"credit-{one.id}", one.credit)
    return replace(one, credit=credit, wildcard=typed.ticked(f"wildcard-{one.id}"))


def _accepted_number(one: AcceptedNumber, typed: Typed) -> AcceptedNumber:
    return replace(
        one,
        value=typed.number(f"value-{one.id}", one.value),
        tolerance=typed.number(f"tolerance-{one.id}", one.tolerance, least=Decimal(0)),
        credit=typed.share(f"credit-{one.id}", one.credit),
    )


def _numeric(body: Numeric, typed: Typed) -> Numeric:
    units = tuple(replace(one, factor=typed.number(f"factor-{one.id}", one.factor)) for one in body.units)
    accepted = tuple(_accepted_number(one, typed) for one in body.accepted)
    return replace(body, accepted=accepted, units=units, unit_asked=typed.ticked("unit-asked"))


def _gap(gap: Gap, typed: Typed) -> Gap:
    weight = int(typed.number(f"weight-{gap.id}", Decimal(gap.weight), least=Decimal(1)))
    if isinstance(gap, ChoiceGap):
        right = typed.fields.get(f"right-{gap.id}")
        options = tuple(replace(one, correct=one.id == right) for one in gap.options)
        return replace(gap, options=options, weight=weight)
    if isinstance(gap, NumberGap):
        return replace(
            gap, accepted=tuple(_accepted_number(one, typed) for one in gap.accepted), weight=weight
        )
    assert isinstance(gap, TypedGap)
    return replace(
        gap,
        accepted=tuple(_accepted(one, typed) for one in gap.accepted),
        case_matters=typed.ticked(f"case-matters-{gap.id}"),
        weight=weight,
    )


def _oral(body: Oral, typed: Typed) -> Oral:
    rubric = tuple(
        replace(
            one,
            levels=tuple(
                replace(level, marks=typed.number(f"marks-{level.id}", level.marks)) for level in one.levels
            ),
        )
        for one in body.rubric
    )
    return replace(body, rubric=rubric)
