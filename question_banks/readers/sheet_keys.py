"""The key as people write it in a sheet: a letter of either alphabet, a number, the words of the option, a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from question_banks.answers import read_number
from question_banks.content import Language
from question_banks.folding import LATIN_TO_CYRILLIC, fold, skeleton
from question_banks.readers.gift import number_range
from question_banks.readers.outcomes import ItemRefused
from question_banks.readers.sheet_cells import CellRefused
from question_banks.sheet_form import KeyAlphabet, KeyForm

Options = Sequence[tuple[int, Mapping[Language, str]]]

_TRUE = {
    "true",
    "t",
    "да",
    "верно",
    "правда",
    "истина",
    "иә",
    "дұрыс",
    "yes",
    "1",
    "ақиқат",
    "right",
    "правильно",
}
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
        return type(text)(_MARK.sub("", text)) if self.marked else text


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


def alphabet_of(keys: Iterable[str]) -> KeyAlphabet:
    """The alphabet of a sheet's keys, by letters that only one of the two rows has; `auto` when none tells."""
    letters = "".join(key.upper() for key in keys if len(key.strip()) <= 12)
    cyrillic, latin = re.search("[БГДЖЗИ]", letters), re.search("[A-JС]", letters)
    return "cyrillic" if cyrillic else "latin" if latin else "auto"


def read_keys(text: str, options: Options, form: KeyForm, alphabet: KeyAlphabet, column: int) -> Key:
    """Which options are right; refuses when the key is missing, fits none or fits two."""
    if form == "first":
        return Key((0,))
    if form == "mark" or (form == "auto" and not text.strip()):
        marked = tuple(
            at for at, (_, words) in enumerate(options) if all(_MARK.match(one) for one in words.values())
        )
        if not marked:
            raise CellRefused(column, "key_missing")
        return Key(marked, marked=True)
    if not text.strip():
        raise CellRefused(column, "key_missing")
    if form in ("letter", "auto") and (found := _letters(text, options, alphabet, column)) is not None:
        return found
    if form in ("number", "auto") and (found := _numbers(text, options)) is not None:
        return found
    if form in ("text", "auto") and (found := _texts(text, options, column)) is not None:
        return found
    raise CellRefused(column, "key_unknown", key=text[:60])


def _letters(text: str, options: Options, alphabet: KeyAlphabet, column: int) -> Key | None:
    """A, or A C, or AC, or A:1/2 C:1/2 D:-1."""
    tokens = [one for one in re.split(r"[\s,;]+", text.strip().upper().rstrip(".)")) if one]
    if len(tokens) == 1 and re.fullmatch(r"[A-J]{2,6}|[А-И]{2,6}", tokens[0]):
        tokens = list(tokens[0])
    right: list[int] = []
    partial: dict[int, Fraction] = {}
    for token in tokens:
        piece = re.fullmatch(r"([A-ZА-Я])[.)]?(?::([+-]?[\d./,]+))?", token)
        place = _place(options, _slot(piece[1], alphabet, column)) if piece else None
        if piece is None or place is None:
            return None
        credit = fraction(piece[2]) if piece[2] else Fraction(1)
        if credit is None:
            return None
        if credit == 1:
            right.append(place)
        else:
            partial[place] = credit
    return Key(tuple(dict.fromkeys(right)), partial) if tokens else None


def _slot(letter: str, alphabet: KeyAlphabet, column: int) -> int:
    """The option column that a letter names, or -1."""
    if alphabet == "cyrillic":
        return _CYRILLIC_ROW.find(LATIN_TO_CYRILLIC.get(letter, letter))
    if alphabet == "auto" and letter in "ВЕК":  # second or third? fifth or sixth? Nothing in the sheet says
        raise CellRefused(column, "key_two_options", key=letter)
    slot = ord(_TO_LATIN.get(letter, letter)) - ord("A")
    return slot if 0 <= slot < 26 else -1


def _place(options: Options, slot: int) -> int | None:
    """The place among the options that are there; an empty cell between them moves no letter."""
    return next((at for at, (held, _) in enumerate(options) if held == slot), None)


def _numbers(text: str, options: Options) -> Key | None:
    tokens = re.split(r"[\s,;]+", text.strip().rstrip(".)"))
    places = [_place(options, int(one) - 1) if one.isdecimal() and len(one) < 4 else None for one in tokens]
    found = [place for place in places if place is not None]
    return Key(tuple(dict.fromkeys(found))) if len(found) == len(tokens) else None


def _texts(text: str, options: Options, column: int) -> Key | None:
    wanted = skeleton(text).rstrip(".")
    found = [
        at
        for at, (_, words) in enumerate(options)
        if wanted in {skeleton(one).rstrip(".") for one in words.values()}
    ]
    if len(found) > 1:
        raise CellRefused(column, "key_two_options", key=text[:60])
    return Key((found[0],)) if found else None
