"""What may no longer be kept is destroyed, and the journal keeps the proof that it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, null, select, update

from core.canonical import digest
from core.clock import now
from core.database import db
from core.files import file_store
from core.journal import record
from core.models import OutboxMessage, RateCounter, StoredFile
from core.settings import Settings

BATCH = 1000
# What stands in place of an address; by it a message is known whose text is gone.
DESTROYED = "destroyed"
_DAY = timedelta(days=1).total_seconds()


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


def destroy_unowned(settings: Settings) -> int:
    """A chore, once a day: destroy the files that no row knows, kept for a request that then came to nothing."""
    looked, moment = settings.data_folder / "files" / "looked-through", now().timestamp()
    if not looked.parent.exists() or (looked.exists() and looked.stat().st_mtime > moment - _DAY):
        return 0
    store, done = file_store(settings), 0
    held = store.digests(moment - _DAY)
    while batch := list(islice(held, BATCH)):
        known = set(db.session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(batch))))
        destroyed = [one for one in batch if one not in known and store.destroy(one, moment - _DAY)]
        keep_proof("stored_file", destroyed, 1)
        db.session.commit()
        done += len(destroyed)
    looked.touch()
    os.utime(looked, (moment, moment))
    return done


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
