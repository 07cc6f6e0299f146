"""A question's way in a browser: written in Russian, translated, approved; then the source changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from accounts.actions import sign_in
from accounts.actions.pace import Caller
from accounts.demo import fill_demo
from accounts.models import Account, RoleGrant
from accounts.roles import Role
from app import create_app
from core.actor import Actor, acting
from core.database import db
from core.settings import load
from question_banks.actions.banks import BankFacts, open_bank
from tests.browser.accessibility import assert_accessible
from tests.browser.servers import Server


def account(login: str) -> Account:
    return db.session.scalars(select(Account).where(Account.login == login)).one()


@pytest.fixture
def house(server: Server) -> Flask:
    """The demo's people and one empty bank."""
    app = create_app(load(server.environment))
    with app.app_context():
        settings = app.extensions["synaq.settings"]
        fill_demo(settings)
        keeper = account("bank")
        office = db.session.scalars(
            select(RoleGrant.office_id).where(RoleGrant.account_id == keeper.id)
        ).one()
        with acting(Actor(keeper.id, Role.BANK_ADMINISTRATOR, office)):
            open_bank(
                office, BankFacts("forensic-medicine", "Сот медицинасы", "Судебная медицина", "Forensic")
            )
        db.session.commit()
        db.session.remove()
    return app


@pytest.fixture
def as_somebody(page: Page, server: Server, house: Flask) -> Callable[[str], Page]:
    """The page in somebody's hands, in English."""

    def become(login: str) -> Page:
        with house.app_context():
            somebody = account(login)
            with acting(Actor(somebody.id, "staff")):
                _entered, token = sign_in.begin(somebody, Caller("127.0.0.1"))
            db.session.commit()
            db.session.remove()
        signer = house.session_interface.get_signing_serializer(house)  # type: ignore[attr-defined]
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {"name": "synaq", "value": str(signer.dumps({"_user_id": token})), "url": server.url},
                {"name": "language", "value": "en", "url": server.url},
            ]
        )
        return page

    return become


def write(page: Page, field: str, words: str) -> None:
    page.locator(f'[name="{field}"]').fill(words)


def saved(page: Page) -> None:
    expect(page.locator(".saved")).to_have_attribute("data-state", "saved", timeout=15_000)


def test_a_question_is_written_translated_approved_and_grows_old(
    as_somebody: Callable[[str], Page], server: Server
) -> None:
    page = as_somebody("author")
    page.goto(f"{server.url}/banks/forensic-medicine/questions/new")
    assert_accessible(page)
    page.get_by_label("One right answer").check()
    page.get_by_label("Language in which you write").select_option("ru")
    page.get_by_role("button", name="Begin the question").click()
    for field, words in {
        "t-ru-stem": "Какой признак указывает на прижизненность повреждения?",
        "t-ru-option:a": "Кровоизлияние в мягкие ткани",
        "t-ru-option:b": "Пергаментная плотность краёв",
        "t-ru-option:c": "Отсутствие кровоизлияния",
        "t-ru-option:d": "Ровные края раны",
    }.items():
        write(page, field, words)
    page.locator("#right-a").check()
    saved(page)
    assert_accessible(page)
    address = page.url.split("#")[0]
    page.get_by_role("button", name="Save and leave").click()

    page = as_somebody("translator")
    page.goto(address)
    assert page.locator('[name="right"]').count() == 0, "a translator is shown no key"
    for field, words in {
        "t-kk-stem": "Зақымның тірі кезде түскенін қандай белгі көрсетеді?",
        "t-kk-option:a": "Жұмсақ тіндерге қан құйылу",
        "t-kk-option:b": "Жиектердің пергамент тығыздығы",
        "t-kk-option:c": "Қан құйылудың болмауы",
        "t-kk-option:d": "Жараның тегіс жиектері",
    }.items():
        write(page, field, words)
    saved(page)
    page.get_by_role("button", name="Save and leave").click()

    page = as_somebody("author")
    page.goto(address)
    page.get_by_role("button", name="Save and send to review").click()
    expect(page.locator("main")).to_contain_text("waits for review")

    page = as_somebody("reviewer")
    page.goto(address.replace("/edit", "/review"))
    assert_accessible(page)
    page.locator("#language-kk").check()
    page.get_by_role("button", name="Approve the edition").click()
    expect(page.locator("body")).to_contain_text("is approved and in use")

    page = as_somebody("author")
    page.goto(address)
    write(page, "t-ru-stem", "Какой признак достоверно указывает на прижизненность повреждения?")
    saved(page)
    expect(page.locator('[data-state-of="kk"]')).to_contain_text("out of date")

    page = as_somebody("translator")
    page.goto(f"{server.url}/questions/work")
    expect(page.locator("main")).to_contain_text("Translations that are out of date")
    page.goto(address)
    expect(page.locator(".note-stale").first).to_contain_text(re.compile("достоверно"))
    assert_accessible(page)
