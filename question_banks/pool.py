"""What can be drawn from banks now: approved editions in use, as the drawing sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import aliased

from core.database import db
from question_banks.blueprint import PoolQuestion
from question_banks.content import Language
from question_banks.items import Difficulty, Level
from question_banks.models import (
    Bank,
    EditionLanguage,
    Enemies,
    QuestionEdition,
    StoredQuestion,
    Topic,
)
from question_banks.topic_paths import codes_of

# The share of right answers that is expected while nobody has measured it, in thousandths.
EXPECTED_EASE: dict[str | None, int] = {"easy": 750, "medium": 500, "hard": 300, None: 500}
EXPECTED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions at hand, and the edition by which each would be shown."""

    questions: tuple[PoolQuestion, ...]
    # From a pool question's id to the edition in use, and back to the question's number in the bank.
    editions: dict[str, int]
    numbers: dict[str, int]


def pool_of(bank_ids: Collection[int], purpose: str = "test") -> Pool:
    """All questions of these banks that are approved and in use.

    A question's topic begins with its bank's code; `languages` are those whose words a second person has checked, in
    the question and in its case alike. A question whose case is not in use is left out. `purpose` is the blueprint's:
    oral questions are for tickets, all others for the test.
    """
    rows = _rows(bank_ids, purpose)
    spoken = _checked_languages(
        {row.edition_id for row in rows} | {row.case_edition for row in rows if row.case_edition}
    )
    names = {row.id: pool_id(row.id) for row in rows}
    enemies = _enemies(bank_ids)
    questions = tuple(_question(row, names, spoken, enemies) for row in rows)
    return Pool(
        questions,
        {names[row.id]: row.edition_id for row in rows},
        {names[row.id]: row.id for row in rows},
    )


def pool_id(question_id: int) -> str:
    """How a question is called in drawings and in the uses that are counted over the years."""
    return str(question_id)


def _rows(bank_ids: Collection[int], purpose: str) -> list[Row[Any]]:
    case, case_edition = aliased(StoredQuestion), aliased(QuestionEdition)
    in_use = (StoredQuestion.case_id.is_(None)) | ((case.state == "approved") & case_edition.id.is_not(None))
    kind = (
        StoredQuestion.kind == "oral" if purpose == "ticket" else StoredQuestion.kind.not_in(("oral", "case"))
    )
    query = (
        select(
            StoredQuestion.id,
            StoredQuestion.difficulty,
            StoredQuestion.level,
            StoredQuestion.ease,
            StoredQuestion.expected_seconds,
            StoredQuestion.case_id,
            StoredQuestion.case_place,
            QuestionEdition.id.label("edition_id"),
            case_edition.id.label("case_edition"),
            Bank.code.label("bank_code"),
            Topic.path,
        )
        .join(Bank, Bank.id == StoredQuestion.bank_id)
        .join(
            QuestionEdition,
            (QuestionEdition.question_id == StoredQuestion.id) & QuestionEdition.is_current.is_(True),
        )
        .outerjoin(Topic, Topic.id == StoredQuestion.topic_id)
        .outerjoin(case, case.id == StoredQuestion.case_id)
        .outerjoin(case_edition, (case_edition.question_id == case.id) & case_edition.is_current.is_(True))
        .where(
            StoredQuestion.bank_id.in_(bank_ids),
            StoredQuestion.state == "approved",
            Bank.closed_on.is_(None),
            kind,
            in_use,
        )
        .order_by(StoredQuestion.id)
    )
    rows: list[Row[Any]] = list(db.session.execute(query))
    return rows


def _checked_languages(editions: set[int]) -> dict[int, frozenset[Language]]:
    found: dict[int, set[Language]] = defaultdict(set)
    ordered = sorted(editions)
    for start in range(0, len(ordered), 5_000):
        rows = db.session.execute(
            select(EditionLanguage.edition_id, EditionLanguage.language).where(
                EditionLanguage.edition_id.in_(ordered[start : start + 5_000]),
                EditionLanguage.checked_by.is_not(None),
            )
        )
        for edition, language in rows:
            found[edition].add(cast(Language, language))
    return {edition: frozenset(languages) for edition, languages in found.items()}


def _enemies(bank_ids: Collection[int]) -> dict[int, frozenset[int]]:
    here = select(StoredQuestion.id).where(StoredQuestion.bank_id.in_(bank_ids))
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in db.session.execute(
        select(Enemies.one_id, Enemies.other_id).where(
            or_(Enemies.one_id.in_(here), Enemies.other_id.in_(here))
        )
    ):
        found[one].add(other)
        found[other].add(one)
    return {one: frozenset(others) for one, others in found.items()}


def _question(
    row: Row[Any],
    names: dict[int, str],
    spoken: dict[int, frozenset[Language]],
    enemies: dict[int, frozenset[int]],
) -> PoolQuestion:
    languages = spoken.get(row.edition_id, frozenset())
    if row.case_edition is not None:
        languages &= spoken.get(row.case_edition, frozenset())
    return PoolQuestion(
        id=names[row.id],
        topic=(row.bank_code, *codes_of(row.path or "")),
        difficulty=cast("Difficulty | None", row.difficulty),
        level=cast("Level | None", row.level),
        languages=languages,
        ease=EXPECTED_EASE[row.difficulty] if row.ease is None else row.ease,
        seconds=row.expected_seconds or EXPECTED_SECONDS,
        case=pool_id(row.case_id) if row.case_id is not None else None,
        case_place=row.case_place or 0,
        enemies=frozenset(names[one] for one in enemies.get(row.id, ()) if one in names),
    )
