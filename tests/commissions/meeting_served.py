"""A meeting behind a real server whose clock stands at its beginning, and the people of it before their browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from commissions import queries
from core.actor import Actor
from core.clock import frozen
from core.database import db
from tests.applications.visitor import Visitor
from tests.browser.fixtures import watch
from tests.commissions import live_hands as hands
from tests.commissions.hearing import Hearing
from tests.exam.player_hall import Quiet
from tests.journeys.moved_clock import MovedClock


class Served:
    """The address of the meeting, and every browser that was opened before it."""

    def __init__(self, hearing: Hearing, url: str, clock: MovedClock, chromium: Browser | None) -> None:
        self.hearing, self.url, self.clock, self.chromium = hearing, url, clock, chromium
        self.meeting_id = hearing.meeting.id
        (slot,) = queries.agenda_of(self.meeting_id)
        self.interview_id = slot.interview_id
        self.opened: list[BrowserContext] = []
        self.faults: list[str] = []
        db.session.rollback()

    def cookie(self, actor: Actor) -> str:
        """The log-in of somebody, as their browser keeps it."""
        db.session.rollback()  # SQLite has one writer
        with frozen(self.clock.now()):
            kept = Visitor(self.hearing.app, actor.account_id).client.get_cookie("synaq")
        assert kept is not None
        return kept.value

    def browser(self, actor: Actor, *, language: str = "kk", watched: bool = True, **options: Any) -> Page:
        """A browser of its own; unwatched where the network is cut on purpose."""
        assert self.chromium is not None
        given = {"base_url": self.url, "viewport": {"width": 1280, "height": 900}} | options
        context = self.chromium.new_context(**given)
        context.set_default_timeout(15_000)
        for name, held in {"synaq": self.cookie(actor), "language": language}.items():
            context.add_cookies([{"name": name, "value": held, "url": self.url}])
        self.opened.append(context)
        page = context.new_page()
        if watched:
            watch(page, urlsplit(self.url).netloc, self.faults)
        return page

    @property
    def live(self) -> str:
        return f"/commissions/meetings/{self.meeting_id}/live"

    @property
    def seat(self) -> str:
        return f"/commissions/meetings/{self.meeting_id}/seat"


@contextmanager
def served(hearing: Hearing, chromium: Browser | None = None) -> Iterator[Served]:
    """Serve the meeting with the first case on its agenda; at the end no page may have been at fault by itself."""
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    db.session.commit()
    clock = MovedClock(hearing.app.wsgi_app)
    clock.go_to(hearing.meeting.starts_at)
    server = make_server("127.0.0.1", 0, clock, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    at = Served(hearing, f"http://127.0.0.1:{server.port}", clock, chromium)
    try:
        yield at
        assert not at.faults, "the page itself is at fault:\n" + "\n".join(at.faults)
    finally:
        for context in at.opened:
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()
