"""Outcomes of a reader with the duplicates marked: of questions in the bank, and of earlier ones in the same file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from question_banks.fingerprints import fingerprints
from question_banks.items import BankItem
from question_banks.readers.outcomes import Outcome


def mark_duplicates(outcomes: Iterable[Outcome], known: Mapping[str, str]) -> Iterator[Outcome]:
    """`known` gives the name of the bank's question for each of its fingerprints.

    A taken question that asks the same in any language becomes a duplicate; it keeps its item, so that a person may
    still decide to take it. Within the file the earlier one is named by its place: `item 3` and its name.
    """
    here: dict[str, str] = {}
    for outcome in outcomes:
        if not isinstance(outcome.item, BankItem) or outcome.verdict not in ("taken", "taken_with_loss"):
            yield outcome
            continue
        prints = fingerprints(outcome.item.question)
        same = next((known[one] for one in prints if one in known), None)
        same = same or next((here[one] for one in prints if one in here), None)
        spot = outcome.spot
        for one in prints:
            here.setdefault(one, f"#{spot.item} {outcome.item.key or spot.name}".strip())
        yield outcome if same is None else replace(outcome, verdict="duplicate", duplicate_of=same)
