"""Frozen dataclasses as canonical facts, and back: for papers whose facts are digested, printed and enclosed.

Pure. Whoever proves a paper in ten years has the file alone, so that reading is strict: a fact that is missing,
misspelled or too many makes the whole unreadable, and what is read spells itself in the very same way again.
A field that a form was given later (`LATER`) is spelled only where it says something: older papers stay readable.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from core.canonical import canonical, digest

Form = TypeVar("Form")

LATER = {"later": True}


class NoFacts(ValueError):
    """What was read are not the facts that were expected."""


def spelled(facts: object) -> str:
    """The canonical text of facts."""
    return canonical(_plain(facts))


def digest_of(facts: object) -> str:
    """The digest of the canonical text."""
    return digest(_plain(facts))


def read_form(kind: type[Form], form: str, text: str) -> Form:
    """The facts of a canonical text, and of no other spelling of them; `form` is what their `form` must say."""
    try:
        found = _read(kind, json.loads(text))
    except (ValueError, TypeError, KeyError) as fault:
        raise NoFacts(str(fault)) from None
    if not isinstance(found, kind) or getattr(found, "form", None) != form:
        raise NoFacts("another form")
    if spelled(found) != text:
        raise NoFacts("not in the canonical spelling")
    return found


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        unsaid = {one.name for one in fields(value) if _is_later(one) and told[one.name] == one.default}
        return {name: _plain(one) for name, one in told.items() if name not in unsaid}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _is_later(one: Field[Any]) -> bool:
    return bool(one.metadata.get("later"))


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, told: Any) -> Any:
    """One value of a declared kind, out of plain data."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        one = next(each for each in get_args(kind) if each is not types.NoneType)
        return None if told is None else _read(one, told)
    if origin is tuple:
        return _read_tuple(get_args(kind), told)
    if is_dataclass(kind):
        return _read_facts(kind, told)
    if kind is datetime:
        return datetime.strptime(told, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if kind is date:
        return date.fromisoformat(told)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(told)
    if type(told) is not kind:
        raise NoFacts(f"{told!r} is no {kind.__name__}")
    return told


def _read_tuple(kinds: tuple[Any, ...], told: Any) -> tuple[Any, ...]:
    if not isinstance(told, list):
        raise NoFacts("no list")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in told)
    return tuple(_read(kind, one) for kind, one in zip(kinds, told, strict=True))


def _read_facts(kind: Any, told: Any) -> Any:
    names = {one.name for one in fields(kind)}
    later = {one.name for one in fields(kind) if _is_later(one)}
    if not isinstance(told, dict) or not names - later <= set(told) <= names:
        raise NoFacts(f"these are no facts of {kind.__name__}")
    return kind(**{name: _read(hint, told[name]) for name, hint in _hints(kind).items() if name in told})
