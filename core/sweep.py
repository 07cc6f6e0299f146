"""Chores that are nobody's request: sending what waits, destroying what may no longer be kept.

`synaq sweep` does them once; the server does them in a thread, woken after each commit.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from flask import Flask

from core.actor import SYSTEM, acting
from core.database import db
from core.logs import log

PAUSE_SECONDS = 15.0
# While people write without pause, so do not the chores: a letter waits for no more than this.
REST_SECONDS = 1.0

_chores: dict[str, Callable[[], int]] = {}
_bell = threading.Event()


def chore(name: str, work: Callable[[], int]) -> None:
    """Enter a chore; it commits for itself and says how much it did."""
    _chores[name] = work


def wake() -> None:
    """Something may wait to be sent."""
    _bell.set()


def sweep_once() -> dict[str, int]:
    """Do every chore once; one that fails does not stop the others."""
    done: dict[str, int] = {}
    with acting(SYSTEM):
        for name, work in _chores.items():
            try:
                done[name] = work()
            except Exception as error:  # noqa: BLE001 - a chore that fails must not stop the others; it is logged
                db.session.rollback()
                done[name] = -1
                log.error("sweep.failed", chore=name, kind=type(error).__name__, exc_info=error)
            finally:
                db.session.remove()
    return done


def start_sweeper(app: Flask) -> threading.Thread:
    """The thread of a server process that sweeps after commits and at intervals."""

    def run() -> None:
        while True:
            _bell.wait(PAUSE_SECONDS)
            _bell.clear()
            with app.app_context():
                sweep_once()
            time.sleep(REST_SECONDS)

    thread = threading.Thread(target=run, name="sweeper", daemon=True)
    thread.start()
    return thread
