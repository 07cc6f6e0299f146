"""The texts of one item on their way in: cleaned, with their images found and every loss written down."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from markdown_it import MarkdownIt

from question_banks.bodies import Body
from question_banks.content import Language, LanguageText, Question, accepted_parts, is_plain
from question_banks.folding import tidy
from question_banks.items import MediaFile
from question_banks.readers.images import from_base64
from question_banks.readers.multilang import Words, split_languages
from question_banks.readers.outcomes import ItemRefused, Note, Reading
from question_banks.richtext import MEDIA, Removed, clean, from_plain, to_plain

LONGEST_TEXT = 100_000
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC = re.compile(r"\bsrc\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_BLOCK = re.compile(r"<(p|div|ul|ol|table|h[1-6]|br|blockquote|pre)\b", re.IGNORECASE)
_DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_MEDIA_TAGS = frozenset({"audio", "video", "source", "track", "canvas", "map", "area", "picture"})
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

FindFile = Callable[[str, object], MediaFile | None]


class Intake:
    """One item's texts, media and losses.

    `find` gives a file that came with the item by the name in its texts, and by the place whose text is being read:
    two texts of one question may each bring their own `image.png`.
    """

    def __init__(self, reading: Reading, find: FindFile | None = None) -> None:
        self.reading = reading
        self.find = find or (lambda _name, _beside: None)
        self.beside: object = None
        self.media: dict[str, MediaFile] = {}
        self.losses: list[Note] = []
        self.parts: dict[str, Words] = {}
        self.formatting: set[str] = set()

    def lose(self, code: str, **facts: str | int) -> None:
        self.losses.append(Note(code, facts))

    def set(self, part: str, text: str, form: str = "html") -> None:
        """Take a text in as a part. Empty texts are no parts."""
        if len(text) > LONGEST_TEXT:
            raise ItemRefused("text_too_long", most=LONGEST_TEXT)
        words = split_languages(text) if form != "plain_text" else Words(text)
        for stranger in words.strangers:
            self.lose("language_dropped", language=stranger)
        make = self._plain if is_plain(part) else self._markup
        if words.by_language is None:
            made = Words(make(words.common, form))
        else:
            made = Words(by_language={one: make(text, form) for one, text in words.by_language.items()})
        if made.common or (made.by_language and any(made.by_language.values())):
            self.parts[part] = made

    def _plain(self, text: str, form: str) -> str:
        if form == "plain_text":
            return tidy(text)
        if re.search(r"<[a-zA-Z/]", text):
            self.formatting.add("markup in an answer")
        return tidy(to_plain(text))

    def _markup(self, text: str, form: str) -> str:
        if form == "plain_text":
            return from_plain(text)
        if form == "markdown":
            text = _MARKDOWN.render(text.replace("\\(", "\\\\(").replace("\\)", "\\\\)")).strip()
        elif form == "moodle_auto_format" and not _BLOCK.search(text):
            text = "".join(
                f"<p>{block.strip().replace(chr(10), '<br>')}</p>"
                for block in re.split(r"\n\s*\n", text.strip())
            )
        text = _DISPLAY.sub(lambda found: f"\\[{found[1].strip()}\\]", _IMG.sub(self._image, text))
        cleaned = clean(text)
        for removed in cleaned.removed:
            self._removed(removed)
        return cleaned.markup

    def _removed(self, removed: Removed) -> None:
        if removed.weight == "hostile":
            raise ItemRefused("hostile_markup", what=removed.what)
        if removed.weight == "image":
            raise ItemRefused("image_not_in_file", image=removed.what)
        if removed.weight == "formatting":
            self.formatting.add(removed.what)
        elif removed.what in _MEDIA_TAGS:
            raise ItemRefused("no_home_for_media", kind=removed.what)
        elif removed.what == "svg":
            raise ItemRefused("no_home_for_media", kind="SVG")
        elif removed.what.startswith("link "):
            self.lose("link_removed", address=removed.what.removeprefix("link "))
        else:
            self.lose("element_removed", what=removed.what)

    def _image(self, found: re.Match[str]) -> str:
        """An image's address becomes the digest of the file that came with the item."""
        tag = found.group()
        given = _SRC.search(tag)
        address = html.unescape(given[1].strip("\"'")).strip() if given else ""
        if MEDIA.fullmatch(address):
            return tag
        file = self._file(address)
        if file is None or given is None:
            raise ItemRefused("image_not_in_file", image=address[:120])
        self.media[file.digest] = file
        return f'{tag[: given.start()]}src="media:{file.digest}"{tag[given.end() :]}'

    def _file(self, address: str) -> MediaFile | None:
        if data := _DATA.match(address):
            return from_base64("data:", unquote(address[data.end() :]))
        if re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE):
            raise ItemRefused("external_image", image=address[:120])
        return self.find(
            unquote(address.removeprefix("@@PLUGINFILE@@").split("?")[0]).lstrip("/"), self.beside
        )

    def question(self, body: Body, carried: Mapping[str, str] | None = None) -> Question:
        """The question in the languages in which its texts came."""
        if "stem" not in self.parts:
            raise ItemRefused("stem_missing")
        texts = languages(self.parts, self.reading.language, accepted_parts(body))
        return Question(body=body, source_language=next(iter(texts)), texts=texts, carried=carried or {})

    def all_losses(self) -> tuple[Note, ...]:
        named = (
            (Note("formatting_removed", {"what": ", ".join(sorted(self.formatting))}),)
            if self.formatting
            else ()
        )
        return (*self.losses, *named)


def languages(
    parts: Mapping[str, Words], default: Language, shared: tuple[str, ...] = ()
) -> dict[Language, LanguageText]:
    """The parts by language, the source first. A text that came in one language only speaks for all of them."""
    named: dict[Language, None] = {}
    for words in parts.values():
        if words.by_language is not None:
            named.update(dict.fromkeys(words.by_language))
    order = tuple(named) or (default,)
    made: dict[Language, LanguageText] = {}
    for language in order:
        held = {
            part: words.within(language)
            for part, words in parts.items()
            if words.within(language)
            and (words.by_language is not None or part not in shared or language == order[0])
        }
        made[language] = LanguageText(parts=held)
    return made
