"""Closing the tests of those who went silent: nobody's request, but the sweep's, when their time is over.

Who finishes, or is ended by an invigilator, is ended there. A page that was closed, a computer that died and a
candidate who left say nothing; their answers count as they stand.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.clock import now
from core.database import db
from core.holding import held
from core.logs import log
from exam.actions import ending
from exam.models import Attempt, Sitting, TimeGrant

# What arrived in time may still be waiting for its commit.
MARGIN = timedelta(seconds=5)
# The row of an attempt is held until the commit, and its page's next answer waits for it.
AT_ONCE = 20


def close_overdue() -> int:
    """End every running test whose time and grace are over; commits for itself and says how many."""
    moment = now() - MARGIN
    overdue = _may_be_over(moment)
    # Only looked at so far: SQLite's one lock is not held meanwhile.
    db.session.rollback()
    closed = 0
    for begin in range(0, len(overdue), AT_ONCE):
        closed += sum(_closed(attempt_id, moment) for attempt_id in overdue[begin : begin + AT_ONCE])
        db.session.commit()
    return closed


def _may_be_over(moment: datetime) -> list[int]:
    """Those who have run for as long as the shortest test that is running now, in the order of their numbers."""
    running = (Attempt.started_at.is_not(None), Attempt.ended_at.is_(None))
    shortest = db.session.scalar(
        select(func.min(TimeGrant.seconds))
        .join(Attempt, Attempt.id == TimeGrant.attempt_id)
        .where(*running, TimeGrant.kind == "base")
    )
    if shortest is None:
        return []
    started = moment - timedelta(seconds=shortest)
    query = select(Attempt.id).where(*running, Attempt.paused_at.is_(None), Attempt.started_at <= started)
    return list(db.session.scalars(query.order_by(Attempt.id)))


def _closed(attempt_id: int, moment: datetime) -> bool:
    """End one in a savepoint of its own: a test that cannot be ended keeps nobody else's open."""
    try:
        with db.session.begin_nested():
            return _close(attempt_id, moment)
    except Exception as error:  # noqa: BLE001 - one that cannot be ended must not stop the others; it is logged
        log.error("closing.failed", attempt=attempt_id, kind=type(error).__name__, exc_info=error)
        return False


def _close(attempt_id: int, moment: datetime) -> bool:
    """End one, if under the lock its time is still over: time may have been given meanwhile."""
    attempt = held(Attempt, attempt_id)
    clock = ending.clock_of(attempt)
    if clock is None or attempt.ended_at is not None:
        return False
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    if not clock.is_over(moment, timedelta(seconds=sitting.grace_seconds)):
        return False
    ending.end(attempt, "time", sitting)
    return True
