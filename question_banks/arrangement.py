"""In which order a candidate sees the options of a question: settled by the paper's seed, the same on every reload."""

from __future__ import annotations

from question_banks.bodies import (
    Body,
    ChoiceGap,
    Gaps,
    Matching,
    MultipleChoice,
    Option,
    Ordering,
    SingleChoice,
)
from question_banks.chance import Chance

Arrangement = dict[str, tuple[str, ...]]


def arrange(body: Body, *, seed: bytes, question: str, shuffle: bool = True) -> Arrangement:
    """The ids of each group in the order shown. An ordering question is always shuffled, and never shown solved."""
    chance = Chance(seed + b"\x00" + question.encode("utf-8"))
    if isinstance(body, (SingleChoice, MultipleChoice)):
        return {"options": _options(body.options, chance, shuffle)}
    if isinstance(body, Matching):
        choices = list(body.choices)
        if shuffle:
            chance.shuffle(choices)
        return {"prompts": tuple(prompt.id for prompt in body.prompts), "choices": tuple(choices)}
    if isinstance(body, Ordering):
        return {"items": _unsolved(body.items, chance)}
    if isinstance(body, Gaps):
        return {
            gap.id: _options(gap.options, chance, shuffle) for gap in body.gaps if isinstance(gap, ChoiceGap)
        }
    return {}


def _options(options: tuple[Option, ...], chance: Chance, shuffle: bool) -> tuple[str, ...]:
    """Fixed options keep their places; the others are shuffled among theirs."""
    loose = [option.id for option in options if not option.fixed]
    if shuffle:
        chance.shuffle(loose)
    rest = iter(loose)
    return tuple(option.id if option.fixed else next(rest) for option in options)


def _unsolved(items: tuple[str, ...], chance: Chance) -> tuple[str, ...]:
    shown = list(items)
    for _ in range(20):
        chance.shuffle(shown)
        if tuple(shown) != items:
            break
    else:
        shown.reverse()
    return tuple(shown)
