"""In which order a candidate meets the questions of a paper: one paper serves several, each in a turn of its own.

Pure. Questions keep the numbers that they have on the paper, so that scoring needs no turn. Sections keep their order
and cases stay together; within a section the blocks begin at another one for each turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Placed:
    """A question on a paper; `case` names the vignette that it shares."""

    number: int
    section: str
    case: int | None = None


def in_turn(places: Sequence[Placed], turn: int) -> tuple[int, ...]:
    """The numbers of the questions as the candidate of this turn meets them."""
    order: list[int] = []
    for _section, held in groupby(places, key=lambda one: one.section):
        blocks = _blocks(list(held))
        first = turn % len(blocks)
        order += [number for block in blocks[first:] + blocks[:first] for number in block]
    return tuple(order)


def _blocks(places: Sequence[Placed]) -> list[list[int]]:
    """Single questions, and the questions of a case as one block."""
    blocks: list[list[int]] = []
    before: int | None = None
    for one in places:
        if one.case is not None and one.case == before:
            blocks[-1].append(one.number)
        else:
            blocks.append([one.number])
        before = one.case
    return blocks
