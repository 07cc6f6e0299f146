"""Two editions side by side: every fact that one has and the other has not, or has otherwise.

For the lawyer who reads a new edition against the old, and for the decision that opens it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum

from regulations.model import Edition
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` or `new` is None where the fact is missing on that side."""

    path: str
    old: str | Words | None
    new: str | Words | None


def differences(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """Every difference, in the order of the text; members with an id are compared by it, not by their number."""
    before, after = dict(_facts("", old)), dict(_facts("", new))
    paths = list(before) + [path for path in after if path not in before]
    return tuple(
        Difference(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    )


def _facts(path: str, value: object) -> Iterator[tuple[str, str | Words]]:
    if value is None or value is False or value == ():
        return
    if isinstance(value, Words):
        yield path, value
    elif isinstance(value, tuple):
        if all(isinstance(member, str | Enum) for member in value):
            yield path, ", ".join(str(member) for member in value)
            return
        for number, member in enumerate(value):
            yield from _facts(f"{path}.{_name_of(member, number)}", member)
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            yield from _facts(f"{path}.{field.name}" if path else field.name, inner)
    elif isinstance(value, date):
        yield path, value.isoformat()
    else:
        yield path, str(value)


def _name_of(member: object, number: int) -> str:
    for key in ("id", "key", "issue", "ref"):
        name = getattr(member, key, None)
        if name:
            return str(name)
    return str(number)
