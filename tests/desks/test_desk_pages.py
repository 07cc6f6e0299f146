"""A case goes from desk to desk through the pages, and each page shows only what its reader may see and do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from accounts.models import Account, LogIn, Office
from accounts.roles import Role
from accounts.tokens import new_token, token_digest
from applications.actions import chancery
from applications.models import Accommodation, Assignment, Case, CaseNotice, Refused
from core.actor import Actor
from core.clock import now
from core.database import db
from tests.applications import making

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A browser in which this member of staff is signed in already."""

    def open_browser(actor: Actor, language: str = "en") -> FlaskClient:
        token = new_token()
        with app.app_context():
            account = db.session.get_one(Account, actor.account_id)
            account.second_factor = account.second_factor or "set up"
            db.session.add(
                LogIn(
                    token_digest=token_digest(token),
                    account_id=actor.account_id or 0,
                    grant_id=actor.grant_id,
                    began_at=now(),
                    seen_at=now(),
                    address="127.0.0.1",
                    browser="test",
                )
            )
            db.session.commit()
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token
        client.set_cookie("language", language)
        return client

    return open_browser


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Fill in the form of a page and send it, with all that the page hides in it."""
    page = client.get(path).text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"', page))
    return client.post(path, data={**hidden, **data})


class World:
    """A service, its people and one application, seen through the pages."""

    def __init__(self, app: Flask, slug: str) -> None:
        self.app = app
        with app.app_context():
            self.at = making.service(slug)
            self.clerk = self.at.actor(Role.CHANCERY_CLERK, self.at.provider)
            self.head = self.at.actor(Role.HEAD, self.at.provider)
            self.official = self.at.actor(Role.RESPONSIBLE_OFFICIAL, self.at.provider)
            self.stranger = making.staff(Role.CHANCERY_CLERK, making.office("territorial"))
            self.inspector = making.staff(Role.INSPECTOR, self.at.provider)
            case = making.apply(self.at, self.at.edition.procedures[0].id)
            self.provider_id = self.at.provider.id
            self.case_id, self.address, self.number = case.id, f"/cases/{case.public_id}", case.number
            self.document_id = chancery.documents_of(case)[0].id

    def provider(self) -> Office:
        """The office, as the present session knows it."""
        return db.session.get_one(Office, self.provider_id)

    def case(self) -> Case:
        return db.session.get_one(Case, self.case_id)


@pytest.fixture
def world(app: Flask) -> World:
    return World(app, "specialist-certificate")


def walk_to_check(world: World, sign_in: SignIn) -> FlaskClient:
    assert post(sign_in(world.clerk), f"{world.address}/register", sheets="4").status_code == 302
    answer = post(
        sign_in(world.head),
        f"{world.address}/assign",
        executor=str(world.official.account_id),
        resolution="Қарап, ұсыныс енгізіңіз",
    )
    assert answer.status_code == 302
    return sign_in(world.official)


def test_a_case_goes_through_the_pages_to_admission(world: World, sign_in: SignIn) -> None:
    clerk = sign_in(world.clerk)
    assert world.number in clerk.get("/desk").text
    official = walk_to_check(world, sign_in)
    assert world.number not in clerk.get("/desk").text
    assert world.number in official.get("/desk").text
    page = official.get(f"{world.address}/check").text
    assert "Specimen" in page
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert version
    assert token
    marked = official.post(
        f"{world.address}/check/{world.document_id}",
        data={"csrf_token": token[1], "version": version[1], "verdict": "accepted"},
    )
    assert marked.status_code == 302
    page = official.get(f"{world.address}/check").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    admitted = official.post(f"{world.address}/accept", data={"csrf_token": token[1], "version": version[1]})
    assert admitted.status_code == 302
    with world.app.app_context():
        assert world.case().place == "s04"
    assert "Waits for a sitting" in official.get(world.address).text


def test_a_faulty_document_leads_to_a_refusal_with_its_paper(world: World, sign_in: SignIn) -> None:
    official = walk_to_check(world, sign_in)
    page = official.get(f"{world.address}/check").text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"', page))
    silent = official.post(f"{world.address}/check/{world.document_id}", data={**hidden, "verdict": "faulty"})
    assert silent.status_code == 422, "a fault without its reason"
    official.post(
        f"{world.address}/check/{world.document_id}",
        data={**hidden, "verdict": "faulty", "fault": "Көшірме куәландырылмаған"},
    )
    refused = post(official, f"{world.address}/refuse", ground="incomplete", facts="Көшірме куәландырылмаған")
    assert refused.status_code == 302
    page = official.get(world.address).text
    assert "Көшірме куәландырылмаған" in page
    with world.app.app_context():
        found = db.session.scalars(select(Refused)).one()
        assert found.case.ended_at is None, "the refusal leaves when it is signed"
        assert found.appeal_body


def test_a_page_that_somebody_else_made_stale_says_what_happened(world: World, sign_in: SignIn) -> None:
    clerk = sign_in(world.clerk)
    page = clerk.get(f"{world.address}/register").text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"', page))
    assert clerk.post(f"{world.address}/register", data={**hidden, "sheets": "2"}).status_code == 302
    again = clerk.post(f"{world.address}/register", data={**hidden, "sheets": "2"})
    assert again.status_code == 409
    assert "Chancery clerk" in again.text
    with world.app.app_context():
        assert world.case().place == "s02"


def test_a_foreign_office_finds_no_case(world: World, sign_in: SignIn) -> None:
    stranger = sign_in(world.stranger)
    assert stranger.get(world.address).status_code == 404
    assert stranger.get(f"{world.address}/register").status_code == 404
    assert world.number not in stranger.get("/cases?state=any").text


def test_an_inspector_reads_and_can_do_nothing(world: World, sign_in: SignIn) -> None:
    inspector = sign_in(world.inspector)
    page = inspector.get(world.address)
    assert page.status_code == 200
    assert "nothing for you to do" in page.text
    assert inspector.get(f"{world.address}/register").status_code == 403
    assert inspector.get("/overview").status_code == 200


def test_the_head_names_one_executor_for_several_cases(app: Flask, sign_in: SignIn) -> None:
    world = World(app, "specialist-certificate")
    with app.app_context():
        world.at.provider = world.provider()
        second = making.apply(world.at, "main")
        other = second.public_id
    clerk = sign_in(world.clerk)
    for address in (world.address, f"/cases/{other}"):
        post(clerk, f"{address}/register", sheets="1")
    head = sign_in(world.head)
    first = world.address.rsplit("/", 1)[1]
    path = f"/cases/assign?case={first}&case={other}"
    answer = post(
        head, path, executor=str(world.official.account_id), resolution="Қарауға", case=[first, other]
    )
    assert answer.status_code == 302
    assert sign_in(world.official).get("/desk").text.count('class="desk-number"') == 2


def test_a_reassigned_case_leaves_the_first_desk(world: World, sign_in: SignIn) -> None:
    first = walk_to_check(world, sign_in)
    with world.app.app_context():
        second = making.staff(Role.RESPONSIBLE_OFFICIAL, world.provider())
        db.session.commit()
    answer = post(
        sign_in(world.head),
        f"{world.address}/reassign",
        executor=str(second.account_id),
        resolution="Қарауға",
        reason="Бірінші орындаушы демалыста",
    )
    assert answer.status_code == 302
    assert world.number not in first.get("/desk").text
    assert world.number in sign_in(second).get("/desk").text


def test_a_reassignment_that_is_refused_leaves_the_executor_in_place(world: World, sign_in: SignIn) -> None:
    """An acting head who does not name the order changes nothing, and may name it and do it then."""
    walk_to_check(world, sign_in)
    with world.app.app_context():
        second = making.staff(Role.RESPONSIBLE_OFFICIAL, world.provider())
        acting_head = making.staff(Role.ACTING_HEAD, world.provider())
        db.session.commit()
    wanted = {"executor": str(second.account_id), "resolution": "Қарауға", "reason": "Демалыста"}
    desk = sign_in(acting_head)
    assert post(desk, f"{world.address}/reassign", **wanted, acting_order="").status_code == 422
    with world.app.app_context():
        (stands,) = db.session.scalars(select(Assignment)).all()
        assert (stands.executor_id, stands.ended_at) == (world.official.account_id, None)
    assert post(desk, f"{world.address}/reassign", **wanted, acting_order="15-К").status_code == 302
    assert world.number in sign_in(second).get("/desk").text


def test_a_telephone_message_is_entered_with_who_and_when(world: World, sign_in: SignIn) -> None:
    clerk = sign_in(world.clerk)
    wrong = post(
        clerk, f"{world.address}/telephonogram", spoken_to="Әйгерім", spoken_at="кеше", body="Келіңіз"
    )
    assert wrong.status_code == 422
    right = post(
        clerk,
        f"{world.address}/telephonogram",
        spoken_to="Әйгерім",
        spoken_at="18.03.2026 10:30",
        body="Келіңіз",
    )
    assert right.status_code == 302
    with world.app.app_context():
        call = db.session.scalars(select(CaseNotice).where(CaseNotice.medium == "telephonogram")).one()
        assert call.spoken_to == "Әйгерім"


def test_accommodations_are_decided_before_admission(world: World, sign_in: SignIn) -> None:
    with world.app.app_context():
        db.session.add(Accommodation(case_id=world.case_id, kinds=["large_type"], wish="Ірі қаріп"))
        db.session.commit()
        wish_id = db.session.scalar(select(Accommodation.id))
    official = walk_to_check(world, sign_in)
    page = official.get(f"{world.address}/check").text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"', page))
    official.post(f"{world.address}/check/{world.document_id}", data={**hidden, "verdict": "accepted"})
    page = official.get(f"{world.address}/check").text
    hidden = dict(re.findall(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"', page))
    assert official.post(f"{world.address}/accept", data=hidden).status_code == 409
    decided = post(
        official,
        f"{world.address}/accommodations/{wish_id}",
        decision="granted",
        extra_minutes="15",
        reason="Дәрігердің қорытындысы бар",
    )
    assert decided.status_code == 302


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_desk_speaks_the_readers_language(world: World, sign_in: SignIn, language: str) -> None:
    page = sign_in(world.clerk, language).get("/desk")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


def test_a_long_desk_reads_the_calendar_once_however_many_cases_wait(app: Flask, sign_in: SignIn) -> None:
    world = World(app, "specialist-certificate")
    with app.app_context():
        for _ in range(5):
            making.apply(world.at, world.at.edition.procedures[0].id)
        engine = db.engine
    clerk = sign_in(world.clerk)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert clerk.get("/desk").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert sum("FROM calendar_day" in statement for statement in asked) == 1
    assert len(asked) < 30, "no statement is repeated for each row"
