"""What the parts of a question are called on pages: by what people see, never by their ids."""

from __future__ import annotations

from core.languages import _
from question_banks.bodies import (
    Body,
    ChoiceGap,
    Gaps,
    Matching,
    MultipleChoice,
    Oral,
    Ordering,
    SingleChoice,
)
from question_banks.content import Case
from question_banks.contents import Held
from question_banks.editor.rows import letter


def part_name(held: Held, part: str) -> str:
    """The name of a part, as the editor calls it."""
    kind, _colon, number = part.partition(":")
    if kind == "vignette":
        return _("Situation")
    if kind == "stem":
        return _("The question")
    if kind == "explanation":
        return _("Explanation")
    if kind == "gap":
        return _("Gap [[%(gap)s]]", gap=number)
    if isinstance(held, Case) or not number:
        return part
    return _numbered(held.body, kind, number) or part


def _numbered(body: Body, kind: str, number: str) -> str:
    at = _place(body, kind, number)
    words = {
        "option": lambda: _("Option %(letter)s", letter=letter(at)),
        "feedback": lambda: _("Remark on %(what)s", what=letter(at)),
        "choice": lambda: _("Right side %(letter)s", letter=letter(at)),
        "prompt": lambda: _("Left side %(number)s", number=at + 1),
        "item": lambda: _("Place %(number)s", number=at + 1),
        "point": lambda: _("Point %(number)s", number=at + 1),
        "criterion": lambda: _("Criterion %(number)s", number=at + 1),
        "level": lambda: _("Level %(number)s", number=at + 1),
        "accepted": lambda: _("Accepted answer %(number)s", number=at + 1),
        "unit": lambda: _("Unit %(number)s", number=at + 1),
    }
    return words[kind]() if kind in words else ""


def _place(body: Body, kind: str, number: str) -> int:
    """Where a part stands among those of its kind."""
    ids: list[str] = []
    match body:
        case SingleChoice() | MultipleChoice():
            ids = [one.id for one in body.options]
        case Matching():
            ids = list(body.choices) if kind == "choice" else [one.id for one in body.prompts]
        case Ordering():
            ids = list(body.items)
        case Gaps():
            groups = [
                [one.id for one in gap.options]
                if isinstance(gap, ChoiceGap)
                else [one.id for one in gap.accepted]
                for gap in body.gaps
            ]
            ids = next((group for group in groups if number in group), [])
        case Oral():
            levels = [[level.id for level in one.levels] for one in body.rubric]
            known = {"point": list(body.points), "criterion": [one.id for one in body.rubric]}
            ids = known.get(kind) or next((group for group in levels if number in group), [])
        case _:
            ids = []
    return ids.index(number) if number in ids else 0
