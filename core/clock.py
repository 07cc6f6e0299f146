"""What time it is, asked in one place so that a test can stop the clock.

Every moment in Synaq is an aware UTC datetime; an office's own zone matters only when people read it.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

# Time zones come from the package that is installed with Synaq, never from the machine: one that has not been updated
# since 2024 would count Kazakhstan's hours wrongly.
zoneinfo.reset_tzpath(to=())

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _stopped.get() or datetime.now(UTC)


def aware_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a moment without a zone is refused, for nobody knows when it was."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment!r}")
    return moment.astimezone(UTC)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment, for tests and for rehearsing terms."""
    token = _stopped.set(aware_utc(moment))
    try:
        yield
    finally:
        _stopped.reset(token)
