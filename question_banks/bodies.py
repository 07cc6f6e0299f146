"""The skeleton of each kind of question: options with stable ids, one key, scoring; no words of any language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

ID_FORM = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


def _unique(what: str, ids: tuple[str, ...]) -> None:
    for one in ids:
        if not ID_FORM.fullmatch(one):
            raise ValueError(f"{what} id {one!r} is not lower-case letters, digits, dots and dashes")
    if len(set(ids)) != len(ids):
        raise ValueError(f"two {what}s have the same id")


# How several right options are paid. All rules give between 0 and 1 of the question's points.
# all_or_nothing: 1 when exactly the key is chosen, else 0.
# per_option: each right option chosen gives 1/(number of right options), each wrong one takes `penalty`; floor 0.
# fraction: each option carries its own credit, which may be negative; the sum, floor 0, ceiling 1.
MultipleRule = Literal["all_or_nothing", "per_option", "fraction"]
# per_pair: every pair (gap, position) counts alike; all_or_nothing: 1 when all are right.
PairRule = Literal["all_or_nothing", "per_pair"]
# per_position: an item in its own place counts; per_neighbour: an item followed by its right successor counts.
OrderRule = Literal["all_or_nothing", "per_position", "per_neighbour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option. `credit` is its share of the points under the rule `fraction`, or partial in a single choice."""

    id: str
    correct: bool = False
    credit: Fraction | None = None
    fixed: bool = False  # keeps its place when the options are shuffled


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A text that counts as right, as typed by a candidate; its words are the part `accepted:<id>` of each language.

    With `wildcard` an asterisk in the words stands for any run of characters.
    """

    id: str
    credit: Fraction = Fraction(1)
    wildcard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedNumber:
    """A number that counts as right when the answer lies within `tolerance` of `value`, both ends included."""

    id: str
    value: Decimal
    tolerance: Decimal = Decimal(0)
    credit: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if not (self.value.is_finite() and self.tolerance.is_finite()) or self.tolerance < 0:
            raise ValueError("a number and its tolerance must be finite, and the tolerance not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measure; `factor` turns a value given in it into the key's unit. Its name is the part `unit:<id>`."""

    id: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice:
    kind: Literal["single"] = "single"
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        _unique("option", tuple(option.id for option in self.options))


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice:
    kind: Literal["multiple"] = "multiple"
    options: tuple[Option, ...]
    rule: MultipleRule = "all_or_nothing"
    penalty: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        _unique("option", tuple(option.id for option in self.options))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse:
    kind: Literal["true_false"] = "true_false"
    answer: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The left side of a pair; `match` is the id of its right side (None while the author has not said)."""

    id: str
    match: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Pairs. A choice that no prompt names is a distractor; several prompts may name one choice."""

    kind: Literal["matching"] = "matching"
    prompts: tuple[Prompt, ...]
    choices: tuple[str, ...]
    rule: PairRule = "per_pair"

    def __post_init__(self) -> None:
        _unique("prompt", tuple(prompt.id for prompt in self.prompts))
        _unique("choice", self.choices)
        for prompt in self.prompts:
            if prompt.match is not None and prompt.match not in self.choices:
                raise ValueError(f"prompt {prompt.id} names the unknown choice {prompt.match}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """Items in their right order; candidates see them shuffled."""

    kind: Literal["ordering"] = "ordering"
    items: tuple[str, ...]
    rule: OrderRule = "all_or_nothing"

    def __post_init__(self) -> None:
        _unique("item", self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric:
    """A number. With `unit_asked` the candidate picks a unit too; otherwise the first unit is only shown."""

    kind: Literal["numeric"] = "numeric"
    accepted: tuple[AcceptedNumber, ...]
    units: tuple[Unit, ...] = ()
    unit_asked: bool = False

    def __post_init__(self) -> None:
        _unique("accepted number", tuple(one.id for one in self.accepted))
        _unique("unit", tuple(one.id for one in self.units))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """A short text. An accepted answer may have words in some languages only; they count for everybody."""

    kind: Literal["short_text"] = "short_text"
    accepted: tuple[Accepted, ...]
    case_matters: bool = False

    def __post_init__(self) -> None:
        _unique("accepted answer", tuple(one.id for one in self.accepted))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGap:
    kind: Literal["choice"] = "choice"
    id: str
    options: tuple[Option, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedGap:
    kind: Literal["typed"] = "typed"
    id: str
    accepted: tuple[Accepted, ...]
    case_matters: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberGap:
    kind: Literal["number"] = "number"
    id: str
    accepted: tuple[AcceptedNumber, ...]
    weight: int = 1


Gap = ChoiceGap | TypedGap | NumberGap


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Gaps in a text. In each language's stem the marker ``[[<gap id>]]`` stands where the gap is."""

    kind: Literal["gaps"] = "gaps"
    gaps: tuple[Gap, ...]
    rule: PairRule = "per_pair"

    def __post_init__(self) -> None:
        _unique("gap", tuple(gap.id for gap in self.gaps))
        inner = [
            one.id for gap in self.gaps for one in (gap.options if gap.kind == "choice" else gap.accepted)
        ]
        _unique("gap answer", tuple(inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricLevel:
    id: str
    marks: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A row of the commission's rubric: its levels from worst to best, each with its marks."""

    id: str
    levels: tuple[RubricLevel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oral:
    """A task for an interview: never scored by the machine; the commission's members mark it by the rubric."""

    kind: Literal["oral"] = "oral"
    points: tuple[str, ...] = ()
    rubric: tuple[Criterion, ...] = ()

    def __post_init__(self) -> None:
        _unique("expected point", self.points)
        _unique("criterion", tuple(one.id for one in self.rubric))
        _unique("level", tuple(level.id for one in self.rubric for level in one.levels))


Body = SingleChoice | MultipleChoice | TrueFalse | Matching | Ordering | Numeric | ShortText | Gaps | Oral
KINDS: tuple[str, ...] = (
    "single",
    "multiple",
    "true_false",
    "matching",
    "ordering",
    "numeric",
    "short_text",
    "gaps",
    "oral",
)


def body_ids(body: Body) -> tuple[str, ...]:
    """The ids that a candidate may choose among or fill, in the author's order."""
    match body:
        case SingleChoice() | MultipleChoice():
            return tuple(option.id for option in body.options)
        case Matching():
            return tuple(prompt.id for prompt in body.prompts)
        case Ordering():
            return body.items
        case Gaps():
            return tuple(gap.id for gap in body.gaps)
        case Oral():
            return body.points
        case Numeric() | ShortText():
            return tuple(one.id for one in body.accepted)
        case TrueFalse():
            return ("true", "false")
