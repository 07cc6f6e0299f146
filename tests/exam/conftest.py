"""A hall in which candidates sit, for the tests that save over the wire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, text

from core.columns import Moment
from core.database import db
from tests.exam import making
from tests.exam.saving import Page


@pytest.fixture
def pages(app: Flask) -> list[Page]:
    """Two candidates whose test is running, with eight questions each."""
    with app.app_context():
        hall = making.running(candidates=2, questions=8)
        return [Page(app, attempt.id) for attempt in hall.attempts]


@pytest.fixture
def done(app: Flask) -> Callable[..., Any]:
    """Do something in the database beside the page, and commit: `done("UPDATE …", attempt=1)`."""

    def act(words: str, **given: Any) -> None:
        with app.app_context():
            moments = [
                bindparam(name, type_=Moment())
                for name, value in given.items()
                if isinstance(value, datetime)
            ]
            db.session.execute(text(words).bindparams(*moments), given)
            db.session.commit()

    return act
