"""Questions of a bank that ask the same as an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.database import db
from question_banks.models import QuestionPrint, StoredQuestion


@dataclass(frozen=True, slots=True)
class Twin:
    """A question and the earlier one that asks the same, by number and key."""

    id: int
    key: str
    first_id: int
    first_key: str


def duplicates_in(bank_id: int) -> list[Twin]:
    """Over the words that count now; what asks the same has the same digest in some language."""
    in_use = (StoredQuestion.bank_id == bank_id, StoredQuestion.state != "retired")
    firsts = (
        select(QuestionPrint.print, func.min(QuestionPrint.question_id).label("first"))
        .join(StoredQuestion, StoredQuestion.id == QuestionPrint.question_id)
        .where(*in_use)
        .group_by(QuestionPrint.print)
        .having(func.count() > 1)
        .subquery()
    )
    first = aliased(StoredQuestion)
    rows = db.session.execute(
        select(StoredQuestion.id, StoredQuestion.key, func.min(first.id), func.min(first.key))
        .join(QuestionPrint, QuestionPrint.question_id == StoredQuestion.id)
        .join(firsts, firsts.c.print == QuestionPrint.print)
        .join(first, first.id == firsts.c.first)
        .where(*in_use, StoredQuestion.id != firsts.c.first)
        .group_by(StoredQuestion.id, StoredQuestion.key)
        .order_by(StoredQuestion.id)
    )
    return [Twin(*row) for row in rows]
