"""Files that hold keys: written whole or not at all, and readable by their owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_ec_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa_key

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey
RSA_BITS = 2048


def new_key(kind: str = "ec") -> PrivateKey:
    """A new key: on the curve P-256, a moment's work, or RSA, which takes longer."""
    if kind == "rsa":
        return new_rsa_key(65537, RSA_BITS)
    return new_ec_key(SECP256R1())


def private_folder(folder: Path) -> Path:
    """A folder that nobody else looks into."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write_private(path: Path, content: bytes) -> None:
    """Write a file that is never, not for a moment, readable by others."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as stream:
        stream.write(content)
    partial.replace(path)


def write_key(path: Path, key: PrivateKey) -> None:
    """Keep a key as PEM; whoever can read the file can use it."""
    write_private(
        path,
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )


def read_key(path: Path) -> PrivateKey:
    """A key that `write_key` kept."""
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise ValueError(f"{path.name} holds another kind of key")
    return key
