"""What a paper must be made of: the blueprint that an office decides on and that every drawing obeys.

The numbers are the office's decision; nothing here is a default that could pass for law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from question_banks.content import Language
from question_banks.items import Difficulty, Level

Topic = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """So many questions of this topic (with all below it), difficulty and level; None means any."""

    topic: Topic = ()
    difficulty: Difficulty | None = None
    level: Level | None = None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCell:
    """So many cases of this topic, each with exactly so many questions, which stay together."""

    topic: Topic = ()
    cases: int
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the paper with its own title, and its own pass rule where the office has one."""

    id: str
    titles: Mapping[Language, str] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    case_cells: tuple[CaseCell, ...] = ()
    pass_share: Fraction | None = None
    shuffle: bool = True
    calculator: bool = False

    @property
    def size(self) -> int:
        return sum(one.count for one in self.cells) + sum(
            one.cases * one.questions for one in self.case_cells
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How far a paper's expected difficulty and time may lie from the target; None leaves it free.

    Difficulty is the expected share of right answers over the paper, in thousandths; time is the sum of the expected
    seconds. Without a target, the target is what the cells give on average.
    """

    ease: int | None = None
    ease_tolerance: int | None = None
    seconds: int | None = None
    seconds_tolerance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """An edition of a blueprint. `purpose` parts the test's papers from the commission's oral tickets."""

    sections: tuple[Section, ...]
    languages: tuple[Language, ...]
    minutes: int | None = None
    purpose: Literal["test", "ticket"] = "test"
    pass_share: Fraction | None = None
    shuffle_options: bool = True
    language_switch: bool = False
    balance: Balance = field(default_factory=Balance)
    most_uses: int | None = None  # of one question within the period whose exposure is given
    most_shared: int | None = None  # questions that two papers of one drawing may have in common

    def __post_init__(self) -> None:
        ids = [section.id for section in self.sections]
        if len(set(ids)) != len(ids):
            raise ValueError("two sections have the same id")
        counts = [cell.count for section in self.sections for cell in section.cells]
        counts += [
            n for section in self.sections for one in section.case_cells for n in (one.cases, one.questions)
        ]
        if any(count < 1 for count in counts):
            raise ValueError("a cell asks for less than one question")
        if not self.languages:
            raise ValueError("a blueprint names the languages that its questions must speak")

    @property
    def size(self) -> int:
        return sum(section.size for section in self.sections)


def places_by_cell(cells: Sequence[Cell], pool: Sequence[PoolQuestion]) -> list[list[int]]:
    """For each cell the places in the pool of the questions that fit it, cases left out, in the pool's order."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for at, question in enumerate(pool):
        if question.case is None:
            alike.setdefault((question.topic, question.difficulty, question.level), []).append(at)
    return [
        sorted(at for held in alike.values() if pool[held[0]].fits(cell) for at in held) for cell in cells
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolQuestion:
    """A question as a drawing sees it: an approved edition.

    `ease` is its expected share of right answers, in thousandths; `languages` are those in which it is approved.
    """

    id: str
    topic: Topic = ()
    difficulty: Difficulty | None = None
    level: Level | None = None
    languages: frozenset[Language]
    ease: int = 500
    seconds: int = 60
    case: str | None = None
    case_place: int = 0
    enemies: frozenset[str] = frozenset()

    def fits(self, cell: Cell) -> bool:
        """Does it belong in this cell, leaving languages and cases aside?"""
        return (
            self.topic[: len(cell.topic)] == cell.topic
            and cell.difficulty in (None, self.difficulty)
            and cell.level in (None, self.level)
        )
