"""A connection that has rested is asked before it is used; one that its server has ended is replaced unseen."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from core import database as core_database
from core.database import db
from tests.databases import Database


def ended_by_the_server(database: Database, pid: int) -> None:
    """End one connection from the server's side, as a restart does."""
    owner = create_engine(database.owner_url)
    with owner.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    owner.dispose()


def test_a_connection_that_was_ended_while_it_rested_is_replaced(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_database, "TRUSTED_SECONDS", 0.0)
    with app.app_context():
        if database.on_postgresql:
            pid = db.session.scalar(text("SELECT pg_backend_pid()"))
            db.session.remove()
            ended_by_the_server(database, pid)
        assert db.session.scalar(text("SELECT 1")) == 1


def test_a_connection_that_worked_a_moment_ago_is_not_asked_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "checkout", lambda *_: asked.append("checkout"))
        monkeypatch.setattr(db.engine.dialect, "do_ping", lambda _connection: asked.append("ping"))
        for _ in range(3):
            db.session.scalar(text("SELECT 1"))
            db.session.remove()
    assert asked == ["checkout"] * 3
