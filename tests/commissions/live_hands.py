"""A meeting held from its opening to its closing by the verbs, as its secretary and its members would do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import select

from accounts.models import RoleGrant
from commissions import keeping, panels, queries, rubric
from commissions.actions import agenda, hearing, hearing_end, hearing_texts, live, sheets, voting_verbs
from commissions.models import Hearing, Meeting, MeetingSession, Member, Slot
from commissions.proceedings import Ending
from commissions.voting import Vote
from core.actor import Actor, acting
from core.clock import frozen
from core.database import db

VOTES = {"positive": Vote.FOR, "negative": Vote.AGAINST}


def actor_of(member: Member) -> Actor:
    """The member in the role in which the account sits in the commission."""
    grant = db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.account_id == member.account_id, RoleGrant.office_id == member.commission.office_id
        )
    ).first()
    assert grant is not None, "a member has a role at the office"
    return Actor(member.account_id, grant.role, grant.office_id, grant.id, member.account.name)


def secretary_of(meeting: Meeting) -> Actor:
    return actor_of(keeping.secretary_of(meeting))


def put_all_on(meeting: Meeting, case_ids: list[int]) -> None:
    """Give each case that has no time yet twenty minutes, one after the other."""
    taken = [slot.ends_at for slot in queries.agenda_of(meeting.id)]
    starts = max(taken, default=meeting.starts_at)
    on_it = {slot.case_id for slot in queries.agenda_of(meeting.id)}
    with acting(secretary_of(meeting)):
        for case_id in case_ids:
            if case_id not in on_it:
                agenda.put_on(meeting.id, case_id, starts, starts + timedelta(minutes=20))
                starts += timedelta(minutes=20)


def open_with_everybody(meeting: Meeting, absent: Mapping[int, str] | None = None) -> MeetingSession:
    """Opened by the secretary; everybody is there but those who are absent for a reason."""
    away = absent or {}
    with acting(secretary_of(meeting)):
        session = live.open_meeting(meeting.id)
        for row in panels.attendance_of(meeting.id):
            reason = away.get(row.member_id)
            live.mark_present(meeting.id, row.member_id, live.Noted(reason is None, reason or ""))
    return session


def panel_of(interview_id: int) -> list[Member]:
    """Who sits in judgement on this candidate, in the order of the commission."""
    return [db.session.get_one(Member, seat.member_id) for seat in panels.seats_of(interview_id) if seat.sits]


def seal_own(interview_id: int) -> None:
    """Whoever acts marks the highest level everywhere."""
    found = db.session.get_one(Hearing, interview_id)
    levels = {row.id: len(row.levels) - 1 for row in rubric.unpack(found.rubric)}
    sheets.seal_sheet(interview_id, levels, "Пікірім бар")


def seal_all(interview_id: int) -> None:
    """Each member of the panel marks the highest level everywhere."""
    for member in panel_of(interview_id):
        with acting(actor_of(member)):
            seal_own(interview_id)


def up_to_the_vote(meeting: Meeting, slot: Slot) -> None:
    """Called in, identified, asked, marked; the vote is open."""
    secretary = secretary_of(meeting)
    with acting(secretary):
        hearing.begin_hearing(slot.interview_id)
        hearing_texts.write_text(slot.interview_id, "identity", "Жеке куәлік № 012345678")
        hearing_texts.note_question(slot.interview_id, "q-1", "Мамандық бойынша сұрақ?", "Толық жауап берді")
        hearing_texts.write_text(slot.interview_id, "remarks", "Ескерту жоқ")
    seal_all(slot.interview_id)
    with acting(secretary):
        voting_verbs.open_vote(slot.interview_id)


def decide_on(
    meeting: Meeting, slot: Slot, decision: str, vote_of: Callable[[Member], Vote] | None = None
) -> None:
    """One candidate from the call to the decision."""
    up_to_the_vote(meeting, slot)
    for member in panel_of(slot.interview_id):
        with acting(actor_of(member)):
            voting_verbs.cast(slot.interview_id, vote_of(member) if vote_of else VOTES[decision])
    with acting(secretary_of(meeting)):
        voting_verbs.count(slot.interview_id)
        voting_verbs.decide(slot.interview_id, f"Комиссия шешімі: {decision}")


def hold_meeting(
    meeting: Meeting,
    decisions: Mapping[int, str],
    *,
    absent: Mapping[int, str] | None = None,
    endings: Mapping[int, tuple[Ending, str]] | None = None,
) -> Meeting:
    """Hold the meeting and close it. `decisions` by case: positive or negative; `endings` by case for the others.

    Cases that are not on the agenda yet are put on it. `absent` names members by their place in the commission, each
    with the reason. The clock stands at the beginning of the meeting and moves a minute a candidate.
    """
    unheard = endings or {}
    put_all_on(meeting, [*decisions, *unheard])
    starts = meeting.starts_at
    with frozen(starts):
        open_with_everybody(meeting, absent)
    for number, slot in enumerate(queries.agenda_of(meeting.id), 1):
        with frozen(starts + timedelta(minutes=number)):
            if slot.case_id in unheard:
                with acting(secretary_of(meeting)):
                    hearing_end.end_without_decision(slot.interview_id, *unheard[slot.case_id])
            else:
                decide_on(meeting, slot, decisions[slot.case_id])
    with frozen(starts + timedelta(hours=1)), acting(secretary_of(meeting)):
        live.close_meeting(meeting.id)
    db.session.commit()
    return meeting
