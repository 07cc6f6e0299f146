"""What a motivated refusal says, in the reader's language: its paper keeps ground and appeal in all three, frozen."""

from __future__ import annotations

import json
from dataclasses import dataclass

from applications.models import Refused
from core.languages import current_language


@dataclass(frozen=True, slots=True)
class Said:
    """Ground, and where and by when to appeal, as one reader reads them."""

    ground: str
    appeal_body: str
    appeal_term: str


def said_of(refused: Refused, language: str | None = None) -> Said:
    """The refusal as its paper says it in the reader's language, or in another."""
    facts, language = json.loads(refused.paper.facts), language or current_language()
    return Said(*(str(facts[name][language]) for name in ("ground", "appeal_body", "appeal_term")))
