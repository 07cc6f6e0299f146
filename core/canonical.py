"""One spelling for one set of facts, so that a digest made today can be made again in ten years."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from core.clock import aware_utc


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return aware_utc(value).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no exact spelling: use Decimal or whole units")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("keys are text")
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)


def canonical(facts: Any) -> str:
    """Sorted keys, no spaces, moments in UTC, no floats."""
    _refuse_floats(facts)
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def digest(facts: Any) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()
