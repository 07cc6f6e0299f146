"""Log-ins a second, with the whole cost of the password, beside that cost alone on the same cores.

An applicant's log-in is one form with its token: counting the attempt, finding the account, verifying the password,
a new session, the journal's entry, one commit. The floor is nothing but the verifying.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from accounts.passwords import digest_password, verify_password
from benchmarks.browser import Browser
from benchmarks.cores import Done, again_and_again, all_cores, on_all
from benchmarks.ground import APPLICATION, Ground
from benchmarks.load import Ask, load
from benchmarks.people import PASSWORD, settle
from benchmarks.rounds import Subject

FLOOR = "password digests alone"


@contextmanager
def log_ins(ground: Ground) -> Iterator[list[Subject]]:
    """Sixty-four applicants log in one after the other, eight at a time."""
    database = ground.databases.fresh()
    people = settle(ground.settings(database))
    with ground.serve(APPLICATION, database) as site, all_cores() as pool:
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
            Subject(FLOOR, on_all(pool, verify)),
            Subject("log-ins", lambda seconds: load(site, asks, seconds), (FLOOR,)),
        ]


def verify(seconds: float) -> Done:
    """How many passwords one core verifies in so many seconds."""
    digest = digest_password(PASSWORD, "full")
    return again_and_again(seconds, lambda: verify_password(digest, PASSWORD, "full"))
