"""Annulling a sitting: what happened in it does not count, and nobody's result may go on resting on it.

Before the test begins whoever plans may call it off; from then on only the head of the office that held it, and never
the person who planned it. Each result that stands is taken back by the verb that takes results back, so that every
later gate finds none. What follows for each candidate is decided after they were heard.
"""

from __future__ import annotations

from sqlalchemy import select

from accounts.roles import Role
from applications.models import Case
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from exam import notices
from exam.actions import correcting, planning
from exam.models import NoResultDecision, Result, Sitting, SittingPlace
from exam.result_queries import standing_in

HEADS = frozenset({Role.HEAD, Role.ACTING_HEAD})


def annul(sitting_id: int, reason: str) -> int:
    """Annul a sitting with everything that rests on it; returns how many results were taken back."""
    sitting = planning.locked(sitting_id)
    if sitting.annulled_at is not None:
        raise Refusal(_l("This sitting was annulled already."))
    refuse_wrong_hand(sitting)
    taken_back = [correcting.take_back(one.case_id, reason, tells=False) for one in _standing(sitting)]
    sitting.annulled_at, sitting.annulled_by = now(), current_actor().account_id
    sitting.annulled_reason = reason
    decided = select(NoResultDecision.place_id)
    for place in db.session.scalars(
        select(SittingPlace).where(
            SittingPlace.sitting_id == sitting.id,
            SittingPlace.released_at.is_(None),
            SittingPlace.id.not_in(decided),
        )
    ):
        place.outcome, place.outcome_at = "annulled", now()
    db.session.flush()
    planning.note(sitting, "annul", {"reason": reason, "results": [one.id for one in taken_back]})
    _tell(sitting, reason, {one.case_id for one in taken_back})
    return len(taken_back)


def refuse_wrong_hand(sitting: Sitting) -> None:
    """Once the test has begun people rest on it: the head annuls, and not the person who planned it."""
    actor = current_actor()
    if sitting.begun_at is None:
        return
    if actor.role not in HEADS:
        raise Refusal(
            _l("This sitting has begun: only the head of the office annuls it now, with every result in it."),
            next_step=_l("Put the reason before the head; the head finds the sitting under “Sittings”."),
            status=403,
        )
    if actor.account_id == sitting.planned_by:
        raise Refusal(
            _l("You planned this sitting yourself: another person who acts as head annuls it."), status=403
        )


def _standing(sitting: Sitting) -> list[Result]:
    """The results that count, their cases in one order, so that two who hold cases do not wait for each other."""
    return sorted(standing_in(sitting.id), key=lambda one: one.case_id)


def _tell(sitting: Sitting, reason: str, taken_back: set[int]) -> None:
    """Everybody who had a place is told, whether they were tested or not."""
    for case in db.session.scalars(
        select(Case)
        .join(SittingPlace, SittingPlace.case_id == Case.id)
        .where(SittingPlace.sitting_id == sitting.id, SittingPlace.outcome == "annulled")
        .order_by(Case.id)
    ):
        notices.tell_of_annulment(case, sitting, reason, case.id in taken_back)
