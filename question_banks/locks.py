"""Locks of three kinds, each from a standard primitive: a passphrase, a key pair, a key.

A passphrase (argon2id) locks the private half of a key pair (X25519). A message is sealed to a public half
(X25519, HKDF, AES-256-GCM) by anybody and opened with the private half only. A box (AES-256-GCM) is closed and opened
with one key. Everything is bound to the context it belongs to, so that a sealed piece put elsewhere does not open.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_SALT_BYTES, _NONCE_BYTES = 16, 12
_HOLDER, _SEALED = b"synaq holder key 1", b"synaq sealed part 1"


class DoesNotOpen(ValueError):
    """Wrong passphrase, wrong key, or something was changed: which of these, nobody can tell."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a passphrase costs: passes over so much memory."""

    passes: int
    memory_kib: int


# About an eighth of a second on a small server; the cheap one is for tests.
COSTS = {"full": Cost(3, 64 * 1024), "cheap": Cost(1, 8)}


@dataclass(frozen=True, slots=True)
class LockedPair:
    """A key pair whose private half opens with a passphrase."""

    public_key: bytes
    salt: bytes
    cost: Cost
    nonce: bytes
    locked_key: bytes


def tidy_passphrase(typed: str) -> str:
    """One spelling of what people type: letters composed, one space between words, none around them."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def new_pair(passphrase: str, cost: Cost) -> LockedPair:
    """A new key pair under this passphrase."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    locked = AESGCM(_from_passphrase(passphrase, salt, cost)).encrypt(
        nonce, private.private_bytes_raw(), _HOLDER + public
    )
    return LockedPair(public, salt, cost, nonce, locked)


def unlock(pair: LockedPair, passphrase: str) -> bytes:
    """The private half."""
    try:
        private = AESGCM(_from_passphrase(passphrase, pair.salt, pair.cost)).decrypt(
            pair.nonce, pair.locked_key, _HOLDER + pair.public_key
        )
    except InvalidTag:
        raise DoesNotOpen from None
    return private


def _from_passphrase(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        tidy_passphrase(passphrase).encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=1,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def seal_to(public_key: bytes, message: bytes, context: str) -> bytes:
    """The message for whoever has the private half: a passing public half, then the cipher."""
    passing = X25519PrivateKey.generate()
    shown = passing.public_key().public_bytes_raw()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(public_key))
    # The key is used once, so the nonce may be fixed.
    cipher = AESGCM(_agreed(shared, shown, public_key, context)).encrypt(bytes(_NONCE_BYTES), message, None)
    return shown + cipher


def unseal(private_key: bytes, sealed: bytes, context: str) -> bytes:
    """What was sealed to this private half's other half in this context."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    shown, cipher = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(shown))
        key = _agreed(shared, shown, private.public_key().public_bytes_raw(), context)
        return AESGCM(key).decrypt(bytes(_NONCE_BYTES), cipher, None)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _agreed(shared: bytes, shown: bytes, public_key: bytes, context: str) -> bytes:
    facts = b"\x00".join((_SEALED, context.encode(), shown + public_key))
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=facts).derive(shared)


def close_box(key: bytes, content: bytes, context: str) -> tuple[bytes, bytes]:
    """The content under a key: the nonce, and the cipher."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce, AESGCM(key).encrypt(nonce, content, context.encode())


def open_box(key: bytes, nonce: bytes, cipher: bytes, context: str) -> bytes:
    """The content of a box that was closed with this key in this context."""
    try:
        return AESGCM(key).decrypt(nonce, cipher, context.encode())
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None
