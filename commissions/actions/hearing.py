"""One candidate before the commission: called in, seated, and found again by every verb of the hearing.

What is typed is in `hearing_texts`, the ticket in `hearing_ticket`, the end without a decision in `hearing_end`. The
journal takes the beginning, the ticket and the end, with the digest of all that was typed.
"""

from __future__ import annotations

from sqlalchemy import select

from applications.actions import course
from commissions import office_settings, panels, rubric
from commissions.actions import live
from commissions.faults import FAULTS
from commissions.models import Hearing, HearingSeat, Interview, Meeting, Slot
from commissions.queries import live_slot
from commissions.voting import Panel
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_where
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal


def begin_hearing(interview_id: int) -> Hearing:
    """The candidate is called in. The gate is asked again, and the panel must be able to decide."""
    slot, interview = called(interview_id)
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
    note(hearing, meeting, "hearing:begin", {"panel": sorted(at.present), "presides": at.presides})
    return hearing


def called(interview_id: int) -> tuple[Slot, Interview]:
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
    found = held_where(Hearing, Hearing.interview_id == interview_id)
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


def note(hearing: Hearing, meeting: Meeting, what: str, new: dict[str, object]) -> None:
    record(f"commissions:{what}", subject=("case", hearing.case_id), office_id=meeting.office_id, new=new)
