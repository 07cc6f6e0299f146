"""The demo's meeting that goes on now: one candidate is before the commission, another one waits.

Whoever logs in as `official-committee` keeps it, as `member-committee-1` sits in it and has not marked the sheet yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.demo import NotForProduction
from applications.actions import chancery
from applications.models import Case
from commissions import panels, queries, rubric
from commissions.actions import agenda, hearing, hearing_texts, live, meetings, sheets, ties
from commissions.demo import actor_of, first_of
from commissions.demo_evaluations import holder
from commissions.models import Commission, Hearing, Meeting, MeetingSession
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.settings import Settings
from regulations.catalogue import catalogue
from regulations.kinds import StepKind

SERVICE = "forensic-expert-qualification"
CLERK, HEAD, SECRETARY = "clerk-committee", "head-committee", "official-committee"
LAST_TO_MARK, OTHERS = "member-committee-1", ("member-committee-2", "member-committee-3")
QUESTIONS = (
    (
        "Өлі денені зерттеу кезінде өлімнің болған уақыты қандай белгілер бойынша анықталады?",
        "Мәйіт дақтары, сіресу, температураның төмендеуі туралы толық айтты; кестені дәл келтірді.",
    ),
    (
        "Сараптама қорытындысы қандай талаптарға сай болуы керек?",
        "",
    ),
)


def fill_demo(settings: Settings) -> bool:
    """Open the meeting and commit; False where one goes on already, or no case may come before it."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    going = select(MeetingSession.meeting_id).where(MeetingSession.closed_at.is_(None))
    if db.session.scalar(going.limit(1)) is not None:
        return False
    made = first_of("attestation_commission")
    cases = tested(2)
    if made is None or not cases:
        return False
    today = now()
    for number, case in enumerate(cases):
        with frozen(today - timedelta(hours=5, minutes=-number)):
            to_the_commission(case)
    # The office tells candidates two working days before; the demo's test was held only yesterday.
    with frozen(today - timedelta(days=6)):
        meeting = _with_its_agenda(made, cases, today - timedelta(minutes=50))
        _ties(meeting, cases[-1])
    _begun(meeting, today)
    db.session.commit()
    return True


def tested(most: int) -> Sequence[Case]:
    """Those whose positive result lies with their executor, to be sent to the Committee; the oldest first."""
    edition = catalogue().newest(SERVICE)
    forward = next(step.id for step in edition.steps if step.kind is StepKind.FORWARD)
    return db.session.scalars(
        select(Case).where(Case.edition_id == edition.id, Case.place == forward).order_by(Case.id).limit(most)
    ).all()


def to_the_commission(case: Case) -> None:
    """Sent by the executor, registered and assigned at the Committee."""
    with acting(holder(case)):
        chancery.forward(case.id)
    with acting(actor_of(CLERK)):
        chancery.register(case.id, 12)
    with acting(actor_of(HEAD)):
        chancery.assign(case.id, actor_of(SECRETARY).account_id or 0, "Комиссияға енгізу")


def _with_its_agenda(made: Commission, cases: Sequence[Case], starts: datetime) -> Meeting:
    with acting(actor_of(SECRETARY)):
        meeting = meetings.schedule(
            made.id,
            meetings.Planned(starts, starts + timedelta(hours=3), place="Астана, Мәңгілік ел 8, 216-кабинет"),
        )
        for number, case in enumerate(cases):
            at = starts + timedelta(minutes=30 * number)
            agenda.put_on(meeting.id, case.id, at, at + timedelta(minutes=30))
    return meeting


def _ties(meeting: Meeting, case: Case) -> None:
    """Where one member works, and whom the papers of a candidate name: nothing of it is a conflict."""
    with acting(actor_of(SECRETARY)):
        deputy = next(one for one in panels.on_the_day(meeting) if one.role == "deputy")
        ties.note_of_member(deputy.id, ties.Tie("employer", "Астана медицина университеті"))
        ties.note_of_papers(case.id, ties.Tie("taught", "Әлімов Серік Бақытұлы"))


def _begun(meeting: Meeting, today: datetime) -> None:
    """Everybody is there, the first candidate is asked, and all have sealed their sheets but one."""
    first = queries.agenda_of(meeting.id)[0].interview_id
    with acting(actor_of(SECRETARY)):
        with frozen(today - timedelta(minutes=48)):
            live.open_meeting(meeting.id)
            for row in panels.attendance_of(meeting.id):
                live.mark_present(meeting.id, row.member_id)
        with frozen(today - timedelta(minutes=40)):
            hearing.begin_hearing(first)
            hearing_texts.write_text(first, "identity", "Жеке куәлік № 043210001, ҚР ІІМ, 12.03.2021")
        with frozen(today - timedelta(minutes=30)):
            for number, (asked, gist) in enumerate(QUESTIONS, 1):
                hearing_texts.note_question(first, f"q-{number}", asked, gist)
    found = db.session.get_one(Hearing, first)
    levels = {row.id: len(row.levels) - 1 for row in rubric.unpack(found.rubric)}
    for login in OTHERS:
        with frozen(today - timedelta(minutes=20)), acting(actor_of(login)):
            sheets.seal_sheet(first, levels, "Тәжірибелік сұраққа сенімді жауап берді.")
