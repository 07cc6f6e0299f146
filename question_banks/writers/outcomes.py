"""What a writer says: the file, and per item what stayed behind or why it could not be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from question_banks.content import Language
from question_banks.items import BankItem, Item, MediaLibrary
from question_banks.readers.outcomes import Fact, Note


class NotWritable(Exception):
    """This item has no form there."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.note = Note(code, facts)


@dataclass(frozen=True, slots=True)
class Left:
    """An item with its losses (`written`), or one that was not written at all."""

    key: str
    written: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The file and its customary name's ending. Items that were written whole are not listed in `left`."""

    data: bytes
    ending: str
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How to write: in which languages, and from where images are taken."""

    languages: tuple[Language, ...] = ("kk", "ru", "en")
    media: MediaLibrary = field(default_factory=dict)
    banner: str = ""  # who took it out, when and why; written where the form has a place for a comment


class Writer(Protocol):
    @property
    def name(self) -> str: ...

    def write(self, items: Sequence[Item], writing: Writing) -> Written: ...


def spoken(item: BankItem, writing: Writing) -> tuple[Language, ...]:
    """The languages of a question that are to be written, its source first."""
    source = item.question.source_language
    wanted = [
        one for one in writing.languages if one in item.question.texts and item.question.texts[one].parts
    ]
    if not wanted:
        raise NotWritable(
            "cannot_be_written_because", form="", construct="no text in the languages asked for"
        )
    return tuple(sorted(wanted, key=lambda one: (one != source, one)))


def without(what: Iterable[str], form: str) -> tuple[Note, ...]:
    return tuple(Note("written_without", {"what": one, "form": form}) for one in what)


def not_carried(item: BankItem, writing: Writing, parts: tuple[str, ...], *, rules: bool = True) -> list[str]:
    """What of this item a text form leaves behind: languages, whole groups of parts, what the bank knows of it."""
    question = item.question
    lost = [f"language:{one}" for one in question.texts if one not in writing.languages]
    named = {part.partition(":")[0] for text in question.texts.values() for part in text.parts}
    lost += [f"part:{one}" for one in sorted(named) if one in parts]
    if any(text.state != "draft" or text.seen for text in question.texts.values()):
        lost.append("states")
    if item.classification.case is not None:
        lost.append("case")
    if rules and question.carried:
        lost.append("carried")
    return lost
