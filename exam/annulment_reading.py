"""Whom the annulment of a sitting concerns, said before it is done; and who waits to be heard after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from applications.case_reading import to_do
from applications.models import Case
from core.actor import Actor
from core.database import db
from core.languages import Text, _l
from exam.actions.resitting import left_to_an_order
from exam.models import NoResultDecision, Sitting, SittingPlace
from exam.queries import stands_at
from exam.result_queries import Line, lines_of
from regulations.kinds import StepKind
from regulations.places import ISSUED


@dataclass(frozen=True, slots=True)
class Concerned:
    """A candidate of the sitting: the result that ends, where the case stands, and what comes of it."""

    case: Case
    verdict: str | None
    stands: Text | str
    follows: Text


def concerned_by(sitting_id: int) -> list[Concerned]:
    """Every candidate with a place in the sitting, in the order of the places."""
    return [
        Concerned(
            line.place.case,
            line.result.verdict if line.result else None,
            to_do(line.place.case),
            _follows(line, line.place.case),
        )
        for line in lines_of(sitting_id)
        if line.place.case is not None
    ]


def _follows(line: Line, case: Case) -> Text:
    if line.decision is not None:
        return _l("What was decided on the absence or the removal stays.")
    if case.place == ISSUED:
        return _l(
            "The paper stays in force until the holder was heard and an order ends it; the drafter of orders gets a"
            " task."
        )
    if left_to_an_order(case):
        return _l("What was decided stays until an order annuls it; that order says where the case goes on.")
    if case.ended_at is not None:
        return _l("The refusal ends when the candidate was heard; then the case waits for another sitting.")
    if stands_at(case, StepKind.TEST):
        return _l("The candidate is heard; then the case waits for another sitting.")
    return _l(
        "Interview, protocol and order do not go on; the candidate is heard, then the case goes back to another"
        " sitting."
    )


@dataclass(frozen=True, slots=True)
class ToHear:
    """An annulled sitting of the office, and how many of its candidates nobody has decided on."""

    sitting: Sitting
    count: int


def to_hear(actor: Actor) -> list[ToHear]:
    """The annulled sittings whose candidates still wait to be heard."""
    decided = select(NoResultDecision.place_id)
    places: Sequence[SittingPlace] = db.session.scalars(
        select(SittingPlace)
        .join(Sitting, Sitting.id == SittingPlace.sitting_id)
        .options(joinedload(SittingPlace.sitting), joinedload(SittingPlace.case))
        .where(
            Sitting.office_id == actor.office_id,
            Sitting.annulled_at.is_not(None),
            SittingPlace.outcome == "annulled",
            SittingPlace.id.not_in(decided),
        )
        .order_by(SittingPlace.sitting_id)
    ).all()
    found: dict[int, ToHear] = {}
    for one in places:
        if one.case is None or left_to_an_order(one.case):
            continue
        before = found.get(one.sitting_id)
        found[one.sitting_id] = ToHear(one.sitting, before.count + 1 if before else 1)
    return list(found.values())
