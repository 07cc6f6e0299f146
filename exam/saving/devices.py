"""Where the devices of attempts stand: looked up together, and remembered until something has changed.

What is remembered is a guess. It says by which standing of its attempt (`attempt.standing`) a save was judged, and what
was judged so is written only where the attempt still stands so; else it is looked up anew. So a save need not ask
before it writes, and no process is told of what another one has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import orjson

from exam.entries import Standing
from exam.saving.line import Line
from exam.saving.wire import State
from exam.time_left import Clock

# More than sit at once in the halls that one process serves; beyond, everything is looked up anew once.
MOST = 20_000
GOES_ON: tuple[State, ...] = ("running", "paused")

# An attempt and the epoch of its device.
Whose = tuple[int, int]


class Device(NamedTuple):
    """A device of an attempt; `number` is the standing of the attempt by which all else here is true."""

    token_digest: str
    state: State
    number: int
    version: int
    standing: Standing


class Devices:
    """The devices that one process has looked up."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._remembered: dict[Whose, Device] = {}

    def remembered(self, asked: Iterable[Whose]) -> dict[Whose, Device]:
        return {whose: self._remembered[whose] for whose in asked if whose in self._remembered}

    def look_up(self, asked: Iterable[Whose]) -> dict[Whose, Device]:
        """As they stand now. Remembered are those that go on: only these will be asked for again and again."""
        found = {
            (row[0], row[1]): self._device(row)
            for row in self._line.look("devices", orjson.dumps(sorted(asked)).decode())
        }
        if len(self._remembered) + len(found) > MOST:
            self._remembered.clear()
        for whose, device in found.items():
            if device.state in GOES_ON:
                self._remembered[whose] = device
            else:
                self._remembered.pop(whose, None)
        return found

    def _device(self, row: Sequence[Any]) -> Device:
        """A device whose turn has ended is of an older epoch than the present one, whichever that is."""
        _attempt, epoch, digest, number, moved, started, paused, ended, questions, grace, granted, version = (
            row
        )
        started_at, paused_at = self._line.read(started), self._line.read(paused)
        clock = None if started_at is None else Clock(started_at, int(granted), version, paused_at)
        standing = Standing(epoch + bool(moved), questions, clock, timedelta(seconds=grace), bool(ended))
        return Device(digest, _state(standing, moved=bool(moved)), number, version, standing)


def _state(standing: Standing, *, moved: bool) -> State:
    if standing.clock is None:
        return "not_begun"
    if standing.ended:
        return "ended"
    if moved:
        return "moved"
    return "paused" if standing.clock.paused_at is not None else "running"
