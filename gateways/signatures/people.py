"""Whom a certificate names: Kazakhstan's way of writing IIN and BIN into it, and what its key was made for. Pure.

SERIALNUMBER=IIN991231… names the person, OU=BIN990140… the organisation for which they sign.
"""

from __future__ import annotations

import re
from typing import Any

from asn1crypto import pem, x509

from gateways.signatures.algorithms import demand_key
from gateways.signatures.findings import Expected, Fault, Signer, Use, not_valid
from gateways.signatures.profiles import Subject

_IIN = re.compile(r"IIN([0-9]{12})")
_BIN = re.compile(r"BIN([0-9]{12})")


def signer_of(certificate: Any) -> Signer:
    """The person and the certificate, as plain values."""
    names = _names(certificate.subject)
    validity = certificate["tbs_certificate"]["validity"]
    return Signer(
        name=_full_name(names),
        iin=_number(_IIN, names.get("serial_number", [])),
        bin=_number(_BIN, names.get("organizational_unit_name", [])),
        organisation=" ".join(names.get("organization_name", [])),
        serial=f"{certificate.serial_number:x}",
        issuer=" ".join(_names(certificate.issuer).get("common_name", [])),
        not_before=validity["not_before"].native,
        not_after=validity["not_after"].native,
        algorithm=demand_key(certificate.public_key),
        digest=certificate.sha256.hex(),
    )


def der_signer(der: bytes) -> Signer:
    """The same, from a certificate's bytes."""
    return signer_of(x509.Certificate.load(der, strict=True))


def subject_of(spelled: bytes) -> tuple[Subject, Use]:
    """For whom and for what a certificate was made, so that it can be made again."""
    certificate = x509.Certificate.load(pem.unarmor(spelled)[2], strict=True)
    names = _names(certificate.subject)
    signer = signer_of(certificate)
    surname = " ".join(names.get("surname", []))
    given = signer.name.removeprefix(surname).strip()
    patronymic = " ".join(names.get("given_name", []))
    subject = Subject(
        surname=surname,
        given_name=given.removesuffix(patronymic).strip(),
        iin=signer.iin or "",
        patronymic=patronymic,
        bin=signer.bin or "",
        organisation=signer.organisation,
    )
    signs = "non_repudiation" in certificate.key_usage_value.native
    return subject, Use.SIGNING if signs else Use.SIGN_IN


def _names(name: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in name.chosen:
        for pair in part:
            found.setdefault(str(pair["type"].native), []).append(str(pair["value"].native))
    return found


def _full_name(names: dict[str, list[str]]) -> str:
    """Surname and name stand in CN; the patronymic, where there is one, in GIVENNAME."""
    return " ".join([*names.get("common_name", []), *names.get("given_name", [])])


def _number(pattern: re.Pattern[str], values: list[str]) -> str | None:
    """The one number that is named; two different ones name nobody."""
    found = {match.group(1) for value in values if (match := pattern.fullmatch(value))}
    return found.pop() if len(found) == 1 else None


def demand_use(certificate: Any, use: Use, signer: Signer) -> None:
    """A key made for logging in does not sign, and a key made for signing does not log in."""
    held = certificate.key_usage_value
    usage = held.native if held is not None else set()
    extended = certificate.extended_key_usage_value
    purposes = set(extended.native) if extended is not None else set()
    if use is Use.SIGNING:
        fits = "non_repudiation" in usage and purposes != {"client_auth"} and not certificate.ca
    else:
        fits = "digital_signature" in usage and "client_auth" in purposes and not certificate.ca
    if not fits:
        raise not_valid(Fault.KEY_USAGE, use.value, signer)


def demand_person(signer: Signer, expected: Expected) -> None:
    """The certificate names the person, or the organisation, whose signature is asked for."""
    if signer.iin is None and signer.bin is None:
        raise not_valid(Fault.NOBODY_NAMED, "", signer)
    if expected.iin is not None and signer.iin != expected.iin:
        raise not_valid(Fault.OTHER_PERSON, "", signer)
    if expected.bin is not None and signer.bin != expected.bin:
        raise not_valid(Fault.OTHER_ORGANISATION, "", signer)
