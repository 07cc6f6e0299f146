"""What goes with an application: documents item by item, the evidence, the consent, and the register's word."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.formats import fail
from accounts.views.carrying_out import in_one_line
from accounts.views.visitor import form_page
from applications import questions
from applications.actions import drafting, lookups
from applications.draft_reading import COUNTRY_ZONE, Filling, consent_words
from applications.forms_apply import ConsentForm, DocumentForm, PlainForm
from applications.questions import Page
from applications.views import blueprint
from applications.views.draft import draft_here, go_on, submitted_already
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.files import send_file, store_upload
from core.languages import _, current_language
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from gateways.answers import NotConnected, RegisterAnswer
from gateways.asking import ask
from gateways.doors import Door, doors
from gateways.saying import FIELDS, door_sentence, system_name
from regulations.setting_values import DocumentItem


@blueprint.get("/drafts/<public_id>/documents")
@permission("applications.apply")
def documents(public_id: str) -> ResponseReturnValue:
    """The office's list, each item with what is attached to it."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    language = current_language()
    items = [
        {
            "name": item.name.in_(language),
            "url": url_for("applications.document", public_id=public_id, item=item.id),
            "hint": item.note.in_(language) if item.note else "",
            "word": _state(here, item),
            "kind": "ok" if here.files_of(item.id) else ("now" if item.required else ""),
        }
        for item in here.listed
    ]
    known = {item.id for item in here.listed}
    return render_template(
        "applications/documents.html",
        here=here,
        items=items,
        stray=[one for one in here.documents if one.item not in known],
        following=here.after(Page.DOCUMENTS),
    )


def _state(here: Filling, item: DocumentItem) -> str:
    if here.files_of(item.id):
        return _("Attached")
    return _("Still to attach") if item.required else _("If you have it")


@blueprint.route("/drafts/<public_id>/documents/<item>", methods=["GET", "POST"])
@permission("applications.apply")
def document(public_id: str, item: str) -> ResponseReturnValue:
    """One item of the list: attach a file, look at it, take it away."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    found = next((one for one in here.listed if one.id == item), None)
    if found is None:
        raise NotFound
    form = DocumentForm()
    if form.validate_on_submit():
        attached = all_or_nothing(
            lambda: drafting.attach(here.draft.id, found, store_upload(form.file.data)), Refusal
        )
        if not isinstance(attached, Refusal):
            flash(_("Attached: %(name)s.", name=found.name.in_(current_language())), "ok")
            return redirect(url_for("applications.documents", public_id=public_id))
        if attached.status == 409:
            raise attached
        fail(form.file, in_one_line(attached))
    return form_page("applications/document.html", form, here=here, item=found, files=here.files_of(item))


@blueprint.get("/drafts/<public_id>/files/<int:document_id>")
@permission("applications.apply")
def draft_file(public_id: str, document_id: int) -> Response:
    """A file that was attached, to be looked at."""
    here = draft_here(public_id)
    found = next((one for one in here.documents if one.id == document_id), None)
    if found is None or found.file is None:
        raise NotFound
    return send_file(found.file)


@blueprint.post("/drafts/<public_id>/files/<int:document_id>/remove")
@permission("applications.apply")
def remove_file(public_id: str, document_id: int) -> ResponseReturnValue:
    """Take an attached file away."""
    here = draft_here(public_id)
    found = next((one for one in here.documents if one.id == document_id), None)
    if found is None:
        raise NotFound
    drafting.detach(here.draft.id, document_id)
    flash(_("The file is taken away."), "ok")
    return redirect(url_for("applications.documents", public_id=public_id))


@blueprint.get("/drafts/<public_id>/evidence")
@permission("applications.apply")
def draft_evidence(public_id: str) -> Response:
    """The applicant's own health evidence, to be looked at."""
    held = draft_here(public_id).answer(Page.ACCOMMODATIONS).get("evidence")
    file = db.session.get(StoredFile, held) if held else None
    if file is None:
        raise NotFound
    return send_file(file)


@blueprint.post("/drafts/<public_id>/evidence/remove")
@permission("applications.apply")
def remove_evidence(public_id: str) -> ResponseReturnValue:
    """Take the evidence away again."""
    here = draft_here(public_id)
    answer = here.answer(Page.ACCOMMODATIONS)
    drafting.save_page(here.draft.id, Page.ACCOMMODATIONS.value, {**answer, "evidence": None})
    flash(_("The file is taken away."), "ok")
    return redirect(url_for("applications.question", public_id=public_id, page=Page.ACCOMMODATIONS.value))


@blueprint.route("/drafts/<public_id>/consent", methods=["GET", "POST"])
@permission("applications.apply")
def consent(public_id: str) -> ResponseReturnValue:
    """The words, and the tick; before it no register is asked."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    form = ConsentForm()
    if form.validate_on_submit():
        drafting.consent(here.draft.id, consent_words())
        return go_on(public_id, Page.CONSENT)
    words = here.consent.words if here.consent else consent_words()
    return form_page("applications/consent.html", form, here=here, words=words, zone=COUNTRY_ZONE)


@blueprint.route("/drafts/<public_id>/data", methods=["GET", "POST"])
@permission("applications.apply")
def data(public_id: str) -> ResponseReturnValue:
    """Ask the register about the applicant; say honestly what it said, or that it said nothing."""
    here = draft_here(public_id)
    gone = submitted_already(here.draft)
    if gone is not None:
        return gone
    if here.door is None:
        raise NotFound
    if here.consent is None:
        return redirect(url_for("applications.consent", public_id=public_id))
    form = PlainForm()
    if form.validate_on_submit():
        if not here.sees_registers:
            raise NotFound
        _ask(public_id, here, here.door)
        return redirect(url_for("applications.data", public_id=public_id))
    return form_page("applications/data.html", form, here=here, **_told(here, here.door))


def _ask(public_id: str, here: Filling, name: str) -> None:
    """Ask with no transaction held, then write the answer down; the consent goes with the question."""
    assert here.consent is not None
    question = lookups.question_about(here.principal, here.consent, here.draft.service)
    opened = doors()
    stand_in = _door(name).stand_in

    def put() -> RegisterAnswer[Any]:
        return (
            opened.individuals.ask(question) if name == "individuals" else opened.legal_entities.ask(question)
        )

    answer = ask(put)
    here = draft_here(public_id)
    drafting.locked(here.draft.id)
    assert here.consent is not None
    if isinstance(answer, NotConnected):
        drafting.save_page(here.draft.id, Page.DATA.value, {"by_hand": True})
        return
    lookups.note(here.draft, here.consent, name, stand_in, answer)


def _door(name: str) -> Door:
    return doors().by_name()[name]


def _told(here: Filling, name: str) -> dict[str, Any]:
    """What the page says of the register and of its answer; to an account nobody has identified it says nothing."""
    lookup = here.lookup if here.sees_registers else None
    answer = (lookup.answer or {}) if lookup else {}
    return {
        "lookup": lookup,
        "system": system_name(name),
        "about_door": door_sentence(name, _door(name)),
        "differing": [str(FIELDS[field]) for field in answer.get("fields", ()) if field in FIELDS],
        "notice_words": questions.unconfirmed_notice(here.edition),
        "following": here.after(Page.DATA),
        "zone": COUNTRY_ZONE,
        "person": signed_in(),
    }
