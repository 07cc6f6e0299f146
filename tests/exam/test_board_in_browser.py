"""The board in a browser: it asks by itself what has changed, says when it cannot, and works without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from core.actor import acting
from core.clock import now
from core.database import db
from exam.actions import admission, board
from exam.models import AttemptPresence
from tests.applications.visitor import Visitor
from tests.browser.accessibility import assert_accessible
from tests.exam import making
from tests.exam.player_hall import Quiet

SOON = 8_000


class Hall:
    """A running hall behind a server, and what happens in it."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app, self.address = app, address
        with app.app_context():
            hall = making.running(3, capacity=4)
            with acting(hall.invigilator):
                admission.declare(hall.sitting.id, "")
                db.session.commit()
            self.sitting_id, self.invigilator = hall.sitting.id, hall.invigilator
            self.attempts = [one.id for one in hall.attempts]
        visitor = Visitor(app, hall.invigilator.account_id)
        kept = visitor.client.get_cookie("synaq")
        assert kept is not None
        self.cookie = kept.value

    def hear(self, *, question: int, ago: int = 0) -> None:
        """Everybody's computer says where it stands."""
        with self.app.app_context():
            moment = now() - timedelta(seconds=ago)
            for attempt_id in self.attempts:
                db.session.merge(
                    AttemptPresence(
                        attempt_id=attempt_id,
                        seen_at=moment,
                        question=question,
                        answered=question - 1,
                        unsent=0,
                        focused=True,
                        clock_version=1,
                    )
                )
            db.session.commit()

    def open(self, chromium: Browser, width: int = 820, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": 1180}, java_script_enabled=scripts
        )
        context.add_cookies(
            [
                {"name": "synaq", "value": self.cookie, "url": self.address},
                {"name": "language", "value": "ru", "url": self.address},
            ]
        )
        page = context.new_page()
        page.goto(f"/sittings/{self.sitting_id}/board")
        return page


@pytest.fixture
def hall(app: Flask) -> Iterator[Hall]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield Hall(app, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_board_follows_the_hall_by_itself(chromium: Browser, hall: Hall) -> None:
    hall.hear(question=3)
    page = hall.open(chromium)
    assert_accessible(page)
    first = page.locator("[data-tile]").first
    expect(first.locator("[data-question]")).to_have_text("3")
    expect(page.locator("[data-trouble]")).to_contain_text("ничто не требует внимания")
    hall.hear(question=5, ago=40)
    expect(first.locator("[data-question]")).to_have_text("5", timeout=SOON)
    expect(page.locator("[data-trouble]")).to_contain_text("нет сигнала")
    with hall.app.app_context(), acting(hall.invigilator):
        board.pause(hall.sitting_id, None, "Өрт дабылы")
        db.session.commit()
    expect(first.locator('[data-shown-when="paused"]')).to_be_visible(timeout=SOON)
    stands = first.locator("[data-rest]").inner_text()
    page.wait_for_timeout(2_500)
    assert first.locator("[data-rest]").inner_text() == stands
    page.context.set_offline(True)
    expect(page.locator("[data-news]")).to_contain_text("Нет связи", timeout=SOON)
    page.context.close()


def test_an_act_goes_to_those_who_are_ticked(chromium: Browser, hall: Hall) -> None:
    hall.hear(question=3)
    page = hall.open(chromium, 390)
    page.get_by_role("link", name="Пауза", exact=True).click()
    assert_accessible(page)
    page.locator(f"#attempt-{hall.attempts[0]}").check()
    page.locator("#words").fill("Дәрігер шақырылды")
    page.get_by_role("button", name="Пауза").click()
    expect(page.locator('[data-tile][data-state="paused"]')).to_have_count(1)
    page.context.close()


def test_the_board_can_be_read_without_scripts(chromium: Browser, hall: Hall) -> None:
    hall.hear(question=3)
    page = hall.open(chromium, scripts=False)
    expect(page.locator("[data-tile]")).to_have_count(3)
    assert ":" in page.locator("[data-rest]").first.inner_text()
    page.get_by_role("link", name="Загрузить табло заново").click()
    expect(page.locator("[data-tile]")).to_have_count(3)
    page.context.close()
