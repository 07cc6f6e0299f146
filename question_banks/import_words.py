"""The words of a report: what became of an item and why, made when somebody reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.languages import Text, _l
from question_banks.words import FACT_WORDS, NOTE_SENTENCES

VERDICTS: dict[str, tuple[Text, str]] = {
    "taken": (_l("taken"), "ok"),
    "loss": (_l("taken with loss"), "warn"),
    "refused": (_l("refused"), "bad"),
    "duplicate": (_l("duplicate"), ""),
}
STATES: dict[str, Text] = {
    "to_map": _l("waits for its columns to be named"),
    "reading": _l("is being read"),
    "read": _l("read; nothing is in the bank yet"),
    "taking": _l("is being taken into the bank"),
    "taken": _l("in the bank"),
    "undone": _l("taken back"),
    "dropped": _l("dropped"),
    "failed": _l("failed; nothing of it is in the bank"),
}


def told(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """The reasons as sentences in the reader's language."""
    return [_sentence(str(one["code"]), one["facts"]) for one in reasons]


def _sentence(code: str, facts: Mapping[str, Any]) -> str:
    words = {name: str(FACT_WORDS.get(str(value), value)) for name, value in facts.items()}
    return str(NOTE_SENTENCES[code]) % words
