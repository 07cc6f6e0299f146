"""One's own account: roles, log-ins, password, second factor, what one may do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account, LogIn, RoleGrant
from accounts.permission_words import WORDS
from accounts.queries import today
from accounts.roles import CONFLICTS, GRANTED, ROLE_NAMES, Role
from accounts.second_factor import code_now
from core.clock import now
from core.database import db
from core.models import JournalEntry, OutboxMessage
from tests.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    Visitor,
    good_code,
    grant_role,
    log_ins,
    make_organisation,
    make_person,
    make_staff,
    some_iin,
    working,
)

IIN = some_iin()


def tags(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(JournalEntry.tag).order_by(JournalEntry.id)))


@pytest.mark.parametrize("role", GRANTED)
def test_every_role_of_the_staff_is_led_to_the_desk_and_told_what_it_may_do(app: Flask, role: Role) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_staff(app, "somebody", role.value))
    assert visitor.get("/home").headers["Location"] == "/desk"
    assert f"You, as {ROLE_NAMES[role]}, may" in visitor.get("/permissions").text
    assert visitor.get("/representation").status_code == 403


def test_an_applicant_is_led_to_the_cabinet_and_has_no_right_to_the_pages_of_staff(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_person(app, IIN, "aigul@example.kz"))
    assert visitor.get("/home").headers["Location"] == "/cabinet"
    for url in ("/permissions", "/identify", "/representations-to-confirm"):
        refused = visitor.get(url)
        assert refused.status_code == 403
        assert "As “Applicant” you have no right" in refused.text


def test_a_role_is_switched_and_stays_until_the_next_switch(app: Flask) -> None:
    both = make_staff(app, "kense", "chancery_clerk", "responsible_official")
    visitor = Visitor(app)
    visitor.log_in(both)
    assert visitor.get("/identify").status_code == 200
    with app.app_context():
        second = db.session.scalar(
            select(RoleGrant.id).where(
                RoleGrant.account_id == both.id, RoleGrant.role == "responsible_official"
            )
        )
    assert visitor.post(f"/role/{second}").headers["Location"] == "/home"
    assert visitor.get("/identify").status_code == 403
    assert "You, as Responsible official, may" in visitor.get("/permissions").text
    assert "accounts:log_in:take_role" in tags(app)
    with app.app_context():
        entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert entry is not None
        assert entry.actor_role == "chancery_clerk", "the switch is done in the old role"


def test_nobody_takes_a_role_that_is_another_persons(app: Flask) -> None:
    mine = make_staff(app, "kense", "chancery_clerk")
    other = make_staff(app, "basshy", "head")
    visitor = Visitor(app)
    visitor.log_in(mine)
    with app.app_context():
        foreign = db.session.scalar(select(RoleGrant.id).where(RoleGrant.account_id == other.id))
    assert visitor.post(f"/role/{foreign}").status_code == 404
    assert visitor.post("/role/999999").status_code == 404


def test_an_ended_grant_takes_the_right_away_at_the_next_request(app: Flask) -> None:
    clerk = make_staff(app, "kense")
    with working(app):
        grant_role(clerk.id, "chancery_clerk")
    visitor = Visitor(app)
    visitor.log_in(clerk)
    assert visitor.get("/identify").status_code == 200
    with working(app):
        grant = db.session.scalars(select(RoleGrant)).one()
        grant.until_day = today() - timedelta(days=1)
    refused = visitor.get("/identify")
    assert refused.status_code == 403
    assert "You hold no role at present" in refused.text
    assert visitor.get("/home").headers["Location"] == "/account"
    assert "You hold no role at present" in visitor.get("/account").text


def test_a_revoked_grant_leaves_the_other_role(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk", "lawyer")
    administrator = make_staff(app, "admin", "administrator")
    visitor = Visitor(app)
    visitor.log_in(clerk)
    with working(app):
        grant = db.session.scalar(select(RoleGrant).where(RoleGrant.role == "chancery_clerk"))
        assert grant is not None
        grant.revoked_at, grant.revoked_by, grant.revoke_reason = now(), administrator.id, "moved"
    assert visitor.get("/identify").status_code == 403
    assert "You, as Lawyer, may" in visitor.get("/permissions").text


def test_own_log_ins_are_listed_and_can_be_ended_one_by_one(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    here, there = Visitor(app), Visitor(app, "10.1.0.2")
    there.log_in(person)
    here.log_in(person)
    page = here.get("/account").text
    assert page.count("Firefox, Windows") == 3, "twice in the list, once more for whoever hears the button"
    assert "10.1.0.2" in page
    (foreign,) = [entered.id for entered in log_ins(app, person) if entered.address == "10.1.0.2"]
    assert here.post(f"/account/log-ins/{foreign}/end").status_code == 302
    assert not there.is_in
    assert "ended from another browser" in there.get("/log-in").text
    assert here.is_in


def test_another_persons_log_in_cannot_be_ended(app: Flask) -> None:
    victim, mine = Visitor(app), Visitor(app)
    somebody = make_person(app, IIN, "aigul@example.kz")
    victim.log_in(somebody)
    mine.log_in(make_person(app, some_iin(4000), "other@example.kz"))
    (foreign,) = log_ins(app, somebody)
    assert mine.post(f"/account/log-ins/{foreign.id}/end").status_code == 404
    assert victim.is_in


def test_all_other_log_ins_are_ended_at_once(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitors = [Visitor(app) for _ in range(3)]
    for visitor in visitors:
        visitor.log_in(person)
    visitors[0].post("/account/log-ins/end-others")
    assert [visitor.is_in for visitor in visitors] == [True, False, False]
    assert "2 other log-ins have ended." in visitors[0].get("/account").text


def test_a_changed_password_ends_every_other_log_in_and_is_told_by_letter(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    here, there = Visitor(app), Visitor(app)
    here.log_in(person)
    there.log_in(person)
    change = "/account/password"
    given = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert "not your present password" in here.post(change, old="not this", **given).text
    assert here.post(change, old=PASSWORD, **given).headers["Location"] == "/account"
    assert here.is_in
    assert not there.is_in
    assert there.type_password(IIN).status_code == 422
    assert there.type_password(IIN, OTHER_PASSWORD).status_code == 302
    with app.app_context():
        assert "Your password was changed" in str(db.session.scalars(select(OutboxMessage)).one().payload)


def test_a_new_address_asks_for_the_password_and_the_old_one_is_told(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.log_in(person)
    given = {"email": "new@example.kz", "phone": "", "language": "kk"}
    assert visitor.post("/account/contact", **given).status_code == 422
    assert visitor.post("/account/contact", old="not this", **given).status_code == 422
    assert visitor.post("/account/contact", old=PASSWORD, **given).status_code == 302
    with app.app_context():
        account = db.session.get_one(Account, person.id)
        assert (account.email, account.language) == ("new@example.kz", "kk")
        letter = db.session.scalars(select(OutboxMessage)).one()
        assert letter.recipient == "aigul@example.kz"
    given["phone"] = "+7 701 1234567"
    assert visitor.post("/account/contact", **given).status_code == 302, "a telephone number asks for nothing"


def test_a_name_is_corrected_until_somebody_has_seen_the_document(app: Flask) -> None:
    unproven = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.log_in(unproven)
    visitor.post("/account/name", surname="Қайырбекова", given_name="Өлмесхан", patronymic="Үсенқызы")
    assert "Қайырбекова Өлмесхан Үсенқызы" in visitor.get("/account").text
    proven = make_person(app, some_iin(4000), "other@example.kz", proven=True)
    visitor.log_in(proven)
    refused = visitor.post("/account/name", surname="Ким", given_name="Анна")
    assert refused.status_code == 409
    assert "stands as in the document" in refused.text
    assert tags(app).count("accounts:name:change") == 1


def test_a_second_factor_is_set_up_by_its_first_code_and_gives_ten_codes(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk", second_factor=False)
    visitor = Visitor(app)
    visitor.log_in(clerk)
    page = visitor.get("/account/second-factor").text
    assert "<svg" in page
    secret = re.search(r'class="digest">([A-Z2-7 ]{39})<', page)
    assert secret
    assert secret[1] in visitor.get("/account/second-factor").text, "a second look shows the same secret"
    assert visitor.post("/account/second-factor", code="000000").status_code == 422
    typed = code_now(secret[1].replace(" ", ""), now())
    shown = visitor.post("/account/second-factor", code=typed)
    assert shown.status_code == 200
    assert len(set(re.findall(r"data-copied>([A-Z0-9]{5}-[A-Z0-9]{5})<", shown.text))) == 10
    assert visitor.get("/account").status_code == 200
    other = Visitor(app)
    other.type_password("kense")
    assert other.post("/log-in/code", code=typed).status_code == 422, "the code of the set-up is spent"
    assert other.post("/log-in/code", code=good_code(app, clerk)).status_code == 302


def test_another_device_needs_the_password(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    visitor = Visitor(app)
    visitor.log_in(clerk)
    page = visitor.get("/account/second-factor").text
    secret = re.search(r'class="digest">([A-Z2-7 ]{39})<', page)
    assert secret
    code = code_now(secret[1].replace(" ", ""), now())
    assert visitor.post("/account/second-factor", code=code, old="not this").status_code == 422
    assert visitor.post("/account/second-factor", code=code, old=PASSWORD).status_code == 200
    with app.app_context():
        assert "device" in str(db.session.scalars(select(OutboxMessage)).one().payload)


def test_recovery_codes_are_renewed_by_the_password(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_staff(app, "kense", "chancery_clerk"))
    assert "0 left" in visitor.get("/account").text
    assert visitor.post("/account/recovery-codes", old="not this").status_code == 422
    assert visitor.post("/account/recovery-codes", old=PASSWORD).text.count("data-copied") == 10
    assert "10 left" in visitor.get("/account").text


def test_only_staff_have_a_second_factor(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_person(app, IIN, "aigul@example.kz"))
    assert visitor.get("/account/second-factor").status_code == 404
    assert visitor.get("/account/recovery-codes").status_code == 404


def test_the_table_of_permissions_shows_every_word_and_every_conflict(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_staff(app, "kense", "chancery_clerk"))
    page = visitor.get("/permissions").text
    told = page.replace("&#39;", "'").replace("&#34;", '"')
    assert all(str(word.allows) in told for word in WORDS)
    assert all(str(pair.reason) in told for pair in CONFLICTS)
    assert "You, as Chancery clerk, may" in page
    narrowed = visitor.get("/permissions?role=translator").text
    assert "Keep the list of specialties" not in narrowed
    assert "A translation is checked by another person" in narrowed
    assert visitor.get("/permissions?role=king").status_code == 200


def test_the_page_of_the_account_serves_everybody(app: Flask) -> None:
    for somebody in (make_organisation(app), make_person(app, IIN, "aigul@example.kz", proven=True)):
        visitor = Visitor(app)
        visitor.log_in(somebody)
        page = visitor.get("/account")
        assert page.status_code == 200
        assert somebody.name in page.text
        assert "at a desk" in page.text


def test_a_log_in_counts_as_seen_now_and_then_without_a_write_for_every_look(app: Flask) -> None:
    from core.clock import frozen

    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.log_in(person)
    begun = log_ins(app, person)[0].seen_at
    with frozen(begun + timedelta(seconds=59)):
        visitor.get("/account")
        assert log_ins(app, person)[0].seen_at == begun
    with frozen(begun + timedelta(seconds=61)):
        visitor.get("/account")
    with app.app_context():
        assert db.session.scalars(select(LogIn.seen_at)).one() == begun + timedelta(seconds=61)
