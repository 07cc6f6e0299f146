"""The signature door of one installation: roots in earnest, a demo authority as the stand-in, or nothing at all.

What computes signatures is loaded at the first one: it takes a second that no start and no command should wait for.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from core.clock import now
from core.settings import Settings, WrongSettings
from gateways.breaker import BreakerState
from gateways.line import Line
from gateways.signatures.documents import Prepared, Sealed
from gateways.signatures.evidence import Ask, Source, Trust, nothing_known
from gateways.signatures.findings import Doubt, Expected, Finding, FoundSignature, NotChecked, not_checked
from gateways.signatures.stamp_line import stamps_over

if TYPE_CHECKING:
    from gateways.signatures.authority import Authority

# Where the demo authority says that it can be asked: `synaq keys serve` answers there, nobody has to.
DEMO_ADDRESS = "http://127.0.0.1:8810"


class SignatureDoor(Protocol):
    """Checks signatures against this installation's trust, and completes those that are embedded in a PDF."""

    @property
    def stand_in(self) -> bool: ...

    @property
    def connected(self) -> bool: ...

    @property
    def state(self) -> BreakerState: ...

    def check(self, signed: bytes, brought: bytes, expected: Expected) -> Finding: ...

    def check_at(self, signed: bytes, brought: bytes, expected: Expected, moment: datetime) -> Finding: ...

    def check_pdf(self, document: bytes, expected: Sequence[Expected]) -> tuple[FoundSignature, ...]: ...

    def seal(self, prepared: Prepared, brought: bytes, expected: Expected) -> Sealed: ...


class RootedSignatures:
    """Signatures of the people whom configured roots vouch for."""

    stand_in = False
    connected = True

    def __init__(self, trust: Trust, source: Source, ask: Ask | None) -> None:
        self._trust = trust
        self._source = source
        self._ask = ask

    @property
    def state(self) -> BreakerState:
        state: BreakerState = getattr(self._source, "state", BreakerState.CLOSED)
        return state

    def check(self, signed: bytes, brought: bytes, expected: Expected) -> Finding:
        """What there is to say now of a detached signature."""
        return self.check_at(signed, brought, expected, now())

    def check_at(self, signed: bytes, brought: bytes, expected: Expected, moment: datetime) -> Finding:
        """What there was to say of a detached signature when it was handed in."""
        from gateways.signatures.detached import check_detached

        return check_detached(signed, brought, expected, self._trust, self._source, moment)

    def check_pdf(self, document: bytes, expected: Sequence[Expected]) -> tuple[FoundSignature, ...]:
        """What there is to say now of the signatures in a PDF."""
        from gateways.signatures.pdf_reading import check_pdf

        return check_pdf(document, expected, self._trust, self._source, now())

    def seal(self, prepared: Prepared, brought: bytes, expected: Expected) -> Sealed:
        """Embed a signature that holds; raises `Flawed` with the finding where it does not."""
        from gateways.signatures.signing import seal_pdf

        return seal_pdf(prepared, brought, expected, self._trust, self._source, now(), self._ask)


class StandInSignatures:
    """The demo authority of this installation, made when somebody first signs; what it vouches for is invented.

    Checking makes none: an authority that was never made has vouched for nobody, and nothing can be said.
    """

    stand_in = True
    connected = True
    state = BreakerState.CLOSED

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        self._folder = folder
        self._clock = clock

    def authority(self) -> Authority:
        """The authority; made here and now where it is missing."""
        from gateways.signatures.authority import make_authority

        return make_authority(self._folder, self._clock(), DEMO_ADDRESS)

    def _checking(self) -> RootedSignatures | NoSignatures:
        return self._opened() if (self._folder / "root.pem").is_file() else NoSignatures()

    def _opened(self) -> RootedSignatures:
        from gateways.signatures.authority_answers import evidence_of, time_stamp
        from gateways.signatures.trust import read_trust

        authority = self.authority()
        return RootedSignatures(
            read_trust(authority.bundle),
            partial(evidence_of, authority),
            lambda question: time_stamp(authority, question, self._clock()),
        )

    def check(self, signed: bytes, brought: bytes, expected: Expected) -> Finding:
        return self._checking().check(signed, brought, expected)

    def check_at(self, signed: bytes, brought: bytes, expected: Expected, moment: datetime) -> Finding:
        return self._checking().check_at(signed, brought, expected, moment)

    def check_pdf(self, document: bytes, expected: Sequence[Expected]) -> tuple[FoundSignature, ...]:
        return self._checking().check_pdf(document, expected)

    def seal(self, prepared: Prepared, brought: bytes, expected: Expected) -> Sealed:
        return self._opened().seal(prepared, brought, expected)


class NoSignatures:
    """This installation trusts no authority yet: nothing is called valid, and nothing invalid."""

    stand_in = False
    connected = False
    state = BreakerState.CLOSED

    def check(self, signed: bytes, brought: bytes, expected: Expected) -> Finding:
        return NotChecked(Doubt.NOT_CONNECTED, "")

    def check_at(self, signed: bytes, brought: bytes, expected: Expected, moment: datetime) -> Finding:
        return NotChecked(Doubt.NOT_CONNECTED, "")

    def check_pdf(self, document: bytes, expected: Sequence[Expected]) -> tuple[FoundSignature, ...]:
        """That a document bears no signature is seen without trusting anybody; of one that it bears nothing is said."""
        from gateways.signatures.pdf_reading import unsigned

        return unsigned(document) or (FoundSignature("", NotChecked(Doubt.NOT_CONNECTED, "")),)

    def seal(self, prepared: Prepared, brought: bytes, expected: Expected) -> Sealed:
        raise not_checked(Doubt.NOT_CONNECTED, "")


def authority_folder(settings: Settings) -> Path:
    """Where the demo authority lies."""
    return settings.data_folder / "keys" / "authority"


def published_roots(settings: Settings) -> bytes | None:
    """What this installation trusts (PEM), for whoever checks a paper elsewhere; makes nothing."""
    if "signatures" in settings.doors_not_connected:
        return None
    if settings.signature_roots:
        return Path(settings.signature_roots).read_bytes()
    kept = [authority_folder(settings) / name for name in ("root.pem", "issuing.pem")]
    return b"".join(one.read_bytes() for one in kept) if all(one.is_file() for one in kept) else None


def signature_door(settings: Settings, tls: Callable[[], ssl.SSLContext]) -> SignatureDoor:
    """The door that these settings open."""
    if "signatures" in settings.doors_not_connected:
        return NoSignatures()
    if not settings.signature_roots:
        return StandInSignatures(authority_folder(settings))
    from gateways.signatures.revocation import HttpRevocation
    from gateways.signatures.trust import read_trust

    try:
        trust = read_trust(Path(settings.signature_roots).read_bytes())
    except (OSError, ValueError) as error:
        raise WrongSettings([f"SYNAQ_SIGNATURE_ROOTS: cannot be used ({error})"]) from error
    source: Source = nothing_known
    if settings.signature_hosts:
        source = HttpRevocation(frozenset(settings.signature_hosts), tls(), settings.door_seconds)
    return RootedSignatures(trust, source, _stamps(settings, tls))


def _stamps(settings: Settings, tls: Callable[[], ssl.SSLContext]) -> Ask | None:
    if not settings.signature_stamps_address:
        return None
    parts = urlsplit(settings.signature_stamps_address)
    line = Line(f"{parts.scheme}://{parts.netloc}", frozenset({parts.hostname or ""}), tls())
    return stamps_over(line, parts.path or "/", settings.door_seconds)
