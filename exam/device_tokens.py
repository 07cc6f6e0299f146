"""The token that a computer keeps for the length of a test. Pure but for chance; the database knows its digest only."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

_TOKEN = re.compile(r"([1-9][0-9]{0,17})\.([1-9][0-9]{0,3})\.[0-9a-zA-Z_-]{20,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeviceToken:
    """What a token says of itself; whether it is true, its digest in the database decides."""

    text: str
    attempt_id: int
    epoch: int
    digest: str


def new_token(attempt_id: int, epoch: int) -> DeviceToken:
    """A secret for one device of one attempt."""
    text = f"{attempt_id}.{epoch}.{secrets.token_urlsafe(32)}"
    return DeviceToken(text, attempt_id, epoch, _digest(text))


def read_token(text: str) -> DeviceToken | None:
    """A token as it came; None when it has not the form of one."""
    found = _TOKEN.fullmatch(text)
    return DeviceToken(text, int(found[1]), int(found[2]), _digest(text)) if found else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
