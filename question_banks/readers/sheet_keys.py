"""The key as people write it in a sheet: a letter of either alphabet, a number, the words of the option, a mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from question_banks.answers import read_number
from question_banks.content import Language
from question_banks.folding import LATIN_TO_CYRILLIC, fold, skeleton
from question_banks.readers.gift import number_range
from question_banks.readers.outcomes import ItemRefused
from question_banks.sheet_form import KeyForm

Options = Sequence[tuple[int, Mapping[Language, str]]]

_TRUE = {"true", "t", "да", "верно", "правда", "истина", "иә", "дұрыс", "yes", "1", "ақиқат", "right", "правильно"}
_FALSE = {
    "false", "f", "нет", "неверно", "ложь", "жоқ", "бұрыс", "no", "0", "жалған", "дұрыс емес", "wrong", "неправильно",
}  # fmt: skip
_MARK = re.compile(r"^\s*[*+✓✔]\s*")
_TO_LATIN = {cyrillic: latin for latin, cyrillic in LATIN_TO_CYRILLIC.items()}
_CYRILLIC_ROW = "АБВГДЕЖЗИК"


@dataclass(frozen=True, slots=True)
class Key:
    """The places of the right options, the credits that were given, and whether marks must come off the options."""

    right: tuple[int, ...]
    partial: Mapping[int, Fraction] = field(default_factory=dict)
    marked: bool = False

    def unmark(self, text: str) -> str:
        return _MARK.sub("", text) if self.marked else text


def truth(text: str) -> bool | None:
    word = fold(text).rstrip(".")
    return True if word in _TRUE else False if word in _FALSE else None


def fraction(text: str) -> Fraction | None:
    """1/2, 0.5 or 0,5."""
    found = re.fullmatch(r"\s*([+-]?\d{1,6})\s*/\s*([1-9]\d{0,5})\s*", text)
    if found:
        return Fraction(int(found[1]), int(found[2]))
    value = read_number(text)
    return None if value is None or not -1000 <= value <= 1000 else Fraction(value)


def number(text: str) -> tuple[Decimal, Decimal] | None:
    """3.5 ± 0.1, 3.5:0.1, 3.4..3.6 or 3.5 as (value, tolerance)."""
    try:
        return number_range(text.replace("+/-", ":").replace("+-", ":").replace("±", ":").strip())
    except ItemRefused:
        return None


def read_keys(text: str, options: Options, form: KeyForm, column: int) -> Key:
    """Which options are right; refuses when the key is missing, fits none or fits two."""
    if form == "first":
        return Key((0,))
    if form == "mark" or (form == "auto" and not text.strip()):
        marked = tuple(at for at, (_, words) in enumerate(options) if all(_MARK.match(one) for one in words.values()))
        if not marked:
            raise _refuse(column, "key_missing")
        return Key(marked, marked=True)
    if not text.strip():
        raise _refuse(column, "key_missing")
    if form in ("letter", "auto") and (found := _letters(text, len(options))) is not None:
        return found
    if form in ("number", "auto") and (found := _numbers(text, len(options))) is not None:
        return found
    if form in ("text", "auto") and (found := _texts(text, options, column)) is not None:
        return found
    raise _refuse(column, "key_unknown", key=text[:60])


def _refuse(column: int, code: str, **facts: str | int) -> ItemRefused:
    from question_banks.readers.sheet_rows import CellRefused

    return CellRefused(column, code, **facts)


def _letters(text: str, count: int) -> Key | None:
    """A, or A C, or A:1/2 C:1/2 D:-1. Cyrillic letters count by their row when the key has Б or Г or later ones."""
    tokens = [one for one in re.split(r"[\s,;]+", text.strip().upper().rstrip(".)")) if one]
    pieces = [re.fullmatch(r"([A-ZА-Я])[.)]?(?::([+-]?[\d./,]+))?", one) for one in tokens]
    if len(tokens) == 1 and not pieces[0] and re.fullmatch(r"[A-J]{2,6}", text.strip().upper()):
        pieces = [re.fullmatch(r"([A-J])(?::(.*))?", one) for one in text.strip().upper()]
    if not pieces or not all(pieces):
        return None
    letters = [piece[1] for piece in pieces if piece]
    by_row = any(letter in "БГДЖЗИ" for letter in letters)
    right, partial = [], {}
    for piece in pieces:
        if piece is None:
            return None
        at = _CYRILLIC_ROW.find(piece[1]) if by_row else ord(_TO_LATIN.get(piece[1], piece[1])) - ord("A")
        if not 0 <= at < count:
            return None
        credit = fraction(piece[2]) if piece[2] else None
        if piece[2] and credit is None:
            return None
        if credit is None or credit == 1:
            right.append(at)
        if credit is not None and credit != 1:
            partial[at] = credit
    return Key(tuple(dict.fromkeys(right)), partial)


def _numbers(text: str, count: int) -> Key | None:
    tokens = re.split(r"[\s,;]+", text.strip().rstrip(".)"))
    if not all(one.isdecimal() and 1 <= int(one) <= count for one in tokens):
        return None
    return Key(tuple(dict.fromkeys(int(one) - 1 for one in tokens)))


def _texts(text: str, options: Options, column: int) -> Key | None:
    wanted = skeleton(text).rstrip(".")
    found = [
        at for at, (_, words) in enumerate(options) if wanted in {skeleton(one).rstrip(".") for one in words.values()}
    ]
    if len(found) > 1:
        raise _refuse(column, "key_two_options", key=text[:60])
    return Key((found[0],)) if found else None
