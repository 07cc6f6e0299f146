"""Whoever reads the log learns what happened, and never to whom: not from a search, not from a mistake of ours."""

from __future__ import annotations

import re
import sys
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from accounts.identifiers import check_digit
from benchmarks.browser import Browser
from benchmarks.people import PASSWORD, People, log_in_as_staff, settle
from core.database import db, reading
from core.models import OutboxMessage
from core.settings import Settings
from tests.browser.servers import Server, serving

SERVER = (sys.executable, "-m", "tests.serve")
PAGES = ("tests.load.pages:serving",)
ELEVEN = "91050245678"
# Nothing here stands in the code or in another word, so that finding it means that somebody was named.
PERSON = {
    "iin": f"{ELEVEN}{check_digit(ELEVEN)}",
    "surname": "Қойшыбаева-Ғани",
    "given_name": "Һәдиша",
    "patronymic": "Өтегенқызы",
    "email": "hadisha.koishybaeva@example.kz",
    "phone": "+77017654321",
    "password": "төрт жылқы мен бір бұзау",
}
LATER = {
    "email": "hadisha.later@example.kz",
    "phone": "+77021234567",
    "password": "another herd of nine camels",
}
WRONG = {"password": "a guess that was not right", "code": "135790"}
LEAVES = ("/log-out", "/account/log-ins", "/language")


@pytest.fixture
def people(settings: Settings) -> People:
    return settle(settings)


@pytest.fixture
def server(server_environment: dict[str, str], people: People, tmp_path: Path) -> Iterator[Server]:
    loud = server_environment | {"SYNAQ_LOG_LEVEL": "debug"}
    with serving(loud, tmp_path, PAGES, SERVER) as running:
        yield running


def tolerant(visit: Callable[..., str], *words: object, **fields: str) -> str:
    """A page that says no is a page too."""
    try:
        return visit(*words, **fields)
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.read().decode(errors="replace"))


def test_no_line_of_the_log_names_a_person_whatever_people_do(
    server: Server, people: People, app: Flask
) -> None:
    secrets = [
        *PERSON.values(),
        *LATER.values(),
        *WRONG.values(),
        people.secret,
        PASSWORD,
        *people.applicants,
    ]
    visitor = Browser(server.url)
    secrets += register_and_come_back(visitor, app)
    clerk = log_in_as_staff(server.url, people.clerk, people.secret)
    administrator = log_in_as_staff(server.url, people.administrator, people.secret)
    secrets.append(pyotp.TOTP(people.secret).now())
    guess = Browser(server.url)
    guess.send("/log-in", name=people.administrator, password=PASSWORD)
    tolerant(guess.send, "/log-in/code", code=WRONG["code"])
    for browser in (Browser(server.url), visitor, clerk, administrator):
        ask_everywhere(browser, app)
    for path in ("/t/fault", "/t/question-to-the-database"):
        for about in PERSON.values():
            tolerant(visitor.read, f"{path}?{urlencode({'about': about})}")
    for browser in (visitor, clerk, administrator):
        secrets += [str(cookie.value) for cookie in browser.cookies if cookie.name != "language"]
    server.stop()
    assert_named_nowhere(server.log(), secrets)


def register_and_come_back(visitor: Browser, app: Flask) -> list[str]:
    """Register, be refused as a twin, mistype, forget the password, use the link, change everything."""
    asked = PERSON | {"again": PERSON["password"], "language": "kk"}
    visitor.send("/register/person", **asked)
    tolerant(Browser(visitor.url).send, "/register/person", **asked)
    again = Browser(visitor.url)
    tolerant(again.send, "/log-in", name=PERSON["iin"], password=WRONG["password"])
    again.send("/forgotten-password", name=PERSON["iin"], email=PERSON["email"])
    token = link_token(app)
    again.send(f"/password/{token}", password=LATER["password"], again=LATER["password"])
    tolerant(again.send, f"/password/{token}", password=WRONG["password"], again=WRONG["password"])
    visitor.send("/log-in", name=PERSON["iin"], password=LATER["password"])
    assert PERSON["surname"] in visitor.read("/cabinet")
    changed = {"email": LATER["email"], "phone": LATER["phone"], "language": "ru", "old": LATER["password"]}
    tolerant(visitor.send, "/account/contact", **changed)
    return [token]


def link_token(app: Flask) -> str:
    with app.app_context(), reading():
        letters = db.session.scalars(select(OutboxMessage.payload)).all()
    bodies = " ".join(str((letter or {}).get("body")) for letter in letters)
    tokens: set[str] = set(re.findall(r"/password/(\S+)", bodies))
    assert len(tokens) == 1
    return tokens.pop()


def ask_everywhere(browser: Browser, app: Flask) -> None:
    """Every address, with this person in the path, in the question and in every field of a form."""
    query = urlencode(PERSON | {"q": PERSON["iin"], "name": PERSON["surname"], "search": PERSON["email"]})
    token = browser.token("/log-in") if not signed_in(browser) else browser.token("/account/contact")
    fields = PERSON | {"name": PERSON["surname"], "text": PERSON["surname"], "reason": PERSON["email"]}
    fields |= {"csrf_token": token}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(LEAVES):
            continue
        values = re.sub(r"<int:[^>]*>", "1", rule.rule)
        path = re.sub(r"<[^>]*>", quote(PERSON["iin"]), values)
        if "GET" in (rule.methods or ()):
            tolerant(browser.read, f"{path}?{query}")
        if "POST" in (rule.methods or ()):
            tolerant(browser.post, path, fields)
    tolerant(browser.read, f"/{quote(PERSON['surname'])}/{PERSON['iin']}")


def signed_in(browser: Browser) -> bool:
    return "csrf_token" in tolerant(browser.read, "/account/contact")


def assert_named_nowhere(log: str, secrets: list[str]) -> None:
    lines = log.splitlines()
    assert len(lines) > 200, "the session left no log"
    assert any('"event": "fault"' in line for line in lines), "no mistake of ours was logged"
    spellings = {
        spelling.casefold()
        for secret in secrets
        for spelling in (secret, quote(secret), ascii(secret).strip("'"), secret.encode().hex())
    }
    told = [(secret, line[:300]) for line in lines for secret in spellings if secret in line.casefold()]
    assert not told, f"{len(told)} lines name somebody, first: {told[0]}"
