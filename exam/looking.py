"""Where attempts stand, for the pages of candidates: looked up together for all who ask at the same time.

A hall that starts, or waits to, asks this several times for each of its people. Asked for one alone it costs a
connection, a transaction and three journeys to the database; so whoever comes while a look is under way waits for the
next, which serves all of them in one statement, one message there and one back. It begins only after the last of them
has come, so each sees what was true when they asked. Nothing is kept from one look to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import orjson
from flask import Flask, current_app
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from exam.attempt_reading import LOOK, LOOK_COLUMNS, Sitter, asked_for, true_sitters
from exam.device_tokens import DeviceToken
from exam.saving.gather import Gatherer
from exam.saving.line import AWAY, Line, Rows, open_line
from exam.saving.statements import spelled

_EXTENSION = "synaq.looker"


class Looker:
    """The looks of one process, over a connection of their own that can change nothing."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._line: Line | None = None
        self._gatherer: Gatherer[DeviceToken, tuple[Sitter | None]] = Gatherer(
            self._look, shared=(OperationalError,)
        )

    def sitter(self, token: DeviceToken) -> Sitter | None:
        """Whose token this is now; None for nobody's."""
        (found,) = self._gatherer.give(token)
        return found

    def _look(self, tokens: Sequence[DeviceToken]) -> list[tuple[Sitter | None]]:
        rows = orjson.dumps(asked_for(tokens)).decode()
        try:
            found = self._said(rows)
        except AWAY:
            # A connection that broke while nobody used it shows only now.
            try:
                found = self._said(rows)
            except AWAY as fault:
                raise OperationalError("look", {}, fault) from fault
        return [(one,) for one in true_sitters(tokens, found)]

    def _said(self, rows: str) -> Rows:
        if self._line is None:
            # At the first look: what a process inherits from its parent must not be a connection.
            self._line = open_line(self._engine(), _words, reads_only=True)
        return self._line.look("look", rows)


def _words(dialect: str) -> Mapping[str, str]:
    return {"look": spelled(LOOK, LOOK_COLUMNS, dialect)}


def open_looking(app: Flask, engine: Callable[[], Engine]) -> None:
    """Give the application its looks."""
    app.extensions[_EXTENSION] = Looker(engine)


def looked_up(token: DeviceToken | None) -> Sitter | None:
    """Whose token this is, together with all who ask now; for pages, which change nothing."""
    if token is None:
        return None
    looker: Looker = current_app.extensions[_EXTENSION]
    return looker.sitter(token)
