"""The secretary schedules a meeting or calls it off, puts cases on its agenda, moves them, takes them off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.carrying_out import made_by
from accounts.views.visitor import form_page
from applications.case_reading import due_of
from applications.models import Case
from commissions import calendar_file, notices, queries
from commissions.actions import agenda, meetings
from commissions.forms import MeetingForm, MoveForm, ReasonForm, SlotForm
from commissions.models import Commission, Meeting, Slot
from commissions.views import blueprint
from commissions.views.forming import own_commission
from core.access import permission
from core.database import db
from core.languages import _, long_moment, short_moment
from core.refusals import NotFound


def on_the_clock(day: date, clock: str, zone: str) -> datetime:
    """A moment as it was typed, on the office's own clock."""
    hours, minutes = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(zone))


def to_meeting(meeting_id: int) -> ResponseReturnValue:
    """Back to the page of a meeting."""
    return redirect(url_for("commissions.meeting", meeting_id=meeting_id))


def own_meeting(meeting_id: int) -> Meeting:
    """A meeting of the own office."""
    actor = signed_in().actor()
    found = queries.find_meeting(meeting_id, actor)
    if found.office_id != actor.office_id:
        raise NotFound
    return found


def _planned(form: MeetingForm, zone: str) -> meetings.Planned:
    return meetings.Planned(
        on_the_clock(form.day.data, form.starts.data, zone),
        on_the_clock(form.day.data, form.ends.data, zone),
        form.place.data or "",
        form.link.data or "",
    )


@blueprint.route("/commissions/<int:commission_id>/meetings/new", methods=["GET", "POST"])
@permission("commissions.prepare")
def new_meeting(commission_id: int) -> ResponseReturnValue:
    """A meeting to come."""
    at, form = own_commission(commission_id), MeetingForm()
    made = made_by(form, lambda: meetings.schedule(at.id, _planned(form, at.office.zone)))
    if made is not None:
        flash(_("The meeting is scheduled, and its members are told."), "ok")
        return to_meeting(made.id)
    return form_page(
        "commissions/form.html", form, heading=_("Schedule a meeting"), about=[(_("Commission"), at.name)],
        consequence=_("Its time stays: another time is another meeting."),
        back_to=url_for("commissions.commission", commission_id=at.id), back_label=at.name,
        act=_("Schedule and tell the members"),
    )  # fmt: skip


@blueprint.route("/commissions/meetings/<int:meeting_id>/call-off", methods=["GET", "POST"])
@permission("commissions.prepare")
def call_off_meeting(meeting_id: int) -> ResponseReturnValue:
    """The meeting is not held."""
    found, form = own_meeting(meeting_id), ReasonForm()
    if form.validate_on_submit():
        meetings.call_off(found.id, form.reason.data)
        flash(_("The meeting is called off; candidates and members are told."), "ok")
        return to_meeting(found.id)
    return form_page(
        "commissions/form.html", form, heading=_("Call the meeting off"), about=_of(found),
        consequence=_("Every candidate on the agenda loses this time and waits for another meeting."),
        back_to=url_for("commissions.meeting", meeting_id=found.id),
        back_label=_("Meeting %(number)s", number=found.number), act=_("Call off and tell everybody"),
    )  # fmt: skip


def _of(found: Meeting) -> list[tuple[str, Any]]:
    return [
        (_("Meeting"), found.number),
        (_("Begins"), long_moment(found.starts_at, found.office.zone)),
        (_("Ends"), long_moment(found.ends_at, found.office.zone)),
    ]


def _about(case: Case) -> list[tuple[str, Any]]:
    due = due_of(case, case.due_at)
    return [(_("Candidate"), case.person.name), (_("Application"), case.number)] + (
        [(_("This step is due"), due["when"])] if due else []
    )


def _offer(form: SlotForm, at: Commission) -> None:
    form.meeting.choices = options(
        (str(one.id), _("%(number)s: %(starts)s to %(ends)s, %(where)s", number=one.number,
                        starts=short_moment(one.starts_at, one.office.zone),
                        ends=short_moment(one.ends_at, one.office.zone), where=one.place or one.link))
        for one in queries.meetings_to_come(at.id)
    )  # fmt: skip


def _times(form: SlotForm) -> tuple[datetime, datetime]:
    meeting = own_meeting(form.meeting.data)
    zone = meeting.office.zone
    day = meeting.starts_at.astimezone(ZoneInfo(zone)).date()
    return on_the_clock(day, form.starts.data, zone), on_the_clock(day, form.ends.data, zone)


@blueprint.route("/commissions/<int:commission_id>/waiting/<public_id>", methods=["GET", "POST"])
@permission("commissions.prepare")
def put_on_agenda(commission_id: int, public_id: str) -> ResponseReturnValue:
    """Give a waiting case its time."""
    at, form = own_commission(commission_id), SlotForm()
    case = queries.find_waiting(at, public_id)
    _offer(form, at)
    if not form.meeting.choices:
        flash(_("No meeting is to come. Schedule one first, then put the case on its agenda."), "warn")
        return redirect(url_for("commissions.new_meeting", commission_id=at.id))
    slot = made_by(form, lambda: agenda.put_on(form.meeting.data, case.id, *_times(form)))
    if slot is not None:
        flash(_("The case is on the agenda, and the candidate is told of place, date and time."), "ok")
        _remind(slot)
        return to_meeting(slot.meeting_id)
    return form_page(
        "commissions/form.html", form, heading=_("Put a case on an agenda"), about=_about(case),
        consequence=_("The candidate is told at once."),
        back_to=url_for("commissions.commission", commission_id=at.id), back_label=at.name,
        act=_("Put on and tell the candidate"),
    )  # fmt: skip


def _remind(slot: Slot) -> None:
    """What telling the candidate leaves to a person."""
    owed = notices.owed_by_hand(slot.interview.case, slot.meeting.office_id)
    if owed is not None:
        flash(str(owed), "warn")


def own_slot(slot_id: int) -> Slot:
    """A time on an agenda of the own office that was not given up."""
    found = db.session.get(Slot, slot_id)
    if found is None or found.released_at is not None:
        raise NotFound
    own_meeting(found.meeting_id)
    return found


@blueprint.route("/commissions/slots/<int:slot_id>/move", methods=["GET", "POST"])
@permission("commissions.prepare")
def move_slot(slot_id: int) -> ResponseReturnValue:
    """Another time, with the reason."""
    found, form = own_slot(slot_id), MoveForm()
    _offer(form, found.meeting.commission)
    slot = made_by(
        form, lambda: agenda.move(found.id, form.meeting.data, *_times(form), reason=form.reason.data)
    )
    if slot is not None:
        flash(_("The interview is moved, and the candidate is told."), "ok")
        _remind(slot)
        return to_meeting(slot.meeting_id)
    return _slot_page(found, form, _("Move the interview"), _("Move and tell the candidate"))


@blueprint.route("/commissions/slots/<int:slot_id>/take-off", methods=["GET", "POST"])
@permission("commissions.prepare")
def take_off_slot(slot_id: int) -> ResponseReturnValue:
    """Off the agenda, with the reason."""
    found, form = own_slot(slot_id), ReasonForm()
    if form.validate_on_submit():
        agenda.take_off(found.id, form.reason.data)
        flash(_("The case is off the agenda, and the candidate is told."), "ok")
        return to_meeting(found.meeting_id)
    return _slot_page(found, form, _("Take the case off the agenda"), _("Take off and tell the candidate"))


def _slot_page(found: Slot, form: Any, heading: str, act: str) -> ResponseReturnValue:
    present = (_("Present time"), long_moment(found.starts_at, found.meeting.office.zone))
    return form_page(
        "commissions/form.html", form, heading=heading, about=[*_about(found.interview.case), present],
        back_to=url_for("commissions.meeting", meeting_id=found.meeting_id),
        back_label=_("Meeting %(number)s", number=found.meeting.number), act=act,
    )  # fmt: skip


@blueprint.get("/commissions/meetings/<int:meeting_id>/calendar")
@permission("commissions.read")
def meeting_calendar(meeting_id: int) -> ResponseReturnValue:
    """The meeting for a calendar; no candidate is named in it."""
    found = queries.find_meeting(meeting_id, signed_in().actor())
    answer = Response(calendar_file.of_meeting(found), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="meeting-{found.number}.ics"'
    return answer
