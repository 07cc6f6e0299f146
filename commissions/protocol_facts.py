"""The canonical facts of a protocol: what is frozen, digested, printed and enclosed in the file; and back again.

Pure. How facts are spelled and read back, strictly, is said in `core.typed_facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commissions.proceedings import Ending, Heard, Proceedings
from core.typed_facts import NoFacts, digest_of, read_form, spelled
from regulations.verbs import Outcome
from regulations.words import Words

__all__ = ["NoFacts", "digest_of", "spelled"]

FORM, CORRECTION_FORM = "synaq-protocol-1", "synaq-protocol-correction-1"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as whom; the order is the order of signing."""

    name: str
    capacity: Words


@dataclass(frozen=True, slots=True)
class SetAside:
    """A decision that takes no effect, because the result on which it rested was replaced before the protocol."""

    interview: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """All that a protocol says. `specimen` marks a paper of a trial installation."""

    form: str
    number: str
    drawn_at: datetime
    drawn_by: str
    specimen: bool
    proceedings: Proceedings
    signatories: tuple[Signatory, ...]
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A sheet that mends a signed protocol, which it names by number and digest."""

    form: str
    protocol: str
    protocol_digest: str
    number: int
    drawn_at: datetime
    drawn_by: str
    specimen: bool
    office: Words
    zone: str
    stands: str
    reads: str
    reason: str
    signatories: tuple[Signatory, ...]
    position: int | None = None
    candidate: str = ""


def read_facts(text: str) -> ProtocolFacts:
    """The facts of a canonical text, and of no other spelling of them."""
    return read_form(ProtocolFacts, FORM, text)


def read_correction(text: str) -> CorrectionFacts:
    """The facts of a correction sheet, as strictly."""
    return read_form(CorrectionFacts, CORRECTION_FORM, text)


def outcome_of(heard: Heard) -> Outcome | None:
    """What a hearing means for the case: decided, or absent; a meeting that could not hear moves nothing."""
    if heard.ending is Ending.DECIDED:
        return Outcome(heard.decision)
    if heard.ending in (Ending.ABSENT, Ending.ABSENT_WITH_GOOD_REASON):
        return Outcome.ABSENT
    return None
