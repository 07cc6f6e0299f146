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
    """The picture for the telephone, as SVG without inline style."""
    code = segno.make(enrolment_address(secret, login), error="m")
    return str(code.svg_inline(scale=5, border=4, dark="#14242C", light="#FFFFFF", omitsize=True))


def code_now(secret: str, moment: datetime) -> str:
    """The code of this moment; the demo shows it on the page."""
    return pyotp.TOTP(secret).at(moment)


def matching_step(secret: str, code: str, moment: datetime, last_step: int | None) -> int | None:
    """The time step whose code was given, one step of tolerance either way; a step works only once."""
    digits = "".join(code.split())
    present = int(moment.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (present, present - 1, present + 1):
        if last_step is not None and step <= last_step:
            continue
        if secrets.compare_digest(totp.generate_otp(step), digits):
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
