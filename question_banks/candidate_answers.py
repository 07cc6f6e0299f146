"""What the plain form of a question sends, read as an answer by places. Pure; for pages without a script.

The answer has the form of `question_banks.answers`, with places in place of ids. Whether it is an answer to this
question, `read_answer` says after the places have been turned into ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from question_banks.answers import AnswerValue
from question_banks.candidate_form import CandidateBody


class Fields(Protocol):
    """The fields of a form that was sent (Werkzeug's `request.form` is one)."""

    def getlist(self, key: str) -> Sequence[str]: ...


def typed_answer(shown: CandidateBody, name: str, fields: Fields) -> AnswerValue:
    """The answer that stands in the controls whose names begin with `name`; None where nothing was answered."""
    match shown.kind:
        case "single" | "short_text":
            return _one(fields, name) or None
        case "multiple":
            return list(fields.getlist(name)) or None
        case "true_false":
            return {"true": True, "false": False}.get(_one(fields, name))
        case "matching":
            return _several(fields, name, (prompt.place for prompt in shown.prompts))
        case "ordering":
            return _ordered(_several(fields, name, (item.place for item in shown.prompts)) or {}, shown)
        case "numeric":
            return _several(fields, name, ("number", "unit"))
        case "gaps":
            return _several(fields, name, (gap.place for gap in shown.gaps))
        case _:
            return None


def fitting(shown: CandidateBody, value: Any) -> AnswerValue:
    """A kept value, as far as a page can show it as an answer to this question; None where it has another form.

    A script keeps whatever it sends; what is no answer scores nothing, and its page shows the question unanswered.
    """
    match shown.kind:
        case "single" | "short_text":
            fits = isinstance(value, str)
        case "true_false":
            fits = isinstance(value, bool)
        case "multiple" | "ordering":
            fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
        case _:
            fits = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    kept: AnswerValue = value if fits else None
    return kept


def _one(fields: Fields, name: str) -> str:
    given = fields.getlist(name)
    return given[0].strip() if given else ""


def _several(fields: Fields, name: str, places: Iterable[str]) -> dict[str, str] | None:
    found = {place: _one(fields, f"{name}.{place}") for place in places}
    return {place: value for place, value in found.items() if value} or None


def _ordered(wanted: Mapping[str, str], shown: CandidateBody) -> list[str] | None:
    """The items by the places that they were given; those left without one come last, in the order shown."""
    if not wanted:
        return None
    last = len(shown.prompts) + 1

    def place(item: str) -> int:
        typed = wanted.get(item, "")
        return int(typed) if typed.isdecimal() and len(typed) < 4 else last

    return sorted((item.place for item in shown.prompts), key=place)
