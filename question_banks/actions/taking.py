"""Questions that begin: one that an author writes, or thousands that a file brings, by the same hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, tuple_

from core.clock import now
from core.database import db
from core.languages import _l
from core.numbering import next_number
from core.refusals import Refusal
from question_banks.actions.banks import check_open, topics_for
from question_banks.actions.ground import (
    faults_of,
    media_at_hand,
    note,
    note_faults,
    note_prints,
    person,
    words_of,
)
from question_banks.content import LANGUAGES, Language
from question_banks.contents import Held, kind_of, opening, pack, with_states
from question_banks.folding import fold
from question_banks.items import BankItem, CaseItem, Classification, Item
from question_banks.models import (
    Bank,
    Enemies,
    QuestionDraft,
    QuestionLabel,
    QuestionSource,
    StoredQuestion,
)
from question_banks.versions import state_of
from question_banks.word_index import index_words

_CHUNK = 2_000
LONGEST_KEY = 120


def begin_question(bank: Bank, item: Item) -> StoredQuestion:
    """Begin one question, written by whoever acts now. Without a key it gets the bank's next number."""
    if not item.key:
        item = _with_key(item, next_key(bank))
    number = write_questions(bank, [item])[item.key]
    question = db.session.get_one(StoredQuestion, number)
    note("question_banks:question:begin", question, new={"key": question.key, "kind": question.kind})
    return question


def next_key(bank: Bank) -> str:
    """The next number of a bank that no question of it bears yet."""
    while True:
        key = f"{next_number(f'question-{bank.id}', bank.office_id, 1):04d}"
        if not taken_keys(bank.id, [key]):
            return key


def taken_keys(bank_id: int, keys: Collection[str]) -> set[str]:
    """Which of these keys questions of the bank bear already."""
    found: set[str] = set()
    for some in _chunks(list(keys)):
        found.update(
            db.session.scalars(
                select(StoredQuestion.key).where(
                    StoredQuestion.bank_id == bank_id, StoredQuestion.key.in_(some)
                )
            )
        )
    return found


def write_questions(
    bank: Bank,
    items: Sequence[Item],
    *,
    import_id: int | None = None,
    translators: Mapping[Language, int] | None = None,
) -> dict[str, int]:
    """Enter these items as drafts of whoever acts now; gives the number of each key. The calling verb journals it.

    Cases and enemies are named by key, among these items or in the bank. The images that the texts show are kept
    first, by `media.keep_images`. `translators` are others who answer for the languages that are no source.
    """
    check_open(bank)
    _check_keys(bank, items)
    writer, moment = person(), now()
    topics = topics_for(
        bank, {item.classification.topic for item in items if isinstance(item, BankItem)} - {()}
    )
    media = media_at_hand(bank.id)
    numbers: dict[str, int] = {}
    cases = [item for item in items if isinstance(item, CaseItem)]
    others = [item for item in items if isinstance(item, BankItem)]
    numbers |= _known_keys(bank.id, {one.classification.case for one in others if one.classification.case})
    for some in (*_chunks(cases), *_chunks(others)):
        rows = [_row(bank, item, topics, numbers, writer, moment, import_id) for item in some]
        numbers |= _enter(rows)
        _enter_beside(some, numbers, media, (writer, translators or {}), moment)
    _enter_enemies(bank.id, others, numbers)
    return {item.key: numbers[item.key] for item in items}


def _check_keys(bank: Bank, items: Sequence[Item]) -> None:
    keys = [item.key for item in items]
    for key in keys:
        if not key or len(key) > LONGEST_KEY:
            raise Refusal(_l("A question needs a key of at most %(most)s letters.", most=LONGEST_KEY))
    twice = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if twice := twice | taken_keys(bank.id, keys):
        raise Refusal(_l("The bank already has a question with the key “%(key)s”.", key=min(twice)))


def _row(
    bank: Bank,
    item: Item,
    topics: dict[tuple[str, ...], int],
    numbers: dict[str, int],
    writer: int,
    moment: datetime,
    import_id: int | None,
) -> dict[str, Any]:
    held = _held(item)
    known = item.classification if isinstance(item, BankItem) else Classification()
    if known.case is not None and known.case not in numbers:
        raise Refusal(_l("The case “%(case)s” is neither in the bank nor in the file.", case=known.case[:80]))
    return {
        "bank_id": bank.id,
        "key": item.key,
        "kind": kind_of(held),
        "name": item.name[:300],
        "source_language": held.source_language,
        "state": "draft",
        "topic_id": topics[known.topic] if known.topic else None,
        "case_id": numbers[known.case] if known.case is not None else None,
        "case_place": known.case_place,
        "difficulty": known.difficulty,
        "level": known.level,
        "expected_seconds": known.expected_seconds,
        "author_id": writer,
        "import_id": import_id,
        "opening": opening(held),
        **{f"{language}_state": state_of(held, language) for language in LANGUAGES},
        "created_at": moment,
        "changed_at": moment,
        "version": 1,
    }


def _held(item: Item) -> Held:
    """The words of an item. That somebody elsewhere checked a language is no check here."""
    held: Held = item.vignette if isinstance(item, CaseItem) else item.question
    return with_states(
        held, {language: "draft" for language, text in held.texts.items() if text.state == "checked"}
    )


def _enter(rows: list[dict[str, Any]]) -> dict[str, int]:
    made = db.session.execute(insert(StoredQuestion).returning(StoredQuestion.key, StoredQuestion.id), rows)
    return {row.key: row.id for row in made}


def _enter_beside(
    items: Sequence[Item],
    numbers: dict[str, int],
    media: Collection[str],
    by: tuple[int, Mapping[Language, int]],
    moment: datetime,
) -> None:
    """The drafts of some questions, what they rest on, and what lists and searches know of them."""
    drafts = [
        {
            "question_id": numbers[item.key],
            "content": pack(_held(item)),
            "based_on": None,
            "writers": _writers(_held(item), *by),
            "changed_at": moment,
            "version": 1,
        }
        for item in items
    ]
    db.session.execute(insert(QuestionDraft), drafts)
    known = [(numbers[item.key], item.classification) for item in items if isinstance(item, BankItem)]
    sources = [row for number, facts in known for row in source_rows(number, facts)]
    labels = [row for number, facts in known for row in label_rows(number, facts.labels)]
    for table, rows in ((QuestionSource, sources), (QuestionLabel, labels)):
        if rows:
            db.session.execute(insert(table), rows)
    words = {numbers[item.key]: words_of(item.key, item.name, _held(item)) for item in items}
    index_words(words, fresh=True)
    note_faults({numbers[item.key]: faults_of(_held(item), media) for item in items}, fresh=True)
    note_prints({numbers[item.key]: _held(item) for item in items}, fresh=True)


def _writers(held: Held, writer: int, translators: Mapping[Language, int]) -> dict[str, int]:
    """Who answers for the skeleton and for each language."""
    by: dict[str, int] = {"body": writer}
    for language in held.texts:
        by[language] = writer if language == held.source_language else translators.get(language, writer)
    return by


def source_rows(number: int, facts: Classification) -> list[dict[str, Any]]:
    """The rows of the acts on which a question rests."""
    return [
        {
            "question_id": number,
            "place": place,
            "act": source.act[:500],
            "folded_act": fold(source.act)[:500],
            "clause": source.clause[:200],
            "act_date": source.date,
        }
        for place, source in enumerate(facts.sources, 1)
    ]


def label_rows(number: int, labels: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of the labels of a question."""
    return [
        {"question_id": number, "label": label, "folded": fold(label)[:120]}
        for label in dict.fromkeys(one.strip()[:120] for one in labels)
        if label
    ]


def _enter_enemies(bank_id: int, items: Sequence[BankItem], numbers: dict[str, int]) -> None:
    named = {key for item in items for key in item.classification.enemies}
    numbers = numbers | _known_keys(bank_id, named - numbers.keys())
    pairs: set[tuple[int, int]] = set()
    for item in items:
        one = numbers[item.key]
        for key in item.classification.enemies:
            if key not in numbers:
                raise Refusal(_l("The enemy “%(key)s” is neither in the bank nor in the file.", key=key[:80]))
            if (other := numbers[key]) != one:
                pairs.add((min(one, other), max(one, other)))
    for some in _chunks(sorted(pairs)):
        there = set(
            db.session.execute(
                select(Enemies.one_id, Enemies.other_id).where(
                    tuple_(Enemies.one_id, Enemies.other_id).in_(some)
                )
            )
        )
        if rows := [{"one_id": one, "other_id": other} for one, other in some if (one, other) not in there]:
            db.session.execute(insert(Enemies), rows)


def _known_keys(bank_id: int, keys: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _chunks(list(keys)):
        rows = db.session.execute(
            select(StoredQuestion.key, StoredQuestion.id).where(
                StoredQuestion.bank_id == bank_id, StoredQuestion.key.in_(some)
            )
        )
        found.update((key, number) for key, number in rows)
    return found


def _with_key(item: Item, key: str) -> Item:
    if isinstance(item, CaseItem):
        return CaseItem(key=key, vignette=item.vignette, name=item.name)
    return BankItem(key=key, question=item.question, name=item.name, classification=item.classification)


def _chunks(items: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield list(items[start : start + _CHUNK])
