"""A paper as the public register shows it, of whatever kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orders.models import PaperStatus
from orders.paper_standing import Standing


@dataclass(frozen=True, slots=True)
class Act:
    """A later order that annulled or corrected what an extract says."""

    outcome: str  # annul or correct
    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as the register shows it."""

    zone: str
    facts: dict[str, Any]
    standing: Standing
    history: Sequence[PaperStatus]
    file_digest: str
    # A refusal, ticket or extract does not run out: it was given on its day.
    lasts: bool = True
    acts: Sequence[Act] = ()
    # Nobody signs it: its code is sealed with the key of the register.
    sealed: bool = False
