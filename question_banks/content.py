"""A question as authors, translators and examiners know it: one object in three languages.

The skeleton (options with stable ids, one key, scoring) speaks no language; the words stand beside it, per
language, under part names such as ``stem`` or ``option:b``. So a question has one key and one set of statistics
whatever language a candidate reads, and a translator can never move the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from question_banks.bodies import (
    Body,
    ChoiceGap,
    Gaps,
    Matching,
    MultipleChoice,
    Numeric,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
    TypedGap,
)

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")

TextState = Literal["missing", "draft", "checked", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageText:
    """The words of one language. `seen` holds the digest of each source part that this translation was made from."""

    state: TextState = "draft"
    parts: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an edition freezes. `carried` keeps another system's settings that mean nothing here, to be given back."""

    body: Body
    source_language: Language
    texts: Mapping[Language, LanguageText]
    points: Fraction = Fraction(1)
    carried: Mapping[str, str] = field(default_factory=dict)

    def part(self, name: str, language: Language) -> str:
        """The words of a part in a language, or an empty string."""
        text = self.texts.get(language)
        return text.parts.get(name, "") if text else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A vignette (text, images, a table of values) that several questions share; drawn and kept together with them."""

    source_language: Language
    texts: Mapping[Language, LanguageText]


def needed_parts(body: Body) -> tuple[str, ...]:
    """The parts that a language must have before it can be shown; feedback and explanations are never among them."""
    match body:
        case SingleChoice() | MultipleChoice():
            return ("stem", *(f"option:{option.id}" for option in body.options))
        case Matching():
            return (
                "stem",
                *(f"prompt:{prompt.id}" for prompt in body.prompts),
                *(f"choice:{choice}" for choice in body.choices),
            )
        case Ordering():
            return ("stem", *(f"item:{item}" for item in body.items))
        case Numeric():
            return ("stem", *(f"unit:{unit.id}" for unit in body.units))
        case Gaps():
            choices = [gap for gap in body.gaps if isinstance(gap, ChoiceGap)]
            return ("stem", *(f"option:{option.id}" for gap in choices for option in gap.options))
        case Oral():
            return (
                "stem",
                *(f"point:{point}" for point in body.points),
                *(f"criterion:{one.id}" for one in body.rubric),
                *(f"level:{level.id}" for one in body.rubric for level in one.levels),
            )
        case TrueFalse() | ShortText():
            return ("stem",)


def accepted_parts(body: Body) -> tuple[str, ...]:
    """The parts that hold accepted answers: at least one language must have each, none must have all."""
    match body:
        case ShortText():
            return tuple(f"accepted:{one.id}" for one in body.accepted)
        case Gaps():
            typed = [gap for gap in body.gaps if isinstance(gap, TypedGap)]
            return tuple(f"accepted:{one.id}" for gap in typed for one in gap.accepted)
        case _:
            return ()


def tells_key(part: str) -> bool:
    """Whoever reads this part knows what is right: an explanation, a remark, an accepted answer, an expected point."""
    return part == "explanation" or part.startswith(("feedback", "accepted:", "point:"))


def is_plain(part: str) -> bool:
    """Accepted answers and units are compared letter by letter, so they are plain text; all other parts are markup."""
    return part.startswith(("accepted:", "unit:"))
