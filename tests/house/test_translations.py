"""Every sentence that a person reads stands in three languages, and none is written into a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from core.catalogues import TRANSLATED, faults
from core.languages import merged_catalogue
from core.settings import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What is no sentence: names, keys of the keyboard, the words for the specimen of components.
NAMES = {"Synaq", "QR", "IIN", "BIN", "PDF", "XLSX", "CSV", "JPEG", "PNG", "SHA-256", "axe"}
# Words by which one macro tells another what kind of field it has; nobody reads them.
KINDS = {"checkboxes", "radio", "select", "textarea"}
_UNSPOKEN = re.compile(r"\b[0-9a-f]{64}\b|#[a-z-]+")
SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-label")
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_UNREAD = re.compile(r"<(script|style|svg|code|kbd)\b.*?</\1>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")


def test_no_sentence_is_missing_unused_or_wrongly_holed() -> None:
    assert faults(ROOT) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_translated_in_two_ways(language: str) -> None:
    assert len(list(merged_catalogue(ROOT / "translations", language))) > 100


def hard_coded(path: Path) -> list[str]:
    """Words of a template that reach a reader past the translations."""
    lexed = Environment(autoescape=True).lex(path.read_text(encoding="utf-8"))
    text = _UNSPOKEN.sub("\0", "".join(value if kind == "data" else "\0" for _line, kind, value in lexed))
    said = [
        value
        for name in SPOKEN
        for value in re.findall(rf'\s{name}="([^"]*)"', text) + re.findall(rf"\s{name}='([^']*)'", text)
    ]
    text = _TAG.sub("\0", _UNREAD.sub("\0", text))
    words = {word for piece in [*said, text] for word in _WORD.findall(piece.replace("&nbsp;", " "))}
    return sorted(words - NAMES - KINDS - {"amp", "nbsp", "lt", "gt", "quot", "doctype", "html"})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_says_nothing_past_the_translations(path: Path) -> None:
    assert hard_coded(path) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_kazakh_and_russian_words_hold_no_latin_letters(language: str) -> None:
    mixed = re.compile(r"(?:[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+[A-Za-z]|[A-Za-z]+[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі])")
    found = []
    for path in sorted((ROOT / "translations" / language).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                strings = (
                    (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                )
                for text in strings:
                    plain = re.sub(r"%\(\w+\)[sd]", " ", text)
                    found += [f"{path.name}: {text}" for _match in mixed.findall(plain)]
    assert found == []
