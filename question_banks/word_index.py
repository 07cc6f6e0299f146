"""The index of words, kept in bulk: twenty thousand questions are entered as fast as one.

A word is kept as `folding.fold` leaves it and, where that differs, as somebody without a Kazakh keyboard types it:
"қан" is found by "қан" and by "кан", while a search for "қан" leaves every "кан" alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.database import db
from question_banks.folding import fold, loose
from question_banks.models import FoldedWord, QuestionWord

LONGEST = 64
_CHUNK = 5_000
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of some texts as the index keeps them."""
    folded = fold(" \n ".join(texts))
    found: set[str] = set()
    for word in set(_WORD.findall(folded)):
        if len(word) > 1 or word.isdecimal():
            found.add(word[:LONGEST])
    return frozenset(found | {loose(word)[:LONGEST] for word in found if not word.isascii()})


def sought_words(typed: str) -> tuple[str, ...]:
    """The beginnings that a typed search asks for; all of them must stand in a question."""
    return tuple(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(fold(typed))))


def index_words(words: Mapping[int, Collection[str]], *, fresh: bool = False) -> None:
    """Let these words, and no others, find each of these questions. `fresh` questions have none yet."""
    numbers = _numbers({word for held in words.values() for word in held})
    rows: Iterable[tuple[int, int]]
    if fresh:
        rows = ((numbers[word], question) for question, held in words.items() for word in held)
    else:
        rows = _changes(words, numbers)
    _enter(rows)


def _changes(words: Mapping[int, Collection[str]], numbers: Mapping[str, int]) -> list[tuple[int, int]]:
    added: list[tuple[int, int]] = []
    for question, held in words.items():
        present = set(
            db.session.scalars(select(QuestionWord.word_id).where(QuestionWord.question_id == question))
        )
        wanted = {numbers[word] for word in held}
        added += [(word, question) for word in sorted(wanted - present)]
        for some in _chunks(sorted(present - wanted)):
            db.session.execute(
                delete(QuestionWord).where(
                    QuestionWord.question_id == question, QuestionWord.word_id.in_(some)
                )
            )
    return added


def _numbers(words: set[str]) -> dict[str, int]:
    """The number of each word; those that nobody has used before are entered."""
    found = _known(words)
    missing = sorted(words - found.keys())
    if missing:
        dialect: Any = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(FoldedWord).on_conflict_do_nothing(index_elements=["word"])
        for some in _chunks(missing):
            db.session.execute(statement, [{"word": word} for word in some])
        found |= _known(set(missing))
    return found


def _known(words: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _chunks(sorted(words)):
        rows = db.session.execute(select(FoldedWord.word, FoldedWord.id).where(FoldedWord.word.in_(some)))
        found.update((word, number) for word, number in rows)
    return found


def _enter(rows: Iterable[tuple[int, int]]) -> None:
    """Write the pairs by the quickest way that each database has for very many small rows."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.driver_connection
        with (
            raw.cursor() as cursor,
            cursor.copy("COPY question_word (word_id, question_id) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    for some in _chunks(rows):
        connection.execute(
            insert(QuestionWord), [{"word_id": word, "question_id": one} for word, one in some]
        )


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for item in items:
        held.append(item)
        if len(held) == _CHUNK:
            yield held
            held = []
    if held:
        yield held
