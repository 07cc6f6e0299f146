"""The operator's verbs, run as a person types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from accounts.commands import accounts_group
from accounts.models import Account, Office, OfficeSetting, ResetLink, RoleGrant
from core.database import db
from core.models import JournalEntry
from tests.accounts.house_of_offices import House, build_house
from tests.accounts.test_administration_imports import GOOD, book

NAME = ["--surname", "Қайырбекова", "--given-name", "Өлмесхан"]


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(accounts_group, list(words))


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


def test_a_new_installation_begins_with_an_office_and_an_administrator(app: Flask) -> None:
    made = run(
        app, "enter-office", "COM", "--kind", "committee", "--name", "Қ", "Р", "E", "--short", "К", "К", "C"
    )
    assert made.exit_code == 0, made.output
    made = run(app, "create-administrator", "boss", *NAME, "--email", "b@x.kz", "--office", "COM")
    assert made.exit_code == 0, made.output
    token = re.search(r"/password/(\S+)", made.output)
    assert token
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        assert db.session.scalars(select(RoleGrant.role)).all() == ["administrator"]
        assert db.session.scalars(select(ResetLink.account_id)).all() == [account.id]
        assert {entry.actor_role for entry in db.session.scalars(select(JournalEntry))} == {"system"}
    visitor = app.test_client()
    assert visitor.get(f"/password/{token[1]}").status_code == 200


def test_an_administrator_without_an_address_leaves_nothing_half_done(app: Flask) -> None:
    run(app, "enter-office", "COM", "--kind", "committee", "--name", "Қ", "Р", "E", "--short", "К", "К", "C")
    made = run(app, "create-administrator", "boss", *NAME, "--office", "COM")
    assert made.exit_code == 1
    assert "Enter an e-mail address first" in made.output
    with app.app_context():
        assert db.session.scalars(select(Account)).all() == []


def test_staff_are_entered_granted_ended_and_revoked_in_an_administrators_name(
    app: Flask, house: House
) -> None:
    assert run(app, "enter", "o.kair", *NAME, "--email", "o@x.kz", "--as", "admin").exit_code == 0
    granted = run(
        app, "grant", "o.kair", "head", "TD", "--order", "7", "--order-date", "2020-01-06", "--as", "admin"
    )
    assert granted.exit_code == 0, granted.output
    with app.app_context():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.role == "head")).one()
        assert grant.granted_by == house.administrator
    assert "o.kair" in run(app, "people", "қайырб").output
    assert "head at TD" in run(app, "people").output
    assert run(app, "end-grant", "o.kair", "head", "TD", "--on", "2099-01-01").exit_code == 0
    revoked = run(app, "revoke", "o.kair", "head", "TD", "--reason", "себеп", "--as", "admin")
    assert revoked.exit_code == 0, revoked.output
    again = run(app, "revoke", "o.kair", "head", "TD", "--reason", "себеп", "--as", "admin")
    assert "does not hold head at TD" in again.output
    assert run(app, "close", "o.kair", "--reason", "кетті", "--as", "admin").exit_code == 0
    assert "o.kair" not in run(app, "people").output


def test_names_are_erased_only_when_a_term_was_decided(app: Flask, house: House) -> None:
    words = ("erase-names", "account", "1", "--ground", "12-НҚ", "--as", "admin")
    refused = run(app, *words)
    assert refused.exit_code == 1
    assert "No term has been decided" in refused.output
    assert "SYNAQ_RETAIN_NAMES_DAYS" in refused.output


def test_what_the_verbs_refuse_ends_the_command_with_the_sentence(app: Flask, house: House) -> None:
    run(app, "grant", "clerk", "question_author", "TD", "--order", "7")
    refused = run(app, "grant", "clerk", "reviewer", "TD", "--order", "8")
    assert refused.exit_code == 1
    assert "A question is approved by another person than the one who wrote it." in refused.output
    assert run(app, "grant", "admin", "lawyer", "TD", "--order", "8", "--as", "admin").exit_code == 1
    assert "is no system administrator" in run(app, "enter", "x.y", *NAME, "--as", "clerk").output
    for words in (
        ("grant", "nobody", "head", "TD", "--order", "1"),
        ("grant", "clerk", "head", "NO", "--order", "1"),
    ):
        assert run(app, *words).exit_code == 1
    assert run(app, "grant", "clerk", "emperor", "TD", "--order", "1").exit_code == 2


def test_offices_are_printed_as_a_tree(app: Flask, house: House) -> None:
    assert run(app, "offices").output.splitlines() == ["COM  COM en", "  TD  TD en", "    CL  CL en"]


def test_settings_are_entered_and_listed_with_what_is_missing(app: Flask, house: House) -> None:
    service = "specialist-certificate"
    missing = run(app, "settings", "TD", "--service", service, "--unset")
    assert missing.exit_code == 1
    assert "pass_mark: NOT DECIDED" in missing.output
    entered = run(
        app, "set", "all", "pass_mark", "66.5", "--decision", "15-НҚ", "--decision-date", "2020-01-06"
    )
    assert entered.exit_code == 0, entered.output
    assert "pass_mark at all: 66.5 %" in entered.output
    told = '{"value": 90, "unit": "calendar_day"}'
    assert (
        run(
            app, "set", "TD", "appeal_term", told, "--service", service, "--decision", "16", "--demo"
        ).exit_code
        == 0
    )
    listed = run(app, "settings", "TD", "--service", service).output
    assert "pass_mark: 66.5 % (No. 15-НҚ)" in listed
    assert "appeal_term: 90 calendar days [demo] (No. 16)" in listed
    with app.app_context():
        assert db.session.scalars(select(OfficeSetting.value).order_by(OfficeSetting.id)).all() == [
            "66.5",
            {"value": 90, "unit": "calendar_day"},
        ]
    taken = run(app, "withdraw", "all", "pass_mark", "--decision", "18")
    assert "pass_mark at all: withdrawn" in taken.output
    assert run(app, "withdraw", "all", "pass_mark", "--decision", "19").exit_code == 1
    assert "pass_mark: NOT DECIDED" in run(app, "settings", "TD", "--service", service).output
    wrong = run(app, "set", "TD", "pass_mark", "1000", "--decision", "17")
    assert wrong.exit_code == 1
    assert "Give a number from 0 to 100." in wrong.output
    assert "nobody asks for colour" in run(app, "set", "TD", "colour", "red", "--decision", "1").output


def test_a_list_is_entered_only_when_asked(app: Flask, house: House, tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(book(GOOD))
    dry = run(app, "import-staff", str(path))
    assert dry.exit_code == 0, dry.output
    assert "nothing was entered" in dry.output
    with app.app_context():
        assert db.session.scalar(select(Account).where(Account.login == "n.bek")) is None
    done = run(app, "import-staff", str(path), "--enter", "--as", "admin")
    assert "entered 1 rows" in done.output
    with app.app_context():
        assert db.session.scalar(select(Account).where(Account.login == "n.bek")) is not None
    path.write_bytes(b"nonsense")
    assert "no XLSX spreadsheet" in run(app, "import-specialties", str(path)).output


def test_every_command_says_what_it_is_for(app: Flask) -> None:
    for name, command in accounts_group.commands.items():
        assert command.help, name
        assert run(app, name, "--help").exit_code == 0
    with app.app_context():
        assert db.session.scalars(select(Office)).all() == []
