"""A member at the own seat, on a tablet or a phone: the candidate now, the sheet, the vote, the own opinion.

Works without scripts: the page is loaded again to see what has changed.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from accounts.door import allowed, signed_in
from accounts.formats import fail
from accounts.refused_facts import RefusedFact
from applications.actions import course
from applications.case_reading import in_words
from commissions import queries, rubric
from commissions.actions import live as live_verbs
from commissions.actions import sheets, voting_verbs
from commissions.forms_live import CastingForm, OpinionForm, VoteForm, level_name, sheet_form
from commissions.live_words import COME_TO
from commissions.models import Hearing, Meeting
from commissions.protocol_words import GROUNDS
from commissions.reading_file import has_reading_file
from commissions.seat_reading import OwnSeat, Turn, mark_of, seat_of
from commissions.seat_words import TURNS
from commissions.views import blueprint
from commissions.views.live_page import texts_of
from commissions.voting import Vote
from commissions.words import ROLES
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.languages import _, clock_time, current_language, long_moment
from core.refusals import NotFound, Refusal

_AT = "/commissions/meetings/<int:meeting_id>/seat"


def _own(meeting_id: int) -> Meeting:
    """A meeting of a commission in which whoever asks sits that day."""
    actor = signed_in().actor()
    found = queries.find_meeting(meeting_id, actor)
    if found.office_id != actor.office_id:
        raise NotFound
    live_verbs.member_here(found)
    return found


def _in_it(meeting_id: int, interview_id: int) -> Hearing:
    """The hearing of this meeting in which whoever asks has a seat."""
    _own(meeting_id)
    found = db.session.get(Hearing, interview_id)
    if found is None or found.meeting_id != meeting_id:
        raise NotFound
    return found


@blueprint.get(_AT)
@permission("meetings.sit")
def seat(meeting_id: int) -> ResponseReturnValue:
    """The meeting from the own seat."""
    return _page(meeting_id)


def _page(
    meeting_id: int, forms: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    at = seat_of(_own(meeting_id))
    live = at.live
    return render_template(
        "commissions/seat.html",
        meeting=live.meeting,
        mark=mark_of(at),
        own=at,
        live=live,
        now=live.now,
        turn=TURNS[at.turn],
        forms=_forms(at) | (forms or {}),
        level_name=level_name,
        rows=rubric.unpack(live.now.hearing.rubric) if live.now else (),
        refusal=refusal or live.undecided,
        typed=texts_of(next(iter((forms or {}).values()), None)) if refusal else (),
        refused=status >= 400,
        roles=ROLES,
        come_to=COME_TO,
        because=lambda ground: GROUNDS[ground].in_(current_language()),
        service=lambda case: in_words(course.edition_of(case).title),
        may_declare=allowed("commissions.declare"),
        may_read=live.now is not None
        and allowed("reading_files.read")
        and has_reading_file(live.now.interview_id, signed_in().actor()),
        at=lambda moment: clock_time(moment, live.zone),
        begins=long_moment(live.meeting.starts_at, live.zone),
    ), status


@blueprint.get(f"{_AT}/now")
@permission("meetings.sit")
def seat_now(meeting_id: int) -> Response:
    """What has changed since the page was drawn; 304 when nothing has."""
    at = seat_of(_own(meeting_id))
    mark = mark_of(at)
    if request.if_none_match.contains(mark):
        response = Response(status=304)
    else:
        asked = render_template(
            "commissions/live/asked.html",
            now=at.live.now,
            come_to=COME_TO,
            because=lambda ground: GROUNDS[ground].in_(current_language()),
        )
        response = jsonify(turn=at.turn.value, asked=asked)
    response.set_etag(mark)
    response.headers["Cache-Control"] = "no-cache, private"
    return response


def _forms(at: OwnSeat) -> dict[str, FlaskForm]:
    made: dict[str, FlaskForm] = {}
    if at.turn is Turn.VOTE:
        made["vote"] = VoteForm(formdata=None)
    if at.turn is Turn.CASTING:
        made["casting"] = CastingForm(formdata=None)
    if at.turn is Turn.MARK and at.live.now is not None:
        made["sheet"] = sheet_form(rubric.unpack(at.live.now.hearing.rubric), fresh=True)
    for one in at.may_differ:
        made[f"opinion-{one.interview_id}"] = OpinionForm(formdata=None)
    return made


def _perform(
    meeting_id: int, key: str, form: FlaskForm, act: Callable[[], object], told: str
) -> ResponseReturnValue:
    """Do what the member asked; what is refused comes back on the page with all that was typed."""
    if not form.validate_on_submit():
        return _page(meeting_id, {key: form}, status=422)
    refusal = all_or_nothing(act, Refusal)
    if isinstance(refusal, NotFound):
        raise refusal
    if isinstance(refusal, RefusedFact):
        fail(form[refusal.field], refusal.sentence)
        return _page(meeting_id, {key: form}, status=refusal.status)
    if isinstance(refusal, Refusal):
        return _page(meeting_id, {key: form}, refusal, refusal.status)
    flash(told, "ok")
    return redirect(url_for("commissions.seat", meeting_id=meeting_id))


@blueprint.post(f"{_AT}/<int:interview_id>/sheet")
@permission("meetings.sit")
def seat_sheet(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """The own rubric sheet, sealed by sending it."""
    rows = rubric.unpack(_in_it(meeting_id, interview_id).rubric)
    form = sheet_form(rows)

    def seal() -> None:
        levels = {row.id: form[level_name(row)].data for row in rows}
        sheets.seal_sheet(interview_id, levels, (form["remark"].data or "").strip())

    return _perform(
        meeting_id, "sheet", form, seal, _("Your sheet is sealed. It is opened when all sheets are in.")
    )


@blueprint.post(f"{_AT}/<int:interview_id>/vote")
@permission("meetings.sit")
def seat_vote(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """The own vote, once."""
    _in_it(meeting_id, interview_id)
    form = VoteForm()
    return _perform(
        meeting_id, "vote", form, lambda: voting_verbs.cast(interview_id, Vote(form.vote.data)),
        _("Your vote is cast."),
    )  # fmt: skip


@blueprint.post(f"{_AT}/<int:interview_id>/casting-vote")
@permission("meetings.sit")
def seat_casting(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """The casting vote of whoever presides."""
    _in_it(meeting_id, interview_id)
    form = CastingForm()
    return _perform(
        meeting_id, "casting", form, lambda: voting_verbs.casting_vote(interview_id, Vote(form.vote.data)),
        _("Your casting vote is given."),
    )  # fmt: skip


@blueprint.post(f"{_AT}/<int:interview_id>/opinion")
@permission("meetings.sit")
def seat_opinion(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """An own opinion, attached to the decision."""
    _in_it(meeting_id, interview_id)
    form = OpinionForm()
    return _perform(
        meeting_id, f"opinion-{interview_id}", form, lambda: voting_verbs.dissent(interview_id, form.text.data),
        _("Your opinion is attached to the protocol."),
    )  # fmt: skip
