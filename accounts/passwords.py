"""Passwords: argon2id digests, and which passwords are too easy to guess."""

from __future__ import annotations

import os
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

_COSTS = {
    "full": PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID),
    "cheap": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID),
}
# Each digest takes 19 MB while it is made, and a core: more at once would only take more memory.
_AT_ONCE = threading.BoundedSemaphore(os.cpu_count() or 1)
SHORTEST = 10
_COMMON = ("password", "qwerty", "1234567890", "0123456789", "iloveyou", "йцукен", "пароль", "құпиясөз")

# Verified when nobody has the name given, so that the answer takes as long as for somebody.
_NOBODY: dict[str, str] = {}


def digest_password(password: str, cost: str) -> str:
    """The digest to keep."""
    with _AT_ONCE:
        return _COSTS[cost].hash(password)


def verify_password(digest: str, password: str, cost: str) -> bool:
    """Whether the password is right; takes the same time where there is no digest to compare with."""
    known = digest or _NOBODY.setdefault(cost, _COSTS[cost].hash(secrets.token_hex(16)))
    try:
        with _AT_ONCE:
            _COSTS[cost].verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(digest)


def outdated(digest: str, cost: str) -> bool:
    """Whether the digest was made at another cost and should be made anew."""
    return _COSTS[cost].check_needs_rehash(digest)


def weakness(password: str, *personal: str) -> str | None:
    """Why a password is too easy: short, common, personal or monotonous; None when it will do."""
    folded = password.casefold()
    if len(password) < SHORTEST:
        return "short"
    if len(set(folded)) < 5:
        return "monotonous"
    if any(word in folded for word in _COMMON):
        return "common"
    if any(len(part) >= 4 and part.casefold() in folded for part in personal):
        return "personal"
    return None
