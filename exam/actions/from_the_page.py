"""What a candidate's page tells besides answers: facts, the mark that a message was read, a problem with a question.

None of it changes an answer or the time. Facts are rows of their own and read by people; nothing is concluded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam.lost_time import made_at
from exam.models import Attempt, AttemptEvent, HallMessage, MessageRead, ProblemReport
from question_banks.content import LANGUAGES

KINDS = ("focus_lost", "offline", "language")
MOST_FACTS = 200
# A page that floods is told nothing of it and goes on with its test: a thousand facts tell all there is to tell.
MOST_FACTS_OF_A_TEST = 1_000
MOST_REPORTS = 50
LONGEST_REPORT = 1_000
OLDEST_MS = 7 * 24 * 3600 * 1000
LARGEST = 2**53
NO_FACT = _l("This is nothing that a page tells.")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to the page, by its device's own clock; `language` is the one that was changed to."""

    kind: str
    began_ms: int
    ended_ms: int | None = None
    language: str | None = None


def read_fact(told: object) -> Fact:
    """A fact as a page tells it; whatever is none is refused."""
    if not isinstance(told, dict) or not told.keys() <= {"kind", "began_ms", "ended_ms", "language"}:
        raise Refusal(NO_FACT, status=400)
    fact = Fact(told.get("kind", ""), told.get("began_ms", ""), told.get("ended_ms"), told.get("language"))
    times = [fact.began_ms] if fact.ended_ms is None else [fact.began_ms, fact.ended_ms]
    if fact.kind not in KINDS or not all(type(one) is int and abs(one) < LARGEST for one in times):
        raise Refusal(NO_FACT, status=400)
    if (fact.kind == "language") != (fact.language in LANGUAGES):
        raise Refusal(NO_FACT, status=400)
    return fact


def tell_facts(attempt: Attempt, sent_ms: int, facts: Sequence[Fact]) -> None:
    """Keep what happened to the page, by the server's clock: a device's own clock only tells how long ago."""
    if len(facts) > MOST_FACTS or abs(sent_ms) >= LARGEST:
        raise Refusal(NO_FACT, status=400)
    arrived = now()
    told = select(db.func.count(AttemptEvent.id)).where(
        AttemptEvent.attempt_id == attempt.id, AttemptEvent.kind.in_(KINDS)
    )
    left = max(0, MOST_FACTS_OF_A_TEST - (db.session.scalar(told) or 0))
    for fact in facts[:left]:
        began, ended = (_at(arrived, sent_ms, one) for one in (fact.began_ms, fact.ended_ms))
        assert began is not None
        db.session.add(
            AttemptEvent(
                attempt_id=attempt.id,
                kind=fact.kind,
                began_at=began,
                ended_at=None if ended is None else max(began, ended),
                told={} if fact.language is None else {"language": fact.language},
                entered_at=arrived,
            )
        )
    db.session.flush()


def _at(arrived: datetime, sent_ms: int, device_ms: int | None) -> datetime | None:
    """When it was by the server's clock; what claims to be older than a week is no older for that."""
    return None if device_ms is None else made_at(arrived, min(sent_ms, device_ms + OLDEST_MS), device_ms)


def mark_read(attempt: Attempt, message_id: int) -> None:
    """The candidate has read a message of the hall; a second time says nothing new."""
    message = db.session.get(HallMessage, message_id)
    if (
        message is None
        or message.sitting_id != attempt.sitting_id
        or message.attempt_id not in (None, attempt.id)
    ):
        raise NotFound
    if db.session.get(MessageRead, (message_id, attempt.id)) is None:
        db.session.add(MessageRead(message_id=message_id, attempt_id=attempt.id, read_at=now()))
        db.session.flush()


def report_problem(attempt: Attempt, question: int, language: str, words: str) -> None:
    """Something is wrong with a question, in the candidate's words."""
    words = words.strip()
    if not 1 <= question <= attempt.questions:
        raise NotFound
    if not words or len(words) > LONGEST_REPORT:
        raise Refusal(_l("Write what is wrong, in at most a thousand characters."))
    made = select(db.func.count(ProblemReport.id)).where(ProblemReport.attempt_id == attempt.id)
    if (db.session.scalar(made) or 0) >= MOST_REPORTS:
        raise Refusal(_l("You have reported as many problems as one test can have. Call the invigilator."))
    db.session.add(
        ProblemReport(
            attempt_id=attempt.id, question=question, language=language, words=words, reported_at=now()
        )
    )
    db.session.flush()
