"""A meeting as it stands this moment, for the page of its secretary and for the seats of its members.

Of sheets it knows whose are in, of a vote who has voted; what stands in them is read by `proceedings_reading` alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from applications.actions import course
from commissions import panels, queries
from commissions.actions import live, sheets, voting_verbs
from commissions.meeting_steps import Ballots, Course, Step, next_step
from commissions.meeting_steps import Hearing as Standing
from commissions.models import (
    AskedQuestion,
    Attendance,
    Dissent,
    Hearing,
    HearingSeat,
    LiveText,
    Meeting,
    MeetingBreak,
    MeetingSession,
    Slot,
    TicketDraw,
    VoteRound,
)
from commissions.presence import candidate_comes
from commissions.proceedings import Ballot, Sheet
from commissions.proceedings_reading import ballot_of, sheets_of
from commissions.voting import Outcome, Panel
from core.canonical import canonical
from core.database import db
from core.refusals import Refusal
from question_banks.models import BlueprintEdition, BlueprintPlan, SealedSet


@dataclass(frozen=True, slots=True)
class Item:
    """One place of the agenda; `state` is waiting, now, or how the hearing ended."""

    position: int
    slot: Slot
    hearing: Hearing | None

    @property
    def interview_id(self) -> int:
        return self.slot.interview_id

    @property
    def state(self) -> str:
        if self.hearing is None:
            return "waiting"
        return self.hearing.ending or "now"

    @property
    def comes(self) -> bool:
        """Whether the text has the candidate come, and so be identified."""
        return candidate_comes(course.edition_of(self.slot.interview.case))


@dataclass(frozen=True, slots=True)
class Now:
    """The candidate before the commission, with all that is open about the hearing."""

    item: Item
    hearing: Hearing
    panel: Panel
    names: Mapping[int, str]
    seats: Sequence[HearingSeat]
    texts: Mapping[str, LiveText]
    questions: Sequence[AskedQuestion]
    ticket: TicketDraw | None
    sealed: frozenset[int]
    round: VoteRound | None
    voted: frozenset[int]
    outcome: Outcome | None

    @property
    def interview_id(self) -> int:
        return self.hearing.interview_id

    @property
    def going(self) -> VoteRound | None:
        """The vote that goes on now."""
        last = self.round
        return last if last is not None and last.counted_at is None and last.voided_at is None else None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return sheets_of(self.interview_id)

    @property
    def ballot(self) -> Ballot | None:
        return ballot_of(self.interview_id, self.names)

    @property
    def sheets_in(self) -> int:
        return len(self.panel.present & self.sealed)

    def standing(self) -> Standing:
        """Where this hearing stands, as the rule of the next step asks."""
        return Standing(
            identified=not self.item.comes
            or ("identity" in self.texts and bool(self.texts["identity"].text.strip())),
            marked=self.panel.present <= self.sealed,
            ballots=self._ballots(),
            outcome=self.outcome,
            may_decide=self.panel.may_decide,
            with_sheets=self.hearing.with_sheets,
        )

    def _ballots(self) -> Ballots:
        if self.going is not None:
            return Ballots.COMPLETE if len(self.voted) >= self.going.present else Ballots.GOING
        return Ballots.NONE if self.outcome is None else Ballots.COUNTED


@dataclass(frozen=True, slots=True)
class Live:
    """The whole meeting this moment."""

    meeting: Meeting
    session: MeetingSession | None
    pause: MeetingBreak | None
    attendance: Sequence[Attendance]
    items: tuple[Item, ...]
    now: Now | None
    following: Item | None
    ready: Panel | None
    # Why no panel can be made up: the office has not decided its rules.
    undecided: Refusal | None
    step: Step

    @property
    def zone(self) -> str:
        return self.meeting.office.zone

    @property
    def panel(self) -> Panel | None:
        return self.now.panel if self.now else self.ready


def live_of(meeting: Meeting) -> Live:
    """The meeting as it stands."""
    session = db.session.get(MeetingSession, meeting.id)
    items = tuple(
        Item(position, slot, db.session.get(Hearing, slot.interview_id))
        for position, slot in enumerate(queries.agenda_of(meeting.id), 1)
    )
    pause = live.break_of(meeting.id) if session else None
    attendance = panels.attendance_of(meeting.id)
    following = next((one for one in items if one.state == "waiting"), None)
    heard = next((one for one in items if one.state == "now"), None)
    now, ready, undecided = None, None, None
    try:
        if heard is not None:
            now = now_of(heard, meeting)
        elif following is not None and session is not None:
            rules = panels.rules_for(following.slot.interview, meeting.office_id)
            ready = panels.before(meeting.id, following.interview_id, rules)
    except Refusal as refusal:
        undecided = refusal
    course = Course(
        opened=session is not None,
        closed=session is not None and session.closed_at is not None,
        called_off=meeting.called_off_at is not None,
        paused=pause is not None,
        anybody_there=any(one.present for one in attendance),
        waiting=following is not None,
        hearing=now.standing() if now else None,
    )
    return Live(
        meeting, session, pause, attendance, items, now, following, ready, undecided, next_step(course)
    )


def mark_of(live: Live) -> str:
    """The digest by which a page knows that nothing has changed. It holds whose sheets are in, never what they say."""
    now, panel = live.now, live.panel
    told = {
        "step": live.step,
        "items": [[one.interview_id, one.state, one.slot.interview.decision] for one in live.items],
        "there": [[one.member_id, one.version] for one in live.attendance],
        "pause": live.pause.id if live.pause else None,
        "tickets": live.session.set_id if live.session else None,
        "panel": [sorted(panel.present), panel.of, panel.needed, panel.faults] if panel else None,
        "opinions": [[one, len(each)] for one, each in opinions_of(live.meeting.id).items()],
        "hearing": _mark_of_hearing(now) if now else None,
    }
    return hashlib.sha256(canonical(told).encode()).hexdigest()[:32]


def _mark_of_hearing(now: Now) -> dict[str, object]:
    return {
        "texts": sorted([name, row.version] for name, row in now.texts.items()),
        "questions": [[row.mark, row.version] for row in now.questions],
        "ticket": now.ticket.number if now.ticket else None,
        "sealed": sorted(now.sealed),
        "round": [now.round.round, now.round.counted_at is not None, now.round.voided_at is not None]
        if now.round
        else None,
        "voted": sorted(now.voted),
        "outcome": now.outcome,
    }


def now_of(item: Item, meeting: Meeting) -> Now:
    """The hearing that goes on."""
    hearing = item.hearing
    assert hearing is not None
    one = hearing.interview_id
    last = voting_verbs.last_round(one)
    names = {each.id: each.account.name for each in queries.members_of(meeting.commission_id)}
    return Now(
        item=item,
        hearing=hearing,
        panel=panels.during(hearing, panels.rules_for(item.slot.interview, meeting.office_id)),
        names=names,
        seats=panels.seats_of(one),
        texts={
            row.field: row for row in db.session.scalars(select(LiveText).where(LiveText.interview_id == one))
        },
        questions=questions_of(one),
        ticket=db.session.get(TicketDraw, one),
        sealed=sheets.sealed_by(one),
        round=last,
        voted=voting_verbs.voted(last) if last else frozenset(),
        outcome=voting_verbs.came_to(one),
    )


def questions_of(interview_id: int) -> Sequence[AskedQuestion]:
    """What was asked, those of the ticket first."""
    return db.session.scalars(
        select(AskedQuestion)
        .where(AskedQuestion.interview_id == interview_id)
        .order_by(AskedQuestion.of_ticket.desc(), AskedQuestion.position)
    ).all()


def opinions_of(meeting_id: int) -> dict[int, list[tuple[int, datetime]]]:
    """By interview, who has attached an own opinion and when."""
    rows = db.session.execute(
        select(Dissent.interview_id, Dissent.member_id, Dissent.written_at)
        .join(Hearing, Hearing.interview_id == Dissent.interview_id)
        .where(Hearing.meeting_id == meeting_id)
        .order_by(Dissent.written_at)
    )
    found: dict[int, list[tuple[int, datetime]]] = {}
    for interview_id, member_id, moment in rows:
        found.setdefault(interview_id, []).append((member_id, moment))
    return found


def ticket_sets(office_id: int) -> Sequence[SealedSet]:
    """The opened sets of oral tickets from which a meeting of this office may draw."""
    return db.session.scalars(
        select(SealedSet)
        .join(BlueprintEdition, BlueprintEdition.id == SealedSet.blueprint_edition_id)
        .join(BlueprintPlan, BlueprintPlan.id == BlueprintEdition.blueprint_id)
        .where(
            SealedSet.office_id == office_id, SealedSet.state == "released", BlueprintPlan.purpose == "ticket"
        )
        .order_by(SealedSet.released_at.desc())
        .limit(50)
    ).all()
