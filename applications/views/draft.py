"""The pages of one application being filled in: the task list, one question to a page, check, declare, submit."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.door import signed_in
from accounts.formats import fail
from accounts.views.visitor import form_page
from applications import forms_apply as forms
from applications import questions
from applications.actions import applying, drafting
from applications.draft_reading import Filling, answer_words
from applications.models import Case, Draft
from applications.questions import Page
from applications.request_declaration import takes_typed
from applications.views import blueprint
from applications.views.draft_answers import ELSEWHERE, FORMS, SAVES, beside, draft_here, save_plainly
from core.access import permission
from core.database import db
from core.languages import _, current_language
from core.refusals import NotFound
from core.sorting import fold
from core.views import settings
from gateways.doors import doors


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
    if form.validate_on_submit() and SAVES.get(asked, save_plainly)(here, asked, form):
        return go_on(public_id, asked)
    title = questions.TITLES[asked]
    return form_page(
        "applications/question.html", form, here=here, page=asked, title=title, **beside(here, asked)
    )


def go_on(public_id: str, page: Page) -> ResponseReturnValue:
    """To the next page that wants an answer; back to the check where the answer was changed from there."""
    if request.args.get("then") == "check":
        return redirect(url_for("applications.check_answers", public_id=public_id))
    following = draft_here(public_id).after(page)
    if following is None or not is_open(draft_here(public_id), following):
        return redirect(url_for("applications.draft", public_id=public_id))
    return redirect(url_for("applications.question", public_id=public_id, page=following.value))


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
