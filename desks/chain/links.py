"""What a chain is made of: links with their documents, links missing for a reason, what a proof says. Pure.

A document that its taker may not have, because it names people whom the taker may not see, stands in the chain by its
digest alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.languages import Text, _l
from core.pdf import are_pages_of
from gateways.signatures.findings import Expected, Finding, FoundSignature


class Kind(StrEnum):
    """The links, from the first to the last."""

    APPLICATION = "application"
    SEAL = "seal"
    TRANSCRIPT = "transcript"
    RECORD = "record"
    RESULT = "result"
    EVALUATION = "evaluation"
    PROTOCOL = "protocol"
    ORDER = "order"
    PAPER = "paper"


# On which links each of them rests; those that a case has not are passed over.
RESTS_ON: dict[Kind, tuple[Kind, ...]] = {
    Kind.APPLICATION: (),
    Kind.SEAL: (),
    Kind.TRANSCRIPT: (Kind.APPLICATION, Kind.SEAL),
    Kind.RECORD: (Kind.SEAL, Kind.TRANSCRIPT),
    Kind.RESULT: (Kind.TRANSCRIPT,),
    Kind.EVALUATION: (Kind.APPLICATION,),
    Kind.PROTOCOL: (Kind.RESULT, Kind.EVALUATION),
    Kind.ORDER: (Kind.RESULT, Kind.EVALUATION, Kind.PROTOCOL),
    Kind.PAPER: (Kind.APPLICATION, Kind.PROTOCOL, Kind.ORDER),
}


class Absence(StrEnum):
    """Why a link is missing."""

    NOT_IN_TEXT = "not_in_text"
    NOT_YET = "not_yet"
    ENDED_BEFORE = "ended_before"
    TAKEN_BACK = "taken_back"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a link; without bytes it is withheld, and only its digest is told."""

    name: str
    digest: str
    data: bytes | None

    @classmethod
    def of(cls, name: str, data: bytes) -> Document:
        """A document that may be given."""
        return cls(name, sha256(data), data)


@dataclass(frozen=True, slots=True)
class Link:
    """One link as the tables have it. `facts` go into the manifest as they are; `signers` are for the page."""

    kind: Kind
    number: str
    at: datetime
    facts: dict[str, Any]
    documents: tuple[Document, ...] = ()
    signers: tuple[str, ...] = ()
    # The row behind it, for its page.
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A link that is not there."""

    kind: Kind
    why: Absence


class Holds(StrEnum):
    """What a line of a proof says: it holds, it does not, nothing can be said, or it is merely told."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    holds: Holds
    sentence: Text


@dataclass(frozen=True, slots=True)
class Case:
    """Whose chain it is, as every link must have it."""

    number: str
    service: str
    edition: str
    procedure: str
    specimen: bool
    register_key: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chain without its database: the facts of each link, and the bytes of each document."""

    case: Case
    facts: Mapping[Kind, Mapping[str, Any]]
    missing: Mapping[Kind, Absence] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()

    def json(self, name: str) -> Any:
        """A document as data; raises `Unreadable` where it is none."""
        try:
            return json.loads(self.text(name))
        except ValueError as fault:
            raise Unreadable(name) from fault

    def text(self, name: str) -> str:
        try:
            return self.files[name].decode()
        except (KeyError, UnicodeDecodeError) as fault:
            raise Unreadable(name) from fault


class Unreadable(Exception):
    """A document is not there, or is not what its name says."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Who checks signatures: in a PDF as of now, and a detached one as of the moment when it was handed in."""

    pdf: Callable[[bytes, Sequence[Expected]], Sequence[FoundSignature]]
    detached: Callable[[bytes, bytes, Expected, datetime], Finding]


Prove = Callable[[Evidence, Checks], Iterator[Line]]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def held(condition: bool, sentence: Text) -> Line:
    """A line that holds or does not."""
    return Line(Holds.YES if condition else Holds.NO, sentence)


def reprinted(document: bytes, made: bytes, sentence: Text, *, signed: bool = True) -> Line:
    """Whether the pages are those of their facts; of pages that another release laid out nothing is said."""
    same = are_pages_of(document, made)
    if same is None:
        return Line(
            Holds.UNSAID,
            _l(
                "Another release of the program laid these pages out: they cannot be compared with their facts here."
            ),
        )
    return held(same and (signed or document == made), sentence)


def standing(lines: Sequence[Line]) -> Holds:
    """What a link's lines come to: one that does not hold decides, then one of which nothing can be said."""
    found = {line.holds for line in lines}
    return next((one for one in (Holds.NO, Holds.UNSAID, Holds.YES) if one in found), Holds.NOTE)
