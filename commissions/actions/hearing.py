"""One candidate before the commission: from calling in to the end without a decision.

What is typed while people speak is saved like an answer of a test, without an entry of the journal for each save;
the journal takes the beginning, the ticket and the end, with the digest of all that was typed.
"""

from __future__ import annotations

from sqlalchemy import func, select

from accounts.refused_facts import RefusedFact
from applications.actions import course
from commissions import office_settings, panels, rubric
from commissions.actions import live
from commissions.faults import FAULTS
from commissions.models import (
    AskedQuestion,
    Hearing,
    HearingSeat,
    Interview,
    LiveText,
    Meeting,
    RubricSheet,
    Slot,
    TicketDraw,
    VoteRound,
)
from commissions.presence import candidate_comes
from commissions.proceedings import Ending
from commissions.queries import live_slot
from commissions.tickets import fallen
from commissions.voting import Panel
from core.actor import current_actor
from core.canonical import digest
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import Text, _l
from core.refusals import NotFound, Refusal
from question_banks.content import Language
from question_banks.models import SealedPaper
from question_banks.released_papers import read_paper
from question_banks.richtext import to_plain
from question_banks.set_reading import papers_of

FIELDS = ("identity", "remarks", "motives")
ABSENCES = frozenset({Ending.ABSENT, Ending.ABSENT_WITH_GOOD_REASON})


class Overtaken(Refusal):
    """Somebody else wrote into the same field meanwhile: both texts are kept, theirs here, the own one on the page."""

    def __init__(self, version: int, text: str, gist: str = "") -> None:
        super().__init__(
            _l(
                "Somebody else changed this field meanwhile. What you typed is not lost: compare, then save again."
            ),
            status=409,
        )
        self.version, self.text, self.gist = version, text, gist


def begin_hearing(interview_id: int) -> Hearing:
    """The candidate is called in. The gate is asked again, and the panel must be able to decide."""
    slot, interview = _called(interview_id)
    meeting, session = live.going(slot.meeting_id)
    if db.session.get(Hearing, interview_id) is not None:
        raise Refusal(_l("This candidate was called already."))
    _refuse_two_at_once(meeting.id)
    rules = panels.rules_for(interview, meeting.office_id)
    at = panels.before(meeting.id, interview_id, rules)
    refuse_faults(at)
    moment, account = now(), current_actor().account_id
    interview.opened_at = moment
    marked = office_settings.marks_first(meeting.office_id, course.edition_of(interview.case))
    hearing = Hearing(
        interview_id=interview_id,
        case_id=interview.case_id,
        meeting_id=meeting.id,
        commission_id=meeting.commission_id,
        began_at=moment,
        began_by=account,
        rubric=rubric.pack(office_settings.rubric_of(meeting.office_id)) if marked else [],
        with_sheets=marked,
    )
    db.session.add(hearing)
    db.session.flush()
    _seat(hearing, at)
    if not marked:
        # Open from the beginning: no sheet is waited for, and none is taken.
        hearing.sheets_opened_at = moment
        db.session.flush()
    if session.presided_by is None:
        session.presided_by = at.presides
        db.session.flush()
    _note(hearing, meeting, "hearing:begin", {"panel": sorted(at.present), "presides": at.presides})
    return hearing


def _called(interview_id: int) -> tuple[Slot, Interview]:
    """The slot and the interview, the case held: a correction under way is waited for."""
    interview = db.session.get(Interview, interview_id)
    slot = live_slot(interview_id)
    if interview is None or slot is None:
        raise NotFound
    course.locked(interview.case_id)
    db.session.refresh(interview)
    if interview.called_off_at is not None:
        raise Refusal(_l("This interview was called off."))
    return slot, interview


def _refuse_two_at_once(meeting_id: int) -> None:
    running = db.session.scalar(
        select(Hearing.interview_id).where(Hearing.meeting_id == meeting_id, Hearing.ended_at.is_(None))
    )
    if running is not None:
        raise Refusal(
            _l("The commission is hearing another candidate."), next_step=_l("End that hearing first.")
        )


def refuse_faults(at: Panel) -> None:
    """Why this panel may not decide, every reason in one sentence."""
    if at.faults:
        raise Refusal(
            _l(
                "The commission cannot decide on this candidate now: %(faults)s.",
                faults="; ".join(str(FAULTS[one]) for one in at.faults),
            ),
            next_step=_l("Note who has come, or end this hearing for want of a quorum."),
        )


def _seat(hearing: Hearing, at: Panel) -> None:
    db.session.add_all(
        HearingSeat(
            interview_id=hearing.interview_id,
            member_id=one.member_id,
            commission_id=hearing.commission_id,
            role=one.member.role,
            present=one.present,
            sits=one.member_id in at.present,
            stands_in_for=one.stands_in_for,
        )
        for one in panels.attendance_of(hearing.meeting_id)
    )
    db.session.flush()


def heard_now(interview_id: int, *, by_a_member: bool = False) -> tuple[Hearing, Meeting]:
    """The hearing that goes on, held until the commit, for the secretary of its meeting.

    A verb of members says so, and asks itself who of them may.
    """
    found: Hearing | None = live.locked_row(Hearing, Hearing.interview_id == interview_id)
    if found is None:
        raise NotFound
    meeting = db.session.get_one(Meeting, found.meeting_id)
    if meeting.office_id != current_actor().office_id:
        raise NotFound
    if not by_a_member:
        live.refuse_strangers(meeting)
    if found.ended_at is not None:
        raise Refusal(_l("This hearing has ended: what it came to stands."))
    if live.break_of(found.meeting_id) is not None:
        raise Refusal(_l("The meeting is paused."), next_step=_l("Continue it first."))
    return found, meeting


def panel_now(hearing: Hearing, meeting: Meeting) -> Panel:
    """The panel as it is now, with whoever was recused meanwhile taken out of the seats."""
    interview = db.session.get_one(Interview, hearing.interview_id)
    at = panels.during(hearing, panels.rules_for(interview, meeting.office_id))
    for seat in panels.seats_of(hearing.interview_id):
        if seat.sits != (seat.member_id in at.present):
            seat.sits = seat.member_id in at.present
    db.session.flush()
    return at


def write_text(interview_id: int, field: str, text: str, seen: int = 0) -> LiveText:
    """Save what was typed into a field. Sent twice it is saved once; an older page is told, and loses nothing."""
    heard_now(interview_id)
    if field not in FIELDS:
        raise NotFound
    row: LiveText | None = live.locked_row(
        LiveText, LiveText.interview_id == interview_id, LiveText.field == field
    )
    if row is not None and row.text == text:
        return row
    if (row.version if row else 0) != seen:
        raise Overtaken(row.version if row else 0, row.text if row else "")
    if row is None:
        row = LiveText(interview_id=interview_id, field=field, version=0)
        db.session.add(row)
    row.text, row.version = text, row.version + 1
    row.saved_by, row.saved_at = current_actor().account_id or 0, now()
    db.session.flush()
    return row


def note_question(
    interview_id: int, mark: str, text: str, gist: str, *, asked_by: int | None = None, seen: int = 0
) -> AskedQuestion:
    """A question and the gist of the answer; the words of a ticket's question stay as they were drawn."""
    hearing, _meeting = heard_now(interview_id)
    row: AskedQuestion | None = live.locked_row(
        AskedQuestion, AskedQuestion.interview_id == interview_id, AskedQuestion.mark == mark
    )
    if row is not None and row.of_ticket:
        text = row.text
    if row is not None and (row.text, row.gist, row.asked_by) == (text, gist, asked_by):
        return row
    if (row.version if row else 0) != seen:
        raise Overtaken(row.version if row else 0, row.text if row else "", row.gist if row else "")
    if row is None and not text.strip() and not gist.strip():
        raise RefusedFact("text", _l("Type the question."))
    if asked_by is not None and db.session.get(HearingSeat, (interview_id, asked_by)) is None:
        raise RefusedFact("asked_by", _l("This person does not sit in the commission."))
    if row is None:
        row = _new_question(hearing, mark)
        db.session.add(row)
    row.text, row.gist, row.asked_by, row.version = text, gist, asked_by, row.version + 1
    row.saved_by, row.saved_at = current_actor().account_id or 0, now()
    db.session.flush()
    return row


def _new_question(hearing: Hearing, mark: str) -> AskedQuestion:
    last = db.session.scalar(
        select(func.max(AskedQuestion.position)).where(AskedQuestion.interview_id == hearing.interview_id)
    )
    return AskedQuestion(
        interview_id=hearing.interview_id,
        commission_id=hearing.commission_id,
        position=(last or 0) + 1,
        mark=mark,
        version=0,
        text="",
    )


def draw_ticket(interview_id: int) -> TicketDraw:
    """The ticket that falls to this candidate; its questions and its criteria are copied into the hearing."""
    hearing, meeting = heard_now(interview_id)
    _meeting, session = live.going(meeting.id)
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
    _note(hearing, meeting, "hearing:draw", {"ticket": number, "digest": left[number].digest})
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
        row = _new_question(hearing, f"ticket-{number}")
        words = question.part("stem", language) or question.part("stem", question.source_language)
        row.text, row.of_ticket, row.version = to_plain(words).strip(), True, 1
        row.saved_by, row.saved_at = current_actor().account_id or 0, now()
        db.session.add(row)
        db.session.flush()


def typed(interview_id: int) -> dict[str, str]:
    """What stands in each field now."""
    rows = db.session.scalars(select(LiveText).where(LiveText.interview_id == interview_id))
    return {row.field: row.text.strip() for row in rows}


def end_without_decision(interview_id: int, ending: Ending, reason: str = "") -> Hearing:
    """Absent with or without good reason, no quorum, not reached. The interview is called off; another may follow."""
    slot, interview = _called(interview_id)
    meeting, _session = live.going(slot.meeting_id)
    if ending is Ending.DECIDED:
        raise ValueError("a decision has its own verb")
    if not reason and ending is not Ending.ABSENT:
        raise RefusedFact("reason", _l("Say why."))
    hearing: Hearing | None = live.locked_row(Hearing, Hearing.interview_id == interview_id)
    _refuse_impossible_end(hearing, ending)
    if ending in ABSENCES and not candidate_comes(course.edition_of(interview.case)):
        raise Refusal(_l("The text of this service asks nobody to come: nobody can be absent."))
    if hearing is None:
        hearing = Hearing(
            interview_id=interview_id,
            case_id=interview.case_id,
            meeting_id=meeting.id,
            commission_id=meeting.commission_id,
        )
    else:
        at = panel_now(hearing, meeting)
        hearing.seats, hearing.present, hearing.needed_for_quorum = at.of, len(at.present), at.needed
        hearing.presided_by = at.presides
    freeze(hearing, ending, reason)
    db.session.add(hearing)
    db.session.flush()
    interview.called_off_at = now()
    interview.called_off_reason = reason[:500] or str(_WHY[ending])
    db.session.flush()
    _note(hearing, meeting, "hearing:end", {"ending": ending.value, "reason": reason})
    return hearing


_WHY: dict[Ending, Text] = {Ending.ABSENT: _l("The candidate did not come, and gave no reason.")}


def _refuse_impossible_end(hearing: Hearing | None, ending: Ending) -> None:
    if hearing is None:
        return
    if hearing.ended_at is not None:
        raise Refusal(_l("This hearing has ended: what it came to stands."))
    if ending in ABSENCES:
        raise Refusal(_l("This candidate was called in and came."))
    if db.session.scalar(
        select(VoteRound.round).where(
            VoteRound.interview_id == hearing.interview_id, VoteRound.outcome.in_(("positive", "negative"))
        )
    ):
        raise Refusal(_l("The commission has voted: what was counted is the decision."))


def freeze(hearing: Hearing, ending: Ending, reason: str = "") -> None:
    """Copy what was typed into the hearing, which from now on does not change."""
    words = typed(hearing.interview_id)
    hearing.identity, hearing.remarks = words.get("identity", ""), words.get("remarks", "")
    hearing.ending, hearing.ending_reason = ending.value, reason
    hearing.ended_at, hearing.ended_by = now(), current_actor().account_id


def digest_of(hearing: Hearing) -> str:
    """The digest of all that was typed, for the journal."""
    asked = db.session.scalars(
        select(AskedQuestion)
        .where(AskedQuestion.interview_id == hearing.interview_id)
        .order_by(AskedQuestion.position)
    )
    return digest(
        {
            "identity": hearing.identity,
            "remarks": hearing.remarks,
            "motives": hearing.motives,
            "questions": [[one.text, one.gist] for one in asked],
        }
    )


def _note(hearing: Hearing, meeting: Meeting, what: str, new: dict[str, object]) -> None:
    record(f"commissions:{what}", subject=("case", hearing.case_id), office_id=meeting.office_id, new=new)
