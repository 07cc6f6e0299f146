"""Every address of every room, tried by everybody: who may gets in, who may not is told so, nothing ever breaks.

The test walks the application's own map, so that a new page stands under it from its first day. An address that
carries a number or a name is tried with ones that nobody has: they are simply not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, PathConverter, Rule, UUIDConverter

from accounts.actions import grants, mandates, offices, registration, sign_in, staff
from accounts.actions.pace import Caller
from accounts.api_scopes import API_WORDS
from accounts.hours import usual_week
from accounts.identifiers import check_digit
from accounts.models import Account, Office
from accounts.permission_words import BY_NAME, may
from accounts.roles import GRANTED, PRIVATE, Role
from core.access import PUBLIC, SIGNED_IN, word_of
from core.actor import SYSTEM, acting
from core.database import db
from core.settings import Settings
from core.vault import seal
from core.web import SAFE

SINCE = date(2020, 1, 6)
# Addresses whose names have no wrong value: the reason stands beside each.
ANYTHING_IS_FOUND: dict[str, str] = {}
IMPOSSIBLE = 10**30


@dataclass(frozen=True)
class Way:
    """One address with one method."""

    endpoint: str
    method: str
    address: str
    word: str
    absurd: bool  # a part of the address names nothing
    impossible: bool  # and no row can ever have that number

    def __str__(self) -> str:
        return f"{self.method} {self.address} ({self.endpoint}, {self.word})"


def nowhere(converter: BaseConverter) -> list[Any]:
    """Values of a part of an address that name nothing."""
    if isinstance(converter, IntegerConverter):
        return [2**31 - 1, IMPOSSIBLE]
    if isinstance(converter, UUIDConverter):
        return ["00000000-0000-0000-0000-000000000000"]
    if isinstance(converter, AnyConverter):
        return [next(iter(converter.items))]
    if isinstance(converter, PathConverter):
        return ["жоқ/ондай", "a/../b"]
    return ["жоқ-ондай", "0", "' OR 1=1 --"]


def ways(app: Flask) -> Iterator[Way]:
    """Every address with every method; those with parts once for each way of meaning nothing."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        word = word_of(app, rule.endpoint)
        assert word is not None
        for address, absurd in _addresses(app, rule):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Way(rule.endpoint, method, address, word, absurd, str(IMPOSSIBLE) in address)


def _addresses(app: Flask, rule: Rule) -> Iterator[tuple[str, bool]]:
    converters = rule._converters
    if not converters:
        yield rule.rule, False
        return
    some = {name: nowhere(converter) for name, converter in converters.items()}
    for turn in range(max(len(values) for values in some.values())):
        chosen = {name: values[min(turn, len(values) - 1)] for name, values in some.items()}
        with app.test_request_context():
            _host, path = rule.build(chosen) or ("", "")
        yield path, not all(isinstance(converter, AnyConverter) for converter in converters.values())


def _number(begins: str) -> str:
    return next(
        f"{begins}{serial:04d}{check_digit(f'{begins}{serial:04d}')}"
        for serial in range(10_000)
        if check_digit(f"{begins}{serial:04d}") is not None
    )


class Everybody:
    """One person in each role, and a browser for each."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.config["WTF_CSRF_ENABLED"] = False  # another test holds the forms to their tokens
        self.people: dict[Role, tuple[int, int | None]] = {}
        with app.app_context(), acting(SYSTEM):
            self.held: Settings = app.extensions["synaq.settings"]
            self._enter()
            db.session.commit()

    def _enter(self) -> None:
        names = {f"{part}_{code}": "Кеңсе" for part in ("name", "short") for code in ("kk", "ru", "en")}
        office = offices.enter_office(
            offices.OfficeFacts("K-1", "committee", None, **names, zone="Asia/Almaty", hours=usual_week())
        )
        for role in GRANTED:
            account = staff.enter_staff(staff.StaffFacts(f"r.{role.value}"[:60], "Бек", "Нұр"))
            staff.make_ready(account, "digest", seal(self.held, "JBSWY3DPEHPK3PXP"))
            order = grants.Order("1", SINCE)
            grants.grant_role(account, role.value, office.id, grants.Term(SINCE), order)
            self.people[role] = (account.id, None)
        self._enter_private()

    def _enter_private(self) -> None:
        def claim(email: str, **names: str) -> registration.Claim:
            return registration.Claim(email, "боз інген құлын 26", "kk", **names)

        person = registration.register_person(
            _number("8706154"), claim("a@x.kz", surname="Бек", given_name="Нұр"), self.held
        )
        agent = registration.register_person(
            _number("8806154"), claim("b@x.kz", surname="Ер", given_name="Нұр"), self.held
        )
        organisation = registration.register_organisation(
            _number("1801400"), claim("c@x.kz", organisation_name="ЖШС"), self.held
        )
        for account in (person, agent, organisation):
            registration.prove_identity(account, "1")
        document = mandates.Document("power_of_attorney", "1", SINCE, SINCE)
        mandate = mandates.ask(person, agent, document)
        clerk = db.session.scalars(select(Account).where(Account.login == "r.chancery_clerk")).one()
        mandate.confirmed_at, mandate.confirmed_by = mandate.created_at, clerk.id
        self.people[Role.APPLICANT] = (person.id, None)
        self.people[Role.REPRESENTATIVE] = (agent.id, mandate.id)
        self.people[Role.ORGANISATION] = (organisation.id, None)

    def browser(self, role: Role | None) -> FlaskClient:
        """A browser in which somebody of this role is in; nobody is, without a role."""
        client = self.app.test_client()
        client.set_cookie("language", "kk")
        if role is None:
            return client
        account_id, mandate_id = self.people[role]
        with self.app.app_context(), acting(SYSTEM):
            entered, token = sign_in.begin(db.session.get_one(Account, account_id), Caller("10.0.0.1"))
            entered.mandate_id = mandate_id
            db.session.commit()
        with client.session_transaction() as kept:
            kept["_user_id"] = token
        return client


@pytest.fixture
def everybody(app: Flask) -> Everybody:
    return Everybody(app)


def ask(client: FlaskClient, way: Way) -> int:
    return client.open(
        way.address, method=way.method, data={} if way.method not in SAFE else None
    ).status_code


def test_there_is_somebody_in_every_role(everybody: Everybody) -> None:
    assert set(everybody.people) == set(Role) == set(GRANTED) | PRIVATE


def test_nobody_gets_in_where_somebody_must_be_known(app: Flask, everybody: Everybody) -> None:
    faults = []
    for way in ways(app):
        client = everybody.browser(None)
        answer = client.open(way.address, method=way.method, data={})
        if way.impossible:
            good = answer.status_code == 404
        elif way.word == PUBLIC:
            good = answer.status_code < 500 and answer.status_code not in (401, 403)
        elif way.method == "GET" and not way.address.startswith("/api/"):
            good = answer.status_code == 302 and answer.headers["Location"].startswith("/log-in")
        else:
            good = answer.status_code == 401
        if not good:
            faults.append(f"{way}: {answer.status_code}")
    assert not faults, "\n" + "\n".join(faults)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every role once; on the other database as many as together get in everywhere, for what SQL makes of it."""
    if "role" in metafunc.fixturenames:
        on_sqlite = metafunc.config.getoption("--database") == "sqlite"
        metafunc.parametrize("role", list(Role) if on_sqlite else who_gets_in_everywhere())


def who_gets_in_everywhere() -> list[Role]:
    """A few roles between whom every word is held, those with the most words first."""
    words = {role: {word for word in BY_NAME if may(role, word)} for role in Role}
    left, chosen = set().union(*words.values()), []
    while left:
        chosen.append(max(Role, key=lambda role: len(words[role] & left)))
        left -= words[chosen[-1]]
    return chosen


def test_each_role_gets_in_where_its_words_reach_and_nowhere_else(
    app: Flask, everybody: Everybody, role: Role
) -> None:
    faults = []
    client = everybody.browser(role)
    for way in ways(app):
        status = ask(client, way)
        if way.word in API_WORDS:  # a log-in opens nothing there, whatever the role
            faults += [] if status == 401 else [f"{way}: {status}"]
            continue
        allowed = way.word in (PUBLIC, SIGNED_IN) or may(role, way.word)
        good = status < 500 and (status == 403) is not allowed
        if way.impossible or (allowed and way.absurd and way.endpoint not in ANYTHING_IS_FOUND):
            good = status == 404
        if not good:
            faults.append(f"{way}: {status}")
        with client.session_transaction() as kept:
            left = "_user_id" not in kept
        if left or (way.method not in SAFE and status < 400):
            client = everybody.browser(role)  # this step may have ended the log-in or changed the role
    assert not faults, "\n" + "\n".join(faults)


def test_an_office_that_another_role_may_see_is_not_there_for_strangers(
    app: Flask, everybody: Everybody
) -> None:
    with app.app_context(), acting(SYSTEM):
        names = {f"{part}_{code}": "Бөтен" for part in ("name", "short") for code in ("kk", "ru", "en")}
        facts = offices.OfficeFacts("K-2", "committee", None, **names, zone="Asia/Almaty", hours=usual_week())
        other = offices.enter_office(facts).id
        db.session.commit()
        assert db.session.get(Office, other) is not None
    for role in GRANTED:
        if may(role, "office_settings.read"):
            expected = 200 if role is Role.ADMINISTRATOR else 404
            assert everybody.browser(role).get(f"/settings/{other}").status_code == expected, role
