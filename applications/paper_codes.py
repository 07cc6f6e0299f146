"""The code on a refusal or ticket: a later room keeps the register and its key, and says how codes are made.

Such a paper is checked by its code or by its file alone and is never searched for; its register id cannot be guessed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

# Papers of this room that whoever is shown them may check.
CHECKED = frozenset({"refusal", "ticket"})
# Without letters that an eye takes for another one.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class ToCode:
    """What a code proves of a paper."""

    register_id: str
    number: str
    kind: str
    name: str
    day: date
    digest: str


@dataclass(frozen=True, slots=True)
class Coded:
    """The address in the register, and the same with the proof behind it."""

    address: str
    code: str


_makers: list[Callable[[ToCode], Coded]] = []


def codes_are_made_by(maker: Callable[[ToCode], Coded]) -> None:
    """Say who makes codes: the room that keeps the register."""
    _makers[:] = [maker]


def coded(paper: ToCode) -> Coded:
    """The code of a paper."""
    return _makers[0](paper)


def new_register_id() -> str:
    """An id of the register: 130 bits of chance."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))
