"""Can papers be drawn by this blueprint from this bank? And if not, what is missing, cell by cell, in facts.

"Topic 3, hard: needs 4, has 3 approved in Kazakh; two of them are enemies" is a shortage with its facts; the page
makes the sentence (`words.SHORTAGE_SENTENCES`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from question_banks.blueprint import Blueprint, CaseCell, Cell, PoolQuestion, places_by_cell
from question_banks.content import Language

ShortageCode = Literal[
    "too_few", "too_few_with_enemies", "cells_share_questions", "too_few_uses_left", "too_few_cases",
    "papers_overlap", "balance_out_of_reach", "no_paper_exists", "no_paper_found",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Why papers cannot be drawn. `section` and `cell` (its place there) are empty when it is no single cell's fault.

    `languages` says how many of the fitting questions are approved in each language that the blueprint asks for.
    """

    code: ShortageCode
    section: str = ""
    cell: int | None = None
    topic: tuple[str, ...] = ()
    difficulty: str | None = None
    level: str | None = None
    needs: int = 0
    has: int = 0
    languages: Mapping[Language, int] = field(default_factory=dict)
    used_up: int = 0
    enemies: int = 0


def eligible(blueprint: Blueprint, question: PoolQuestion, uses: Mapping[str, int]) -> bool:
    """Approved in every language of the blueprint, and not used up in the period."""
    wanted = question.languages.issuperset(blueprint.languages)
    return wanted and (blueprint.most_uses is None or uses.get(question.id, 0) < blueprint.most_uses)


def shortages(
    blueprint: Blueprint,
    pool: Sequence[PoolQuestion],
    *,
    papers: int = 1,
    uses: Mapping[str, int] | None = None,
) -> tuple[Shortage, ...]:
    """Everything that stands in the way of drawing so many papers; empty when nothing provable does."""
    uses = uses or {}
    found: list[Shortage] = []
    fitting: list[tuple[Cell, list[PoolQuestion]]] = []
    fit = iter(places_by_cell([cell for section in blueprint.sections for cell in section.cells], pool))
    for section in blueprint.sections:
        for at, cell in enumerate(section.cells):
            fits = [pool[place] for place in next(fit)]
            able = [question for question in fits if eligible(blueprint, question, uses)]
            fitting.append((cell, able))
            found.extend(_cell(blueprint, section.id, at, cell, fits, able, papers, uses))
        for at, case_cell in enumerate(section.case_cells):
            found.extend(_case_cell(blueprint, section.id, at, case_cell, pool, uses))
    if not found:
        found.extend(_shared(fitting))
        found.extend(_overlap(blueprint, fitting, papers))
    return tuple(found)


def _cell(
    blueprint: Blueprint,
    section: str,
    at: int,
    cell: Cell,
    fits: Sequence[PoolQuestion],
    able: Sequence[PoolQuestion],
    papers: int,
    uses: Mapping[str, int],
) -> Iterator[Shortage]:
    free = independent(able, cell.count)
    left = (
        sum(min(papers, blueprint.most_uses - uses.get(one.id, 0)) for one in able)
        if blueprint.most_uses
        else None
    )
    code: ShortageCode
    if len(able) < cell.count:
        code, needs, has = "too_few", cell.count, len(able)
    elif free < cell.count:
        code, needs, has = "too_few_with_enemies", cell.count, free
    elif left is not None and left < cell.count * papers:
        code, needs, has = "too_few_uses_left", cell.count * papers, left
    else:
        return
    spoken = [question for question in fits if question.languages.issuperset(blueprint.languages)]
    yield Shortage(
        code=code,
        section=section,
        cell=at,
        topic=cell.topic,
        difficulty=cell.difficulty,
        level=cell.level,
        needs=needs,
        has=has,
        languages={one: sum(one in question.languages for question in fits) for one in blueprint.languages},
        used_up=len(spoken) - len(able),
        enemies=_enemies(able),
    )


def _enemies(questions: Sequence[PoolQuestion]) -> int:
    """How many of the questions have an enemy among them."""
    names = {question.id for question in questions}
    return len({name for question in questions for name in (question.enemies & names)} | {
        question.id for question in questions if question.enemies & names
    })  # fmt: skip


def _graph(questions: Sequence[PoolQuestion]) -> dict[str, set[str]]:
    names = {question.id for question in questions}
    graph: dict[str, set[str]] = defaultdict(set)
    for question in questions:
        for enemy in question.enemies & names:
            if enemy != question.id:
                graph[question.id].add(enemy)
                graph[enemy].add(question.id)
    return graph


def independent(questions: Sequence[PoolQuestion], enough: int) -> int:
    """The most questions that can stand in one paper together, exact for small knots of enemies, else from above."""
    graph = _graph(questions)
    free = len(questions) - len(graph)
    seen: set[str] = set()
    for start in sorted(graph):
        if free >= enough:
            return free
        if start in seen:
            continue
        knot, queue = {start}, [start]
        while queue:
            for enemy in graph[queue.pop()] - knot:
                knot.add(enemy)
                queue.append(enemy)
        seen |= knot
        free += _most(frozenset(knot), graph) if len(knot) <= 24 else len(knot) - 1
    return free


def _most(names: frozenset[str], graph: Mapping[str, set[str]]) -> int:
    if not names:
        return 0
    worst = max(sorted(names), key=lambda name: len(graph[name] & names))
    if not graph[worst] & names:
        return len(names)
    return max(1 + _most(names - graph[worst] - {worst}, graph), _most(names - {worst}, graph))


def cases_for(cell: CaseCell, pool: Sequence[PoolQuestion]) -> dict[str, list[PoolQuestion]]:
    """The cases whose questions all stand under the cell's topic, with as many questions as it asks for."""
    held: dict[str, list[PoolQuestion]] = defaultdict(list)
    for question in pool:
        if question.case is not None:
            held[question.case].append(question)
    return {
        case: sorted(members, key=lambda one: (one.case_place, one.id))
        for case, members in held.items()
        if len(members) == cell.questions
        and all(one.topic[: len(cell.topic)] == cell.topic for one in members)
    }


def _case_cell(
    blueprint: Blueprint,
    section: str,
    at: int,
    cell: CaseCell,
    pool: Sequence[PoolQuestion],
    uses: Mapping[str, int],
) -> Iterator[Shortage]:
    cases = cases_for(cell, pool)
    able = [
        case
        for case, members in cases.items()
        if all(eligible(blueprint, one, uses) for one in members) and not _graph(members)
    ]
    if len(able) < cell.cases:
        languages = {
            one: sum(all(one in question.languages for question in members) for members in cases.values())
            for one in blueprint.languages
        }
        yield Shortage(
            code="too_few_cases", section=section, cell=at, topic=cell.topic, needs=cell.cases, has=len(able),
            languages=languages, enemies=sum(bool(_graph(members)) for members in cases.values()),
        )  # fmt: skip


def _shared(fitting: Sequence[tuple[Cell, Sequence[PoolQuestion]]]) -> Iterator[Shortage]:
    """Two cells may live on the same questions: is there a place for each (a matching, by augmenting paths)?"""
    homes: dict[str, list[int]] = defaultdict(list)
    for at, (_, questions) in enumerate(fitting):
        for question in questions:
            homes[question.id].append(at)
    if all(len(cells) < 2 for cells in homes.values()):
        return
    held: dict[str, int] = {}
    names = [[question.id for question in questions] for _, questions in fitting]
    for at, (cell, _) in enumerate(fitting):
        for placed in range(cell.count):
            if not _place(at, names, held):
                yield Shortage(
                    code="cells_share_questions", cell=at, topic=cell.topic, difficulty=cell.difficulty,
                    level=cell.level, needs=cell.count, has=placed,
                )  # fmt: skip
                break


def _place(start: int, names: Sequence[Sequence[str]], held: dict[str, int]) -> bool:
    """One more question for the cell, moving others where they have another home (breadth first)."""
    came: dict[str, tuple[str | None, int]] = {}
    queue: list[tuple[str | None, int]] = [(None, start)]
    visited = {start}
    for origin, cell in queue:
        for name in names[cell]:
            if name in came or held.get(name) == cell:
                continue
            came[name] = (origin, cell)
            owner = held.get(name)
            if owner is None:
                step: str | None = name
                while step is not None:
                    before, home = came[step]
                    held[step] = home
                    step = before
                return True
            if owner not in visited:
                visited.add(owner)
            queue.append((name, owner))
    return False


def _overlap(
    blueprint: Blueprint, fitting: Sequence[tuple[Cell, Sequence[PoolQuestion]]], papers: int
) -> Iterator[Shortage]:
    """On average two papers share at least this much, however drawn: k (P k / n - 1) / (P - 1) in each cell."""
    if blueprint.most_shared is None or papers < 2:
        return
    least = 0.0
    for cell, questions in fitting:
        each = papers * cell.count / len(questions)
        least += max(0.0, cell.count * (each - 1) / (papers - 1))
    if least > blueprint.most_shared + 1e-9:
        yield Shortage(code="papers_overlap", needs=int(-(-least // 1)), has=blueprint.most_shared)
