"""The names under which a candidate sees options, pairs, items and gaps: their places on this paper, "1", "2"…

Authors number the right option first, pair p1 with c1 and write i1, i2, i3 in the right order: such ids in a page
would tell the key. A page therefore knows places only. Pure; an answer by places becomes one by ids when it is scored,
by the same arrangement that showed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from question_banks.answers import AnswerRefused, AnswerValue
from question_banks.arrangement import Arrangement
from question_banks.bodies import (
    Body,
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    SingleChoice,
)

# For each group of ids, the place by which each is shown.
Places = Mapping[str, Mapping[str, str]]


def places(body: Body, arrangement: Arrangement) -> Places:
    """Where each id stands on the paper. The groups are named as in the arrangement, with units and gaps besides."""
    groups = {name: _counted(ids) for name, ids in arrangement.items()}
    if isinstance(body, Numeric):
        groups["units"] = _counted(unit.id for unit in body.units)
    if isinstance(body, Gaps):
        groups = {f"gap:{name}": held for name, held in groups.items()}
        groups["gaps"] = _counted(gap.id for gap in body.gaps)
    return groups


def _counted(ids: Iterable[str]) -> dict[str, str]:
    return {one: str(number) for number, one in enumerate(ids, start=1)}


def by_ids(body: Body, arrangement: Arrangement, value: object) -> object:
    """An answer given by places as one given by ids. What has not the form of an answer is left for its reader."""
    back = {
        group: {place: one for one, place in held.items()}
        for group, held in places(body, arrangement).items()
    }
    if isinstance(body, Gaps) and isinstance(value, dict):
        return {(gap := _name(back["gaps"], at)): _in_gap(back, gap, given) for at, given in value.items()}
    return _renamed(body, back, value)


def by_places(body: Body, arrangement: Arrangement, value: AnswerValue) -> object:
    """The other way: an answer by ids as the candidate saw and gave it."""
    names = places(body, arrangement)
    if isinstance(body, Gaps) and isinstance(value, dict):
        return {_name(names["gaps"], gap): _in_gap(names, gap, given) for gap, given in value.items()}
    return _renamed(body, names, value)


def _renamed(body: Body, names: Places, value: object) -> object:
    match body, value:
        case SingleChoice(), str():
            return _name(names["options"], value)
        case MultipleChoice(), list():
            return [_name(names["options"], one) for one in value]
        case Ordering(), list():
            return [_name(names["items"], one) for one in value]
        case Matching(), dict():
            return {
                _name(names["prompts"], one): _name(names["choices"], other) for one, other in value.items()
            }
        case Numeric(), dict() if value.get("unit") is not None:
            return value | {"unit": _name(names["units"], value["unit"])}
        case _:
            return value


def _in_gap(names: Places, gap: str, given: object) -> object:
    """What stands in a gap: a choice is renamed, typed words and numbers are not."""
    choices = names.get(f"gap:{gap}")
    return given if choices is None or given in (None, "") else _name(choices, given)


def _name(group: Mapping[str, str], one: object) -> str:
    if not isinstance(one, str) or one not in group:
        raise AnswerRefused("unknown_id", one)
    return group[one]
