"""The pages of whoever writes: begin a question, the editor with the languages side by side, send, take back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed
from accounts.forms import options
from accounts.refused_facts import RefusedFact, Stale
from accounts.views.visitor import form_page
from core.access import permission
from core.all_or_nothing import all_or_nothing
from core.clock import now
from core.languages import NAMES, Text, _, clock_time, current_language
from core.refusals import Refusal
from question_banks import queries
from question_banks.actions import drafts, ground, media, taking
from question_banks.comparing import changes_of_source
from question_banks.content import (
    LANGUAGES,
    Case,
    Language,
    LanguageText,
    Question,
    is_plain,
    needed_parts,
    tells_key,
)
from question_banks.contents import Held
from question_banks.editor.acts import new_body
from question_banks.editor.form import Sent, read_form, text_field
from question_banks.editor.groups import body_groups
from question_banks.editor.rows import Group, extra_group, stem_group
from question_banks.faults import tells_of_key
from question_banks.forms import BeginForm
from question_banks.items import BankItem, CaseItem, Classification, Item
from question_banks.kind_words import KIND_HINTS, KINDS, LANGUAGE_STATE_KINDS, LANGUAGE_STATES
from question_banks.models import Bank, BankMedium, StoredQuestion
from question_banks.notation import SHORT_DIGEST, to_markup, to_typed
from question_banks.readers.images import LARGEST
from question_banks.rendering import shown
from question_banks.versions import state_of
from question_banks.views import blueprint
from question_banks.views.finding import (
    address_in,
    bank_here,
    fault_sentence,
    languages_first,
    may_see_keys,
    note_seeing,
    opening_of,
    question_here,
)

# How the notation is shown to people; what is typed, and beside it what becomes of it.
EXAMPLES = ("**НЕ**", "*Escherichia coli*", "H~2~O", "10^5^")


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
    refused = all_or_nothing(lambda: drafts.save_draft(question.id, sent.change, _seen()), RefusedFact)
    if isinstance(refused, RefusedFact):
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
            mark=_mark(kept, request.form.get("alternative", "")),
        ),
        "ok",
    )


def _mark(image: BankMedium, words: str = "") -> str:
    described = " ".join(words.split()) or _("say here what the image shows")
    return f"![{described}](image:{image.digest[:SHORT_DIGEST]})"


def writes_in(held: Held) -> list[Language]:
    """The languages that this person may write: an author all, a translator those that are no source."""
    if allowed("banks.write"):
        return list(LANGUAGES)
    return [one for one in LANGUAGES if one != held.source_language]


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
    draft = all_or_nothing(lambda: drafts.save_draft(question.id, sent.change, _seen()), Refusal)
    if isinstance(draft, Refusal):
        return {"refused": str(draft.sentence), "stale": isinstance(draft, Stale)}, draft.status
    held = ground.held_now(question)
    address = address_in(question.bank.code)
    return {
        "version": draft.version,
        "saved": clock_time(now(), question.bank.office.zone),
        "faults": [
            {"field": field, "sentence": sentence, "error": error}
            for field, sentence, error in _fault_lines(question, held)
        ],
        "previews": {
            text_field(language, part): str(shown(words, address, part))
            for language, text in held.texts.items()
            for part, words in text.parts.items()
            if _needs_preview(part, words) and (may_see_keys() or not tells_key(part))
        },
        "states": {
            language: {"word": str(LANGUAGE_STATES[state]), "kind": LANGUAGE_STATE_KINDS[state]}
            for language in LANGUAGES
            for state in [state_of(held, language)]
        },
    }


def _needs_preview(part: str, words: str) -> bool:
    return not is_plain(part) and any(mark in words for mark in ("<", "\\(", "\\["))


def _fault_lines(question: StoredQuestion, held: Held) -> Iterator[tuple[str, str, bool]]:
    """Each fault with the field that it stands beside; "" where it concerns the whole question."""
    for fault in ground.faults_of(held, ground.media_at_hand(question.bank_id)):
        if fault.code == "missing_language" or (tells_of_key(fault) and not may_see_keys()):
            continue
        language = fault.language or held.source_language
        field = text_field(language, fault.part) if fault.part and not fault.part.startswith("gap:") else ""
        where = f"[[{fault.part[4:]}]] " if fault.part.startswith("gap:") else ""
        yield field, where + fault_sentence(fault), fault.weight == "error"


def editor_page(
    question: StoredQuestion, sent: Sent | None = None, problems: Mapping[str, Text] | None = None
) -> str:
    """The editor as a page; after a refusal with what was typed."""
    held = ground.held_now(question)
    draft = ground.draft_of(question.id)
    typed = dict(request.form.items()) if sent is not None else {}
    keys = allowed("banks.write")
    columns = languages_first(held.source_language)
    return render_template(
        "question_banks/edit.html",
        question=question,
        bank=question.bank,
        words=opening_of(question)[0],
        version=draft.version if draft else 0,
        saved=clock_time(draft.changed_at, question.bank.office.zone) if draft else "",
        columns=[_column(held, language) for language in columns],
        groups=[_drawn(group, held, columns, typed, keys) for group in _groups(held)],
        summary=[line for line in _fault_lines(question, held) if not line[0]],
        faults=_by_field(_fault_lines(question, held)),
        changes=_changes(question, held),
        problems=problems or {},
        keys=keys,
        points=held.points if isinstance(held, Question) and keys else None,
        images=_images(question.bank),
        waiting=ground.waiting_edition(question.id),
        kind=KINDS[question.kind],
        examples=[(one, shown(to_markup(one), str)) for one in EXAMPLES],
        rendered=lambda words, part: shown(words, address_in(question.bank.code), part),
    )


def _groups(held: Held) -> list[Group]:
    if isinstance(held, Case):
        return [stem_group(None)]
    extra = {part for text in held.texts.values() for part in text.parts if part.startswith("feedback")}
    return [stem_group(held.body), *body_groups(held.body), extra_group(sorted(extra))]


def _column(held: Held, language: Language) -> dict[str, Any]:
    state = state_of(held, language)
    return {
        "code": language,
        "own": NAMES[language][1],
        "source": language == held.source_language,
        "word": LANGUAGE_STATES[state],
        "kind": LANGUAGE_STATE_KINDS[state],
        "stale": state == "stale",
        "writes": language in writes_in(held),
    }


def _drawn(
    group: Group, held: Held, columns: Collection[Language], typed: Mapping[str, str], keys: bool
) -> dict[str, Any]:
    """A group with the words of its rows in each language."""
    needed = set(needed_parts(held.body)) if isinstance(held, Question) else {"vignette"}
    rows = [
        {
            "row": row,
            "needed": row.part in needed,
            "cells": [_cell(held, language, row.part, typed) for language in columns] if row.part else [],
        }
        for row in group.rows
        if keys or (row.part and not tells_key(row.part))
    ]
    return {"group": group, "rows": rows}


def _cell(held: Held, language: Language, part: str, typed: Mapping[str, str]) -> dict[str, Any]:
    stored = held.texts[language].parts.get(part, "") if language in held.texts else ""
    name = text_field(language, part)
    words = stored if is_plain(part) else to_typed(stored)
    return {
        "language": language,
        "name": name,
        "typed": typed.get(name, words),
        "stored": stored,
        "rich": _needs_preview(part, stored),
    }


def _by_field(lines: Iterator[tuple[str, str, bool]]) -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for field, sentence, error in lines:
        if field:
            found.setdefault(field, []).append((sentence, error))
    return found


def _changes(question: StoredQuestion, held: Held) -> dict[str, Any]:
    """Beside which fields a translation is out of date, and what has changed in the source."""
    return {
        text_field(language, part): runs
        for language in LANGUAGES
        for part, runs in changes_of_source(question, held, language).items()
    }


def _images(bank: Bank) -> list[dict[str, str]]:
    """The images of the bank that came last, each with the mark to write."""
    rows = queries.newest_images(bank.id)
    return [
        {
            "name": row.name,
            "mark": _mark(row),
            "url": url_for("question_banks.image", code=bank.code, digest=row.digest),
        }
        for row in rows
    ]


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
