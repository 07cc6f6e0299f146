"""After a round: what the candidates know against what the database holds, and each score against a recount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import select

from core.canonical import canonical
from core.database import db
from exam.entries import APART
from exam.grading import PaperQuestion, grade
from exam.models import AnswerEntry, ApartEntry, Attempt, Result
from exam.shown import by_ids
from exam.transcript import score_facts
from question_banks.answers import AnswerRefused, AnswerValue
from question_banks.released_papers import ReleasedPaper
from tests.faults.browser import Browser, Change
from tests.faults.world import Sat

# Epoch and number.
Key = tuple[int, int]
Held = tuple[int, Any]


def faults_of(sat: Sat) -> list[str]:
    """What is lost, invented, told wrongly or scored wrongly; nothing, when all is well. The sitting is scored."""
    pages: dict[int, list[Browser]] = defaultdict(list)
    for browser in sat.browsers:
        pages[browser.attempt_id].append(browser)
    return [
        f"attempt {attempt_id}: {fault}"
        for attempt_id, mine in pages.items()
        for fault in _faults_of(attempt_id, mine, sat.paper)
    ]


def _faults_of(attempt_id: int, pages: list[Browser], paper: ReleasedPaper) -> Iterable[str]:
    kept, apart = _kept(attempt_id), _apart(attempt_id)
    changes = [(page.epoch, one) for page in pages for one in page.journal.made]
    yield from _numbers(pages)
    for epoch, change in changes:
        yield from of_change((epoch, change.sequence), change, kept, apart)
    made = {(epoch, one.sequence): one for epoch, one in changes}
    yield from (f"{key} is in the journal of answers, and nobody made it" for key in kept if key not in made)
    yield from (f"{key} is kept apart, and nobody made it" for key in apart if key not in made)
    yield from (f"{key} is both counted and kept apart" for key in kept.keys() & apart.keys())
    told = {(epoch, one.sequence): one for epoch, one in changes if one.receipt == "saved"}
    result = db.session.scalar(select(Result).where(Result.attempt_id == attempt_id))
    if result is None:
        yield "there is no result"
    elif (again := recounted(paper, told)) != result.score:
        yield f"scored {result.score}, and what was acknowledged makes {again}"


def _numbers(pages: list[Browser]) -> Iterable[str]:
    """A journal that gives the same number twice would prove nothing."""
    for page in pages:
        numbers = Counter(one.sequence for one in page.journal.made)
        yield from (
            f"a page has used number {number} {times} times" for number, times in numbers.items() if times > 1
        )


def of_change(key: Key, change: Change, kept: dict[Key, Held], apart: dict[Key, str]) -> Iterable[str]:
    """Its receipt is true; without one it is still in the journal, and then too it may be known only as it was made."""
    if change.receipt == "saved" and kept.get(key) != (change.question, change.value):
        yield f"LOST {key}: acknowledged as {change.question}={change.value!r}, held is {kept.get(key)!r}"
    if change.receipt in APART and apart.get(key) != change.receipt:
        yield f"LOST {key}: told to be kept apart, {change.receipt}; held is {apart.get(key)!r}"
    if change.receipt is None:
        yield f"{key} never left the journal, though everything had healed"


def _kept(attempt_id: int) -> dict[Key, Held]:
    rows = db.session.scalars(select(AnswerEntry).where(AnswerEntry.attempt_id == attempt_id))
    return {(row.epoch, row.sequence): (row.question, orjson.loads(row.value)) for row in rows}


def _apart(attempt_id: int) -> dict[Key, str]:
    rows = db.session.scalars(select(ApartEntry).where(ApartEntry.attempt_id == attempt_id))
    return {(row.epoch, row.sequence): row.why for row in rows}


def recounted(paper: ReleasedPaper, told: dict[Key, Change]) -> str:
    """The score of what the candidates' own journals say was saved: the database is not asked."""
    last = {told[key].question: told[key].value for key in sorted(told)}
    answers: dict[int, AnswerValue] = {}
    for place in paper.places:
        value = last.get(place.number)
        try:
            answers[place.number] = by_ids(place.question.body, place.arrangement, value)  # type: ignore[assignment]  # of JSON
        except AnswerRefused:
            answers[place.number] = canonical(value)
    questions = [PaperQuestion(one.number, one.section, one.edition_id, one.question) for one in paper.places]
    return canonical(score_facts(grade(paper.blueprint, questions, answers)))


def is_ended(attempt_id: int) -> bool:
    return db.session.scalar(select(Attempt.ended_at).where(Attempt.id == attempt_id)) is not None
