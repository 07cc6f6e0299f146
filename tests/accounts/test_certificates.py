"""Who somebody is, by a certificate: logging in, opening an account, identifying one's own; and what is refused."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import declared_settings
from accounts.models import Account, OfficeSetting
from accounts.server_keys import KEY, server_signs
from core.clock import now
from core.database import db
from core.settings import Settings
from gateways.signatures.authority import Authority
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from gateways.signatures.door import StandInSignatures, authority_folder
from gateways.signatures.findings import Use
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached, signer_with
from gateways.signatures.profiles import Subject
from tests.accounts.people import Visitor, make_person, some_iin
from tests.applications import making

PAGE = "/log-in/certificate"


@pytest.fixture
def authority(settings: Settings) -> Authority:
    return StandInSignatures(authority_folder(settings)).authority()


def signer(authority: Authority, iin: str, use: Use = Use.SIGN_IN, bin_number: str = "") -> Any:
    key = new_key()
    subject = Subject("Оспанов", "Ерлан", iin, "Серікұлы", bin_number, "«Шипа» ЖШС" if bin_number else "")
    certificate = authority.issue(subject, use, key, now())
    return signer_with(key, certificate, [authority.certificate("issuing")])


def challenge(visitor: Visitor, page: str = PAGE) -> bytes:
    visitor.client.set_cookie("language", "en")
    assert visitor.get(page).status_code == 200
    return bytes(visitor.get(f"{PAGE}/file").data)


def answer(visitor: Visitor, signature: bytes, page: str = PAGE) -> Any:
    return visitor.post(page, signature=(io.BytesIO(signature), "synaq.txt.cms"))


def test_an_identified_person_logs_in_by_certificate(app: Flask, authority: Authority) -> None:
    iin = some_iin(4321)
    make_person(app, iin, "e@example.kz", proven=True)
    visitor = Visitor(app)
    text = challenge(visitor)
    assert "signing this file I show who I am" in text.decode()
    assert answer(visitor, sign_detached(signer(authority, iin), text)).status_code == 302
    assert visitor.is_in


def test_a_challenge_is_answered_once_and_in_its_own_browser(app: Flask, authority: Authority) -> None:
    iin = some_iin(4321)
    make_person(app, iin, "e@example.kz", proven=True)
    visitor = Visitor(app)
    text = challenge(visitor)
    cookie = visitor.cookie("synaq")
    signature = sign_detached(signer(authority, iin), text)
    stranger = Visitor(app, "10.9.9.9")
    challenge(stranger)
    assert answer(stranger, signature).status_code == 422, "another browser has another challenge"
    assert answer(visitor, signature).status_code == 302
    thief = Visitor(app, "10.9.9.8")
    assert cookie is not None
    thief.client.set_cookie("language", "en")
    thief.client.set_cookie("synaq", cookie)
    assert answer(thief, signature).status_code == 409, "whoever copied the cookie comes too late"
    assert not thief.is_in


@pytest.mark.parametrize(
    ("use", "revoked", "said"),
    [
        (Use.SIGNING, False, "not for logging in"),
        (Use.SIGN_IN, True, "has been revoked"),
    ],
)
def test_a_certificate_that_does_not_hold_lets_nobody_in(
    app: Flask, authority: Authority, use: Use, revoked: bool, said: str
) -> None:
    iin = some_iin(4321)
    make_person(app, iin, "e@example.kz", proven=True)
    visitor = Visitor(app)
    held = signer(authority, iin, use)
    if revoked:
        authority.revoke(f"{held.signing_cert.serial_number:x}", now() - timedelta(hours=1))
    refused = answer(visitor, sign_detached(held, challenge(visitor)))
    assert refused.status_code == 422
    assert said in refused.text
    assert not visitor.is_in


def test_whoever_has_no_account_opens_one_and_is_identified_at_once(app: Flask, authority: Authority) -> None:
    iin = some_iin(4321)
    make_person(app, iin, "claimed@example.kz", proven=False)
    visitor = Visitor(app)
    response = answer(visitor, sign_detached(signer(authority, iin), challenge(visitor)))
    assert response.headers["Location"].endswith("/register/certificate")
    assert not visitor.is_in, "the account that somebody claimed is not handed over, nor taken"
    page = visitor.get("/register/certificate").text
    assert "Оспанов Ерлан Серікұлы" in page
    password = "төрт сөз бірге тұрады"
    done = visitor.post(
        "/register/certificate", email="own@example.kz", language="kk", password=password, again=password
    )
    assert done.status_code == 302, done.text
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == "own@example.kz")).one()
        assert (account.iin, account.proven_how) == (iin, "certificate")
        assert account.name == "Оспанов Ерлан Серікұлы"
        assert account.proven


def test_an_own_account_is_identified_by_ones_certificate(app: Flask, authority: Authority) -> None:
    iin = some_iin(4321)
    somebody = make_person(app, iin, "e@example.kz", proven=False)
    visitor = Visitor(app)
    visitor.log_in(somebody)
    text = challenge(visitor, "/account/certificate")
    other = answer(visitor, sign_detached(signer(authority, some_iin(77)), text), "/account/certificate")
    assert other.status_code == 422
    assert "is not the IIN of the person" in other.text
    done = answer(visitor, sign_detached(signer(authority, iin), text), "/account/certificate")
    assert done.status_code == 302
    with app.app_context():
        account = db.session.get_one(Account, somebody.id)
        assert account.proven_how == "certificate"
    assert visitor.get("/account/certificate").status_code == 404, "it is identified already"


def test_the_demo_logs_in_by_passphrase(app: Flask) -> None:
    iin = some_iin(4321)
    make_person(app, iin, "e@example.kz", proven=True)
    visitor = Visitor(app)
    challenge(visitor)
    wrong = visitor.post(f"{PAGE}/demo", **{"demo-number": iin, "demo-passphrase": "wrong"})
    assert wrong.status_code == 422
    nobody = visitor.post(f"{PAGE}/demo", **{"demo-number": some_iin(9), "demo-passphrase": DEMO_PASSPHRASE})
    assert "Nobody who was identified" in nobody.text
    assert (
        visitor.post(f"{PAGE}/demo", **{"demo-number": iin, "demo-passphrase": DEMO_PASSPHRASE}).status_code
        == 302
    )
    assert visitor.is_in


def test_where_signatures_are_not_connected_there_is_no_such_page(make_app: Any) -> None:
    app = make_app(doors_not_connected=("signatures",))
    visitor = Visitor(app)
    assert visitor.get(PAGE).status_code == 404
    assert PAGE not in visitor.get("/log-in").text


def test_nobody_signs_by_a_key_on_the_server_without_the_offices_decision(context: Flask) -> None:
    office = making.office("territorial")
    assert not server_signs(office.id)
    kind = declared_settings.find(KEY)
    assert kind is not None, "an administrator can enter the decision"
    db.session.add(
        OfficeSetting(
            office_id=office.id,
            key=KEY,
            service="",
            value=True,
            from_day=date(2020, 1, 1),
            decision_number="TEST-1",
            decision_date=date(2020, 1, 1),
            is_demo=True,
            set_at=now(),
        )
    )
    db.session.flush()
    assert server_signs(office.id)
