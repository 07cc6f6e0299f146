"""The verbs of whoever writes: save the draft, send it to review, take it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlalchemy import insert, select

from accounts.permission_words import may
from accounts.refused_facts import RefusedFact, check_version
from accounts.roles import Role
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from question_banks.actions import ground
from question_banks.actions.banks import check_open
from question_banks.bodies import Body
from question_banks.canonical import edition_digest
from question_banks.content import LANGUAGES, Language, Question, TextState, is_plain
from question_banks.contents import (
    Held,
    body_digest,
    media_of,
    pack,
    unpack,
    with_body,
    with_states,
    words_digest,
)
from question_banks.folding import tidy
from question_banks.models import (
    Bank,
    BankMedium,
    EditionLanguage,
    EditionMedium,
    QuestionDraft,
    QuestionEdition,
    StoredQuestion,
)
from question_banks.richtext import clean
from question_banks.versions import state_of, work_on_text

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody wrote: a skeleton, the words of some languages, and which translations stand as they are."""

    body: Body | None = None
    points: Fraction | None = None
    texts: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    stands: frozenset[Language] = frozenset()
    source_language: Language | None = None


def save_draft(question_id: int, change: Change, seen: int | None = None) -> QuestionDraft:
    """Keep what was written. `seen` is the version of the draft on the page, 0 where there was none yet."""
    question = ground.locked(question_id)
    draft = _draft_to_write(question)
    check_version(draft.version or 0, seen)
    _check_rights(unpack(question.kind, draft.content).source_language, change)
    before = unpack(question.kind, draft.content)
    held = _written(before, change)
    writers = dict(draft.writers)
    if body_digest(held) != body_digest(before):
        writers["body"] = ground.person()
    for language in change.texts:
        if words_digest(held, language) != words_digest(before, language) or language in change.stands:
            writers[language] = ground.person()
    draft.content, draft.writers, draft.changed_at = pack(held), writers, now()
    db.session.add(draft)
    db.session.flush()
    ground.tell_lists(question, held)
    ground.note(
        "question_banks:question:save",
        question,
        new={"version": draft.version, "languages": sorted(change.texts), "key": change.body is not None},
    )
    return draft


def _draft_to_write(question: StoredQuestion) -> QuestionDraft:
    """The draft, begun from the newest edition where nobody has begun it; refused where nothing may be written."""
    check_open(db.session.get_one(Bank, question.bank_id))
    if question.state == "retired":
        raise Refusal(_l("This question is retired. Nothing new is written in it."))
    if ground.waiting_edition(question.id) is not None:
        raise Refusal(
            _l("This question waits for its review. Until the reviewer has decided, nobody changes it."),
            next_step=_l("Take it back from the review if something must still be changed."),
        )
    draft = ground.draft_of(question.id)
    return draft or begin_draft(question)


def begin_draft(question: StoredQuestion) -> QuestionDraft:
    """A draft with the words of the newest edition, and with those who wrote them. Not in the session yet."""
    edition = ground.newest_edition(question.id)
    assert edition is not None, "a question without a draft has an edition"
    writers = {row.language: row.written_by for row in edition.languages}
    return QuestionDraft(
        question_id=question.id,
        content=pack(ground.edition_held(edition, question.kind)),
        based_on=edition.id,
        writers={"body": edition.body_written_by} | writers,
        changed_at=now(),
    )


def _check_rights(source: Language, change: Change) -> None:
    """A translator writes the other languages; the source and the skeleton with its key are the author's."""
    role = current_actor().role
    if role in set(Role) and may(Role(role), "banks.write"):
        return
    if role not in set(Role) or not may(Role(role), "banks.translate"):
        raise Refusal(_l("In your present role you do not write questions."), status=403)
    if change.body is not None or change.points is not None or change.source_language is not None:
        raise Refusal(_l("The options and the key are changed by an author."), status=403)
    if source in change.texts:
        raise Refusal(
            _l("The text in the source language is changed by an author."),
            next_step=_l("Write a comment: the author will see it."),
            status=403,
        )


def _written(held: Held, change: Change) -> Held:
    if change.source_language is not None and change.source_language != held.source_language:
        held = replace(held, source_language=change.source_language)
    if isinstance(held, Question):
        held = _with_skeleton(held, change)
    source = held.source_language
    for language in sorted(change.texts, key=lambda one: one != source):
        parts = _clean_parts(held, change.texts[language], language)
        held = work_on_text(held, language, parts, stands=language in change.stands)
    return held


def _with_skeleton(held: Question, change: Change) -> Question:
    if change.body is not None:
        if change.body.kind != held.body.kind:
            raise Refusal(
                _l("A question stays of its kind."),
                next_step=_l("Write a new question of the other kind and retire this one."),
            )
        if change.body != held.body:
            held = with_body(held, change.body)
    if change.points is not None:
        held = replace(held, points=change.points)
    return held


def _clean_parts(held: Held, parts: Mapping[str, str], language: Language) -> dict[str, str]:
    """The words as they are kept. What could do harm is refused; what has no home here is taken off beforehand."""
    old = held.texts[language].parts if language in held.texts else {}
    kept = dict(old)
    for part, words in parts.items():
        if len(words) > LONGEST_TEXT:
            raise RefusedFact(part, _l("This text is longer than %(most)s letters.", most=LONGEST_TEXT))
        if is_plain(part):
            kept[part] = tidy(words)
            continue
        cleaned = clean(words)
        if harm := [removed.what for removed in cleaned.removed if removed.weight == "hostile"]:
            raise RefusedFact(part, _l("The text contains %(what)s, which could do harm.", what=harm[0]))
        kept[part] = cleaned.markup
    return kept


def send_to_review(question_id: int, seen: int | None = None) -> QuestionEdition:
    """Freeze the draft as an edition that waits for another person. What has errors is not sent."""
    question = ground.locked(question_id)
    check_open(db.session.get_one(Bank, question.bank_id))
    draft = ground.draft_of(question.id)
    if draft is None or ground.waiting_edition(question.id) is not None:
        raise Refusal(_l("There is nothing new here that could be sent to review."))
    check_version(draft.version, seen)
    held = unpack(question.kind, draft.content)
    _check_sendable(question, held, draft)
    edition = _freeze(question, draft, held)
    db.session.delete(draft)
    if question.state == "draft":
        question.state = "in_review"
    db.session.flush()
    ground.tell_states(question, ground.edition_held(edition, question.kind))
    ground.note(
        "question_banks:question:send",
        question,
        new={"edition": edition.number, "digest": edition.digest},
    )
    return edition


def _check_sendable(question: StoredQuestion, held: Held, draft: QuestionDraft) -> None:
    if ground.errors_in(held, question.bank_id, None):
        raise Refusal(
            _l("The question has faults that stand in the way of its approval."),
            next_step=_l("Put right the faults that the editor shows, and send it then."),
        )
    base = db.session.get(QuestionEdition, draft.based_on) if draft.based_on is not None else None
    if base is None or base.decision != "approved" or base.digest != edition_digest(held):
        return
    stale = {row.language for row in base.languages if row.stale}
    if all(state_of(held, language) == "stale" for language in LANGUAGES if language in stale):
        raise Refusal(_l("Nothing has changed since the approved edition."))


def _freeze(question: StoredQuestion, draft: QuestionDraft, held: Held) -> QuestionEdition:
    """The edition with its languages and images. A language that nobody has touched keeps the check it had."""
    before = ground.newest_edition(question.id)
    bare: dict[str, TextState] = {
        language: "draft" for language, text in held.texts.items() if text.state == "checked"
    }
    edition = QuestionEdition(
        question_id=question.id,
        number=before.number + 1 if before else 1,
        content=pack(with_states(held, bare)),
        digest=edition_digest(held),
        source_language=held.source_language,
        body_written_by=draft.writers["body"],
        source_written_by=draft.writers.get(held.source_language, draft.writers["body"]),
        sent_by=ground.person(),
        sent_at=now(),
    )
    edition.languages = [
        _language_row(held, language, draft.writers, _checked_before(question, before, held, language))
        for language in LANGUAGES
        if state_of(held, language) != "missing"
    ]
    db.session.add(edition)
    db.session.flush()
    _keep_images(edition, question.bank_id, media_of(held))
    return edition


def _language_row(
    held: Held, language: Language, writers: Mapping[str, int], checked: EditionLanguage | None
) -> EditionLanguage:
    return EditionLanguage(
        language=language,
        digest=words_digest(held, language),
        written_by=checked.written_by if checked else writers[language],
        stale=state_of(held, language) == "stale",
        checked_by=checked.checked_by if checked else None,
        checked_at=checked.checked_at if checked else None,
    )


def _checked_before(
    question: StoredQuestion, before: QuestionEdition | None, held: Held, language: Language
) -> EditionLanguage | None:
    """The check that goes on holding: same words, same source, same skeleton, and not stale."""
    if before is None or state_of(held, language) == "stale":
        return None
    earlier = unpack(question.kind, before.content)
    if earlier.source_language != held.source_language or body_digest(earlier) != body_digest(held):
        return None
    row = next((one for one in before.languages if one.language == language and one.checked_by), None)
    same = all(
        words_digest(earlier, one) == words_digest(held, one) for one in (language, held.source_language)
    )
    return row if same else None


def _keep_images(edition: QuestionEdition, bank_id: int, digests: Collection[str]) -> None:
    rows = db.session.execute(
        select(BankMedium.digest, BankMedium.file_id).where(
            BankMedium.bank_id == bank_id, BankMedium.digest.in_(digests)
        )
    ).all()
    if rows:
        db.session.execute(
            insert(EditionMedium),
            [{"edition_id": edition.id, "digest": digest, "file_id": file} for digest, file in rows],
        )


def take_back(question_id: int) -> QuestionDraft:
    """Take one's own edition back from the review, to go on writing."""
    question = ground.locked(question_id)
    edition = ground.waiting_edition(question.id)
    me = ground.person()
    if edition is None:
        raise Refusal(_l("This question does not wait for a review."))
    if me not in {edition.sent_by, edition.body_written_by, edition.source_written_by}:
        raise Refusal(_l("Only those who wrote or sent it take a question back."), status=403)
    draft = return_to_writer(question, edition)
    ground.note("question_banks:question:take_back", question, new={"edition": edition.number})
    return draft


def return_to_writer(question: StoredQuestion, edition: QuestionEdition) -> QuestionDraft:
    """Decide that this edition will not be used, and let its words be written on."""
    edition.decision, edition.decided_by, edition.decided_at = "sent_back", ground.person(), now()
    if question.state == "in_review":
        question.state = "draft"
    db.session.flush()
    draft = begin_draft(question)
    db.session.add(draft)
    db.session.flush()
    question.changed_at = now()
    return draft
