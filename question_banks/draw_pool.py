"""The questions at hand while papers are drawn: one heap of candidates a cell, the least used on top.

A key is uses, chance and the question's place in one integer, so that a heap of plain integers does all the sorting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from question_banks.blueprint import Blueprint, PoolQuestion, places_by_cell
from question_banks.chance import Chance
from question_banks.feasibility import cases_for, eligible

_PLACE_BITS = 24
_CHANCE_BITS = 20
_PLACE = (1 << _PLACE_BITS) - 1


@dataclass(frozen=True, slots=True)
class Slot:
    """What one draw from a cell gave: a question, or the questions of a case. `candidate` is its place in the cell."""

    cell: int
    section: int
    candidate: int
    questions: tuple[int, ...]


@dataclass(slots=True)
class _Hand:
    """A cell with its candidates (each one question, or a case) and their heap of keys."""

    section: int
    count: int
    candidates: list[tuple[int, ...]]
    heap: list[int]


class DrawPool:
    """All cells of a blueprint over one pool; keeps the uses while papers are drawn."""

    def __init__(
        self,
        blueprint: Blueprint,
        pool: Sequence[PoolQuestion],
        uses: Mapping[str, int],
        chance: Chance,
        spread: float,
    ) -> None:
        self.blueprint, self._chance = blueprint, chance
        self._wide = int(max(spread, 0.0) * (1 << _CHANCE_BITS))
        ordered = sorted(pool, key=lambda question: question.id)
        self.names = [question.id for question in ordered]
        self.places = {name: at for at, name in enumerate(self.names)}
        if len(self.places) != len(self.names):
            raise ValueError("a question stands in the pool twice")
        self.ease = [question.ease for question in ordered]
        self.seconds = [question.seconds for question in ordered]
        self.uses = [uses.get(name, 0) for name in self.names]
        self.keys = [self._key(at) for at in range(len(ordered))]
        self.enemies = self._enemies(ordered)
        self.holders: list[list[int]] = [[] for _ in ordered]
        self.drawn = 0
        able = [eligible(blueprint, question, uses) for question in ordered]
        self.cells = self._cells(ordered, able)
        self.order = sorted(range(len(self.cells)), key=self._slack)

    def _cells(self, ordered: Sequence[PoolQuestion], able: Sequence[bool]) -> list[_Hand]:
        cells: list[_Hand] = []
        fit = iter(
            places_by_cell([cell for section in self.blueprint.sections for cell in section.cells], ordered)
        )
        for at, section in enumerate(self.blueprint.sections):
            for case_cell in section.case_cells:
                cases = cases_for(case_cell, ordered)
                members = [tuple(self.places[one.id] for one in cases[case]) for case in sorted(cases)]
                whole = [
                    case for case in members if all(able[one] for one in case) and not self._at_war(case)
                ]
                cells.append(_Hand(at, case_cell.cases, whole, []))
            cells.extend(
                _Hand(at, cell.count, [(n,) for n in next(fit) if able[n]], []) for cell in section.cells
            )
        for hand in cells:
            hand.heap = [self._cell_key(hand, n) for n in range(len(hand.candidates))]
            heapify(hand.heap)
        return cells

    def _enemies(self, ordered: Sequence[PoolQuestion]) -> list[tuple[int, ...]]:
        """Enmity counts from either side."""
        found: list[set[int]] = [set() for _ in ordered]
        for at, question in enumerate(ordered):
            for name in question.enemies:
                other = self.places.get(name)
                if other is not None and other != at:
                    found[at].add(other)
                    found[other].add(at)
        return [tuple(sorted(one)) for one in found]

    def _at_war(self, questions: Sequence[int]) -> bool:
        return any(other in self.enemies[one] for one in questions for other in questions)

    def _slack(self, cell: int) -> tuple[int, int]:
        hand = self.cells[cell]
        return (len(hand.candidates) - hand.count if len(hand.candidates[0]) == 1 else -1, cell)

    def _key(self, question: int) -> int:
        return (self.uses[question] << _CHANCE_BITS) + ((self._chance.word() * self._wide) >> 32)

    def _cell_key(self, hand: _Hand, candidate: int) -> int:
        """A case is as worn as its most worn question."""
        questions = hand.candidates[candidate]
        key = self.keys[questions[0]] if len(questions) == 1 else max(self.keys[one] for one in questions)
        return (key << _PLACE_BITS) | candidate

    def indexes(self, names: Iterable[str]) -> frozenset[int]:
        return frozenset(self.places[name] for name in names if name in self.places)

    def fill(self, order: Sequence[int], seen: frozenset[int]) -> tuple[list[Slot], int | None]:
        """Every cell filled in this order; or nothing, and the cell that came out short."""
        barred: set[int] = set()
        slots: list[Slot] = []
        for cell in order:
            got = self.take(cell, self.cells[cell].count, barred, seen)
            slots.extend(got)
            if len(got) < self.cells[cell].count:
                self.put_back(slots)
                return [], cell
        return slots, None

    def take(self, cell: int, count: int, barred: set[int], seen: frozenset[int]) -> list[Slot]:
        """Up to `count` candidates off the top that are not barred; what is taken bars itself and its enemies.

        What the person has seen comes only when there is nothing else, least used first.
        """
        hand = self.cells[cell]
        heap, candidates, most = hand.heap, hand.candidates, self.blueprint.most_uses
        got: list[Slot] = []
        aside: list[int] = []
        known: list[int] = []
        while len(got) < count and heap:
            key = heappop(heap)
            candidate = key & _PLACE
            questions = candidates[candidate]
            fresh = self._cell_key(hand, candidate)
            if most is not None and self._worn_out(questions):
                continue
            if key != fresh:  # used through another cell meanwhile
                heappush(heap, fresh)
            elif not barred.isdisjoint(questions):
                aside.append(key)
            elif seen and not seen.isdisjoint(questions):
                known.append(key)
            else:
                got.append(self._slot(cell, hand, candidate, barred))
        for key in known:
            questions = candidates[key & _PLACE]
            if len(got) < count and barred.isdisjoint(questions):
                got.append(self._slot(cell, hand, key & _PLACE, barred))
            else:
                aside.append(key)
        for key in aside:
            heappush(heap, key)
        return got

    def _slot(self, cell: int, hand: _Hand, candidate: int, barred: set[int]) -> Slot:
        questions = hand.candidates[candidate]
        for one in questions:
            barred.add(one)
            if self.enemies[one]:
                barred.update(self.enemies[one])
        return Slot(cell, hand.section, candidate, questions)

    def ranked(self, cell: int) -> list[Slot]:
        """All candidates of a cell that may still be used, the least used first; nothing is taken."""
        hand = self.cells[cell]
        keys = sorted(
            self._cell_key(hand, n) for n, case in enumerate(hand.candidates) if not self._worn_out(case)
        )
        return [Slot(cell, hand.section, key & _PLACE, hand.candidates[key & _PLACE]) for key in keys]

    def take_off(self, slots: Iterable[Slot]) -> None:
        """Take just these candidates off their heaps."""
        for slot in slots:
            hand = self.cells[slot.cell]
            hand.heap = [key for key in hand.heap if key & _PLACE != slot.candidate]
            heapify(hand.heap)

    def barred_by(self, slots: Iterable[Slot]) -> set[int]:
        barred: set[int] = set()
        for slot in slots:
            for one in slot.questions:
                barred.add(one)
                barred.update(self.enemies[one])
        return barred

    def _worn_out(self, questions: Sequence[int]) -> bool:
        most = self.blueprint.most_uses
        return most is not None and any(self.uses[one] >= most for one in questions)

    def put_back(self, slots: Iterable[Slot]) -> None:
        """Unused candidates return to their heaps as they were."""
        for slot in slots:
            hand = self.cells[slot.cell]
            if not self._worn_out(slot.questions):
                heappush(hand.heap, self._cell_key(hand, slot.candidate))

    def use(self, slots: Sequence[Slot]) -> None:
        """The paper is drawn: its questions are used once more and go down their heaps."""
        self.drawn += 1
        for slot in slots:
            for one in slot.questions:
                self.uses[one] += 1
                self.keys[one] = self._key(one)
                self.holders[one].append(self.drawn)
        self.put_back(slots)

    def average(self) -> tuple[int, int]:
        """What a paper's ease and seconds sum up to on average."""
        ease = seconds = 0
        for hand in self.cells:
            many = len(hand.candidates) or 1
            ease += hand.count * sum(self.ease[one] for case in hand.candidates for one in case) // many
            seconds += hand.count * sum(self.seconds[one] for case in hand.candidates for one in case) // many
        return ease, seconds
