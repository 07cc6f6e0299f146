"""The circuit breaker: whoever failed several times in a row is left alone for a while, then tried by one call.

Each door of each process has its own. People are answered at once instead of waiting for a dead system, and a system
that comes back is not met by everybody at the same moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from threading import Lock

from core.logs import log
from gateways.door_numbers import show_state

FAILURES_IN_A_ROW = 5
REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 300.0


class BreakerState(StrEnum):
    """Whether calls go through."""

    CLOSED = "closed"
    HALF_OPEN = "half_open"
    OPEN = "open"


_LEVELS = {BreakerState.CLOSED: 0, BreakerState.HALF_OPEN: 1, BreakerState.OPEN: 2}


class Breaker:
    """Counts failures in a row; opens, half-opens for one call, closes again."""

    def __init__(self, door: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._door = door
        self._clock = clock
        self._lock = Lock()
        self._state = BreakerState.CLOSED
        self._failures = 0
        self._rest = REST_SECONDS
        self._until = 0.0
        show_state(door, _LEVELS[self._state])

    @property
    def state(self) -> BreakerState:
        return self._state

    def admit(self) -> float | None:
        """None when the call may go; else the seconds until the next one may try. Each admission is reported back."""
        with self._lock:
            if self._state is BreakerState.CLOSED:
                return None
            left = self._until - self._clock()
            if self._state is BreakerState.OPEN and left <= 0:
                self._enter(BreakerState.HALF_OPEN)
                return None
            # Somebody tries already, or it is too early.
            return max(left, 1.0)

    def worked(self) -> None:
        """The other side answered, whatever it said."""
        with self._lock:
            if self._state is BreakerState.OPEN:
                return  # a straggler of the time before; the rest is kept
            self._failures = 0
            self._rest = REST_SECONDS
            if self._state is BreakerState.HALF_OPEN:
                self._enter(BreakerState.CLOSED)

    def failed(self) -> None:
        """The other side did not answer, or with nonsense."""
        with self._lock:
            if self._state is BreakerState.OPEN:
                return
            self._failures += 1
            if self._state is BreakerState.HALF_OPEN:
                self._rest = min(self._rest * 2, LONGEST_REST_SECONDS)
            elif self._failures < FAILURES_IN_A_ROW:
                return
            self._until = self._clock() + self._rest
            self._enter(BreakerState.OPEN)

    def _enter(self, state: BreakerState) -> None:
        self._state = state
        show_state(self._door, _LEVELS[state])
        log.warning(
            "door.breaker",
            door=self._door,
            state=state.value,
            failures=self._failures,
            rest_seconds=self._rest if state is BreakerState.OPEN else None,
        )
