"""The chain from a certificate to a root that this installation trusts, at a moment, with what is known of revocation.

Pure: what the authority says of revocation comes in as bytes; nothing is fetched here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)

from gateways.signatures.algorithms import demand_key, demand_signature
from gateways.signatures.evidence import Evidence, Source, Trust
from gateways.signatures.findings import Doubt, Fault, Flawed, NotValid, Signer, not_checked, not_valid


def read_trust(bundle: bytes) -> Trust:
    """The certificates of a PEM file: those that signed themselves are roots, the others issue under them."""
    roots: list[Any] = []
    issuers: list[Any] = []
    for _kind, _headers, der in pem.unarmor(bundle, multiple=True):
        certificate = x509.Certificate.load(der, strict=True)
        (roots if certificate.self_signed != "no" else issuers).append(certificate)
    if not roots:
        raise ValueError("no root among the certificates")
    return Trust(tuple(roots), tuple(issuers))


def demand_chain(
    certificate: Any, enclosed: Iterable[Any], trust: Trust, moment: datetime, signer: Signer | None = None
) -> tuple[Any, ...]:
    """The certificates from the root down to this one. Each that came along must be one of them."""
    along = tuple(enclosed)
    chain = _validate(certificate, along, trust, moment, None, signer)
    known = {link.dump() for link in chain}
    if any(other.dump() not in known for other in along):
        raise not_valid(Fault.CHAIN, "an enclosed certificate does not belong to it", signer)
    for link in chain[1:]:
        demand_key(link.public_key)
        demand_signature(link["signature_algorithm"])
    return chain


def demand_not_revoked(
    chain: tuple[Any, ...],
    trust: Trust,
    moment: datetime,
    evidence: Evidence,
    signer: Signer | None = None,
) -> None:
    """None of the chain has been revoked; where nobody says so, nothing is claimed."""
    _validate(chain[-1], chain[1:-1], trust, moment, evidence, signer)


def demand_told(
    chain: tuple[Any, ...],
    trust: Trust,
    source: Source,
    known: Evidence,
    then: datetime,
    moment: datetime,
    signer: Signer | None = None,
) -> Evidence:
    """Nobody had revoked any of the chain: asked of the authority as of `moment`, whatever came along.

    What came along speaks as of `then`, and suffices where the authority is silent; a revocation that the authority
    knows of is never outvoted by an older answer.
    """
    told = gather(chain, source, moment)
    try:
        demand_not_revoked(chain, trust, moment, told, signer)
    except Flawed as flaw:
        if isinstance(flaw.finding, NotValid) and flaw.finding.fault is Fault.REVOKED:
            raise
        if not (known.crls or known.ocsps):
            raise
        demand_not_revoked(chain, trust, then, known, signer)
        return known
    return told


def gather(chain: tuple[Any, ...], source: Source, moment: datetime) -> Evidence:
    """Ask for each certificate of a chain but the root."""
    told = Evidence()
    for issuer, certificate in pairwise(chain):
        told += source(certificate.dump(), issuer.dump(), moment)
    return told


def _validate(
    certificate: Any,
    along: tuple[Any, ...],
    trust: Trust,
    moment: datetime,
    evidence: Evidence | None,
    signer: Signer | None,
) -> tuple[Any, ...]:
    if not trust.roots:
        raise not_valid(Fault.CHAIN, "no root is trusted", signer)
    try:
        return asyncio.run(_path(certificate, along, trust, moment, evidence))
    except (ValidationError, PathError, ValueError, TypeError) as error:
        raise _flaw(error, evidence, signer) from error


async def _path(
    certificate: Any, along: tuple[Any, ...], trust: Trust, moment: datetime, evidence: Evidence | None
) -> tuple[Any, ...]:
    context = ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=[*along, *trust.issuers],
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
        crls=evidence.crls if evidence else (),
        ocsps=evidence.ocsps if evidence else (),
        revocation_mode="require" if evidence else "soft-fail",
        # An answer that was made after the moment of signing says more of that moment, not less.
        retroactive_revinfo=True,
    )
    path = await CertificateValidator(certificate, validation_context=context).async_validate_path()
    return tuple(path.iter_certs(include_root=True))


def _flaw(error: Exception, evidence: Evidence | None, signer: Signer | None) -> Flawed:
    match error:
        case ExpiredError():
            return not_valid(Fault.EXPIRED, error.expired_dt.isoformat(), signer)
        case NotYetValidError():
            return not_valid(Fault.NOT_YET_VALID, error.valid_from.isoformat(), signer)
        case RevokedError():
            return not_valid(Fault.REVOKED, error.revocation_dt.isoformat(), signer)
        case InsufficientRevinfoError():
            silent = evidence.silent if evidence else ()
            return not_checked(Doubt.AUTHORITY_SILENT, "; ".join(silent), signer)
        case DisallowedAlgorithmError():
            return not_checked(Doubt.ALGORITHM, "in the chain", signer)
        case _:
            return not_valid(Fault.CHAIN, type(error).__name__, signer)
