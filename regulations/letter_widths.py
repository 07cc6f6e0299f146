"""How wide words are, for pictures whose lines nobody but ourselves can break.

For the drawing of the path: an SVG does not wrap. The widths are those of Noto Sans, the widest of the faces
that a reader's system may take, in thousandths of the size and rounded up, with some slack for older editions of
that face, which are wider still; so what fits here fits everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

_PLAIN = {
    180: "‘’", 230: "'", 260: " \u00a0ijlі", 270: "!,.:;·", 280: "J", 290: "І", 300: "()", 330: "-[]", 340: "I",
    350: "f", 360: "“”", 370: "t", 380: "/", 410: '"', 420: "r", 440: "?гғ", 450: "_", 470: "zт", 480: "cs",
    490: "з", 500: "–сэ", 510: "vy«»Гуұү", 520: "Fх", 530: "LxҒ", 540: "kк", 550: "S₸ь", 560: "*ETЕТаеёЁқ",
    570: "YaeвәҰҮ", 580: "+0123456789<=>ZЗя", 590: "XХлч", 600: "Vбо", 610: "PoРЬдпрө", 620: "KbdghnpquБУнцһ",
    630: "RКийъ", 640: "ACАСЯ", 650: "#BВЭ", 660: "ң", 670: "Қ", 680: "Ч", 690: "Ъ", 700: "ЛҺ", 730: "DGД",
    740: "&UПЦфӘ", 750: "HН", 760: "NИЙжыҢ", 770: "Ом", 790: "OQwӨ", 800: "…ю", 820: "Ф", 840: "%", 850: "Ы",
    900: "@шщ", 910: "MЖМ", 930: "W", 940: "m", 1000: "—Ю", 1020: "№", 1030: "Щ", 1040: "Ш",
}  # fmt: skip
_BOLD = {
    220: "‘’", 260: " \u00a0", 270: "'", 290: "!,.:;·", 300: "ijl", 310: "і", 320: "-", 330: "І", 340: "()J[]",
    390: "If", 420: "/_", 440: "t", 450: "r“”", 480: '"?г', 500: "z–ғ", 510: "sт", 520: "cз", 530: "сэ", 550: "*F",
    560: "ELSҒ", 570: "ГЕЁ", 580: "+0123456789<=>TZvxy₸Тухұү", 590: "её", 600: "aeЗавьә", 610: "я", 620: "k«»к",
    630: "PYoРблоөҰҮ", 640: "bdgpqдрч", 650: "#CVhnuБСУЬпцһ", 660: "RЭнқ", 670: "BKXВХ", 680: "ийъ", 690: "Я",
    700: "AАК", 720: "Ч", 730: "G", 740: "DЛҺ", 750: "&ң", 760: "UЪҚ", 770: "HНП", 780: "ДОЦ", 800: "OQИЙӨ",
    810: "ф", 820: "NӘ", 840: "м", 850: "Ң", 860: "w…ыю", 870: "ж", 900: "@", 910: "%Ф", 920: "Ы", 950: "MМ",
    960: "шщ", 970: "W", 980: "m", 1000: "—Ж", 1020: "Ю", 1030: "№", 1070: "Ш", 1080: "Щ",
}  # fmt: skip
_UNKNOWN = 1080
_SLACK = 1.04
_VOWELS = frozenset("аәеёиоөуұүыіэюяaeiouy")


@cache
def _letters(bold: bool) -> dict[str, int]:
    return {letter: width for width, letters in (_BOLD if bold else _PLAIN).items() for letter in letters}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How long a line of this text is at this size."""
    letters = _letters(bold)
    return sum(letters.get(letter, _UNKNOWN) for letter in text) * size * _SLACK / 1000


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """The width below which this text could not be set without cutting a word."""
    return max((width_of(word, size, bold=bold) for word in _words(text)), default=0)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines of at most this width; a word that is longer than a line is divided between syllables."""
    lines: list[str] = []
    for piece in _pieces(text, width, size, bold):
        longer = f"{lines[-1]} {piece}" if lines and not lines[-1].endswith("\u2010") else piece
        if lines and longer != piece and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return tuple(line.replace("\u2010", "-") for line in lines)


def _words(text: str) -> list[str]:
    """The words, which a space that does not break holds together."""
    return [word for word in text.split(" ") if word]


def _pieces(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """The words; of one that is too long its parts, each but the last with a hyphen."""
    for word in _words(text):
        if "\u00a0" in word and width_of(word, size, bold=bold) > width:
            yield from _pieces(word.replace("\u00a0", " "), width, size, bold)
            continue
        rest = word
        while width_of(rest, size, bold=bold) > width:
            fitting = [
                at for at in range(2, len(rest) - 2) if width_of(rest[:at] + "-", size, bold=bold) <= width
            ]
            if not fitting:
                break
            between = [at for at in fitting if _between_syllables(rest, at)]
            at = (between or fitting)[-1]
            yield rest[:at] + "\u2010"
            rest = rest[at:]
        yield rest


def _between_syllables(word: str, at: int) -> bool:
    """Before a consonant that a vowel follows, when a vowel went before: how all three languages divide."""
    low = word.casefold()
    return low[at] not in _VOWELS and low[at + 1] in _VOWELS and any(letter in _VOWELS for letter in low[:at])
