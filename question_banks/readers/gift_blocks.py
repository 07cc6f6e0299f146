"""A GIFT file cut into its questions: comments, categories, blank lines and escapes, before any answer is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# An escaped sign is hidden behind a sign that no text has, so that what is left of the control signs is control.
_ESCAPABLE = "\\~=#{}:n"
_HIDDEN = {sign: chr(0x10FE00 + at) for at, sign in enumerate(_ESCAPABLE)}
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_COMMENT_FIELD = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)+)\]")
_ANSWER_SIGN = re.compile(r"\s*[=~}#%]|\s*(T|F|TRUE|FALSE)\b", re.IGNORECASE)


def hide_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda found: _HIDDEN[found[1]], text)


def show_escapes(text: str) -> str:
    return text.translate(_SHOWN)


def escape(text: str) -> str:
    """The other way, for writing."""
    text = re.sub(r"[\\~=#{}:]", lambda found: "\\" + found[0], text)
    return text.replace("\r\n", "\n").replace("\n", "\\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A question's text with its escapes hidden, the line where it begins, and what the lines above say of it."""

    line: int
    text: str
    category: tuple[str, ...] = ()
    idnumber: str = ""
    tags: tuple[str, ...] = ()


def category_path(path: str) -> tuple[str, ...]:
    """Moodle's category path: parts by single slashes, a doubled slash is a slash, the context names are no topics."""
    pieces = [piece.replace("\x00", "/").strip() for piece in path.replace("//", "\x00").split("/")]
    if pieces and re.fullmatch(r"\$\w+\$", pieces[0]):
        pieces = pieces[1:]
        if pieces and pieces[0].lower() == "top":
            pieces = pieces[1:]
    return tuple(piece for piece in pieces if piece)


class _Cutter:
    """What is held while the lines of a file go by."""

    def __init__(self) -> None:
        self.category: tuple[str, ...] = ()
        self.forget()

    def forget(self) -> None:
        self.idnumber, self.start, self.depth = "", 0, 0
        self.tags: list[str] = []
        self.lines: list[str] = []

    def block(self) -> Block:
        text = "\n".join(self.lines).strip()
        made = Block(
            line=self.start, text=text, category=self.category, idnumber=self.idnumber, tags=tuple(self.tags)
        )
        self.forget()
        return made

    def closed(self) -> bool:
        return self.depth == 0 and any("}" in line for line in self.lines)

    def comment(self, raw: str) -> None:
        for name, escaped in _COMMENT_FIELD.findall(raw):
            value = re.sub(r"\\(.)", r"\1", escaped)
            if name == "id":
                self.idnumber = value
            else:
                self.tags.append(value)

    def take(self, line: str, at: int) -> None:
        self.start = self.start or at
        self.lines.append(line)
        self.depth += line.count("{") - line.count("}")


def cut(text: str) -> Iterator[Block]:
    """The questions of a file. A blank line parts them; inside an open brace only if no answer follows it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ahead = _ahead(lines)
    held = _Cutter()
    for at, raw in enumerate(lines, 1):
        line = hide_escapes(raw)
        begins = line.lstrip()
        if begins.startswith("//"):
            held.comment(raw)
        elif begins.upper().startswith("$CATEGORY:"):
            if held.lines:
                yield held.block()
            held.category = category_path(show_escapes(begins[len("$CATEGORY:") :].strip()))
        elif begins:
            if begins.startswith("::") and held.closed():
                yield held.block()  # somebody forgot the blank line before a title
            held.take(line, at)
        elif held.lines and (held.depth <= 0 or not _ANSWER_SIGN.match(hide_escapes(ahead[at - 1]))):
            yield held.block()
    if held.lines:
        yield held.block()


def _ahead(lines: list[str]) -> list[str]:
    """For each line, the next one that says something: whether an answer follows a blank line within a brace."""
    ahead = [""] * len(lines)
    for at in range(len(lines) - 1, 0, -1):
        words = lines[at].strip()
        ahead[at - 1] = lines[at] if words and not words.startswith("//") else ahead[at]
    return ahead
