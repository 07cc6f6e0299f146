"""Two texts of one question beside each other, part by part and word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.database import db
from question_banks.content import Language
from question_banks.contents import Held, body_digest, unpack
from question_banks.models import QuestionEdition, StoredQuestion
from question_banks.richtext import to_plain
from question_banks.versions import Run, part_digest, stale_parts, word_differences


@dataclass(frozen=True, slots=True)
class PartDifference:
    """What changed in one part of one language."""

    language: Language
    part: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two editions; `skeleton` says whether options, key or scoring do."""

    parts: tuple[PartDifference, ...]
    skeleton: bool


def differences(old: Held, new: Held) -> Differences:
    """Old and new, compared in every language."""
    found = []
    for language in sorted({*old.texts, *new.texts}):
        before = old.texts[language].parts if language in old.texts else {}
        after = new.texts[language].parts if language in new.texts else {}
        found += [
            PartDifference(language, part, compared(before.get(part, ""), after.get(part, "")))
            for part in _in_order({*before, *after})
            if before.get(part, "") != after.get(part, "")
        ]
    return Differences(tuple(found), body_digest(old) != body_digest(new))


def _in_order(parts: set[str]) -> list[str]:
    return sorted(parts, key=lambda part: (part not in {"stem", "vignette"}, part))


def compared(old: str, new: str) -> tuple[Run, ...]:
    """Two texts word by word, without their markup where that alone tells nothing."""
    plain = (to_plain(old), to_plain(new))
    return word_differences(*(plain if plain[0] != plain[1] else (old, new)))


def changes_of_source(question: StoredQuestion, held: Held, language: Language) -> dict[str, tuple[Run, ...]]:
    """For each part of a translation that is out of date: what has changed in the source since it was made.

    The words of then are found among the editions by their digest; where no edition has them, nothing is shown.
    """
    stale = stale_parts(held, language)
    if not stale:
        return {}
    seen = held.texts[language].seen
    source = held.texts[held.source_language].parts if held.source_language in held.texts else {}
    editions = [unpack(question.kind, content) for content in _contents(question.id)]
    return {part: _change(editions, part, seen.get(part), source.get(part, ""), held) for part in stale}


def _contents(question_id: int) -> Sequence[str]:
    query = select(QuestionEdition.content).where(QuestionEdition.question_id == question_id)
    return db.session.scalars(query.order_by(QuestionEdition.number.desc())).all()


def _change(editions: Sequence[Held], part: str, digest: str | None, now: str, held: Held) -> tuple[Run, ...]:
    if digest is None:
        return (Run("new", to_plain(now)),)
    for edition in editions:
        text = edition.texts.get(held.source_language)
        words = text.parts.get(part, "") if text is not None else ""
        if words and part_digest(words) == digest:
            return compared(words, now)
    return ()
