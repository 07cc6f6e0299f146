"""The secretary and one candidate: called in, identified, asked, voted on, decided. Works without scripts."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from accounts.forms import options
from commissions.actions import hearing, hearing_end, hearing_texts, hearing_ticket, voting_verbs
from commissions.forms_live import ENDINGS, EndForm, MotivesForm, QuestionForm, TextForm, WhyForm
from commissions.proceedings import Ending
from commissions.views import blueprint
from commissions.views.live_page import NEW, on_its_agenda, perform
from core.access import permission
from core.languages import _l
from core.refusals import NotFound

_AT = "/commissions/meetings/<int:meeting_id>/live/<int:interview_id>"


def _plainly(meeting_id: int, interview_id: int, verb: Callable[[int], object]) -> ResponseReturnValue:
    on_its_agenda(meeting_id, interview_id)
    return perform(meeting_id, lambda: verb(interview_id))


@blueprint.post(f"{_AT}/begin")
@permission("meetings.keep")
def live_begin(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """Call the candidate in."""
    return _plainly(meeting_id, interview_id, hearing.begin_hearing)


@blueprint.post(f"{_AT}/draw")
@permission("meetings.keep")
def live_draw(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """Draw the ticket that falls to the candidate."""
    return _plainly(meeting_id, interview_id, hearing_ticket.draw_ticket)


@blueprint.post(f"{_AT}/text/<name>")
@permission("meetings.keep")
def live_text(meeting_id: int, interview_id: int, name: str) -> ResponseReturnValue:
    """Identity, remarks, or motives in writing."""
    on_its_agenda(meeting_id, interview_id)
    if name not in hearing_texts.FIELDS:
        raise NotFound
    form = TextForm()
    return perform(
        meeting_id,
        lambda: hearing_texts.write_text(interview_id, name, form.text.data, int(form.seen.data)),
        form=form,
        key=name,
    )


@blueprint.post(f"{_AT}/question")
@permission("meetings.keep")
def live_question(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """A question with the gist of the answer."""
    on_its_agenda(meeting_id, interview_id)
    form = QuestionForm()
    seen = form.seen.data or "0"
    return perform(
        meeting_id,
        lambda: hearing_texts.note_question(
            interview_id, form.mark.data, form.text.data, form.gist.data, asked_by=form.asked_by.data or None,
            seen=int(seen),
        ),
        form=form,
        key=form.mark.data if seen != "0" else NEW,
    )  # fmt: skip


@blueprint.post(f"{_AT}/end")
@permission("meetings.keep")
def live_end(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """End without a decision, and say why."""
    on_its_agenda(meeting_id, interview_id)
    form = EndForm()
    form.ending.choices = options(ENDINGS.items())
    return perform(
        meeting_id,
        lambda: hearing_end.end_without_decision(
            interview_id, Ending(form.ending.data), form.reason.data or ""
        ),
        form=form,
        key="end",
        told=_l("The hearing has ended without a decision; another time may be given."),
    )


@blueprint.post(f"{_AT}/open-vote")
@permission("meetings.keep")
def live_open_vote(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """Deliberation is over."""
    return _plainly(meeting_id, interview_id, voting_verbs.open_vote)


@blueprint.post(f"{_AT}/count")
@permission("meetings.keep")
def live_count(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """Everybody has voted."""
    return _plainly(meeting_id, interview_id, voting_verbs.count)


@blueprint.post(f"{_AT}/void")
@permission("meetings.keep")
def live_void(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """The vote cannot be finished."""
    on_its_agenda(meeting_id, interview_id)
    form = WhyForm()
    return perform(
        meeting_id,
        lambda: voting_verbs.void_vote(interview_id, form.reason.data),
        form=form,
        key="void",
        told=_l("The vote is void: what was cast does not count. The protocol says so, with the reason."),
    )


@blueprint.post(f"{_AT}/decide")
@permission("meetings.keep")
def live_decide(meeting_id: int, interview_id: int) -> ResponseReturnValue:
    """The decision with its motives; the hearing ends."""
    on_its_agenda(meeting_id, interview_id)
    form = MotivesForm()
    return perform(
        meeting_id,
        lambda: voting_verbs.decide(interview_id, form.motives.data),
        form=form,
        key="motives",
        told=_l("The decision is entered."),
    )
