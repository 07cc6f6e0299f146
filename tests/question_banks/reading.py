"""Read a text as a file in the tests of the readers."""

from __future__ import annotations

from question_banks.content import Language, Question
from question_banks.items import BankItem
from question_banks.readers.outcomes import Outcome, Reader, Reading, Source


def outcomes(
    reader: Reader, text: str | bytes, name: str = "file", language: Language = "ru"
) -> list[Outcome]:
    data = text.encode() if isinstance(text, str) else text
    return list(reader.read(Source(name, data), Reading(language=language)))


def only(reader: Reader, text: str | bytes, name: str = "file") -> Outcome:
    (outcome,) = outcomes(reader, text, name)
    return outcome


def taken(outcome: Outcome, *, loss: bool = False) -> Question:
    assert outcome.verdict == ("taken_with_loss" if loss else "taken"), outcome
    assert isinstance(outcome.item, BankItem)
    return outcome.item.question


def words(question: Question, language: Language = "ru") -> dict[str, str]:
    return dict(question.texts[language].parts)


def refusal(outcome: Outcome) -> tuple[str, dict[str, str | int]]:
    assert outcome.verdict == "refused", outcome
    return outcome.notes[0].code, dict(outcome.notes[0].facts)
