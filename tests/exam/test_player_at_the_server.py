"""The player before the real application and its saving door: answered, lost, reloaded, finished, and all kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from core.database import db
from exam.models import AnswerEntry, Attempt
from tests.exam import making
from tests.exam.player_hall import Quiet


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_a_lost_network_kept_here_is_in_the_database_before_the_end(
    chromium: Browser, app: Flask, address: str
) -> None:
    with app.app_context():
        hall = making.running(1)
        token = making.token_of(hall.attempts[0].id, 1)
    context = chromium.new_context(base_url=address, locale="kk-KZ")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "synaq_test", "value": token, "url": f"{address}/exam/test"}])
    page = context.new_page()
    saving = page.locator('[data-part="saving"]')
    page.goto("/exam/test")
    page.locator('article:not([hidden]) .option[data-place="2"] label').click()
    expect(saving).to_have_attribute("data-state", "saved")
    context.set_offline(True)
    page.keyboard.press("3")
    expect(saving).to_have_attribute("data-state", "unsaved")
    page.goto("about:blank")
    context.set_offline(False)
    page.wait_for_function("navigator.onLine")
    page.goto("/exam/test")
    expect(saving).to_have_attribute("data-state", "saved")
    page.keyboard.press("o")
    page.locator('[data-part="finish"]').click()
    page.locator('[data-part="finish-yes"]').click()
    code = page.locator('[data-part="end-code"]')
    expect(code).to_be_visible()
    shown = code.inner_text()
    context.close()
    with app.app_context():
        rows = db.session.scalars(select(AnswerEntry).order_by(AnswerEntry.sequence)).all()
        assert [(one.sequence, one.question, one.value) for one in rows] == [(1, 1, '"2"'), (2, 1, '"3"')]
        assert db.session.scalars(select(Attempt.receipt_code)).one() == shown
