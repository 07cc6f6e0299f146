"""The pages of a chancery clerk with an application on paper: which service it is for, then all of it at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.formats import fail
from accounts.forms import options
from accounts.identifiers import looks_like_iin
from accounts.models import Office, Specialty
from accounts.queries import today
from accounts.services import edition_for, gives
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from applications import office_rules, questions
from applications.actions import paper_entry
from applications.actions.applying import committee_of
from applications.actions.paper_entry import Desk, Heard
from applications.actions.submission import Declaration, Entry, Wishes, not_for
from applications.consent_words import CONSENT
from applications.forms_paper import PaperEntryForm
from applications.questions import Page
from applications.views import blueprint
from applications.views.draft import specialty_groups
from applications.views.front_office import here, listed_for, person_of, text_at
from applications.views.staff import to_case
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.files import store_upload
from core.languages import LANGUAGES, Text, _, current_language
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from core.views import settings
from gateways.asking import ask
from gateways.doors import doors
from gateways.records import Question
from gateways.saying import answer_sentence, door_sentence
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId
from regulations.model import Edition
from regulations.setting_values import DocumentItem

# The fields by which each question of a service is answered on paper.
FIELDS_OF: dict[Page, tuple[str, ...]] = {
    Page.SPECIALTY: ("specialty",),
    Page.EXAMINATION: ("specialty",),
    Page.CATEGORY: ("category",),
    Page.ACTIVITY: ("activity",),
    Page.LANGUAGES: ("test", "interview"),
    Page.ACCOMMODATIONS: ("kinds", "wish", "evidence"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """What is applied for, as the clerk chose it: the text, the procedure, the office and its list of documents."""

    edition: Edition
    of: str
    procedure: str
    office: Office
    listed: tuple[DocumentItem, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        """The questions of this service; an organisation is asked no more than a person."""
        kind = "person" if questions.takes(self.edition, "person") else "organisation"
        return questions.pages_of(self.edition, kind)


@blueprint.get("/paper")
@permission("applications.enter_paper")
def paper_services() -> ResponseReturnValue:
    """The services that the chancery of this office takes on paper; those that are closed, with the reason."""
    office = here()
    rows = [(edition, _ways(edition, office), edition_for(edition.service, office.id, today(office.zone), settings()))
            for edition in _at_chancery(office)]  # fmt: skip
    return render_template(
        "applications/paper_services.html",
        office=office,
        open_here=[(edition, ways) for edition, ways, text in rows if text is not None and ways],
        undecided=[edition for edition, ways, text in rows if text is not None and not ways],
        closed=[edition for edition, _ways_in, text in rows if text is None],
    )


def _at_chancery(office: Office) -> list[Edition]:
    texts = [catalogue().newest(slug) for slug in catalogue().services()]
    return [text for text in texts if gives(office, text.service) and _has_chancery(text)]


def _has_chancery(edition: Edition) -> bool:
    return any(channel.id is ChannelId.CHANCERY for channel in edition.channels)


def _ways(edition: Edition, office: Office) -> list[tuple[str, Text]]:
    """What can be applied for: the procedures, or the cargoes whose track the office has decided."""
    if not questions.by_cargo(edition):
        language = current_language()
        return [(procedure.id, procedure.title.in_(language)) for procedure in edition.procedures]
    return [(cargo, word) for cargo, word in questions.CARGOES.items() if _track(edition, office, cargo)]


def _track(edition: Edition, office: Office, cargo: str) -> str | None:
    decided = office_rules.decided(office.id, edition, questions.track_key(cargo))
    return decided if decided in {procedure.id for procedure in edition.procedures} else None


def _way(slug: str) -> Way | None:
    """The way that the address names; None where one must still be chosen."""
    office = here()
    if slug not in {edition.service for edition in _at_chancery(office)}:
        raise NotFound
    edition = text_at(office, slug)
    known = [of for of, _title in _ways(edition, office)]
    of = request.args.get("of") or (known[0] if len(known) == 1 else "")
    if of not in known:
        return None
    procedure = (_track(edition, office, of) or "") if questions.by_cargo(edition) else of
    return Way(edition, of, procedure, office, listed_for(office, edition, procedure, ChannelId.CHANCERY))


@blueprint.route("/paper/<slug>", methods=["GET", "POST"])
@permission("applications.enter_paper")
def enter_paper(slug: str) -> ResponseReturnValue:
    """Everything that stands on the paper; the register is asked, then the case is entered and registered."""
    way = _way(slug)
    if way is None:
        return redirect(url_for("applications.paper_services", _anchor=slug))
    form = _form(way)
    heard = None
    if form.validate_on_submit() and _fits(form, way.edition):
        heard = _ask(form, way.edition)
        if heard is None or not heard.needs_a_look or form.by_hand.data:
            entered = _enter(form, slug, heard)
            if entered is not None:
                return entered
        else:
            paper_entry.note_asked(heard, form.number.data)
            fail(form.by_hand, _("Correct number or name, or tick this box. Choose the scans again."))
    return _page(form, way, heard)


def _page(form: PaperEntryForm, way: Way, heard: Heard | None) -> ResponseReturnValue:
    door = questions.register_of(way.edition, "person") or questions.register_of(way.edition, "organisation")
    return form_page(
        "applications/paper_enter.html",
        form,
        edition=way.edition,
        procedure=dict(_ways(way.edition, way.office))[way.of],
        office=way.office,
        pages={page.value for page in way.pages},
        activity_hint=questions.ACTIVITY_HINTS.get(way.edition.service, ""),
        consent=[CONSENT.in_(code) for code in LANGUAGES[:2]],
        about_door=door_sentence(door, doors().by_name()[door]) if door else None,
        heard=answer_sentence(heard.door, heard.answer) if heard is not None and heard.needs_a_look else "",
    )


def _form(way: Way) -> PaperEntryForm:
    """Only what this service asks; the language of papers is the clerk's until the applicant says otherwise."""
    form = PaperEntryForm(language=current_language())
    wanted = {name for page in way.pages for name in FIELDS_OF.get(page, ())}
    for name in {name for names in FIELDS_OF.values() for name in names} - wanted:
        del form[name]
    if "test" in form and not questions.has_test(way.edition):
        del form.test
    if "interview" in form and not questions.has_interview(way.edition):
        del form.interview
    if "specialty" in form:
        form.specialty.choices = specialty_groups(way.edition.service)
    language = current_language()
    form.brought.choices = options([(item.id, item.name.in_(language)) for item in way.listed])
    return form


def _fits(form: PaperEntryForm, edition: Edition) -> bool:
    if questions.takes(edition, _kind(form)):
        return True
    fail(form.number, str(not_for(edition)))
    return False


def _kind(form: PaperEntryForm) -> str:
    return "person" if looks_like_iin(form.number.data) else "organisation"


def _ask(form: PaperEntryForm, edition: Edition) -> Heard | None:
    """Ask the register that the text names, with no transaction held; the signed consent is the ground."""
    name = questions.register_of(edition, _kind(form))
    if name is None:
        return None
    reference = f"on paper {secrets.token_hex(4)}"
    question = Question(form.number.data, reference, edition.service, form.name.data)
    opened = doors()
    if name == "individuals":
        register = opened.individuals
        return Heard(name, register.stand_in, reference, ask(lambda: register.ask(question)))
    other = opened.legal_entities
    return Heard(name, other.stand_in, reference, ask(lambda: other.ask(question)))


def _enter(form: PaperEntryForm, slug: str, heard: Heard | None) -> ResponseReturnValue | None:
    """Everything is read anew, for asking let the transaction go; a scan that is no scan is told at its field."""
    way = _way(slug)
    if way is None:
        raise NotFound
    try:
        evidence = _stored(form, "evidence")
        consent = _stored(form, "consent_scan")
    except _WrongScan:
        return None
    brought = [item for item in way.listed if item.id in form.brought.data]
    desk = Desk(brought, form.sheets.data, consent, heard, bool(form.by_hand.data))
    case = paper_entry.enter(_entry(form, way, evidence), desk)
    if case.registered_at is None:
        flash(
            _("Entered under number %(number)s; the fee comes before registering.", number=case.number), "ok"
        )
    else:
        flash(_("Entered and registered under number %(number)s. Print the receipt from the papers and give it.",
                number=case.number), "ok")  # fmt: skip
    return to_case(case)


class _WrongScan(Exception):
    """The file is no scan; its field says why."""


def _stored(form: PaperEntryForm, name: str) -> StoredFile | None:
    if name not in form or not form[name].data:
        return None
    stored = all_or_nothing(lambda: store_upload(form[name].data), Refusal)
    if isinstance(stored, Refusal):
        fail(form[name], in_one_line(stored))
        raise _WrongScan
    return stored


def _entry(form: PaperEntryForm, way: Way, evidence: StoredFile | None) -> Entry:
    return Entry(
        service=way.edition.service,
        edition=way.edition,
        procedure=way.procedure,
        channel=ChannelId.CHANCERY,
        office=way.office,
        committee=committee_of(way.office) if way.edition.two_level else None,
        person=person_of(form),
        wishes=_wishes(form, way, evidence),
        declaration=Declaration(form.agent.data or form.name.data, "on_paper"),
        language=form.language.data,
    )


def _wishes(form: PaperEntryForm, way: Way, evidence: StoredFile | None) -> Wishes:
    specialty = db.session.get(Specialty, int(form.specialty.data)) if "specialty" in form else None
    answers: dict[str, Any] = {name: form[name].data for name in form.data if name != "csrf_token"}
    return Wishes(
        specialty_id=specialty.id if specialty else None,
        category=answers.get("category"),
        examination_kind=specialty.branch if specialty and Page.EXAMINATION in way.pages else None,
        activity=answers.get("activity"),
        test_language=answers.get("test"),
        interview_language=answers.get("interview"),
        accommodations=tuple(answers.get("kinds") or ()),
        accommodation_wish=answers.get("wish") or "",
        evidence_id=evidence.id if evidence else None,
    )
