"""An applicant signs the request by key: the file goes out, the signature comes back, and only the right one counts."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts.models import Account
from applications.models import Case, RequestSignature, RequestToSign
from applications.request_declaration import KEY, SIGNED_ONLY
from core.clock import now
from core.database import db
from core.settings import Settings
from gateways.signatures.authority import Authority
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from gateways.signatures.door import StandInSignatures, authority_folder
from gateways.signatures.findings import Expected, Use, Valid
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached, signer_with
from gateways.signatures.profiles import Subject
from tests.applications.applying import Applicant, Ready, decide, organisation, person, ready

SLUG = "specialist-certificate"


@pytest.fixture
def at(app: Flask) -> Ready:
    return ready(app, SLUG)


@pytest.fixture
def authority(settings: Settings) -> Authority:
    return StandInSignatures(authority_folder(settings)).authority()


def signer(authority: Authority, iin: str, use: Use = Use.SIGNING, **named: Any) -> Any:
    key = new_key()
    certificate = authority.issue(Subject("Қайырбекова", "Өлмесхан", iin), use, key, now(), **named)
    return signer_with(key, certificate, [authority.certificate("issuing")])


def prepared(applicant: Applicant, at: Ready, slug: str = SLUG) -> str:
    """A whole application whose request is ready to be signed; gives the address of its draft."""
    draft = applicant.begin(slug)
    applicant.fill(draft, at)
    answer = applicant.post(f"{draft}/sign/prepare")
    assert answer.status_code == 302
    return draft


def hand_in(applicant: Applicant, draft: str, signature: bytes) -> Any:
    return applicant.post(f"{draft}/sign", signature=(io.BytesIO(signature), "request.json.cms"))


def iin_of(app: Flask, account_id: int) -> str:
    with app.app_context():
        return str(db.session.get_one(Account, account_id).iin)


def test_a_signed_request_becomes_a_case_with_its_signature(
    app: Flask, at: Ready, authority: Authority, settings: Settings
) -> None:
    applicant = Applicant(app, person(app))
    draft = prepared(applicant, at)
    request = applicant.get(f"{draft}/sign/request").data
    signature = sign_detached(signer(authority, iin_of(app, applicant.who.id)), request)
    answer = hand_in(applicant, draft, signature)
    assert answer.status_code == 302, answer.text
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        assert case.declared_how == "signed"
        assert case.request.encode() == request
        kept = db.session.get_one(RequestSignature, case.id)
        assert kept.stand_in, "a demo authority vouched for it"
        door = StandInSignatures(authority_folder(settings))
        found = door.check(case.request.encode(), kept.signature.encode(), Expected())
        assert isinstance(found, Valid), "it can be checked again from what is kept"
    assert hand_in(applicant, draft, signature).status_code == 302, "a second click finds the same case"
    with app.app_context():
        assert len(db.session.scalars(select(Case)).all()) == 1


def test_each_fault_is_said_and_nothing_is_submitted(app: Flask, at: Ready, authority: Authority) -> None:
    applicant = Applicant(app, person(app))
    draft = prepared(applicant, at)
    request = applicant.get(f"{draft}/sign/request").data
    own = iin_of(app, applicant.who.id)
    revoked = signer(authority, own)
    authority.revoke(f"{revoked.signing_cert.serial_number:x}", now() - timedelta(hours=1))
    ended = signer(authority, own, lasts=timedelta(seconds=-60))
    attempts = {
        "no signature that can be read": b"hello",
        "what was signed was changed": sign_detached(signer(authority, own), request + b" "),
        "is not the IIN of the person": sign_detached(signer(authority, "850902300025"), request),
        "has been revoked": sign_detached(revoked, request),
        "had expired": sign_detached(ended, request),
        "not for signing": sign_detached(signer(authority, own, Use.SIGN_IN), request),
    }
    for said, signature in attempts.items():
        answer = hand_in(applicant, draft, signature)
        assert answer.status_code == 422
        assert "The authenticity of your signature is not confirmed" in answer.text
        assert said in answer.text
    with app.app_context():
        assert db.session.scalars(select(Case)).all() == []


def test_an_answer_changed_meanwhile_makes_the_file_another_one(
    app: Flask, at: Ready, authority: Authority
) -> None:
    applicant = Applicant(app, person(app))
    draft = prepared(applicant, at)
    request = applicant.get(f"{draft}/sign/request").data
    signature = sign_detached(signer(authority, iin_of(app, applicant.who.id)), request)
    applicant.send(f"{draft}/languages", test="ru", interview="ru")
    answer = hand_in(applicant, draft, signature)
    assert answer.status_code == 409
    assert "Prepare the file again" in answer.text
    applicant.post(f"{draft}/sign/prepare")
    fresh = applicant.get(f"{draft}/sign/request").data
    assert fresh != request
    assert hand_in(applicant, draft, signature).status_code == 422, "the old signature is of the old file"
    again = sign_detached(signer(authority, iin_of(app, applicant.who.id)), fresh)
    assert hand_in(applicant, draft, again).status_code == 302


def test_the_demo_signs_by_passphrase_and_says_that_it_stands_in(app: Flask, at: Ready) -> None:
    applicant = Applicant(app, person(app))
    draft = prepared(applicant, at)
    page = applicant.get(f"{draft}/sign").text
    assert "This is a stand-in" in page
    assert DEMO_PASSPHRASE in page
    wrong = applicant.post(f"{draft}/sign/demo", **{"demo-passphrase": "wrong"})
    assert wrong.status_code == 422
    assert "does not open with this passphrase" in wrong.text
    assert applicant.post(f"{draft}/sign/demo", **{"demo-passphrase": DEMO_PASSPHRASE}).status_code == 302


def test_an_organisation_is_signed_for_with_its_bin(app: Flask) -> None:
    at = ready(app, "medical-licence")
    applicant = Applicant(app, organisation(app))
    draft = prepared(applicant, at, "medical-licence")
    assert applicant.post(f"{draft}/sign/demo", **{"demo-passphrase": DEMO_PASSPHRASE}).status_code == 302
    with app.app_context():
        kept = db.session.scalars(select(RequestSignature)).one()
        assert kept.signer_bin


def test_an_office_may_want_the_signature(app: Flask, at: Ready) -> None:
    decide(app, at.office_id, KEY, SIGNED_ONLY, SLUG)
    applicant = Applicant(app, person(app))
    draft = applicant.begin(SLUG)
    applicant.fill(draft, at)
    page = applicant.get(f"{draft}/check").text
    assert "Sign electronically" in page
    assert "typing your name" not in page
    answer = applicant.post(f"{draft}/check", name="Қайырбекова Өлмесхан")
    assert answer.status_code == 409
    assert "signed with an electronic signature" in answer.text
    with app.app_context():
        assert db.session.scalars(select(Case)).all() == []


def test_another_persons_request_is_not_there(app: Flask, at: Ready) -> None:
    draft = prepared(Applicant(app, person(app)), at)
    stranger = Applicant(app, person(app, 4560, email="s@example.kz"))
    for address in (f"{draft}/sign", f"{draft}/sign/request"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{draft}/sign/prepare").status_code == 404
    assert stranger.post(f"{draft}/sign/demo", **{"demo-passphrase": DEMO_PASSPHRASE}).status_code == 404


def test_the_database_keeps_text_and_signature_as_they_were(app: Flask, at: Ready) -> None:
    applicant = Applicant(app, person(app))
    draft = prepared(applicant, at)
    applicant.post(f"{draft}/sign/demo", **{"demo-passphrase": DEMO_PASSPHRASE})
    typed = Applicant(app, person(app, 4560, email="t@example.kz"))
    other = typed.begin(SLUG)
    typed.fill(other, at)
    typed.send(f"{other}/check", name="Қайырбекова Өлмесхан")
    with app.app_context():
        assert len(db.session.scalars(select(RequestToSign)).all()) == 1
        cases = {case.declared_how: case.id for case in db.session.scalars(select(Case))}
        assert set(cases) == {"signed", "typed"}
        columns = (
            "signature, signer_name, signer_iin, certificate_serial, certificate_issuer, certificate_digest,"
            " algorithm, checked_at, stand_in"
        )
        attacks = [
            "UPDATE request_to_sign SET text = 'x'",
            "DELETE FROM request_to_sign",
            "UPDATE request_signature SET signer_name = 'x'",
            "DELETE FROM request_signature",
            f"INSERT INTO request_signature (case_id, request_digest, {columns}) SELECT {cases['typed']},"
            f" (SELECT request_digest FROM case_file WHERE id = {cases['typed']}), {columns} FROM request_signature",
        ]
        for attack in attacks:
            with pytest.raises(DatabaseError):
                db.session.execute(text(attack))
            db.session.rollback()
