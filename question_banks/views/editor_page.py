"""The editor as a page: the languages side by side, the faults beside their fields, the images with their marks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flask import render_template, request, url_for

from accounts.door import allowed
from core.languages import NAMES, Text, _, clock_time
from question_banks import queries
from question_banks.actions import ground
from question_banks.comparing import changes_of_source
from question_banks.content import (
    LANGUAGES,
    Case,
    Language,
    Question,
    is_plain,
    needed_parts,
    tells_key,
)
from question_banks.contents import Held
from question_banks.editor.form import Sent, text_field
from question_banks.editor.groups import body_groups
from question_banks.editor.rows import Group, extra_group, stem_group
from question_banks.faults import tells_of_key
from question_banks.kind_words import KINDS, LANGUAGE_STATE_KINDS, LANGUAGE_STATES
from question_banks.models import Bank, BankMedium, StoredQuestion
from question_banks.notation import SHORT_DIGEST, to_markup, to_typed
from question_banks.rendering import shown
from question_banks.versions import state_of
from question_banks.views.finding import (
    address_in,
    fault_sentence,
    languages_first,
    may_see_keys,
    opening_of,
)

# How the notation is shown to people; what is typed, and beside it what becomes of it.
EXAMPLES = ("**НЕ**", "*Escherichia coli*", "H~2~O", "10^5^")


def mark_of(image: BankMedium, words: str = "") -> str:
    """What an author writes where this image is to stand."""
    described = " ".join(words.split()) or _("say here what the image shows")
    return f"![{described}](image:{image.digest[:SHORT_DIGEST]})"


def writes_in(held: Held) -> list[Language]:
    """The languages that this person may write: an author all, a translator those that are no source."""
    if allowed("banks.write"):
        return list(LANGUAGES)
    return [one for one in LANGUAGES if one != held.source_language]


def needs_preview(part: str, words: str) -> bool:
    """Whether the words look otherwise than they are typed."""
    return not is_plain(part) and any(mark in words for mark in ("<", "\\(", "\\["))


def fault_lines(question: StoredQuestion, held: Held) -> Iterator[tuple[str, str, bool]]:
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
        summary=[line for line in fault_lines(question, held) if not line[0]],
        faults=_by_field(fault_lines(question, held)),
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
        "rich": needs_preview(part, stored),
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
            "mark": mark_of(row),
            "url": url_for("question_banks.image", code=bank.code, digest=row.digest),
        }
        for row in rows
    ]
