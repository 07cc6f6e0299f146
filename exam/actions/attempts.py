"""Ending an attempt by its candidate, and answers that come as plain forms. How one starts: `starting`.

Ending holds the attempt's row alone: a save that holds it with others comes before and counts, or after and is kept
apart. Scoring follows the end.
"""

from __future__ import annotations

from datetime import timedelta

import orjson
from sqlalchemy import func, select

from core.clock import now
from core.database import db
from core.holding import held
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam.actions import ending
from exam.entries import Apart, Entry, Standing, apart, refusal
from exam.models import AnswerEntry, ApartEntry, Attempt, AttemptDevice, Sitting
from question_banks.answers import AnswerValue


def finish(attempt_id: int) -> Attempt:
    """The candidate ends the test; a second press changes nothing."""
    attempt = held(Attempt, attempt_id)
    if attempt.started_at is None:
        raise Refusal(_l("This test has not begun."))
    if attempt.ended_at is None:
        ending.end(attempt, "finished", db.session.get_one(Sitting, attempt.sitting_id))
    return attempt


def answer_plainly(attempt_id: int, epoch: int, question: int, value: AnswerValue) -> Apart | None:
    """Keep an answer that came as a form: one row, as the saving door would write it.

    What comes after the time or the end, or from an ended device, is kept apart as evidence; then it says why.
    """
    attempt = held(Attempt, attempt_id)
    standing, moment = _standing(attempt), now()
    entry = Entry(
        epoch,
        _last_sequence(attempt.id, epoch) + 1,
        question,
        orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode(),
    )
    refused = refusal(entry, standing)
    if refused == "too_long":
        raise Refusal(_l("This answer is too long."))
    if refused == "not_begun":
        raise Refusal(_l("This test has not begun."))
    if refused is not None:
        raise NotFound
    why = apart(entry, standing, moment)
    if why is None and attempt.paused_at is not None and moment > attempt.paused_at + standing.grace:
        # A page with scripts covers the question in a pause; a form can only be told afterwards.
        raise Refusal(
            _l("The test is paused: this answer was not saved."),
            next_step=_l("When the test goes on, go back to the question; save the answer again."),
        )
    facts = {"attempt_id": attempt.id, **entry._asdict(), "made_at": moment, "arrived_at": moment}
    db.session.add(AnswerEntry(**facts) if why is None else ApartEntry(**facts, why=why))
    db.session.flush()
    return why


def _standing(attempt: Attempt) -> Standing:
    """What decides over an answer that arrives now; a device that has ended is older than the present one."""
    present = db.session.scalar(
        select(func.max(AttemptDevice.epoch)).where(AttemptDevice.attempt_id == attempt.id)
    )
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    return Standing(
        present or 1,
        attempt.questions,
        ending.clock_of(attempt),
        timedelta(seconds=sitting.grace_seconds),
        attempt.ended_at is not None,
    )


def _last_sequence(attempt_id: int, epoch: int) -> int:
    """The last number of a device, among what counts and what is kept apart."""
    last = [
        db.session.scalar(
            select(func.max(kind.sequence)).where(kind.attempt_id == attempt_id, kind.epoch == epoch)
        )
        for kind in (AnswerEntry, ApartEntry)
    ]
    return max(one or 0 for one in last)
