"""A CMS with one signer, read so strictly that nothing unsigned in it can differ unnoticed. Pure.

What the signature itself does not protect (versions, algorithm names, which certificate is meant, what is enclosed) is
held to the one value that it can have; what is enclosed beyond that is refused or told by name.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms

from gateways.signatures.algorithms import demand_digest, demand_key, demand_signature, has_plain_parameters
from gateways.signatures.findings import Doubt, Fault, not_checked, not_valid
from gateways.signatures.people import signer_of
from gateways.signatures.strict_der import demand_der

# A library that tells the log what it stumbled over would tell it what stands in people's papers.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)

# What reading a value that is none may raise; asn1crypto reads late, so every reader of its values expects it.
ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class ReadCms:
    """The parts of a signature, by pyHanko's types; nothing of them is trusted yet."""

    signed_data: Any
    signer_info: Any
    certificate: Any
    enclosed: tuple[Any, ...]
    digest_name: str
    signed_at: datetime | None
    stamp: Any | None


def read_cms(data: bytes, content_type: str = "data") -> ReadCms:
    """Read one signature; whatever is odd about it ends the check."""
    demand_der(data)
    try:
        return _read(data, content_type)
    except ODD as error:
        raise not_valid(Fault.UNREADABLE, type(error).__name__) from error


def _read(data: bytes, content_type: str) -> ReadCms:
    info = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].native != "signed_data":
        raise not_valid(Fault.UNREADABLE, "no signed data")
    signed = info["content"]
    if cms.ContentInfo({"content_type": "signed_data", "content": signed.copy()}).dump() != data:
        raise not_valid(Fault.UNREADABLE, "more than a signature")
    infos = signed["signer_infos"]
    if len(infos) == 0:
        raise not_valid(Fault.NONE)
    if len(infos) > 1:
        raise not_valid(Fault.SEVERAL)
    signer_info = infos[0]
    enclosed = _certificates(signed)
    certificate = _meant(signer_info, enclosed)
    digest_name = _algorithms(signed, signer_info, certificate)
    _versions(signed, signer_info, content_type)
    return ReadCms(
        signed_data=signed,
        signer_info=signer_info,
        certificate=certificate,
        enclosed=enclosed,
        digest_name=digest_name,
        signed_at=_signed_at(signer_info),
        stamp=_stamp(signer_info),
    )


def _certificates(signed: Any) -> tuple[Any, ...]:
    if len(signed["crls"] or ()) > 0:
        raise not_checked(Doubt.UNKNOWN_PART, "revocation lists in the signature")
    found = []
    for choice in signed["certificates"] or ():
        if choice.name != "certificate":
            raise not_checked(Doubt.UNKNOWN_PART, str(choice.name))
        demand_plain_certificate(choice.chosen)
        found.append(choice.chosen)
    return tuple(found)


def demand_plain_certificate(certificate: Any) -> None:
    """A certificate says twice by which algorithm it is signed, and its signature is whole octets."""
    outer, inner = certificate["signature_algorithm"], certificate["tbs_certificate"]["signature"]
    if outer.dump() != inner.dump() or certificate["signature_value"].contents[:1] != b"\x00":
        raise not_valid(Fault.BROKEN, "certificate")


def _meant(signer_info: Any, enclosed: tuple[Any, ...]) -> Any:
    """The certificate that the signature names, to the byte."""
    sid = signer_info["sid"]
    for certificate in enclosed:
        if sid.name == "issuer_and_serial_number":
            named = sid.chosen["issuer"].dump() + sid.chosen["serial_number"].dump()
            if named == certificate.issuer.dump() + certificate["tbs_certificate"]["serial_number"].dump():
                return certificate
        elif sid.chosen.native == certificate.key_identifier:
            return certificate
    raise not_valid(Fault.UNREADABLE, "the signer's certificate is not enclosed")


def _algorithms(signed: Any, signer_info: Any, certificate: Any) -> str:
    """Name what is not computed here before anything is called wrong."""
    digest_name = demand_digest(signer_info["digest_algorithm"])
    signer = signer_of(certificate)
    demand_key(certificate.public_key)
    demand_signature(signer_info["signature_algorithm"], digest_name)
    demand_signature(certificate["signature_algorithm"])
    listed = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    plain = all(
        has_plain_parameters(signer_info[part]) for part in ("digest_algorithm", "signature_algorithm")
    )
    if listed != [signer_info["digest_algorithm"].dump()] or not plain:
        raise not_valid(Fault.BROKEN, "algorithms", signer)
    return digest_name


def _versions(signed: Any, signer_info: Any, content_type: str) -> None:
    named_by_number = signer_info["sid"].name == "issuer_and_serial_number"
    wanted = "v1" if named_by_number else "v3"
    whole = "v1" if wanted == "v1" and content_type == "data" else "v3"
    if signer_info["version"].native != wanted or signed["version"].native != whole:
        raise not_valid(Fault.BROKEN, "versions")
    if signed["encap_content_info"]["content_type"].native != content_type:
        raise not_valid(Fault.UNREADABLE, "content type")
    if len(signer_info["signed_attrs"] or ()) == 0:
        raise not_valid(Fault.UNREADABLE, "no signed attributes")


def _signed_at(signer_info: Any) -> datetime | None:
    for attribute in signer_info["signed_attrs"]:
        if attribute["type"].native == "signing_time" and len(attribute["values"]) == 1:
            moment: datetime = attribute["values"][0].native
            return moment
    return None


def _stamp(signer_info: Any) -> Any | None:
    """The time-stamp of the signature, the one thing that may be attached to it unsigned."""
    attributes: Any = signer_info["unsigned_attrs"] or ()
    for attribute in attributes:
        if attribute["type"].native != "signature_time_stamp_token":
            raise not_checked(Doubt.UNKNOWN_PART, f"OID {attribute['type'].dotted}")
    if len(attributes) > 1 or any(len(attribute["values"]) != 1 for attribute in attributes):
        raise not_checked(Doubt.UNKNOWN_PART, "several time-stamps")
    return attributes[0]["values"][0] if len(attributes) == 1 else None
