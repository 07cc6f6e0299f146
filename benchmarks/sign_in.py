"""Log-ins a second, with the whole cost of the password, beside that cost alone on the same cores.

An applicant's log-in is one form with its token: counting the attempt, finding the account, verifying the password,
a new session, the journal's entry, one commit. The floor is nothing but the verifying.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool
from urllib.parse import urlencode

import psutil

from accounts.passwords import digest_password, verify_password
from benchmarks.browser import Browser
from benchmarks.ground import APPLICATION, Ground
from benchmarks.load import Ask, load
from benchmarks.people import PASSWORD, settle
from benchmarks.rounds import Measured, Subject

FLOOR = "password digests alone"
_spawn = multiprocessing.get_context("spawn")


@contextmanager
def log_ins(ground: Ground) -> Iterator[list[Subject]]:
    """Sixty-four applicants log in one after the other, eight at a time."""
    database = ground.databases.fresh()
    people = settle(ground.settings(database))
    count = psutil.cpu_count() or 1
    with ground.serve(APPLICATION, database) as site, _spawn.Pool(count) as pool:
        browser = Browser(site.url)
        token = browser.token("/log-in")
        asks = [
            Ask(
                "/log-in",
                "POST",
                browser.headers(),
                urlencode({"csrf_token": token, "name": iin, "password": PASSWORD}),
            )
            for iin in people.applicants
        ]
        yield [
            Subject(FLOOR, _verifying(pool, count)),
            Subject("log-ins", lambda seconds: load(site.url, asks, seconds, site.process), (FLOOR,)),
        ]


def _verifying(pool: Pool, count: int) -> Callable[[float], Measured]:
    def measure(seconds: float) -> Measured:
        return Measured(sum(pool.map(verify, [seconds] * count, chunksize=1)) / seconds)

    return measure


def verify(seconds: float) -> int:
    """How many passwords one core verifies in so many seconds."""
    digest = digest_password(PASSWORD, "full")
    until = time.perf_counter() + seconds
    done = 0
    while time.perf_counter() < until:
        verify_password(digest, PASSWORD, "full")
        done += 1
    return done
