"""Logging in through the pages: who gets in, who is slowed down, and who never is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.actions import registration, sign_in
from accounts.actions.pace import BY_KNOWN_BROWSER, BY_NAME_AND_NETWORK, BY_NETWORK, Caller
from accounts.models import Account, LogIn
from core.clock import frozen
from core.database import db
from core.models import JournalEntry
from core.settings import Settings
from tests.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    Visitor,
    claim,
    good_code,
    log_ins,
    make_person,
    make_staff,
    some_iin,
    working,
)

IIN = some_iin()
MORNING = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def wrong(visitor: Visitor, name: str, times: int = 1) -> list[int]:
    return [visitor.type_password(name, f"жоқ құпия {number}").status_code for number in range(times)]


def test_a_person_logs_in_by_iin_and_by_e_mail_and_comes_to_the_cabinet(app: Flask) -> None:
    make_person(app, IIN, "Aigul@Example.kz")
    for name in (IIN, f"{IIN[:6]} {IIN[6:]}", "aigul@example.kz", " AIGUL@example.kz "):
        visitor = Visitor(app)
        assert visitor.type_password(name).headers["Location"] == "/home"
        assert visitor.get("/home").headers["Location"] == "/cabinet"


def test_staff_come_to_the_desk_by_password_and_code(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    visitor = Visitor(app)
    assert visitor.type_password("Kense").headers["Location"] == "/log-in/code"
    assert visitor.get("/account").headers["Location"].startswith("/log-in"), (
        "the password alone opens nothing"
    )
    assert visitor.post("/log-in/code", code=good_code(app, clerk)).headers["Location"] == "/home"
    assert visitor.get("/home").headers["Location"] == "/desk"
    assert "Chancery clerk" in visitor.get("/account").text


def test_what_was_wrong_is_not_told_and_the_name_stays_typed(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    of_wrong_password = visitor.type_password(IIN, "жоқ құпия")
    of_nobody = visitor.type_password(some_iin(8000), "жоқ құпия")
    assert of_wrong_password.status_code == of_nobody.status_code == 422
    sentence = "The name or the password is wrong."
    assert sentence in of_wrong_password.text
    assert sentence in of_nobody.text
    assert f'value="{IIN}"' in of_wrong_password.text
    assert "жоқ құпия" not in of_wrong_password.text


def test_the_token_of_the_browser_is_a_new_one_at_every_log_in(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.get("/register/person")
    with visitor.client.session_transaction() as kept:
        kept["planted"] = "by a stranger"
    visitor.log_in(person)
    first = visitor.session_token()
    visitor.log_in(person)
    second = visitor.session_token()
    with visitor.client.session_transaction() as kept:
        assert "planted" not in kept
    assert first
    assert second
    assert first != second
    assert [one.ended_how for one in log_ins(app, person)] == ["left", None]
    assert first not in {one.token_digest for one in log_ins(app, person)}, "only digests are kept"


def test_cookies_are_for_the_server_alone(app: Flask) -> None:
    answer = Visitor(app).log_in(make_person(app, IIN, "aigul@example.kz"))
    cookies = {cookie.split("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    for name in ("synaq", "known_browser"):
        assert "HttpOnly" in cookies[name]
        assert "SameSite=Lax" in cookies[name]
    assert "Max-Age=31536000" in cookies["known_browser"]


def test_cookies_travel_by_https_only_where_the_address_says_https(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(public_address="https://synaq.example.kz")
    make_person(app, IIN, "aigul@example.kz")
    client = app.test_client()
    page = client.get("/log-in", base_url="https://synaq.example.kz")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/log-in",
        base_url="https://synaq.example.kz",
        headers={"Referer": "https://synaq.example.kz/log-in"},
        data={"csrf_token": token, "name": IIN, "password": PASSWORD},
    )
    assert answer.status_code == 302
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_without_the_token_of_the_form_nothing_happens(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    answer = app.test_client().post("/log-in", data={"name": IIN, "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/account", "/account"),
        ("/account?a=1", "/account?a=1"),
        ("https://evil.example/", "/home"),
        ("//evil.example/", "/home"),
        ("/\\evil.example", "/home"),
        ("/\t/evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("account", "/home"),
        ("", "/home"),
    ],
)
def test_a_log_in_leads_on_only_inside_this_site(app: Flask, wanted: str, led_to: str) -> None:
    make_person(app, IIN, "aigul@example.kz")
    by_form = Visitor(app).type_password(IIN, next=wanted)
    assert by_form.headers["Location"] == led_to


def test_whoever_asked_for_a_page_gets_it_after_the_log_in(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    visitor = Visitor(app)
    asked = visitor.get("/identify").headers["Location"]
    assert asked == "/log-in?next=/identify"
    assert 'name="next" value="/identify"' in visitor.get(asked).text
    visitor.type_password("kense", next="/identify")
    assert visitor.post("/log-in/code", code=good_code(app, clerk)).headers["Location"] == "/identify"


def test_a_code_is_accepted_once(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    with frozen(MORNING):
        code = good_code(app, clerk)
        first, second = Visitor(app), Visitor(app, "10.1.0.2")
        first.type_password("kense")
        second.type_password("kense")
        assert first.post("/log-in/code", code=code).status_code == 302
        refused = second.post("/log-in/code", code=code)
    assert refused.status_code == 422
    assert "wrong or has been used already" in refused.text
    assert not second.is_in


def test_a_recovery_code_works_once_and_says_how_many_are_left(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    with working(app):
        codes = registration.renew_recovery_codes(db.session.get_one(Account, clerk.id))
    visitor = Visitor(app)
    visitor.type_password("kense")
    assert visitor.post("/log-in/code", code=codes[3].lower()).status_code == 302
    assert "You have 9 more." in visitor.get("/account").text
    again = Visitor(app)
    again.type_password("kense")
    assert again.post("/log-in/code", code=codes[3]).status_code == 422
    assert again.post("/log-in/code", code=codes[4]).status_code == 302


def test_new_recovery_codes_end_the_old_ones(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    with working(app):
        old = registration.renew_recovery_codes(db.session.get_one(Account, clerk.id))
    with working(app):
        registration.renew_recovery_codes(db.session.get_one(Account, clerk.id))
    visitor = Visitor(app)
    visitor.type_password("kense")
    assert visitor.post("/log-in/code", code=old[0]).status_code == 422


def test_the_code_page_is_gone_when_the_password_was_typed_too_long_ago_or_was_changed(app: Flask) -> None:
    clerk = make_staff(app, "kense", "chancery_clerk")
    with frozen(MORNING):
        late, overtaken = Visitor(app), Visitor(app)
        late.type_password("kense")
        overtaken.type_password("kense")
    with frozen(MORNING + timedelta(minutes=11)):
        assert late.post("/log-in/code", code=good_code(app, clerk)).headers["Location"] == "/log-in"
    with frozen(MORNING + timedelta(minutes=5)):
        with working(app) as held:
            registration.set_password(db.session.get_one(Account, clerk.id), OTHER_PASSWORD, held)
        assert overtaken.post("/log-in/code", code=good_code(app, clerk)).headers["Location"] == "/log-in"


def test_guessing_is_slowed_down_and_says_for_how_long(app: Flask) -> None:
    make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        visitor = Visitor(app)
        assert wrong(visitor, IIN, BY_NAME_AND_NETWORK) == [422] * BY_NAME_AND_NETWORK
        refused = visitor.type_password(IIN)
        assert refused.status_code == 429
        assert "Try again in 15 minutes." in refused.text
        assert Visitor(app, "10.1.0.2").type_password(IIN).status_code == 302, "another network is free"
    with frozen(MORNING + timedelta(minutes=15)):
        assert visitor.type_password(IIN).status_code == 302


def test_one_network_cannot_try_many_names(app: Flask) -> None:
    with frozen(MORNING):
        visitor = Visitor(app)
        tried = [wrong(visitor, f"nobody{number}")[0] for number in range(BY_NETWORK + 1)]
    assert tried == [422] * BY_NETWORK + [429]


def test_a_household_of_ipv6_addresses_counts_as_one_network(app: Flask) -> None:
    with frozen(MORNING):
        for number in range(BY_NAME_AND_NETWORK):
            assert wrong(Visitor(app, f"2001:db8:1:2::{number:x}"), IIN) == [422]
        assert wrong(Visitor(app, "2001:db8:1:2:ffff::1"), IIN) == [429]
        assert wrong(Visitor(app, "2001:db8:1:3::1"), IIN) == [422]
    assert Caller("no address").network == "no address"


def test_a_hall_full_of_people_behind_one_address_logs_in(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        for _ in range(BY_NETWORK + 5):
            assert Visitor(app).type_password(person.name).status_code == 302


def test_strangers_cannot_lock_anybody_out(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        own = Visitor(app, "10.9.0.1")
        own.log_in(person)
        own.post("/log-out")
        for number in range(50):
            wrong(Visitor(app, f"10.2.{number}.1"), IIN)
        assert own.type_password(IIN).status_code == 302, "the holder's browser"
        assert Visitor(app, "10.9.0.1").type_password(IIN).status_code == 302, "the holder's network"
        assert Visitor(app, "10.9.0.9").type_password(IIN).status_code == 302, "a network of neither"


def test_a_known_browser_is_free_although_its_own_network_was_used_for_guessing(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        own = Visitor(app)
        own.log_in(person)
        own.post("/log-out")
        assert wrong(Visitor(app), IIN, BY_NAME_AND_NETWORK + 1)[-1] == 429
        assert own.type_password(IIN).status_code == 302


def test_a_known_browser_guesses_not_for_ever_either(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        own = Visitor(app)
        own.log_in(person)
        own.post("/log-out")
        tried = wrong(own, IIN, BY_KNOWN_BROWSER + BY_NAME_AND_NETWORK + 1)
    assert tried == [422] * (BY_KNOWN_BROWSER + BY_NAME_AND_NETWORK) + [429]


def test_a_claim_to_somebodys_number_buys_no_guesses_at_their_password(app: Flask) -> None:
    holder = make_person(app, IIN, "aigul@example.kz", proven=True)
    with working(app) as held:
        thief = registration.register_person(IIN, claim("thief@example.kz"), held)
        registration.set_password(thief, OTHER_PASSWORD, held)
    guesser = Visitor(app)
    with frozen(MORNING):
        guesser.type_password("thief@example.kz", OTHER_PASSWORD)
        guesser.post("/log-out")
        wrong(guesser, IIN, BY_NAME_AND_NETWORK)
        assert guesser.type_password(IIN, PASSWORD).status_code == 422, "the right guess comes too late"
        assert guesser.type_password(IIN, OTHER_PASSWORD).status_code == 302, "the own account is open"
        assert len(log_ins(app, holder)) == 0


def test_unproven_claims_cannot_block_the_real_holder(app: Flask) -> None:
    with frozen(MORNING):
        real = make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING + timedelta(minutes=1)), working(app) as held:
        for number in range(8):
            rival = registration.register_person(IIN, claim(f"rival{number}@example.kz"), held)
            registration.set_password(rival, OTHER_PASSWORD, held)
    with frozen(MORNING + timedelta(hours=1)):
        visitor = Visitor(app)
        crowded = visitor.type_password(IIN)
        assert crowded.status_code == 422
        assert 'name="also"' in crowded.text
        assert visitor.type_password(IIN, also="aigul@example.kz").status_code == 302
        visitor.post("/log-out")
        assert visitor.type_password(IIN).status_code == 302, "this browser knows its holder"
    with working(app):
        registration.prove_identity(db.session.get_one(Account, real.id), "identity card 041234567")
    assert Visitor(app, "10.1.0.2").type_password(IIN).status_code == 302, "the proven holder comes first"


def test_rivals_who_claim_the_same_address_do_not_block_it(app: Flask) -> None:
    with frozen(MORNING):
        make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING + timedelta(minutes=1)), working(app) as held:
        for number in range(8):
            other = some_iin(2000 + 10 * number)
            rival = registration.register_person(other, claim("aigul@example.kz"), held)
            registration.set_password(rival, OTHER_PASSWORD, held)
    visitor = Visitor(app)
    assert 'name="also"' in visitor.type_password("aigul@example.kz").text
    assert visitor.type_password("aigul@example.kz", also=IIN).status_code == 302


def test_an_idle_log_in_is_ended_in_the_books_and_the_log_in_page_says_why(
    app: Flask, settings: Settings
) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    with frozen(MORNING):
        visitor.log_in(person)
    with frozen(MORNING + timedelta(minutes=settings.session_idle_minutes, seconds=1)):
        led = visitor.get("/account").headers["Location"]
        assert led == "/log-in?next=/account"
        assert "nothing was asked for a while" in visitor.get(led).text
    (entered,) = log_ins(app, person)
    assert entered.ended_how == "idle"
    with app.app_context():
        tags = db.session.scalars(select(JournalEntry.tag)).all()
    assert tags.count("accounts:log_in:end") == 1


def test_a_log_in_that_is_used_goes_on_but_not_beyond_the_day(app: Flask, settings: Settings) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    with frozen(MORNING):
        visitor.log_in(person)
    for minutes in range(20, settings.session_hours * 60, 20):
        with frozen(MORNING + timedelta(minutes=minutes)):
            assert visitor.get("/account").status_code == 200
    with frozen(MORNING + timedelta(hours=settings.session_hours, seconds=1)):
        assert visitor.get("/account").status_code == 302
        assert "one working day at most" in visitor.get("/log-in").text
    assert log_ins(app, person)[0].ended_how == "old"


def test_the_sweep_ends_log_ins_to_which_nobody_came_back(app: Flask, settings: Settings) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    with frozen(MORNING):
        Visitor(app).log_in(person)
    with frozen(MORNING + timedelta(hours=1)):
        Visitor(app).log_in(person)
        with working(app) as held:
            assert sign_in.end_worn_out(held) == 1
    assert [one.ended_how for one in log_ins(app, person)] == ["idle", None]


def test_a_closed_account_is_out_at_once_and_gets_in_no_more(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor = Visitor(app)
    visitor.log_in(person)
    with working(app):
        db.session.get_one(Account, person.id).closed_at = MORNING
    assert visitor.get("/account").status_code == 302
    assert "This account has been closed." in visitor.get("/log-in").text
    assert visitor.type_password(IIN).status_code == 422


def test_logging_out_ends_the_log_in_and_a_stolen_cookie_is_worth_nothing(app: Flask) -> None:
    person = make_person(app, IIN, "aigul@example.kz")
    visitor, thief = Visitor(app), Visitor(app)
    visitor.log_in(person)
    thief.client.set_cookie("synaq", visitor.cookie("synaq") or "")
    assert thief.is_in
    assert visitor.post("/log-out").headers["Location"] == "/"
    assert not thief.is_in
    assert visitor.post("/log-out").status_code == 302, "who is out already is told no error"
    with app.app_context():
        entered = db.session.scalars(select(LogIn)).one()
        assert entered.ended_how == "left"


def test_the_demo_shows_the_present_code_and_nobody_else_does(
    make_app: Callable[..., Flask],
) -> None:
    for shows in (True, False):
        app = make_app(show_login_codes=shows)
        login = f"kense{shows}".lower()
        clerk = make_staff(app, login, "chancery_clerk")
        visitor = Visitor(app)
        with frozen(MORNING):
            visitor.type_password(login)
            assert (good_code(app, clerk) in visitor.get("/log-in/code").text) is shows


def test_an_old_digest_is_renewed_at_the_log_in(app: Flask) -> None:
    from accounts.passwords import digest_password, outdated

    person = make_person(app, IIN, "aigul@example.kz")
    with working(app):
        db.session.get_one(Account, person.id).password = digest_password(PASSWORD, "full")
    Visitor(app).log_in(person)
    with app.app_context():
        assert not outdated(db.session.get_one(Account, person.id).password, "cheap")
