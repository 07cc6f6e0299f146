"""What the journal's chain costs: writes a second with it and without, over one office and over several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.ground import Ground, Site
from benchmarks.journal_pages import OFFICES, lay_tables
from benchmarks.load import Ask, load
from benchmarks.rounds import Measured, Subject
from benchmarks.writers import Crew, hire
from core.schema import grant_to
from tests.databases import Database, Postgresql, owner_engine

WRITERS = 8
GOAL = 0.7
TARGET = "benchmarks.journal_pages:serving"


@contextmanager
def journalled_writes(ground: Ground) -> Iterator[list[Subject]]:
    """Eight writers, once through a page and once with nothing in between."""
    database = ground.databases.fresh()
    prepare(ground, database)
    with ground.serve(TARGET, database) as site, hire(ground, database, WRITERS) as crew:
        by_page, plain = _by_page(site), _plainly(crew)
        yield [
            Subject("page, without chain", by_page("bare", OFFICES)),
            Subject("page, 1 office", by_page("chained", 1), ("page, without chain",)),
            Subject(
                f"page, {OFFICES} offices",
                by_page("chained", OFFICES),
                ("page, without chain",),
                _goal(ground),
            ),
            Subject("plain, without chain", plain(False, OFFICES)),
            Subject("plain, 1 office", plain(True, 1), ("plain, without chain",)),
            Subject(
                f"plain, {OFFICES} offices", plain(True, OFFICES), ("plain, without chain",), _goal(ground)
            ),
        ]


def _goal(ground: Ground) -> float | None:
    """Only PostgreSQL lets the offices write beside each other: SQLite has one writer at a time."""
    return GOAL if ground.kind == "postgresql" else None


def prepare(ground: Ground, database: Database) -> None:
    """Lay the tables of this benchmark and let the application use them."""
    engine = owner_engine(database)
    lay_tables(engine)
    if isinstance(ground.databases, Postgresql):
        grant_to(engine, ground.databases.role)
    engine.dispose()


def _by_page(site: Site) -> Callable[[str, int], Callable[[float], Measured]]:
    def of(kind: str, offices: int) -> Callable[[float], Measured]:
        asks = [Ask(f"/b/{kind}/{office + 1}", "POST") for office in range(offices)]
        return lambda seconds: load(site, asks, seconds, at_once=WRITERS, each_its_own=True)

    return of


def _plainly(crew: Crew) -> Callable[[bool, int], Callable[[float], Measured]]:
    def of(chained: bool, offices: int) -> Callable[[float], Measured]:
        return lambda seconds: crew.measure(seconds, chained=chained, offices=offices)

    return of
