"""In which charset was a file written? Old offices keep Kazakh in one-byte charsets that look alike to a machine.

KZ-1048 (the Kazakh standard) and PT154 put the same letters at different places over Windows-1251; read as the wrong
one, қ becomes a Serbian ќ or a sign in mid-word. So every charset is tried and the words decide.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

ONE_BYTE = ("kz1048", "ptcp154", "cp1251", "cp866", "koi8-r", "cp1252")
_ALIASES = {
    "windows-1251": "cp1251", "win-1251": "cp1251", "1251": "cp1251", "strk1048-2002": "kz1048", "rk1048": "kz1048",
    "kz-1048": "kz1048", "pt154": "ptcp154", "csptcp154": "ptcp154", "cyrillic-asian": "ptcp154",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_KAZAKH = "әғқңөұүһі"
_HOME = re.compile(rf"[{_RUSSIAN}{_RUSSIAN.upper()}{_KAZAKH}{_KAZAKH.upper()}]")
_STRANGE_CYRILLIC = re.compile(
    rf"[\u0400-\u052f](?<![{_RUSSIAN}{_RUSSIAN.upper()}{_KAZAKH}{_KAZAKH.upper()}])"
)
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\-'’.,:;/()\"«»*_=~{}#<>&\[\]\\!?+|](?=[^\W\d_])")
_CAPITAL_IN_WORD = re.compile(r"(?<=[а-яёәғқңөұүһі])[А-ЯЁӘҒҚҢӨҰҮҺІ]")
_TWO_ALPHABETS = re.compile(r"[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
_BOXES = re.compile(r"[\u2500-\u259f\u0080-\u009f]")
_ACCENTED_RUN = re.compile(r"[\u00c0-\u00ff]{3}")
# Letters of everyday Russian and Kazakh words; in cp866 or koi8-r read wrongly they are not the frequent ones.
_FREQUENT = re.compile(r"[оеаинтрслқыдмкү]")
# In Kazakh words ғ and қ stand beside back vowels or at a word's end, never beside front ones; none begins with two.
_DISHARMONY = re.compile(r"[ғқ][әеөүі]|[әеөү][ғқ]|\b[ғқ](?=[бвгджзклмнпрстфхшщғқңһ])")


class CharsetUnknown(ValueError):
    """No charset makes words of these bytes, or the declared one does not fit them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the charset that gave it, and whether it was guessed by reading the words."""

    text: str
    charset: str
    guessed: bool = False


def codec_name(declared: str) -> str:
    """The name by which this charset is known here; raises for one that is not."""
    name = _ALIASES.get(declared.strip().lower(), declared.strip().lower())
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise CharsetUnknown(declared) from error


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Bytes as text. A byte-order mark rules, then what was declared if it makes words, then UTF-8, then a guess.

    A text with a zero in it is none: no charset that makes words leaves one, and no database keeps it.
    """
    decoded = _decode(data, declared)
    if "\x00" in decoded.text:
        raise CharsetUnknown(decoded.charset)
    return decoded


def _decode(data: bytes, declared: str | None) -> Decoded:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec)
    if declared is not None and codec_name(declared) not in {"utf-8", "utf-16", "utf-32"}:
        wanted = codec_name(declared)
        try:
            text = data.decode(wanted)
        except UnicodeDecodeError as error:
            raise CharsetUnknown(declared) from error
        # Files that say Windows-1251 often hold Kazakh letters of KZ-1048 or PT154.
        if wanted != "cp1251" or not _STRANGE_CYRILLIC.search(text):
            return Decoded(text, wanted)
    if b"\x00" in data[:4000]:
        zeros_first = data[:4000:2].count(0) > data[1:4000:2].count(0)
        return _strict(data, "utf-16-be" if zeros_first else "utf-16-le")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def _strict(data: bytes, codec: str) -> Decoded:
    try:
        return Decoded(data.decode(codec).lstrip("\ufeff"), codec.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        raise CharsetUnknown(codec) from error


def _guess(data: bytes) -> Decoded:
    # Lines without a high byte say nothing of the charset.
    telling = b"\n".join(line for line in data.splitlines() if any(byte > 127 for byte in line))[:200_000]
    tried = [(_likeness(telling.decode(name, "replace")), -at, name) for at, name in enumerate(ONE_BYTE)]
    score, _, best = max(tried)
    if score < 0.5:
        raise CharsetUnknown(best)
    try:
        return Decoded(data.decode(best), best, guessed=True)
    except UnicodeDecodeError as error:
        raise CharsetUnknown(best) from error


def _likeness(text: str) -> float:
    """Near 1 for Kazakh or Russian words, below 0 for noise. Counts only what the high bytes became."""
    high = sum(char > "\x7f" for char in text) or 1
    home = len(_HOME.findall(text))
    wrong = (
        2 * len(_STRANGE_CYRILLIC.findall(text))
        + 2 * len(_SIGN_IN_WORD.findall(text))
        + len(_CAPITAL_IN_WORD.findall(text))
        + 3 * len(_BOXES.findall(text))
        + 2 * len(_TWO_ALPHABETS.findall(text))
        + 3 * text.count("\ufffd")
        + len(_DISHARMONY.findall(text.lower()))
    )
    if not home:  # a Western text in cp1252 has single accented letters among plain ones
        return 0.6 - (wrong + 3 * len(_ACCENTED_RUN.findall(text))) / high
    frequent = len(_FREQUENT.findall(text)) / home
    return home / high - wrong / high + 0.2 * min(frequent, 0.7)
