"""A detached signature over given bytes: a request, a challenge, the digest of a document. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from gateways.signatures.evidence import Evidence, Source, Trust
from gateways.signatures.findings import (
    Expected,
    Fault,
    Finding,
    Flawed,
    NotValid,
    Signer,
    Valid,
    not_valid,
)
from gateways.signatures.integrity import demand_intact
from gateways.signatures.people import demand_person, demand_use, signer_of
from gateways.signatures.stamps import Stamp, check_stamp
from gateways.signatures.strict_cms import ODD, ReadCms, read_cms
from gateways.signatures.strict_der import unarmoured
from gateways.signatures.trust import demand_chain, demand_told


def check_detached(
    signed: bytes, brought: bytes, expected: Expected, trust: Trust, source: Source, moment: datetime
) -> Finding:
    """What there is to say of this signature over these bytes, received at this moment."""
    try:
        read = read_cms(unarmoured(brought))
        signer = signer_of(read.certificate)
        _demand_content(read, signed, signer)
        demand_intact(read, hashlib.new(read.digest_name, signed).digest(), signer)
        stamp = stamp_of(read, trust, source, Evidence(), moment)
        # It is received now: a certificate that has ended since the time-stamp signs no request.
        demand_standing(read, signer, expected, trust, source, Evidence(), moment)
    except Flawed as flaw:
        return flaw.finding
    except ODD as error:
        return NotValid(Fault.UNREADABLE, type(error).__name__)
    return Valid(signer, read.signed_at, stamp.moment if stamp else None)


def _demand_content(read: ReadCms, signed: bytes, signer: Signer) -> None:
    """What is signed may travel inside; then it must be just this."""
    content = read.signed_data["encap_content_info"]["content"]
    if content.native is not None and content.native != signed:
        raise not_valid(Fault.CHANGED, "other content inside", signer)


def stamp_of(read: ReadCms, trust: Trust, source: Source, known: Evidence, moment: datetime) -> Stamp | None:
    """The time-stamp that the signature carries, checked; none where it carries none."""
    if read.stamp is None:
        return None
    stamped = read.signer_info["signature"].native
    return check_stamp(read.stamp.dump(), stamped, trust, source, known, moment)


def demand_standing(
    read: ReadCms,
    signer: Signer,
    expected: Expected,
    trust: Trust,
    source: Source,
    known: Evidence,
    moment: datetime,
) -> tuple[tuple[Any, ...], Evidence]:
    """The certificate stood at the moment: chain, validity, key, person, and nobody had revoked it."""
    chain = demand_chain(read.certificate, read.enclosed, trust, moment, signer)
    demand_use(read.certificate, expected.use, signer)
    demand_person(signer, expected)
    return chain, demand_told(chain, trust, source, known, moment, moment, signer)
