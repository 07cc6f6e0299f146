"""The pages of a service centre's inspector: take or refuse a set on paper, take consent, hand results over."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.identifiers import looks_like_iin
from accounts.models import Office
from accounts.queries import person_by_identifier, today
from accounts.services import edition_for
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from applications import office_rules, papers, queries
from applications.actions import front_office
from applications.actions.submission import Declaration, Entry, Person, Wishes
from applications.case_reading import due_of
from applications.forms_counter import ConsentForm, HandOverForm, TakingForm
from applications.models import Case
from applications.paper_kinds import PAPER_KINDS
from applications.queries import papers_of
from applications.queries_counter import (
    MOST_LISTS,
    counter_cases,
    handover_of,
    providers_of,
    refused_acceptances,
    visits,
    without_consent,
)
from applications.views import blueprint
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.files import store_upload
from core.frame import add_to_menu
from core.incoming import asked_page
from core.languages import _, _l, current_language
from core.refusals import NotFound, Refusal
from core.views import settings
from regulations.catalogue import catalogue
from regulations.kinds import FRONT_OFFICES, ChannelId, Need
from regulations.model import Edition
from regulations.setting_values import DocumentItem, read_value

add_to_menu("applications.counter", _l("Counter"), "front_office.work", 12)


def here() -> Office:
    """The office at whose counter this person stands."""
    grant = signed_in().grant
    if grant is None:
        raise NotFound
    return grant.office


@blueprint.get("/front-office")
@permission("front_office.work")
def counter() -> ResponseReturnValue:
    """The counter today: visitors, files without consent, results to hand over."""
    actor, office = signed_in().actor(), here()
    return render_template(
        "applications/counter.html",
        office=office,
        services=[_offer(edition, channel) for edition, channel in services_here()],
        visits=visits(office, today(office.zone)),
        without_consent=without_consent(actor),
        most=MOST_LISTS,
        under_way=counter_cases(actor, ended=False, page=asked_page("under_way")),
        results=counter_cases(actor, ended=True, page=asked_page("results")),
        not_taken=refused_acceptances(office),
        paper_number=papers.paper_number,
        paper_kinds=PAPER_KINDS,
    )


def services_here() -> list[tuple[Edition, ChannelId]]:
    """The services whose text knows a front office, each with its channel."""
    texts = catalogue()
    found = []
    for slug in texts.services():
        edition = texts.newest(slug)
        found += [(edition, channel.id) for channel in edition.channels if channel.id in FRONT_OFFICES]
    return found


def _offer(edition: Edition, channel: ChannelId) -> dict[str, object]:
    language = current_language()
    return {
        "slug": edition.service,
        "title": edition.title.in_(language),
        "procedures": [(one.id, one.title.in_(language)) for one in edition.procedures],
        "providers": [(office.id, office.name) for office in _nearest_first(edition.service)],
        "channel": channel,
    }


def _nearest_first(service: str) -> list[Office]:
    """The providers; those whose code names the same region as this counter's stand on top."""
    region = here().code.rpartition("-")[2]
    return sorted(providers_of(service), key=lambda office: office.code.rpartition("-")[2] != region)


def _wanted() -> tuple[Edition, str, ChannelId, Office]:
    """Service, procedure and provider as the address names them."""
    known = {edition.service: (edition, channel) for edition, channel in services_here()}
    service = request.args.get("service", "")
    if service not in known:
        raise NotFound
    edition, channel = known[service]
    procedure = request.args.get("procedure", "")
    provider = next(
        (office for office in providers_of(service) if str(office.id) == request.args.get("provider")), None
    )
    if provider is None or procedure not in {one.id for one in edition.procedures}:
        raise NotFound
    return text_at(provider, service), procedure, channel, provider


def text_at(office: Office, service: str) -> Edition:
    """The text under which a case begins at an office today."""
    edition = edition_for(service, office.id, today(office.zone), settings())
    if edition is None:
        raise Refusal(
            _l("This service is not open at this office: its act is repealed and no decision opens it."),
            next_step=_l("Ask the administrator whether the office has decided to open it."),
        )
    return edition


def listed_for(
    office: Office, edition: Edition, procedure: str, channel: ChannelId
) -> tuple[DocumentItem, ...]:
    """The documents that the provider's list asks for; while there is no list nothing can be taken."""
    declared = next(
        (
            one
            for one in edition.settings
            if one.name == "document_list" and one.procedure in (None, procedure)
        ),
        None,
    )
    stored = office_rules.decided(office.id, edition, declared.key) if declared else None
    if declared is None or stored is None:
        office_rules.demand(office.id, edition, Need.SUBMISSION, procedure, channel)
        raise NotFound
    return cast(tuple[DocumentItem, ...], read_value(declared, stored))


@blueprint.route("/front-office/take", methods=["GET", "POST"])
@permission("front_office.work")
def take() -> ResponseReturnValue:
    """Take a whole set with a receipt, or refuse acceptance on paper and name what is missing."""
    edition, procedure, channel, provider = _wanted()
    listed = listed_for(provider, edition, procedure, channel)
    form = TakingForm(language=current_language())
    form.brought.choices = options([(item.id, item.name.in_(current_language())) for item in listed])
    lacking: tuple[DocumentItem, ...] = ()
    if form.validate_on_submit():
        lacking = front_office.missing_of(listed, frozenset(form.brought.data))
        if request.form.get("act") == "refuse":
            return _refuse(form, edition, procedure, lacking)
        if not lacking:
            entry = _entry(form, edition, procedure, channel, provider)
            case = front_office.accept(entry, listed, frozenset(form.brought.data))
            flash(_("Taken under number %(number)s; the receipt is made.", number=case.number), "ok")
            return redirect(url_for("applications.counter_case", public_id=case.public_id))
        fail(form.brought, _("Documents are missing: such a set is not taken. Refuse acceptance below."))
    return form_page(
        "applications/counter_take.html",
        form,
        edition=edition,
        procedure=edition.procedure(procedure),
        provider=provider,
        lacking=lacking,
        required={item.id for item in listed if item.required},
        route=next(route for route in edition.routes if route.id == channel.value),
    )


def _refuse(
    form: TakingForm, edition: Edition, procedure: str, lacking: tuple[DocumentItem, ...]
) -> ResponseReturnValue:
    paper = front_office.refuse_acceptance(
        edition, procedure, form.name.data, [item.name for item in lacking], form.language.data
    )
    flash(_("Acceptance is refused. Print the receipt and give it to the applicant."), "ok")
    return redirect(url_for("applications.paper", public_id=paper.public_id))


def _entry(form: TakingForm, edition: Edition, procedure: str, channel: ChannelId, provider: Office) -> Entry:
    return Entry(
        service=edition.service,
        edition=edition,
        procedure=procedure,
        channel=channel,
        office=provider,
        front_office=here() if channel in FRONT_OFFICES else None,
        person=person_of(form),
        wishes=Wishes(),
        declaration=Declaration(form.agent.data or form.name.data, "on_paper"),
        language=form.language.data,
    )


def person_of(form: TakingForm) -> Person:
    """The applicant as entered by hand; the proven holder of the number sees the case in the cabinet."""
    digits = form.number.data
    is_person = looks_like_iin(digits)
    holder = person_by_identifier(digits)
    return Person(
        kind="person" if is_person else "organisation",
        name=form.name.data,
        iin=digits if is_person else None,
        bin=None if is_person else digits,
        email=form.email.data or "",
        phone=form.phone.data or "",
        address=form.address.data or "",
        checked="by_hand",
        account_id=holder.id if holder else None,
    )


def case_at_counter(public_id: str) -> Case:
    """A case of this office's counter: taken here, or given here."""
    case = queries.find(public_id, signed_in().actor())
    if here().id not in (case.front_office_id, case.office_id):
        raise NotFound
    return case


@blueprint.get("/front-office/cases/<public_id>")
@permission("results.hand_over")
def counter_case(public_id: str) -> ResponseReturnValue:
    """A case as the counter sees it: papers to print, consent, result."""
    case = case_at_counter(public_id)
    return _counter_page(case, ConsentForm(formdata=None), HandOverForm(formdata=None))


def _counter_page(case: Case, consent_form: ConsentForm, form: HandOverForm) -> ResponseReturnValue:
    refused = bool(form.errors or consent_form.errors)
    edition = catalogue().edition(case.edition_id)
    receipt = front_office.receipt_of(case)
    page = render_template(
        "applications/counter_case.html",
        case=case,
        title=edition.title.in_(current_language()),
        papers=papers_of(case),
        paper_number=papers.paper_number,
        paper_kinds=PAPER_KINDS,
        receipt=receipt,
        term=due_of(case, case.total_due_at),
        consent=front_office.consent_of(case),
        consent_form=consent_form,
        handover=handover_of(case),
        form=form,
        refused=refused,
        taken_here=case.front_office_id == here().id,
    )
    return page, 422 if refused else 200


@blueprint.post("/front-office/cases/<public_id>/consent")
@permission("front_office.work")
def take_consent(public_id: str) -> ResponseReturnValue:
    """The consent is signed on paper."""
    case = case_at_counter(public_id)
    form = ConsentForm()
    if not form.validate_on_submit():
        return _counter_page(case, form, HandOverForm(formdata=None))
    scan = store_upload(form.scan.data) if form.scan.data else None
    front_office.take_consent(case.id, scan)
    flash(_("The consent is taken; the file can be sent."), "ok")
    return redirect(url_for("applications.counter_case", public_id=public_id))


@blueprint.post("/front-office/cases/<public_id>/hand-over")
@permission("results.hand_over")
def hand_over(public_id: str) -> ResponseReturnValue:
    """Give the result into a hand, against receipt and identity or power of attorney."""
    case = case_at_counter(public_id)
    form = HandOverForm()
    if form.validate_on_submit():
        given = papers.Given(
            form.given_to.data,
            form.identity_document.data,
            form.receipt_number.data,
            form.power_of_attorney.data or "",
        )
        handed = all_or_nothing(lambda: front_office.hand_over(case.id, given), Refusal)
        if not isinstance(handed, Refusal):
            flash(_("Handed over. Print the receipt and let it be signed."), "ok")
            return redirect(url_for("applications.counter_case", public_id=public_id))
        if handed.status != 422:
            raise handed
        form.form_errors.append(in_one_line(handed))
    return _counter_page(case, ConsentForm(formdata=None), form)
