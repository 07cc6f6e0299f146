"""When are two questions the same question? Same kind, same stem, same answers, whatever their order and typing."""

from __future__ import annotations

import hashlib

from question_banks.content import Language, Question, is_plain
from question_banks.folding import skeleton
from question_banks.richtext import images, to_plain

_FORMS = ("option:", "choice:", "prompt:", "item:", "accepted:", "point:")


def fingerprint(question: Question, language: Language) -> str:
    """The digest of what is asked in one language: two questions with the same one are duplicates."""
    parts = question.texts[language].parts

    def words(part: str) -> str:
        if is_plain(part):
            return skeleton(parts[part])
        return skeleton(to_plain(parts[part])) + " ".join(image.source for image in images(parts[part]))

    answers = sorted(words(part) for part in parts if part.startswith(_FORMS))
    stem = words("stem") if "stem" in parts else ""
    joined = "\x1f".join((question.body.kind, stem, *answers))
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()


def fingerprints(question: Question) -> tuple[str, ...]:
    """One per language that has words."""
    return tuple(
        fingerprint(question, language) for language in question.texts if question.texts[language].parts
    )
