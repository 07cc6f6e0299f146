"""Log-ins that have ended, browsers not seen for long and spent links are destroyed after their term, with proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select

from accounts.models import KnownDevice, LogIn, ResetLink
from core.clock import now
from core.database import db
from core.retention import BATCH, keep_proof
from core.settings import Settings


def chore(settings: Settings) -> Callable[[], int]:
    """The sweep's part of accounts."""

    def work() -> int:
        days = settings.retain_sessions_days
        before = now() - timedelta(days=days)
        done = _destroy(LogIn, LogIn.ended_at < before, "log_in", days)
        done += _destroy(KnownDevice, KnownDevice.seen_at < before, "known_device", days)
        done += _destroy(
            ResetLink, or_(ResetLink.used_at < before, ResetLink.expires_at < before), "reset_link", days
        )
        db.session.commit()
        return done

    return work


def _destroy(table: Any, past: ColumnElement[bool], kind: str, days: int) -> int:
    """Destroy some rows and keep the proof of it; what is left over comes at the next sweep."""
    old = list(db.session.scalars(select(table.id).where(past).order_by(table.id).limit(BATCH)))
    destroyed = sorted(db.session.scalars(delete(table).where(table.id.in_(old)).returning(table.id)))
    keep_proof(kind, destroyed, days)
    return len(destroyed)
