"""When drawing at random finds no paper: try every combination, so that a refusal is a proof where it can be."""

from __future__ import annotations

from question_banks.draw_pool import DrawPool, Slot
from question_banks.feasibility import Shortage

_MOST_STEPS = 50_000


def search(hand: DrawPool) -> list[Slot] | Shortage:
    """A paper's slots, taken off their heaps; or `no_paper_exists` (proved) or `no_paper_found` (given up)."""
    wishes = [cell for cell in hand.order for _ in range(hand.cells[cell].count)]
    options = {cell: hand.ranked(cell) for cell in hand.order}
    chosen: list[int] = []
    barred: dict[int, int] = {}
    at = 0
    for _ in range(_MOST_STEPS):
        if len(chosen) == len(wishes):
            slots = [options[cell][place] for cell, place in zip(wishes, chosen, strict=True)]
            hand.take_off(slots)
            return slots
        cell = wishes[len(chosen)]
        held = options[cell]
        while at < len(held) and any(barred.get(one) for one in held[at].questions):
            at += 1
        if at < len(held):
            _bar(hand, held[at], barred, 1)
            chosen.append(at)
            # The next one of the same cell comes after this one: no combination is tried twice.
            at = at + 1 if len(chosen) < len(wishes) and wishes[len(chosen)] == cell else 0
        elif chosen:
            back = chosen.pop()
            _bar(hand, options[wishes[len(chosen)]][back], barred, -1)
            at = back + 1
        else:
            return Shortage(code="no_paper_exists")
    return Shortage(code="no_paper_found")


def _bar(hand: DrawPool, slot: Slot, barred: dict[int, int], by: int) -> None:
    for one in slot.questions:
        for name in (one, *hand.enemies[one]):
            barred[name] = barred.get(name, 0) + by
