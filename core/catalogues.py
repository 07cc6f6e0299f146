"""Are the three languages complete? Extracts every sentence of the code and holds it against the catalogues.

Used by `synaq translations` and by a test: an untranslated, unused or wrongly holed sentence fails it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from core.languages import LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
ROOMS = (
    "core",
    "regulations",
    "gateways",
    "accounts",
    "question_banks",
    "applications",
    "exam",
    "commissions",
    "orders",
    "desks",
)
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
_HOLE = re.compile(r"%\((\w+)\)[sd]")

Key = str | tuple[str, str]


@dataclass(slots=True)
class Sentence:
    """A sentence of the code and where it stands."""

    key: Key
    places: list[str] = field(default_factory=list)


def sentences(root: Path) -> dict[Key, Sentence]:
    """Every sentence of the rooms, of `app.py` and of the templates."""
    found: dict[Key, Sentence] = {}
    paths = [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    for path in [root / "app.py", *paths]:
        _extract("python", path, root, found)
    for path in sorted((root / "templates").rglob("*.html")):
        _extract("jinja2.ext:babel_extract", path, root, found)
    return found


def _extract(method: str, path: Path, root: Path, found: dict[Key, Sentence]) -> None:
    place = path.relative_to(root).as_posix()
    options = {"trimmed": "true", "encoding": "utf-8"} if path.suffix == ".html" else {"encoding": "utf-8"}
    for line, message, _comments, _context in extract_from_file(
        method, path, keywords=KEYWORDS, options=options
    ):
        key: Key = message if isinstance(message, str) else (message[0], message[1])
        found.setdefault(key, Sentence(key)).places.append(f"{place}:{line}")


def catalogues(root: Path, language: str) -> dict[str, Catalog]:
    """The catalogues of a language by their name."""
    read: dict[str, Catalog] = {}
    for path in sorted((root / "translations" / language).glob("*.po")):
        with path.open("rb") as stream:
            read[path.stem] = read_po(stream, locale=language)
    return read


def faults(root: Path) -> list[str]:
    """What keeps the languages from being complete, one line each."""
    used = sentences(root)
    found: list[str] = []
    for language in TRANSLATED:
        known: dict[Key, str] = {}
        for name, catalogue in catalogues(root, language).items():
            for message in catalogue:
                if not message.id:
                    continue
                key = _key(message.id)
                strings = (
                    (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
                )
                if message.fuzzy or not all(strings):
                    found.append(f"{language}/{name}.po: untranslated: {key!r}")
                    continue
                known[key] = name
                found += _hole_faults(language, name, key, strings)
                if key not in used:
                    found.append(f"{language}/{name}.po: no longer used: {key!r}")
        found += [
            f"{language}: missing: {key!r} ({sentence.places[0]})"
            for key, sentence in used.items()
            if key not in known
        ]
    return found


def _hole_faults(language: str, name: str, key: Key, strings: tuple[str, ...]) -> list[str]:
    wanted = set(_HOLE.findall(key if isinstance(key, str) else key[1]))
    return [
        f"{language}/{name}.po: the holes differ: {key!r}"
        for text in strings
        if not set(_HOLE.findall(text)) <= wanted or (wanted - set(_HOLE.findall(text))) - {"num"}
    ]


def catalogue_of(place: str) -> str:
    """The catalogue to which a sentence belongs that is not in any yet."""
    parts = place.split("/")
    if parts[0] == "templates":
        return parts[1] if len(parts) > 2 and parts[1] != "macros" else "pages"
    return "core" if parts[0].startswith("app.py") else parts[0]


def update(root: Path) -> list[str]:
    """Enter new sentences, untranslated, and take out those no longer used; says what it did."""
    used = sentences(root)
    lines: list[str] = []
    for language in TRANSLATED:
        books = catalogues(root, language)
        known: set[Key] = set()
        for name, catalogue in books.items():
            kept, gone = _divide(catalogue, used)
            known |= kept
            for message_id in gone:
                catalogue.delete(message_id)
                lines.append(f"{language}/{name}: took out {message_id!r}")
        for key in used.keys() - known:
            name = catalogue_of(used[key].places[0])
            books.setdefault(name, Catalog(locale=language, project="Synaq")).add(key)
            lines.append(f"{language}/{name}: to be translated: {key!r}")
        for name, catalogue in books.items():
            path = root / "translations" / language / f"{name}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                write_po(stream, catalogue, width=120, sort_output=True)
    return lines


def _key(message_id: str | list[str] | tuple[str, ...]) -> Key:
    return message_id if isinstance(message_id, str) else (message_id[0], message_id[1])


def _divide(catalogue: Catalog, used: dict[Key, Sentence]) -> tuple[set[Key], list[Key]]:
    """The sentences of a catalogue that are used, and those that are not."""
    keys = [_key(message.id) for message in catalogue if message.id]
    return {key for key in keys if key in used}, [key for key in keys if key not in used]
