"""The log: JSON, one line an event, with the request's number; never a person's identifier or an answer."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
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


def configure_logs(level: str) -> None:
    """Write JSON lines to standard error, also for what libraries log."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_request,
            _without_people,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


log = structlog.get_logger()
