"""Meetings of the demo's commissions that were held: agenda, each candidate from call to decision, the protocol.

By the verbs of the commission's people. Nothing of it comes near a production installation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.signing_queries import sheet_of
from commissions import panels, queries, rubric
from commissions.actions import (
    agenda,
    hearing,
    hearing_texts,
    live,
    meetings,
    protocols,
    sheets,
    voting_verbs,
)
from commissions.demo import actor_of
from commissions.models import Commission, Hearing, Meeting, MeetingProtocol, Slot
from commissions.voting import Vote
from core.actor import acting
from core.clock import frozen
from core.database import db

ASKED = (
    "Мәйіт дақтарының даму сатыларын және олардың сараптамалық маңызын түсіндіріңіз.",
    "Үш сатысын атап, басу сынамасының нәтижесін уақытпен байланыстырды.",
)
MOTIVES = {
    "positive": "Кандидат сұрақтарға толық жауап берді, сараптама қорытындысына қойылатын талаптарды біледі.",
    "negative": "Кандидат мәйіт құбылыстарын уақытпен байланыстыра алмады, құқықтық актілерді білмейді.",
}
VOTES = {"positive": Vote.FOR, "negative": Vote.AGAINST}


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as it is told: whose, where, who keeps and who decides it, when it was called and when it was held."""

    made: Commission
    place: str
    secretary: str
    members: tuple[str, ...]
    called: datetime
    starts: datetime
    # How long each candidate has, what is asked, and what is found.
    minutes: int = 20
    asked: tuple[str, str] = ASKED
    motives: Mapping[str, str] = field(default_factory=lambda: MOTIVES)


def hold(told: Held, decisions: Sequence[tuple[int, str]]) -> Meeting:
    """A meeting with these cases and what came of each, from its opening to its closing."""
    each = timedelta(minutes=told.minutes)
    ends = told.starts + max(timedelta(hours=2), each * (len(decisions) + 1))
    with frozen(told.called), acting(actor_of(told.secretary)):
        meeting = meetings.schedule(told.made.id, meetings.Planned(told.starts, ends, place=told.place))
        for number, (case_id, _decision) in enumerate(decisions):
            at = told.starts + each * number
            agenda.put_on(meeting.id, case_id, at, at + each)
    with frozen(told.starts), acting(actor_of(told.secretary)):
        live.open_meeting(meeting.id)
        for row in panels.attendance_of(meeting.id):
            live.mark_present(meeting.id, row.member_id)
    found = dict(decisions)
    for slot in queries.agenda_of(meeting.id):
        with frozen(slot.starts_at + timedelta(minutes=1)):
            _heard(told, slot, found[slot.case_id])
    with frozen(ends - timedelta(minutes=1)), acting(actor_of(told.secretary)):
        live.close_meeting(meeting.id)
    with frozen(ends + timedelta(hours=1)), acting(actor_of(told.secretary)):
        protocols.open_signing(protocols.draw_protocol(meeting.id).id)
    return meeting


def _heard(told: Held, slot: Slot, decision: str) -> None:
    """One candidate from the call to the decision; where it is negative, one member is of another opinion."""
    one = slot.interview_id
    with acting(actor_of(told.secretary)):
        hearing.begin_hearing(one)
        hearing_texts.write_text(one, "identity", "Жеке куәлік № 043210002, ҚР ІІМ, 05.06.2022")
        hearing_texts.note_question(one, "q-1", *told.asked)
    held = db.session.get_one(Hearing, one)
    best = {row.id: len(row.levels) - 1 for row in rubric.unpack(held.rubric)}
    marks = best if decision == "positive" else dict.fromkeys(best, 0)
    for login in told.members:
        with acting(actor_of(login)):
            sheets.seal_sheet(one, marks, "")
    with acting(actor_of(told.secretary)):
        voting_verbs.open_vote(one)
    differs = told.members[-1] if decision == "negative" else ""
    for login in told.members:
        with acting(actor_of(login)):
            voting_verbs.cast(one, Vote.FOR if login == differs else VOTES[decision])
    with acting(actor_of(told.secretary)):
        voting_verbs.count(one)
        voting_verbs.decide(one, told.motives[decision])
    if differs:
        with acting(actor_of(differs)):
            voting_verbs.dissent(one, "Кандидатқа қосымша сұрақ қойылуы керек еді.")


def protocol_sheet(meeting: Meeting) -> int:
    """The sheet on which the protocol of a meeting is signed."""
    found = sheet_of(protocols.KIND, db.session.scalars(
        select(MeetingProtocol.id).where(MeetingProtocol.meeting_id == meeting.id)
    ).one())  # fmt: skip
    assert found is not None
    return found.id
