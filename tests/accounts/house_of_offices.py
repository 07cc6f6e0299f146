"""A small tree of offices with its people, and browsers that are in already, for the tests of administration."""

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

from accounts.actions import grants, offices, sign_in, staff
from accounts.actions.pace import Caller
from accounts.hours import usual_week
from accounts.models import Account, Office
from accounts.passwords import digest_password
from core.actor import SYSTEM, Actor, acting
from core.database import db
from core.models import JournalEntry
from core.settings import Settings
from core.vault import seal

SINCE = date(2020, 1, 6)
ORDER = grants.Order("12-НҚ", SINCE)


@dataclass(frozen=True)
class House:
    """Numbers of the rows that every test of administration needs."""

    committee: int
    department: int
    clinic: int
    administrator: int
    clerk: int

    def actor(self) -> Actor:
        return Actor(self.administrator, "administrator", self.committee, None, "Әкімші")


def office_facts(code: str = "T-01", **changes: Any) -> offices.OfficeFacts:
    """An office that can be entered as it is."""
    facts: dict[str, Any] = {
        "code": code,
        "kind": "territorial",
        "parent_id": None,
        "zone": "Asia/Almaty",
        "hours": usual_week(),
        "address": "Көкшетау",
    }
    facts |= {
        f"{part}_{language}": f"{code} {language}"
        for part in ("name", "short")
        for language in ("kk", "ru", "en")
    }
    return offices.OfficeFacts(**(facts | changes))


def staff_facts(login: str, surname: str = "Сейітқазин", **changes: Any) -> staff.StaffFacts:
    """A member of staff who can be entered as they are."""
    facts: dict[str, Any] = {
        "login": login,
        "surname": surname,
        "given_name": "Нұржан",
        "email": f"{login}@x.kz",
    }
    return staff.StaffFacts(**(facts | changes))


def enter_person(login: str, *roles: tuple[str, int], **facts: Any) -> Account:
    """Somebody in these roles."""
    account = staff.enter_staff(staff_facts(login, **facts))
    for role, office_id in roles:
        grants.grant_role(account, role, office_id, grants.Term(SINCE), ORDER)
    return account


def build_house(app: Flask) -> House:
    """Committee, department and clinic in one line; a Committee's administrator, a department's clerk."""
    with done(app):
        committee = offices.enter_office(office_facts("COM", kind="committee"))
        department = offices.enter_office(office_facts("TD", parent_id=committee.id))
        clinic = offices.enter_office(office_facts("CL", kind="clinic", parent_id=department.id))
        administrator = enter_person("admin", ("administrator", committee.id))
        clerk = enter_person("clerk", ("chancery_clerk", department.id), surname="Әлібекова")
        return House(committee.id, department.id, clinic.id, administrator.id, clerk.id)


@contextmanager
def done(app: Flask, actor: Actor = SYSTEM) -> Iterator[Settings]:
    """What somebody does beside the pages; committed at the end."""
    with app.app_context(), acting(actor):
        held: Settings = app.extensions["synaq.settings"]
        yield held
        db.session.commit()


class Browser:
    """A browser in which somebody is in already, in English; forms are sent with their token."""

    def __init__(self, app: Flask, account_id: int | None, role: str | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("language", "en")
        if account_id is not None:
            token = self._begin(account_id, role)
            with self.client.session_transaction() as kept:
                kept["_user_id"] = token

    def _begin(self, account_id: int, role: str | None) -> str:
        with done(self.app) as held:
            account = db.session.get_one(Account, account_id)
            if account.kind == "staff" and account.second_factor is None:
                account.second_factor = seal(held, "JBSWY3DPEHPK3PXP")
            if not account.password:
                account.password = digest_password("боз інген құлын 26", held.password_cost)
            entered, token = sign_in.begin(account, Caller("10.0.0.1"))
            if role is not None:
                from accounts.models import RoleGrant

                entered.grant_id = db.session.scalar(
                    select(RoleGrant.id).where(RoleGrant.account_id == account_id, RoleGrant.role == role)
                )
            return token

    def get(self, url: str) -> TestResponse:
        return self.client.get(url)

    def see(self, url: str) -> str:
        answer = self.get(url)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        return answer.text

    def post(self, url: str, **fields: Any) -> TestResponse:
        """Send a form with the token of this browser."""
        return self.client.post(url, data={"csrf_token": self.token(), **fields})

    def send(self, url: str, **fields: Any) -> TestResponse:
        """Open a form, change some of its fields and send it, as a person does."""
        return self.client.post(url, data=filled_in(self.see(url)) | fields)

    def token(self) -> str:
        page = self.client.get("/home", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, "the page has a form to leave by"
        return found[1]


def filled_in(page: str) -> dict[str, Any]:
    """The fields of the page's own form with what stands in them."""
    import html

    main = page[page.index("<main") :]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or (kind and kind[1] in ("file", "submit")):
            continue
        if kind and kind[1] in ("radio", "checkbox") and " checked" not in tag:
            continue
        fields[name[1]] = html.unescape(value[1]) if value else ""
    for name_, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        fields[name_] = html.unescape(chosen[1]) if chosen else ""
    for name_, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', main, re.DOTALL):
        fields[name_] = html.unescape(text)
    return fields


def administrator(app: Flask, house: House) -> Browser:
    """The administrator's browser."""
    return Browser(app, house.administrator)


def tags(app: Flask, kind: str, identity: int | str) -> list[str]:
    """What the journal says happened to a thing, in order."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(JournalEntry.tag)
                .where(JournalEntry.subject_kind == kind, JournalEntry.subject_id == str(identity))
                .order_by(JournalEntry.id)
            )
        )


def office_row(app: Flask, identity: int) -> Office:
    """An office as it is kept now."""
    with app.app_context():
        found = db.session.get_one(Office, identity)
        db.session.expunge(found)
        return found
