"""A question with what the bank knows about it: what readers yield, writers take and the archive keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from question_banks.content import Case, Question

Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
Level = Literal["recall", "application", "analysis"]
LEVELS: tuple[Level, ...] = ("recall", "application", "analysis")


@dataclass(frozen=True, slots=True, kw_only=True)
class NormativeSource:
    """The act that a question rests on, so that a change of the act finds its questions."""

    act: str
    clause: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What may change without a new edition: where the question stands and how it is drawn."""

    topic: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    level: Level | None = None
    sources: tuple[NormativeSource, ...] = ()
    enemies: tuple[str, ...] = ()
    expected_seconds: int | None = None
    case: str | None = None
    case_place: int | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankItem:
    """A question on its way in or out. `key` is its name outside the database, stable over exports."""

    kind: Literal["question"] = "question"
    key: str
    question: Question
    name: str = ""
    classification: Classification = field(default_factory=Classification)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItem:
    """A vignette on its way in or out; it comes before the questions that name it."""

    kind: Literal["case"] = "case"
    key: str
    vignette: Case
    name: str = ""


Item = BankItem | CaseItem


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """An image as it lay in the file; the texts name it by digest."""

    digest: str
    name: str
    content_type: str
    data: bytes


MediaLibrary = Mapping[str, MediaFile]
