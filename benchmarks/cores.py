"""Work that needs neither server nor database, done on all cores at once: what the processor itself can do."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool

import psutil

from benchmarks.rounds import Measured

_spawn = multiprocessing.get_context("spawn")

# How often something was done, and the processor time that it took.
Done = tuple[int, float]


@contextmanager
def all_cores() -> Iterator[Pool]:
    """One process a core."""
    with _spawn.Pool(psutil.cpu_count() or 1) as pool:
        yield pool


def on_all(pool: Pool, work: Callable[[float], Done]) -> Callable[[float], Measured]:
    """Let every core work for so many seconds."""

    def measure(seconds: float) -> Measured:
        done = pool.map(work, [seconds] * (psutil.cpu_count() or 1), chunksize=1)
        times = sum(count for count, _cpu in done)
        return Measured(times / seconds, sum(cpu for _count, cpu in done) / times * 1000)

    return measure


def again_and_again(seconds: float, work: Callable[[], object]) -> Done:
    """Do it once to warm up, then as often as the time allows."""
    work()
    until, began = time.perf_counter() + seconds, time.process_time()
    done = 0
    while time.perf_counter() < until or not done:
        work()
        done += 1
    return done, time.process_time() - began
