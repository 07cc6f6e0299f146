"""What stands in the certificates of our own authority, written as Kazakhstan's national one writes them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from gateways.signatures.findings import Use
from gateways.signatures.key_files import PrivateKey

CRL_PATH, ROOT_CRL_PATH, OCSP_PATH, STAMP_PATH = "/issuing.crl", "/root.crl", "/ocsp", "/stamps"
_STAND_IN = "Synaq demo authority"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate is for; with a BIN, somebody who signs for that organisation."""

    surname: str
    given_name: str
    iin: str
    patronymic: str = ""
    bin: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs; a root signs itself."""

    certificate: x509.Certificate | None
    key: PrivateKey


def sign(
    builder: x509.CertificateBuilder, issuer: Issuer, key: PrivateKey, start: datetime, end: datetime
) -> x509.Certificate:
    """Fill in the rest and sign."""
    public = key.public_key()
    over = issuer.certificate
    builder = (
        builder.public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .issuer_name(over.subject if over else _name("root"))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False
        )
    )
    return builder.sign(issuer.key, hashes.SHA256())


def root() -> x509.CertificateBuilder:
    """The one that is trusted."""
    return _authority(_name("root"), 1)


def issuing(address: str) -> x509.CertificateBuilder:
    """The one that issues to people; the root's list says whether it still stands."""
    return _authority(_name("issuing"), 0).add_extension(_list_at(address + ROOT_CRL_PATH), critical=False)


def ocsp() -> x509.CertificateBuilder:
    """Who answers for single certificates; nobody asks about this one."""
    return (
        _service(_name("OCSP"), ExtendedKeyUsageOID.OCSP_SIGNING)
        .add_extension(x509.OCSPNoCheck(), critical=False)
    )  # fmt: skip


def stamps(address: str) -> x509.CertificateBuilder:
    """Who attests moments."""
    builder = _service(_name("time-stamps"), ExtendedKeyUsageOID.TIME_STAMPING)
    return _asked_at(builder, address)


def person(subject: Subject, use: Use, address: str) -> x509.CertificateBuilder:
    """SERIALNUMBER=IIN…, and for an organisation O and OU=BIN…; one key signs, another logs in."""
    parts = [
        x509.NameAttribute(NameOID.COMMON_NAME, f"{subject.surname} {subject.given_name}".strip()),
        x509.NameAttribute(NameOID.SURNAME, subject.surname),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, f"IIN{subject.iin}"),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
    ]
    if subject.patronymic:
        parts.append(x509.NameAttribute(NameOID.GIVEN_NAME, subject.patronymic))
    if subject.bin:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, subject.organisation[:64]))
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{subject.bin}"))
    signs = use is Use.SIGNING
    purpose = ExtendedKeyUsageOID.EMAIL_PROTECTION if signs else ExtendedKeyUsageOID.CLIENT_AUTH
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(parts))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=signs), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    )
    return _asked_at(builder, address)


def _name(what: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{_STAND_IN}: {what}"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
        ]
    )


def _authority(name: x509.Name, path_length: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(issues=True), critical=True)
    )


def _service(name: x509.Name, purpose: x509.ObjectIdentifier) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    )


def _usage(*, issues: bool = False, signs: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _asked_at(builder: x509.CertificateBuilder, address: str) -> x509.CertificateBuilder:
    access = x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(address + OCSP_PATH)
            )
        ]
    )
    return builder.add_extension(access, critical=False).add_extension(
        _list_at(address + CRL_PATH), critical=False
    )


def _list_at(address: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
    return x509.CRLDistributionPoints([point])
