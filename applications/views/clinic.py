"""The pages of a clinic's statistics cabinet: documents on arrival, the ticket, the motivated refusal."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.forms import options
from accounts.queries import today
from accounts.views.visitor import form_page
from applications import office_rules, papers, queries
from applications.actions import chancery, checking, clinic, submission
from applications.actions.submission import Declaration, Entry, Wishes
from applications.forms_counter import ClinicRefuseForm, TakingForm, TicketForm
from applications.models import Case
from applications.own_refusals import waiting_in
from applications.paper_kinds import PAPER_KINDS
from applications.queries import papers_of
from applications.queries_counter import clinic_cases, visits
from applications.stale import still
from applications.views import blueprint
from applications.views.front_office import here, listed_for, person_of, text_at
from core.access import permission
from core.frame import add_to_menu
from core.languages import _, _l, current_language
from core.places import place
from core.refusals import NotFound
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId
from regulations.model import Edition
from regulations.setting_values import GroundItem, read_value

add_to_menu("applications.cabinet_of_statistics", _l("Statistics cabinet"), "clinic.work", 12)

SERVICE = "clinic-attachment"


@blueprint.get("/clinic")
@permission("clinic.work")
def cabinet_of_statistics() -> ResponseReturnValue:
    """What lies before me: visitors announced for today, applications to decide, those decided lately."""
    office = here()
    cases = clinic_cases(signed_in().actor())
    return render_template(
        "applications/clinic.html",
        office=office,
        visits=visits(office, today(office.zone)),
        waiting=[case for case in cases if case.ended_at is None],
        ended=[case for case in cases if case.ended_at is not None][:20],
    )


@blueprint.route("/clinic/arrive", methods=["GET", "POST"])
@permission("clinic.work")
def arrive() -> ResponseReturnValue:
    """The applicant is here with the documents."""
    office = here()
    edition = text_at(office, SERVICE)
    listed = listed_for(office, edition, "main", ChannelId.IN_PERSON)
    form = TakingForm(language=current_language())
    form.brought.choices = options([(item.id, item.name.in_(current_language())) for item in listed])
    if form.validate_on_submit():
        entry = Entry(
            service=SERVICE,
            edition=edition,
            procedure="main",
            channel=ChannelId.IN_PERSON,
            office=office,
            person=person_of(form),
            wishes=Wishes(),
            declaration=Declaration(form.agent.data or form.name.data, "on_paper"),
            language=form.language.data,
        )
        documents = [submission.on_paper(item) for item in listed if item.id in form.brought.data]
        case = clinic.arrive(entry, documents)
        return redirect(url_for("applications.clinic_case", public_id=case.public_id))
    return form_page("applications/clinic_arrive.html", form, edition=edition, office=office)


def _case(public_id: str) -> Case:
    case = queries.find(public_id, signed_in().actor())
    if case.office_id != here().id or case.service != SERVICE:
        raise NotFound
    return case


@blueprint.get("/clinic/cases/<public_id>")
@permission("clinic.work")
def clinic_case(public_id: str) -> ResponseReturnValue:
    """The documents, and the two ways it can go."""
    case = _case(public_id)
    return _page(case, TicketForm(formdata=None, version=case.version), None)


def _page(case: Case, form: TicketForm, no: ClinicRefuseForm | None) -> ResponseReturnValue:
    no = no or ClinicRefuseForm(formdata=None, version=case.version)
    no.ground.choices = options(
        [(ground.id, ground.text.in_(current_language())) for ground in _grounds(case)]
    )
    refused = bool(form.errors or no.errors)
    page = render_template(
        "applications/clinic_case.html",
        case=case,
        documents=chancery.documents_of(case),
        papers=papers_of(case),
        paper_number=papers.paper_number,
        paper_kinds=PAPER_KINDS,
        form=form,
        no=no,
        refused=refused,
        due=case.due_at,
        waits=waiting_in(case) is not None,
    )
    return page, 422 if refused else 200


def _grounds(case: Case) -> tuple[GroundItem, ...]:
    edition: Edition = catalogue().edition(case.edition_id)
    declared = next(one for one in edition.settings if one.name == "refusal_grounds")
    stored = office_rules.decided(case.office_id, edition, declared.key)
    return cast(tuple[GroundItem, ...], read_value(declared, stored)) if stored is not None else ()


@blueprint.post("/clinic/cases/<public_id>/ticket")
@permission("clinic.work")
def give_ticket(public_id: str) -> ResponseReturnValue:
    """Documents and data are accurate: receipt and ticket."""
    case = _case(public_id)
    form = TicketForm()
    still(case, form.version.data)
    if not form.validate_on_submit():
        return _page(case, form, None)
    ticket = clinic.accept(case.id, form.sheets.data)
    flash(_("Accepted. Print the ticket, sign it and give it to the applicant."), "ok")
    return redirect(url_for("applications.paper", public_id=ticket.public_id))


@blueprint.post("/clinic/cases/<public_id>/refuse")
@permission("clinic.work")
def refuse_attachment(public_id: str) -> ResponseReturnValue:
    """Documents or data are not accurate: refuse with motives, on paper."""
    case = _case(public_id)
    if waiting_in(case) is not None:
        return redirect(place("refusal_of_case", public_id=public_id))
    no = ClinicRefuseForm()
    still(case, no.version.data)
    grounds = _grounds(case)
    no.ground.choices = options([(ground.id, ground.text.in_(current_language())) for ground in grounds])
    if not no.validate_on_submit():
        return _page(case, TicketForm(formdata=None, version=case.version), no)
    ground = next(one for one in grounds if one.id == no.ground.data)
    clinic.refuse(case.id, checking.motives_by(ground, case, no.facts.data), no.sheets.data)
    flash(_("The motivated refusal is written. Read the paper, then sign it."), "ok")
    return redirect(place("refusal_of_case", public_id=public_id))
