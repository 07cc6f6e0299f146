"""Putting a case on the agenda of a meeting, giving it another time, taking it off.

The gate is asked by the pure rule first, which says why not; the database asks the same again by itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.refused_facts import RefusedFact
from applications import office_rules
from applications.actions import course
from applications.lawful_day import demand_in_time
from applications.models import Case
from applications.terms import office_time
from commissions import gate, notices, office_settings, queries
from commissions.actions import meetings
from commissions.gate import Bar
from commissions.models import Hearing, Interview, Meeting, Slot
from commissions.words import BARS
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import Text, _l, current_language
from core.refusals import NotFound, Refusal
from regulations.clock import Term, due
from regulations.model import Amount
from regulations.naming import amount_words
from regulations.setting_values import read_value

# Kept with the interview; both languages, for whoever reads the records.
_TAKEN_UP_AGAIN = "Іс қайта қаралады / Дело рассматривается заново"


def put_on(meeting_id: int, case_id: int, starts_at: datetime, ends_at: datetime) -> Slot:
    """Give the case a time in a meeting; the candidate is told place, date and time."""
    case, meeting = course.locked(case_id), meetings.locked(meeting_id)
    _refuse_foreign(case, meeting)
    _refuse_barred(gate.bar(queries.standing_of(case)))
    office_settings.rules_of(meeting.office_id, course.edition_of(case), case.procedure)
    _refuse_unfit(case, meeting, starts_at, ends_at)
    interview = _standing(case) or _offered(case)
    slot = _given(interview, case, meeting, (starts_at, ends_at), None)
    notices.tell_candidate(case, slot)
    return slot


def move(slot_id: int, meeting_id: int, starts_at: datetime, ends_at: datetime, reason: str) -> Slot:
    """Another time, in this meeting or in another one, with the reason; the candidate is told."""
    old, case = _locked(slot_id)
    meeting = meetings.locked(meeting_id)
    _refuse_foreign(case, meeting)
    bar = gate.bar(queries.standing_of(case))
    _refuse_barred(None if bar is Bar.ON_AGENDA else bar)
    _refuse_unfit(case, meeting, starts_at, ends_at)
    _give_up(old, reason)
    slot = _given(old.interview, case, meeting, (starts_at, ends_at), old.id)
    notices.tell_candidate(case, slot, moved_for=reason)
    return slot


def take_off(slot_id: int, reason: str) -> None:
    """Off the agenda. An interview whose result was corrected is called off with it; another one may follow."""
    slot, case = _locked(slot_id)
    _give_up(slot, reason)
    basis = queries.basis_of(case)
    if basis is None or not basis.carries(slot.interview):
        slot.interview.called_off_at, slot.interview.called_off_reason = now(), reason
        db.session.flush()
    notices.tell_candidate_called_off(slot, reason)


def _locked(slot_id: int) -> tuple[Slot, Case]:
    slot = db.session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    case = course.locked(slot.case_id)
    meetings.locked(slot.meeting_id)
    db.session.refresh(slot)
    if slot.released_at is not None:
        raise Refusal(_l("This time was given up already."))
    if slot.interview.opened_at is not None or db.session.get(Hearing, slot.interview_id) is not None:
        raise Refusal(_l("The interview has begun: its time is no longer changed."))
    return slot, case


def _refuse_foreign(case: Case, meeting: Meeting) -> None:
    if meeting.office_id not in (case.office_id, case.committee_id):
        raise NotFound
    if not queries.hears(meeting.commission, course.edition_of(case)):
        raise Refusal(_l("This service has another commission."))
    if meeting.called_off_at is not None:
        raise Refusal(_l("This meeting was called off already."))


def _refuse_barred(bar: Bar | None) -> None:
    if bar is not None:
        raise Refusal(BARS[bar])


def _refuse_unfit(case: Case, meeting: Meeting, starts_at: datetime, ends_at: datetime) -> None:
    if not meeting.starts_at <= starts_at < ends_at <= meeting.ends_at:
        raise RefusedFact("starts", _l("This time does not lie within the meeting."))
    demand_in_time(case, starts_at, _l("Choose a meeting before that day, or call one."))
    _refuse_short_notice(case, meeting, starts_at)


def _refuse_short_notice(case: Case, meeting: Meeting, starts_at: datetime) -> None:
    """The office has decided how long before the interview a candidate is told."""
    edition = course.edition_of(case)
    declared = next((one for one in edition.settings if one.name == "interview_notice_minimum"), None)
    stored = office_rules.decided(meeting.office_id, edition, declared.key) if declared else None
    minimum = read_value(declared, stored) if declared and stored is not None else None
    earliest = now()
    if isinstance(minimum, Amount) and minimum.value > 0:
        earliest = due(Term(minimum, now()), office_time(meeting.office)).moment
    if starts_at >= earliest:
        return
    if not isinstance(minimum, Amount) or starts_at <= now():
        raise RefusedFact("starts", _l("This time has passed already."))
    raise Refusal(
        _l(
            "By the office's decision the candidate is told at least %(term)s before the interview.",
            term=amount_words(minimum).in_(current_language()),
        ),
        next_step=_l("Choose a later meeting."),
    )


def _standing(case: Case) -> Interview | None:
    """The interview that lost its time, if it still rests on what stands now; else it is called off.

    So is one that was decided: the gate has let the case through because what was decided counts no more.
    """
    found, basis = queries.interview_of(case.id), queries.basis_of(case)
    if found is None or basis is None or (basis.carries(found) and found.decided_at is None):
        return found
    again = _TAKEN_UP_AGAIN if basis.carries(found) else None
    found.called_off_at, found.called_off_reason = now(), again or basis.reason or _TAKEN_UP_AGAIN
    db.session.flush()
    return None


def _offered(case: Case) -> Interview:
    """The interview by virtue of the result or the report that stands now."""
    basis = queries.basis_of(case)
    if basis is None:
        raise Refusal(BARS[Bar.NOT_TESTED])
    made = Interview(
        case_id=case.id,
        result_id=basis.result_id,
        report_id=basis.report_id,
        offered_by=current_actor().account_id,
        offered_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _given(
    interview: Interview,
    case: Case,
    meeting: Meeting,
    times: tuple[datetime, datetime],
    moved_from: int | None,
) -> Slot:
    starts_at, ends_at = times
    made = Slot(
        meeting_id=meeting.id,
        interview_id=interview.id,
        case_id=case.id,
        iin=case.person.iin,
        starts_at=starts_at,
        ends_at=ends_at,
        moved_from_id=moved_from,
        put_by=current_actor().account_id,
        put_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise RefusedFact("starts", _clash(meeting, starts_at, ends_at)) from error
    _note(
        case, meeting, "put_on", {"meeting": meeting.number, "starts_at": starts_at, "moved_from": moved_from}
    )
    return made


def _clash(meeting: Meeting, starts_at: datetime, ends_at: datetime) -> Text:
    taken = db.session.scalar(
        select(Slot.id).where(
            Slot.meeting_id == meeting.id,
            Slot.released_at.is_(None),
            Slot.starts_at < ends_at,
            Slot.ends_at > starts_at,
        )
    )
    if taken is not None:
        return _l("At this time the commission hears another candidate.")
    return _l("At this time the candidate has a test or another interview.")


def _give_up(slot: Slot, reason: str) -> None:
    slot.released_at, slot.released_reason = now(), reason
    db.session.flush()
    case = db.session.get_one(Case, slot.case_id)
    _note(case, slot.meeting, "take_off", {"meeting": slot.meeting.number, "reason": reason})


def _note(case: Case, meeting: Meeting, verb: str, new: dict[str, object]) -> None:
    record(f"commissions:interview:{verb}", subject=("case", case.id), office_id=meeting.office_id, new=new)
