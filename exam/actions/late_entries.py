"""Entries that were kept apart: proposed by an invigilator, decided on by two persons outside the hall.

Nobody who decides sees an answer: they see which question, when it was made, when it came, and why it was kept apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam import queries
from exam.actions import admission
from exam.late_reading import DECIDE
from exam.models import (
    ApartEntry,
    ApartProposal,
    ApartProposed,
    ApartVerdict,
    Attempt,
    Invigilator,
    Result,
    Sitting,
)


def propose(sitting_id: int, attempt_id: int, entry_ids: Collection[int], reason: str) -> ApartProposal:
    """Propose that entries of one candidate count all the same."""
    sitting = admission.watching(sitting_id)
    attempt = held(Attempt, attempt_id)
    if attempt.sitting_id != sitting.id:
        raise NotFound
    _refuse_scored(attempt)
    wanted = sorted(set(entry_ids))
    mine = set(
        db.session.scalars(
            select(ApartEntry.id).where(ApartEntry.attempt_id == attempt.id, ApartEntry.id.in_(wanted))
        )
    )
    if not wanted or mine != set(wanted):
        raise NotFound
    if db.session.scalar(select(ApartProposed.entry_id).where(ApartProposed.entry_id.in_(wanted)).limit(1)):
        raise Refusal(_l("Some of these entries have been proposed already."))
    proposal = ApartProposal(
        attempt_id=attempt.id,
        reason=reason,
        proposed_by=current_actor().account_id or 0,
        proposed_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    db.session.add_all(
        ApartProposed(proposal_id=proposal.id, entry_id=one, attempt_id=attempt.id) for one in wanted
    )
    db.session.flush()
    _note(sitting, "propose_entries", {"attempt": attempt.id, "entries": len(wanted), "reason": reason})
    return proposal


def judge(proposal_id: int, reason: str, *, admits: bool) -> ApartVerdict:
    """One of the two words on a proposal; both must admit for the entries to count."""
    proposal = db.session.get(ApartProposal, proposal_id)
    if proposal is None:
        raise NotFound
    attempt = held(Attempt, proposal.attempt_id)
    sitting = queries.find_sitting(attempt.sitting_id, current_actor())
    given = db.session.scalars(select(ApartVerdict).where(ApartVerdict.proposal_id == proposal.id)).all()
    judge_id = current_actor().account_id or 0
    wrong = why_not(proposal, sitting.id, given, judge_id)
    if wrong is not None:
        raise wrong
    verdict = ApartVerdict(
        proposal_id=proposal.id,
        place=len(given) + 1,
        proposed_by=proposal.proposed_by,
        judge_id=judge_id,
        admits=admits,
        reason=reason,
        decided_at=now(),
    )
    db.session.add(verdict)
    db.session.flush()
    _note(sitting, "judge_entries", {"proposal": proposal.id, "admits": admits, "reason": reason})
    return verdict


def why_not(
    proposal: ApartProposal, sitting_id: int, given: Sequence[ApartVerdict], judge_id: int
) -> Refusal | None:
    """Why this person's word on a proposal is not taken now; asked alike by the page and by the verb."""
    if len(given) >= DECIDE:
        return Refusal(_l("Two persons have decided on this already."))
    if judge_id == proposal.proposed_by or db.session.get(Invigilator, (sitting_id, judge_id)) is not None:
        return Refusal(
            _l("Whoever watched over the hall does not decide which late answers count."), status=403
        )
    if any(one.judge_id == judge_id for one in given):
        return Refusal(_l("You have decided on this already; the second word is another person's."))
    return _scored(proposal.attempt_id)


def _refuse_scored(attempt: Attempt) -> None:
    """Which entries count is settled before anybody knows the score."""
    wrong = _scored(attempt.id)
    if wrong is not None:
        raise wrong


def _scored(attempt_id: int) -> Refusal | None:
    if db.session.scalar(select(Result.id).where(Result.attempt_id == attempt_id).limit(1)):
        return Refusal(
            _l("This test has been scored: which answers count is settled before the score is known.")
        )
    return None


def _note(sitting: Sitting, verb: str, new: dict[str, object]) -> None:
    record(f"exam:hall:{verb}", subject=("sitting", sitting.id), office_id=sitting.office_id, new=new)
