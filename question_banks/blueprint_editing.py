"""The matrix of a section as a form sends it: read into cells, and laid out again. Pure, works without a script.

A number stands at topic × difficulty × level; an empty field or 0 asks for nothing. Names of fields are
`cell.<topic>.<difficulty>.<level>`, with `any` for what is not narrowed; topics go by their place in the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from question_banks.blueprint import Blueprint, CaseCell, Cell, Section, Topic
from question_banks.items import DIFFICULTIES, LEVELS, Difficulty, Level

ANY = "any"
MOST_IN_A_CELL = 500
EMPTY_CASE_ROWS = 2
_NAME = re.compile(r"cell\.(\d{1,4})\.(any|easy|medium|hard)\.(any|recall|application|analysis)")

FaultCode = Literal["not_a_number", "too_many", "case_incomplete"]


@dataclass(frozen=True, slots=True)
class TypedWrongly:
    """A field of the matrix that cannot be read."""

    name: str
    code: FaultCode


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of the table of cases as typed."""

    topic: str = ""
    cases: str = ""
    questions: str = ""


def field_name(topic: int, difficulty: str | None, level: str | None) -> str:
    return f"cell.{topic}.{difficulty or ANY}.{level or ANY}"


def typed_of(section: Section, topics: Sequence[Topic]) -> dict[str, str]:
    """The numbers of a section under the names of their fields."""
    places = {topic: at for at, topic in enumerate(topics)}
    return {
        field_name(places[cell.topic], cell.difficulty, cell.level): str(cell.count)
        for cell in section.cells
        if cell.topic in places
    }


def uses_levels(typed: Mapping[str, str]) -> bool:
    """Does any number stand at a level? Then the rows of the levels are shown."""
    return any(
        value.strip() not in ("", "0") and not name.endswith(f".{ANY}") for name, value in typed.items()
    )


def read_cells(
    typed: Mapping[str, str], topics: Sequence[Topic]
) -> tuple[tuple[Cell, ...], list[TypedWrongly]]:
    """The cells in the order of the matrix, and what was typed wrongly."""
    found: list[tuple[tuple[int, int, int], Cell]] = []
    wrong: list[TypedWrongly] = []
    for name, value in typed.items():
        match = _NAME.fullmatch(name)
        if match is None or int(match[1]) >= len(topics) or value.strip() in ("", "0"):
            continue
        count = _number(value)
        if count is None:
            wrong.append(TypedWrongly(name, "not_a_number"))
        elif count > MOST_IN_A_CELL:
            wrong.append(TypedWrongly(name, "too_many"))
        else:
            difficulty = None if match[2] == ANY else cast(Difficulty, match[2])
            level = None if match[3] == ANY else cast(Level, match[3])
            place = (
                int(match[1]),
                DIFFICULTIES.index(difficulty) if difficulty else -1,
                LEVELS.index(level) if level else -1,
            )
            cell = Cell(topic=topics[place[0]], difficulty=difficulty, level=level, count=count)
            found.append((place, cell))
    return tuple(cell for _place, cell in sorted(found, key=lambda one: one[0])), wrong


def case_rows_of(section: Section, topics: Sequence[Topic]) -> list[CaseRow]:
    """The cases of a section as rows to type in, with empty rows below."""
    places = {topic: str(at) for at, topic in enumerate(topics)}
    rows = [
        CaseRow(places.get(one.topic, ""), str(one.cases), str(one.questions)) for one in section.case_cells
    ]
    return rows + [CaseRow()] * EMPTY_CASE_ROWS


def typed_case_rows(typed: Mapping[str, str]) -> list[CaseRow]:
    """The rows of cases as they were sent."""
    rows = []
    at = 0
    while f"case.{at}.cases" in typed and at < 100:
        rows.append(
            CaseRow(
                typed.get(f"case.{at}.topic", ""),
                typed[f"case.{at}.cases"],
                typed.get(f"case.{at}.questions", ""),
            )
        )
        at += 1
    return rows


def read_case_cells(
    rows: Sequence[CaseRow], topics: Sequence[Topic]
) -> tuple[tuple[CaseCell, ...], list[TypedWrongly]]:
    """The cases asked for; a row without numbers asks for none."""
    cells: list[CaseCell] = []
    wrong: list[TypedWrongly] = []
    for at, row in enumerate(rows):
        if row.cases.strip() in ("", "0") and row.questions.strip() in ("", "0"):
            continue
        cases, questions = _number(row.cases), _number(row.questions)
        topic = int(row.topic) if row.topic.isdecimal() and int(row.topic) < len(topics) else None
        if not cases or not questions or topic is None or max(cases, questions) > MOST_IN_A_CELL:
            wrong.append(TypedWrongly(f"case.{at}.cases", "case_incomplete"))
        else:
            cells.append(CaseCell(topic=topics[topic], cases=cases, questions=questions))
    return tuple(cells), wrong


def _number(text: str) -> int | None:
    tidy = text.strip()
    return int(tidy) if tidy.isascii() and tidy.isdecimal() and len(tidy) < 6 else None


def with_section(blueprint: Blueprint, section: Section) -> Blueprint:
    """The blueprint with this section in place of the one of the same id, or added at the end."""
    ids = [one.id for one in blueprint.sections]
    if section.id not in ids:
        return replace(blueprint, sections=(*blueprint.sections, section))
    sections = tuple(section if one.id == section.id else one for one in blueprint.sections)
    return replace(blueprint, sections=sections)


def without_section(blueprint: Blueprint, section_id: str) -> Blueprint:
    return replace(blueprint, sections=tuple(one for one in blueprint.sections if one.id != section_id))


def moved_up(blueprint: Blueprint, section_id: str) -> Blueprint:
    """The blueprint with this section one place earlier."""
    sections = list(blueprint.sections)
    at = next((n for n, one in enumerate(sections) if one.id == section_id), 0)
    if at:
        sections[at - 1], sections[at] = sections[at], sections[at - 1]
    return replace(blueprint, sections=tuple(sections))


def free_id(blueprint: Blueprint) -> str:
    """An id for a new section that none had before it."""
    taken = [int(one.id[1:]) for one in blueprint.sections if one.id[1:].isdecimal()]
    return f"s{max(taken, default=0) + 1}"
