"""What the verbs on questions share: the row locked, what it says now, and what lists and searches are told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from question_banks.content import Case, Language, Question, TextState
from question_banks.contents import Held, opening, plain_texts, unpack, with_states
from question_banks.faults import Fault, find_case_faults, find_faults
from question_banks.fingerprints import fingerprints
from question_banks.models import (
    Bank,
    BankMedium,
    QuestionDraft,
    QuestionEdition,
    QuestionFault,
    QuestionPrint,
    StoredQuestion,
)
from question_banks.versions import states
from question_banks.word_index import index_words, words_in

# The languages of the state, in which every question must be had; English is welcome.
MUST_SPEAK: tuple[Language, ...] = ("kk", "ru")


def person() -> int:
    """Who answers for what is done now; the system itself writes and approves nothing."""
    number = current_actor().account_id
    if number is None:
        raise Refusal(_l("A person must answer for this."))
    return number


def locked(question_id: int) -> StoredQuestion:
    """The question, locked until the commit; whoever comes second sees what the first one did."""
    return held(StoredQuestion, question_id)


def draft_of(question_id: int) -> QuestionDraft | None:
    """The draft that is being written, if any."""
    return db.session.scalar(
        select(QuestionDraft)
        .where(QuestionDraft.question_id == question_id)
        .execution_options(populate_existing=True)
    )


def waiting_edition(question_id: int) -> QuestionEdition | None:
    """The edition that waits for its decision, if any."""
    return db.session.scalar(
        select(QuestionEdition).where(
            QuestionEdition.question_id == question_id, QuestionEdition.decision.is_(None)
        )
    )


def current_edition(question_id: int) -> QuestionEdition | None:
    """The approved edition in use, if any."""
    return db.session.scalar(
        select(QuestionEdition).where(
            QuestionEdition.question_id == question_id, QuestionEdition.is_current.is_(True)
        )
    )


def newest_edition(question_id: int) -> QuestionEdition | None:
    """The edition that was made last, whatever was decided on it."""
    return db.session.scalar(
        select(QuestionEdition)
        .where(QuestionEdition.question_id == question_id)
        .order_by(QuestionEdition.number.desc())
        .limit(1)
    )


def edition_held(edition: QuestionEdition, kind: str) -> Held:
    """What an edition says, with the states of its languages as their rows know them."""
    marks: dict[str, TextState] = {}
    for row in edition.languages:
        marks[row.language] = "stale" if row.stale else "checked" if row.checked_by else "draft"
    return with_states(unpack(kind, edition.content), marks)


def held_now(question: StoredQuestion) -> Held:
    """What the question says now: the draft's words, else those of the newest edition."""
    draft = draft_of(question.id)
    if draft is not None:
        return unpack(question.kind, draft.content)
    edition = newest_edition(question.id)
    if edition is None:
        raise NotFound
    return edition_held(edition, question.kind)


def media_at_hand(bank_id: int) -> frozenset[str]:
    """The digests of the images that a bank keeps."""
    return frozenset(db.session.scalars(select(BankMedium.digest).where(BankMedium.bank_id == bank_id)))


def faults_of(held: Held, media: Collection[str] | None) -> tuple[Fault, ...]:
    """The faults of a question or a vignette that must be had in the languages of the state."""
    if isinstance(held, Case):
        return find_case_faults(held, languages=MUST_SPEAK, media=media)
    return find_faults(held, languages=MUST_SPEAK, media=media)


def errors_in(held: Held, bank_id: int, language: Language | None) -> list[Fault]:
    """What stands in the way of this language's approval; for the source, the skeleton's errors as well."""
    return errors_among(faults_of(held, media_at_hand(bank_id)), held, language)


def errors_among(found: Iterable[Fault], held: Held, language: Language | None) -> list[Fault]:
    """Of faults that are known already, those that stand in the way of this language."""
    whole = language in (None, held.source_language)
    return [
        fault
        for fault in found
        if fault.weight == "error"
        and (fault.language == (language or held.source_language) or (fault.language is None and whole))
    ]


def tell_states(question: StoredQuestion, held: Held) -> None:
    """Let lists know where the languages stand, after an act that changed no word."""
    for language, state in states(held).items():
        setattr(question, f"{language}_state", state)
    question.changed_at = now()
    db.session.flush()


def tell_lists(question: StoredQuestion, held: Held) -> None:
    """Let lists and searches know what the question says now."""
    question.opening = opening(held)
    question.source_language = held.source_language
    tell_states(question, held)
    index_words({question.id: words_of(question.key, question.name, held)})
    note_faults({question.id: faults_of(held, media_at_hand(question.bank_id))})
    note_prints({question.id: held})


def index_name(question: StoredQuestion) -> None:
    """Let the search know a name that has changed."""
    index_words({question.id: words_of(question.key, question.name, held_now(question))})


def words_of(key: str, name: str, held: Held) -> frozenset[str]:
    """The words by which a question is found."""
    return words_in((key, name, *plain_texts(held)))


def note_faults(found: Mapping[int, Iterable[Fault]], *, fresh: bool = False) -> None:
    """Keep the codes of the faults beside each question, in place of those of before."""
    if not fresh:
        db.session.execute(delete(QuestionFault).where(QuestionFault.question_id.in_(list(found))))
    rows = [
        {"question_id": question, "code": code}
        for question, faults in found.items()
        for code in sorted({fault.code for fault in faults})
    ]
    if rows:
        db.session.execute(insert(QuestionFault), rows)


def note_prints(found: Mapping[int, Held], *, fresh: bool = False) -> None:
    """Keep what each question asks as digests, in place of those of before."""
    if not fresh:
        db.session.execute(delete(QuestionPrint).where(QuestionPrint.question_id.in_(list(found))))
    rows = [
        {"question_id": question, "print": one}
        for question, held in found.items()
        if isinstance(held, Question)
        for one in sorted(set(fingerprints(held)))
    ]
    if rows:
        db.session.execute(insert(QuestionPrint), rows)


def note(
    tag: str,
    question: StoredQuestion,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    """Enter into the journal what was done to a question."""
    office = db.session.scalar(select(Bank.office_id).where(Bank.id == question.bank_id))
    record(tag, subject=("question", question.id), office_id=office, old=old, new=new)
