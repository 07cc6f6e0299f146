"""Whatever this room writes into the journal can be read there as a sentence."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from accounts.journal_sentences import knows
from applications.paper_kinds import PAPER_KINDS
from regulations.verbs import Verb

ROOM = Path(__file__).parents[2] / "applications"


def test_every_entry_of_this_room_is_told_as_a_sentence(app: Flask) -> None:
    tags = {
        tag
        for path in ROOM.rglob("*.py")
        for tag in re.findall(r'"(applications:\w+:\w+)"', path.read_text(encoding="utf-8"))
    }
    tags |= {f"applications:case:{verb.value}" for verb in Verb}
    tags |= {f"applications:{kind}:issue" for kind in PAPER_KINDS}
    assert len(tags) > 30
    assert sorted(tag for tag in tags if not knows(tag)) == []
