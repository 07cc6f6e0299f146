"""Small secrets that must be read back: kept encrypted, under a key that lies beside the database, not in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet

from core.settings import Settings


def key_path(settings: Settings) -> Path:
    """Where the key of this installation lies; a backup takes it along."""
    return settings.data_folder / "keys" / "vault.key"


@cache
def _fernet(path: Path) -> Fernet:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(Fernet.generate_key())
    return Fernet(path.read_bytes())


def seal(settings: Settings, secret: str) -> str:
    """Encrypt a secret for the database."""
    return _fernet(key_path(settings)).encrypt(secret.encode()).decode()


def unseal(settings: Settings, sealed: str) -> str:
    """Read a secret back."""
    return _fernet(key_path(settings)).decrypt(sealed.encode()).decode()
