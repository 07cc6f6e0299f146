"""The candidate's page and what goes with it: its frame, its sentences, and the questions of one form in one language.

What is the same for everybody who sits a form is made and packed once; the page of a candidate adds name and seat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson
from flask import render_template, url_for

from core.languages import LANGUAGES, NAMES, speaking
from exam.player_files import edition, pack
from exam.player_words import WORDS


def render_player(
    *, base: str, language: str, languages: Sequence[str], candidate: str, seat: str, plain: str
) -> bytes:
    """The page in which everything happens, in the language in which the candidate reads; packed."""
    held = edition()
    with speaking(language):
        page = render_template(
            "exam/player.html",
            current_language=language,
            base=base,
            plain=plain,
            candidate=candidate,
            seat=seat,
            code={name: url_for("exam.player_file", edition=held.digest, name=name) for name in held.files},
            words=_words(language),
            words_at={one: url_for("exam.player_words", language=one, v=words_digest()) for one in languages},
            languages=[(one, *NAMES[one]) for one in languages],
        )
    return pack(page.encode())


def _words(language: str) -> dict[str, str]:
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
