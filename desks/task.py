"""One thing that waits for somebody besides cases."""

from __future__ import annotations

from dataclasses import dataclass

from core.languages import Text


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, on which page, and what is to be known of it."""

    act: Text
    url: str
    told: str
    word: Text | str = ""
    kind: str = ""
