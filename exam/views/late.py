"""Late answers: an invigilator proposes by their facts, two persons outside the hall decide before the score."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.models import Account
from accounts.views.visitor import form_page
from core.access import permission
from core.database import db
from core.languages import Text, _, _l, clock_time
from exam import late_reading as reading
from exam import queries
from exam.actions import late_entries
from exam.actions.ending import clock_of
from exam.forms_late import JudgeForm, ProposeForm
from exam.late_reading import Late
from exam.models import ApartVerdict, Attempt
from exam.sitting_words import ENDED
from exam.views import blueprint

STATES: dict[str, tuple[Text, str]] = {
    "waiting": (_l("two persons have not decided yet"), "warn"),
    "admitted": (_l("they count"), "ok"),
    "refused": (_l("they do not count"), ""),
}


@blueprint.get("/sittings/<int:sitting_id>/late")
@permission("hall.watch")
def late(sitting_id: int) -> ResponseReturnValue:
    """Of whom answers were kept apart, and what was proposed of them."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    return render_template(
        "exam/late.html",
        sitting=found,
        sat=reading.sat_late(found.id),
        proposals=reading.proposals_of(found.id),
        states=STATES,
    )


@blueprint.route("/sittings/<int:sitting_id>/late/<int:attempt_id>", methods=["GET", "POST"])
@permission("hall.watch")
def propose(sitting_id: int, attempt_id: int) -> ResponseReturnValue:
    """Propose that answers of one candidate count: by times and numbers, for nobody sees what they say."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    sat = reading.find_sat(found.id, attempt_id)
    form = ProposeForm()
    form.entries.choices = options((str(one.id), _told(one, found.office.zone)) for one in sat.open)
    if form.validate_on_submit():
        late_entries.propose(found.id, attempt_id, form.entries.data, form.reason.data)
        flash(_("The proposal is entered. Two persons outside the hall decide on it."), "ok")
        return redirect(url_for("exam.late", sitting_id=found.id))
    return form_page(
        "exam/late_propose.html", form, sitting=found, sat=sat, why=reading.WHY, **_course(sat.attempt)
    )


def _told(one: Late, zone: str) -> Text:
    """An entry in one line."""
    return _l(
        "Question %(question)s: made %(made)s, arrived %(arrived)s, %(why)s",
        question=one.question,
        made=clock_time(one.made_at, zone),
        arrived=clock_time(one.arrived_at, zone),
        why=reading.WHY[one.why],
    )


def _course(attempt: Attempt) -> dict[str, object]:
    """When the test began, until when it ran, how it ended."""
    clock = clock_of(attempt)
    deadline = clock.deadline(attempt.ended_at or clock.started_at) if clock is not None else None
    return {"attempt": attempt, "deadline": deadline, "ended": ENDED}


@blueprint.get("/late-answers")
@permission("entries.judge")
def late_answers() -> ResponseReturnValue:
    """The proposals of the office: those that wait for one's own word first."""
    actor = signed_in().actor()
    mine = reading.waiting_for(actor)
    waiting = {one.row.id for one in mine}
    return render_template(
        "exam/late_answers.html",
        mine=mine,
        others=[one for one in reading.proposals_seen(actor) if one.row.id not in waiting],
        states=STATES,
    )


@blueprint.route("/late-answers/<int:proposal_id>", methods=["GET", "POST"])
@permission("entries.judge")
def judge(proposal_id: int) -> ResponseReturnValue:
    """One's own decision on a proposal, without the answers, and without the other's word until both are given."""
    actor = signed_in().actor()
    found = reading.find_proposal(proposal_id, actor)
    wrong = late_entries.why_not(found.row, found.sitting.id, found.verdicts, actor.account_id or 0)
    form = JudgeForm()
    if wrong is None and form.validate_on_submit():
        late_entries.judge(found.row.id, form.reason.data, admits=form.word.data == "yes")
        flash(_("Your decision is entered."), "ok")
        return redirect(url_for("exam.late_answers"))
    if form.is_submitted() and wrong is not None:
        raise wrong
    return form_page(
        "exam/late_judge.html",
        form,
        found=found,
        sitting=found.sitting,
        entries=reading.entries_of(found.row.id),
        wrong=wrong,
        said=_said(found.verdicts) if found.state != "waiting" else [],
        states=STATES,
        why=reading.WHY,
        **_course(found.attempt),
    )


def _said(verdicts: tuple[ApartVerdict, ...]) -> list[tuple[str, ApartVerdict]]:
    """Each word with who gave it."""
    return [(db.session.get_one(Account, one.judge_id).name, one) for one in verdicts]
