"""The editor's form as it comes in: texts in the notation, the skeleton, which button was pressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from core.languages import Text
from question_banks.actions.drafts import Change
from question_banks.bodies import Body
from question_banks.content import LANGUAGES, Language, Question, is_plain
from question_banks.contents import Held
from question_banks.editor.acts import apply_act
from question_banks.editor.reading import Typed, read_body
from question_banks.folding import tidy
from question_banks.notation import to_markup, to_typed


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form says, what of it could not be read, and the button that was pressed."""

    change: Change
    problems: Mapping[str, Text] = field(default_factory=dict)
    act: str = ""


def text_field(language: str, part: str) -> str:
    """The name of the field with the words of one part in one language."""
    return f"t-{language}-{part}"


def read_form(
    held: Held,
    fields: Mapping[str, str],
    *,
    writes: Collection[Language],
    keys: bool,
    images: Collection[str],
) -> Sent:
    """The form against what the question says now. `writes` are the languages this person may write."""
    texts = {
        language: parts
        for language in LANGUAGES
        if language in writes and (parts := _parts(held, language, fields, images)) is not None
    }
    act = fields.get("act", "")
    body: Body | None = None
    points: Fraction | None = None
    problems: Mapping[str, Text] = {}
    if keys and isinstance(held, Question):
        typed = Typed(fields)
        body = apply_act(read_body(held.body, typed), act)
        points = typed.share("points", held.points)
        problems = typed.problems
    stands = frozenset(one for one in LANGUAGES if one in texts and fields.get(f"stands-{one}"))
    return Sent(Change(body=body, points=points, texts=texts, stands=stands), problems, act)


def _parts(
    held: Held, language: Language, fields: Mapping[str, str], images: Collection[str]
) -> dict[str, str] | None:
    """The parts of one language that the form holds; None where it holds none."""
    stored = held.texts[language].parts if language in held.texts else {}
    prefix = text_field(language, "")
    found = {name[len(prefix) :]: words for name, words in fields.items() if name.startswith(prefix)}
    if not found:
        return None
    return {part: _words(part, words, stored.get(part, ""), images) for part, words in found.items()}


def _words(part: str, typed: str, stored: str, images: Collection[str]) -> str:
    """What was typed as it is stored; what was not touched stays to the letter."""
    if is_plain(part):
        return tidy(typed)
    if typed.replace("\r\n", "\n").strip() == to_typed(stored).strip():
        return stored
    return to_markup(typed, images)
