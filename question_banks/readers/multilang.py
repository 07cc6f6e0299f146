"""Texts in several languages inside one text, in the two ways in which people write them for Moodle.

`<span lang="kk" class="multilang">…</span><span lang="ru" …>…</span>` and `{mlang kk}…{mlang}{mlang ru}…{mlang}`.
Words outside belong to every language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from question_banks.content import LANGUAGES, Language

_SPAN = re.compile(
    r"<(span|lang)(?=[^<>]*\blang=[\"']?(?P<lang>[A-Za-z_,-]+))(?=[^<>]*class=[\"']?multilang|(?<=<lang))[^<>]*>"
    r"(?P<words>.*?)</\1>",
    re.DOTALL | re.IGNORECASE,
)
_MLANG = re.compile(
    r"\{\s*mlang\s+(?P<lang>[a-z_,-]+)\s*\}(?P<words>.*?)\{\s*mlang\s*\}", re.DOTALL | re.IGNORECASE
)
_NAMES: dict[str, Language] = {
    "kk": "kk",
    "kz": "kk",
    "kaz": "kk",
    "ru": "ru",
    "rus": "ru",
    "en": "en",
    "eng": "en",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `common` for every language, or one text per language, the first one the source."""

    common: str = ""
    by_language: Mapping[Language, str] | None = None
    strangers: tuple[str, ...] = ()

    def within(self, language: Language) -> str:
        return self.common if self.by_language is None else self.by_language.get(language, "")


def split_languages(text: str) -> Words:
    """A text as one or as one per language; languages that have no home here are named in `strangers`."""
    form = _MLANG if _MLANG.search(text) else _SPAN if _SPAN.search(text) else None
    if form is None:
        return Words(text)
    named: dict[str, None] = {}
    for found in form.finditer(text):
        named.update(dict.fromkeys(found["lang"].lower().split(",")))
    languages: dict[Language, None] = {}
    for name in named:
        if (language := _language(name)) is not None:
            languages[language] = None
    strangers = tuple(name for name in named if _language(name) is None and name != "other")
    if not languages:
        return Words(form.sub(lambda found: found["words"], text), strangers=strangers)
    return Words(by_language={one: _only(text, form, one) for one in languages}, strangers=strangers)


def _language(name: str) -> Language | None:
    return _NAMES.get(name.split("_", maxsplit=1)[0].split("-", maxsplit=1)[0])


def _only(text: str, form: re.Pattern[str], language: Language) -> str:
    """The text as this language's reader sees it; `other` speaks where the language itself does not."""
    spoken = any(
        _language(name) == language
        for found in form.finditer(text)
        for name in found["lang"].lower().split(",")
    )

    def one(found: re.Match[str]) -> str:
        names = found["lang"].lower().split(",")
        mine = any(_language(name) == language for name in names) or ("other" in names and not spoken)
        return str(found["words"]) if mine else ""

    return form.sub(one, text)


def join_languages(texts: Mapping[Language, str], source: Language) -> str:
    """One text per language as one text in spans, the source language first; equal texts as they are."""
    order = [source, *(one for one in LANGUAGES if one != source)]
    given = [(one, texts[one]) for one in order if texts.get(one)]
    if len(given) == 1 or len({words for _, words in given}) == 1:
        return given[0][1] if given else ""
    return "".join(f'<span lang="{one}" class="multilang">{words}</span>' for one, words in given)
