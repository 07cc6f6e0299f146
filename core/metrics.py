"""Numbers for the operator, in Prometheus's format and summed over the worker processes."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("synaq_requests_total", "Requests answered", ["endpoint", "status"])
SECONDS = Histogram(
    "synaq_request_seconds",
    "Seconds to answer",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
SAVED = Counter("synaq_saved_entries_total", "Entries of answers that are on the disk")
SAVING = Histogram("synaq_saves_together", "Saves in one commit", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256))


def count_request(endpoint: str, status: int, seconds: float) -> None:
    """Enter one answered request."""
    REQUESTS.labels(endpoint, str(status)).inc()
    SECONDS.labels(endpoint).observe(seconds)


def exposition() -> bytes:
    """All numbers of all workers."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
        return generate_latest(registry)
    return generate_latest()
