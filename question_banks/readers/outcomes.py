"""What a reader says of each thing it found in a file, and the promise that every reader keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from question_banks.content import Language
from question_banks.items import Item, MediaFile

Verdict = Literal["taken", "taken_with_loss", "refused", "duplicate"]
Fact = str | int


@dataclass(frozen=True, slots=True)
class Note:
    """What was lost, or why an item is refused: a code and its named facts (see `words.NOTE_SENTENCES`)."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in the file: the how-manieth item (0: the file as a whole), its line or its cell, its name there."""

    item: int
    line: int | None = None
    cell: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One item of a file. Taken ones carry the item with its media; a refused one at spot 0 refuses the whole file."""

    verdict: Verdict
    spot: Spot
    item: Item | None = None
    media: tuple[MediaFile, ...] = ()
    notes: tuple[Note, ...] = ()
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that somebody brought: its name as given, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read: the language of a file that speaks one only, and its charset where a person knows better."""

    language: Language = "ru"
    charset: str | None = None


class Reader(Protocol):
    """A form of file. QTI will be one more of these."""

    @property
    def name(self) -> str: ...

    def recognises(self, source: Source) -> bool:
        """Does the file look like this form? A quick look at its head, no more."""
        ...

    def read(self, source: Source, reading: Reading) -> Iterator[Outcome]:
        """An outcome for everything in the file, in its order, one at a time. Never raises for what the file holds."""
        ...


def taken(
    spot: Spot, item: Item, media: tuple[MediaFile, ...] = (), losses: tuple[Note, ...] = ()
) -> Outcome:
    distinct = tuple({(note.code, tuple(sorted(note.facts.items()))): note for note in losses}.values())
    verdict: Verdict = "taken_with_loss" if distinct else "taken"
    return Outcome(verdict=verdict, spot=spot, item=item, media=media, notes=distinct)


def refused(spot: Spot, code: str, **facts: Fact) -> Outcome:
    return Outcome(verdict="refused", spot=spot, notes=(Note(code, facts),))


class ItemRefused(Exception):
    """Inside a reader: this item has no home here. Turned into a refused outcome at the item's spot."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.note = Note(code, facts)
