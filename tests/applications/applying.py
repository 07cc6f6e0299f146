"""An applicant who applies through the pages, question by question, as a browser without scripts does."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from accounts.models import Account, Mandate, Office, OfficeSetting, Specialty
from applications.models import Draft
from core.clock import now
from core.database import db
from tests.accounts.people import Somebody, Visitor, make_organisation, make_person, some_iin
from tests.applications import making
from tests.core.file_samples import png

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NAME = "Қайырбекова Өлмесхан"
ADDRESS = "Алматы қ., Абай даңғылы, 1-үй"


@dataclass
class Ready:
    """A service that can be applied for: its slug and its office."""

    slug: str
    office_id: int
    committee_id: int | None


def ready(app: Flask, slug: str, *, decided: bool = True) -> Ready:
    """Offices that give a service, with everything decided that the law leaves open."""
    with app.app_context():
        if decided:
            at = making.service(slug)
            office, committee = at.provider, at.committee
        else:
            committee = None
            office = making.office(making.PROVIDER.get(slug, "territorial"))
        for branch in ("medical", "forensic-medical"):
            code = f"{branch}-{slug}"[:20]
            db.session.add(
                Specialty(
                    code=code, branch=branch, name_kk=f"{branch} kk", name_ru=f"{branch} ru", name_en=branch
                )
            )
        db.session.commit()
        return Ready(slug, office.id, committee.id if committee else None)


def decide(app: Flask, office_id: int, key: str, value: Any, service: str) -> None:
    """One more decision of an office, which takes the place of the earlier one."""
    with app.app_context():
        db.session.add(
            OfficeSetting(
                office_id=office_id,
                key=key,
                service=service,
                value=value,
                from_day=date(2020, 1, 2),
                decision_number="TEST-2",
                decision_date=date(2020, 1, 2),
                is_demo=True,
                set_at=now(),
            )
        )
        db.session.commit()


def person(
    app: Flask, serial: int = 1230, *, proven: bool = True, email: str = "olmeskhan@example.kz"
) -> Somebody:
    return make_person(app, some_iin(serial), email, proven=proven)


def organisation(app: Flask) -> Somebody:
    return make_organisation(app)


def mandate(
    app: Flask, principal: Somebody, agent: Somebody, services: list[str], until: date | None = None
) -> int:
    """A confirmed document by which one acts for the other."""
    with app.app_context():
        made = Mandate(
            kind="power_of_attorney",
            principal_id=principal.id,
            agent_id=agent.id,
            services=services,
            from_day=date(2020, 1, 1),
            until_day=until,
            document="Сенімхат № 1",
            document_date=date(2020, 1, 1),
            created_at=now(),
            confirmed_at=now(),
            confirmed_by=agent.id,
        )
        db.session.add(made)
        db.session.commit()
        return made.id


class Applicant(Visitor):
    """A visitor who is logged in and fills in forms."""

    def __init__(self, app: Flask, who: Somebody, language: str = "en", address: str = "10.1.0.1") -> None:
        super().__init__(app, address)
        self.client.set_cookie("language", language)
        self.who = who
        self.log_in(who)

    def send(self, url: str, **fields: Any) -> TestResponse:
        """Open a page, take its token, and send its form."""
        page = self.get(url).text
        token = _TOKEN.search(page)
        assert token, f"{url} has no form:\n{page[:2000]}"
        return self.client.post(
            url,
            data={"csrf_token": token[1], **fields},
            environ_base={"REMOTE_ADDR": self.address, "HTTP_USER_AGENT": "Mozilla/5.0 Firefox/140.0"},
            content_type="multipart/form-data",
        )

    def begin(self, slug: str, whom: str = "self") -> str:
        """Begin an application; gives the address of its draft."""
        answer = self.send(f"/apply/{slug}", whom=whom)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    def fill(self, draft: str, at: Ready, **other: dict[str, Any]) -> None:
        """Answer every question that this application has, in the order of its pages."""
        answers: dict[str, dict[str, Any]] = {
            "office": {"office": str(at.office_id)},
            "procedure": {"procedure": "issue"},
            "cargo": {"cargo": "tissue"},
            "specialty": {"specialty": self.specialty(at, "medical")},
            "examination": {"specialty": self.specialty(at, "forensic-medical")},
            "category": {"category": "first"},
            "activity": {"activity": "Терапия"},
            "languages": {"test": "kk", "interview": "ru"},
            "accommodations": {"kinds": ["extra_time"], "wish": "Көзім нашар көреді"},
            "contact": {"email": "a@example.kz", "phone": "+7 701 000 00 00", "address": ADDRESS},
            "consent": {"agree": "y"},
            "data": {},
            **other,
        }
        tasks = re.findall(rf'href="{re.escape(draft)}/(\w+)"', self.get(draft).text)
        open_later = ["cargo", "documents", "data"]
        for page in [*tasks, *(later for later in open_later if later not in tasks)]:
            if page in answers and page not in ("consent", "data"):
                self.answer(draft, page, **answers[page])
        self.attach_all(draft)
        self.answer(draft, "consent", **answers["consent"])
        if f'"{draft}/data"' in self.get(draft).text:
            self.answer_if_asked(draft, "data")

    def answer(self, draft: str, page: str, **fields: Any) -> TestResponse:
        if self.get(f"{draft}/{page}").status_code == 404:
            return self.get(draft)
        answer = self.send(f"{draft}/{page}", **fields)
        assert answer.status_code == 302, f"{page}: {answer.text}"
        return answer

    def answer_if_asked(self, draft: str, page: str) -> None:
        if 'method="post"' in self.get(f"{draft}/{page}").text.split("<main")[1]:
            self.answer(draft, page)

    def attach_all(self, draft: str) -> None:
        for item in re.findall(
            rf'href="{re.escape(draft)}/documents/([\w-]+)"', self.get(f"{draft}/documents").text
        ):
            assert self.attach(draft, item).status_code == 302

    def attach(self, draft: str, item: str, content: bytes = b"", name: str = "diploma.png") -> TestResponse:
        return self.send(f"{draft}/documents/{item}", file=(io.BytesIO(content or png()), name))

    def submit(self, draft: str, name: str = NAME) -> TestResponse:
        return self.send(f"{draft}/check", name=name)

    def apply(self, at: Ready, **other: dict[str, Any]) -> str:
        """The whole way; gives the address of the page after it."""
        draft = self.begin(at.slug)
        self.fill(draft, at, **other)
        answer = self.submit(draft, NAME)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    def specialty(self, at: Ready, branch: str) -> str:
        with self.app.app_context():
            found = db.session.query(Specialty).filter_by(code=f"{branch}-{at.slug}"[:20]).one()
            return str(found.id)

    def draft_row(self, draft: str) -> Draft:
        with self.app.app_context():
            return db.session.query(Draft).filter_by(public_id=draft.split("/")[2]).one()


def account(app: Flask, somebody: Somebody) -> Account:
    with app.app_context():
        return db.session.get_one(Account, somebody.id)


def office(app: Flask, office_id: int) -> Office:
    with app.app_context():
        return db.session.get_one(Office, office_id)
