"""A service with its offices, staff who log in with password and code, and a portal that sends applications.

Whatever a journey does, it does over HTTP; the database is looked at only to know on whose desk the case lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Account, Office
from accounts.passwords import digest_password
from accounts.roles import Role
from accounts.second_factor import new_secret
from applications.models import Case, CaseDocument
from core.database import db
from core.settings import Settings
from core.vault import seal
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.places import parse
from tests.accounts.people import PASSWORD, Somebody, Visitor
from tests.applications import making, systems
from tests.applications.systems import System, said
from tests.core.file_samples import pdf

_HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"')
STAFF = (Role.CHANCERY_CLERK, Role.HEAD, Role.RESPONSIBLE_OFFICIAL, Role.COMMISSION_SECRETARY)
FAULT = "Дипломның көшірмесі куәландырылмаған"


@dataclass(frozen=True)
class Standing:
    """Where a case stands: on which desk, at which step."""

    role: str
    office_id: int
    executor_id: int | None
    step: str
    kind: StepKind | None
    ended: bool


class Staff(Visitor):
    """Somebody of the staff in a browser, logged in with password and code."""

    def fill(self, path: str, **fields: object) -> TestResponse:
        """Open a page, fill in its form and send it, with all that the page hides in it."""
        hidden = self.hidden(path)
        return self.client.post(path, data={**hidden, **fields}, environ_base=self._from())

    def hidden(self, path: str) -> dict[str, str]:
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code}"
        return dict(_HIDDEN.findall(page.text))

    def send(self, path: str, **fields: object) -> TestResponse:
        """Send a form as it was, without opening its page anew."""
        return self.client.post(path, data=fields, environ_base=self._from())


def employ(app: Flask, role: Role, office_id: int) -> Somebody:
    """Somebody in a role at an office, who can log in."""
    with app.app_context():
        held: Settings = app.extensions["synaq.settings"]
        office = db.session.get_one(Office, office_id)
        account = db.session.get_one(Account, making.staff(role, office).account_id)
        account.password = digest_password(PASSWORD, held.password_cost)
        account.second_factor = seal(held, new_secret())
        account.language = "en"
        db.session.commit()
        return Somebody(account.id, account.login or "")


class Offices:
    """The offices of one service with everybody who works there, and one application that came in."""

    def __init__(self, app: Flask, slug: str, procedure: str = "", **asked: object) -> None:
        """`asked` stands in the application in place of what it would say."""
        self.app = app
        self._browsers: dict[tuple[str, int], Staff] = {}
        self._people: dict[tuple[str, int], Somebody] = {}
        with app.app_context():
            at = making.service(slug)
            procedure = procedure or at.edition.procedures[0].id
            self.provider_id = at.provider.id
            self.office_ids = [at.provider.id, *([at.committee.id] if at.committee else [])]
            body = systems.application(at, procedure) | asked
            token = systems.token_for(at.provider)
            db.session.commit()
        self.system = System(app.test_client(), token)
        self.arrive(body)

    def arrive(self, body: dict[str, Any]) -> None:
        """The application comes from the portal."""
        answer = self.system.submit(body)
        assert answer.status_code == 201, answer.text
        self.enter_as(said(answer))

    def enter_as(self, case: dict[str, Any]) -> None:
        """This is the case from now on."""
        self.case = case
        self.address = f"/cases/{case['id']}"

    def person(self, role: Role, office_id: int) -> Somebody:
        """The one person in this role at this office."""
        key = (role.value, office_id)
        if key not in self._people:
            self._people[key] = employ(self.app, role, office_id)
        return self._people[key]

    def browser(self, role: Role, office_id: int) -> Staff:
        """That person's browser, logged in."""
        key = (role.value, office_id)
        if key not in self._browsers:
            visitor = Staff(self.app, f"10.1.0.{len(self._browsers) + 2}")
            visitor.log_in(self.person(role, office_id))
            self._browsers[key] = visitor
        return self._browsers[key]

    def standing(self) -> Standing:
        """Where the case stands now."""
        with self.app.app_context():
            case = db.session.scalars(select(Case).where(Case.public_id == self.case["id"])).one()
            edition = catalogue().edition(case.edition_id)
            step = parse(edition, case.procedure, case.place).step
            return Standing(
                case.desk_role or "",
                case.desk_office_id or case.office_id,
                case.executor_id,
                step or "",
                edition.step(step).kind if step else None,
                case.ended_at is not None,
            )

    def documents(self) -> list[int]:
        with self.app.app_context():
            case = select(Case.id).where(Case.public_id == self.case["id"]).scalar_subquery()
            return list(db.session.scalars(select(CaseDocument.id).where(CaseDocument.case_id == case)))

    def whose(self) -> Staff:
        """The browser of the person on whose desk the case lies."""
        here = self.standing()
        return self.browser(Role(here.role), here.office_id)

    def pay(self) -> None:
        """The official scans in the slip of the bank, looks at it and accepts it."""
        official = self.browser(Role.RESPONSIBLE_OFFICIAL, self.provider_id)
        hidden = official.hidden(f"{self.address}/payment/enter")
        upload = {"slip": (BytesIO(pdf()), "чек.pdf")}
        answer = official.send(f"{self.address}/payment/enter", **hidden, **upload)
        assert answer.status_code == 302, answer.text
        assert official.fill(answer.headers["Location"]).status_code == 302

    def register(self) -> None:
        answer = self.whose().fill(f"{self.address}/register", sheets="3")
        assert answer.status_code == 302, answer.text

    def assign(self, role: Role = Role.RESPONSIBLE_OFFICIAL) -> None:
        here = self.standing()
        executor = self.person(role, here.office_id)
        answer = self.whose().fill(
            f"{self.address}/assign", executor=str(executor.id), resolution="Қарап, ұсыныс енгізіңіз"
        )
        assert answer.status_code == 302, answer.text

    def bring_to_check(self) -> Staff:
        """Pay, register and name the executor as the text has it; the browser of who checks."""
        while (here := self.standing()).kind is not StepKind.DOCUMENT_CHECK:
            if here.kind is StepKind.PAYMENT:
                self.pay()
            elif here.kind is StepKind.REGISTER:
                self.register()
            else:
                rural = self.case["service"].startswith("rural")
                self.assign(Role.COMMISSION_SECRETARY if rural else Role.RESPONSIBLE_OFFICIAL)
        return self.whose()

    def mark(self, checker: Staff, verdict: str = "accepted", fault: str = "") -> None:
        """Look at every document."""
        for document in self.documents():
            hidden = checker.hidden(f"{self.address}/check")
            answer = checker.send(f"{self.address}/check/{document}", **hidden, verdict=verdict, fault=fault)
            assert answer.status_code == 302, answer.text
