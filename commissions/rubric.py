"""The criteria of a rubric sheet: those of the oral questions that were drawn, or those of the office. Pure.

No text names criteria for an interview, and marks decide nothing: the commission decides by its vote. What the office
has decided only gives each member's sheet the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from question_banks.bodies import Oral
from question_banks.content import Language, Question
from question_banks.richtext import to_plain
from regulations.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class Level:
    title: str
    points: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the sheet, its levels from the lowest to the highest."""

    id: str
    title: str
    levels: tuple[Level, ...]

    @property
    def out_of(self) -> int:
        return max(level.points for level in self.levels)


SEPARATOR = ";"
MOST = 10


def listed(words: Words) -> tuple[Words, ...] | None:
    """The things that a decision lists, parted by semicolons; None where the languages do not list equally many."""
    of_each = [
        [one.strip() for one in words.in_(language).split(SEPARATOR) if one.strip()] for language in LANGUAGES
    ]
    if len({len(found) for found in of_each}) != 1:
        return None
    return tuple(Words(*found) for found in zip(*of_each, strict=True))


def of_office(criteria: tuple[Words, ...], levels: tuple[Words, ...]) -> tuple[Criterion, ...]:
    """The rows that the office has decided, each with the same levels, from the lowest up.

    In both languages of the protocol, because the sheet goes into it as it was marked.
    """
    steps = tuple(Level(_both(one), points) for points, one in enumerate(levels))
    return tuple(
        Criterion(f"own-{number}", _both(one), steps) for number, one in enumerate(criteria, start=1)
    )


def _both(words: Words) -> str:
    return words.kk if words.kk == words.ru else f"{words.kk} / {words.ru}"


def of_questions(questions: Iterable[Question], language: Language) -> tuple[Criterion, ...]:
    """The rows of all oral questions of a ticket, numbered as the questions are."""
    rows: list[Criterion] = []
    for number, question in enumerate(questions, 1):
        if isinstance(question.body, Oral):
            rows += _of_oral(number, question, question.body, language)
    return tuple(rows)


def _of_oral(number: int, question: Question, body: Oral, language: Language) -> list[Criterion]:
    def words(part: str) -> str:
        told = question.part(part, language) or question.part(part, question.source_language)
        return to_plain(told).strip()

    found = []
    for one in body.rubric:
        # Points are whole numbers on the sheet: a rubric with halves is counted in halves.
        scale = lcm(*(Fraction(level.marks).denominator for level in one.levels))
        levels = tuple(
            Level(words(f"level:{level.id}") or str(level.marks), int(Fraction(level.marks) * scale))
            for level in one.levels
        )
        found.append(Criterion(f"{number}.{one.id}", f"{number}. {words(f'criterion:{one.id}')}", levels))
    return found


def pack(rows: Iterable[Criterion]) -> list[dict[str, Any]]:
    """As the hearing keeps them."""
    return [
        {
            "id": row.id,
            "title": row.title,
            "levels": [{"title": level.title, "points": level.points} for level in row.levels],
        }
        for row in rows
    ]


def unpack(kept: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """As the hearing kept them."""
    return tuple(
        Criterion(
            row["id"],
            row["title"],
            tuple(Level(level["title"], level["points"]) for level in row["levels"]),
        )
        for row in kept
    )
