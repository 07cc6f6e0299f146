r"""The plain way in which people write a question's text: ordinary typing with a few marks, instead of HTML.

A blank line parts paragraphs. `**bold**`, `*italic*`, `__underlined__`, `H~2~O`, `10^5^`, lines that begin with `- ` or
`1. `, table rows between bars, `![words](image:…)` for an image, LaTeX between \( \). The allowed HTML may stand
among it, and what the notation cannot say (a merged cell) is shown and taken back as HTML: reading what was written
gives the same markup again, so that opening an editor changes nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser

from question_banks.richtext import clean

SHORT_DIGEST = 12
_TAG_NAMES = "p br strong b em i u sub sup ul ol li table caption thead tbody tfoot tr th td img math".split()
_TAG = re.compile(rf"</?(?:{'|'.join(_TAG_NAMES)})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|ul|ol|li|table|caption|thead|tbody|tfoot|tr|th|td|math)(?=[\s/>])", re.IGNORECASE
)
_FORMULA = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\((?:image|media):([0-9a-f]{12,64})\)")
_ESCAPED = re.compile(r"\\([*_~^|!\\#-])")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w*])", re.DOTALL), "strong"),
    (re.compile(r"(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])", re.DOTALL), "u"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])"), "em"),
    (re.compile(r"~([^\s~]{1,40})~"), "sub"),
    (re.compile(r"\^([^\s^]{1,40})\^"), "sup"),
)
_BULLET = re.compile(r"\s*[-•]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+(.*)")
_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"\s*\|?[\s|:-]+\|?\s*")

# Signs of a private area stand for what is put aside while marks are read.
_ASIDE = 0xE000


def to_markup(typed: str, images: Iterable[str] = ()) -> str:
    """What somebody typed, as the markup that is stored. `images` are the digests that a short name may mean."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    aside: list[str] = []

    def keep(words: str) -> str:
        aside.append(words)
        return chr(_ASIDE + len(aside) - 1)

    full = {digest[:SHORT_DIGEST]: digest for digest in images}
    text = "".join(sign for sign in text if not _ASIDE <= ord(sign) < 0xF900)
    text = _FORMULA.sub(lambda found: keep(html.escape(html.unescape(found[0]), quote=False)), text)
    text = _IMAGE.sub(lambda found: keep(_image(found[1], full.get(found[2][:SHORT_DIGEST], found[2]))), text)
    text = _ESCAPED.sub(lambda found: keep(html.escape(found[1])), text)
    blocks = bool(_BLOCK_TAG.search(text))
    text = _TAG.sub(lambda found: keep(found[0]), text)
    text = _inline(html.escape(html.unescape(text), quote=False))
    text = text if blocks else _blocks(text)
    while any(_ASIDE <= ord(sign) < 0xF900 for sign in text):
        text = "".join(aside[ord(sign) - _ASIDE] if _ASIDE <= ord(sign) < 0xF900 else sign for sign in text)
    return clean(text).markup


def _image(alt: str, digest: str) -> str:
    return f'<img src="media:{digest}" alt="{html.escape(html.unescape(alt).strip())}">'


def _inline(text: str) -> str:
    for pattern, tag in _INLINE:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    return text


def _blocks(text: str) -> str:
    """Paragraphs, lists and tables of a text whose lines mean something."""
    made = [_block(lines) for block in re.split(r"\n\s*\n", text) if (lines := _full_lines(block))]
    if len(made) == 1 and made[0][0] == "p":
        return made[0][1]
    return "".join(f"<p>{words}</p>" if kind == "p" else words for kind, words in made)


def _full_lines(block: str) -> list[str]:
    return [line for line in block.split("\n") if line.strip()]


def _block(lines: list[str]) -> tuple[str, str]:
    for pattern, tag in ((_BULLET, "ul"), (_NUMBERED, "ol")):
        found = [pattern.fullmatch(line) for line in lines]
        if all(found):
            items = "".join(f"<li>{one[1].strip()}</li>" for one in found if one)
            return tag, f"<{tag}>{items}</{tag}>"
    if len(lines) > 1 and all(_ROW.fullmatch(line) for line in lines):
        return "table", _table(lines)
    return "p", "<br>".join(line.strip() for line in lines)


def _table(lines: list[str]) -> str:
    headed = len(lines) > 1 and bool(_RULE.fullmatch(lines[1])) and "-" in lines[1]
    rows = [_cells(line) for at, line in enumerate(lines) if not (headed and at == 1)]
    made = []
    for at, row in enumerate(rows):
        tag = "th" if headed and at == 0 else "td"
        made.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>")
    head = f"<thead>{made[0]}</thead>" if headed else ""
    return f"<table>{head}<tbody>{''.join(made[1:] if headed else made)}</tbody></table>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def to_typed(markup: str) -> str:
    """Stored markup as people edit it: in the notation where it says all of it, else as the HTML that it is."""
    if not re.search(r"[<&*_~^|\\-]|^\d", markup):
        return markup
    writer = _Writer()
    writer.feed(_FORMULA.sub(lambda found: f"<formula>{found[0]}</formula>", markup))
    writer.close()
    typed = writer.typed()
    digests = re.findall(r"media:([0-9a-f]{64})", markup)
    if writer.faithful and to_markup(typed, digests) == markup:
        return typed
    return markup


class _Writer(HTMLParser):
    """Writes markup in the notation; `faithful` is off once something has no place there."""

    _MARKS = {"strong": "**", "em": "*", "u": "__", "sub": "~", "sup": "^"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.faithful = True
        self.lists: list[str] = []
        self.in_formula = False
        self.cells: list[str] = []
        self.ends: dict[str, Callable[[], None]] = {
            "p": lambda: self.out.append("\n\n"),
            "ul": self._end_list,
            "ol": self._end_list,
            "table": lambda: self.out.append("\n\n"),
            "tr": lambda: self.out.append("\n"),
            "thead": self._end_head,
            "th": lambda: self.out.append(" |"),
            "td": lambda: self.out.append(" |"),
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self._MARKS:
            self.out.append(self._MARKS[tag])
        elif tag == "br":
            self.out.append("\n")
        elif tag == "formula":
            self.in_formula = True
        elif tag in {"ul", "ol"}:
            self._begin_list(tag, given)
        elif tag == "li":
            self.out.append("\n- " if self.lists and self.lists[-1] == "ul" else self._number())
        elif tag == "img":
            self._image(given)
        elif tag in {"table", "thead", "tbody", "tr", "th", "td", "p"}:
            self._begin_block(tag, given)
        else:
            self.faithful = False

    def _begin_block(self, tag: str, given: dict[str, str | None]) -> None:
        self.faithful &= not given
        if tag == "table":
            self.out.append("\n\n")
        elif tag == "tr":
            self.cells = []
            self.out.append("|")
        elif tag in {"th", "td"}:
            self.cells.append(tag)
            self.out.append(" ")

    def _begin_list(self, tag: str, given: dict[str, str | None]) -> None:
        self.faithful &= not given and not self.lists
        self.lists.append(tag)
        self.count = 0
        self.out.append("\n\n")

    def _number(self) -> str:
        self.count += 1
        return f"\n{self.count}. "

    def _end_list(self) -> None:
        if self.lists:
            self.lists.pop()
        self.out.append("\n\n")

    def _end_head(self) -> None:
        self.out.append("|" + "---|" * len(self.cells) + "\n")

    def _image(self, given: dict[str, str | None]) -> None:
        self.faithful &= set(given) <= {"src", "alt"}
        digest = (given.get("src") or "").removeprefix("media:")[:SHORT_DIGEST]
        self.out.append(f"![{html.escape(given.get('alt') or '', quote=False)}](image:{digest})")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._MARKS:
            self.out.append(self._MARKS[tag])
        elif tag == "formula":
            self.in_formula = False
        elif tag in self.ends:
            self.ends[tag]()

    def handle_data(self, data: str) -> None:
        self.out.append(data if self.in_formula else _escaped(data))

    def typed(self) -> str:
        """The text, with no more than one empty line between blocks."""
        return re.sub(r"\n{3,}", "\n\n", "".join(self.out)).strip("\n").replace(" \n", "\n")


def _escaped(text: str) -> str:
    """Signs that would be read as marks, where they would be."""
    text = re.sub(r"\\(?=[*_~^|!\\#-])", r"\\\\", text)
    for pattern, _tag in _INLINE:
        text = pattern.sub(lambda found: re.sub(r"([*_~^])", r"\\\1", found[0]), text)
    return text
