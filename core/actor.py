"""Who is acting now: a person in one role at one office, or the system itself.

The web layer, the command line and the tests each set it; verbs and the journal read it. It holds plain
values only, so that the earliest room need not know the tables of accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """One person in one role; `account_id` is None for the system's own work."""

    account_id: int | None
    role: str
    office_id: int | None = None
    grant_id: int | None = None
    name: str = ""


SYSTEM = Actor(account_id=None, role="system", name="Synaq")

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


class NobodyActs(RuntimeError):
    """A verb was called although nobody is known to be acting."""


def current_actor() -> Actor:
    """Who acts now. A change that nobody answers for is a fault, not a default."""
    actor = _actor.get()
    if actor is None:
        raise NobodyActs("no actor is set: wrap the work in core.actor.acting(...)")
    return actor


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Let this person answer for what happens inside the block."""
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)
