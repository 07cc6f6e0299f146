"""Whatever this room writes into the journal can be read there as a sentence."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from accounts.journal_sentences import knows

ROOM = Path(__file__).parents[2] / "question_banks"


def test_every_entry_of_this_room_is_told_as_a_sentence(app: Flask) -> None:
    tags = {
        tag
        for path in ROOM.rglob("*.py")
        for tag in re.findall(r'"(question_banks:\w+:\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(tags) > 20
    assert sorted(tag for tag in tags if not knows(tag)) == []
