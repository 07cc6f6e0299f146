"""The statements of a batch, said in the transaction of a session: for verbs that serve many at once.

As on the saving path, a batch is one parameter, so that the statement is the same whatever it holds, and is prepared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import CursorResult, TextClause, text

from core.database import db
from exam.saving.line import BY_KEYS
from exam.saving.statements import spelled

Row = Sequence[Any]
_BY_KEYS = text("; ".join(f"SET LOCAL {way}" for way in BY_KEYS))


def by_keys() -> None:
    """Find rows by their keys until the commit, as on the saving path (`line`)."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(_BY_KEYS)


def said(words: str, columns: tuple[str, ...], rows: Sequence[Row]) -> Sequence[Row]:
    """Say a statement over these rows, a list of the columns each; what it returns."""
    dialect = db.session.get_bind().dialect.name
    given = orjson.dumps([[_value(one, dialect) for one in row] for row in rows]).decode()
    found = db.session.execute(_text(words, columns, dialect), {"rows": given})
    return found.all() if isinstance(found, CursorResult) and found.returns_rows else ()


@cache
def _text(words: str, columns: tuple[str, ...], dialect: str) -> TextClause:
    spoken = spelled(words, columns, dialect)
    return text(spoken.replace("$1", "CAST(:rows AS json)").replace("json_each(?)", "json_each(:rows)"))


def _value(value: Any, dialect: str) -> Any:
    """As the database keeps it: SQLite has moments as texts, in UTC."""
    if not isinstance(value, datetime):
        return value
    return (
        value.isoformat()
        if dialect == "postgresql"
        else value.replace(tzinfo=None).isoformat(" ", "microseconds")
    )
