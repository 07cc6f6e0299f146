"""The markup that a question may hold: paragraphs, lists, tables, images with words beside them, formulas.

Everything else is taken off and named, so that an importer can say exactly what was lost; what could harm a
candidate's browser or reach another host is named apart and gets its item refused. Styling that carries meaning
(bold, italic, sub- and superscript) is kept as an element.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

import nh3

from question_banks.folding import tidy
from question_banks.formulas import MATHML_ATTRIBUTES, MATHML_TAGS

MEDIA = re.compile(r"media:[0-9a-f]{64}")
_RENAMED = {"b": "strong", "i": "em", "ins": "u", "div": "p", "center": "p", "dir": "ul", "menu": "ul"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT = frozenset("p br strong em u sub sup ul ol li table caption thead tbody tfoot tr th td img".split())
_UNWRAPPED = frozenset(
    "span font small big html body section article header footer main label tt abbr acronym cite code kbd samp var "
    "dfn q blockquote pre address figure figcaption nobr wbr time mark s strike del dl dt dd col colgroup bdi bdo "
    "legend fieldset noscript".split()
)
_KNOWN = _KEPT | MATHML_TAGS | _RENAMED.keys() | _UNWRAPPED | _HEADINGS
# Unwrapped without a word: they show nothing by themselves.
_SILENT = frozenset({"html", "body", "span", "wbr"})
_SWALLOWED = frozenset({"script", "style", "title", "head", "template", "svg", "iframe", "object", "select"})
_HOSTILE = frozenset(
    "script iframe object embed applet form input button textarea select link meta base frame frameset".split()
)
_VOID = frozenset("br img input link meta base embed source track wbr hr col area frame param".split())
_ATTRIBUTES: dict[str, set[str]] = {
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start", "type"},
    "img": {"src", "alt", "width", "height"},
    **{tag: set(MATHML_ATTRIBUTES) for tag in MATHML_TAGS},
}
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*italic", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration[^;]*:\s*[^;]*underline", re.IGNORECASE), "u"),
    (re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub", re.IGNORECASE), "sub"),
)
_SCRIPT_ADDRESS = re.compile(r"[\s\x00-\x20]*(javascript|vbscript|data\s*:\s*text)", re.IGNORECASE)

# What is a tag: a name of Latin letters, then attributes, then >. In "a<b и c>d" the < is a letter of the text, which a
# browser's parser would swallow together with the words behind it.
_TAG = re.compile(
    r"<(?:[!?]|/?(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?=[\s/>])"
    r"(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'){0,200}+)>)"
)
_VALUED = re.compile(r"[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+)|/")
_BARE = frozenset(
    "allowfullscreen async autofocus autoplay checked compact controls default defer disabled download hidden inert "
    "ismap itemscope loop multiple muted nohref noresize noshade novalidate nowrap open playsinline readonly required "
    "reversed selected".split()
)
_NESTED = 200

Weight = Literal["formatting", "content", "image", "hostile"]


@dataclass(frozen=True, slots=True, order=True)
class Removed:
    """What was taken off, and how much it matters.

    `formatting` changes looks only, `content` was shown to readers, `image` is one that did not come with the file or
    lies on another host, `hostile` could do harm.
    """

    weight: Weight
    what: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    markup: str
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    source: str
    alt: str


class _Walker(HTMLParser):
    """Rewrites markup into the subset and keeps a list of what it took off. nh3 has the last word after it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.removed: set[Removed] = set()
        self.open: list[tuple[str, tuple[str, ...]]] = []
        self.swallowing: list[str] = []

    def take(self, weight: Weight, what: str) -> None:
        self.removed.add(Removed(weight, what))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.swallowing:
            if tag not in _VOID:
                self.swallowing.append(tag)
            return
        if len(self.open) >= _NESTED:
            self.take("hostile", "markup nested too deeply")
            return
        given = {name: value or "" for name, value in attrs}
        self.look_for_harm(tag, given)
        if tag in _SWALLOWED:
            self.take("hostile" if tag in _HOSTILE else "content" if tag == "svg" else "formatting", tag)
            self.swallowing.append(tag)
            return
        closing = self.write_start(tag, given)
        if tag not in _VOID:
            self.open.append((tag, closing))

    def look_for_harm(self, tag: str, given: dict[str, str]) -> None:
        if tag in _HOSTILE:
            self.take("hostile", tag)
        for name, value in given.items():
            if name.startswith("on") or name in {"srcdoc", "formaction"}:
                self.take("hostile", name)
            elif name in {"src", "href", "action", "background", "poster"} and _SCRIPT_ADDRESS.match(value):
                self.take("hostile", f"{name}=script")

    def write_start(self, tag: str, given: dict[str, str]) -> tuple[str, ...]:
        """Write what stands for the tag; give back what its end must close."""
        names: tuple[str, ...]
        if tag == "img" and not MEDIA.fullmatch(given.get("src", "")):
            self.take("image", given.get("src", "")[:120])
            return ()
        if tag in _HEADINGS:
            names = ("p", "strong")
            self.take("formatting", tag)
        elif tag in _KEPT or tag in MATHML_TAGS or tag in _RENAMED:
            names = (_RENAMED.get(tag, tag),)
        else:
            names = ()
            self.name_unknown(tag, given)
        style = given.get("style", "")
        styled = tuple(element for form, element in _STYLES if form.search(style) and element not in names)
        if style and not self.style_is_carried(style):
            self.take("formatting", "style")
        kept = _ATTRIBUTES.get(names[0], set()) if names else set()
        if tag in _KNOWN:
            for name in given:
                if name not in kept and name not in {"style", "dir", "xmlns"} and not name.startswith("on"):
                    self.take("formatting", name)
        attributes = "".join(
            f' {name}="{html.escape(value)}"' for name, value in given.items() if name in kept
        )
        for at, name in enumerate(names):
            self.out.append(f"<{name}{attributes if at == 0 else ''}>")
        if tag in _VOID:
            return ()
        self.out.extend(f"<{element}>" for element in styled)
        return (*names, *styled)

    @staticmethod
    def style_is_carried(style: str) -> bool:
        """Is every declaration kept as an element, or so common that it says nothing?"""
        left = [piece for piece in style.split(";") if piece.strip()]
        plain = re.compile(
            r"\s*(text-align\s*:\s*(left|start)|font-weight\s*:\s*(normal|400))\s*", re.IGNORECASE
        )
        return all(plain.fullmatch(piece) or any(form.search(piece) for form, _ in _STYLES) for piece in left)

    def name_unknown(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a":
            if given.get("href"):
                self.take("content", f"link {given['href'][:80]}")
        elif tag in _UNWRAPPED:
            if tag not in _SILENT:
                self.take("formatting", tag)
        elif tag not in _HOSTILE:
            self.take("formatting" if tag in {"hr", "o:p"} else "content", tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.swallowing:
            if tag in self.swallowing:
                del self.swallowing[self.swallowing.index(tag) :]
            return
        if tag == "br":
            self.out.append("<br>")
        at = next((n for n in range(len(self.open) - 1, -1, -1) if self.open[n][0] == tag), None)
        if at is None:
            return
        while len(self.open) > at:
            self.out.extend(f"</{name}>" for name in reversed(self.open.pop()[1]))

    def handle_data(self, data: str) -> None:
        if not self.swallowing:
            self.out.append(html.escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        if not self.swallowing and not data.strip().startswith(("StartFragment", "EndFragment")):
            self.take("formatting", "comment")

    def handle_decl(self, decl: str) -> None:
        self.take("formatting", "doctype")

    def unknown_decl(self, data: str) -> None:
        self.take("content", "cdata")

    def handle_pi(self, data: str) -> None:
        self.take("formatting", "processing instruction")


_GUARD = nh3.Cleaner(
    tags=set(_KEPT | MATHML_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes={"media"},
    link_rel=None,
    clean_content_tags={"script", "style"},
)
_MARKS = re.compile("[<>&\u00a0]")
_EMPTY_BLOCK = re.compile(r"<(p|strong|em|u|sub|sup)>(?:\s|&nbsp;|<br>)*</\1>")
_SOLE_PARAGRAPH = re.compile(r"<p>((?:(?!<p>|</p>).)*)</p>", re.DOTALL)
_AROUND_BLOCKS = re.compile(r"\s*(</?(?:p|ul|ol|li|table|caption|thead|tbody|tfoot|tr|th|td)\b[^>]*>)\s*")
_EDGES = re.compile(r"^(?:\s|&nbsp;|<br>)+|(?:\s|&nbsp;|<br>)+$")


def clean(markup: str) -> Cleaned:
    """Markup as it is stored, and what was taken off. Cleaning what is clean changes nothing."""
    if not _MARKS.search(markup):
        return Cleaned(tidy(markup.replace("\x00", "")))
    walker = _Walker()
    walker.feed(_signs_as_letters(markup.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")))
    walker.close()
    while walker.open:
        walker.out.extend(f"</{name}>" for name in reversed(walker.open.pop()[1]))
    return Cleaned(_settle(_GUARD.clean("".join(walker.out))), tuple(sorted(walker.removed)))


def _signs_as_letters(markup: str) -> str:
    """Every < that begins no tag as the letter that its author meant."""
    return re.sub("<", lambda found: "<" if _begins_tag(markup, found.start()) else "&lt;", markup)


def _begins_tag(markup: str, at: int) -> bool:
    found = _TAG.match(markup, at)
    if found is None or found["name"] is None or found["name"].lower() in _HOSTILE:
        return found is not None
    bare = _VALUED.sub(" ", found["rest"]).lower().split()
    return all(one in _BARE or one.startswith(("on", "data-")) for one in bare)


def _settle(markup: str) -> str:
    """One spelling for one text: no empty paragraphs, no space around blocks, a sole paragraph without its element."""
    markup = tidy(markup)
    before = ""
    while before != markup:
        before = markup
        markup = _EDGES.sub("", _AROUND_BLOCKS.sub(r"\1", _EMPTY_BLOCK.sub("", markup)))
        sole = _SOLE_PARAGRAPH.fullmatch(markup)
        if sole and not re.search(r"<(ul|ol|table)", sole[1]):
            markup = sole[1]
    return markup


def from_plain(text: str) -> str:
    """Plain text as markup: a blank line parts paragraphs, a line end breaks the line."""
    blocks = [
        block
        for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
        if block.strip()
    ]
    made = ["<br>".join(html.escape(tidy(line), quote=False) for line in block.split("\n") if line.strip())
            for block in blocks]  # fmt: skip
    return _settle(_GUARD.clean(made[0] if len(made) == 1 else "".join(f"<p>{one}</p>" for one in made)))


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "br", "li", "tr", "td", "th", "table", "caption"}:
            self.out.append("\n" if tag != "td" else " ")
        if tag == "img":
            self.out.append(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        self.out.append(data)


def to_plain(markup: str) -> str:
    """The words alone, with line ends; images give their text alternative."""
    if "<" not in markup and "&" not in markup:
        return markup
    reader = _Plain()
    reader.feed(markup)
    reader.close()
    lines = (tidy(line) for line in "".join(reader.out).split("\n"))
    return "\n".join(line for line in lines if line)


def images(markup: str) -> Sequence[Image]:
    """The images of a text with their text alternatives, in order."""
    found: list[Image] = []
    for tag in re.findall(r"<img\b[^>]*>", markup):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found.append(Image(html.unescape(given.get("src", "")), html.unescape(given.get("alt", "")).strip()))
    return found
