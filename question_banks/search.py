"""The list of a bank: searched by the beginnings of words, narrowed by what is known, a page at a time by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from core.database import db
from question_banks.content import LANGUAGES
from question_banks.faults import WEIGHTS
from question_banks.folding import fold
from question_banks.models import (
    FoldedWord,
    QuestionEdition,
    QuestionFault,
    QuestionLabel,
    QuestionSource,
    QuestionWord,
    StoredQuestion,
    Topic,
)
from question_banks.word_index import sought_words

PAGE = 50
# Nobody needs to know whether it is twelve thousand or thirteen: counting stops here.
COUNTED = 2_000
LAST_SIGN = "\U0010ffff"
ERRORS = tuple(code for code, weight in WEIGHTS.items() if weight == "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a list is narrowed; kept in the address of the page."""

    q: str = ""
    topic: str = ""
    state: str = ""
    kind: str = ""
    difficulty: str = ""
    level: str = ""
    language: str = ""  # kk:stale
    fault: str = ""  # any, error, or a code
    author: str = ""
    act: str = ""
    label: str = ""
    case: str = ""
    before: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """What an address asks for; nonsense is as if nothing was asked."""
        return cls(
            **{one.name: args.get(one.name, "").replace("\0", "").strip()[:200] for one in fields(cls)}
        )

    def narrowed(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self) if one.name != "before")

    def address(self, **changes: str) -> str:
        """The address of the same list with other wishes."""
        wanted = replace(self, **changes)
        told = {one.name: getattr(wanted, one.name) for one in fields(wanted) if getattr(wanted, one.name)}
        return urlencode(told)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of questions, the newest first; `more` is the number from which the next page goes on."""

    rows: Sequence[StoredQuestion]
    count: int
    more: int | None


def page_of(bank_id: int, wanted: Wanted) -> Found:
    """A page of what is wanted of a bank."""
    query = narrowed(bank_id, wanted)
    counted = select(func.count()).select_from(query.order_by(None).limit(COUNTED + 1).subquery())
    count = db.session.scalar(counted) or 0
    before = int(wanted.before) if wanted.before.isdecimal() and len(wanted.before) < 19 else None
    if before is not None:
        query = query.where(StoredQuestion.id < before)
    numbers = list(db.session.scalars(query.order_by(StoredQuestion.id.desc()).limit(PAGE + 1)))
    shown = numbers[:PAGE]
    rows = db.session.scalars(
        select(StoredQuestion)
        .options(joinedload(StoredQuestion.topic), joinedload(StoredQuestion.author))
        .where(StoredQuestion.id.in_(shown))
        .order_by(StoredQuestion.id.desc())
    ).all()
    return Found(rows, count, shown[-1] if len(numbers) > PAGE else None)


def numbers_of(bank_id: int, wanted: Wanted, most: int) -> list[int]:
    """The numbers of all questions that are wanted, up to a bound; for mass acts and exports."""
    query = narrowed(bank_id, wanted).order_by(StoredQuestion.id).limit(most)
    return list(db.session.scalars(query))


def narrowed(bank_id: int, wanted: Wanted) -> Select[int]:
    """The numbers of the questions of a bank that fit what is wanted."""
    query = select(StoredQuestion.id).where(StoredQuestion.bank_id == bank_id)
    for word in sought_words(wanted.q):
        query = query.where(_has_word(word))
    conditions = (*_plain(wanted), *_beside(bank_id, wanted))
    return query.where(*conditions)


def _has_word(beginning: str) -> ColumnElement[bool]:
    """A question in which a word begins so. Of rare words the questions are looked up; of common ones each is asked."""
    begins = and_(FoldedWord.word >= beginning, FoldedWord.word < beginning + LAST_SIGN)
    found = (
        select(QuestionWord.question_id).join(FoldedWord, FoldedWord.id == QuestionWord.word_id).where(begins)
    )
    return StoredQuestion.id.in_(found)


def _plain(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a question's own row says."""
    found: list[ColumnElement[bool]] = []
    if wanted.state == "waiting":
        found.append(
            exists().where(
                QuestionEdition.question_id == StoredQuestion.id, QuestionEdition.decision.is_(None)
            )
        )
    elif wanted.state:
        found.append(StoredQuestion.state == wanted.state)
    for name in ("kind", "difficulty", "level"):
        value = getattr(wanted, name)
        if value == "none":
            found.append(getattr(StoredQuestion, name).is_(None))
        elif value:
            found.append(getattr(StoredQuestion, name) == value)
    if wanted.author:
        found.append(_number(StoredQuestion.author_id, wanted.author))
    language, _colon, state = wanted.language.partition(":")
    if language in LANGUAGES:
        found.append(getattr(StoredQuestion, f"{language}_state") == state)
    return found


def _number(column: object, text: str) -> ColumnElement[bool]:
    if not text.isdecimal() or len(text) > 18:
        return false()
    equal: ColumnElement[bool] = column == int(text)  # type: ignore[assignment]  # a mapped column compares to SQL
    return equal


def _beside(bank_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What stands beside a question: topic, faults, acts, labels, case."""
    found: list[ColumnElement[bool]] = []
    if wanted.topic == "none":
        found.append(StoredQuestion.topic_id.is_(None))
    elif wanted.topic:
        path = (
            select(Topic.path)
            .where(Topic.bank_id == bank_id, _number(Topic.id, wanted.topic))
            .scalar_subquery()
        )
        inside = select(Topic.id).where(
            Topic.bank_id == bank_id, or_(Topic.path == path, Topic.path.startswith(path + "/"))
        )
        found.append(StoredQuestion.topic_id.in_(inside))
    if wanted.fault:
        codes = {"any": tuple(WEIGHTS), "error": ERRORS}.get(wanted.fault, (wanted.fault,))
        found.append(
            exists().where(QuestionFault.question_id == StoredQuestion.id, QuestionFault.code.in_(codes))
        )
    if wanted.act:
        found.append(StoredQuestion.id.in_(resting_on(wanted.act)))
    if wanted.label:
        labelled = select(QuestionLabel.question_id).where(QuestionLabel.folded == fold(wanted.label))
        found.append(StoredQuestion.id.in_(labelled))
    if wanted.case:
        case = select(StoredQuestion.id).where(
            StoredQuestion.bank_id == bank_id,
            StoredQuestion.kind == "case",
            StoredQuestion.key == wanted.case,
        )
        found.append(StoredQuestion.case_id.in_(case))
    return found


def resting_on(act: str) -> Select[int]:
    """The questions that rest on an act whose name holds these words, in this order."""
    words = fold(act).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return select(QuestionSource.question_id).where(QuestionSource.folded_act.like(f"%{words}%", escape="\\"))


@dataclass(frozen=True, slots=True)
class Act:
    """An act, in which bank questions rest on it, and how many."""

    act: str
    bank_id: int
    questions: int


def acts(bank_ids: Sequence[int], words: str) -> list[Act]:
    """Which acts these banks rest on, the most used first."""
    count = func.count(QuestionSource.question_id.distinct())
    query = (
        select(QuestionSource.act, StoredQuestion.bank_id, count)
        .join(StoredQuestion, StoredQuestion.id == QuestionSource.question_id)
        .where(StoredQuestion.bank_id.in_(bank_ids), StoredQuestion.state != "retired")
        .group_by(QuestionSource.act, StoredQuestion.bank_id)
        .order_by(count.desc(), QuestionSource.act)
        .limit(200)
    )
    if words.strip():
        query = query.where(QuestionSource.question_id.in_(resting_on(words)))
    return [Act(*row) for row in db.session.execute(query)]
