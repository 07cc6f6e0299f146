"""How an attempt ends: its answers as they stand are sealed by a digest, and the candidate gets the code made of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from core.actor import current_actor
from core.canonical import digest
from core.clock import now
from core.database import db
from core.journal import record
from exam.entries import Entry, latest
from exam.models import AnswerEntry, Attempt, AttemptDevice, Sitting, TimeGrant
from exam.receipt_code import receipt_code
from exam.time_left import Clock, Grant, clock, pause_seconds


def clock_of(attempt: Attempt) -> Clock | None:
    """The attempt's clock; None before it has started."""
    if attempt.started_at is None:
        return None
    grants = db.session.execute(
        select(TimeGrant.kind, TimeGrant.seconds).where(TimeGrant.attempt_id == attempt.id)
    )
    return clock(
        attempt.started_at,
        [Grant(kind, seconds) for kind, seconds in grants],  # type: ignore[arg-type]  # kinds of the CHECK
        attempt.pauses,
        attempt.paused_at,
    )


def grant(attempt: Attempt, kind: str, seconds: int, reason: str) -> None:
    """So many seconds more, by whoever acts."""
    last = db.session.scalar(select(func.max(TimeGrant.number)).where(TimeGrant.attempt_id == attempt.id))
    grant_all(attempt, [(kind, seconds, reason)], (last or 0) + 1)


def grant_all(attempt: Attempt, grants: Sequence[tuple[str, int, str]], first: int = 1) -> None:
    """Time of several kinds, for its reasons, counted from the first number on; before the start none was given."""
    actor = current_actor()
    rows = [
        {
            "attempt_id": attempt.id,
            "number": number,
            "kind": kind,
            "seconds": seconds,
            "reason": reason,
            "actor_id": actor.account_id,
            "actor_role": actor.role,
            "granted_at": now(),
        }
        for number, (kind, seconds, reason) in enumerate(grants, start=first)
    ]
    db.session.execute(insert(TimeGrant), rows)


def end_pause(attempt: Attempt, reason: str) -> None:
    """Let the clock go on; the length of the pause is granted."""
    if attempt.paused_at is None:
        return
    seconds = pause_seconds(attempt.paused_at, now())
    attempt.paused_at = None
    db.session.flush()
    if seconds:
        grant(attempt, "pause", seconds, reason)


def end(attempt: Attempt, how: str, sitting: Sitting, reason: str = "") -> None:
    """End a running attempt, once and for all. The attempt must be `locked`."""
    end_pause(attempt, reason or how)
    rows = db.session.scalars(select(AnswerEntry).where(AnswerEntry.attempt_id == attempt.id))
    last = latest(Entry(one.epoch, one.sequence, one.question, one.value) for one in rows)
    answers = digest(
        {
            "attempt": attempt.public_id,
            "answers": {str(number): last[number].value for number in sorted(last)},
        }
    )
    moment = now()
    attempt.ended_at, attempt.ended_how = moment, how
    attempt.answers_digest, attempt.receipt_code = answers, receipt_code(answers)
    for device in db.session.scalars(
        select(AttemptDevice).where(AttemptDevice.attempt_id == attempt.id, AttemptDevice.ended_at.is_(None))
    ):
        device.ended_at, device.ended_reason = moment, how
    db.session.flush()
    record(
        "exam:attempt:end",
        subject=("attempt", attempt.public_id),
        office_id=sitting.office_id,
        new={"how": how, "answers": answers},
    )
