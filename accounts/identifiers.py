"""IIN and BIN: twelve digits that contradict themselves when mistyped.

An IIN begins with the birth date, tells century and sex in its seventh digit and ends in a check digit; a BIN begins
with year and month of registration and tells in its fifth digit that it is an organisation's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_ORGANISATION_KINDS = frozenset("456")


class WrongNumber(ValueError):
    """The number cannot be one; `reason` is length, check, date or kind."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Iin:
    """A citizen's number and what it says of its holder."""

    digits: str
    birth_date: date
    sex: str  # "m" or "f"


def check_digit(eleven: str) -> int | None:
    """The twelfth digit for the first eleven; None where no number may exist."""
    digits = [int(character) for character in eleven]
    for weights in (_FIRST, _SECOND):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def _twelve(text: str) -> str:
    digits = "".join(text.split())
    if len(digits) != 12 or not (digits.isascii() and digits.isdecimal()):
        raise WrongNumber("length")
    if check_digit(digits[:11]) != int(digits[11]):
        raise WrongNumber("check")
    return digits


def read_iin(text: str, today: date) -> Iin:
    """Read an IIN; refuse one whose digits contradict each other or the calendar."""
    digits = _twelve(text)
    century = _CENTURIES.get(digits[6])
    if century is None:
        raise WrongNumber("kind")
    try:
        born = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        raise WrongNumber("date") from None
    if born > today:
        raise WrongNumber("date")
    return Iin(digits, born, "m" if digits[6] in "135" else "f")


def read_bin(text: str) -> str:
    """Read a BIN; refuse a citizen's number and an impossible month."""
    digits = _twelve(text)
    if digits[4] not in _ORGANISATION_KINDS:
        raise WrongNumber("kind")
    if not 1 <= int(digits[2:4]) <= 12:
        raise WrongNumber("date")
    return digits


def looks_like_iin(digits: str) -> bool:
    """Whether twelve digits are a citizen's (day of month) rather than an organisation's (kind digit)."""
    return len(digits) == 12 and digits[4] not in _ORGANISATION_KINDS
