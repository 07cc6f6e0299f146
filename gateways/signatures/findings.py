"""What can be found about a signature, as closed frozen values: valid, not valid, or not checked, each with its reason.

`NotChecked` is an answer of its own: an algorithm that Synaq cannot compute and an authority that is silent say
nothing for and nothing against a signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fault(StrEnum):
    """Why a signature is not valid."""

    UNREADABLE = "unreadable"
    NONE = "none"
    SEVERAL = "several"
    CHANGED = "changed"
    BROKEN = "broken"
    ADDED = "added"
    PAGES_ADDED = "pages_added"
    NOT_COVERED = "not_covered"
    CHAIN = "chain"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    KEY_USAGE = "key_usage"
    NOBODY_NAMED = "nobody_named"
    OTHER_PERSON = "other_person"
    OTHER_ORGANISATION = "other_organisation"
    STAMP_REPLAYED = "stamp_replayed"
    STAMP_BROKEN = "stamp_broken"
    STAMP_UNTRUSTED = "stamp_untrusted"


class Doubt(StrEnum):
    """Why nothing can be said."""

    ALGORITHM = "algorithm"
    AUTHORITY_SILENT = "authority_silent"
    UNKNOWN_PART = "unknown_part"
    NOT_CONNECTED = "not_connected"


class Use(StrEnum):
    """What a key was made for."""

    SIGN_IN = "sign_in"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class Signer:
    """Whom the certificate names, and which certificate it is."""

    name: str
    iin: str | None
    bin: str | None
    organisation: str
    serial: str
    issuer: str
    not_before: datetime
    not_after: datetime
    algorithm: str
    digest: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Who must have signed, with a key for what; without a number anybody whom the authority knows."""

    use: Use = Use.SIGNING
    iin: str | None = None
    bin: str | None = None


@dataclass(frozen=True, slots=True)
class Valid:
    """Everything was checked and holds. `signed_at` is what the signer says; `stamped_at` what an authority attests."""

    signer: Signer
    signed_at: datetime | None
    stamped_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotValid:
    """The signature, its certificate or its signer is not what it should be."""

    fault: Fault
    detail: str = ""
    signer: Signer | None = None


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Neither valid nor invalid: what stopped the check, by name."""

    doubt: Doubt
    detail: str
    signer: Signer | None = None


Finding = Valid | NotValid | NotChecked


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature field of a document, and what was found about it."""

    field: str
    finding: Finding


class NoStamp(Exception):
    """A time-stamp authority did not answer, refused, or answered something else."""


class Flawed(Exception):
    """Ends a check inside this package; what is found leaves it as a value."""

    def __init__(self, finding: NotValid | NotChecked) -> None:
        super().__init__(str(finding))
        self.finding = finding


def not_valid(fault: Fault, detail: str = "", signer: Signer | None = None) -> Flawed:
    """The check ends here: not valid."""
    return Flawed(NotValid(fault, detail, signer))


def not_checked(doubt: Doubt, detail: str, signer: Signer | None = None) -> Flawed:
    """The check ends here: nothing can be said."""
    return Flawed(NotChecked(doubt, detail, signer))
