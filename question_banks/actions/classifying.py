"""The verbs that change where a question stands and how it is drawn. They need no new edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, or_, select

from accounts.refused_facts import RefusedFact, check_version
from core.clock import now
from core.database import db
from core.languages import _l
from question_banks.actions import ground
from question_banks.actions.taking import label_rows, source_rows
from question_banks.items import Classification, Difficulty, Level, NormativeSource
from question_banks.models import Enemies, QuestionLabel, QuestionSource, StoredQuestion, Topic

MOST_LABELS = 30
MOST_SOURCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that is known of a question beside its words."""

    name: str = ""
    topic_id: int | None = None
    difficulty: Difficulty | None = None
    level: Level | None = None
    expected_seconds: int | None = None
    case_key: str | None = None
    case_place: int | None = None
    labels: tuple[str, ...] = ()
    sources: tuple[NormativeSource, ...] = ()
    enemies: tuple[str, ...] = ()


def classify(question_id: int, standing: Standing, seen: int | None = None) -> StoredQuestion:
    """Set topic, difficulty, level, time, case, labels, acts and enemies of one question."""
    question = ground.locked(question_id)
    check_version(question.version, seen)
    old = standing_of(question)
    if standing == old:
        return question
    question.topic_id = _topic(question, standing.topic_id)
    question.name = " ".join(standing.name.split())[:300]
    question.difficulty, question.level = standing.difficulty, standing.level
    question.expected_seconds = standing.expected_seconds
    question.case_id, question.case_place = _case(question, standing)
    question.changed_at = now()
    db.session.flush()
    _set_labels(question.id, standing.labels)
    _set_sources(question.id, standing.sources)
    _set_enemies(question, standing.enemies)
    ground.index_name(question)
    ground.note(
        "question_banks:question:classify", question, old=_told(old), new=_told(standing_of(question))
    )
    return question


def standing_of(question: StoredQuestion) -> Standing:
    """What is known of a question beside its words, as it stands."""
    sources = db.session.scalars(
        select(QuestionSource)
        .where(QuestionSource.question_id == question.id)
        .order_by(QuestionSource.place, QuestionSource.id)
    )
    labels = db.session.scalars(
        select(QuestionLabel.label)
        .where(QuestionLabel.question_id == question.id)
        .order_by(QuestionLabel.label)
    )
    case = db.session.get(StoredQuestion, question.case_id) if question.case_id is not None else None
    return Standing(
        name=question.name,
        topic_id=question.topic_id,
        difficulty=question.difficulty,  # type: ignore[arg-type]  # a CHECK holds it to the three words
        level=question.level,  # type: ignore[arg-type]  # likewise
        expected_seconds=question.expected_seconds,
        case_key=case.key if case else None,
        case_place=question.case_place,
        labels=tuple(labels),
        sources=tuple(NormativeSource(act=one.act, clause=one.clause, date=one.act_date) for one in sources),
        enemies=enemy_keys(question.id),
    )


def enemy_keys(question_id: int) -> tuple[str, ...]:
    """The keys of the questions that never stand in one paper with this one."""
    rows = db.session.execute(
        select(Enemies.one_id, Enemies.other_id).where(
            or_(Enemies.one_id == question_id, Enemies.other_id == question_id)
        )
    )
    others = {other if one == question_id else one for one, other in rows}
    return tuple(
        db.session.scalars(
            select(StoredQuestion.key).where(StoredQuestion.id.in_(others)).order_by(StoredQuestion.key)
        )
    )


def _topic(question: StoredQuestion, topic_id: int | None) -> int | None:
    if topic_id is None:
        return None
    found = db.session.scalar(select(Topic.id).where(Topic.id == topic_id, Topic.bank_id == question.bank_id))
    if found is None:
        raise RefusedFact("topic", _l("Choose a topic of this bank."))
    return found


def _case(question: StoredQuestion, standing: Standing) -> tuple[int | None, int | None]:
    if standing.case_key is None:
        return None, None
    found = db.session.scalar(
        select(StoredQuestion.id).where(
            StoredQuestion.bank_id == question.bank_id,
            StoredQuestion.kind == "case",
            StoredQuestion.key == standing.case_key,
        )
    )
    if found is None or question.kind == "case":
        raise RefusedFact("case", _l("There is no case with this number in the bank."))
    return found, standing.case_place


def _set_labels(question_id: int, labels: Sequence[str]) -> None:
    rows = label_rows(question_id, labels)
    if len(rows) > MOST_LABELS:
        raise RefusedFact("labels", _l("A question has at most %(most)s labels.", most=MOST_LABELS))
    db.session.execute(delete(QuestionLabel).where(QuestionLabel.question_id == question_id))
    if rows:
        db.session.execute(insert(QuestionLabel), rows)


def _set_sources(question_id: int, sources: Sequence[NormativeSource]) -> None:
    named = tuple(one for one in sources if one.act.strip())
    if len(named) > MOST_SOURCES:
        raise RefusedFact("sources", _l("A question rests on at most %(most)s acts.", most=MOST_SOURCES))
    db.session.execute(delete(QuestionSource).where(QuestionSource.question_id == question_id))
    if rows := source_rows(question_id, Classification(sources=named)):
        db.session.execute(insert(QuestionSource), rows)


def _set_enemies(question: StoredQuestion, keys: Sequence[str]) -> None:
    rows = db.session.execute(
        select(StoredQuestion.key, StoredQuestion.id).where(
            StoredQuestion.bank_id == question.bank_id, StoredQuestion.key.in_(keys)
        )
    )
    known = {row.key: row.id for row in rows}
    for key in keys:
        if known.get(key, question.id) == question.id:
            raise RefusedFact(
                "enemies", _l("There is no other question “%(key)s” in the bank.", key=key[:80])
            )
    mine = or_(Enemies.one_id == question.id, Enemies.other_id == question.id)
    db.session.execute(delete(Enemies).where(mine))
    pairs = sorted({(min(one, question.id), max(one, question.id)) for one in known.values()})
    if pairs:
        db.session.execute(insert(Enemies), [{"one_id": one, "other_id": other} for one, other in pairs])


def _told(standing: Standing) -> dict[str, Any]:
    return {
        "name": standing.name,
        "topic": standing.topic_id,
        "difficulty": standing.difficulty,
        "level": standing.level,
        "expected_seconds": standing.expected_seconds,
        "case": standing.case_key,
        "labels": list(standing.labels),
        "sources": [f"{one.act}; {one.clause}" for one in standing.sources],
        "enemies": list(standing.enemies),
    }
