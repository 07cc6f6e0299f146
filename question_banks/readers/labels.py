"""Tags that carry what other systems have no field for, so that a bank comes back from Moodle as it went there.

`synaq:difficulty:hard`, `synaq:rule:all_or_nothing` and their kin; every other tag stays a label of the question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast, get_args

from question_banks.bodies import (
    Body,
    Gaps,
    Matching,
    MultipleChoice,
    MultipleRule,
    Ordering,
    OrderRule,
    PairRule,
)
from question_banks.content import Question
from question_banks.items import DIFFICULTIES, LEVELS, BankItem, Classification, NormativeSource

_OURS = "synaq:"


@dataclass(frozen=True, slots=True)
class Classified:
    classification: Classification
    named_rule: str = ""
    points: Fraction = Fraction(1)

    def rule(self, body: Body) -> Body:
        """The body with the scoring rule that its tag names, where that kind has it."""
        name = self.named_rule
        if isinstance(body, MultipleChoice) and name in get_args(MultipleRule):
            if name == "all_or_nothing":
                options = tuple(replace(option, credit=None) for option in body.options)
                return MultipleChoice(options=options, rule="all_or_nothing")
            return body
        if isinstance(body, (Matching, Gaps)) and name in get_args(PairRule):
            return replace(body, rule=cast(PairRule, name))
        if isinstance(body, Ordering) and name in get_args(OrderRule):
            return replace(body, rule=cast(OrderRule, name))
        return body


def classify(tags: Sequence[str], topic: tuple[str, ...]) -> Classified:
    """Tags and a category path as a classification."""
    made = Classification(topic=topic)
    rule, points = "", Fraction(1)
    labels: list[str] = []
    for tag in tags:
        name, _, value = tag.removeprefix(_OURS).partition(":")
        if not tag.startswith(_OURS):
            labels.append(tag)
        elif name == "difficulty" and value in DIFFICULTIES:
            made = replace(made, difficulty=value)
        elif name == "level" and value in LEVELS:
            made = replace(made, level=value)
        elif name == "seconds" and value.isdecimal():
            made = replace(made, expected_seconds=int(value))
        elif name == "enemy":
            made = replace(made, enemies=(*made.enemies, value))
        elif name == "source":
            made = replace(made, sources=(*made.sources, _source(value)))
        elif name == "rule":
            rule = value
        elif name == "points" and value.replace("/", "").isdecimal() and not value.endswith("/0"):
            points = Fraction(value)
        else:
            labels.append(tag)
    return Classified(replace(made, labels=tuple(labels)), rule, points)


def _source(value: str) -> NormativeSource:
    act, clause, date = ([*value.split("|"), "", ""])[:3]
    try:
        return NormativeSource(act=act, clause=clause, date=dt.date.fromisoformat(date) if date else None)
    except ValueError:
        return NormativeSource(act=value)


def tags_of(item: BankItem, *, with_points: bool) -> tuple[str, ...]:
    """The other way, for writing."""
    one: Classification = item.classification
    question: Question = item.question
    made = list(one.labels)
    if one.difficulty:
        made.append(f"{_OURS}difficulty:{one.difficulty}")
    if one.level:
        made.append(f"{_OURS}level:{one.level}")
    if one.expected_seconds is not None:
        made.append(f"{_OURS}seconds:{one.expected_seconds}")
    made.extend(f"{_OURS}enemy:{enemy}" for enemy in one.enemies)
    for source in one.sources:
        date = source.date.isoformat() if source.date else ""
        made.append(f"{_OURS}source:{source.act}|{source.clause}|{date}")
    rule = getattr(question.body, "rule", "")
    if rule in {"all_or_nothing", "per_neighbour", "per_position"}:
        made.append(f"{_OURS}rule:{rule}")
    if with_points and question.points != 1:
        made.append(f"{_OURS}points:{question.points}")
    return tuple(made)
