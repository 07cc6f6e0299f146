"""Starts of one process, gathered as saves are: those who press the button in the same moment start in one commit.

Whoever comes while nobody starts leads, for all who wait. It works in a session of its own and commits it before
anybody is told; the requests that wait meanwhile hold nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from core.actor import SYSTEM, acting
from core.database import db
from core.refusals import Refusal
from core.requests import current_request_id
from exam.actions import starting
from exam.actions.starting import Press, Started
from exam.device_tokens import DeviceToken
from exam.saving.gather import Gatherer

_EXTENSION = "synaq.starter"
# As many as one commit takes: a hall of a thousand is some batches, and nobody waits for all of them.
MOST = 64


class Away(Exception):
    """The database cannot be reached: that meets all alike."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


class Starter:
    """The starts of one process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._gatherer: Gatherer[Press, Started | Refusal] = Gatherer(self._start, MOST, shared=(Away,))

    def start(self, press: Press) -> Started:
        """What is told of it, after the commit that holds it."""
        try:
            told = self._gatherer.give(press)
        except Away as fault:
            raise fault.error from fault
        if isinstance(told, Refusal):
            raise told
        return told

    def _start(self, presses: Sequence[Press]) -> list[Started | Refusal]:
        with self._app.app_context(), acting(SYSTEM):
            try:
                told = starting.start_all(presses)
                db.session.commit()
            except DBAPIError as fault:
                if fault.connection_invalidated:
                    raise Away(fault) from fault
                raise
        return told


def open_starting(app: Flask) -> None:
    """Give the application its starts."""
    app.extensions[_EXTENSION] = Starter(app)


def started_together(token: DeviceToken) -> Started:
    """The candidate's time runs: begun now with all who start now, or before."""
    starter: Starter = current_app.extensions[_EXTENSION]
    return starter.start(Press(token, current_request_id()))
