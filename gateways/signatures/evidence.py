"""What is trusted, and what authorities said of revocation: plain values for those who check and those who ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots, and the issuing authorities under them that a signature need not enclose."""

    roots: tuple[Any, ...] = ()
    issuers: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What authorities said of revocation, as they signed it; and who said nothing."""

    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    silent: tuple[str, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            tuple(dict.fromkeys(self.crls + other.crls)),
            tuple(dict.fromkeys(self.ocsps + other.ocsps)),
            tuple(dict.fromkeys(self.silent + other.silent)),
        )


# Asked for a certificate and its issuer, both as DER; the moment says how fresh the answer must be.
Source = Callable[[bytes, bytes, datetime], Evidence]
# A whole RFC 3161 question to a whole answer.
Ask = Callable[[bytes], bytes]


def nothing_known(_certificate: bytes, _issuer: bytes, _moment: datetime) -> Evidence:
    """Where no source of revocation is set: nobody says anything."""
    return Evidence(silent=("no source is set",))
