"""Results of a sitting: scored, entered to the cases; decisions where there is none; the record of the hall."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.views.carrying_out import carried_out
from accounts.views.visitor import form_page
from accounts.way_in import found_by
from applications import queries as cases
from core.access import permission
from core.database import db
from core.files import send_file
from core.languages import _, _l, long_moment
from core.models import StoredFile
from core.places import keep_place
from core.refusals import NotFound, Refusal
from exam import hall_queries, hall_tree, late_reading, proofs, queries, result_queries
from exam.actions import judging, recording
from exam.forms_planning import ReasonForm
from exam.forms_results import DECISIONS, OUTCOMES, DecideForm
from exam.models import HallRecord
from exam.office_settings import SHOWN
from exam.outcomes import Decision, Outcome
from exam.sitting_words import ENDED, SITTING_STATES, tested
from exam.views import blueprint
from regulations.kinds import StepKind

keep_place("own_test", "exam.own_test")


@blueprint.get("/sittings/<int:sitting_id>/results")
@permission("results.decide")
def results(sitting_id: int) -> ResponseReturnValue:
    """What the sitting came to for each candidate, and what is still to be done."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    lines = result_queries.lines_of(found.id)
    return render_template(
        "exam/results.html",
        sitting=found,
        tested=tested(found),
        state=SITTING_STATES[found.state],
        lines=lines,
        ended=ENDED,
        outcomes={one.value: words for one, words in OUTCOMES.items()},
        decisions={one.value: words for one, words in DECISIONS.items()},
        to_enter=[one for one in lines if _may_enter(one)],
        to_score=[one for one in lines if one.place.outcome is None and one.attempt and one.attempt.ended_at],
        to_decide={
            one.place.id for one in lines if not one.decision and judging.possible_outcomes(found, one.place)
        },
        records=result_queries.records_of(found.id),
        undecided=len(late_reading.undecided(found.id)),
        unproposed=sum(len(one.open) for one in late_reading.sat_late(found.id)),
    )


def _may_enter(line: result_queries.Line) -> bool:
    """Whether the result is stored and not yet in its case."""
    case = line.place.case
    return line.result is not None and case is not None and queries.stands_at(case, StepKind.TEST)


@blueprint.post("/sittings/<int:sitting_id>/score")
@permission("results.decide")
def score(sitting_id: int) -> ResponseReturnValue:
    """Score the ended tests."""
    count = judging.score_sitting(queries.find_sitting(sitting_id, signed_in().actor()).id)
    flash(_("Scored: %(count)s.", count=count), "ok")
    return redirect(url_for("exam.results", sitting_id=sitting_id))


@blueprint.post("/sittings/<int:sitting_id>/enter")
@permission("results.decide")
def enter(sitting_id: int) -> ResponseReturnValue:
    """Enter the results to their cases."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    waiting = [one for one in result_queries.lines_of(found.id) if _may_enter(one)]
    if not waiting:
        raise Refusal(_l("No result of this sitting waits to be entered."))
    judging.enter_all(found.id, [one.place.id for one in waiting])
    flash(_("Results entered to their cases: %(count)s.", count=len(waiting)), "ok")
    return redirect(url_for("exam.results", sitting_id=sitting_id))


@blueprint.route("/sittings/<int:sitting_id>/places/<int:place_id>/decide", methods=["GET", "POST"])
@permission("results.decide")
def decide(sitting_id: int, place_id: int) -> ResponseReturnValue:
    """Where there is no result: hear the candidate, then decide with reasons."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    place = hall_queries.find_place(found.id, place_id)
    possible = judging.possible_outcomes(found, place)
    if not possible:
        raise Refusal(
            _l("Here nothing is to be decided: the candidate has a result, or the hall is still open.")
        )
    form = DecideForm()
    form.outcome.choices = options((one.value, OUTCOMES[one]) for one in possible)
    form.decision.choices = options((one.value, words) for one, words in DECISIONS.items())
    if carried_out(
        form,
        lambda: judging.decide(
            place.id,
            Outcome(form.outcome.data),
            Decision(form.decision.data),
            form.heard.data,
            form.reason.data,
        ),
    ):
        flash(_("The decision is entered, and the case follows it."), "ok")
        return redirect(url_for("exam.results", sitting_id=found.id))
    return form_page("exam/decide.html", form, sitting=found, place=place)


@blueprint.route("/sittings/<int:sitting_id>/record", methods=["GET", "POST"])
@permission("results.decide")
def record(sitting_id: int) -> ResponseReturnValue:
    """Make the record of the hall, or another one with the reason."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    made = result_queries.records_of(found.id)
    form = ReasonForm()
    if not made:
        del form.reason
    if form.validate_on_submit():
        recording.issue_record(found.id, form.reason.data if made else "")
        flash(_("The record is made. Print it, and have it signed by those who were present."), "ok")
        return redirect(url_for("exam.record", sitting_id=found.id))
    return form_page("exam/record.html", form, sitting=found, records=made)


found_by(
    "exam.record_file", lambda sitting_id, **_parts: queries.find_sitting(sitting_id, signed_in().actor())
)


@blueprint.get("/sittings/<int:sitting_id>/record/<int:number>")
@permission("results.decide")
def record_file(sitting_id: int, number: int) -> Response:
    """The record as it was issued."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    made: HallRecord | None = next(
        (one for one in result_queries.records_of(found.id) if one.number == number), None
    )
    if made is None:
        raise NotFound
    return send_file(db.session.get_one(StoredFile, made.file_id))


@blueprint.get("/sittings/<int:sitting_id>/proof")
@permission("results.decide")
def proof_of_sitting(sitting_id: int) -> Response:
    """All transcripts of the sitting, to be proved by `synaq verify sitting`."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    texts = hall_tree.texts_of(found.id)
    return _file(proofs.export_sitting(found.number, texts), f"sitting-{found.number}.json")


@blueprint.get("/sittings/<int:sitting_id>/places/<int:place_id>/proof")
@permission("results.decide")
def proof_of_test(sitting_id: int, place_id: int) -> Response:
    """One transcript with its path to the root of the record, to be proved by `synaq verify attempt`."""
    found = queries.find_sitting(sitting_id, signed_in().actor())
    place = hall_queries.find_place(found.id, place_id)
    result = result_queries.current_result(place.case_id) if place.case_id else None
    texts = hall_tree.texts_of(found.id)
    if result is None or result.transcript not in texts:
        raise NotFound
    told = proofs.export_attempt(texts, texts.index(result.transcript))
    return _file(told, f"test-{found.number}-{place.slot}.json")


def _file(told: dict[str, object], name: str) -> Response:
    response = Response(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/cabinet/<public_id>/test")
@permission("cabinet.use")
def own_test(public_id: str) -> ResponseReturnValue:
    """The candidate's own test: place, date, ticket; the result when it may be seen."""
    person = signed_in()
    case = cases.find(public_id, person.actor(), person.principal.id)
    places = queries.all_places_of(case.id)
    result = result_queries.current_result(case.id)
    seen = bool(places) and result_queries.score_is_shown(places[0].sitting, case.ended_at is not None)
    return render_template(
        "exam/own_test.html",
        case=case,
        refused=cases.refusal_of(case) is not None,
        present=queries.open_place_of(case.id),
        places=places,
        begins=[long_moment(one.starts_at, one.sitting.office.zone) for one in places],
        shown=SHOWN,
        result=result if seen else None,
        score=result_queries.Line(places[0], None, result, None).score if seen and places else None,
        waits=result is not None and result.verdict != "void" and not seen,
    )
