"""Gaps in a sheet: the question's text has [[g1]], and the first option column the answers of that gap as in GIFT."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from question_banks.bodies import (
    Accepted,
    AcceptedNumber,
    ChoiceGap,
    Gap,
    Gaps,
    NumberGap,
    Option,
    PairRule,
    TypedGap,
)
from question_banks.content import Language
from question_banks.readers.credits import option_ids, percent
from question_banks.readers.gift import Entry, entries, number_range
from question_banks.readers.gift_blocks import hide_escapes, show_escapes
from question_banks.readers.outcomes import ItemRefused

SetPart = Callable[[str, dict[Language, str], int], None]


def read_gaps(slots: Mapping[int, Mapping[Language, str]], rule: PairRule, set_part: SetPart) -> Gaps:
    """`=right ~wrong` is a choice, `=one =another` is typed, `#3.5:0.1` a number."""
    gaps = tuple(_gap(slot, words, set_part) for slot, words in slots.items())
    if not gaps:
        raise ItemRefused("options_missing")
    return Gaps(gaps=gaps, rule=rule)


def _gap(slot: int, words: Mapping[Language, str], set_part: SetPart) -> Gap:
    name = f"g{slot + 1}"
    hidden = {language: hide_escapes(text).strip() for language, text in words.items()}
    first = next(iter(hidden.values()))
    if first.startswith("#"):
        numbers = entries(first[1:] if first[1:2] in ("=", "~") else "=" + first[1:], "=~")
        ids = option_ids(len(numbers), name)
        return NumberGap(id=name, accepted=tuple(_number(*pair) for pair in zip(ids, numbers, strict=True)))
    read = {language: entries(text, "=~") for language, text in hidden.items()}
    if len({tuple((one.sign, one.weight) for one in held) for held in read.values()}) > 1 and "~" in first:
        raise ItemRefused("gap_broken", text=first[:60], reason="the languages have different answers")
    ids = option_ids(max(len(held) for held in read.values()), name)
    if not ids:
        raise ItemRefused("gap_broken", text=show_escapes(first)[:60], reason="no answers")
    lead = max(read.values(), key=len)
    for at, one in enumerate(ids):
        spoken = {language: show_escapes(held[at].words) for language, held in read.items() if at < len(held)}
        set_part(f"{'option' if '~' in first else 'accepted'}:{one}", spoken, slot)
    if "~" in first:
        made = []
        for one, entry in zip(ids, lead, strict=True):
            credit = _credit(entry)
            made.append(Option(id=one, correct=credit == 1, credit=None if credit in (0, 1) else credit))
        return ChoiceGap(id=name, options=tuple(made))
    accepted = tuple(
        Accepted(id=one, credit=_credit(entry), wildcard="*" in entry.words)
        for one, entry in zip(ids, lead, strict=True)
    )
    return TypedGap(id=name, accepted=accepted)


def _credit(entry: Entry) -> Fraction:
    return percent(entry.weight) if entry.weight is not None else Fraction(entry.sign == "=")


def _number(name: str, entry: Entry) -> AcceptedNumber:
    value, tolerance = number_range(show_escapes(entry.words))
    return AcceptedNumber(id=name, value=value, tolerance=tolerance, credit=_credit(entry))
