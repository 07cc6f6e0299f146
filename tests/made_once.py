"""What every application of a run would make again, the same each time, is made once: each test has one of its own.

Most of the time that an application takes to open goes into reading its addresses, looking at its static files and
hashing its catalogues; and each application compiled for itself what it asks of the database. A test that opens one
application is as true as before: nothing is kept here that depends on settings or on what a database holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from core import languages
from core.settings import ROOT

CATALOGUES = ROOT / "translations"
# More than all that the house says to a database: nothing is thrown out and compiled again.
STATEMENTS = 20_000

_read_rule: Callable[[Rule], None] = Rule.compile
_look_at_file: Callable[..., Any] = WhiteNoise.get_static_file
_compile_catalogues: Callable[[Path, Path], Path] = languages.compile_catalogues
_load_translations: Callable[..., NullTranslations] = Translations.load

_rules: dict[tuple[object, ...], tuple[Any, ...]] = {}
_files: dict[tuple[object, ...], Any] = {}
_spoken: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}


def make_once() -> None:
    """From now on, in this process; the libraries have no door for it."""
    Rule.compile = _rule_once  # type: ignore[method-assign, assignment]  # see above
    WhiteNoise.get_static_file = _file_once
    languages.compile_catalogues = _catalogues_once
    Translations.load = _translations_once  # type: ignore[method-assign, assignment]  # see above


def _rule_once(rule: Rule) -> None:
    """The pieces of an address, what reads its values, and the functions that spell it."""
    assert rule.map is not None
    defaults = tuple((rule.defaults or {}).items())
    made_of = (rule.rule, rule.subdomain, rule.merge_slashes, defaults, *rule.map.converters.items())
    if made_of not in _rules:
        _read_rule(rule)
        spell: Any = (rule._build, rule._build_unknown)
        _rules[made_of] = (rule._parts, rule._trace, rule._converters, *(one.__func__ for one in spell))
        return
    rule._parts, rule._trace, rule._converters, build, build_unknown = _rules[made_of]
    rule.arguments |= rule._converters.keys()
    rule._build, rule._build_unknown = build.__get__(rule), build_unknown.__get__(rule)


def _file_once(shelf: WhiteNoise, path: str, url: str, stat_cache: Any = None) -> Any:
    """A static file with its headers, as long as the file is the same."""
    about = stat_cache[path] if stat_cache else Path(path).stat()
    made_of = (path, url, about.st_mtime_ns, about.st_size, shelf.max_age)
    if made_of not in _files:
        _files[made_of] = _look_at_file(shelf, path, url, stat_cache)
    return _files[made_of]


def _catalogues_once(sources: Path, target: Path) -> Path:
    """The catalogues of the house, compiled into the one folder of the run; those of a test stay its own."""
    if sources != CATALOGUES:
        return _compile_catalogues(sources, target)
    return _compiled(target.resolve())


@cache
def _compiled(target: Path) -> Path:
    return _compile_catalogues(CATALOGUES, target)


def _translations_once(folder: Any, locales: Any, domain: str) -> NullTranslations:
    """A compiled catalogue, read; its folder is named for its content."""
    return _read(str(folder), tuple(str(one) for one in locales), domain)


@cache
def _read(folder: str, locales: tuple[str, ...], domain: str) -> NullTranslations:
    return _load_translations(folder, list(locales), domain)


def share_statements(engine: Engine) -> None:
    """Let an engine know what those before it, on the same kind of database, have compiled.

    A compiled statement belongs to a dialect; one that has not met its database yet is not what it will be.
    """
    spoken = _spoken.get(engine.dialect.name)
    if spoken is None or spoken[0].server_version_info is None:
        spoken = _spoken[engine.dialect.name] = engine.dialect, LRUCache(STATEMENTS)
    engine.dialect, engine._compiled_cache = spoken
