"""Handing a meeting to another secretary, and the page that the former one finds instead of the meeting."""

from __future__ import annotations

from flask import flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from commissions import keeping, queries
from commissions.actions import handing
from commissions.forms import HandoverForm
from commissions.keeping import HandedOn
from commissions.models import Meeting
from commissions.views import blueprint
from commissions.views.preparing import own_meeting, to_meeting
from core.access import permission
from core.database import db
from core.languages import _, _l, long_moment
from core.refusals import Refusal
from core.web import wants_json

_TYPED = ("text", "gist", "motives", "reason")


@blueprint.route("/commissions/meetings/<int:meeting_id>/hand-over", methods=["GET", "POST"])
@permission("meetings.hand_over")
def hand_over_meeting(meeting_id: int) -> ResponseReturnValue:
    """Another secretary of the commission keeps the meeting from now on."""
    found, form = own_meeting(meeting_id), HandoverForm()
    others = keeping.could_keep(found)
    if not others:
        raise Refusal(
            _l("On the day of the meeting the commission has no other secretary."),
            next_step=_l("Name one first, as the order has it."),
        )
    form.to.choices = options((str(one.id), one.account.name) for one in others)
    if carried_out(form, lambda: handing.hand_over(found.id, form.to.data, form.reason.data)):
        flash(_("The meeting is handed over, and both secretaries are told."), "ok")
        return to_meeting(found.id)
    return form_page(
        "commissions/form.html", form, heading=_("Hand the meeting over"), about=_about(found),
        consequence=_("From this moment the former secretary writes nothing more; the new one goes on at once."),
        back_to=url_for("commissions.meeting", meeting_id=found.id),
        back_label=_("Meeting %(number)s", number=found.number), act=_("Hand over and tell both"),
    )  # fmt: skip


def _about(found: Meeting) -> list[tuple[str, str]]:
    return [
        (_("Meeting"), found.number),
        (_("Begins"), long_moment(found.starts_at, found.office.zone)),
        (_("Secretary"), keeping.secretary_of(found).account.name),
    ]


@blueprint.errorhandler(HandedOn)
def handed_on(refusal: HandedOn) -> ResponseReturnValue:
    """Who keeps the meeting now, and all that was typed, so that it can be taken from here."""
    db.session.rollback()
    if wants_json():
        return jsonify(handed=True, refused=f"{refusal.sentence} {refusal.next_step}"), refusal.status
    typed = [text.strip() for name in _TYPED for text in request.form.getlist(name) if text.strip()]
    meeting = own_meeting((request.view_args or {})["meeting_id"])
    me = signed_in().actor().account_id
    # Under these names a page of this person has kept what it had not sent.
    scopes = " ".join(f"{me}:{slot.interview_id}" for slot in queries.agenda_of(meeting.id))
    return render_template(
        "commissions/handed.html", refusal=refusal, typed=typed, meeting=meeting, scopes=scopes
    ), refusal.status
