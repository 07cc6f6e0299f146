"""The head's page: what was found on the case, and the decision."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.forms import options
from accounts.roles import Role
from accounts.views.carrying_out import carried_out
from applications.case_reading import in_words
from applications.grounds import ground_in_words, refusal_grounds
from applications.models import Case
from applications.views.staff import case_here, case_page, to_case
from commissions import protocol_queries
from commissions.queries import interview_of
from core.access import permission
from core.languages import _
from exam.result_queries import current_result
from orders.actions import deciding
from orders.forms import DecideForm
from orders.views import blueprint
from orders.words import DECIDED, OUTCOMES, VERDICTS
from regulations.catalogue import catalogue
from regulations.possible import Lead
from regulations.setting_values import GroundItem
from regulations.verbs import Outcome


@blueprint.route("/cases/<public_id>/decide", methods=["GET", "POST"])
@permission("cases.decide")
def decide(public_id: str) -> ResponseReturnValue:
    """Decide on test and interview."""
    form = DecideForm()
    case = case_here(public_id, form)
    leads = deciding.leads_of(case)
    grounds = refusal_grounds(case) if any(lead.outcome is Outcome.REFUSE for lead in leads) else ()
    _offer(form, leads, grounds)
    if carried_out(form, lambda: deciding.decide(case.id, _ruling(form, case, grounds))):
        flash(_("The decision is entered."), "ok")
        return to_case(case)
    return _page(form, case, leads)


def _page(form: DecideForm, case: Case, leads: tuple[Lead, ...]) -> ResponseReturnValue:
    interview, result = interview_of(case.id), current_result(case.id)
    return case_page(
        "orders/decide.html",
        form,
        case,
        service=in_words(catalogue().edition(case.edition_id).title),
        verdict=VERDICTS[result.verdict] if result else None,
        recommended=DECIDED[interview.decision] if interview and interview.decision else None,
        results=url_for("exam.results_of_case", public_id=case.public_id) if result else None,
        protocol=_protocol_of(case),
        departs=[OUTCOMES[lead.outcome.value] for lead in leads if lead.outcome and lead.needs_departure],
    )


def _protocol_of(case: Case) -> str | None:
    """Where the head reads how the commission voted, with the dissent: the protocol, signed by everybody."""
    item = protocol_queries.signed_item_of(case.id) if allowed("commissions.read") else None
    return url_for("commissions.protocol_file", protocol_id=item.protocol_id) if item else None


def _offer(form: DecideForm, leads: tuple[Lead, ...], grounds: tuple[GroundItem, ...]) -> None:
    """Only what may be decided now, and only the fields that it can need."""
    form.outcome.choices = options(
        (lead.outcome.value, OUTCOMES[lead.outcome.value]) for lead in leads if lead.outcome
    )
    form.ground.choices = options(
        (ground.id, f"{ground_in_words(ground)} ({ground.clause})") for ground in grounds
    )
    if signed_in().role is not Role.ACTING_HEAD:
        del form.acting_order
    if not any(lead.needs_departure for lead in leads):
        del form.departure_ground
        del form.departure_clause
    if not grounds:
        del form.ground
        del form.facts


def _ruling(form: DecideForm, case: Case, grounds: tuple[GroundItem, ...]) -> deciding.Ruling:
    ground = next((held for held in grounds if held.id == form.ground.data), None)
    departure = None
    if "departure_ground" in form and (form.departure_ground.data or form.departure_clause.data):
        departure = deciding.Departure(form.departure_ground.data or "", form.departure_clause.data or "")
    return deciding.Ruling(
        Outcome(form.outcome.data),
        ground=ground_in_words(ground, case.language) if ground else "",
        ground_id=ground.id if ground else None,
        clause=ground.clause if ground else "",
        facts=form.facts.data or "" if "facts" in form else "",
        departure=departure,
        acting_order=form.acting_order.data if "acting_order" in form else "",
    )
