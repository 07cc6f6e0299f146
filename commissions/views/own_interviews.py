"""The candidate's own interview: place, date, time, what to bring; and the same for a calendar."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from applications import queries as cases
from applications.actions import course
from applications.models import Case
from commissions import calendar_file, queries
from commissions.models import Slot
from commissions.notices import words_of_interview
from commissions.presence import candidate_comes
from commissions.views import blueprint
from core.access import permission
from core.languages import _, long_moment
from core.places import keep_place
from core.refusals import NotFound

keep_place("own_interview", "commissions.own_interview")


def _own(public_id: str) -> tuple[Case, Slot | None]:
    person = signed_in()
    case = cases.find(public_id, person.actor(), person.principal.id)
    interview = queries.interview_of(case.id)
    return case, queries.live_slot(interview.id) if interview else None


@blueprint.get("/cabinet/<public_id>/interview")
@permission("cabinet.use")
def own_interview(public_id: str) -> ResponseReturnValue:
    """Where and when; nothing is promised while the commission has given no time."""
    case, slot = _own(public_id)
    zone = slot.meeting.office.zone if slot else case.office.zone
    return render_template(
        "commissions/own_interview.html",
        case=case,
        slot=slot,
        comes=candidate_comes(course.edition_of(case)),
        begins=long_moment(slot.starts_at, zone) if slot else "",
        over=slot is not None and slot.interview.decided_at is not None,
    )


@blueprint.get("/cabinet/<public_id>/interview/calendar")
@permission("cabinet.use")
def own_interview_calendar(public_id: str) -> Response:
    """The interview for the candidate's calendar."""
    case, slot = _own(public_id)
    if slot is None:
        raise NotFound
    told = words_of_interview(slot, course.edition_of(case))
    summary = _("Application %(number)s: the interview", number=case.number)
    answer = Response(
        calendar_file.of_interview(slot, summary, told), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="interview-{case.number}.ics"'
    return answer
