"""What a sheet says of a question besides its words: topic, difficulty, source, enemies, its case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection

from question_banks.folding import fold
from question_banks.items import DIFFICULTIES, LEVELS, Classification, Difficulty, NormativeSource
from question_banks.readers.sheet_cells import CellRefused
from question_banks.sheet_form import Role

_DIFFICULTY: dict[str, Difficulty] = {
    "1": "easy", "легкий": "easy", "легко": "easy", "низкий": "easy", "жеңіл": "easy", "оңай": "easy",
    "2": "medium", "средний": "medium", "орта": "medium", "орташа": "medium",
    "3": "hard", "сложный": "hard", "высокий": "hard", "трудный": "hard", "қиын": "hard", "күрделі": "hard",
}  # fmt: skip

Text = Callable[[Role], str]
Place = Callable[[Role], int]


def classification(text: Text, column: Place, cases: Collection[str]) -> Classification:
    """The classification of a row; `cases` are the vignettes that came before it."""
    difficulty, level = fold(text("difficulty")), fold(text("level"))
    graded = difficulty if difficulty in DIFFICULTIES else _DIFFICULTY.get(difficulty)
    if difficulty and graded is None:
        raise CellRefused(column("difficulty"), "value_unreadable", text=difficulty[:40], what="difficulty")
    if level and level not in LEVELS:
        raise CellRefused(column("level"), "value_unreadable", text=level[:40], what="level")
    seconds = text("seconds")
    if seconds and not seconds.isdecimal():
        raise CellRefused(column("seconds"), "number_unreadable", text=seconds[:40])
    case = text("case") or None
    if case is not None and case not in cases:
        raise CellRefused(column("case"), "case_unknown", case=case[:60])
    return Classification(
        topic=tuple(one.strip() for one in text("topic").split("/") if one.strip()),
        difficulty=graded,
        level=level or None,
        sources=_sources(text, column),
        enemies=_list(text("enemies")),
        expected_seconds=int(seconds) if seconds else None,
        case=case,
        labels=_list(text("labels")),
    )


def _sources(text: Text, column: Place) -> tuple[NormativeSource, ...]:
    act, date = text("act"), text("act_date")
    if not act:
        return ()
    try:
        when = dt.date.fromisoformat(date) if date else None
    except ValueError as error:
        raise CellRefused(column("act_date"), "value_unreadable", text=date[:40], what="date") from error
    return (NormativeSource(act=act, clause=text("clause"), date=when),)


def _list(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in re.split(r"[;\n]", text) if one.strip())
