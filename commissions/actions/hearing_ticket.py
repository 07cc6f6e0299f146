"""The ticket that falls to a candidate: drawn from the tickets of the meeting, copied into the hearing."""

from __future__ import annotations

from sqlalchemy import select

from commissions import rubric
from commissions.actions.hearing import heard_now, note
from commissions.actions.hearing_texts import new_question
from commissions.models import Hearing, MeetingSession, RubricSheet, TicketDraw
from commissions.tickets import fallen
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from question_banks.content import Language
from question_banks.models import SealedPaper
from question_banks.released_papers import read_paper
from question_banks.richtext import to_plain
from question_banks.set_reading import papers_of


def draw_ticket(interview_id: int) -> TicketDraw:
    """The ticket that falls to this candidate; its questions and its criteria are copied into the hearing."""
    hearing, meeting = heard_now(interview_id)
    session = db.session.get_one(MeetingSession, meeting.id)
    if session.set_id is None:
        raise Refusal(_l("The meeting has no tickets: only free questions are asked."))
    if db.session.get(TicketDraw, interview_id) is not None:
        raise Refusal(_l("This candidate has a ticket already."))
    if db.session.scalar(
        select(RubricSheet.member_id).where(RubricSheet.interview_id == interview_id).limit(1)
    ):
        raise Refusal(_l("A sheet is sealed already: the ticket is drawn before anybody marks."))
    left = _tickets_left(session.set_id)
    if not left:
        raise Refusal(
            _l("No ticket is left in this set."),
            next_step=_l("Ask free questions, and say so in the remarks."),
        )
    number = fallen(session.draw_seed, interview_id, left)
    drawn = TicketDraw(
        interview_id=interview_id,
        set_id=session.set_id,
        paper_id=left[number].id,
        number=number,
        among=sorted(left),
        drawn_at=now(),
        drawn_by=current_actor().account_id,
    )
    db.session.add(drawn)
    db.session.flush()
    _copy_ticket(hearing, drawn)
    note(hearing, meeting, "hearing:draw", {"ticket": number, "digest": left[number].digest})
    return drawn


def _tickets_left(set_id: int) -> dict[int, SealedPaper]:
    gone = set(db.session.scalars(select(TicketDraw.paper_id).where(TicketDraw.set_id == set_id)))
    return {row.number: row for row in papers_of(set_id) if row.id not in gone}


def _copy_ticket(hearing: Hearing, drawn: TicketDraw) -> None:
    case = hearing.case
    language: Language = "ru" if (case.interview_language or case.language) == "ru" else "kk"
    questions = [place.question for place in read_paper(drawn.paper_id).places]
    rows = rubric.of_questions(questions, language)
    if rows and hearing.with_sheets:
        hearing.rubric = rubric.pack(rows)
    for number, question in enumerate(questions, 1):
        row = new_question(hearing, f"ticket-{number}")
        words = question.part("stem", language) or question.part("stem", question.source_language)
        row.text, row.of_ticket, row.version = to_plain(words).strip(), True, 1
        row.saved_by, row.saved_at = current_actor().account_id or 0, now()
        db.session.add(row)
        db.session.flush()
