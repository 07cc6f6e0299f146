"""The verbs of the second pair of eyes: approve, check a language, send back, comment.

Nobody approves what they wrote: asked here, so that a sentence says why, and held by the database besides.
"""

from __future__ import annotations

from collections.abc import Collection

from core.clock import now
from core.database import db
from core.languages import NAMES, _l
from core.refusals import NotFound, Refusal
from question_banks.actions import ground
from question_banks.actions.drafts import return_to_writer
from question_banks.content import LANGUAGES, Language
from question_banks.contents import Held, unpack
from question_banks.faults import Fault
from question_banks.models import EditionLanguage, QuestionComment, QuestionEdition, StoredQuestion

LONGEST_COMMENT = 4_000


def approve(question_id: int, edition_id: int, languages: Collection[Language] = ()) -> QuestionEdition:
    """Approve the waiting edition, and with it the source language; `languages` are checked by the same act."""
    question = ground.locked(question_id)
    edition = _waiting(question, edition_id)
    refused = why_not_approve(question, edition)
    if refused is not None:
        raise refused
    if question.state == "retired":
        raise Refusal(_l("This question is retired."))
    held = unpack(question.kind, edition.content)
    found = ground.faults_of(held, ground.media_at_hand(question.bank_id))
    if ground.errors_among(found, held, None):
        raise Refusal(
            _l("The question has faults that stand in the way of its approval."),
            next_step=_l("Send it back and say what must be put right."),
        )
    before = ground.current_edition(question.id)
    if before is not None:
        before.is_current = False
        db.session.flush()
    edition.decision, edition.decided_by, edition.decided_at = "approved", ground.person(), now()
    edition.is_current = True
    db.session.flush()
    for language in sorted({edition.source_language, *languages}):
        _check(edition, held, language, found)
    if question.state in {"draft", "in_review"}:
        question.state = "approved"
    _tell(question)
    ground.note(
        "question_banks:question:approve",
        question,
        old={"edition": before.number if before else None},
        new={"edition": edition.number, "digest": edition.digest, "languages": sorted(languages)},
    )
    return edition


def why_not_approve(question: StoredQuestion, edition: QuestionEdition) -> Refusal | None:
    """What stands against whoever wrote it: asked alike by the page and the verb."""
    writers = {edition.body_written_by, edition.source_written_by, edition.sent_by, question.author_id}
    if ground.person() not in writers:
        return None
    return Refusal(
        _l("You wrote or sent this question. It is approved by another person."),
        next_step=_l("It will appear on the desk of another reviewer."),
        status=403,
    )


def check_language(question_id: int, edition_id: int, language: Language) -> EditionLanguage:
    """Answer as a second person for the words of one language in the edition that waits or is in use."""
    question = ground.locked(question_id)
    edition = db.session.get(QuestionEdition, edition_id)
    if edition is None or edition.question_id != question.id:
        raise NotFound
    if edition.decision == "sent_back" or (edition.decision == "approved" and not edition.is_current):
        raise Refusal(_l("This edition is not used any more, so there is nothing to check."))
    held = unpack(question.kind, edition.content)
    found = ground.faults_of(held, ground.media_at_hand(question.bank_id))
    row = _check(edition, held, language, found)
    _tell(question)
    ground.note(
        "question_banks:question:check",
        question,
        new={"edition": edition.number, "language": language, "digest": row.digest},
    )
    return row


def _check(edition: QuestionEdition, held: Held, language: str, found: Collection[Fault]) -> EditionLanguage:
    row = next((one for one in edition.languages if one.language == language), None)
    own = NAMES[language][1]
    if row is None:
        raise Refusal(_l("The question has no text in this language: %(language)s.", language=own))
    if row.checked_by is not None:
        return row
    if row.stale:
        raise Refusal(
            _l("The source has changed since this was translated: %(language)s.", language=own),
            next_step=_l("The translator must look at it first."),
        )
    if row.written_by == ground.person():
        raise Refusal(
            _l("You wrote this text. It is checked by another person: %(language)s.", language=own),
            status=403,
        )
    named = next(one for one in LANGUAGES if one == language)
    if language != edition.source_language and ground.errors_among(found, held, named):
        raise Refusal(
            _l("This text has faults that stand in the way: %(language)s.", language=own),
            next_step=_l("Send it back and say what must be put right."),
        )
    row.checked_by, row.checked_at = ground.person(), now()
    db.session.flush()
    return row


def send_back(question_id: int, edition_id: int, remark: str) -> QuestionEdition:
    """Send the waiting edition back, saying what must be put right; its words go on as a draft."""
    question = ground.locked(question_id)
    edition = _waiting(question, edition_id)
    _add_comment(question, remark, edition_id=edition.id)
    return_to_writer(question, edition)
    _tell(question)
    ground.note("question_banks:question:send_back", question, new={"edition": edition.number})
    return edition


def comment(
    question_id: int, words: str, *, language: Language | None = None, edition_id: int | None = None
) -> QuestionComment:
    """Write a remark into the thread beside a question."""
    question = ground.locked(question_id)
    if edition_id is not None:
        edition = db.session.get(QuestionEdition, edition_id)
        if edition is None or edition.question_id != question.id:
            raise NotFound
    made = _add_comment(question, words, language=language, edition_id=edition_id)
    ground.note("question_banks:question:comment", question, new={"comment": made.id})
    return made


def _add_comment(
    question: StoredQuestion,
    words: str,
    *,
    language: Language | None = None,
    edition_id: int | None = None,
) -> QuestionComment:
    said = words.replace("\r\n", "\n").strip()
    if not said:
        raise Refusal(_l("Say what must be put right: the author must be able to mend it."), status=422)
    if len(said) > LONGEST_COMMENT:
        raise Refusal(_l("A comment has at most %(most)s letters.", most=LONGEST_COMMENT), status=422)
    made = QuestionComment(
        question_id=question.id,
        edition_id=edition_id,
        language=language,
        author_id=ground.person(),
        words=said,
        written_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _waiting(question: StoredQuestion, edition_id: int) -> QuestionEdition:
    edition = ground.waiting_edition(question.id)
    if edition is None or edition.id != edition_id:
        raise Refusal(
            _l("This edition does not wait for a decision any more."),
            next_step=_l("Open the question again: it shows where it stands."),
        )
    return edition


def _tell(question: StoredQuestion) -> None:
    ground.tell_states(question, ground.held_now(question))
