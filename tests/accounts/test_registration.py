"""People come in by themselves: registration, forgotten passwords, links."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.actions import registration
from accounts.actions.good_password import WeakPassword
from accounts.actions.pace import LINKS_BY_NAME_AND_NETWORK
from accounts.models import Account, ResetLink
from core.clock import frozen
from core.database import db
from core.models import JournalEntry, OutboxMessage
from core.refusals import Refusal
from tests.accounts.people import (
    BIN,
    OTHER_PASSWORD,
    PASSWORD,
    Visitor,
    claim,
    log_ins,
    make_person,
    make_staff,
    some_iin,
    working,
)

IIN = some_iin()
MORNING = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def answers(**changed: str) -> dict[str, str]:
    """What somebody types who makes no mistake."""
    return {
        "iin": IIN,
        "surname": "Қайырбекова",
        "given_name": "Өлмесхан",
        "patronymic": "",
        "email": "Aigul@Example.kz",
        "phone": "+7 (701) 123-45-67",
        "language": "ru",
        "password": PASSWORD,
        "again": PASSWORD,
    } | changed


def letters(app: Flask) -> list[dict[str, Any]]:
    """The letters in the outbox, the oldest first."""
    with app.app_context():
        rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        return [{"to": row.recipient, **(row.payload or {})} for row in rows]


def link_in(letter: dict[str, Any]) -> str:
    found = re.search(r"/password/\S+", letter["body"])
    assert found
    return found[0]


def test_a_person_registers_and_is_logged_in_unproven(app: Flask) -> None:
    visitor = Visitor(app)
    assert visitor.post("/register/person", **answers()).headers["Location"] == "/home"
    assert "You have not been identified yet" in visitor.get("/account").text
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        assert (account.iin, account.birth_date, account.sex) == (IIN, date(1987, 6, 15), "f")
        assert (account.email, account.language, account.proven_at) == ("aigul@example.kz", "ru", None)
        entry = db.session.scalars(select(JournalEntry)).first()
        assert entry is not None
        assert entry.tag == "accounts:account:register"
        assert IIN not in f"{entry.old}{entry.new}{entry.subject_id}", "who it is can be erased"


def test_an_organisation_registers_by_its_bin(app: Flask) -> None:
    visitor = Visitor(app)
    given = answers(bin=BIN, organisation_name="«Денсаулық» ЖШС")
    assert visitor.post("/register/organisation", **given).headers["Location"] == "/home"
    assert "certificate of registration and your identity card" in visitor.get("/account").text
    assert visitor.get("/account").text.count("«Денсаулық» ЖШС") >= 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"iin": "87061541230"}, "An IIN has 12 digits."),
        ({"iin": "870615412301"}, "One digit of this IIN is wrong"),
        ({"iin": "990230303075"}, "these are no date that has been"),
        ({"iin": ""}, "Type your IIN."),
        ({"surname": "  "}, "Type your surname."),
        ({"surname": "Ким2"}, "A name consists of letters"),
        ({"email": "aigul@"}, "This is no e-mail address"),
        ({"phone": "жоқ"}, "A telephone number consists of digits"),
        ({"language": "de"}, "Choose the language of letters to you."),
        ({"again": "басқа құпия 26"}, "The two passwords differ."),
        ({"password": "қысқа", "again": "қысқа"}, "it needs at least 10 characters"),
        ({"password": "аааааааааааа", "again": "аааааааааааа"}, "at least five different ones"),
        ({"password": "qwerty-2026-ж", "again": "qwerty-2026-ж"}, "one of the words that are tried first"),
        ({"password": "Қайырбекова87", "again": "Қайырбекова87"}, "contains your name, your number"),
        ({"password": "aigul-aigul-1", "again": "aigul-aigul-1"}, "contains your name, your number"),
    ],
)
def test_what_was_typed_wrongly_is_said_and_nothing_else_is_lost(
    app: Flask, changed: dict[str, str], sentence: str
) -> None:
    answer = Visitor(app).post("/register/person", **answers(**changed))
    assert answer.status_code == 422
    page = answer.text
    assert "Not saved yet: please put this right" in page
    assert page.count(sentence) >= 2, "in the summary and beside the field"
    assert "<title>Error:" in " ".join(page.split()).replace("<title> ", "<title>")
    for name, value in answers(**changed).items():
        if name in {"password", "again"}:
            assert f'value="{value}"' not in page
        elif name != "language" and value.strip():
            assert f'value="{value if name != "email" else value.lower()}"' in page
    with app.app_context():
        assert db.session.scalars(select(Account)).all() == []


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_page(app: Flask) -> None:
    page = (
        Visitor(app)
        .post("/register/person", **answers(iin="1", surname="", email="x", password="short", again="other"))
        .text
    )
    summary = page[page.index("notice-bad errors") : page.index("<h1>")]
    places = [summary.index(f'href="#{field}"') for field in ("iin", "surname", "email", "password", "again")]
    assert places == sorted(places)


def test_a_verb_refuses_a_weak_password_and_a_wrong_number_whoever_calls_it(app: Flask) -> None:
    with working(app) as held:
        with pytest.raises(WeakPassword):
            registration.register_person(IIN, claim(surname="Боз інген құлын 26"), held)
        with pytest.raises(ValueError, match="check"):
            registration.register_person("870615412301", claim(), held)
        assert db.session.scalars(select(Account)).all() == []


def test_the_same_number_and_address_twice_is_sent_to_the_log_in(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    answer = Visitor(app).post("/register/person", **answers())
    assert answer.status_code == 422
    assert "There is an account with this number and this e-mail address already." in answer.text


def test_a_stranger_who_registered_first_does_not_keep_the_holder_from_registering(app: Flask) -> None:
    make_person(app, IIN, "stranger@example.kz")
    assert Visitor(app).post("/register/person", **answers()).status_code == 302


def test_a_forgotten_password_is_set_by_a_link_that_works_once(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    at_home, elsewhere = Visitor(app), Visitor(app)
    elsewhere.log_in(person)
    asked = at_home.post("/forgotten-password", name=IIN, email="AIGUL@example.kz")
    assert asked.headers["Location"] == "/forgotten-password/sent"
    letter = letters(app)[-1]
    assert letter["to"] == "aigul@example.kz"
    link = link_in(letter)
    assert at_home.get(link).status_code == 200
    weak = at_home.post(link, password="Қайырбекова87", again="Қайырбекова87")
    assert weak.status_code == 422, "a weak password does not spend the link"
    assert at_home.post(link, password=OTHER_PASSWORD, again=OTHER_PASSWORD).headers["Location"] == "/log-in"
    assert "The password is set." in at_home.get("/log-in").text
    again = at_home.post(link, password=PASSWORD, again=PASSWORD)
    assert again.status_code == 409
    assert "used already or is too old" in again.text
    assert not elsewhere.is_in
    assert "The password was changed" in elsewhere.get("/log-in").text
    assert at_home.type_password(IIN, OTHER_PASSWORD).status_code == 302
    assert [one.ended_how for one in log_ins(app, person)] == ["password", None]


def test_one_password_set_voids_every_other_link(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    for _ in range(2):
        visitor.post("/forgotten-password", name=IIN, email="aigul@example.kz")
    first, second = (link_in(letter) for letter in letters(app)[-2:])
    visitor.post(second, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert visitor.get(first).status_code == 409


def test_a_link_grows_old_after_an_hour(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    with frozen(MORNING):
        visitor.post("/forgotten-password", name=IIN, email="aigul@example.kz")
    link = link_in(letters(app)[-1])
    with frozen(MORNING + timedelta(minutes=59)):
        assert visitor.get(link).status_code == 200
    with frozen(MORNING + timedelta(hours=1)):
        assert visitor.get(link).status_code == 409
    assert visitor.get("/password/no-such-token").status_code == 404


@pytest.mark.parametrize(
    ("name", "email"),
    [
        (IIN, "other@example.kz"),
        (some_iin(8000), "aigul@example.kz"),
        ("kense", "aigul@example.kz"),
        ("", "x@y.kz"),
    ],
)
def test_who_has_an_account_cannot_be_found_out_by_asking_for_links(
    app: Flask, name: str, email: str
) -> None:
    make_person(app, IIN, "aigul@example.kz")
    make_staff(app, "kense", "chancery_clerk")
    before = len(letters(app))
    answer = Visitor(app).post("/forgotten-password", name=name or "nobody", email=email)
    assert answer.headers["Location"] == "/forgotten-password/sent"
    assert len(letters(app)) == before


def test_staff_get_a_link_by_name_and_address(app: Flask) -> None:
    make_staff(app, "kense", "chancery_clerk")
    Visitor(app).post("/forgotten-password", name="KENSE", email="kense@example.kz")
    assert letters(app)[-1]["to"] == "kense@example.kz"


def test_rivals_cannot_catch_or_crowd_out_the_holders_link(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    for number in range(8):
        make_person(app, IIN, f"rival{number}@example.kz")
        make_person(app, some_iin(3000 + 10 * number), "aigul@example.kz")
    before = len(letters(app))
    Visitor(app).post("/forgotten-password", name=IIN, email="aigul@example.kz")
    sent = letters(app)[before:]
    assert [letter["to"] for letter in sent] == ["aigul@example.kz"]
    with app.app_context():
        held_by = db.session.scalars(select(ResetLink)).one().account
        assert (held_by.iin, held_by.email) == (IIN, "aigul@example.kz")


def test_nobodys_letter_box_is_filled_with_links(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        visitor = Visitor(app)
        given = {"name": IIN, "email": "aigul@example.kz"}
        for _ in range(LINKS_BY_NAME_AND_NETWORK):
            assert visitor.post("/forgotten-password", **given).status_code == 302
        assert visitor.post("/forgotten-password", **given).status_code == 429
        for number in range(20):
            Visitor(app, f"10.3.0.{number}").post("/forgotten-password", **given)
    assert len(letters(app)) == registration.LINKS_WAITING


def test_an_invitation_leads_new_staff_to_password_and_second_factor(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk", second_factor=False)
    with working(app) as held:
        account = db.session.get_one(Account, clerk.id)
        account.password = ""
        token = registration.send_link(account, "invitation", held)
    visitor = Visitor(app)
    assert visitor.type_password("kense", "").status_code == 422
    assert "Your log-in name is kense." in visitor.get(f"/password/{token}").text
    visitor.post(f"/password/{token}", password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    visitor.type_password("kense", OTHER_PASSWORD)
    for url in ("/account", "/permissions", "/home"):
        assert visitor.get(url).headers["Location"] == "/account/second-factor"
    assert visitor.get("/").status_code == 200


def test_an_identified_account_is_told_by_letter_and_only_one_of_a_number_can_be(app: Flask) -> None:
    first = make_person(app, IIN, "aigul@example.kz")
    second = make_person(app, IIN, "other@example.kz")
    with working(app):
        names = registration.SeenNames("Қайырбекова", "Өлмесхан", "Үсенқызы")
        registration.prove_identity(db.session.get_one(Account, first.id), "identity card 1", names=names)
    assert letters(app)[-1]["subject"] == "Your identity is confirmed"
    with working(app):
        account = db.session.get_one(Account, first.id)
        assert account.patronymic == "Үсенқызы"
        with pytest.raises(Refusal, match="identified already"):
            registration.prove_identity(account, "identity card 1")
        with pytest.raises(Refusal, match="Another account with this number"):
            registration.prove_identity(db.session.get_one(Account, second.id), "identity card 1")
