"""Every page of every room, in three languages, wide and narrow: usable by everybody, as far as a machine can tell.

The walk follows the application's own map of addresses over the demo's data, so that a new page stands under it from
its first day. An address with a number or a name in it is tried with all that the demo has until it shows something.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from accounts.models import Account, LogIn
from accounts.queries import active_grants
from accounts.roles import PRIVATE, Role, may
from accounts.tokens import new_token, token_digest
from app import create_app
from core.access import PUBLIC, SIGNED_IN, word_of
from core.clock import now
from core.database import Model, db
from core.settings import load
from tests.browser.accessibility import assert_accessible
from tests.browser.fixtures import watch
from tests.browser.servers import Server, serving

LOOKS = (("kk", 390), ("ru", 1280), ("en", 1280))
# Addresses that lead on to another page, or exist only at a moment that the demo does not hold.
NO_PAGE_HERE = {
    "static": "files",
    "core.choose_language": "leads back",
    "core.show_metrics": "for a machine with a token",
    "core.health": "for a machine",
    "accounts.home": "leads each role to its place",
    "accounts.log_in_code": "between two steps of a log-in",
    "accounts.password_link": "a link out of a letter",
}
TRIES = 400


@dataclass(frozen=True)
class Visit:
    """One page: where it is, and the log-in of whoever may see it."""

    endpoint: str
    address: str
    token: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Flask]]:
    """The demo as people see it, and the same application in this process, to find addresses in it."""
    folder = tmp_path_factory.mktemp("every-page")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNAQ_")}
    environment = kept | {"SYNAQ_DATA_FOLDER": str(folder), "SYNAQ_MODE": "demo"}
    with serving(environment, folder, ("demo",)) as server:
        app = create_app(load({"SYNAQ_DATA_FOLDER": str(folder), "SYNAQ_MODE": "demo"}))
        yield server, app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


class Walk:
    """Finds for each address somebody who may see it, and values that show something."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.tokens: dict[Role, list[str]] = {}
        with app.app_context():
            self._sign_everybody_in()
            self.known = self._known_values()

    def _sign_everybody_in(self) -> None:
        for account in db.session.scalars(select(Account).where(Account.closed_at.is_(None))).all():
            if account.kind != "staff":
                self._sign_in(
                    Role.ORGANISATION if account.kind == "organisation" else Role.APPLICANT, account, None
                )
            for grant in active_grants(account.id, now()) if account.kind == "staff" else ():
                self._sign_in(Role(grant.role), account, grant.id)
        db.session.commit()

    def _sign_in(self, role: Role, account: Account, grant_id: int | None) -> None:
        token = new_token()
        moment = now()
        db.session.add(
            LogIn(
                token_digest=token_digest(token),
                account_id=account.id,
                grant_id=grant_id,
                began_at=moment,
                seen_at=moment,
                address="127.0.0.1",
                browser="walk",
            )
        )
        self.tokens.setdefault(role, []).append(token)

    def _known_values(self) -> list[str]:
        """All that the demo's rows are called by: numbers, public ids, codes, names of services and settings."""
        from regulations.catalogue import catalogue
        from regulations.naming import setting_kinds

        values: dict[str, None] = dict.fromkeys(catalogue().services())
        values |= dict.fromkeys(setting_kinds())
        for table in Model.metadata.sorted_tables:
            for name in ("public_id", "code", "service"):
                if name in table.columns:
                    values |= dict.fromkeys(
                        str(value) for value in db.session.scalars(select(table.c[name]).distinct().limit(60))
                    )
        return [*values, *(str(number) for number in range(1, 120))]

    def cookie(self, token: str) -> str:
        """The session cookie of a log-in, signed as the server signs it."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signer.dumps({"_user_id": token}))

    def find(self, rule: Rule) -> Visit | None:
        """Somebody and an address at which this page shows."""
        word = word_of(self.app, rule.endpoint) or ""
        tries = 0
        for address in self._addresses(rule):
            for tokens in self._who(word):
                for token in tokens:
                    tries += 1
                    if self._shows(address, token):
                        return Visit(rule.endpoint, address, token)
            if tries > TRIES:
                return None
        return None

    def _who(self, word: str) -> Iterator[list[str]]:
        if word == PUBLIC:
            yield [""]
        for role, tokens in self.tokens.items():
            if word in {PUBLIC, SIGNED_IN} or may(role, word):
                yield tokens[: 4 if role in PRIVATE else 3]

    def _addresses(self, rule: Rule) -> Iterator[str]:
        names = sorted(rule._converters)
        if not names:
            yield rule.rule
            return
        numeric = {name for name in names if isinstance(rule._converters[name], IntegerConverter)}
        pools = [
            [value for value in self.known if value.isdecimal()] if name in numeric else self.known
            for name in names
        ]
        for values in product(*pools):
            with self.app.test_request_context():
                built = rule.build(dict(zip(names, values, strict=True)))
            if built:
                yield built[1]

    def _shows(self, address: str, token: str) -> bool:
        client = self.app.test_client()
        if token:
            client.set_cookie("synaq", self.cookie(token))
        answer = client.get(address)
        shown = answer.status_code == 200 and answer.mimetype == "text/html"
        file = answer.status_code == 200 and answer.mimetype != "text/html"
        answer.close()
        if file:
            raise NoPage
        return shown


class NoPage(Exception):
    """The address gives a file."""


def pages(walk: Walk) -> tuple[list[Visit], list[str]]:
    """Every page with an address at which it shows, and the endpoints for which none was found."""
    visits: list[Visit] = []
    lost: list[str] = []
    for rule in walk.app.url_map.iter_rules():
        if (
            "GET" not in (rule.methods or ())
            or rule.endpoint in NO_PAGE_HERE
            or rule.rule.startswith("/api/")
        ):
            continue
        try:
            visit = walk.find(rule)
        except NoPage:
            continue
        if visit is None:
            lost.append(f"{rule.endpoint} {rule.rule}")
        else:
            visits.append(visit)
    return visits, lost


Found = tuple[list[Visit], list[str], Walk]


@pytest.fixture(scope="module")
def found(demo: tuple[Server, Flask]) -> Found:
    """The walk over the map, made once."""
    walk = Walk(demo[1])
    return *pages(walk), walk


def test_every_page_can_be_seen_in_the_demo(found: Found) -> None:
    lost = found[1]
    assert not lost, "no address of the demo shows these pages:\n" + "\n".join(lost)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_can_be_used_by_everybody(
    demo: tuple[Server, Flask], found: Found, chromium: Browser, language: str, width: int
) -> None:
    server, _app = demo
    visits, _lost, walk = found
    faults: list[str] = []
    for visit in visits:
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=server.url)
        cookies = [{"name": "language", "value": language, "url": server.url}]
        if visit.token:
            cookies.append({"name": "synaq", "value": walk.cookie(visit.token), "url": server.url})
        context.add_cookies(cookies)  # type: ignore[arg-type]  # the type asks for fields that may be left out
        page = context.new_page()
        watch(page, server.url.split("//")[1], faults)
        page.goto(visit.address)
        try:
            assert_accessible(page)
        except AssertionError as error:
            faults.append(f"{visit.endpoint}: {error}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{visit.endpoint} {visit.address}: {wide} px too wide")
        context.close()
    assert not faults, f"{len(visits)} pages, {len(faults)} faults:\n" + "\n".join(faults)
