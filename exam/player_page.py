"""The candidate's page and what goes with it: its frame, its sentences, and the questions of one form in one language.

What is the same for everybody who sits a form is made and packed once; the page of a candidate adds name and seat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from flask import render_template, url_for
from markupsafe import escape

from core.languages import LANGUAGES, NAMES, speaking
from exam.player_files import edition, pack
from exam.player_words import WORDS

# Signs that no name and no sentence has.
_NAME, _SEAT = "\ue000name\ue000", "\ue000seat\ue000"


def render_player(
    *, base: str, language: str, languages: Sequence[str], candidate: str, seat: str, plain: str
) -> bytes:
    """The page in which everything happens, in the language in which the candidate reads; packed.

    Candidates of one language differ in their name and seat alone: the rest is rendered once, and what differs is put
    in its place. Of a page for one reader, quick packing is the cheaper part.
    """
    page = _rendered(base, language, tuple(languages), plain, bool(seat))
    mine = page.replace(_NAME, str(escape(candidate))).replace(_SEAT, str(escape(seat)))
    return pack(mine.encode(), level=1)


@cache
def _rendered(base: str, language: str, languages: tuple[str, ...], plain: str, seated: bool) -> str:
    """The page with marks where a candidate's name and seat belong."""
    held = edition()
    with speaking(language):
        return render_template(
            "exam/player.html",
            current_language=language,
            base=base,
            plain=plain,
            candidate=_NAME,
            seat=_SEAT if seated else "",
            code={name: url_for("exam.player_file", edition=held.digest, name=name) for name in held.files},
            words=_words(language),
            words_at={one: url_for("exam.player_words", language=one, v=words_digest()) for one in languages},
            languages=[(one, *NAMES[one]) for one in languages],
        )


@cache
def _words(language: str) -> Mapping[str, str]:
    """All of them, said once in each language: a hall asks for the same hundred and thirty sentences."""
    with speaking(language):
        return {name: str(sentence) for name, sentence in WORDS.items()}


@cache
def packed_words(language: str) -> bytes:
    """The sentences of one language as JSON, packed."""
    return pack(orjson.dumps(_words(language)))


@cache
def words_digest() -> str:
    """Which edition of the sentences this is."""
    told = b"".join(packed_words(one) for one in LANGUAGES)
    return hashlib.sha256(told).hexdigest()[:16]


def render_sheets(language: str, sheets: Sequence[Any]) -> bytes:
    """The questions of a form in one language, packed: the same bytes for everybody who sits it."""
    with speaking(language):
        markup = render_template("exam/sheets.html", language=language, sheets=sheets)
    return pack(markup.encode())
