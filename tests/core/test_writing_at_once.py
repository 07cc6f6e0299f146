"""Those who write at once come one after the other, and nobody is passed over."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.database import BUSY_SECONDS, apart, db, reading
from core.models import NumberSeries
from core.numbering import next_number

SOON_SECONDS = BUSY_SECONDS / 3


def take(app: Flask) -> int:
    with app.app_context():
        number = next_number("tests", 1, 2026)
        db.session.commit()
    return number


def elsewhere(work: Callable[[], object]) -> float:
    """Do it in another thread; the seconds until it was done."""
    began = time.monotonic()
    thread = Thread(target=work)
    thread.start()
    thread.join(BUSY_SECONDS * 3)
    assert not thread.is_alive()
    return time.monotonic() - began


def test_nobody_is_passed_over_while_others_write_without_pause(app: Flask) -> None:
    longest: list[float] = []
    start = Barrier(8)

    def write() -> None:
        start.wait()
        waits = []
        for _ in range(25):
            began = time.monotonic()
            take(app)
            waits.append(time.monotonic() - began)
        longest.append(max(waits))

    threads = [Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(longest) == 8
    with app.app_context(), reading():
        assert db.session.scalar(select(NumberSeries.last)) == 8 * 25
    assert max(longest) < SOON_SECONDS


@pytest.mark.parametrize("end", ["commit", "rollback", "remove"])
def test_however_a_writer_ends_the_next_one_has_its_turn(app: Flask, end: str) -> None:
    with app.app_context():
        next_number("tests", 1, 2026)
        getattr(db.session, end)()
        assert elsewhere(lambda: take(app)) < SOON_SECONDS


def test_a_writer_whose_statement_was_refused_gives_its_turn_away(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(DBAPIError), apart() as connection:
            connection.exec_driver_sql("INSERT INTO number_series VALUES (NULL, NULL, NULL, 0)")
        db.session.rollback()
        assert elsewhere(lambda: take(app)) < SOON_SECONDS


def test_readers_wait_for_nobody(app: Flask) -> None:
    take(app)
    seen: list[int | None] = []

    def read() -> None:
        with app.app_context(), reading():
            seen.append(db.session.scalar(select(NumberSeries.last)))

    with app.app_context():
        next_number("tests", 1, 2026)
        assert elsewhere(read) < SOON_SECONDS
        db.session.commit()
    assert seen == [1], "what is not committed is not seen"
