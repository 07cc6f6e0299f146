"""The secretary keeps a meeting: opens it, notes who is there, pauses, takes tickets, closes. Works without scripts."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from accounts.forms import options
from commissions import panels
from commissions.actions import live as verbs
from commissions.attending import changes
from commissions.forms_live import TicketsForm, WhyForm
from commissions.live_reading import ticket_sets
from commissions.views import blueprint
from commissions.views.live_page import Refused, kept_meeting, live_page, perform
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.languages import _l
from core.refusals import Refusal

_AT = "/commissions/meetings/<int:meeting_id>/live"


@blueprint.get(_AT)
@permission("meetings.keep")
def live(meeting_id: int) -> ResponseReturnValue:
    """The meeting as it stands, with one next step."""
    return live_page(meeting_id)


@blueprint.post(f"{_AT}/open")
@permission("meetings.keep")
def live_open(meeting_id: int) -> ResponseReturnValue:
    """The meeting begins."""
    return perform(meeting_id, lambda: verbs.open_meeting(meeting_id))


@blueprint.post(f"{_AT}/presence")
@permission("meetings.keep")
def live_presence(meeting_id: int) -> ResponseReturnValue:
    """Who is there now; what has changed is noted, one by one."""
    kept_meeting(meeting_id)
    wanted = all_or_nothing(lambda: changes(request.form, panels.attendance_of(meeting_id)), Refusal)
    if isinstance(wanted, Refusal):
        return live_page(meeting_id, Refused(wanted, status=wanted.status, sent=request.form))

    def note() -> None:
        for one in wanted:
            verbs.mark_present(meeting_id, one.member_id, one.noted, one.seen)

    return perform(meeting_id, note)


@blueprint.post(f"{_AT}/tickets")
@permission("meetings.keep")
def live_tickets(meeting_id: int) -> ResponseReturnValue:
    """Which opened set of tickets this meeting draws from."""
    meeting, form = kept_meeting(meeting_id), TicketsForm()
    form.set_id.choices = options((str(one.id), one.number) for one in ticket_sets(meeting.office_id))
    return perform(
        meeting_id, lambda: verbs.take_tickets(meeting_id, form.set_id.data), form=form, key="tickets"
    )


@blueprint.post(f"{_AT}/pause")
@permission("meetings.keep")
def live_pause(meeting_id: int) -> ResponseReturnValue:
    """The meeting stands still, for a reason."""
    form = WhyForm()
    return perform(meeting_id, lambda: verbs.pause(meeting_id, form.reason.data), form=form, key="pause")


@blueprint.post(f"{_AT}/resume")
@permission("meetings.keep")
def live_resume(meeting_id: int) -> ResponseReturnValue:
    """The meeting goes on."""
    return perform(meeting_id, lambda: verbs.resume(meeting_id))


@blueprint.post(f"{_AT}/close")
@permission("meetings.keep")
def live_close(meeting_id: int) -> ResponseReturnValue:
    """Everything is decided or said why not; nothing changes any more."""
    return perform(meeting_id, lambda: verbs.close_meeting(meeting_id), told=_l("The meeting is closed."))
