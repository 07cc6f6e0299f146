"""The demo's interviews: one protocol is signed, one is out for signature; one case is on an agenda, one still waits.

Those who passed the test a fortnight ago come before the attestation commission of the Committee by the verbs of its
people. What `demo_meeting` shows goes on now; here is what came before it and what comes after.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.demo_hands import sign_all
from accounts.signing_queries import sheet_of
from applications.models import Case
from commissions import panels, queries, rubric
from commissions.actions import (
    agenda,
    hearing,
    hearing_texts,
    live,
    meetings,
    protocols,
    recusing,
    sheets,
    ties,
    voting_verbs,
)
from commissions.demo import actor_of, first_of
from commissions.demo_meeting import SECRETARY, tested, to_the_commission
from commissions.models import Commission, Hearing, Meeting, MeetingProtocol, Slot
from commissions.voting import Vote
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.settings import Settings

MEMBERS = ("member-committee-1", "member-committee-2", "member-committee-3")
ASKED = (
    "Мәйіт дақтарының даму сатыларын және олардың сараптамалық маңызын түсіндіріңіз.",
    "Үш сатысын атап, басу сынамасының нәтижесін уақытпен байланыстырды.",
)
MOTIVES = {
    "positive": "Кандидат сұрақтарға толық жауап берді, сараптама қорытындысына қойылатын талаптарды біледі.",
    "negative": "Кандидат мәйіт құбылыстарын уақытпен байланыстыра алмады, құқықтық актілерді білмейді.",
}
VOTES = {"positive": Vote.FOR, "negative": Vote.AGAINST}


def fill_demo(settings: Settings) -> bool:
    """Hold what came before, offer what comes, and commit; False where there is a protocol, or too few have passed."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    made = first_of("attestation_commission")
    cases, today = tested(5), now()
    if made is None or len(cases) < 5 or db.session.scalar(select(MeetingProtocol.id).limit(1)) is not None:
        return False
    for number, case in enumerate(cases):
        with frozen(today - timedelta(days=14, minutes=-number)):
            to_the_commission(case)
    fit, unfit, late, waits, coming = cases
    first = _held(made, today, 8, {fit.id: "positive", unfit.id: "negative"}, cases)
    second = _held(made, today, 3, {late.id: "positive"}, cases)
    for meeting in (first, second):
        _sent(meeting)
    db.session.commit()
    sign_all(_sheet_of(first), settings)
    _offered(made, coming)
    db.session.commit()
    return waits.ended_at is None


def _held(
    made: Commission, today: datetime, ago: int, decisions: dict[int, str], cases: Sequence[Case]
) -> Meeting:
    """A meeting of so many days ago, told in time, held from its opening to its closing."""
    starts = _morning(today, ago)
    with frozen(today - timedelta(days=13)), acting(actor_of(SECRETARY)):
        meeting = meetings.schedule(
            made.id,
            meetings.Planned(starts, starts + timedelta(hours=2), place="Астана, Мәңгілік ел 8, 214-кабинет"),
        )
        for number, case in enumerate(one for one in cases if one.id in decisions):
            at = starts + timedelta(minutes=20 * number)
            agenda.put_on(meeting.id, case.id, at, at + timedelta(minutes=20))
    with frozen(starts), acting(actor_of(SECRETARY)):
        live.open_meeting(meeting.id)
        for row in panels.attendance_of(meeting.id):
            live.mark_present(meeting.id, row.member_id)
    for slot in queries.agenda_of(meeting.id):
        with frozen(slot.starts_at + timedelta(minutes=1)):
            _heard(slot, decisions[slot.case_id])
    with frozen(starts + timedelta(hours=1)), acting(actor_of(SECRETARY)):
        live.close_meeting(meeting.id)
    return meeting


def _heard(slot: Slot, decision: str) -> None:
    """One candidate from the call to the decision; where it is negative, one member is of another opinion."""
    one = slot.interview_id
    with acting(actor_of(SECRETARY)):
        hearing.begin_hearing(one)
        hearing_texts.write_text(one, "identity", "Жеке куәлік № 043210002, ҚР ІІМ, 05.06.2022")
        hearing_texts.note_question(one, "q-1", *ASKED)
    held = db.session.get_one(Hearing, one)
    best = {row.id: len(row.levels) - 1 for row in rubric.unpack(held.rubric)}
    marks = best if decision == "positive" else dict.fromkeys(best, 0)
    for login in MEMBERS:
        with acting(actor_of(login)):
            sheets.seal_sheet(one, marks, "")
    with acting(actor_of(SECRETARY)):
        voting_verbs.open_vote(one)
    differs = MEMBERS[-1] if decision == "negative" else ""
    for login in MEMBERS:
        with acting(actor_of(login)):
            voting_verbs.cast(one, Vote.FOR if login == differs else VOTES[decision])
    with acting(actor_of(SECRETARY)):
        voting_verbs.count(one)
        voting_verbs.decide(one, MOTIVES[decision])
    if differs:
        with acting(actor_of(differs)):
            voting_verbs.dissent(one, "Кандидатқа қосымша сұрақ қойылуы керек еді.")


def _sent(meeting: Meeting) -> None:
    """The protocol is drawn and lies before those who sign it."""
    with frozen(meeting.starts_at + timedelta(hours=3)), acting(actor_of(SECRETARY)):
        protocols.open_signing(protocols.draw_protocol(meeting.id).id)


def _sheet_of(meeting: Meeting) -> int:
    found = sheet_of(protocols.KIND, db.session.scalars(
        select(MeetingProtocol.id).where(MeetingProtocol.meeting_id == meeting.id)
    ).one())  # fmt: skip
    assert found is not None
    return found.id


def _offered(made: Commission, case: Case) -> None:
    """On the agenda of the meeting to come, with what the papers name and a member who steps aside."""
    meeting = next(
        one for one in queries.meetings_to_come(made.id) if one.starts_at > now() + timedelta(days=7)
    )
    with acting(actor_of(SECRETARY)):
        slot = agenda.put_on(
            meeting.id, case.id, meeting.starts_at, meeting.starts_at + timedelta(minutes=20)
        )
        ties.note_of_papers(case.id, ties.Tie("taught", "Қалиева Гүлмира Оразбекқызы"))
        member = next(
            one for one in queries.members_of(made.id) if one.account_id == actor_of(MEMBERS[-1]).account_id
        )
        recusing.recuse(
            slot.interview_id, member.id, "taught", "Кандидаттың резидентурадағы жетекшісі болған"
        )


def _morning(today: datetime, ago: int) -> datetime:
    local = today.astimezone(ZoneInfo("Asia/Almaty")) - timedelta(days=ago)
    return local.replace(hour=10, minute=0, second=0, microsecond=0)
