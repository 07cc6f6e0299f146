"""At a desk: somebody came with a document and is identified; and the pages that everybody sees."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from core.database import db
from core.models import JournalEntry, JournalPersonal, OutboxMessage
from core.outbox import work
from tests.accounts.people import (
    BIN,
    Visitor,
    make_organisation,
    make_person,
    make_staff,
    some_iin,
    working,
)

IIN = some_iin()


def clerk_of(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.log_in(make_staff(app, "kense", "chancery_clerk"))
    return visitor


def names(**changed: str) -> dict[str, str]:
    told = {"surname": "Қайырбекова", "given_name": "Өлмесхан", "patronymic": "Үсенқызы"}
    return told | {"document": "identity card 041234567", "seen": "y"} | changed


def test_a_clerk_sees_every_claim_to_a_number_and_identifies_one(app: Flask) -> None:
    first = make_person(app, IIN, "aigul@example.kz")
    make_person(app, IIN, "other@example.kz", surname="Кайырбекова")
    clerk = clerk_of(app)
    found = clerk.post("/identify", number=f"{IIN[:6]} {IIN[6:]}").text
    assert "aigul@example.kz" in found
    assert "other@example.kz" in found
    assert "Ask the person with which e-mail address they registered" in found
    assert clerk.post(f"/identify/{first.id}", **names(seen="")).status_code == 422
    assert clerk.post(f"/identify/{first.id}", **names(document="")).status_code == 422
    assert clerk.post(f"/identify/{first.id}", **names()).headers["Location"] == "/identify"
    with app.app_context():
        account = db.session.get_one(Account, first.id)
        assert account.proven
        assert account.name == "Қайырбекова Өлмесхан Үсенқызы"
        entry = db.session.scalars(
            select(JournalEntry).where(JournalEntry.tag == "accounts:account:prove")
        ).one()
        assert entry.actor_role == "chancery_clerk"
        assert "041234567" not in f"{entry.new}"
        personal = db.session.scalars(select(JournalPersonal.facts)).all()
        assert any("041234567" in (facts or "") for facts in personal)
    after = clerk.post("/identify", number=IIN).text
    assert "/identify/" not in after.replace(f"/identify/{first.id}/address", ""), (
        "no other claim can be proven now"
    )


def test_the_person_identified_is_told_and_sees_it_in_the_account(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.log_in(person)
    assert "You have not been identified yet" in visitor.get("/account").text
    clerk_of(app).post(f"/identify/{person.id}", **names())
    assert "You have not been identified yet" not in visitor.get("/account").text
    with app.app_context():
        assert db.session.scalars(select(OutboxMessage.recipient)).all() == ["aigul@example.kz"]


def test_an_organisation_is_identified_by_its_bin(app: Flask) -> None:
    somebody = make_organisation(app)
    clerk = clerk_of(app)
    assert "«Денсаулық» ЖШС" in clerk.post("/identify", number=BIN).text
    assert (
        clerk.post(f"/identify/{somebody.id}", organisation_name="x", document="c 1", seen="y").status_code
        == 409
    )


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("123", "An IIN has 12 digits"),
        ("870615412301", "One digit of this IIN"),
        ("180140000009", "One digit of this BIN"),
    ],
)
def test_a_mistyped_number_is_noticed_before_anybody_is_looked_for(
    app: Flask, number: str, sentence: str
) -> None:
    answer = clerk_of(app).post("/identify", number=number)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_staff_are_not_found_at_the_desk(app: Flask) -> None:
    other = make_staff(app, "basshy", "head")
    assert clerk_of(app).get(f"/identify/{other.id}").status_code == 404


def test_a_lost_address_is_replaced_at_the_desk_and_the_old_one_is_told(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz", proven=True)
    unproven = make_person(app, some_iin(8000), "other@example.kz")
    clerk = clerk_of(app)
    assert clerk.get(f"/identify/{unproven.id}/address").status_code == 404
    given = {"email": "new@example.kz", "document": "identity card 041234567", "seen": "y"}
    assert clerk.post(f"/identify/{person.id}/address", **given).status_code == 302
    with app.app_context():
        assert db.session.get_one(Account, person.id).email == "new@example.kz"
        last = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert last is not None
        assert last.recipient == "aigul@example.kz"


def test_the_front_page_shows_the_way_in_or_on(app: Flask) -> None:
    visitor = Visitor(app)
    assert 'href="/register"' in visitor.get("/").text
    visitor.log_in(make_person(app, IIN, "aigul@example.kz"))
    assert 'href="/home"' in visitor.get("/").text


def test_the_letter_box_is_open_in_a_demo_without_mail_server_alone(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(mode="demo", password_cost="full")
    make_person(app, IIN, "aigul@example.kz", proven=True)
    visitor = Visitor(app)
    assert "No letter yet" in visitor.get("/letters").text
    with working(app):
        work()
    page = visitor.get("/letters").text
    assert "A stand-in" in page
    assert "aigul@example.kz" in page
    assert Visitor(make_app(mode="demo", mail_server="mail.example.kz:25")).get("/letters").status_code == 404
    assert Visitor(make_app(mode="test")).get("/letters").status_code == 404


def test_every_page_speaks_kazakh_and_russian(app: Flask) -> None:
    visitor = Visitor(app)
    for language, word in (("kk", "Кіру"), ("ru", "Войти")):
        visitor.client.set_cookie("language", language)
        assert f'lang="{language}"' in visitor.get("/log-in").text
        assert word in visitor.get("/log-in").text


def test_the_language_of_ones_letters_is_spoken_where_none_was_chosen(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.client.delete_cookie("language")
    visitor.log_in(person)
    assert visitor.cookie("language") == "en"


def test_nothing_of_a_page_is_kept_by_the_browser(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_person(app, IIN, "aigul@example.kz"))
    assert visitor.get("/account").headers["Cache-Control"] == "no-store"
