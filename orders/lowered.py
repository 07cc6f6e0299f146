"""Papers that hold although the test result on which they rest was lowered: who is to be heard, and who was.

Nothing ends by itself: these reads make tasks; the holder is heard; then the head orders.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from applications.models import Case
from core.actor import Actor
from core.database import db
from exam.models import Result
from exam.result_queries import current_result
from orders.actions.standing import entries_of
from orders.models import HearingInvitation, HolderHearing, ResultPaper, ResultPaperIssued
from orders.paper_standing import may_follow


def lowered_result(paper: ResultPaper) -> Result | None:
    """The result that now stands where the paper's was, if it is not positive and the paper still holds."""
    found = current_result(paper.case_id)
    if found is None or found.verdict == "positive" or db.session.get(ResultPaperIssued, paper.id) is None:
        return None
    return found if may_follow([one.status for one in entries_of(paper.id)]) else None


def hearing_on(paper: ResultPaper, result: Result) -> HolderHearing | None:
    """How the holder was heard on it, if that was done."""
    return db.session.scalar(
        select(HolderHearing).where(HolderHearing.paper_id == paper.id, HolderHearing.result_id == result.id)
    )


def invitation_on(paper: ResultPaper, result: Result) -> HearingInvitation | None:
    """The invitation that counts: the newest one, which no later one has replaced."""
    return db.session.scalar(
        select(HearingInvitation)
        .where(HearingInvitation.paper_id == paper.id, HearingInvitation.result_id == result.id)
        .order_by(HearingInvitation.id.desc())
        .limit(1)
    )


def lowered_papers(actor: Actor) -> Sequence[ResultPaper]:
    """Issued papers of the office whose result was lowered and with which nothing has been done yet."""
    newer = aliased(Result)
    fallen = exists().where(
        Result.case_id == ResultPaper.case_id,
        Result.verdict != "positive",
        ~exists().where(newer.replaces_id == Result.id),
    )
    rows = db.session.scalars(
        select(ResultPaper)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .options(joinedload(ResultPaper.case).joinedload(Case.person))
        .where(ResultPaper.office_id == actor.office_id, fallen)
        .order_by(ResultPaper.id)
    )
    return [one for one in rows if lowered_result(one) is not None]
