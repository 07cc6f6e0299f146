"""Handing a meeting to another secretary of its commission: from that moment only the other one keeps it."""

from __future__ import annotations

from accounts.refused_facts import RefusedFact
from commissions import keeping, notices, panels
from commissions.actions import meetings
from commissions.models import Attendance, Hearing, Meeting, MeetingHandover, MeetingSession, Member
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_where
from core.journal import record
from core.languages import _l
from core.refusals import Refusal


def hand_over(meeting_id: int, to_member_id: int, reason: str) -> MeetingHandover:
    """Another secretary of the commission keeps the meeting from now on, for a reason. Both are told.

    Refused when it was called off or is closed. What is being written at this moment is waited for.
    """
    meeting, session = _held(meeting_id)
    if meeting.called_off_at is not None:
        raise Refusal(_l("This meeting was called off already."))
    if session is not None and session.closed_at is not None:
        raise Refusal(_l("The meeting is closed: who kept it to its end signs the protocol."))
    held_where(Hearing, Hearing.meeting_id == meeting.id, Hearing.ended_at.is_(None))
    giver = keeping.secretary_of(meeting)
    taker = next((one for one in keeping.could_keep(meeting) if one.id == to_member_id), None)
    if taker is None:
        raise RefusedFact("to", _l("Choose another secretary of this commission."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why."))
    made = MeetingHandover(
        meeting_id=meeting.id,
        position=len(keeping.handovers_of(meeting.id)) + 1,
        commission_id=meeting.commission_id,
        from_id=giver.id,
        to_id=taker.id,
        handed_by=current_actor().account_id,
        handed_at=now(),
        reason=reason.strip(),
    )
    db.session.add(made)
    db.session.flush()
    if session is not None:
        _expect(meeting, taker)
    record(
        "commissions:meeting:hand_over",
        subject=("commission_meeting", meeting.id),
        office_id=meeting.office_id,
        old={"account": giver.account_id},
        new={"account": taker.account_id, "reason": made.reason},
    )
    notices.tell_handed_over(meeting, giver, taker, made)
    return made


def _held(meeting_id: int) -> tuple[Meeting, MeetingSession | None]:
    """The meeting, held by its row while it is to come, by its session once it goes on: as its verbs hold it."""
    session = held_where(MeetingSession, MeetingSession.meeting_id == meeting_id)
    if session is None:
        meeting = meetings.locked(meeting_id)
        return meeting, held_where(MeetingSession, MeetingSession.meeting_id == meeting_id)
    return meetings.own(meeting_id), session


def _expect(meeting: Meeting, taker: Member) -> None:
    """Whoever was named after the opening is not on the list of those who are there yet."""
    if any(one.member_id == taker.id for one in panels.attendance_of(meeting.id)):
        return
    db.session.add(
        Attendance(
            meeting_id=meeting.id,
            member_id=taker.id,
            commission_id=meeting.commission_id,
            noted_by=current_actor().account_id,
            noted_at=now(),
        )
    )
    db.session.flush()
