"""What the hall tells of a question: the tests not yet over whose papers hold it, for whoever suspends it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from core.database import db
from core.languages import ngettext
from exam.models import Attempt, ExamPaper, Sitting
from question_banks.models import QuestionEdition, SetQuestion
from question_banks.released_papers import questions_on
from question_banks.uses import Use, tells_uses


@tells_uses
def uses_in_tests(question_id: int) -> Sequence[Use]:
    """Every sitting in which somebody has the question before them, or will have when the test begins."""
    rows = db.session.execute(
        select(Sitting, Attempt.id, ExamPaper.sealed_paper_id, QuestionEdition.number)
        .join(Attempt, Attempt.sitting_id == Sitting.id)
        .join(ExamPaper, ExamPaper.id == Attempt.paper_id)
        .join(SetQuestion, SetQuestion.set_id == ExamPaper.set_id)
        .join(QuestionEdition, QuestionEdition.id == SetQuestion.edition_id)
        .where(
            SetQuestion.question_id == question_id,
            Attempt.ended_at.is_(None),
            Sitting.closed_at.is_(None),
            Sitting.annulled_at.is_(None),
        )
    ).all()
    papers = {row.sealed_paper_id for row in rows}
    holding = {paper for paper in papers if question_id in questions_on([paper])}
    tests: dict[Sitting, set[int]] = defaultdict(set)
    editions: dict[Sitting, int] = {}
    for sitting, attempt, paper, edition in rows:
        if paper in holding:
            tests[sitting].add(attempt)
            editions[sitting] = edition
    return [
        Use(words=_words(sitting, len(held)), moment=sitting.starts_at, edition=editions[sitting], open=True)
        for sitting, held in tests.items()
    ]


def _words(sitting: Sitting, count: int) -> str:
    return ngettext(
        "Sitting %(number)s: %(num)s test that is not over holds it",
        "Sitting %(number)s: %(num)s tests that are not over hold it",
        count,
        number=sitting.number,
    )
