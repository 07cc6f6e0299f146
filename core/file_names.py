"""The name under which a file from outside is shown and handed out again.

Files are kept by their digest, so a name is only ever read by people and by the machines that they save it on.
"""

from __future__ import annotations

import re
import unicodedata

from core.file_reasons import MediaType

# Letters, and bytes: most file systems stop at 255 bytes, and a Kazakh letter takes two.
LETTERS = 120
BYTES = 220

_ENDINGS = {
    MediaType.PDF: (".pdf",),
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.PNG: (".png",),
    MediaType.GIF: (".gif",),
    MediaType.WEBP: (".webp",),
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*%]')
# A letter bears two marks at most; more are there to smear a list.
_MARKS = 2


def clean_name(name: str, kind: MediaType) -> str:
    """A name that is safe on every system and ends as its content demands; clean names stay as they are.

    Paths go, and so does whatever cannot be seen (a right-to-left override makes `exe.pdf` of `fdp.exe`).
    """
    shown = _few_marks(unicodedata.normalize("NFC", _seen(name)))
    last = re.split(r"[/\\]", shown)[-1]
    stem = " ".join(_FORBIDDEN.sub("_", last).split()).rstrip(". ")
    ending = _ENDINGS[kind][0]
    for known in _ENDINGS[kind]:
        if stem.lower().endswith(known):
            stem, ending = stem[: -len(known)], known
            break
    stem = stem.strip(". ")
    # Windows looks at what stands before the first dot; a name cut short must not become such a one.
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return (_shortened(stem, LETTERS - len(ending), BYTES - len(ending)) or "file") + ending


def _seen(name: str) -> str:
    letters: list[str] = []
    for letter in name:
        category = unicodedata.category(letter)
        if category in ("Zs", "Zl", "Zp") or letter in "\t\n\r":
            letters.append(" ")
        elif category[0] != "C":
            letters.append(letter)
    return "".join(letters)


def _few_marks(name: str) -> str:
    letters: list[str] = []
    marks = 0
    for letter in name:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= _MARKS:
            letters.append(letter)
    return "".join(letters)


def _shortened(stem: str, letters: int, size: int) -> str:
    stem = stem[:letters]
    while len(stem.encode()) > size:
        stem = stem[:-1]
    return stem.rstrip(". ")
