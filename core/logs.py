"""The log: JSON, one line an event, with the request's number; never a person's identifier or an answer."""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from core.requests import current_request_id

FORBIDDEN = frozenset(
    {"iin", "bin", "password", "code", "name", "surname", "email", "phone", "answer", "token"}
)


def _with_request(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    number = current_request_id()
    if number:
        event["request"] = number
    return event


def _without_people(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A field that would name a person is cut, and the cut is seen in the log."""
    for field in FORBIDDEN & event.keys():
        event[field] = "[cut]"
    return event


def _where_it_broke(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The frames of an exception and its kind, without its message: that may quote what a person typed."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["kind"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        event["frames"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return event


class StandardError:
    """Writes a line to standard error as it is now; a log that cannot be written does not stop the work."""

    def __init__(self, *_names: object) -> None:
        pass

    def msg(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

    log = debug = info = warning = warn = error = critical = exception = msg


def configure_logs(level: str) -> None:
    """Write JSON lines to standard error, also for what libraries log."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_request,
            _without_people,
            _where_it_broke,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=StandardError,
        cache_logger_on_first_use=False,
    )


log = structlog.get_logger()
