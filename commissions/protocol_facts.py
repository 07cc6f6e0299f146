"""The canonical facts of a protocol: what is frozen, digested, printed and enclosed in the file; and back again.

Pure. Whoever proves a protocol in ten years has the file alone, so that reading is strict: a fact that is missing,
misspelled or too many makes the whole unreadable, and what is read spells itself in the very same way again.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from commissions.proceedings import Ending, Heard, Proceedings
from core.canonical import canonical, digest
from regulations.verbs import Outcome
from regulations.words import Words

FORM, CORRECTION_FORM = "synaq-protocol-1", "synaq-protocol-correction-1"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as whom; the order is the order of signing."""

    name: str
    capacity: Words


@dataclass(frozen=True, slots=True)
class SetAside:
    """A decision that takes no effect, because the result on which it rested was replaced before the protocol."""

    interview: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """All that a protocol says. `specimen` marks a paper of a trial installation."""

    form: str
    number: str
    drawn_at: datetime
    drawn_by: str
    specimen: bool
    proceedings: Proceedings
    signatories: tuple[Signatory, ...]
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A sheet that mends a signed protocol, which it names by number and digest."""

    form: str
    protocol: str
    protocol_digest: str
    number: int
    drawn_at: datetime
    drawn_by: str
    specimen: bool
    office: Words
    zone: str
    stands: str
    reads: str
    reason: str
    signatories: tuple[Signatory, ...]
    position: int | None = None
    candidate: str = ""


class NoFacts(ValueError):
    """What was read are not the facts of a protocol."""


_Form = TypeVar("_Form", ProtocolFacts, CorrectionFacts)


def spelled(facts: object) -> str:
    """The canonical text of facts."""
    return canonical(_plain(facts))


def digest_of(facts: object) -> str:
    """The digest of the canonical text."""
    return digest(_plain(facts))


def read_facts(text: str) -> ProtocolFacts:
    """The facts of a canonical text, and of no other spelling of them."""
    return _read_form(ProtocolFacts, FORM, text)


def read_correction(text: str) -> CorrectionFacts:
    """The facts of a correction sheet, as strictly."""
    return _read_form(CorrectionFacts, CORRECTION_FORM, text)


def _read_form(kind: type[_Form], form: str, text: str) -> _Form:
    try:
        found = _read(kind, json.loads(text))
    except (ValueError, TypeError, KeyError) as fault:
        raise NoFacts(str(fault)) from None
    if not isinstance(found, kind) or found.form != form:
        raise NoFacts("another form")
    if spelled(found) != text:
        raise NoFacts("not in the canonical spelling")
    return found


def outcome_of(heard: Heard) -> Outcome | None:
    """What a hearing means for the case: decided, or absent; a meeting that could not hear moves nothing."""
    if heard.ending is Ending.DECIDED:
        return Outcome(heard.decision)
    if heard.ending in (Ending.ABSENT, Ending.ABSENT_WITH_GOOD_REASON):
        return Outcome.ABSENT
    return None


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


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
    if not isinstance(told, dict) or set(told) != names:
        raise NoFacts(f"these are no facts of {kind.__name__}")
    return kind(**{name: _read(hint, told[name]) for name, hint in _hints(kind).items() if name in names})
