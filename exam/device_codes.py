"""The one-time code that opens a test on a device: at the first seat, or at another one after a transfer.

Eight signs without look-alikes, typed at the workstation; the database knows only its digest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 8
GOOD_FOR = timedelta(hours=6)
_STRAY = re.compile(r"[\s\-–—.]+")


def new_code() -> str:
    """A code as it is shown: `7QK4-M2XD`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return f"{signs[:4]}-{signs[4:]}"


def code_digest(code: str) -> str:
    """What is kept of a code; spaces, hyphens and small letters do not matter."""
    return hashlib.sha256(_STRAY.sub("", code).upper().encode()).hexdigest()
