"""The pages of one application being filled in: the task list, one question to a page, check, declare, submit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from accounts.door import signed_in
from accounts.formats import fail
from accounts.forms import options
from accounts.specialty_branches import BRANCHES
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from applications import forms_apply as forms
from applications import questions
from applications.actions import applying, drafting
from applications.draft_queries import own_draft
from applications.draft_reading import Filling, answer_words, filling, offices_for, specialties_for
from applications.models import Case, Draft
from applications.questions import Page
from applications.request_declaration import takes_typed
from applications.views import blueprint
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.files import store_upload
from core.languages import _, _l, current_language
from core.refusals import NotFound, Refusal
from core.sorting import fold
from core.views import settings
from gateways.doors import doors
from regulations.catalogue import InForce


def draft_here(public_id: str) -> Filling:
    """The draft of this address, if it is this person's."""
    person = signed_in()
    draft = own_draft(public_id, person.account, person.mandate)
    return filling(draft, person.principal, sees_registers=person.sees_registers)


def submitted_already(draft: Draft) -> ResponseReturnValue | None:
    """A draft that has become a case shows the case, whichever of its pages is asked for."""
    if draft.submitted_at is None:
        return None
    case = db.session.scalars(select(Case).where(Case.draft_id == draft.id)).one()
    return redirect(url_for("applications.submitted", public_id=case.public_id))


@blueprint.get("/drafts/<public_id>")
@permission("applications.apply")
def draft(public_id: str) -> ResponseReturnValue:
    """All questions of an application as a task list."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    tasks = [
        {
            "name": questions.TITLES[page],
            "url": url_for("applications.question", public_id=public_id, page=page.value)
            if is_open(here, page)
            else "",
            "hint": answer_words(here, page) or closed_words(here, page),
            "word": _("Done") if here.is_done(page) else _("Still to answer"),
            "kind": "ok" if here.is_done(page) else "now",
        }
        for page in here.pages
    ]
    done = len(here.pages) - len(here.to_do)
    return render_template("applications/draft.html", here=here, tasks=tasks, done=done)


def is_open(here: Filling, page: Page) -> bool:
    """What hangs on another answer waits for it."""
    if page in {Page.CARGO, Page.DOCUMENTS}:
        return here.office is not None
    return page is not Page.DATA or here.consent is not None


def closed_words(here: Filling, page: Page) -> str:
    """Why a page is not open yet."""
    if is_open(here, page):
        return ""
    if page is Page.DATA:
        return _("Opens when you have given your consent")
    return _("Opens when you have chosen the office")


@blueprint.route("/drafts/<public_id>/<page>", methods=["GET", "POST"])
@permission("applications.apply")
def question(public_id: str, page: str) -> ResponseReturnValue:
    """One question; its answer is saved and the next open one follows."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    if page not in {asked.value for asked in here.pages}:
        raise NotFound
    asked = Page(page)
    if not is_open(here, asked):
        return redirect(url_for("applications.draft", public_id=public_id))
    if asked in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[asked], public_id=public_id))
    form = FORMS[asked](here)
    if form.validate_on_submit() and SAVES.get(asked, _save)(here, asked, form):
        return go_on(public_id, asked)
    title = questions.TITLES[asked]
    return form_page(
        "applications/question.html", form, here=here, page=asked, title=title, **_beside(here, asked)
    )


def go_on(public_id: str, page: Page) -> ResponseReturnValue:
    """To the next page that wants an answer; back to the check where the answer was changed from there."""
    if request.args.get("then") == "check":
        return redirect(url_for("applications.check_answers", public_id=public_id))
    following = draft_here(public_id).after(page)
    if following is None or not is_open(draft_here(public_id), following):
        return redirect(url_for("applications.draft", public_id=public_id))
    return redirect(url_for("applications.question", public_id=public_id, page=following.value))


def _save(here: Filling, page: Page, form: FlaskForm) -> bool:
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
        stored = all_or_nothing(lambda: store_upload(form.evidence.data), Refusal)
        if isinstance(stored, Refusal):
            fail(form.evidence, in_one_line(stored))
            return False
        answer["evidence"] = stored.id
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


def _beside(here: Filling, page: Page) -> dict[str, Any]:
    """What a page shows beside its question."""
    if page is Page.OFFICE:
        return {
            "closed": [choice for choice in offices_for(here.draft.service, settings()) if choice.why_not]
        }
    if page is Page.ACTIVITY:
        return {"hint": questions.ACTIVITY_HINTS[here.draft.service]}
    return {}


@blueprint.route("/drafts/<public_id>/check", methods=["GET", "POST"])
@permission("applications.apply")
def check_answers(public_id: str) -> ResponseReturnValue:
    """All answers on one page; the typed declaration; submitted once."""
    person = signed_in()
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    form = forms.DeclarationForm()
    if form.validate_on_submit() and _is_declared(form, person.account.kind, person.account.name):
        case = applying.submit(here.draft.id, person.account, form.name.data, current_language(), settings())
        return redirect(url_for("applications.submitted", public_id=case.public_id))
    answers = [
        {
            "question": questions.TITLES[page],
            "answer": answer_words(here, page),
            "missing": not here.is_done(page),
            "url": url_for("applications.question", public_id=public_id, page=page.value, then="check"),
        }
        for page in here.pages
    ]
    return form_page(
        "applications/check_answers.html", form, here=here, answers=answers, person=person, **_ways(here)
    )


def _ways(here: Filling) -> dict[str, bool]:
    """How this request may be stood for: by a signature, by the typed name."""
    door = doors().signatures
    typed = here.office is None or takes_typed(here.office.id, here.draft.service, door)
    return {"signs": door.connected, "typed": typed}


def _is_declared(form: forms.DeclarationForm, kind: str, name: str) -> bool:
    """A person types their own name; for an organisation whoever declares types theirs."""
    if kind == "organisation" or fold(form.name.data) == fold(name):
        return True
    fail(form.name, _("Type your name as it stands in your account: %(name)s", name=name))
    return False


@blueprint.route("/drafts/<public_id>/discard", methods=["GET", "POST"])
@permission("applications.apply")
def discard(public_id: str) -> ResponseReturnValue:
    """Throw an application away that was never submitted, after saying once what that means."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    form = forms.PlainForm()
    if form.validate_on_submit():
        drafting.discard(here.draft.id)
        flash(_("The application is thrown away. Nothing was submitted."), "ok")
        return redirect(url_for("applications.cabinet"))
    return form_page("applications/discard.html", form, here=here)
