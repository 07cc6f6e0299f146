"""What a file brings, held against what the bank has: duplicates, keys that are taken, cases that nobody knows.

Pure, and the same for the dry run and for the taking, so that the report promises exactly what is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from question_banks.canonical import digest
from question_banks.content import Case
from question_banks.items import BankItem, CaseItem, Item
from question_banks.readers.duplicates import mark_duplicates
from question_banks.readers.outcomes import Note, Outcome

TAKEN = ("taken", "taken_with_loss")
LONGEST_KEY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the bank has already: the keys of questions by their fingerprints, cases by their digest, and all keys."""

    prints: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()


def case_digest(case: Case) -> str:
    """Two vignettes with the same words in every language are the same."""
    return digest({language: text.parts for language, text in case.texts.items() if text.parts})


class Arrivals:
    """The outcomes of one file, judged in their order. `stamp` makes keys that no other import makes."""

    def __init__(self, known: Known, stamp: str) -> None:
        self.known, self.stamp = known, stamp
        self.own: dict[str, str] = {}  # a key of the file -> the key under which the question stands here
        self._given: set[str] = set()

    def judge(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Each outcome with its final key; a duplicate keeps its item, for a person may still decide to take it."""
        for outcome in mark_duplicates(outcomes, self.known.prints):
            if outcome.item is None or outcome.verdict == "refused":
                yield outcome
            elif isinstance(outcome.item, CaseItem):
                yield self._case(outcome, outcome.item)
            else:
                yield self._question(outcome, outcome.item)

    def _case(self, outcome: Outcome, item: CaseItem) -> Outcome:
        same = self.known.cases.get(case_digest(item.vignette))
        if same is not None:
            self.own[item.key] = same
            return replace(outcome, verdict="duplicate", duplicate_of=same)
        return self._renamed(outcome, item)

    def _question(self, outcome: Outcome, item: BankItem) -> Outcome:
        case = item.classification.case
        if case is not None and case not in self.own and case not in self.known.keys:
            return replace(
                outcome,
                verdict="refused",
                item=None,
                media=(),
                notes=(Note("case_unknown", {"case": case[:80]}),),
            )
        if outcome.verdict == "duplicate":
            self._point_at_twin(item, outcome.duplicate_of or "")
        return self._renamed(outcome, item)

    def _point_at_twin(self, item: BankItem, twin: str) -> None:
        """Others of the file that name a duplicate mean its twin in the bank."""
        if item.key and twin in self.known.keys:
            self.own[item.key] = twin

    def _renamed(self, outcome: Outcome, item: Item) -> Outcome:
        key = item.key.strip()[:LONGEST_KEY]
        if key and key not in self.known.keys and key not in self._given:
            self._give(item.key, key, outcome)
            return outcome if key == item.key else replace(outcome, item=replace(item, key=key))
        fresh = f"{self.stamp}-{outcome.spot.item:05d}"
        if not key:
            self._give(fresh, fresh, outcome)
            return replace(outcome, item=replace(item, key=fresh))
        fresh = f"{key[: LONGEST_KEY - len(fresh) - 1]}-{fresh}"
        self._give(item.key, fresh, outcome)
        renamed = replace(outcome, item=replace(item, key=fresh))
        if outcome.verdict == "duplicate":
            return renamed
        note = Note("key_renamed", {"key": key[:80], "new": fresh})
        return replace(renamed, verdict="taken_with_loss", notes=(*outcome.notes, note))

    def _give(self, named: str, key: str, outcome: Outcome) -> None:
        self._given.add(key)
        if outcome.verdict in TAKEN:
            self.own.setdefault(named, key)

    def pointing_here(self, item: Item) -> tuple[Item, tuple[str, ...]]:
        """The item with its case and enemies under their keys here, and the enemies that nobody knows.

        To be asked when the whole file has been judged: an enemy may stand further down.
        """
        if not isinstance(item, BankItem):
            return item, ()
        held = item.classification
        enemies = [self._here(key) for key in held.enemies]
        lost = tuple(key for key, here in zip(held.enemies, enemies, strict=True) if here is None)
        pointing = replace(
            held,
            case=self._here(held.case) if held.case is not None else None,
            enemies=tuple(dict.fromkeys(key for key in enemies if key is not None and key != item.key)),
        )
        return replace(item, classification=pointing), lost

    def _here(self, key: str) -> str | None:
        return self.own.get(key) or (key if key in self.known.keys else None)
