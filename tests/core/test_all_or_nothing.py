"""A refusal that is shown on the page that asked leaves nothing behind of what the verb had begun."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core import rates
from core.access import PUBLIC, permission
from core.all_or_nothing import all_or_nothing
from core.database import db
from core.files import store_file
from core.journal import record
from core.languages import _l
from core.models import JournalEntry, NumberSeries, RateCounter, StoredFile
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from tests.core.file_samples import png

SERIES = "tests"


def half_done() -> int:
    """A verb that says no after it has changed everything it could."""
    number = next_number(SERIES, 1, 2026)
    store_file(io.BytesIO(png()), "scan.png")
    record("core:test:take", subject=("test", number))
    raise Refusal(_l("Too large"), status=422)


@pytest.fixture
def site(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False

    @app.post("/t/shown")
    @permission(PUBLIC)
    def shown() -> tuple[str, int]:
        rates.count("tests", "somebody", timedelta(minutes=15))
        next_number(SERIES, 2, 2026)  # what the request changed before the verb goes with it
        refused = all_or_nothing(half_done, Refusal)
        record("core:test:note", subject=("test", 1))  # what is done afterwards is meant to stay
        return str(refused), 422

    @app.post("/t/other")
    @permission(PUBLIC)
    def other() -> str:
        return str(all_or_nothing(half_done, NotFound))

    return app.test_client()


def kept() -> tuple[int, int, list[str]]:
    tags = db.session.scalars(select(JournalEntry.tag).where(JournalEntry.tag.like("core:test:%"))).all()
    count = db.session.scalar(select(func.count(NumberSeries.last)).where(NumberSeries.series == SERIES))
    return count or 0, len(db.session.scalars(select(StoredFile.id)).all()), list(tags)


def test_no_row_no_number_no_file_and_no_entry_is_left_of_what_was_refused(
    app: Flask, site: FlaskClient
) -> None:
    answer = site.post("/t/shown", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.text) == (422, "Too large")
    with app.app_context():
        assert kept() == (0, 0, ["core:test:note"])


def test_the_counter_of_attempts_outlives_the_refusal(app: Flask, site: FlaskClient) -> None:
    site.post("/t/shown")
    site.post("/t/shown")
    with app.app_context():
        assert db.session.scalars(select(RateCounter.count)).all() == [2]


def test_a_refusal_of_another_kind_becomes_the_page_of_a_refusal(app: Flask, site: FlaskClient) -> None:
    assert site.post("/t/other").status_code == 422
    with app.app_context():
        assert kept() == (0, 0, [])


def test_what_was_made_is_handed_on(app: Flask) -> None:
    with app.app_context():
        assert all_or_nothing(lambda: next_number(SERIES, 1, 2026), Refusal) == 1
        assert next_number(SERIES, 1, 2026) == 2
