"""Requests of other systems are done once: the answer is kept beside what it did, and given again to a replay."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from applications.models import ApiRequest
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal

KEPT = timedelta(days=7)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, and whether it had been answered before."""

    status: int
    response: str
    again: bool


def once(token_id: int, key: str, body: bytes, work: Callable[[], tuple[int, str]]) -> Answered:
    """Do the work under its key, or give the answer that it had.

    The row is claimed before the work, so a twin waits at it until the first has committed or failed; a refusal
    rolls the claim back with everything else, and the request may be mended and sent again.
    """
    digest = hashlib.sha256(body).hexdigest()
    mine = _claim(token_id, key, digest)
    held = db.session.scalars(
        select(ApiRequest).where(ApiRequest.token_id == token_id, ApiRequest.key == key)
    ).one()
    if mine:
        held.status, held.response = work()
        db.session.flush()
        return Answered(held.status, held.response, again=False)
    if held.body_digest != digest:
        raise Refusal(
            _l("This Idempotency-Key was used before with another request. Nothing was done."),
            next_step=_l("Send the first request unchanged, or use a new key for a new request."),
        )
    return Answered(held.status, held.response, again=True)


def _claim(token_id: int, key: str, digest: str) -> bool:
    """Whether nobody has had this key before; waits for a twin that is not done yet."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(ApiRequest)
        .values(token_id=token_id, key=key, body_digest=digest, status=0, response="", created_at=now())
        .on_conflict_do_nothing(index_elements=["token_id", "key"])
        .returning(ApiRequest.id)
    )
    return db.session.execute(statement).scalar_one_or_none() is not None


def forget_old() -> int:
    """A chore: answers older than a week are destroyed; what they did stays."""
    old = db.session.scalars(
        select(ApiRequest.id).where(ApiRequest.created_at < now() - KEPT).order_by(ApiRequest.id).limit(BATCH)
    ).all()
    if old:
        db.session.execute(delete(ApiRequest).where(ApiRequest.id.in_(old)))
    db.session.commit()
    return len(old)
