"""What may no longer be kept is destroyed, and the journal keeps the proof that it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, null, select, update

from core.canonical import digest
from core.clock import now
from core.database import db
from core.journal import record
from core.models import OutboxMessage, RateCounter
from core.settings import Settings

BATCH = 1000
# What stands in place of an address; by it a message is known whose text is gone.
DESTROYED = "destroyed"


def keep_proof(kind: str, destroyed: list[Any], days: int) -> None:
    """One entry for what was destroyed: how many, a digest of which, and the term that had run out."""
    if destroyed:
        record(
            f"core:{kind}:destroy",
            subject=(kind, destroyed[-1]),
            new={
                "count": len(destroyed),
                "which": digest([str(identity) for identity in destroyed]),
                "days": days,
            },
        )


def chore(settings: Settings) -> Callable[[], int]:
    """The sweep's part: destroy texts of sent messages and spent counters after their term."""

    def work() -> int:
        done = _message_texts(settings.retain_messages_days) + _counters(settings.retain_counters_days)
        db.session.commit()
        return done

    return work


def _message_texts(days: int) -> int:
    old = list(
        db.session.scalars(
            select(OutboxMessage.id)
            .where(
                OutboxMessage.state == "sent",
                OutboxMessage.sent_at < now() - timedelta(days=days),
                OutboxMessage.recipient != DESTROYED,
            )
            .order_by(OutboxMessage.id)
            .limit(BATCH)
        )
    )
    # The proof is of what was destroyed here, not of what somebody else destroyed meanwhile.
    destroyed = sorted(
        db.session.scalars(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(old), OutboxMessage.recipient != DESTROYED)
            # A bare None would be written as the JSON value null, which is no NULL to the database.
            .values(payload=null(), recipient=DESTROYED)
            .returning(OutboxMessage.id)
        )
    )
    keep_proof("outbox_message", destroyed, days)
    return len(destroyed)


def _counters(days: int) -> int:
    """Counters hold digests of addresses only; their going needs no proof."""
    result = db.session.execute(
        delete(RateCounter)
        .where(RateCounter.starts_at < now() - timedelta(days=days))
        .returning(RateCounter.key)
    )
    return len(result.all())
