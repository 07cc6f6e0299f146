"""What other systems may do with a token, and what they may not: submit once, read their own, take papers."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from accounts.actions.api_tokens import revoke_token
from accounts.models import ApiToken
from accounts.roles import Role
from applications.actions import api_requests, chancery
from applications.models import ApiRequest, Case, CaseDocument, CasePerson
from core import journal_proof
from core.actor import acting
from core.clock import now
from core.database import db
from tests.applications import making, systems
from tests.applications.systems import System, said
from tests.core.file_samples import pdf


class Connected:
    """A service, and a system that may do everything at its office."""

    def __init__(self, app: Flask, slug: str = "specialist-certificate", procedure: str = "main") -> None:
        self.app = app
        with app.app_context():
            at = making.service(slug)
            self.body = systems.application(at, procedure)
            self.token = systems.token_for(at.provider)
            self.stranger = systems.token_for(making.office("territorial"))
            self.above = systems.token_for(at.committee)
            self.everywhere = systems.token_for(None)
            self.reader = systems.token_for(at.provider, ["cases.read"])
            db.session.commit()
            self.provider_id = at.provider.id
        self.client = app.test_client()
        self.system = System(self.client, self.token)


@pytest.fixture
def connected(app: Flask) -> Connected:
    return Connected(app)


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_system_submits_an_application_and_reads_where_it_stands(connected: Connected) -> None:
    answer = connected.system.submit(connected.body)
    assert answer.status_code == 201, answer.text
    made = said(answer)
    assert made["number"]
    assert made["desk"] == "chancery_clerk"
    assert said(connected.system.get(f"/cases/{made['id']}")) == made
    steps = said(connected.system.get(f"/cases/{made['id']}/steps"))
    assert [(step["step"], step["outcome"]) for step in steps] == [("s01", None)]
    notices = said(connected.system.get(f"/cases/{made['id']}/notices"))
    assert {notice["medium"] for notice in notices} == {"cabinet", "mail"}
    with connected.app.app_context():
        assert journal_proof.verify().holds


def test_the_list_holds_the_cases_of_the_office_and_of_those_below_it(connected: Connected) -> None:
    made = said(connected.system.submit(connected.body))
    for token, seen in [
        (connected.token, 1),
        (connected.above, 1),
        (connected.everywhere, 1),
        (connected.stranger, 0),
    ]:
        found = said(System(connected.client, token).get("/cases"))
        assert found["total"] == seen
        assert [case["id"] for case in found["cases"]] == [made["id"]] * seen
    assert said(connected.system.get("/cases?state=ended"))["total"] == 0
    assert said(connected.system.get("/cases?state=open&service=medical-licence"))["total"] == 0


def test_a_foreign_case_is_simply_not_found(connected: Connected) -> None:
    made = said(connected.system.submit(connected.body))
    stranger = System(connected.client, connected.stranger)
    for path in ("", "/steps", "/papers", "/notices"):
        assert stranger.get(f"/cases/{made['id']}{path}").status_code == 404
        assert connected.system.get(f"/cases/{'0' * 32}{path}").status_code == 404
        assert connected.system.get(f"/cases/%00{path}").status_code == 400
    answer = stranger.submit(connected.body)
    assert answer.status_code == 422
    assert "office" in said(answer)["sentence"]


@pytest.mark.parametrize(
    "path", ["/cases", "/cases/x", "/cases/x/steps", "/cases/x/papers", "/cases/x/notices"]
)
def test_without_a_token_nothing_is_told(client: FlaskClient, path: str) -> None:
    for token in (None, "guessed", ""):
        answer = System(client, token).get(path)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.content_type == "application/problem+json"


def test_a_token_does_only_what_it_was_issued_for(connected: Connected) -> None:
    made = said(connected.system.submit(connected.body))
    reader = System(connected.client, connected.reader)
    assert reader.get("/cases").status_code == 200
    for path in ("/papers", "/notices", f"/papers/{'0' * 32}"):
        answer = reader.get(f"/cases/{made['id']}{path}")
        assert answer.status_code == 403
        assert said(answer)["sentence"]
    assert reader.submit(connected.body).status_code == 403
    assert count(connected.app, Case) == 1


def test_a_revoked_or_expired_token_opens_nothing(connected: Connected) -> None:
    with connected.app.app_context():
        row = db.session.scalars(select(ApiToken).where(ApiToken.office_id == connected.provider_id)).first()
        assert row is not None
        db.session.execute(update(ApiToken).where(ApiToken.id != row.id).values(expires_at=now()))
        with acting(making.staff(Role.ADMINISTRATOR, making.office("committee"))):
            revoke_token(row)
        db.session.commit()
    for token in (connected.token, connected.above, connected.everywhere):
        assert System(connected.client, token).get("/cases").status_code == 401


def test_a_page_of_the_staff_does_not_open_with_a_token(connected: Connected) -> None:
    answer = connected.client.get("/cases", headers=connected.system.headers)
    assert answer.status_code == 302
    assert "/log-in" in answer.headers["Location"]


def test_the_same_request_sent_twice_is_one_application(connected: Connected) -> None:
    first = connected.system.submit(connected.body, "key-1")
    again = connected.system.submit(connected.body, "key-1")
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert (first.headers["Idempotency-Replayed"], again.headers["Idempotency-Replayed"]) == ("false", "true")
    assert count(connected.app, Case) == 1


def test_a_key_used_for_another_request_is_refused(connected: Connected) -> None:
    assert connected.system.submit(connected.body, "key-1").status_code == 201
    changed = {**connected.body, "language": "kk"}
    answer = connected.system.submit(changed, "key-1")
    assert answer.status_code == 409
    assert said(answer)["next_step"]
    assert count(connected.app, Case) == 1
    assert System(connected.client, connected.above).submit(changed, "key-1").status_code == 201


def test_a_refused_request_may_be_mended_under_its_key(connected: Connected) -> None:
    assert connected.system.submit({**connected.body, "specialty": "none"}, "key-1").status_code == 422
    assert connected.system.submit(connected.body, "key-1").status_code == 201


def test_twins_at_the_same_moment_make_one_case(connected: Connected) -> None:
    def send(_number: int) -> tuple[int, bytes]:
        answer = System(connected.app.test_client(), connected.token).submit(connected.body, "twin")
        return answer.status_code, answer.data

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(6)))
    assert len(answers) == 1
    assert answers.pop()[0] == 201
    assert count(connected.app, Case) == count(connected.app, ApiRequest) == 1


def test_answers_are_kept_a_week_and_the_cases_for_good(connected: Connected) -> None:
    connected.system.submit(connected.body, "old")
    with connected.app.app_context():
        assert api_requests.forget_old() == 0
        db.session.execute(update(ApiRequest).values(created_at=now() - timedelta(days=8)))
        db.session.commit()
        assert api_requests.forget_old() == 1
    assert count(connected.app, ApiRequest) == 0
    assert count(connected.app, Case) == 1


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda body: body.pop("office"), "office"),
        (lambda body: body.update(office="NOWHERE"), "office"),
        (lambda body: body.update(procedure="other"), "procedure"),
        (lambda body: body.update(channel="con"), "channel"),
        (lambda body: body.update(channel="in-person"), "channel"),
        (lambda body: body.pop("specialty"), "specialty"),
        (lambda body: body.pop("test_language"), "test_language"),
        (lambda body: body.update(activity="torts"), "activity"),
        (lambda body: body["person"].update(iin="850312412345"), "person.iin"),
        (lambda body: body["person"].update(kind="organisation"), "person.kind"),
        (lambda body: body["person"].update(name="a\x00b"), "person.name"),
        (lambda body: body["person"].update(bin="180140000008"), "person.bin"),
        (lambda body: body.update(unheard_of=1), "unheard_of"),
        (lambda body: body.update(documents=[{"item": "diploma"}]), "documents.0"),
        (lambda body: body.update(documents=[{"item": "other", "on_paper": True}]), "documents.0.item"),
        (lambda body: body.update(channel="egov-portal", documents=[]), "documents"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    connected: Connected, spoil: Callable[[dict[str, object]], object], named: str
) -> None:
    spoil(connected.body)
    answer = connected.system.submit(connected.body)
    assert answer.status_code == 422, answer.text
    assert named in said(answer)["sentence"]
    assert said(answer)["title"] == "The request could not be understood"
    assert count(connected.app, Case) == count(connected.app, ApiRequest) == 0


def test_a_document_comes_as_a_file_and_a_hostile_one_is_refused(connected: Connected) -> None:
    def with_file(content: bytes) -> dict[str, object]:
        file = {"name": "диплом.pdf", "content": base64.b64encode(content).decode()}
        return {**connected.body, "documents": [{"item": "diploma", "file": file}]}

    assert connected.system.submit(with_file(pdf())).status_code == 201
    with connected.app.app_context():
        document = db.session.scalars(select(CaseDocument)).one()
        assert document.file is not None
        assert document.file.media_type == "application/pdf"
    assert connected.system.submit(with_file(b"MZ\x90\x00 this runs")).status_code == 400
    assert count(connected.app, Case) == 1


def test_refusals_speak_the_language_of_the_caller(connected: Connected) -> None:
    told = {
        language: said(System(connected.client, None, language).get("/cases"))["sentence"]
        for language in ("kk", "ru", "en")
    }
    assert len(set(told.values())) == 3


def test_the_receipt_is_taken_as_it_was_handed_out(connected: Connected) -> None:
    made = said(connected.system.submit(connected.body))
    assert said(connected.system.get(f"/cases/{made['id']}/papers")) == []
    with connected.app.app_context():
        case = db.session.scalars(select(Case)).one()
        with acting(making.staff(Role.CHANCERY_CLERK, case.office)):
            chancery.register(case.id, 3)
        db.session.commit()
    (paper,) = said(connected.system.get(f"/cases/{made['id']}/papers"))
    assert paper["kind"] == "receipt"
    path = f"/cases/{made['id']}/papers/{paper['id']}"
    taken = connected.system.get(path)
    assert taken.content_type == "application/pdf"
    assert len(taken.data) == paper["size"]
    assert taken.data.startswith(b"%PDF")
    assert connected.system.get(f"/cases/{made['id']}/papers/{made['id']}").status_code == 404
    assert System(connected.client, connected.stranger).get(path).status_code == 404


def test_a_proven_holder_of_the_number_finds_the_case_in_the_cabinet(connected: Connected) -> None:
    with connected.app.app_context():
        holder = making.applicant()
        connected.body["person"]["iin"], account_id = holder.iin, holder.id
        db.session.commit()
    assert connected.system.submit(connected.body).status_code == 201
    with connected.app.app_context():
        assert db.session.scalars(select(Case)).one().applicant_id == account_id
        assert db.session.scalars(select(CasePerson)).one().checked == "not_asked"


def test_too_many_calls_in_a_minute_are_slowed_down(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.token_door.CALLS", 3)
    codes = [connected.system.get("/cases").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert System(connected.client, connected.above).get("/cases").status_code == 200
