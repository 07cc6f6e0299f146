"""The rows of saves, inserted and nothing else: what a save is when all that makes it right is taken away."""

from __future__ import annotations

from collections.abc import Mapping

from exam.saving.statements import spelled

_COLUMNS = ("attempt_id", "epoch", "sequence", "question", "value", "made_at", "arrived_at")
_INSERT = """
INSERT INTO answer_entry (COLUMNS) SELECT COLUMNS FROM ROWS WHERE TRUE
ON CONFLICT (attempt_id, epoch, sequence) DO NOTHING RETURNING attempt_id, epoch, sequence
"""


def insert_words(dialect: str) -> Mapping[str, str]:
    """The words of a line that says `insert`."""
    return {"insert": spelled(_INSERT, _COLUMNS, dialect)}
