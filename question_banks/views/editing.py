"""The pages of whoever writes: begin a question, the editor with the languages side by side, send, take back."""

from __future__ import annotations

from typing import cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed
from accounts.forms import options
from accounts.refused_facts import RefusedFact, Stale
from accounts.views.visitor import form_page
from core.access import permission
from core.clock import now
from core.database import db
from core.languages import NAMES, _, clock_time, current_language
from core.refusals import Refusal
from question_banks.actions import drafts, ground, media, taking
from question_banks.content import (
    LANGUAGES,
    Case,
    Language,
    LanguageText,
    Question,
    tells_key,
)
from question_banks.editor.acts import new_body
from question_banks.editor.form import Sent, read_form, text_field
from question_banks.forms import BeginForm
from question_banks.items import BankItem, CaseItem, Classification, Item
from question_banks.kind_words import KIND_HINTS, KINDS, LANGUAGE_STATE_KINDS, LANGUAGE_STATES
from question_banks.models import Bank, StoredQuestion
from question_banks.readers.images import LARGEST
from question_banks.rendering import shown
from question_banks.versions import state_of
from question_banks.views import blueprint
from question_banks.views.editor_page import editor_page, fault_lines, mark_of, needs_preview, writes_in
from question_banks.views.finding import (
    address_in,
    bank_here,
    may_see_keys,
    note_seeing,
    question_here,
)


@blueprint.route("/banks/<code>/questions/new", methods=["GET", "POST"])
@permission("banks.write")
def begin(code: str) -> ResponseReturnValue:
    """Choose a kind and a language, and begin."""
    bank = bank_here(code)
    form = BeginForm()
    form.kind.choices = options(KINDS.items())
    form.language.choices = options((one, NAMES[one][1]) for one in LANGUAGES)
    if not form.is_submitted():
        form.language.data, form.kind.data = current_language(), "single"
    if form.validate_on_submit():
        question = taking.begin_question(bank, _empty(form.kind.data, form.language.data))
        return redirect(url_for("question_banks.edit", question_id=question.id))
    return form_page("question_banks/begin.html", form, bank=bank, hints=KIND_HINTS)


def _empty(kind: str, language: str) -> Item:
    source = cast(Language, language)
    texts: dict[Language, LanguageText] = {source: LanguageText()}
    if kind == "case":
        return CaseItem(key="", vignette=Case(source_language=source, texts=texts))
    body = new_body(kind)
    question = Question(body=body, source_language=source, texts=texts)
    return BankItem(key="", question=question, classification=Classification())


@blueprint.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@permission("banks.draft")
def edit(question_id: int) -> ResponseReturnValue:
    """The editor. Every button of it saves what was typed first."""
    question = question_here(question_id)
    if request.method == "GET":
        page = editor_page(question)
        if may_see_keys():
            note_seeing(question)
        return page
    sent = _sent(question)
    try:
        drafts.save_draft(question.id, sent.change, _seen())
    except RefusedFact as refused:
        db.session.rollback()
        return editor_page(question_here(question_id), sent, {refused.field: refused.sentence}), 422
    if sent.problems:
        return editor_page(question_here(question_id), sent, sent.problems), 422
    if sent.act == "send":
        return _send(question)
    if sent.act == "done":
        flash(_("The draft is saved."), "ok")
        return redirect(url_for("question_banks.question", question_id=question.id))
    if sent.act == "image":
        _add_image(question.bank)
    anchor = "images" if sent.act == "image" else "form"
    return redirect(url_for("question_banks.edit", question_id=question.id, _anchor=anchor))


def _send(question: StoredQuestion) -> ResponseReturnValue:
    drafts.send_to_review(question.id)
    flash(_("The question is sent to review. Another person decides on it."), "ok")
    return redirect(url_for("question_banks.question", question_id=question.id))


def _seen() -> int | None:
    typed = request.form.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _add_image(bank: Bank) -> None:
    upload = request.files.get("image")
    if upload is None or not upload.filename:
        raise Refusal(_("Choose an image first."), status=422)
    kept = media.add_image(bank, upload.filename, upload.stream.read(LARGEST + 1))
    flash(
        _(
            "The image is kept. Write its mark where it is to stand: %(mark)s",
            mark=mark_of(kept, request.form.get("alternative", "")),
        ),
        "ok",
    )


def _sent(question: StoredQuestion) -> Sent:
    held = ground.held_now(question)
    return read_form(
        held,
        dict(request.form.items()),
        writes=writes_in(held),
        keys=allowed("banks.write"),
        images=ground.media_at_hand(question.bank_id),
    )


@blueprint.post("/questions/<int:question_id>/autosave")
@permission("banks.draft")
def autosave(question_id: int) -> ResponseReturnValue:
    """Save while somebody is writing; answers with what the page then shows."""
    question = question_here(question_id)
    sent = _sent(question)
    try:
        draft = drafts.save_draft(question.id, sent.change, _seen())
    except Refusal as refused:
        db.session.rollback()
        stale = isinstance(refused, Stale)
        return {"refused": str(refused.sentence), "stale": stale}, refused.status
    held = ground.held_now(question)
    address = address_in(question.bank.code)
    return {
        "version": draft.version,
        "saved": clock_time(now(), question.bank.office.zone),
        "faults": [
            {"field": field, "sentence": sentence, "error": error}
            for field, sentence, error in fault_lines(question, held)
        ],
        "previews": {
            text_field(language, part): str(shown(words, address, part))
            for language, text in held.texts.items()
            for part, words in text.parts.items()
            if needs_preview(part, words) and (may_see_keys() or not tells_key(part))
        },
        "states": {
            language: {"word": str(LANGUAGE_STATES[state]), "kind": LANGUAGE_STATE_KINDS[state]}
            for language in LANGUAGES
            for state in [state_of(held, language)]
        },
    }


@blueprint.post("/questions/<int:question_id>/send")
@permission("banks.draft")
def send(question_id: int) -> ResponseReturnValue:
    """Send the draft as it is kept."""
    return _send(question_here(question_id))


@blueprint.post("/questions/<int:question_id>/take-back")
@permission("banks.draft")
def take_back(question_id: int) -> ResponseReturnValue:
    """Take one's own edition back from the review."""
    question = question_here(question_id)
    drafts.take_back(question.id)
    flash(_("The question is a draft again."), "ok")
    return redirect(url_for("question_banks.edit", question_id=question.id))
