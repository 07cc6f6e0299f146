"""Chores that are nobody's request: sending what waits, destroying what may no longer be kept.

`synaq sweep` does them once; the server does them in a thread, woken after each commit. Every worker sweeps, and a
chore is done by one of them at a time: two that destroyed the same rows would each leave a proof of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import func, select

from core.actor import SYSTEM, acting
from core.database import db
from core.logs import log

PAUSE_SECONDS = 15.0
# While people write without pause, so do not the chores: a letter waits for no more than this.
REST_SECONDS = 1.0

_chores: dict[str, Callable[[], int]] = {}
# Those that several workers may do beside each other, for each row is claimed by one of them.
_shared: set[str] = set()
_bell = threading.Event()


def chore(name: str, work: Callable[[], int], *, shared: bool = False) -> None:
    """Enter a chore; it commits for itself and says how much it did. Shared = it claims each row by itself."""
    _chores[name] = work
    if shared:
        _shared.add(name)


def wake() -> None:
    """Something may wait to be sent."""
    _bell.set()


def sweep_once() -> dict[str, int]:
    """Do every chore once, unless another worker is at it; one that fails does not stop the others."""
    done: dict[str, int] = {}
    with acting(SYSTEM):
        for name, work in _chores.items():
            try:
                with _nobody_else(name) as mine:
                    done[name] = work() if mine else 0
            except Exception as error:  # noqa: BLE001 - a chore that fails must not stop the others; it is logged
                db.session.rollback()
                done[name] = -1
                log.error("sweep.failed", chore=name, kind=type(error).__name__, exc_info=error)
            finally:
                db.session.remove()
    return done


@contextmanager
def _nobody_else(name: str) -> Iterator[bool]:
    """Whether this chore is ours now; the lock goes with its transaction, however that ends. SQLite has one worker."""
    if name in _shared or db.engine.dialect.name != "postgresql":
        yield True
        return
    with db.engine.begin() as beside:
        key = func.hashtextextended(f"synaq chore {name}", 0)
        yield bool(beside.scalar(select(func.pg_try_advisory_xact_lock(key))))


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
