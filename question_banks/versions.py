"""Who answers for each language of a question: the states that a text goes through, as pure steps.

A translation remembers which source words it was made from, part by part, so that a change of the source shows
the translator exactly which sentences have gone stale and leaves the rest standing.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from question_banks.content import LANGUAGES, Case, Language, LanguageText, Question, TextState

Held = TypeVar("Held", bound=Question | Case)


def part_digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:16]


def state_of(held: Question | Case, language: Language) -> TextState:
    text = held.texts.get(language)
    return text.state if text is not None and any(text.parts.values()) else "missing"


def stale_parts(held: Question | Case, language: Language) -> tuple[str, ...]:
    """The parts of a translation whose source words have changed since the translator saw them.

    A translation that came in beside its source (from a file) has seen nothing yet, and so nothing is stale.
    """
    text = held.texts.get(language)
    if text is None or not text.seen or language == held.source_language:
        return ()
    source = held.texts[held.source_language].parts if held.source_language in held.texts else {}
    return tuple(
        part for part in sorted({*source, *text.seen}) if text.seen.get(part) != _seen(source).get(part)
    )


def _seen(parts: Mapping[str, str]) -> dict[str, str]:
    return {part: part_digest(words) for part, words in parts.items()}


def write_text(held: Held, language: Language, parts: Mapping[str, str]) -> Held:
    """New words in one language: a draft again. New source words make every translation that rests on them stale."""
    kept = {part: words for part, words in parts.items() if words}
    texts = dict(held.texts)
    old = texts.get(language)
    if old is not None and dict(old.parts) == kept and old.state != "stale":
        return held
    source = kept if language == held.source_language else _source_parts(held)
    texts[language] = LanguageText(
        state="draft", parts=kept, seen={} if language == held.source_language else _seen(source)
    )
    if language != held.source_language:
        return replace(held, texts=texts)
    for other, text in held.texts.items():
        if other != language and any(text.parts.values()):
            texts[other] = replace(text, seen=text.seen or _seen(_source_parts(held)))
    changed = replace(held, texts=texts)
    for other, text in changed.texts.items():
        if stale_parts(changed, other):
            texts[other] = replace(text, state="stale")
    return replace(held, texts=texts)


def work_on_text(held: Held, language: Language, parts: Mapping[str, str], *, stands: bool = False) -> Held:
    """New words in one language while somebody is still at it.

    In a translation only the parts that changed count as made from the present source; the others go on being stale
    until their words change too, or until the translator says that all of it stands.
    """
    old = held.texts.get(language)
    if old is None and not any(parts.values()):
        return held
    if language == held.source_language or old is None or not old.seen or stands:
        return write_text(held, language, parts)
    kept = {part: words for part, words in parts.items() if words}
    if dict(old.parts) == kept:
        return held
    source = _seen(_source_parts(held))
    touched = {part for part in {*kept, *old.parts} if kept.get(part) != old.parts.get(part)}
    seen = {
        part: source.get(part) if part in touched else old.seen.get(part) for part in {*source, *old.seen}
    }
    text = LanguageText(
        state="draft", parts=kept, seen={part: mark for part, mark in sorted(seen.items()) if mark}
    )
    changed = replace(held, texts={**held.texts, language: text})
    if stale_parts(changed, language):
        changed = replace(held, texts={**held.texts, language: replace(text, state="stale")})
    return changed


def _source_parts(held: Question | Case) -> Mapping[str, str]:
    source = held.texts.get(held.source_language)
    return source.parts if source is not None else {}


def states(held: Question | Case) -> dict[Language, TextState]:
    return {language: state_of(held, language) for language in LANGUAGES}


Change = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words in a comparison of two editions."""

    change: Change
    words: str


_WORD = re.compile(r"<[^>]*>|\w+|\s+|[^\w\s]", re.UNICODE)


def word_differences(old: str, new: str) -> tuple[Run, ...]:
    """Two texts compared word by word: joined, the runs that are not `gone` give the new text, not `new` the old."""
    left, right = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    return tuple(_runs(matcher, left, right))


def _runs(matcher: difflib.SequenceMatcher[str], left: list[str], right: list[str]) -> Iterator[Run]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(left[a:b]))
            continue
        if b > a:
            yield Run("gone", "".join(left[a:b]))
        if d > c:
            yield Run("new", "".join(right[c:d]))
