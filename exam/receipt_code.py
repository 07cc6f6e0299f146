"""The code that a candidate takes home: twelve signs of the transcript's digest and one that finds typing errors.

Said over the telephone and typed by hand, so it has no letters that look alike, and look-alikes are read kindly.
"""

from __future__ import annotations

import re

from question_banks.folding import STRAYS

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 12
_BITS = 5
_KIND = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
# Cyrillic letters that a person takes for the Latin ones of the alphabet.
_CYRILLIC = str.maketrans("АВСЕНКМРТХОІ", "ABCEHKMPTX01")
_STRAY = str.maketrans(STRAYS)
_PARTING = re.compile(r"[\s\-–—.]+")


def receipt_code(digest: str) -> str:
    """The code of a transcript: `K7Q2-M0XD-9T4B-6`, made of the first 60 bits of its digest."""
    number = int(digest[: SIGNS * _BITS // 4], 16)
    signs = "".join(ALPHABET[number >> _BITS * at & 31] for at in reversed(range(SIGNS)))
    code = signs + check_sign(signs)
    return "-".join((code[0:4], code[4:8], code[8:12], code[12:]))


def check_sign(signs: str) -> str:
    """The hybrid system of ISO 7064 over 32 signs: every single wrong sign is found."""
    carry = len(ALPHABET)
    for sign in signs:
        carry = (carry + ALPHABET.index(sign)) % len(ALPHABET) or len(ALPHABET)
        carry = carry * 2 % (len(ALPHABET) + 1)
    return ALPHABET[(1 - carry) % len(ALPHABET)]


def read_receipt_code(typed: str) -> str | None:
    """The code as it was given, from what a person typed; None when a sign is wrong or missing."""
    signs = _PARTING.sub("", typed.translate(_STRAY).upper()).translate(_CYRILLIC).translate(_KIND)
    if len(signs) != SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    if check_sign(signs[:-1]) != signs[-1]:
        return None
    return "-".join((signs[0:4], signs[4:8], signs[8:12], signs[12:]))
