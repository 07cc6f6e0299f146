"""Numbers of the doors for the operator, beside those of the requests: how often, how long, who rests."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

CALLS = Counter("synaq_door_calls_total", "Calls to other systems", ["door", "outcome"])
SECONDS = Histogram(
    "synaq_door_seconds",
    "Seconds until another system answered or was given up",
    ["door"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)
STATE = Gauge(
    "synaq_door_state",
    "0 open to calls, 1 tried by one call, 2 resting after failures",
    ["door"],
    multiprocess_mode="livemax",
)


def count_call(door: str, outcome: str, seconds: float) -> None:
    """Enter one call."""
    CALLS.labels(door, outcome).inc()
    SECONDS.labels(door).observe(seconds)


def show_state(door: str, level: int) -> None:
    """Enter the state of a door's breaker."""
    STATE.labels(door).set(level)
