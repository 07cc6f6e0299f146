"""Order and search as Kazakh and Russian readers expect, on databases that know neither.

SQLite folds no Cyrillic, and the default collations of PostgreSQL put Kazakh letters at the end: so a folded column
and a sort key are made here and kept beside the text.
"""

from __future__ import annotations

import unicodedata

_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACE = {letter: index for index, letter in enumerate(_ALPHABET)}


def fold(text: str) -> str:
    """Small letters, one spelling of each, single spaces: what a search compares."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def sort_key(text: str) -> str:
    """A text whose byte order is the order of the Kazakh alphabet, which holds the Russian one."""
    return "".join(chr(0x0100 + _PLACE[letter]) if letter in _PLACE else letter for letter in fold(text))[
        :320
    ]


def like_pattern(text: str) -> str:
    """A LIKE pattern that finds the folded text anywhere; escape character is a backslash."""
    return _anywhere(fold(text))


def number_pattern(text: str) -> str:
    """A LIKE pattern that finds a part of a number, whose letters are capitals; escape character is a backslash."""
    return _anywhere(text.upper())


def _anywhere(text: str) -> str:
    """What was typed is looked for as it was typed: no sign of it stands for others."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
