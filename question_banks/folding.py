"""Letters as people type them: one folding for the search of authors and for the short answers of candidates.

Databases fold Latin letters at best. Kazakh and Russian words also come with Latin letters that look alike, with
й and ё built from two signs, with five kinds of dashes, and with a comma in the number; all of that is one word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Latin letters (and a few strays) that a reader cannot tell from a Cyrillic one, before case is folded: capital H
# looks like Н, small h like the Kazakh һ.
LATIN_TO_CYRILLIC = dict(zip("ABCEHKMOPTXYIacehkmopxyitrnu", "АВСЕНКМОРТХУІасеһкморхуітгпи", strict=True))
for (
    _unsafe
) in "rnu":  # alike only in italics or handwriting: a fault may name them, folding must not touch them
    del LATIN_TO_CYRILLIC[_unsafe]
# Signs of other alphabets that stand in for Kazakh letters in old files: Latin schwa, barred o, and so on.
STRAYS = {
    "Ə": "Ә", "ə": "ә", "Ɵ": "Ө", "ɵ": "ө", "Ө": "Ө", "ө": "ө", "Ƙ": "Қ", "ƙ": "қ", "Ғ": "Ғ", "ғ": "ғ",
    "Ҝ": "Қ", "ҝ": "қ", "Ӊ": "Ң", "ӊ": "ң", "Ӈ": "Ң", "ӈ": "ң", "Ҥ": "Ң", "ҥ": "ң", "ı": "і", "ї": "і",
    "ï": "і", "Ɏ": "Ұ", "ɏ": "ұ", "Ħ": "Һ", "ħ": "һ",
}  # fmt: skip
_CYRILLIC_LOOK = {**LATIN_TO_CYRILLIC, **STRAYS}
_TO_CYRILLIC = str.maketrans(_CYRILLIC_LOOK)
_TO_LATIN_LETTERS = {cyrillic: latin for latin, cyrillic in LATIN_TO_CYRILLIC.items()}
_TO_LATIN = str.maketrans(_TO_LATIN_LETTERS)

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣-"), "-")
_QUOTES = {**dict.fromkeys(map(ord, "«»„“”‟″"), '"'), **dict.fromkeys(map(ord, "‘’‚‛`´′ʼ"), "'")}
_GONE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), None)
_SIGNS: dict[int, str | None] = {**_DASHES, **_QUOTES, **_GONE}

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_NOT_CYRILLIC = re.compile(r"[^\u0400-\u052f]")
# Where letters of two alphabets meet inside a word: without such a seam there is nothing to mend.
_SEAM = re.compile(
    r"[\u0400-\u052f](?=[^\W\d_])(?=[^\u0400-\u052f])|[^\W\d_](?<![\u0400-\u052f])(?=[\u0400-\u052f])"
)
_SURELY_LATIN = re.compile(f"[A-Za-z](?<![{''.join(LATIN_TO_CYRILLIC)}])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SPACES = re.compile(r"\s+")
# Marks of stress. After NFC those that make letters of their own (й, ё, é) are inside their letter and stay.
_STRESS = re.compile("[\u0300\u0301\u0302\u0303\u0304\u0307\u030b\u030c\u030f\u0331]")

_LOOSE = str.maketrans("әғқңөұүһіё", "агкноуухие")


def tidy(text: str) -> str:
    """NFC, one kind of space, no invisible signs: the text that is stored, still as its author wrote it."""
    text = unicodedata.normalize("NFC", text).translate(_GONE)
    return _SPACES.sub(" ", text).strip()


def _mend_word(found: re.Match[str]) -> str:
    """A mixed word goes to the alphabet of the letters that can belong to one alphabet only; in doubt, to Cyrillic."""
    word = found.group()
    if not _CYRILLIC.search(word) or not _NOT_CYRILLIC.search(word):
        return word
    if _SURELY_LATIN.search(word) and all(letter in _TO_LATIN_LETTERS for letter in _CYRILLIC.findall(word)):
        return word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC)


def mend_look_alikes(text: str) -> str:
    """In a word of both alphabets, the letters that only look like the others become them: Гепарин, heparin."""
    return _WORD.sub(_mend_word, text) if _SEAM.search(text) else text


def fold(text: str, *, yo: bool = True, case: bool = True) -> str:
    """The form in which two spellings of the same words are equal. With `yo`, ё counts as е; with `case`, А as а.

    Idempotent. Never merges two Kazakh letters: қан (blood) and кан stay apart; see `loose` for careless typing.
    """
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    text = mend_look_alikes(_STRESS.sub("", text))
    if case:
        text = unicodedata.normalize("NFKC", text.casefold()).translate(_SIGNS)
    if yo:
        text = text.replace("ё", "е").replace("Ё", "Е")
    return _SPACES.sub(" ", _NUMBER_COMMA.sub(".", text)).strip()


def _as_cyrillic(found: re.Match[str]) -> str:
    word = found.group()
    return word.translate(_TO_CYRILLIC) if all(letter in LATIN_TO_CYRILLIC for letter in word) else word


@lru_cache(
    maxsize=16_384
)  # a file's texts are asked for again and again: as faults, as duplicates, as prints
def skeleton(text: str) -> str:
    """`fold` with words of look-alikes only read as Cyrillic (СОР and COP are one), without hyphens and quotes."""
    mended = _WORD.sub(_as_cyrillic, fold(text, case=False))
    return _SPACES.sub(" ", _HYPHEN.sub(" ", fold(mended)).replace('"', "")).strip()


def loose(text: str) -> str:
    """`fold` for people without a Kazakh keyboard: ә as а, қ as к and so on. For search only, never for scoring."""
    return fold(text).translate(_LOOSE)


@dataclass(frozen=True, slots=True)
class MixedWord:
    """A word with letters of two alphabets, and which of them are the strangers."""

    word: str
    strangers: str


def mixed_words(text: str) -> tuple[MixedWord, ...]:
    """Words that mix Latin and Cyrillic letters. Hyphens and digits part words, so IgG-антитела is no fault."""
    found = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        word = match.group()
        latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
        if latin and cyrillic:
            found.append(MixedWord(word, "".join(latin if len(latin) <= len(cyrillic) else cyrillic)))
    return tuple(found)


_FOREIGN_CYRILLIC = re.compile(r"[ђѓєїјљњћќѝўџґѕ]", re.IGNORECASE)


def foreign_letters(text: str) -> str:
    """Cyrillic letters of neither Kazakh nor Russian: the mark of a file read in the wrong charset."""
    return "".join(dict.fromkeys(_FOREIGN_CYRILLIC.findall(unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=4096)
def _wildcard(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(piece) for piece in pattern.split("*")), re.DOTALL)


def answers_alike(typed: str, accepted: str, *, case_matters: bool = False, wildcard: bool = False) -> bool:
    """Is the typed text the accepted one? Letters that look alike count alike; ё counts as е; Kazakh letters differ."""
    forms = [(fold(typed, case=not case_matters), fold(accepted, case=not case_matters))]
    if not case_matters:
        forms.append((skeleton(typed), skeleton(accepted)))
    if wildcard and "*" in accepted:
        return any(_wildcard(right).fullmatch(left) for left, right in forms)
    return any(left == right for left, right in forms)
