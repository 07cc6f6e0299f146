"""Declaring a conflict of interest, recording a recusal with the alternate in the place, taking it back.

A conflict that is found by rule recuses nobody by itself: a person records it, with the fact. After the decision on the
candidate nothing of it changes.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.refused_facts import RefusedFact
from applications.actions import course
from commissions import queries, recusals
from commissions.actions import meetings
from commissions.models import Declaration, Interview, Member, Recusal, Slot
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal


def recuse(
    interview_id: int, member_id: int, ground: str, fact: str, alternate_id: int | None = None
) -> Recusal:
    """The member does not decide on this candidate; an alternate of the commission may take the place."""
    slot = _undecided(interview_id)
    meetings.locked(slot.meeting_id)
    day = recusals.sitters(slot)
    member = _of_the_day(day, member_id, "member_id")
    if ground not in recusals.GROUNDS:
        raise RefusedFact("ground", _l("Choose a ground."))
    if not fact.strip():
        raise RefusedFact("fact", _l("Say the fact on which the recusal rests."))
    standing = recusals.recused_from(interview_id)
    if any(one.member_id == member.id for one in standing):
        raise Refusal(_l("This member is recused from this candidate already."))
    if any(one.alternate_id == member.id for one in standing):
        raise Refusal(
            _l("This alternate has taken the place of a recused member."),
            next_step=_l("Take that recusal back first and record it with another alternate."),
        )
    if alternate_id is not None:
        _refuse_wrong_alternate(_of_the_day(day, alternate_id, "alternate_id"), member, standing)
    made = Recusal(
        interview_id=interview_id,
        commission_id=slot.meeting.commission_id,
        member_id=member.id,
        ground=ground,
        fact=fact.strip(),
        alternate_id=alternate_id,
        recused_by=current_actor().account_id,
        recused_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise Refusal(
            _l("Somebody recorded another recusal meanwhile. Look at the page again."), stale=True
        ) from error
    _note(
        slot,
        "recusal:recuse",
        {"account": member.account_id, "ground": ground, "alternate": alternate_id},
        {"fact": made.fact},
    )
    return made


def take_back(recusal_id: int, reason: str) -> Recusal:
    """The recusal was recorded wrongly, or for another alternate: it stays written with the reason."""
    found = db.session.get(Recusal, recusal_id)
    if found is None:
        raise NotFound
    slot = _undecided(found.interview_id)
    meetings.locked(slot.meeting_id)
    found = held(Recusal, recusal_id)
    if found.withdrawn_at is not None:
        raise Refusal(_l("This recusal was taken back already."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why."))
    found.withdrawn_at, found.withdrawn_by = now(), current_actor().account_id
    found.withdrawn_reason = reason.strip()
    db.session.flush()
    _note(slot, "recusal:take_back", {"account": found.member.account_id, "reason": found.withdrawn_reason})
    return found


def declare(interview_id: int, text: str) -> Declaration:
    """A member says that something ties them to the candidate; the secretary sees it at once."""
    slot = _undecided(interview_id)
    mine = own_seat(slot)
    if mine is None:
        raise NotFound
    if not text.strip():
        raise RefusedFact("text", _l("Say what ties you to the candidate."))
    made = Declaration(
        interview_id=interview_id,
        commission_id=slot.meeting.commission_id,
        member_id=mine.id,
        text=text.strip(),
        declared_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _note(slot, "conflict:declare", {"account": mine.account_id}, {"text": made.text})
    return made


def own_seat(slot: Slot) -> Member | None:
    """The seat of whoever asks among those who sit on the day of this hearing."""
    me = current_actor().account_id
    return next((one for one in recusals.sitters(slot) if one.account_id == me), None)


def _undecided(interview_id: int) -> Slot:
    """The time of an interview on which nobody has decided yet, its case held as everything that moves it holds it."""
    case_id = db.session.scalar(select(Interview.case_id).where(Interview.id == interview_id))
    if case_id is None:
        raise NotFound
    course.locked(case_id)
    interview = held(Interview, interview_id)
    slot = queries.live_slot(interview_id)
    if slot is None:
        raise Refusal(_l("The interview has no time now: recusals are recorded for a meeting."))
    if interview.decided_at is not None:
        raise Refusal(_l("The commission has decided already."))
    return slot


def _of_the_day(day: list[Member], member_id: int, field: str) -> Member:
    found = next((one for one in day if one.id == member_id), None)
    if found is None:
        raise RefusedFact(field, _l("This person is not in the commission on the day of the meeting."))
    return found


def _refuse_wrong_alternate(alternate: Member, member: Member, standing: list[Recusal]) -> None:
    if alternate.role != "alternate" or alternate.id == member.id:
        raise RefusedFact("alternate_id", _l("Only another alternate of the commission takes the place."))
    if any(one.member_id == alternate.id for one in standing):
        raise RefusedFact("alternate_id", _l("This alternate is recused from this candidate."))
    if any(one.alternate_id == alternate.id for one in standing):
        raise RefusedFact("alternate_id", _l("This alternate takes another place already."))


def _note(slot: Slot, verb: str, new: dict[str, object], personal: dict[str, object] | None = None) -> None:
    """What ties a member to a candidate is personal: it can be erased, and that there was something stays."""
    record(
        f"commissions:{verb}",
        subject=("case", slot.case_id),
        office_id=slot.meeting.office_id,
        new={"meeting": slot.meeting.number} | new,
        personal=personal,
    )
