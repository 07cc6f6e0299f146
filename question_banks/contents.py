"""What a draft or an edition holds, as the bank keeps it: one canonical text, and what lists read of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from question_banks.bodies import Body
from question_banks.canonical import canonical_bytes, decode, digest
from question_banks.content import (
    Case,
    Language,
    LanguageText,
    Question,
    TextState,
    accepted_parts,
    is_plain,
    needed_parts,
)
from question_banks.richtext import images, to_plain

Held = Question | Case

OPENING = 200
# Parts that stand beside a question and belong to no option; their names carry no id.
FREE_PARTS = frozenset({"stem", "explanation", "feedback", "hint"})


def pack(held: Held) -> str:
    """The canonical text of a question or a case."""
    return canonical_bytes(held).decode("utf-8")


def unpack(kind: str, content: str) -> Held:
    """The question or the case that a stored text holds."""
    value = json.loads(content)
    return decode(Case, value) if kind == "case" else decode(Question, value)


def kind_of(held: Held) -> str:
    """The kind under which the bank lists it."""
    return "case" if isinstance(held, Case) else held.body.kind


def body_digest(held: Held) -> str:
    """The digest of the skeleton: options, key, scoring. A case has none."""
    if isinstance(held, Case):
        return digest("case")
    return digest({"body": held.body, "points": held.points})


def words_digest(held: Held, language: Language) -> str:
    """The digest of the words of one language."""
    text = held.texts.get(language)
    return digest(text.parts if text else {})


def with_states(held: Held, states: Mapping[str, TextState]) -> Held:
    """The same words with these states, as the rows beside an edition know them."""
    texts = {
        language: replace(text, state=states.get(language, text.state))
        for language, text in held.texts.items()
    }
    return replace(held, texts=texts)


def with_body(held: Question, body: Body) -> Question:
    """Another skeleton under the same words: words of options that are gone go, and no check survives."""
    gone = _own_parts(held.body) - _own_parts(body)
    texts = {language: _without(text, gone) for language, text in held.texts.items()}
    return replace(held, body=body, texts=texts)


def _own_parts(body: Body) -> set[str]:
    named = {*needed_parts(body), *accepted_parts(body)} - FREE_PARTS
    return named | {f"feedback:{part.partition(':')[2]}" for part in named}


def _without(text: LanguageText, gone: Collection[str]) -> LanguageText:
    return LanguageText(
        state="draft" if text.state == "checked" else text.state,
        parts={part: words for part, words in text.parts.items() if part not in gone},
        seen={part: seen for part, seen in text.seen.items() if part not in gone},
    )


def first_part(held: Held) -> str:
    """The part with which the words of a question, or of a case, begin."""
    return "vignette" if isinstance(held, Case) else "stem"


def opening(held: Held) -> dict[str, str]:
    """The beginning of the words in each language, for lists."""
    return {
        language: to_plain(text.parts.get(first_part(held), "")).replace("\n", " ")[:OPENING]
        for language, text in held.texts.items()
        if any(text.parts.values())
    }


def plain_texts(held: Held) -> Iterator[str]:
    """Every text in every language without its markup, for the search."""
    for text in held.texts.values():
        for part, words in text.parts.items():
            yield words if is_plain(part) else to_plain(words)


def media_of(held: Held) -> frozenset[str]:
    """The digests of the images that the texts show."""
    return frozenset(
        image.source.removeprefix("media:")
        for text in held.texts.values()
        for part, words in text.parts.items()
        if "<img" in words and not is_plain(part)
        for image in images(words)
    )
