"""The second factor of staff: six digits from a telephone, and ten codes for the day it is lost."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
RECOVERY_CODES = 10
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_secret() -> str:
    """A secret for the telephone."""
    return pyotp.random_base32()


def enrolment_address(secret: str, login: str) -> str:
    """What the telephone reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Synaq")


def enrolment_picture(secret: str, login: str) -> str:
    """The picture for the telephone, as SVG without inline style; dark on white also where the page is dark."""
    code = segno.make(enrolment_address(secret, login), error="m")
    return str(
        code.svg_inline(scale=5, border=4, dark="#14242C", light="#FFFFFF", svgclass=None, lineclass=None)
    )


def spelled(secret: str) -> str:
    """The secret in groups of four, for whoever types it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def code_now(secret: str, moment: datetime) -> str:
    """The code that the telephone shows at this moment."""
    return pyotp.TOTP(secret).at(moment)


def usable_code(secret: str, moment: datetime, last_step: int | None) -> str | None:
    """A code that would be accepted now, for the demo's log-in page; None until the next one comes."""
    present = int(moment.timestamp()) // STEP_SECONDS
    for step in (present, present + 1):
        if last_step is None or step > last_step:
            return pyotp.TOTP(secret).generate_otp(step)
    return None


def matching_step(secret: str, code: str, moment: datetime, last_step: int | None) -> int | None:
    """The time step whose code was given, one step of tolerance either way; a step works only once."""
    digits = "".join(code.split()).encode()
    present = int(moment.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (present, present - 1, present + 1):
        if last_step is not None and step <= last_step:
            continue
        if secrets.compare_digest(totp.generate_otp(step).encode(), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes without letters that look alike, in two groups of five."""
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str) -> str:
    """How a recovery code is kept."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
