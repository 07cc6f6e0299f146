"""A time-stamp: an authority attests that this very signature existed at a moment. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import tsp

from gateways.signatures.evidence import Evidence, Source, Trust
from gateways.signatures.findings import Doubt, Fault, Flawed, NotValid, not_checked, not_valid
from gateways.signatures.integrity import demand_intact
from gateways.signatures.strict_cms import ReadCms, read_cms
from gateways.signatures.trust import demand_chain, demand_told

# The authority's clock and ours need not agree to the second.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The attested moment, and the chain of who attests it."""

    moment: datetime
    chain: tuple[Any, ...]
    evidence: Evidence


def check_stamp(
    token: bytes, stamped: bytes, trust: Trust, source: Source, known: Evidence, moment: datetime
) -> Stamp:
    """Check a time-stamp over these bytes; a genuine one of something else is told apart."""
    try:
        return _check(token, stamped, trust, source, known, moment)
    except Flawed as flaw:
        raise _as_stamp_fault(flaw) from flaw


def _check(
    token: bytes, stamped: bytes, trust: Trust, source: Source, known: Evidence, moment: datetime
) -> Stamp:
    read = read_cms(token, "tst_info")
    content = read.signed_data["encap_content_info"]["content"]
    attested = content.parsed if content.native is not None else None
    if not isinstance(attested, tsp.TSTInfo):
        raise not_valid(Fault.STAMP_BROKEN, "no time in it")
    demand_intact(read, hashlib.new(read.digest_name, bytes(content)).digest())
    when: datetime = attested["gen_time"].native
    if when > moment + TOLERANCE:
        raise not_valid(Fault.STAMP_BROKEN, "from the future")
    chain = demand_chain(read.certificate, read.enclosed, trust, when)
    _demand_purpose(read)
    told = demand_told(chain, trust, source, known, when, moment)
    _demand_imprint(attested, stamped)
    return Stamp(when, chain, told)


def _demand_purpose(read: ReadCms) -> None:
    purposes = read.certificate.extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        raise not_valid(Fault.STAMP_UNTRUSTED, "its key is not for time-stamps")


def _demand_imprint(attested: Any, stamped: bytes) -> None:
    """What the authority saw is what is before us."""
    imprint = attested["message_imprint"]
    name = str(imprint["hash_algorithm"]["algorithm"].native)
    if name not in {"sha256", "sha384", "sha512"}:
        raise not_checked(Doubt.ALGORITHM, name.upper())
    if hashlib.new(name, stamped).digest() != imprint["hashed_message"].native:
        raise not_valid(Fault.STAMP_REPLAYED)


_UNTRUSTED = {Fault.CHAIN, Fault.EXPIRED, Fault.NOT_YET_VALID, Fault.REVOKED, Fault.KEY_USAGE}
_OWN = {Fault.STAMP_REPLAYED, Fault.STAMP_BROKEN, Fault.STAMP_UNTRUSTED}


def _as_stamp_fault(flaw: Flawed) -> Flawed:
    """Say of the time-stamp what would else read as said of the signature."""
    found = flaw.finding
    if isinstance(found, NotValid) and found.fault not in _OWN:
        fault = Fault.STAMP_UNTRUSTED if found.fault in _UNTRUSTED else Fault.STAMP_BROKEN
        return not_valid(fault, " ".join(filter(None, (found.fault.value, found.detail))))
    return flaw
