"""How a hearing ends: without a decision by its own verb here, with one by `voting_verbs.decide`; frozen either way."""

from __future__ import annotations

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from applications.actions import course
from commissions.actions import live
from commissions.actions.hearing import called, note, panel_now
from commissions.actions.hearing_texts import typed
from commissions.models import Hearing, VoteRound
from commissions.presence import candidate_comes
from commissions.proceedings import Ending
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_where
from core.languages import Text, _l
from core.refusals import Refusal

ABSENCES = frozenset({Ending.ABSENT, Ending.ABSENT_WITH_GOOD_REASON})


_WHY: dict[Ending, Text] = {Ending.ABSENT: _l("The candidate did not come, and gave no reason.")}


def end_without_decision(interview_id: int, ending: Ending, reason: str = "") -> Hearing:
    """Absent with or without good reason, no quorum, not reached. The interview is called off; another may follow."""
    slot, interview = called(interview_id)
    meeting, _session = live.going(slot.meeting_id)
    if ending is Ending.DECIDED:
        raise ValueError("a decision has its own verb")
    if not reason and ending is not Ending.ABSENT:
        raise RefusedFact("reason", _l("Say why."))
    hearing = held_where(Hearing, Hearing.interview_id == interview_id)
    _refuse_impossible_end(hearing, ending)
    if ending in ABSENCES and not candidate_comes(course.edition_of(interview.case)):
        raise Refusal(_l("The text of this service asks nobody to come: nobody can be absent."))
    if hearing is None:
        hearing = Hearing(
            interview_id=interview_id,
            case_id=interview.case_id,
            meeting_id=meeting.id,
            commission_id=meeting.commission_id,
        )
    else:
        at = panel_now(hearing, meeting)
        hearing.seats, hearing.present, hearing.needed_for_quorum = at.of, len(at.present), at.needed
        hearing.presided_by = at.presides
    freeze(hearing, ending, reason)
    db.session.add(hearing)
    db.session.flush()
    interview.called_off_at = now()
    interview.called_off_reason = reason[:500] or str(_WHY[ending])
    db.session.flush()
    note(hearing, meeting, "hearing:end", {"ending": ending.value, "reason": reason})
    return hearing


def _refuse_impossible_end(hearing: Hearing | None, ending: Ending) -> None:
    if hearing is None:
        return
    if hearing.ended_at is not None:
        raise Refusal(_l("This hearing has ended: what it came to stands."))
    if ending in ABSENCES:
        raise Refusal(_l("This candidate was called in and came."))
    if db.session.scalar(
        select(VoteRound.round).where(
            VoteRound.interview_id == hearing.interview_id, VoteRound.outcome.in_(("positive", "negative"))
        )
    ):
        raise Refusal(_l("The commission has voted: what was counted is the decision."))


def freeze(hearing: Hearing, ending: Ending, reason: str = "") -> None:
    """Copy what was typed into the hearing, which from now on does not change."""
    words = typed(hearing.interview_id)
    hearing.identity, hearing.remarks = words.get("identity", ""), words.get("remarks", "")
    hearing.ending, hearing.ending_reason = ending.value, reason
    hearing.ended_at, hearing.ended_by = now(), current_actor().account_id
