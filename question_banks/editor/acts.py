"""What the editor's buttons do to a skeleton: add, take away, move. Pure; ids stay with what they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    Body,
    ChoiceGap,
    Criterion,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Option,
    Oral,
    Ordering,
    Prompt,
    RubricLevel,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
    Unit,
    body_ids,
)

MOST_PARTS = 40
Named = TypeVar("Named")


def new_body(kind: str) -> Body:
    """An empty skeleton of a kind, with as many places as such questions usually have."""
    options = tuple(Option(id=one) for one in "abcd")
    empty: dict[str, Body] = {
        "single": SingleChoice(options=options),
        "multiple": MultipleChoice(options=(*options, Option(id="e"))),
        "true_false": TrueFalse(answer=None),
        "matching": Matching(
            prompts=tuple(Prompt(id=f"p{n}", match=None) for n in (1, 2, 3)), choices=("c1", "c2", "c3")
        ),
        "ordering": Ordering(items=("i1", "i2", "i3", "i4")),
        "numeric": Numeric(accepted=(AcceptedNumber(id="n1", value=Decimal(0)),)),
        "short_text": ShortText(accepted=(Accepted(id="t1"),)),
        "gaps": Gaps(gaps=(_choice_gap("g1", ()),)),
        "oral": Oral(points=("k1", "k2", "k3"), rubric=(_criterion("r1", ("l1", "l2")),)),
    }
    return empty[kind]


def _criterion(number: str, levels: tuple[str, ...]) -> Criterion:
    """A criterion whose levels give one mark more each."""
    rising = tuple(RubricLevel(id=level, marks=Decimal(marks)) for marks, level in enumerate(levels))
    return Criterion(id=number, levels=rising)


def apply_act(body: Body, act: str) -> Body:
    """The skeleton after a button: `add:option`, `remove:b`, `up:i2`, `down:i2`. What means nothing changes nothing."""
    verb, _, what = act.partition(":")
    if verb == "add":
        return _added(body, what) if _size(body) < MOST_PARTS else body
    if verb == "remove":
        return _removed(body, what)
    if verb in {"up", "down"}:
        return _moved(body, what, -1 if verb == "up" else 1)
    return body


def _size(body: Body) -> int:
    return len(body_ids(body)) + (len(body.choices) if isinstance(body, Matching) else 0)


def fresh_id(taken: Collection[str], stem: str) -> str:
    """The next free id: the next letter for options, a number behind the stem for all else."""
    if not stem:
        letters = "abcdefghijklmnopqrstuvwxyz"
        found = next((letter for letter in letters if letter not in taken), None)
        if found:
            return found
        stem = "o"
    return next(f"{stem}{n}" for n in range(1, len(taken) + 2) if f"{stem}{n}" not in taken)


def _ids(things: Iterable[Any]) -> list[str]:
    return [thing.id for thing in things]


def _added(body: Body, what: str) -> Body:
    match body:
        case SingleChoice() | MultipleChoice():
            return replace(body, options=(*body.options, Option(id=fresh_id(_ids(body.options), ""))))
        case Matching():
            if what == "choice":
                return replace(body, choices=(*body.choices, fresh_id(body.choices, "c")))
            return replace(
                body, prompts=(*body.prompts, Prompt(id=fresh_id(_ids(body.prompts), "p"), match=None))
            )
        case Ordering():
            return replace(body, items=(*body.items, fresh_id(body.items, "i")))
        case Numeric():
            return _added_number(body, what)
        case ShortText():
            return replace(body, accepted=(*body.accepted, Accepted(id=fresh_id(_ids(body.accepted), "t"))))
        case Gaps():
            return _added_gap(body, what)
        case Oral():
            return _added_oral(body, what)
        case TrueFalse():
            return body


def _added_number(body: Numeric, what: str) -> Numeric:
    if what == "unit":
        return replace(body, units=(*body.units, Unit(id=fresh_id(_ids(body.units), "u"))))
    number = AcceptedNumber(id=fresh_id(_ids(body.accepted), "n"), value=Decimal(0))
    return replace(body, accepted=(*body.accepted, number))


def _inner_ids(body: Gaps) -> list[str]:
    return [one for gap in body.gaps for one in _ids(gap.options if gap.kind == "choice" else gap.accepted)]


def _choice_gap(number: str, taken: Sequence[str]) -> ChoiceGap:
    first = fresh_id(taken, "o")
    return ChoiceGap(id=number, options=(Option(id=first), Option(id=fresh_id([*taken, first], "o"))))


def _added_gap(body: Gaps, what: str) -> Gaps:
    """A gap of a kind (`choice`, `typed`, `number`), or an answer more in the gap of this id."""
    taken, gaps = _inner_ids(body), list(body.gaps)
    number = fresh_id(_ids(gaps), "g")
    made: dict[str, Gap] = {
        "choice": _choice_gap(number, taken),
        "typed": TypedGap(id=number, accepted=(Accepted(id=fresh_id(taken, "o")),)),
        "number": NumberGap(id=number, accepted=(AcceptedNumber(id=fresh_id(taken, "o"), value=Decimal(0)),)),
    }
    if what in made:
        return replace(body, gaps=(*gaps, made[what]))
    return replace(body, gaps=tuple(_with_answer(gap, taken) if gap.id == what else gap for gap in gaps))


def _with_answer(gap: Gap, taken: Sequence[str]) -> Gap:
    fresh = fresh_id(taken, "o")
    if isinstance(gap, ChoiceGap):
        return replace(gap, options=(*gap.options, Option(id=fresh)))
    if isinstance(gap, TypedGap):
        return replace(gap, accepted=(*gap.accepted, Accepted(id=fresh)))
    return replace(gap, accepted=(*gap.accepted, AcceptedNumber(id=fresh, value=Decimal(0))))


def _added_oral(body: Oral, what: str) -> Oral:
    levels = [level.id for one in body.rubric for level in one.levels]
    fresh = RubricLevel(id=fresh_id(levels, "l"), marks=Decimal(0))
    if what == "point":
        return replace(body, points=(*body.points, fresh_id(body.points, "k")))
    if what == "criterion":
        return replace(
            body, rubric=(*body.rubric, Criterion(id=fresh_id(_ids(body.rubric), "r"), levels=(fresh,)))
        )
    rubric = tuple(
        replace(one, levels=(*one.levels, fresh)) if one.id == what else one for one in body.rubric
    )
    return replace(body, rubric=rubric)


def _without(things: Sequence[Named], gone: str) -> tuple[Named, ...]:
    return tuple(thing for thing in things if getattr(thing, "id", thing) != gone)


def _removed(body: Body, gone: str) -> Body:
    match body:
        case SingleChoice() | MultipleChoice():
            return replace(body, options=_without(body.options, gone))
        case Matching():
            prompts = tuple(replace(one, match=None) if one.match == gone else one for one in body.prompts)
            return replace(body, prompts=_without(prompts, gone), choices=_without(body.choices, gone))
        case Ordering():
            return replace(body, items=_without(body.items, gone))
        case Numeric():
            return replace(body, accepted=_without(body.accepted, gone), units=_without(body.units, gone))
        case ShortText():
            return replace(body, accepted=_without(body.accepted, gone))
        case Gaps():
            return replace(body, gaps=tuple(_gap_without(gap, gone) for gap in _without(body.gaps, gone)))
        case Oral():
            rubric = tuple(
                replace(one, levels=_without(one.levels, gone)) for one in _without(body.rubric, gone)
            )
            return replace(body, points=_without(body.points, gone), rubric=rubric)
        case TrueFalse():
            return body


def _gap_without(gap: Gap, gone: str) -> Gap:
    if isinstance(gap, ChoiceGap):
        return replace(gap, options=_without(gap.options, gone))
    if isinstance(gap, TypedGap):
        return replace(gap, accepted=_without(gap.accepted, gone))
    return replace(gap, accepted=_without(gap.accepted, gone))


def _shifted(things: Sequence[Named], moved: str, step: int) -> tuple[Named, ...]:
    order = list(things)
    at = next((n for n, thing in enumerate(order) if getattr(thing, "id", thing) == moved), None)
    if at is not None and 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
    return tuple(order)


def _moved(body: Body, moved: str, step: int) -> Body:
    match body:
        case SingleChoice() | MultipleChoice():
            return replace(body, options=_shifted(body.options, moved, step))
        case Ordering():
            return replace(body, items=_shifted(body.items, moved, step))
        case Oral():
            return replace(body, points=_shifted(body.points, moved, step))
        case _:
            return body
