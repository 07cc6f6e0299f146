"""Saves as a candidate's page sends them, for the tests of the saving path."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.database import db
from exam.models import AnswerEntry, ApartEntry
from exam.saving.door import PATH
from tests.exam import making

SENT = 1_764_480_000_000


def entry(sequence: int, question: int = 1, value: Any = "1", age_ms: int = 0) -> list[Any]:
    return [sequence, question, value, SENT - age_ms]


def send(client: FlaskClient, token: str, *entries: Any, **more: Any) -> TestResponse:
    body = {"sent": SENT, "entries": list(entries)} | more
    return client.post(PATH, json=body, headers={"Authorization": f"Bearer {token}"})


class Page:
    """The page of one candidate: it knows its token and counts nothing itself."""

    def __init__(self, app: Flask, attempt_id: int, epoch: int = 1) -> None:
        self.app = app
        self.client = app.test_client()
        self.attempt_id = attempt_id
        self.token = making.token_of(attempt_id, epoch)

    def save(self, *entries: Any, **more: Any) -> dict[str, Any]:
        """Send entries and return the receipt."""
        answer = send(self.client, self.token, *entries, **more)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.get_json()
        return told

    def kept(self) -> dict[tuple[int, int], tuple[int, str]]:
        """What stands in the journal of answers, by epoch and number."""
        return self._rows(AnswerEntry)

    def apart(self) -> dict[tuple[int, int], tuple[int, str]]:
        """What is kept apart, with why in the place of the value."""
        with self.app.app_context():
            rows = db.session.scalars(select(ApartEntry).where(ApartEntry.attempt_id == self.attempt_id))
            return {(row.epoch, row.sequence): (row.question, row.why) for row in rows}

    def _rows(self, table: type[AnswerEntry]) -> dict[tuple[int, int], tuple[int, str]]:
        with self.app.app_context():
            rows = db.session.scalars(select(table).where(table.attempt_id == self.attempt_id))
            return {(row.epoch, row.sequence): (row.question, row.value) for row in rows}
