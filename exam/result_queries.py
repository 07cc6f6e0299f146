"""Named reads of results and of decisions where there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.database import db
from exam.models import Attempt, HallRecord, NoResultDecision, Result, Sitting, SittingPlace
from exam.queries import places_of


def current_result(case_id: int) -> Result | None:
    """The one result of a case that nothing replaces."""
    replaced = select(Result.replaces_id).where(Result.replaces_id.is_not(None))
    return db.session.scalar(select(Result).where(Result.case_id == case_id, Result.id.not_in(replaced)))


def standing_in(sitting_id: int) -> list[Result]:
    """The results of a sitting that nothing replaces and nobody took back."""
    replaced = select(Result.replaces_id).where(Result.replaces_id.is_not(None))
    return list(
        db.session.scalars(
            select(Result)
            .join(Attempt, Attempt.id == Result.attempt_id)
            .where(Attempt.sitting_id == sitting_id, Result.verdict != "void", Result.id.not_in(replaced))
        )
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate of a sitting with what it came to."""

    place: SittingPlace
    attempt: Attempt | None
    result: Result | None
    decision: NoResultDecision | None

    @property
    def score(self) -> dict[str, Any] | None:
        if self.result is None or self.result.score is None:
            return None
        found: dict[str, Any] = json.loads(self.result.score)
        return found


def lines_of(sitting_id: int) -> list[Line]:
    """Every candidate of a sitting with the outcome, in a handful of questions."""
    places = places_of(sitting_id)
    attempts = {
        one.place_id: one
        for one in db.session.scalars(select(Attempt).where(Attempt.sitting_id == sitting_id))
    }
    replaced = select(Result.replaces_id).where(Result.replaces_id.is_not(None))
    ids = [one.id for one in attempts.values()]
    results = {
        one.attempt_id: one
        for one in db.session.scalars(
            select(Result).where(Result.attempt_id.in_(ids), Result.id.not_in(replaced))
        )
    }
    decided = {
        one.place_id: one
        for one in db.session.scalars(
            select(NoResultDecision).where(NoResultDecision.place_id.in_([place.id for place in places]))
        )
    }
    found = []
    for place in places:
        attempt = attempts.get(place.id)
        found.append(
            Line(place, attempt, results.get(attempt.id) if attempt else None, decided.get(place.id))
        )
    return found


def records_of(sitting_id: int) -> list[HallRecord]:
    """The records of a hall that were issued, the newest first."""
    return list(
        db.session.scalars(
            select(HallRecord).where(HallRecord.sitting_id == sitting_id).order_by(HallRecord.number.desc())
        )
    )


def score_is_shown(sitting: Sitting, case_ended: bool) -> bool:
    """Whether the candidate may see the score now, as was said beforehand."""
    if sitting.score_shown == "at_once":
        return True
    return sitting.closed_at is not None if sitting.score_shown == "after_sitting" else case_ended
