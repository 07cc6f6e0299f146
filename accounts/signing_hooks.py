"""What the room that opened a sheet wants done with it: when all have signed, when somebody refused, who may sign.

A later room registers its kind when it is loaded; this one knows no later room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.signing_models import SigningDone, SigningSheet
from core.languages import Text
from core.refusals import Refusal


def _nothing(_sheet: SigningSheet, _reason: str) -> None:
    """A refusal is written on the sheet; nothing more follows from it."""


def _anybody(_sheet: SigningSheet, _account_id: int) -> Refusal | None:
    """Whoever the sheet names and who holds the role."""
    return None


def _by_key(_sheet: SigningSheet) -> int | None:
    """Signed electronically."""
    return None


@dataclass(frozen=True, slots=True)
class Onward:
    """What has come of the last signature or of the refusal to sign, and the page on which one goes on."""

    sentence: Text
    url: str


def _nowhere(_sheet: SigningSheet) -> Onward | None:
    """Whoever signed stays with the sheet."""
    return None


@dataclass(frozen=True, slots=True)
class Hooks:
    """`when_signed` and `when_refused` run in the transaction of the last deed; a refusal in them undoes it.

    `on_paper` names the decision of the office by which this sheet is signed by hand; none where it is signed by a key.
    `leads_on` says what the last signature has done, and where its author goes on; else they stay with the sheet.
    """

    when_signed: Callable[[SigningSheet, SigningDone], None]
    when_refused: Callable[[SigningSheet, str], None] = _nothing
    may_sign: Callable[[SigningSheet, int], Refusal | None] = _anybody
    on_paper: Callable[[SigningSheet], int | None] = _by_key
    leads_on: Callable[[SigningSheet], Onward | None] = _nowhere


_hooks: dict[str, Hooks] = {}


def register(kind: str, hooks: Hooks) -> None:
    """Say what follows from a sheet of this kind."""
    _hooks[kind] = hooks


def hooks_of(kind: str) -> Hooks:
    """What follows from a sheet of this kind; a kind that nobody has registered is a fault."""
    return _hooks[kind]
