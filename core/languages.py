"""Kazakh, Russian and English: which one now, and whole sentences in it.

English sentences are the keys. Each room keeps its own catalogue, `translations/<language>/<room>.po`; all of a
language are merged and compiled at start, so that no compiled file is kept and rooms do not share one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask_babel
from babel.dates import format_date, format_datetime, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from flask_babel.speaklater import LazyString

LANGUAGES = ("kk", "ru", "en")
DEFAULT_LANGUAGE = "kk"
NAMES = {"kk": ("Қаз", "Қазақша"), "ru": ("Рус", "Русский"), "en": ("Eng", "English")}
COOKIE = "language"

Text = str | LazyString

_forced: ContextVar[str | None] = ContextVar("language", default=None)


def gettext(message: str, **holes: Any) -> str:
    """The sentence in the reader's language."""
    translated: str = flask_babel.gettext(message, **holes)
    return translated


def ngettext(singular: str, plural: str, num: int, **holes: Any) -> str:
    """The sentence in the reader's language, in the form that fits the number."""
    translated: str = flask_babel.ngettext(singular, plural, num, **holes)
    return translated


def lazy_gettext(message: str, **holes: Any) -> LazyString:
    """A sentence to be translated when somebody reads it."""
    return flask_babel.lazy_gettext(message, **holes)


_ = gettext
_l = lazy_gettext


def current_language() -> str:
    """The language to speak now: set for a block of work, chosen by the reader, or the browser's first."""
    forced = _forced.get()
    if forced:
        return forced
    if not has_request_context():
        return DEFAULT_LANGUAGE
    chosen: str | None = g.get("language")
    if chosen is None:
        cookie = request.cookies.get(COOKIE, "")
        chosen = cookie if cookie in LANGUAGES else request.accept_languages.best_match(LANGUAGES)
        g.language = chosen = chosen or DEFAULT_LANGUAGE
    return chosen


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write in another language for a while: a letter to somebody, a paper in Kazakh."""
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}")
    token = _forced.set(language)
    try:
        with flask_babel.force_locale(language):
            yield
    finally:
        _forced.reset(token)


# Kazakh names the year first, with its word.
_LONG = {"kk": "y 'жылғы' d MMMM, EEEE", "ru": "EEEE, d MMMM y", "en": "EEEE, d MMMM y"}
_OF_AN_ACT = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}


def long_date(day: date, language: str | None = None) -> str:
    """A date with its weekday, as every page and paper shows it."""
    said = language or current_language()
    return format_date(day, _LONG[said], locale=said)


def day_in_words(day: date, language: str | None = None) -> str:
    """A date as it follows the number of an act, without its weekday."""
    said = language or current_language()
    return format_date(day, _OF_AN_ACT[said], locale=said)


def long_moment(moment: datetime, zone: str, language: str | None = None) -> str:
    """A moment with weekday and clock, in the zone of the office it concerns."""
    local, said = moment.astimezone(ZoneInfo(zone)), language or current_language()
    return format_datetime(local, f"{_LONG[said]}, HH:mm", locale=said)


def short_moment(moment: datetime, zone: str, language: str | None = None) -> str:
    """A moment for dense lists: weekday, day, month, year and clock."""
    local = moment.astimezone(ZoneInfo(zone))
    return format_datetime(local, "EEE, dd.MM.y HH:mm", locale=language or current_language())


def clock_time(moment: datetime, zone: str, language: str | None = None) -> str:
    """Hours, minutes and seconds, where seconds are evidence."""
    return format_time(moment.astimezone(ZoneInfo(zone)), "HH:mm:ss", locale=language or current_language())


def merged_catalogue(sources: Path, language: str) -> Catalog:
    """All rooms' sentences of one language; a sentence translated two ways is an error, not a race."""
    merged = Catalog(locale=language)
    for path in sorted((sources / language).glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
        for message in catalogue:
            if not message.id or message.fuzzy:
                continue
            earlier = merged.get(message.id)
            if earlier is not None and earlier.string != message.string:
                raise ValueError(f"{path}: {message.id!r} is translated differently in another room")
            merged.add(message.id, message.string)
    return merged


def compile_catalogues(sources: Path, target: Path) -> Path:
    """Compile the catalogues into a folder named for their content; a second start finds it done."""
    content = hashlib.sha256()
    for path in sorted(sources.glob("*/*.po")):
        content.update(path.relative_to(sources).as_posix().encode())
        content.update(path.read_bytes())
    folder = target / content.hexdigest()[:16]
    for language in LANGUAGES:
        compiled = folder / language / "LC_MESSAGES" / "messages.mo"
        if compiled.exists():
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        partial = compiled.with_suffix(f".{id(folder)}.partial")
        with partial.open("wb") as stream:
            write_mo(stream, merged_catalogue(sources, language))
        partial.replace(compiled)
    return folder


def init_languages(app: Flask, sources: Path, target: Path) -> None:
    """Give the application its three languages."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compile_catalogues(sources, target))
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    Babel(app, locale_selector=current_language)
    app.jinja_env.globals.update(
        languages=[(code, *NAMES[code]) for code in LANGUAGES],
        long_date=long_date,
        day_in_words=day_in_words,
        long_moment=long_moment,
        short_moment=short_moment,
        clock_time=clock_time,
    )
