"""Opening and closing a meeting, who is there, breaks.

Two secretaries may work at once: each note carries the version that was seen, and the second is told what the first
one wrote. Nobody comes or goes while a vote is going on.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from accounts.refused_facts import RefusedFact, check_version
from commissions import keeping, panels, queries
from commissions.actions import meetings
from commissions.models import (
    Attendance,
    Hearing,
    HearingSeat,
    Meeting,
    MeetingBreak,
    MeetingSession,
    Member,
    Slot,
    VoteRound,
)
from commissions.tickets import seed_digest
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_where
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from question_banks.models import SealedSet

EARLY = timedelta(minutes=30)


def refuse_strangers(meeting: Meeting) -> None:
    """Only the secretary of this meeting keeps it; whoever did is told who does now, to anybody else it is not there.

    Asked after the meeting or the hearing is held, so that a hand-over under way is waited for.
    """
    actor = current_actor()
    if meeting.office_id != actor.office_id:
        raise NotFound
    keeping.demand_keeper(meeting, actor.account_id)


def going(
    meeting_id: int, *, paused: bool = False, by_a_member: bool = False
) -> tuple[Meeting, MeetingSession]:
    """The meeting of whoever acts that goes on now, held until the commit; refused in a break.

    A verb of members says so, and asks itself who of them may.
    """
    meeting = meetings.own(meeting_id)
    session = held_where(MeetingSession, MeetingSession.meeting_id == meeting_id)
    if not by_a_member:
        refuse_strangers(meeting)
    if session is None:
        raise Refusal(_l("The meeting has not been opened."), next_step=_l("The secretary opens it first."))
    if session.closed_at is not None:
        raise Refusal(_l("The meeting is closed: what it came to stands."))
    if not paused and break_of(meeting_id) is not None:
        raise Refusal(_l("The meeting is paused."), next_step=_l("Continue it first."))
    return meeting, session


def break_of(meeting_id: int) -> MeetingBreak | None:
    """The break that lasts now."""
    found: MeetingBreak | None = db.session.scalar(
        select(MeetingBreak).where(MeetingBreak.meeting_id == meeting_id, MeetingBreak.ended_at.is_(None))
    )
    return found


def open_meeting(meeting_id: int) -> MeetingSession:
    """The meeting begins; who is there is noted one by one."""
    meeting = meetings.locked(meeting_id)
    refuse_strangers(meeting)
    if meeting.called_off_at is not None:
        raise Refusal(_l("This meeting was called off already."))
    if db.session.get(MeetingSession, meeting_id) is not None:
        raise Refusal(_l("The meeting was opened already."))
    if now() < meeting.starts_at - EARLY:
        raise Refusal(
            _l("It is too early: a meeting is opened half an hour before its time at the earliest.")
        )
    actor, moment = current_actor(), now()
    session = MeetingSession(
        meeting_id=meeting.id,
        commission_id=meeting.commission_id,
        opened_at=moment,
        opened_by=actor.account_id,
        draw_seed=secrets.token_hex(32),
    )
    db.session.add(session)
    db.session.flush()
    db.session.add_all(
        Attendance(
            meeting_id=meeting.id,
            member_id=one.id,
            commission_id=meeting.commission_id,
            noted_by=actor.account_id,
            noted_at=moment,
        )
        for one in panels.on_the_day(meeting)
    )
    db.session.flush()
    _note(meeting, "session:open", {"seed_digest": seed_digest(session.draw_seed)})
    return session


def take_tickets(meeting_id: int, set_id: int) -> None:
    """Which opened set of oral tickets this meeting draws from; once."""
    meeting, session = going(meeting_id)
    sealed = db.session.get(SealedSet, set_id)
    if sealed is None or sealed.office_id != meeting.office_id:
        raise NotFound
    if sealed.edition.blueprint.purpose != "ticket":
        raise RefusedFact("set_id", _l("This set holds papers for the test, not oral tickets."))
    if sealed.state != "released":
        raise RefusedFact(
            "set_id",
            _l("The tickets are sealed."),
            next_step=_l("Two officials who hold its key release the set first."),
        )
    if session.set_id is not None:
        raise Refusal(_l("The meeting has its tickets already."))
    session.set_id = sealed.id
    db.session.flush()
    _note(meeting, "session:take_tickets", {"set": sealed.number, "digest": sealed.digest})


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of one member; `stands_in_for` only of an alternate."""

    present: bool
    absent_because: str = ""
    stands_in_for: int | None = None


def mark_present(
    meeting_id: int, member_id: int, noted: Noted = Noted(True), seen: int | None = None
) -> Attendance:
    """A member has come, has gone, or is absent for a reason."""
    meeting, _session = going(meeting_id)
    row = _attendance(meeting_id, member_id)
    check_version(row.version, seen)
    _refuse_while_voting(meeting_id)
    _refuse_wrong_alternate(row, noted)
    moment = now()
    if noted.present and not row.present:
        row.came_at, row.left_at = row.came_at or moment, None
    leaves = row.present and not noted.present
    if leaves:
        row.left_at = moment
    row.present = noted.present
    row.absent_because = "" if noted.present else noted.absent_because
    row.stands_in_for = noted.stands_in_for
    row.version += 1
    row.noted_by, row.noted_at = current_actor().account_id or 0, moment
    db.session.flush()
    if leaves:
        _leave_the_hearing(meeting_id, member_id)
    new = {"member": member_id, "present": noted.present, "reason": row.absent_because}
    _note(meeting, "attendance:mark", new | {"stands_in_for": noted.stands_in_for})
    return row


def _attendance(meeting_id: int, member_id: int) -> Attendance:
    found = held_where(Attendance, Attendance.meeting_id == meeting_id, Attendance.member_id == member_id)
    if found is None:
        raise NotFound
    return found


def _refuse_wrong_alternate(row: Attendance, noted: Noted) -> None:
    if noted.stands_in_for is None:
        return
    taken = db.session.get(Attendance, (row.meeting_id, noted.stands_in_for))
    if row.member.role != "alternate" or taken is None or taken.present:
        raise RefusedFact("stands_in_for", _l("An alternate takes the place of a member who is absent."))


def _refuse_while_voting(meeting_id: int) -> None:
    voting = db.session.scalar(
        select(VoteRound.round)
        .join(Hearing, Hearing.interview_id == VoteRound.interview_id)
        .where(
            Hearing.meeting_id == meeting_id, VoteRound.counted_at.is_(None), VoteRound.voided_at.is_(None)
        )
    )
    if voting is not None:
        raise Refusal(
            _l("A vote is going on: nobody comes or goes until it is counted."),
            next_step=_l("If somebody has left without voting, declare the vote void first."),
        )


def _leave_the_hearing(meeting_id: int, member_id: int) -> None:
    """Whoever leaves while a candidate is heard does not decide on that candidate, even when they come back."""
    seat = db.session.scalar(
        select(HearingSeat)
        .join(Hearing, Hearing.interview_id == HearingSeat.interview_id)
        .where(
            Hearing.meeting_id == meeting_id, Hearing.ended_at.is_(None), HearingSeat.member_id == member_id
        )
    )
    if seat is not None and seat.present and seat.left_at is None:
        seat.sits, seat.left_at = False, now()
        db.session.flush()


def pause(meeting_id: int, reason: str) -> MeetingBreak:
    """The meeting stands still; nothing is written until it goes on."""
    meeting, _session = going(meeting_id)
    made = MeetingBreak(
        meeting_id=meeting_id, reason=reason, began_at=now(), began_by=current_actor().account_id
    )
    db.session.add(made)
    db.session.flush()
    _note(meeting, "session:pause", {"reason": reason})
    return made


def resume(meeting_id: int) -> None:
    """The break is over."""
    meeting, _session = going(meeting_id, paused=True)
    found = break_of(meeting_id)
    if found is None:
        raise Refusal(_l("The meeting is not paused."))
    found.ended_at, found.ended_by = now(), current_actor().account_id
    db.session.flush()
    _note(meeting, "session:resume", {})


def close_meeting(meeting_id: int) -> MeetingSession:
    """Each hearing of the agenda has ended, one way or another; from now on nothing of the meeting changes."""
    meeting, session = going(meeting_id)
    open_ones = [slot for slot in queries.agenda_of(meeting_id) if not _has_ended(slot)]
    if open_ones:
        raise Refusal(
            _l(
                "Not every hearing of the agenda has ended: %(numbers)s.",
                numbers=", ".join(slot.interview.case.number for slot in open_ones),
            ),
            next_step=_l("Decide on each, or say why it was not heard."),
        )
    presided = session.presided_by or _presiding(meeting_id)
    session.closed_at, session.closed_by = now(), current_actor().account_id
    session.presided_by = presided
    db.session.flush()
    _note(meeting, "session:close", {"number": meeting.number})
    return session


def _has_ended(slot: Slot) -> bool:
    found = db.session.get(Hearing, slot.interview_id)
    return found is not None and found.ended_at is not None


def _presiding(meeting_id: int) -> int | None:
    """The chair if present, else the deputy: who presides where nobody was heard."""
    there = {one.member.role: one.member_id for one in panels.attendance_of(meeting_id) if one.came_at}
    return there.get("chair") or there.get("deputy")


def member_here(meeting: Meeting) -> Member:
    """Who acts now, as a member of this commission on the day; anybody else finds nothing."""
    account = current_actor().account_id
    found = next((one for one in panels.on_the_day(meeting) if one.account_id == account), None)
    if found is None:
        raise NotFound
    return found


def _note(meeting: Meeting, what: str, new: dict[str, object]) -> None:
    record(
        f"commissions:{what}",
        subject=("commission_meeting", meeting.id),
        office_id=meeting.office_id,
        new=new,
    )
