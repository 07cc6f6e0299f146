"""Starting and ending an attempt, and answers that come as plain forms.

Ending holds the attempt's row alone: a save that holds it with others comes before and counts, or after and is kept
apart. Scoring follows the end.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Literal

import orjson
from sqlalchemy import func, select

from core.canonical import canonical
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam.actions.devices import locked_attempt
from exam.attempt_reading import clock_of, counted_answers
from exam.entries import LONGEST_VALUE
from exam.models import AnswerEntry, Attempt, Sitting, TimeGrant
from exam.receipt_code import receipt_code
from question_banks.answers import AnswerValue
from question_banks.blueprint_form import unpack_blueprint

How = Literal["finished", "time", "closed", "removed"]


def start(attempt_id: int) -> Attempt:
    """The candidate's time begins to run; a second press changes nothing."""
    attempt = locked_attempt(attempt_id)
    if attempt.started_at is not None:
        return attempt
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    if sitting.begun_at is None or sitting.closed_at is not None or sitting.annulled_at is not None:
        raise Refusal(_l("The test has not begun, or is over."))
    minutes = unpack_blueprint(sitting.blueprint_edition.content).minutes
    if minutes is None:
        raise Refusal(_l("The blueprint of this test gives no time."))
    moment = now()
    if _last_grant(attempt.id) == 0:
        db.session.add(
            TimeGrant(
                attempt_id=attempt.id,
                number=1,
                kind="base",
                seconds=minutes * 60,
                reason=str(sitting.number),
                actor_role="system",
                granted_at=moment,
            )
        )
        db.session.flush()
    attempt.started_at = moment
    db.session.flush()
    record("exam:attempt:start", subject=("attempt", attempt.public_id), office_id=sitting.office_id)
    return attempt


def end(attempt_id: int, how: How) -> Attempt:
    """Close the answers for good, with their digest and the code that the candidate takes home."""
    attempt = locked_attempt(attempt_id)
    if attempt.ended_at is not None:
        return attempt
    if attempt.started_at is None:
        raise Refusal(_l("This test has not begun."))
    answers = counted_answers(attempt.id)
    facts = {
        "attempt": attempt.public_id,
        "answers": {str(question): entry.value for question, entry in sorted(answers.items())},
    }
    digest = hashlib.sha256(canonical(facts).encode()).hexdigest()
    attempt.ended_at, attempt.ended_how = now(), how
    attempt.answers_digest, attempt.receipt_code = digest, receipt_code(digest)
    attempt.paused_at = None
    db.session.flush()
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    record(
        "exam:attempt:end",
        subject=("attempt", attempt.public_id),
        office_id=sitting.office_id,
        new={"how": how, "answers": digest},
    )
    return attempt


def answer_plainly(attempt_id: int, epoch: int, question: int, value: AnswerValue) -> None:
    """Keep an answer that came as a form: one row, as the saving door would write it."""
    attempt = db.session.get(Attempt, attempt_id, with_for_update={"read": True}, populate_existing=True)
    if attempt is None or not 1 <= question <= attempt.questions:
        raise NotFound
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    moment, clock = now(), clock_of(attempt)
    if attempt.ended_at is not None or clock is None:
        raise Refusal(_l("This test takes no answers now."))
    if not clock.takes(moment, timedelta(seconds=sitting.grace_seconds)):
        raise Refusal(_l("The time is over. What was saved before counts."))
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    if len(text) > LONGEST_VALUE:
        raise Refusal(_l("This answer is too long."))
    mine = (AnswerEntry.attempt_id == attempt.id, AnswerEntry.epoch == epoch)
    last = db.session.scalar(select(func.max(AnswerEntry.sequence)).where(*mine)) or 0
    db.session.add(
        AnswerEntry(
            attempt_id=attempt.id,
            epoch=epoch,
            sequence=last + 1,
            question=question,
            value=text,
            made_at=moment,
            arrived_at=moment,
        )
    )
    db.session.flush()


def _last_grant(attempt_id: int) -> int:
    found = select(func.max(TimeGrant.number)).where(TimeGrant.attempt_id == attempt_id)
    return db.session.scalar(found) or 0
