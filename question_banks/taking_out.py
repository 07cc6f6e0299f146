"""Questions on their way out: what the bank holds of them now, as the writers take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.database import db
from core.files import read_file
from question_banks.actions.ground import edition_held
from question_banks.content import Case, Question
from question_banks.contents import Held, media_of, unpack
from question_banks.items import (
    BankItem,
    CaseItem,
    Classification,
    Item,
    MediaFile,
    MediaLibrary,
    NormativeSource,
)
from question_banks.models import (
    BankMedium,
    Enemies,
    QuestionDraft,
    QuestionEdition,
    QuestionLabel,
    QuestionSource,
    StoredQuestion,
    Topic,
)
from question_banks.topic_paths import codes_of

_CHUNK = 1_000


def items_of(bank_id: int, numbers: Collection[int] | None = None) -> list[Item]:
    """The questions of a bank, or those of it with these numbers: the words of the draft, else the newest edition."""
    query = select(StoredQuestion).where(StoredQuestion.bank_id == bank_id).order_by(StoredQuestion.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    if numbers is not None:
        rows = _with_their_cases(rows, frozenset(numbers))
    keys = {
        row.id: row.key
        for row in db.session.execute(
            select(StoredQuestion.id, StoredQuestion.key).where(StoredQuestion.bank_id == bank_id)
        )
    }
    topics = {
        topic.id: codes_of(topic.path)
        for topic in db.session.scalars(select(Topic).where(Topic.bank_id == bank_id))
    }
    found: list[Item] = []
    for start in range(0, len(rows), _CHUNK):
        found += _items(rows[start : start + _CHUNK], keys, topics)
    return found


def _with_their_cases(rows: Sequence[StoredQuestion], numbers: frozenset[int]) -> list[StoredQuestion]:
    """The chosen questions, and the cases to which they belong: without them they say nothing."""
    cases = {row.case_id for row in rows if row.id in numbers}
    return [row for row in rows if row.id in numbers or row.id in cases]


def _items(
    rows: Sequence[StoredQuestion], keys: Mapping[int, str], topics: Mapping[int, tuple[str, ...]]
) -> list[Item]:
    numbers = [row.id for row in rows]
    held = _held({row.id: row.kind for row in rows})
    sources, labels, enemies = _sources(numbers), _labels(numbers), _enemies(numbers, keys)
    items: list[Item] = []
    for row in rows:
        words = held[row.id]
        if isinstance(words, Case):
            items.append(CaseItem(key=row.key, vignette=words, name=row.name))
            continue
        known = Classification(
            topic=topics[row.topic_id] if row.topic_id is not None else (),
            difficulty=row.difficulty,  # type: ignore[arg-type]  # the database knows the same three words
            level=row.level,  # type: ignore[arg-type]  # and these
            sources=tuple(sources[row.id]),
            enemies=tuple(sorted(enemies[row.id])),
            expected_seconds=row.expected_seconds,
            case=keys[row.case_id] if row.case_id is not None else None,
            case_place=row.case_place,
            labels=tuple(labels[row.id]),
        )
        items.append(BankItem(key=row.key, question=words, name=row.name, classification=known))
    return items


def _held(kinds: Mapping[int, str]) -> dict[int, Question | Case]:
    """What each of these questions says now."""
    found: dict[int, Held] = {}
    for number, content in db.session.execute(
        select(QuestionDraft.question_id, QuestionDraft.content).where(QuestionDraft.question_id.in_(kinds))
    ):
        found[number] = unpack(kinds[number], content)
    newest: dict[int, QuestionEdition] = {}
    for edition in db.session.scalars(
        select(QuestionEdition)
        .options(selectinload(QuestionEdition.languages))
        .where(QuestionEdition.question_id.in_(kinds.keys() - found.keys()))
        .order_by(QuestionEdition.number)
    ):
        newest[edition.question_id] = edition
    found |= {number: edition_held(edition, kinds[number]) for number, edition in newest.items()}
    return found


def _sources(numbers: Collection[int]) -> dict[int, list[NormativeSource]]:
    found: dict[int, list[NormativeSource]] = defaultdict(list)
    for row in db.session.scalars(
        select(QuestionSource).where(QuestionSource.question_id.in_(numbers)).order_by(QuestionSource.place)
    ):
        found[row.question_id].append(NormativeSource(act=row.act, clause=row.clause, date=row.act_date))
    return found


def _labels(numbers: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for number, label in db.session.execute(
        select(QuestionLabel.question_id, QuestionLabel.label)
        .where(QuestionLabel.question_id.in_(numbers))
        .order_by(QuestionLabel.label)
    ):
        found[number].append(label)
    return found


def _enemies(numbers: Collection[int], keys: Mapping[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.scalars(
        select(Enemies).where(Enemies.one_id.in_(numbers) | Enemies.other_id.in_(numbers))
    ):
        for mine, other in ((row.one_id, row.other_id), (row.other_id, row.one_id)):
            if other in keys:
                found[mine].append(keys[other])
    return found


def media_for(bank_id: int, items: Sequence[Item]) -> MediaLibrary:
    """The images that these items show."""
    wanted = {
        digest
        for item in items
        for digest in media_of(item.vignette if isinstance(item, CaseItem) else item.question)
    }
    rows = db.session.scalars(
        select(BankMedium).options(joinedload(BankMedium.file)).where(BankMedium.bank_id == bank_id)
    )
    return {
        row.digest: MediaFile(
            digest=row.digest, name=row.name, content_type=row.content_type, data=read_file(row.file)
        )
        for row in rows
        if row.digest in wanted
    }
