"""An empty page a second: signed out and signed in, beside a bare Flask page of the same length."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.browser import Browser
from benchmarks.ground import APPLICATION, BARE, Ground, Site
from benchmarks.load import Ask, load
from benchmarks.people import log_in_as_applicant, log_in_as_staff, settle
from benchmarks.rounds import Measured, Subject

FLOOR = "bare Flask page"
PAGES = {"front page, signed out": "/", "cabinet, signed in": "/cabinet", "desk, signed in": "/desk"}


@contextmanager
def empty_pages(ground: Ground) -> Iterator[list[Subject]]:
    """The pages that everybody opens first, with nothing on them yet."""
    database = ground.databases.fresh()
    people = settle(ground.settings(database))
    with ground.serve(APPLICATION, database) as site, ground.serve(BARE, database) as bare:
        visitors = (
            Browser(site.url),
            log_in_as_applicant(site.url, people.applicants[0]),
            log_in_as_staff(site.url, people.clerk, people.secret),
        )
        length = len(visitors[0].read("/").encode())
        yield [
            Subject(FLOOR, _asking(bare, f"/{length}", {})),
            *(
                Subject(name, _asking(site, path, visitor.headers()), (FLOOR,))
                for (name, path), visitor in zip(PAGES.items(), visitors, strict=True)
            ),
        ]


def _asking(site: Site, path: str, headers: dict[str, str]) -> Callable[[float], Measured]:
    asks = [Ask(path, headers=headers)]
    return lambda seconds: load(site, asks, seconds)
