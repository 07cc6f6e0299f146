"""A PDF on its way to a signature: with a place kept free, and signed. Plain values that a room can keep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from gateways.signatures.findings import Signer


class Level(StrEnum):
    """How long a signature can be proved: by itself, with its time, or without asking anybody."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with a place kept free from `start` to `end` for the signature of the rest."""

    document: bytes
    start: int
    end: int

    @property
    def covered(self) -> bytes:
        """What is to be signed: all but the free place."""
        return self.document[: self.start] + self.document[self.end :]

    @property
    def digest(self) -> str:
        """SHA-256 of what is to be signed, for whoever signs digests."""
        return hashlib.sha256(self.covered).hexdigest()


@dataclass(frozen=True, slots=True)
class Sealed:
    """The signed document, who signed it, and how long the signature can be proved."""

    document: bytes
    level: Level
    signer: Signer
