"""A key in a PKCS#12 file, opened by its passphrase for one signature and forgotten.

For a demo, and where an office has decided so: whoever runs the server could use the file together with a passphrase
that it once saw. In earnest a signature is made outside.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from asn1crypto import algos, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from gateways.signatures.key_files import PrivateKey, private_folder, write_private


class WrongPassphrase(Exception):
    """The file does not open with it, or is none."""


def write_keystore(
    path: Path,
    key: PrivateKey,
    certificate: x509.Certificate,
    issuers: list[x509.Certificate],
    passphrase: str,
) -> None:
    """Keep a key with its certificates under a passphrase."""
    private_folder(path.parent)
    locked = serialization.BestAvailableEncryption(passphrase.encode())
    write_private(path, pkcs12.serialize_key_and_certificates(None, key, certificate, issuers, locked))


def open_keystore(path: Path, passphrase: str) -> SimpleSigner:
    """Whoever can sign with this file; refuses a wrong passphrase."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase.encode())
    except (ValueError, TypeError) as error:
        raise WrongPassphrase from error
    if certificate is None or not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise WrongPassphrase
    return signer_with(key, certificate, others)


def signer_with(
    key: PrivateKey, certificate: x509.Certificate, others: list[x509.Certificate]
) -> SimpleSigner:
    """pyHanko's signer with the algorithm named in full, so that it stands in what is signed."""
    spelled = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kind: Any = SimpleCertificateStore
    store = kind()
    for other in others:
        store.register(_asn1(other))
    mechanism = "sha256_rsa" if isinstance(key, RSAPrivateKey) else "sha256_ecdsa"
    return SimpleSigner(
        _asn1(certificate),
        keys.PrivateKeyInfo.load(spelled),
        store,
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": mechanism}),
        embed_roots=False,
    )


def sign_detached(signer: SimpleSigner, data: bytes, stamper: Any | None = None) -> bytes:
    """A detached CMS over these bytes, with the signer's certificate and its issuer enclosed."""
    made = asyncio.run(
        signer.async_sign_general_data(data, "sha256", detached=True, use_cades=False, timestamper=stamper)
    )
    return bytes(made.dump())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
