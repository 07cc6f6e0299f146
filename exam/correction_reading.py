"""What a correction would change, before anybody makes it; and the results of a case as the chain that they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from core.database import db
from exam.actions import reckoning
from exam.grading import Ruling
from exam.models import Attempt, QuestionRuling, Result, Sitting, SittingSet
from exam.result_queries import Line, lines_of
from exam.transcript import score_facts
from question_banks.models import QuestionEdition, SetQuestion, StoredQuestion
from question_banks.released_papers import read_paper


@dataclass(frozen=True, slots=True)
class Change:
    """A result as it is, and as it would be counted."""

    line: Line
    new: dict[str, Any]

    @property
    def old(self) -> dict[str, Any]:
        return self.line.score or {}

    @property
    def turns(self) -> bool:
        """Whether positive becomes negative, or negative positive."""
        return bool(self.old["verdict"] != self.new["verdict"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the sitting by its name in the bank; its words stay there."""

    edition_id: int
    name: str
    ruling: QuestionRuling | None


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the chain with the sitting that it came of."""

    row: Result
    sitting: Sitting

    @property
    def score(self) -> dict[str, Any] | None:
        return json.loads(self.row.score) if self.row.score else None


def changes(sitting_id: int, more: Mapping[int, Ruling] | None = None) -> list[Change]:
    """Which standing results of a sitting would be others if they were counted now, with these rulings besides."""
    lines = [one for one in lines_of(sitting_id) if one.attempt is not None and one.score is not None]
    known, read = (
        reckoning.known_of([one.attempt for one in lines if one.attempt is not None]),
        cache(read_paper),
    )
    found = []
    for line in lines:
        assert line.attempt is not None
        new = score_facts(reckoning.reckon(line.attempt, more, known, read).score)
        if new != line.score:
            found.append(Change(line, new))
    return found


def change_of(result: Result) -> Change | None:
    """What counting one result again would make of it; None when it stays the same to the point."""
    attempt = db.session.get_one(Attempt, result.attempt_id)
    line = Line(attempt.place, attempt, result, None)
    new = score_facts(reckoning.reckon(attempt).score)
    return Change(line, new) if new != line.score else None


def chain_of(case_id: int) -> list[Link]:
    """Every result that the case ever had, the first one first."""
    rows = db.session.execute(
        select(Result, Sitting)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .where(Result.case_id == case_id)
        .order_by(Result.id)
    )
    return [Link(row[0], row[1]) for row in rows]


def questions_of(sitting_id: int) -> list[Asked]:
    """The questions of the sets that were opened for a sitting, each with the ruling on it."""
    ruled = {one.edition_id: one for one in rulings_of(sitting_id)}
    rows = db.session.execute(
        select(QuestionEdition.id, StoredQuestion.key, QuestionEdition.number)
        .join(StoredQuestion, StoredQuestion.id == QuestionEdition.question_id)
        .join(SetQuestion, SetQuestion.edition_id == QuestionEdition.id)
        .join(SittingSet, SittingSet.set_id == SetQuestion.set_id)
        .where(SittingSet.sitting_id == sitting_id)
        .distinct()
        .order_by(StoredQuestion.key, QuestionEdition.number)
    )
    return [Asked(id_, f"{key}/{number}", ruled.get(id_)) for id_, key, number in rows]


def rulings_of(sitting_id: int) -> list[QuestionRuling]:
    """The rulings that were made on questions of a sitting."""
    return list(
        db.session.scalars(
            select(QuestionRuling).where(QuestionRuling.sitting_id == sitting_id).order_by(QuestionRuling.id)
        )
    )
