"""Papers drawn by a blueprint: pure, repeatable to the byte, fair to the questions and to the persons.

The same blueprint, pool, uses, histories and seed give the same papers on every machine and Python. Questions least
used come first, with chance among equals (and beyond, as `spread` says); enemies never meet, cases stay together,
papers of one drawing share no more than the blueprint allows, and each lies within the tolerance of difficulty and
time. When no paper can be drawn, the shortages say why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from question_banks.blueprint import Blueprint, PoolQuestion
from question_banks.canonical import canonical_bytes, digest
from question_banks.chance import Chance
from question_banks.draw_pool import DrawPool, Slot
from question_banks.draw_repair import Repair
from question_banks.draw_search import search
from question_banks.feasibility import Shortage, shortages

_TRIES = 24  # orders of cells tried for one paper before every combination is searched


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions in their order; `known` counts those that the person has seen before."""

    number: int
    questions: tuple[str, ...]
    known: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """The papers, and how many questions of each belong to which section, in the order of the blueprint."""

    papers: tuple[Paper, ...]
    sections: tuple[tuple[str, int], ...]

    def digest(self) -> str:
        """Printed and journalled before the doors open."""
        return digest(self)


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """Why not. `drawn` papers could be drawn before the first that could not."""

    shortages: tuple[Shortage, ...]
    drawn: int = 0


def draw(
    blueprint: Blueprint,
    pool: Sequence[PoolQuestion],
    *,
    papers: int,
    seed: bytes,
    uses: Mapping[str, int] | None = None,
    histories: Sequence[frozenset[str]] = (),
    spread: float = 1.0,
) -> Drawn | NotDrawn:
    """Draw so many papers. `uses` counts each question's uses in the period; `histories` is what each person has seen.

    With `spread` 1 chance decides only among the least used; with 3 a question may come up to two uses early.
    """
    missing = shortages(blueprint, pool, papers=papers, uses=uses)
    if missing:
        return NotDrawn(missing)
    chance = Chance(canonical_bytes(blueprint) + b"\x00" + seed)
    hand = DrawPool(blueprint, pool, uses or {}, chance, spread)
    repair = Repair(blueprint, hand, chance)
    made: list[Paper] = []
    for number in range(1, papers + 1):
        seen = histories[number - 1] if number <= len(histories) else frozenset()
        slots = _one(hand, repair, hand.indexes(seen))
        if isinstance(slots, Shortage):
            return NotDrawn((slots,), drawn=number - 1)
        hand.use(slots)
        made.append(_paper(number, slots, hand, chance, hand.indexes(seen)))
    return Drawn(tuple(made), tuple((section.id, section.size) for section in blueprint.sections))


def _one(hand: DrawPool, repair: Repair, seen: frozenset[int]) -> list[Slot] | Shortage:
    """The slots of one paper, within the tolerances, or why not."""
    order = list(hand.order)
    short: Shortage | None = None
    for _ in range(_TRIES):
        slots, failed = hand.fill(order, seen)
        if failed is not None:
            order.remove(failed)  # the cell that came out short chooses first next time
            order.insert(0, failed)
            continue
        short = repair.mend(slots, seen)
        if short is None:
            return slots
        hand.put_back(slots)
    if short is not None:
        return short
    found = search(hand)
    if isinstance(found, Shortage):
        return found
    if (short := repair.mend(found, seen)) is not None:
        hand.put_back(found)
        return short
    return found


def _paper(number: int, slots: list[Slot], hand: DrawPool, chance: Chance, seen: frozenset[int]) -> Paper:
    """The slots in the order in which a candidate meets them: by section, shuffled where it is, cases unbroken."""
    blocks: list[list[list[int]]] = [[] for _ in hand.blueprint.sections]
    for slot in slots:
        blocks[slot.section].append(list(slot.questions))
    order: list[int] = []
    for section, held in zip(hand.blueprint.sections, blocks, strict=True):
        held.sort()  # the cells' order of drawing must not show
        if section.shuffle:
            chance.shuffle(held)
        for block in held:
            order.extend(block)
    return Paper(
        number, tuple([hand.names[at] for at in order]), len(seen.intersection(order)) if seen else 0
    )


def least_known(papers: Sequence[Paper], seen: frozenset[str]) -> Paper:
    """Of the papers that are left, the one of which this person has seen the least; the lowest number among equals."""
    return min(papers, key=lambda paper: (len(seen.intersection(paper.questions)), paper.number))
