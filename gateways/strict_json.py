"""Reading what another system sent: every field is asked for by name and kind, and nonsense is its fault.

A fact that is not exactly what was promised is never repaired or guessed: the whole answer is then no answer.
Fields that nobody asked for are passed over, so that the other side may add some.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any, NoReturn

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Nonsense(ValueError):
    """The answer is not what the format says; the message names the field, never its value."""


def read_document(body: bytes) -> Fields:
    """Read a JSON object: UTF-8, no name twice, no NaN, no endless nesting."""
    try:
        document = json.loads(
            body.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        raise Nonsense(str(error) if isinstance(error, Nonsense) else "no JSON") from None
    return Fields(document, "the answer")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Nonsense("a name stands twice")
    return found


def _no_number(_text: str) -> NoReturn:
    raise Nonsense("NaN or Infinity")


class Fields:
    """A JSON object whose fields are taken out one by one."""

    def __init__(self, document: object, place: str) -> None:
        if not isinstance(document, dict):
            raise Nonsense(f"{place} is no object")
        self._document: dict[str, Any] = document

    def _need(self, name: str) -> Any:
        if name not in self._document:
            raise Nonsense(f"{name} is missing")
        return self._document[name]

    def inner(self, name: str) -> Fields:
        """An object within this one."""
        return Fields(self._need(name), name)

    def yes_no(self, name: str) -> bool:
        """True or false, not a word that sounds like it."""
        value = self._need(name)
        if not isinstance(value, bool):
            raise Nonsense(f"{name} is neither true nor false")
        return value

    def text(self, name: str, *, most: int = 300, least: int = 1) -> str:
        """A line of text a person can read, with its accents put together."""
        value = self._need(name)
        if not isinstance(value, str):
            raise Nonsense(f"{name} is no text")
        line = unicodedata.normalize("NFC", value).strip()
        if any(unicodedata.category(character) in UNSEEN for character in line):
            raise Nonsense(f"{name} holds characters that nobody sees")
        if not least <= len(line) <= most:
            raise Nonsense(f"{name} has {len(line)} characters")
        return line

    def whole(self, name: str, *, least: int = 0, most: int = 10**15) -> int:
        """A whole number."""
        value = self._need(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Nonsense(f"{name} is no whole number from {least} to {most}")
        return value

    def day(self, name: str) -> date:
        """A date, 2026-04-16."""
        value = self.text(name, most=10)
        try:
            # Python reads 20260416 and 2026-W16-4 too; the format has one spelling.
            return date.fromisoformat(value if DAY.fullmatch(value) else "")
        except ValueError:
            raise Nonsense(f"{name} is no date") from None

    def moment(self, name: str) -> datetime:
        """A moment with its zone, 2026-04-16T18:30:00+05:00."""
        try:
            value = datetime.fromisoformat(self.text(name, most=40))
            return self._in_utc(name, value)
        except (ValueError, OverflowError) as error:
            raise error if isinstance(error, Nonsense) else Nonsense(f"{name} is no moment") from None

    def _in_utc(self, name: str, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise Nonsense(f"{name} has no time zone")
        return value.astimezone(UTC)

    def one_of(self, name: str, *known: str) -> str:
        """One word of a closed list."""
        value = self.text(name, most=60)
        if value not in known:
            raise Nonsense(f"{name} is none of {', '.join(known)}")
        return value

    def same(self, name: str, expected: str) -> None:
        """The answer must be about what was asked: another person's record is worse than none."""
        if self.text(name, most=200) != expected:
            raise Nonsense(f"{name} is not what was asked about")
