"""A question as a candidate sees it: the words of one language in the order of this paper, and nothing of the key.

What is left out is what decides or explains an answer: which option is right, credits, accepted answers and numbers,
tolerances, the order and the pairs of the author, feedback, explanations, hints, expected points, rubrics. Authors'
ids tell keys too (i1, i2, i3; p1 with c1), so a page knows places only: "1", "2"… in the order shown. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from question_banks.arrangement import Arrangement
from question_banks.bodies import (
    ChoiceGap,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    NumberGap,
    Numeric,
    Oral,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from question_banks.content import Case, Language, Question
from question_banks.formulas import render_formulas

# From an image's digest to the address at which this reader may fetch it.
ImageAddress = Callable[[str], str]

_IMAGE = re.compile(r'src="media:([0-9a-f]{64})"')
_GAP = re.compile(r"\[\[([a-z0-9][a-z0-9._-]{0,31})\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Words at a place: markup that is ready for the page. A unit is plain text."""

    place: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapShown:
    """A gap: typed words, a number, or a choice among options."""

    place: str
    kind: str
    options: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateBody:
    """All that a candidate's page needs of a question, in one language.

    `options` are to choose from: of a choice, or the right sides of pairs; `prompts` the left sides, or the items to
    put in order. In `stem` a gap stands as `None` between two pieces of markup, in the order of `gaps`.
    """

    kind: str
    language: Language
    stem: tuple[str | None, ...]
    options: tuple[Shown, ...] = ()
    prompts: tuple[Shown, ...] = ()
    gaps: tuple[GapShown, ...] = ()
    units: tuple[Shown, ...] = ()
    unit_asked: bool = False


def candidate_body(
    question: Question, arrangement: Arrangement, language: Language, image: ImageAddress
) -> CandidateBody:
    """The candidate's form of a question. The same question with another key gives the same form."""

    def words(part: str) -> str:
        return ready(question.part(part, language), image)

    def shown(kind: str, ids: Iterable[str]) -> tuple[Shown, ...]:
        return tuple(
            Shown(place=str(place), words=words(f"{kind}:{one}")) for place, one in enumerate(ids, start=1)
        )

    body = question.body
    if isinstance(body, Gaps):
        return _gaps(body, words("stem"), arrangement, language, shown)
    stem = (words("stem"),)
    match body:
        case SingleChoice() | MultipleChoice():
            options = shown("option", arrangement["options"])
            return CandidateBody(kind=body.kind, language=language, stem=stem, options=options)
        case Matching():
            return CandidateBody(
                kind=body.kind,
                language=language,
                stem=stem,
                prompts=shown("prompt", arrangement["prompts"]),
                options=shown("choice", arrangement["choices"]),
            )
        case Ordering():
            items = shown("item", arrangement["items"])
            return CandidateBody(kind=body.kind, language=language, stem=stem, prompts=items)
        case Numeric():
            units = tuple(
                Shown(place=str(place), words=question.part(f"unit:{unit.id}", language))
                for place, unit in enumerate(body.units, start=1)
            )
            return CandidateBody(
                kind=body.kind,
                language=language,
                stem=stem,
                units=units if body.unit_asked else units[:1],
                unit_asked=body.unit_asked,
            )
        case TrueFalse() | ShortText() | Oral():
            return CandidateBody(kind=body.kind, language=language, stem=stem)


def _gaps(
    body: Gaps,
    stem: str,
    arrangement: Arrangement,
    language: Language,
    shown: Callable[[str, Iterable[str]], tuple[Shown, ...]],
) -> CandidateBody:
    """The stem in pieces, each marker of a gap in place of which its control will stand."""
    places = {gap.id: (str(place), gap) for place, gap in enumerate(body.gaps, start=1)}
    pieces: list[str | None] = []
    gaps: list[GapShown] = []
    start = 0
    for marker in _GAP.finditer(stem):
        if marker[1] not in places:
            continue
        place, gap = places[marker[1]]
        pieces += [stem[start : marker.start()], None]
        options = shown("option", arrangement[gap.id]) if isinstance(gap, ChoiceGap) else ()
        gaps.append(GapShown(place=place, kind=_gap_kind(gap), options=options))
        start = marker.end()
    pieces.append(stem[start:])
    return CandidateBody(kind=body.kind, language=language, stem=tuple(pieces), gaps=tuple(gaps))


def _gap_kind(gap: Gap) -> str:
    if isinstance(gap, ChoiceGap):
        return "choice"
    return "number" if isinstance(gap, NumberGap) else "typed"


def candidate_vignette(case: Case, language: Language, image: ImageAddress) -> str:
    """The vignette of a case as the page shows it above its questions."""
    text = case.texts.get(language)
    return ready(text.parts.get("vignette", "") if text else "", image)


def ready(markup: str, image: ImageAddress) -> str:
    """Stored markup as a page shows it: formulas as MathML, images at the address that this reader may use."""
    return _IMAGE.sub(lambda match: f'src="{image(match[1])}"', render_formulas(markup))
