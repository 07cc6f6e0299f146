"""What each page of an application asks, and how its answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.specialty_branches import BRANCHES
from applications import forms_apply as forms
from applications import questions
from applications.actions import drafting
from applications.draft_queries import own_draft
from applications.draft_reading import Filling, filling, offices_for, specialties_for
from applications.questions import Page
from core.files import store_upload
from core.languages import _, _l, current_language
from core.refusals import Refusal
from core.views import settings
from regulations.catalogue import InForce


def draft_here(public_id: str) -> Filling:
    """The draft of this address, if it is this person's."""
    person = signed_in()
    draft = own_draft(public_id, person.account, person.mandate)
    return filling(draft, person.principal, sees_registers=person.sees_registers)


def save_plainly(here: Filling, page: Page, form: FlaskForm) -> bool:
    """Keep what was typed, field by field."""
    answer = {field.name: field.data for field in form if field.name != "csrf_token"}
    drafting.save_page(here.draft.id, page.value, answer)
    return True


def _save_office(here: Filling, _page: Page, form: FlaskForm) -> bool:
    chosen = next(
        c for c in offices_for(here.draft.service, settings()) if str(c.office.id) == form.office.data
    )
    assert isinstance(chosen.standing, InForce)
    drafting.choose_office(here.draft.id, chosen.office.id, chosen.standing.edition)
    return True


def _save_procedure(here: Filling, page: Page, form: FlaskForm) -> bool:
    drafting.choose_procedure(
        here.draft.id, form.procedure.data, page.value, {"procedure": form.procedure.data}
    )
    return True


def _save_cargo(here: Filling, page: Page, form: FlaskForm) -> bool:
    """The office's decision says which track the cargo takes; without a decision nobody can apply for it here."""
    drafting.save_page(here.draft.id, page.value, {"cargo": form.cargo.data})
    track = draft_here(here.draft.public_id).track
    if track is None:
        raise Refusal(
            _l("The office has not decided yet which procedure is for this kind of cargo."),
            next_step=_l("Choose another office, or ask this one; your other answers are kept."),
        )
    drafting.choose_procedure(here.draft.id, track, page.value, {"cargo": form.cargo.data})
    return True


def _save_specialty(here: Filling, page: Page, form: FlaskForm) -> bool:
    drafting.save_page(here.draft.id, page.value, {"specialty": int(form.specialty.data)})
    return True


def _save_accommodations(here: Filling, page: Page, form: FlaskForm) -> bool:
    answer: dict[str, Any] = {"kinds": form.kinds.data or [], "wish": form.wish.data}
    answer["evidence"] = here.answer(page).get("evidence")
    if form.evidence.data:
        try:
            answer["evidence"] = store_upload(form.evidence.data).id
        except Refusal as refusal:
            fail(form.evidence, f"{refusal.sentence} {refusal.next_step or ''}".strip())
            return False
    drafting.save_page(here.draft.id, page.value, answer)
    return True


def _office_form(here: Filling) -> FlaskForm:
    form = forms.OfficeForm()
    found = [c for c in offices_for(here.draft.service, settings()) if not c.why_not]
    form.office.choices = [("", _("Choose an office")), *((str(c.office.id), c.office.name) for c in found)]
    if not form.is_submitted():
        form.office.data = str(here.draft.office_id or "")
    return form


def _procedure_form(here: Filling) -> FlaskForm:
    form = forms.ProcedureForm()
    form.procedure.choices = options(
        (procedure.id, procedure.title.in_(current_language())) for procedure in here.edition.procedures
    )
    if not form.is_submitted():
        form.procedure.data = here.answer(Page.PROCEDURE).get("procedure")
    return form


def _specialty_form(here: Filling) -> FlaskForm:
    """The specialties under their branches."""
    page = Page.EXAMINATION if Page.EXAMINATION in here.pages else Page.SPECIALTY
    form = forms.SpecialtyForm()
    form.specialty.label.text = questions.TITLES[page]
    form.specialty.choices = specialty_groups(here.draft.service)
    if not form.is_submitted():
        form.specialty.data = str(here.answer(page).get("specialty", ""))
    return form


def specialty_groups(service: str) -> dict[str, list[tuple[str, str]]]:
    """The specialties of a service under their branches, as a field takes them."""
    groups: dict[str, list[tuple[str, str]]] = {"": [("", str(_("Choose from the list")))]}
    for one in specialties_for(service):
        groups.setdefault(str(BRANCHES.get(one.branch, one.branch)), []).append((str(one.id), one.name))
    return groups


def _languages_form(here: Filling) -> FlaskForm:
    form = forms.LanguagesForm(data=here.answer(Page.LANGUAGES))
    if not questions.has_test(here.edition):
        del form.test
    if not questions.has_interview(here.edition):
        del form.interview
    return form


def _contact_form(here: Filling) -> FlaskForm:
    """Filled in from the account the first time; changing it here changes nothing there."""
    account = here.principal
    known = here.answer(Page.CONTACT) or {"email": account.email, "phone": account.phone, "address": ""}
    return forms.ContactForm(data=known)


def _plain(form: type[FlaskForm], page: Page) -> Callable[[Filling], FlaskForm]:
    return lambda here: form(data=here.answer(page))


FORMS: dict[Page, Callable[[Filling], FlaskForm]] = {
    Page.OFFICE: _office_form,
    Page.PROCEDURE: _procedure_form,
    Page.CARGO: _plain(forms.CargoForm, Page.CARGO),
    Page.SPECIALTY: _specialty_form,
    Page.EXAMINATION: _specialty_form,
    Page.CATEGORY: _plain(forms.CategoryForm, Page.CATEGORY),
    Page.ACTIVITY: _plain(forms.ActivityForm, Page.ACTIVITY),
    Page.LANGUAGES: _languages_form,
    Page.ACCOMMODATIONS: _plain(forms.AccommodationsForm, Page.ACCOMMODATIONS),
    Page.CONTACT: _contact_form,
}


SAVES: dict[Page, Callable[[Filling, Page, FlaskForm], bool]] = {
    Page.OFFICE: _save_office,
    Page.PROCEDURE: _save_procedure,
    Page.CARGO: _save_cargo,
    Page.SPECIALTY: _save_specialty,
    Page.EXAMINATION: _save_specialty,
    Page.ACCOMMODATIONS: _save_accommodations,
}


ELSEWHERE = {
    Page.DOCUMENTS: "applications.documents",
    Page.CONSENT: "applications.consent",
    Page.DATA: "applications.data",
}


def beside(here: Filling, page: Page) -> dict[str, Any]:
    """What a page shows beside its question."""
    if page is Page.OFFICE:
        return {
            "closed": [choice for choice in offices_for(here.draft.service, settings()) if choice.why_not]
        }
    if page is Page.ACTIVITY:
        return {"hint": questions.ACTIVITY_HINTS[here.draft.service]}
    return {}
