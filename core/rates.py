"""Rate limits that hold over several worker processes: a counter row for each key and stretch of time.

Counting runs in a transaction of its own, so that a refused request is counted too. Keys are digests: no
address or identifier of a person stands in the table.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from core.clock import now
from core.database import apart, db
from core.languages import ngettext
from core.models import RateCounter
from core.refusals import Refusal


def _key(what: str, who: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{what}\0{who}".encode(), hashlib.sha256).hexdigest()


def _stretch(moment: datetime, length: timedelta) -> datetime:
    seconds = int(length.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)


def count(what: str, who: str, length: timedelta) -> int:
    """Count one more try and say how many there were in this stretch of time."""
    with apart() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        statement = (
            dialect.insert(RateCounter)
            .values(key=_key(what, who), starts_at=_stretch(now(), length), count=1)
            .on_conflict_do_update(index_elements=["key", "starts_at"], set_={"count": RateCounter.count + 1})
            .returning(RateCounter.count)
        )
        number: int = connection.execute(statement).scalar_one()
    return number


def take_back(what: str, who: str, length: timedelta) -> None:
    """What was counted before its outcome was known, and turned out well, counts no longer.

    Joins the request's own transaction: it holds only if the good outcome does.
    """
    db.session.execute(
        update(RateCounter)
        .where(
            RateCounter.key == _key(what, who),
            RateCounter.starts_at == _stretch(now(), length),
            RateCounter.count > 0,
        )
        .values(count=RateCounter.count - 1)
        .execution_options(synchronize_session=False)
    )


def limit(what: str, who: str, *, at_most: int, length: timedelta) -> None:
    """Refuse what comes too often, and say when it may come again."""
    if count(what, who, length) <= at_most:
        return
    ends = _stretch(now(), length) + length
    seconds = max(1, int((ends - now()).total_seconds()))
    minutes = -(-seconds // 60)
    raise Refusal(
        ngettext(
            "This was tried too often from your address. Try again in %(num)s minute.",
            "This was tried too often from your address. Try again in %(num)s minutes.",
            minutes,
        ),
        status=429,
        retry_after=seconds + 1,
    )
