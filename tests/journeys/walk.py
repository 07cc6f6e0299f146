"""A service with its offices behind a real server, and everybody of one case before a browser of their own.

Who acts, acts on the pages; a log-in is set by cookie, and the server's clock is moved as the days of the journey
go by. What a page itself does wrong, in whoever's browser, fails the journey at its end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from accounts.models import Account
from accounts.passwords import digest_password
from accounts.roles import Role
from applications.models import Case
from core.clock import frozen
from core.database import db
from tests.accounts.people import PASSWORD, Somebody
from tests.accounts.signing_hands import with_iin
from tests.applications import making
from tests.applications.visitor import Visitor
from tests.browser.fixtures import watch
from tests.browser.servers import free_port
from tests.exam.player_hall import Quiet
from tests.journeys.hands import Hands
from tests.journeys.offices import employ
from tests.journeys.testing import Journey

_ZONE = ZoneInfo("Asia/Almaty")
# What somebody sits before: a computer, a telephone, a computer whose browser runs no scripts.
MACHINES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "plain": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}
MakeApp = Callable[..., Flask]


def day_of(moment: datetime) -> str:
    """The day of the offices, as a form takes it."""
    return f"{moment.astimezone(_ZONE):%d.%m.%Y}"


class Walk(Journey):
    """One case of one service, walked in one language."""

    def __init__(self, app: Flask, chromium: Browser, slug: str, language: str) -> None:
        self.chromium, self.language = chromium, language
        self.url: str = app.extensions["synaq.settings"].public_address
        self.opened: dict[tuple[int, str], tuple[BrowserContext, Hands]] = {}
        self.faults: list[str] = []
        super().__init__(app, slug)

    def arrive(self, body: dict[str, Any]) -> None:
        """Nothing has come in yet: whoever is named in the application is going to apply on the pages."""
        person = body["person"]
        with self.app.app_context():
            account = making.applicant(person["kind"])
            account.language = self.language
            account.password = digest_password(PASSWORD, "cheap")
            db.session.commit()
            self.applicant = Somebody(account.id, account.iin or account.bin or "")
            self.name = account.name

    def applied(self) -> None:
        """The one application that came in is the case of this walk."""
        with self.app.app_context():
            case = db.session.scalars(select(Case)).one()
            self.enter_as({"id": case.public_id, "number": case.number, "service": case.service})

    def person(self, role: Role, office_id: int) -> Somebody:
        """The one person in this role at this office, who reads the language of the walk."""
        key = (role.value, office_id)
        if key not in self._people:
            self._people[key] = self.hire(role, office_id)
        return self._people[key]

    def hire(self, role: Role, office_id: int) -> Somebody:
        """Somebody new in this role, who has an IIN, as whoever signs must."""
        found = employ(self.app, role, office_id)
        with self.app.app_context():
            with_iin(db.session.get_one(Account, found.id)).language = self.language
            db.session.commit()
        return found

    def appoint(self) -> None:
        """The office has decided who signs where the text names an authorised person, and has one."""
        super().appoint()
        self.person(Role.AUTHORISED_SIGNATORY, self.office_ids[-1])

    def go_to(self, moment: datetime) -> None:
        """Another day: everybody has to log in again."""
        # A page that asks for news would do so with a log-in that has ended meanwhile.
        for context, hands in self.opened.values():
            hands.page.goto("about:blank")
            context.clear_cookies(name="synaq")
        super().go_to(moment)

    def sits(self, somebody: Somebody, machine: str = "desk") -> Hands:
        """This person before the own browser, logged in."""
        key = (somebody.id, machine)
        if key not in self.opened:
            self.opened[key] = self._browser(machine)
        context, hands = self.opened[key]
        if not any(one.get("name") == "synaq" for one in context.cookies()):
            with frozen(self.clock.now()):
                kept = Visitor(self.app, somebody.id).client.get_cookie("synaq")
            assert kept is not None
            context.add_cookies([{"name": "synaq", "value": kept.value, "url": self.url}])
        return hands

    def stranger(self, machine: str = "desk") -> Hands:
        """Somebody whom nobody knows."""
        context, hands = self._browser(machine)
        self.opened[(-len(self.opened), "stranger")] = (context, hands)
        return hands

    def at_desk(self, role: Role, office_id: int | None = None) -> Hands:
        """Whoever holds this role at the office, by themselves at the provider's."""
        return self.sits(self.person(role, office_id or self.provider_id))

    def holder(self) -> Hands:
        """On whose desk the case lies now, with the case open before them."""
        here = self.standing()
        hands = self.at_desk(Role(here.role), here.office_id)
        return self.take_up(hands)

    def cabinet(self) -> Hands:
        """The applicant with the own case open."""
        hands = self.sits(self.applicant)
        hands.open("/cabinet")
        hands.press(f'main a[href="/cabinet/{self.case["id"]}"]')
        return hands

    def take_up(self, hands: Hands) -> Hands:
        """From the own desk to the page of the case."""
        hands.open("/desk")
        hands.press(f'main a[href^="{self.address}"]')
        return hands

    def _browser(self, machine: str) -> tuple[BrowserContext, Hands]:
        context = self.chromium.new_context(base_url=self.url, **MACHINES[machine])
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "language", "value": self.language, "url": self.url}])
        page = context.new_page()
        watch(page, urlsplit(self.url).netloc, self.faults)
        _watch_closely(page, self.faults)
        return context, Hands(page)


def _watch_closely(page: Page, faults: list[str]) -> None:
    """On a way where nobody does anything wrong, nothing is refused and the console stays empty."""

    def fault(what: str) -> None:
        # What a page had asked for just before it was left concerns nobody: its log-in may have ended since.
        if page.url != "about:blank":
            faults.append(what)

    page.on("console", lambda one: fault(f"says in the console: {one.text}") if one.type == "error" else None)
    page.on(
        "response", lambda one: fault(f"is answered {one.status}: {one.url}") if one.status >= 400 else None
    )


@contextmanager
def walking(make_app: MakeApp, chromium: Browser, slug: str, language: str) -> Iterator[Walk]:
    """Serve the application on a free port while its case is walked."""
    port = free_port()
    app = make_app(public_address=f"http://127.0.0.1:{port}")
    walk = Walk(app, chromium, slug, language)
    server = make_server("127.0.0.1", port, app.wsgi_app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield walk
        assert not walk.faults, "the page itself is at fault:\n" + "\n".join(walk.faults)
    finally:
        for context, _hands in walk.opened.values():
            context.close()
        server.shutdown()
        thread.join()
        server.server_close()
