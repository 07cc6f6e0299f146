"""A drawn paper brought within its tolerances: one question exchanged at a time for another of the same cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from question_banks.blueprint import Blueprint
from question_banks.chance import Chance
from question_banks.draw_pool import DrawPool, Slot
from question_banks.feasibility import Shortage

_STEPS = 300  # exchanges tried for one paper
_SPARES = 6  # other candidates looked at in one exchange, the least used ones
_PATIENCE = 12  # fruitless exchanges before twice as many are looked at

Trouble = tuple[int, float]  # shared questions over the limit, and how far outside the tolerance (0: inside)


class Repair:
    """Knows the blueprint's tolerances and the papers drawn so far."""

    def __init__(self, blueprint: Blueprint, hand: DrawPool, chance: Chance) -> None:
        self.hand, self.chance = hand, chance
        balance, size = blueprint.balance, blueprint.size
        ease, seconds = hand.average()
        self.ease = ease if balance.ease is None else balance.ease * size
        self.seconds = seconds if balance.seconds is None else balance.seconds
        self.ease_width = None if balance.ease_tolerance is None else max(balance.ease_tolerance * size, 1)
        self.seconds_width = None if balance.seconds_tolerance is None else max(balance.seconds_tolerance, 1)
        self.most_shared = blueprint.most_shared
        self.free = self.ease_width is None and self.seconds_width is None and self.most_shared is None

    def mend(self, slots: list[Slot], seen: frozenset[int]) -> Shortage | None:
        """Exchange until the paper fits; None when it does. `slots` is changed in place and stays complete."""
        if self.free:
            return None
        questions = [one for slot in slots for one in slot.questions]
        shared = self._shared(questions)
        ease = sum(self.hand.ease[one] for one in questions)
        seconds = sum(self.hand.seconds[one] for one in questions)
        trouble = self._trouble(ease, seconds, shared)
        barred = self.hand.barred_by(slots) if trouble > (0, 0.0) else set()
        fruitless = 0
        for _ in range(_STEPS):
            if trouble <= (0, 0.0):
                return None
            at = self._pick(slots, shared, trouble)
            old = slots[at]
            if len(old.questions) > 1:
                continue
            wide = _SPARES << (fruitless // _PATIENCE)
            spares = self.hand.take(old.cell, wide, set(barred), seen)
            best, best_trouble, best_state = None, trouble, (ease, seconds, shared)
            for spare in spares:
                if spare.questions[0] in seen and old.questions[0] not in seen:
                    continue  # what a person has not seen is never given up for what they have
                state = self._after(old, spare, ease, seconds, shared)
                if (after := self._trouble(*state)) < best_trouble:
                    best, best_trouble, best_state = spare, after, state
            fruitless += 1
            if best is not None:
                fruitless = 0
                spares = [old if spare is best else spare for spare in spares]
                slots[at] = best
                trouble, (ease, seconds, shared) = best_trouble, best_state
                barred = self.hand.barred_by(slots)
            self.hand.put_back(spares)
        if trouble <= (0, 0.0):
            return None
        return Shortage(code="papers_overlap" if trouble[0] else "balance_out_of_reach")

    def _pick(self, slots: Sequence[Slot], shared: Counter[int], trouble: Trouble) -> int:
        """A slot to exchange: one that the worst paper holds too, else any."""
        if trouble[0]:
            worst = max(sorted(shared), key=lambda paper: shared[paper])
            holding = [n for n, slot in enumerate(slots) if worst in self.hand.holders[slot.questions[0]]]
            if holding:
                return holding[self.chance.below(len(holding))]
        return self.chance.below(len(slots))

    def _shared(self, questions: Sequence[int]) -> Counter[int]:
        shared: Counter[int] = Counter()
        if self.most_shared is not None:
            for one in questions:
                if self.hand.holders[one]:
                    shared.update(self.hand.holders[one])
        return shared

    def _after(
        self, old: Slot, new: Slot, ease: int, seconds: int, shared: Counter[int]
    ) -> tuple[int, int, Counter[int]]:
        gone, come = old.questions[0], new.questions[0]
        ease += self.hand.ease[come] - self.hand.ease[gone]
        seconds += self.hand.seconds[come] - self.hand.seconds[gone]
        if self.most_shared is not None and (self.hand.holders[gone] or self.hand.holders[come]):
            shared = shared.copy()
            shared.subtract(self.hand.holders[gone])
            shared.update(self.hand.holders[come])
        return ease, seconds, shared

    def _trouble(self, ease: int, seconds: int, shared: Counter[int]) -> Trouble:
        over = 0
        if self.most_shared is not None and shared:
            over = sum(count - self.most_shared for count in shared.values() if count > self.most_shared)
        off = 0.0
        if self.ease_width is not None:
            off = max(off, abs(ease - self.ease) / self.ease_width)
        if self.seconds_width is not None:
            off = max(off, abs(seconds - self.seconds) / self.seconds_width)
        return over, off if off > 1.0 else 0.0
