"""The key of the public register: it signs the codes on papers and the daily status list."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.journal_proof import signing_key
from core.settings import Settings


def register_key(settings: Settings) -> Ed25519PrivateKey:
    """Made on first use, readable by the operator alone; its public half is published at `/register/papers/key`."""
    return signing_key(_path(settings))


def own_public_key(settings: Settings) -> bytes | None:
    """The public half, if this installation has a key; makes none."""
    return register_key(settings).public_key().public_bytes_raw() if _path(settings).is_file() else None


def _path(settings: Settings) -> Path:
    named = settings.register_key_file
    return Path(named) if named else settings.data_folder / "keys" / "register.pem"
