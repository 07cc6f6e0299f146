"""One interview before its commission: who is in conflict with the candidate, who is recused, and who declares."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from applications import queries as cases
from commissions import gate, queries, recusals
from commissions.actions import recusing, ties
from commissions.forms import NOBODY_CHOSEN, DeclarationForm, ReasonForm, RecusalForm, TieForm
from commissions.models import PaperTie, Recusal, Slot
from commissions.reading_file import has_reading_file
from commissions.views import blueprint
from commissions.views.preparing import own_meeting
from commissions.words import BARS, CONFLICTS, PAPER_TIES, ROLES
from core.access import permission
from core.database import db
from core.languages import _, _l, long_moment
from core.refusals import NotFound

NOBODY = 0


def _seen(interview_id: int) -> Slot:
    """The present time of an interview, for whoever may see its meeting."""
    slot = queries.live_slot(interview_id)
    if slot is None:
        raise NotFound
    queries.find_meeting(slot.meeting_id, signed_in().actor())
    return slot


def _own(interview_id: int) -> Slot:
    slot = _seen(interview_id)
    own_meeting(slot.meeting_id)
    return slot


def _to_interview(interview_id: int) -> ResponseReturnValue:
    return redirect(url_for("commissions.interview", interview_id=interview_id))


@blueprint.get("/commissions/interviews/<int:interview_id>")
@permission("commissions.read")
def interview(interview_id: int) -> ResponseReturnValue:
    """The candidate, the time, the conflicts that the records show, and the recusals."""
    slot = _seen(interview_id)
    person = signed_in().actor()
    bar = gate.bar(queries.standing_of(slot.interview.case))
    return render_template(
        "commissions/interview.html",
        slot=slot,
        meeting=slot.meeting,
        case=slot.interview.case,
        begins=long_moment(slot.starts_at, slot.meeting.office.zone),
        blocked=BARS[bar] if bar not in (None, gate.Bar.ON_AGENDA, gate.Bar.DECIDED) else None,
        decided=slot.interview.decided_at is not None,
        members=recusals.found_for(slot),
        declared=recusals.declarations_of(interview_id),
        ties=recusals.paper_ties(slot.case_id),
        recorded=recusals.recusals_of(interview_id),
        conflicts=CONFLICTS,
        roles=ROLES,
        tie_words=PAPER_TIES,
        may_record=allowed("commissions.prepare") and person.office_id == slot.meeting.office_id,
        may_read=allowed("reading_files.read") and has_reading_file(interview_id, person),
        may_declare=allowed("commissions.declare")
        and any(one.account_id == person.account_id for one in recusals.sitters(slot)),
    )


@blueprint.get("/cases/<public_id>/interview")
@permission("commissions.read")
def interview_of_case(public_id: str) -> ResponseReturnValue:
    """What is to be done on the interview of a case: its time, the agenda it waits for, a commission to be formed."""
    actor = signed_in().actor()
    case = cases.find(public_id, actor)
    found, bar = queries.interview_of(case.id), gate.bar(queries.standing_of(case))
    # One that was decided is in nobody's way where the gate lets the case through once more.
    if bar is not None and found is not None and queries.live_slot(found.id) is not None:
        return _to_interview(found.id)
    at = queries.commission_before(case, actor)
    if at is None:
        return redirect(url_for("commissions.commissions"))
    if allowed("commissions.prepare") and bar is None:
        return redirect(url_for("commissions.put_on_agenda", commission_id=at.id, public_id=case.public_id))
    return redirect(url_for("commissions.commission", commission_id=at.id))


def _page(slot: Slot, form: object, heading: str, act: str, consequence: str = "") -> ResponseReturnValue:
    return form_page(
        "commissions/form.html", form, heading=heading, act=act, consequence=consequence,
        about=[(_("Candidate"), slot.interview.case.person.name)],
        back_to=url_for("commissions.interview", interview_id=slot.interview_id),
        back_label=_("The interview"),
    )  # fmt: skip


@blueprint.route("/commissions/interviews/<int:interview_id>/recuse", methods=["GET", "POST"])
@permission("commissions.prepare")
def recuse(interview_id: int) -> ResponseReturnValue:
    """Record who does not decide, and who takes the place."""
    slot, form = _own(interview_id), RecusalForm()
    day = recusals.sitters(slot)
    members = (
        (str(one.id), _("%(name)s, %(role)s", name=one.account.name, role=ROLES[one.role])) for one in day
    )
    form.member_id.choices = options([NOBODY_CHOSEN, *members])
    form.ground.choices = options(CONFLICTS.items())
    spare = [(str(one.id), one.account.name) for one in day if one.role == "alternate"]
    form.alternate_id.choices = options([(str(NOBODY), _l("nobody")), *spare])
    if carried_out(
        form,
        lambda: recusing.recuse(
            interview_id,
            form.member_id.data,
            form.ground.data,
            form.fact.data,
            form.alternate_id.data or None,
        ),
    ):
        flash(_("The recusal is recorded."), "ok")
        return _to_interview(interview_id)
    return _page(
        slot, form, _("Record a recusal"), _("Record this recusal"),
        _("The member does not vote on this candidate, and the quorum is counted anew."),
    )  # fmt: skip


@blueprint.route("/commissions/recusals/<int:recusal_id>/take-back", methods=["GET", "POST"])
@permission("commissions.prepare")
def take_back_recusal(recusal_id: int) -> ResponseReturnValue:
    """A recusal that was recorded wrongly."""
    found = db.session.get(Recusal, recusal_id)
    if found is None:
        raise NotFound
    slot, form = _own(found.interview_id), ReasonForm()
    if form.validate_on_submit():
        recusing.take_back(found.id, form.reason.data)
        flash(_("The recusal is taken back; it stays written with the reason."), "ok")
        return _to_interview(found.interview_id)
    return _page(
        slot, form, _("Take a recusal back"), _("Take this recusal back"),
        _("%(name)s decides on this candidate again.", name=found.member.account.name),
    )  # fmt: skip


@blueprint.route("/commissions/interviews/<int:interview_id>/declare", methods=["GET", "POST"])
@permission("commissions.declare")
def declare_conflict(interview_id: int) -> ResponseReturnValue:
    """A member says what ties them to the candidate."""
    slot, form = _seen(interview_id), DeclarationForm()
    if form.validate_on_submit():
        recusing.declare(interview_id, form.text.data)
        flash(_("It is declared. The secretary sees it now."), "ok")
        return _to_interview(interview_id)
    return _page(slot, form, _("Declare a conflict of interest"), _("Declare this"))


@blueprint.route("/commissions/interviews/<int:interview_id>/ties/new", methods=["GET", "POST"])
@permission("commissions.prepare")
def new_paper_tie(interview_id: int) -> ResponseReturnValue:
    """Whom the candidate's papers name."""
    slot, form = _own(interview_id), TieForm()
    form.kind.choices = options(PAPER_TIES.items())
    if form.validate_on_submit():
        ties.note_of_papers(slot.case_id, ties.Tie(form.kind.data, form.name.data, form.number.data or None))
        flash(_("It is noted."), "ok")
        return _to_interview(interview_id)
    return _page(
        slot, form, _("Note whom the papers name"), _("Note this"),
        _("It is compared with the members, so that conflicts of interest are seen."),
    )  # fmt: skip


@blueprint.route("/commissions/paper-ties/<int:tie_id>/strike", methods=["GET", "POST"])
@permission("commissions.prepare")
def strike_paper_tie(tie_id: int) -> ResponseReturnValue:
    """Somebody whom the papers do not name after all."""
    tie = db.session.get(PaperTie, tie_id)
    coming = queries.interview_of(tie.case_id) if tie is not None else None
    if tie is None or coming is None:
        raise NotFound
    slot, form = _own(coming.id), ReasonForm()
    if form.validate_on_submit():
        ties.strike_of_papers(tie.id, form.reason.data)
        flash(_("It is struck out; it stays written with the reason."), "ok")
        return _to_interview(slot.interview_id)
    return _page(
        slot, form, _("Strike out a line"), _("Strike this out"),
        _("%(what)s: %(name)s. It is not compared with the members any more.",
          what=PAPER_TIES[tie.kind], name=tie.name),
    )  # fmt: skip
