"""How far banks are: counts by state, language and topic. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from core.database import db
from question_banks.content import LANGUAGES
from question_banks.faults import WEIGHTS
from question_banks.models import Bank, QuestionEdition, QuestionFault, StoredQuestion


@dataclass(slots=True)
class Overview:
    """A bank with its counts."""

    bank: Bank
    states: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    @property
    def total(self) -> int:
        """All questions that are not retired."""
        return sum(self.states.values()) - self.states["retired"]


def overview_of(banks: Sequence[Bank]) -> list[Overview]:
    """The counts of these banks, in their order."""
    found = {bank.id: Overview(bank) for bank in banks}
    columns = [getattr(StoredQuestion, f"{language}_state") for language in LANGUAGES]
    rows = db.session.execute(
        select(StoredQuestion.bank_id, StoredQuestion.state, *columns, func.count())
        .where(StoredQuestion.bank_id.in_(found))
        .group_by(StoredQuestion.bank_id, StoredQuestion.state, *columns)
    )
    for bank_id, state, *languages, count in rows:
        one = found[bank_id]
        one.states[state] += count
        if state != "retired":
            one.checked.update(
                {
                    language: count
                    for language, mark in zip(LANGUAGES, languages, strict=True)
                    if mark == "checked"
                }
            )
    for bank_id, count in db.session.execute(
        select(StoredQuestion.bank_id, func.count())
        .join(QuestionEdition, QuestionEdition.question_id == StoredQuestion.id)
        .where(StoredQuestion.bank_id.in_(found), QuestionEdition.decision.is_(None))
        .group_by(StoredQuestion.bank_id)
    ):
        found[bank_id].waiting = count
    return list(found.values())


def counts_by_topic(bank_id: int) -> Mapping[int | None, int]:
    """How many questions stand in each topic, those in topics below not counted."""
    rows = db.session.execute(
        select(StoredQuestion.topic_id, func.count())
        .where(StoredQuestion.bank_id == bank_id, StoredQuestion.state != "retired")
        .group_by(StoredQuestion.topic_id)
    )
    return {topic: count for topic, count in rows}  # noqa: C416 - a row is not a pair to the type checker


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How many questions of a bank have a fault."""

    code: str
    weight: str
    questions: int


def faults_in(bank_id: int) -> list[FaultCount]:
    """The faults of a whole bank, errors first, the most frequent first."""
    count = func.count()
    rows = db.session.execute(
        select(QuestionFault.code, count)
        .join(StoredQuestion, StoredQuestion.id == QuestionFault.question_id)
        .where(StoredQuestion.bank_id == bank_id, StoredQuestion.state != "retired")
        .group_by(QuestionFault.code)
        .order_by(count.desc(), QuestionFault.code)
    )
    found = [FaultCount(code, WEIGHTS.get(code, "warning"), number) for code, number in rows]
    return sorted(found, key=lambda one: one.weight != "error")


def fault_codes(question_ids: Collection[int]) -> dict[int, list[str]]:
    """The codes of the faults of some questions."""
    found: dict[int, list[str]] = defaultdict(list)
    for question, code in db.session.execute(
        select(QuestionFault.question_id, QuestionFault.code)
        .where(QuestionFault.question_id.in_(question_ids))
        .order_by(QuestionFault.code)
    ):
        found[question].append(code)
    return dict(found)
