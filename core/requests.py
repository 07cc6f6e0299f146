"""The number of the request now served: it stands in the log, in the journal and on a fault page."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def begin_request() -> str:
    """Give this request its number."""
    number = secrets.token_hex(8)
    _request_id.set(number)
    return number


def end_request() -> None:
    """The number is spent."""
    _request_id.set(None)


@contextmanager
def as_request(number: str | None) -> Iterator[None]:
    """Act for another request, which waits meanwhile: what the block enters carries that one's number."""
    token = _request_id.set(number)
    try:
        yield
    finally:
        _request_id.reset(token)


def current_request_id() -> str | None:
    """The number of the request now served, None outside of one."""
    return _request_id.get()
