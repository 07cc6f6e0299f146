"""A meeting as one member sees it from the own seat: what is asked of them now, and nothing that is not open yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from commissions import live_reading
from commissions.actions import live as verbs
from commissions.live_reading import Item, Live, Now
from commissions.models import Attendance, Declaration, Dissent, HearingSeat, Meeting, Member, RubricSheet
from commissions.proceedings import Ending
from commissions.voting import Outcome
from core.canonical import canonical
from core.database import db


class Turn(StrEnum):
    """What is asked of the member now."""

    NOT_OPENED = "not_opened"
    ABSENT = "absent"
    PAUSED = "paused"
    NOBODY = "nobody"
    ASIDE = "aside"
    LISTEN = "listen"
    MARK = "mark"
    MARKED = "marked"
    VOTE = "vote"
    VOTED = "voted"
    CASTING = "casting"
    DECIDED = "decided"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """The meeting from one seat."""

    live: Live
    me: Member
    attendance: Attendance | None
    seat: HearingSeat | None
    sheet: RubricSheet | None
    turn: Turn
    # Decided in this meeting with the member in the panel, and no own opinion attached yet.
    may_differ: Sequence[Item]
    declared: Sequence[Declaration]


def seat_of(meeting: Meeting) -> OwnSeat:
    """The seat of whoever asks; to anybody who is not in the commission that day it is not there."""
    me = verbs.member_here(meeting)
    live = live_reading.live_of(meeting)
    attendance = next((one for one in live.attendance if one.member_id == me.id), None)
    seat, sheet = None, None
    declared: Sequence[Declaration] = ()
    if live.now is not None:
        seat = next((one for one in live.now.seats if one.member_id == me.id), None)
        sheet = db.session.get(RubricSheet, (live.now.interview_id, me.id))
        declared = _declared(live.now.interview_id, me.id)
    return OwnSeat(
        live, me, attendance, seat, sheet, _turn(live, me, attendance, sheet), _may_differ(live, me), declared
    )


def mark_of(at: OwnSeat) -> str:
    """The digest by which the page knows that nothing has changed for this seat."""
    now = at.live.now
    told = {
        "turn": at.turn,
        "hearing": now.interview_id if now else None,
        "asked": [[one.mark, one.version] for one in now.questions] if now else [],
        "sheets": [now.hearing.sheets_opened_at, now.sheets_in] if now else [],
        "voted": len(now.voted) if now else 0,
        "counted": now.outcome if now else None,
        "differ": [one.interview_id for one in at.may_differ],
    }
    return hashlib.sha256(canonical(told).encode()).hexdigest()[:32]


def _turn(live: Live, me: Member, attendance: Attendance | None, sheet: RubricSheet | None) -> Turn:
    if live.session is None:
        return Turn.NOT_OPENED
    if live.session.closed_at is not None:
        return Turn.CLOSED
    if live.pause is not None:
        return Turn.PAUSED
    if attendance is None or not attendance.present:
        return Turn.ABSENT
    return Turn.NOBODY if live.now is None else _in_the_hearing(live.now, me, sheet)


def _in_the_hearing(now: Now, me: Member, sheet: RubricSheet | None) -> Turn:
    if now.outcome is Outcome.CASTING_VOTE and now.round is not None and now.round.presided_by == me.id:
        return Turn.CASTING
    if me.id not in now.panel.present:
        return Turn.ASIDE
    if now.going is not None:
        return Turn.VOTED if me.id in now.voted else Turn.VOTE
    if now.outcome is not None and now.outcome is not Outcome.VOTE_AGAIN:
        return Turn.DECIDED
    if not now.hearing.with_sheets:
        return Turn.LISTEN
    return Turn.MARK if sheet is None and now.hearing.sheets_opened_at is None else Turn.MARKED


def _may_differ(live: Live, me: Member) -> list[Item]:
    if live.session is None or live.session.closed_at is not None:
        return []
    decided = [one for one in live.items if one.hearing and one.hearing.ending == Ending.DECIDED]
    found = []
    for one in decided:
        seat = db.session.get(HearingSeat, (one.interview_id, me.id))
        if seat is not None and seat.sits and db.session.get(Dissent, (one.interview_id, me.id)) is None:
            found.append(one)
    return found


def _declared(interview_id: int, member_id: int) -> Sequence[Declaration]:
    return db.session.scalars(
        select(Declaration)
        .where(Declaration.interview_id == interview_id, Declaration.member_id == member_id)
        .order_by(Declaration.id)
    ).all()
