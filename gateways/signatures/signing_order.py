"""Several people sign one document in a named order: who is next, who may not yet, and when it is done. Pure.

A refusal to sign is a fact with a reason: it stops the order, and the document goes back to whoever drew it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signed:
    """One of the order has signed."""

    who: str


@dataclass(frozen=True, slots=True)
class RefusedToSign:
    """One of the order will not sign, and said why."""

    who: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a refusal to sign has a reason")


Deed = Signed | RefusedToSign


@dataclass(frozen=True, slots=True)
class Next:
    """Whose turn it is."""

    who: str


@dataclass(frozen=True, slots=True)
class Complete:
    """All have signed."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody refused; nobody signs any more."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Disorder:
    """What was done is not what the order lets be done: somebody out of turn, or after the end."""

    who: str


State = Next | Complete | Stopped | Disorder


def state_of(order: Sequence[str], deeds: Sequence[Deed]) -> State:
    """Where a document stands between its signatories, from all that they did, in the order of doing."""
    if not order or len(set(order)) != len(order):
        raise ValueError("an order names people, each once")
    for place, deed in enumerate(deeds):
        if place >= len(order) or deed.who != order[place]:
            return Disorder(deed.who)
        if isinstance(deed, RefusedToSign):
            later = deeds[place + 1 : place + 2]
            return Disorder(later[0].who) if later else Stopped(deed.who, deed.reason)
    return Next(order[len(deeds)]) if len(deeds) < len(order) else Complete()


def may_sign(who: str, order: Sequence[str], deeds: Sequence[Deed]) -> bool:
    """Whether it is this person's turn, to sign or to refuse."""
    return state_of(order, deeds) == Next(who)
