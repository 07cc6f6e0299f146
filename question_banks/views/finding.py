"""What the pages of this room share: the thing asked for, who may see its key, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import request, url_for

from accounts.door import allowed, signed_in
from core.database import db, let_go, set_reading
from core.languages import NAMES, _, current_language
from core.web import SAFE
from question_banks import queries
from question_banks.actions import ground
from question_banks.content import LANGUAGES, Language
from question_banks.faults import Fault
from question_banks.kind_words import KINDS, LANGUAGE_STATE_KINDS, LANGUAGE_STATES, STATE_KINDS, STATES
from question_banks.models import Bank, StoredQuestion
from question_banks.words import FAULT_SENTENCES


def bank_here(code: str) -> Bank:
    """The bank of this address, if the reader may see it."""
    return queries.find_bank(code, signed_in().actor())


def question_here(question_id: int) -> StoredQuestion:
    """The question of this address, if the reader may see it."""
    return queries.find_question(question_id, signed_in().actor())


def address_in(bank_code: str) -> Callable[[str], str]:
    """Where the images of a bank are shown from."""
    return lambda digest: url_for("question_banks.image", code=bank_code, digest=digest)


def may_see_keys() -> bool:
    """Whether this reader may see which answers are right."""
    return allowed("banks.keys")


def note_seeing(question: StoredQuestion, edition: int | None = None) -> None:
    """Enter into the journal that somebody looks at a key; the last thing before the page is drawn.

    A page that is only read cannot write, so the entry has a transaction of its own. Who wrote the question knows
    its key and is not told on.
    """
    me = signed_in().account.id
    if question.author_id == me:
        return
    number = question.id
    if request.method not in SAFE:
        ground.note("question_banks:question:see_key", question, new={"edition": edition})
        return
    let_go()
    set_reading(False)
    ground.note(
        "question_banks:question:see_key",
        db.session.get_one(StoredQuestion, number),
        new={"edition": edition},
    )
    db.session.commit()
    set_reading(True)


def languages_first(source: str) -> list[Language]:
    """The three languages, the source first."""
    return sorted(LANGUAGES, key=lambda one: one != source)


def language_tags(question: StoredQuestion) -> list[dict[str, Any]]:
    """Where each language stands, as small words."""
    return [
        {
            "code": language,
            "short": NAMES[language][0],
            "own": NAMES[language][1],
            "state": getattr(question, f"{language}_state"),
            "word": LANGUAGE_STATES[getattr(question, f"{language}_state")],
            "kind": LANGUAGE_STATE_KINDS[getattr(question, f"{language}_state")],
            "source": language == question.source_language,
        }
        for language in LANGUAGES
    ]


def opening_of(question: StoredQuestion) -> tuple[str, str]:
    """The beginning of the words in the reader's language, else in the source's; and in which language it is."""
    for language in (current_language(), question.source_language, *LANGUAGES):
        if words := question.opening.get(language):
            return words, language
    return question.name or _("(no words yet)"), current_language()


def list_row(question: StoredQuestion, faults: Mapping[int, list[str]] | None = None) -> dict[str, Any]:
    """A question as one row of a list."""
    words, language = opening_of(question)
    return {
        "id": question.id,
        "key": question.key,
        "url": url_for("question_banks.question", question_id=question.id),
        "words": words,
        "language": language,
        "kind": KINDS[question.kind],
        "state": STATES[question.state],
        "state_kind": STATE_KINDS[question.state],
        "topic": question.topic.title if question.topic else "",
        "languages": language_tags(question),
        "faults": (faults or {}).get(question.id, []),
    }


def fault_sentence(fault: Fault) -> str:
    """A fault in the reader's words."""
    return str(FAULT_SENTENCES[fault.code]) % dict(fault.facts)
