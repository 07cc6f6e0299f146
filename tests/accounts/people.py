"""People for the tests of accounts, and a visitor who uses the pages as a browser without scripts does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.actions import registration
from accounts.identifiers import check_digit
from accounts.models import Account, LogIn, Office, RoleGrant
from accounts.passwords import digest_password
from accounts.second_factor import new_secret, usable_code
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from core.languages import speaking
from core.settings import Settings
from core.sorting import sort_key
from core.vault import seal, unseal

PASSWORD = "боз інген құлын 26"
OTHER_PASSWORD = "күрең тайдың ізі 7"
BIN = "180140000008"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Somebody:
    """Who can log in: the row's number and the name to type."""

    id: int
    name: str


def some_iin(serial: int = 1230, born: str = "870615", seventh: int = 4) -> str:
    """A number whose digits agree."""
    while True:
        eleven = f"{born}{seventh}{serial:04d}"
        last = check_digit(eleven)
        if last is not None:
            return f"{eleven}{last}"
        serial += 1


@contextmanager
def working(app: Flask) -> Iterator[Settings]:
    """What the system does by itself before or beside the requests; committed at the end."""
    with app.app_context(), acting(SYSTEM), speaking("en"):
        held: Settings = app.extensions["synaq.settings"]
        yield held
        db.session.commit()


def some_office(code: str = "T-01") -> Office:
    """An office by its code, made when it is missing."""
    found = db.session.scalar(select(Office).where(Office.code == code))
    if found is None:
        names = {f"{part}_{language}": code for part in ("name", "short") for language in ("kk", "ru", "en")}
        found = Office(code=code, kind="territorial", zone="Asia/Almaty", hours={}, address="", **names)
        db.session.add(found)
        db.session.flush()
    return found


def make_staff(app: Flask, login: str, *roles: str, second_factor: bool = True) -> Somebody:
    """Somebody of the staff, in these roles at one office."""
    with working(app) as held:
        account = Account(
            kind="staff",
            login=login,
            surname="Сейітқазин",
            given_name="Нұржан",
            sort_key=sort_key("Сейітқазин"),
            email=f"{login}@example.kz",
            language="en",
            password=digest_password(PASSWORD, held.password_cost),
            second_factor=seal(held, new_secret()) if second_factor else None,
            created_at=now(),
        )
        db.session.add(account)
        db.session.flush()
        for role in roles:
            grant_role(account.id, role)
        return Somebody(account.id, login)


def grant_role(account_id: int, role: str, *, until: date | None = None) -> RoleGrant:
    """Tie somebody to a role."""
    grant = RoleGrant(
        account_id=account_id,
        role=role,
        office_id=some_office().id,
        from_day=date(2020, 1, 6),
        until_day=until,
        order_number="12-НҚ",
        order_date=date(2020, 1, 6),
        granted_at=now(),
    )
    db.session.add(grant)
    db.session.flush()
    return grant


def claim(email: str = "aigul@example.kz", **facts: str) -> registration.Claim:
    """What somebody says of themselves."""
    told = {"surname": "Қайырбекова", "given_name": "Өлмесхан"} | facts
    return registration.Claim(email=email, password=PASSWORD, language="en", **told)


def make_person(app: Flask, iin: str, email: str, *, proven: bool = False, **facts: str) -> Somebody:
    """A citizen with an account."""
    with working(app) as held:
        account = registration.register_person(iin, claim(email, **facts), held)
        if proven:
            registration.prove_identity(account, "identity card 041234567")
        return Somebody(account.id, iin)


def make_organisation(app: Flask, email: str = "org@example.kz") -> Somebody:
    """An identified organisation."""
    with working(app) as held:
        told = registration.Claim(
            email=email, password=PASSWORD, language="en", organisation_name="«Денсаулық» ЖШС"
        )
        account = registration.register_organisation(BIN, told, held)
        registration.prove_identity(account, "certificate 77")
        return Somebody(account.id, BIN)


class Visitor:
    """A browser: cookies, an address, and forms that are sent with their token."""

    def __init__(self, app: Flask, address: str = "10.1.0.1") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("language", "en")
        self.address = address
        # A form that stands open: of which session, and its token.
        self._form: tuple[str | None, str] = ("", "")

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.client.get(url, environ_base=self._from(), **options)

    def post(self, url: str, **fields: Any) -> TestResponse:
        return self.client.post(url, data={"csrf_token": self._token(), **fields}, environ_base=self._from())

    def _token(self) -> str:
        """The token of the form that stands open; one is opened anew where another session has begun."""
        if self._form[0] != self._session():
            token = _TOKEN.search(self.get("/register/person").text)
            assert token, "the page has a form"
            self._form = (self._session(), token[1])
        return self._form[1]

    def _session(self) -> str | None:
        """What the tokens of this session are made from, as its cookie says."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]  # of cookies
        kept = self.cookie("synaq")
        return signer.loads(kept).get("csrf_token") if kept else None

    def _from(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address, "HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}

    def type_password(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        return self.post("/log-in", name=name, password=password, **fields)

    def log_in(self, somebody: Somebody) -> TestResponse:
        """Password, and for staff the code; ends where the person is led."""
        answer = self.type_password(somebody.name)
        if answer.headers.get("Location", "").endswith("/log-in/code"):
            answer = self.post("/log-in/code", code=good_code(self.app, somebody))
        assert answer.status_code == 302, answer.text
        return answer

    def cookie(self, name: str) -> str | None:
        found = self.client.get_cookie(name)
        return found.value if found else None

    def session_token(self) -> str | None:
        with self.client.session_transaction() as kept:
            token: str | None = kept.get("_user_id")
            return token

    @property
    def is_in(self) -> bool:
        return self.get("/home").headers.get("Location", "").startswith(("/desk", "/cabinet", "/account"))


def good_code(app: Flask, somebody: Somebody) -> str:
    """The code that the person's device shows, the next one if this one is spent."""
    with app.app_context():
        account = db.session.get_one(Account, somebody.id)
        held: Settings = app.extensions["synaq.settings"]
        assert account.second_factor is not None
        code = usable_code(unseal(held, account.second_factor), now(), account.last_code_step)
    assert code is not None, "both codes of this half minute are spent"
    return code


def log_ins(app: Flask, somebody: Somebody) -> list[LogIn]:
    """All log-ins that somebody ever had, the oldest first."""
    with app.app_context():
        return list(
            db.session.scalars(select(LogIn).where(LogIn.account_id == somebody.id).order_by(LogIn.id))
        )
