"""The facts of a paper as plain data: what a room freezes, and what may go into the printer.

A paper is made of facts and a template, and nothing of the facts is ever read as markup. Two steps stand
between them and the page. `frozen_facts` makes plain data of them, once, so that a room can keep them with
their digest and print the same paper again. `printable` makes each text one that a font can draw.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Set
from datetime import date, datetime
from decimal import Decimal

from core.paper_dates import written

# A letter of any language takes two marks at most; more are there to cover the line above.
_MARKS_A_LETTER = 2
# Every font of a paper draws these; a drawing made by code is nothing else, and long.
_PLAIN = frozenset(range(0x20, 0x7F))
_LINES = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})


def frozen_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as JSON holds them, dates spelled out; frozen facts stay as they are.

    Refused are floats (nobody knows how many digits to print) and lazily translated sentences (they would
    change with the reader): a paper holds what was decided, in words that no longer move.
    """
    return {_key(key): _plain(value) for key, value in facts.items()}


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a fact's name is text, not {type(key).__name__}")
    return key


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int)) or type(value) is str:
        return value
    if isinstance(value, date):
        return written(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return frozen_facts(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"a paper cannot hold a {type(value).__name__}: say it as text")


def moment_of(facts: Mapping[str, object]) -> datetime:
    """The moment that frozen facts speak of; it dates the file too, so that no clock is asked."""
    moment = facts.get("moment")
    iso = moment.get("iso") if isinstance(moment, Mapping) else moment
    if not isinstance(iso, str):
        raise ValueError("the facts of a paper need their moment")
    found = datetime.fromisoformat(iso)
    if found.tzinfo is None:
        raise ValueError("the moment of a paper needs a time zone")
    return found


def printable_facts(facts: object, letters: Set[int]) -> object:
    """The same data with every text made printable."""
    return _each_text(facts, lambda text: printable(text, letters))


def _each_text(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_each_text(inner, change) for inner in value]
    return value


def printable(text: str, letters: Set[int]) -> str:
    """The text as it will stand on paper: nothing invisible, nothing turned round, nothing lost.

    Invisible characters go (an override of the writing direction would let a name read backwards); a
    character without a shape is printed as its code point, `[U+1F600]`, so that the paper can be issued and
    everybody sees what stood there.
    """
    if text.isascii() and text.isprintable() and letters >= _PLAIN:
        return text
    out: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", _visible(text)):
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if letter == "\n" or (ord(letter) in letters and marks <= _MARKS_A_LETTER):
            out.append(letter)
        else:
            out.append(f"[U+{ord(letter):04X}]")
    return "".join(out)


def _visible(text: str) -> str:
    lines = text.replace("\r\n", "\n").translate(_LINES)
    return "".join(
        letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf")
    )
