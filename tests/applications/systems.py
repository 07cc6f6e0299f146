"""Another system for the tests: its token, what it sends for an applicant, and its calls."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.actions.api_tokens import issue_token
from accounts.api_scopes import SCOPES
from accounts.models import Office, Specialty
from accounts.roles import Role
from applications import questions
from applications.questions import Page
from core.actor import acting
from core.clock import now
from core.database import db
from tests.applications import making

_serial = count(4000)
_BRANCHES = dict.fromkeys(
    ("forensic-expert-attestation", "forensic-expert-qualification"), "forensic-medical"
)


def token_for(office: Office | None, scopes: Collection[str] = tuple(SCOPES)) -> str:
    """A token that an administrator issues to a system; not committed."""
    with acting(making.staff(Role.ADMINISTRATOR, office or making.office("committee"))):
        return issue_token("Өтініш порталы", scopes, now() + timedelta(days=30), office).token


def specialty(branch: str = "medical") -> Specialty:
    """A specialty of the list, made when it is missing."""
    code = f"T-{branch}"[:20]
    found = db.session.scalar(select(Specialty).where(Specialty.code == code))
    if found is None:
        found = Specialty(code=code, branch=branch, name_kk="Терапия", name_ru="Терапия", name_en="Therapy")
        db.session.add(found)
        db.session.flush()
    return found


def application(at: making.Service, procedure: str, channel: str | None = None) -> dict[str, Any]:
    """A request body with everything that the service asks for, of somebody new each time."""
    edition, serial = at.edition, next(_serial)
    kind = "person" if "iin" in edition.identified_by else "organisation"
    pages = questions.pages_of(edition, kind)
    name = "Сейітова Әйгерім" if kind == "person" else "«Шипа» ЖШС"
    number = {"iin": making.iin(serial)} if kind == "person" else {"bin": making.bin_number(serial)}
    body: dict[str, Any] = {
        "service": edition.service,
        "procedure": procedure,
        "channel": channel or next(c.id.value for c in edition.channels if c.id.value != "phone"),
        "office": at.provider.code,
        "language": "ru",
        "person": {"kind": kind, "name": name, "email": f"person{serial}@example.kz", **number},
        "declaration": {"name": name, "how": "typed"},
        "documents": [{"item": "diploma", "on_paper": True}],
    }
    if {Page.SPECIALTY, Page.EXAMINATION} & set(pages):
        body["specialty"] = specialty(_BRANCHES.get(edition.service, "medical")).code
    if Page.CATEGORY in pages:
        body["category"] = "first"
    if Page.ACTIVITY in pages:
        body["activity"] = "Фармацевтическая деятельность, г. Кокшетау"
    if Page.LANGUAGES in pages:
        body["test_language"] = "kk"
        if questions.has_interview(edition):
            body["interview_language"] = "ru"
    return body


class System:
    """Another system with its token."""

    def __init__(self, client: FlaskClient, token: str | None, language: str = "en") -> None:
        self.client = client
        self.headers = {"Accept-Language": language}
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def submit(self, body: Any, key: str | None = None) -> TestResponse:
        """Send an application under a key, a new one unless told."""
        headers = self.headers | {"Idempotency-Key": key or f"key-{next(_serial)}"}
        return self.client.post("/api/v1/cases", json=body, headers=headers)

    def get(self, path: str) -> TestResponse:
        """Read something of the API."""
        return self.client.get(f"/api/v1{path}", headers=self.headers)


def said(answer: TestResponse) -> Any:
    """What an answer says."""
    assert answer.json is not None, answer.text
    return answer.json
