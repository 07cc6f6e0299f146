"""Refused by the official's own act, over HTTP: written, read, signed, handed out; and whoever would do otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from accounts.roles import Role
from accounts.signing_models import SigningSheet
from applications.models import CaseNotice, Refused
from core.database import db
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from tests.accounts.people import Visitor
from tests.accounts.signing_hands import signature_of, with_iin
from tests.journeys import papering
from tests.journeys.offices import FAULT, Offices, Staff, employ

SLUG = "specialist-certificate"


@pytest.fixture
def offices(app: Flask) -> Offices:
    return Offices(app, SLUG)


def faulty(offices: Offices) -> Staff:
    """Whoever checks the documents has found them at fault."""
    checker = offices.bring_to_check()
    offices.mark(checker, "faulty", FAULT)
    with offices.app.app_context():
        with_iin(
            db.session.get_one(Account, offices.person(Role.RESPONSIBLE_OFFICIAL, offices.provider_id).id)
        )
        db.session.commit()
    return checker


def written(offices: Offices, checker: Staff) -> str:
    """The refusal is written; where its sheet is."""
    answer = checker.fill(f"{offices.address}/refuse", ground="incomplete", facts=FAULT)
    assert answer.headers["Location"] == f"{offices.address}/refusal"
    (address,) = set(re.findall(r"/signing/\d+", checker.get(f"{offices.address}/refusal").text))
    return str(address)


def sign(browser: Staff, address: str, passphrase: str = DEMO_PASSPHRASE) -> tuple[int, str]:
    """What comes of the press on the button, and where it leads."""
    hidden = browser.hidden(address)
    answer = browser.send(f"{address}/here", **hidden, **{"here-passphrase": passphrase})
    return answer.status_code, answer.headers.get("Location", answer.text)


def count(app: Flask, model: type[Refused | SigningSheet]) -> int:
    with app.app_context():
        return len(db.session.scalars(select(model)).all())


def test_refuse_read_sign_and_it_is_handed_out(app: Flask, offices: Offices, tmp_path: Path) -> None:
    checker = faulty(offices)
    assert "sign it with your key" in checker.get(f"{offices.address}/refuse").text
    address = written(offices, checker)
    desk = checker.get("/desk").text
    assert f'href="{address}"' in desk, "among what is to be done"
    assert "Sign the motivated refusal" in desk, "and as what is to be done with the case"
    assert f'href="{offices.address}/refusal"' in checker.get(offices.address).text
    check = checker.get(f"{offices.address}/check").text
    assert "waits for its signature" in check
    assert "Faulty: go on" not in check, "nothing is offered that cannot be done now"
    draft = checker.get(f"{offices.address}/refusal/file").data
    assert "changed after" not in papering.brought(Visitor(app, "10.2.0.9"), draft), (
        "a draft is no paper of ours"
    )
    assert sign(checker, address) == (302, offices.address)
    assert "it is handed out: the applicant is told" in checker.get(offices.address).text
    assert offices.standing().ended
    handed = checker.get(f"{offices.address}/refusal/file").data
    papering.assert_signed(handed, tmp_path)
    stranger = Visitor(app, "10.2.0.2")
    assert "unchanged to the byte" in papering.brought(stranger, handed)
    assert "changed after it was signed" in papering.brought(stranger, draft), (
        "without its signature it is not ours"
    )
    with app.app_context():
        refused = db.session.scalars(select(Refused)).one()
        code = refused.paper.register_id
        assert db.session.scalars(select(CaseNotice).where(CaseNotice.about == "refusal")).all()
    assert stranger.get(f"/register/{code}").status_code == 200


def test_pressing_twice_and_going_back_lead_on_to_the_one_refusal(app: Flask, offices: Offices) -> None:
    checker = faulty(offices)
    hidden = checker.hidden(f"{offices.address}/refuse")
    motives = {"ground": "incomplete", "facts": FAULT}
    for _press in range(2):
        answer = checker.send(f"{offices.address}/refuse", **hidden, **motives)
        assert answer.headers["Location"] == f"{offices.address}/refusal"
    assert checker.get(f"{offices.address}/refuse").headers["Location"] == f"{offices.address}/refusal"
    assert (count(app, Refused), count(app, SigningSheet)) == (1, 1)
    (address,) = set(re.findall(r"/signing/\d+", checker.get(f"{offices.address}/refusal").text))
    shown = checker.hidden(address) | {"here-passphrase": DEMO_PASSPHRASE}
    assert checker.send(f"{address}/here", **shown).status_code == 302
    again = checker.send(f"{address}/here", **shown)
    assert again.status_code == 409
    assert "Everybody has signed this paper" in again.text
    late = checker.send(f"{offices.address}/refuse", **hidden, **motives)
    assert late.status_code == 409
    assert count(app, Refused) == 1


def test_nobody_else_signs_it_calls_it_back_or_goes_on_past_it(app: Flask, offices: Offices) -> None:
    checker = faulty(offices)
    admitting = checker.hidden(f"{offices.address}/check")
    address = written(offices, checker)
    colleague = Staff(app, "10.1.0.98")
    colleague.log_in(employ(app, Role.RESPONSIBLE_OFFICIAL, offices.provider_id))
    head = offices.browser(Role.HEAD, offices.provider_id)
    for somebody in (colleague, head):
        assert somebody.get(address).status_code == 404
        page = somebody.get(f"{offices.address}/refusal").text
        assert address not in page
        assert "Call the refusal back" not in page
    hidden = colleague.hidden("/account") | {"version": admitting["version"]}
    for version in (1, 2, 3, 4, 5, 6, 7, 8):
        answer = colleague.send(
            f"{offices.address}/refusal/call-back", **(hidden | {"version": str(version)})
        )
        assert answer.status_code in {403, 409}
    for path in ("accept", f"check/{offices.documents()[0]}"):
        answer = checker.send(f"{offices.address}/{path}", **admitting, verdict="accepted")
        assert answer.status_code == 409
        assert "waits for its signature" in answer.text
    assert not offices.standing().ended
    assert count(app, Refused) == 1


def test_it_is_called_back_on_its_page_and_written_anew(app: Flask, offices: Offices) -> None:
    checker = faulty(offices)
    first = written(offices, checker)
    assert checker.fill(f"{offices.address}/refusal").status_code == 405
    hidden = checker.hidden(f"{offices.address}/refusal")
    answer = checker.send(f"{offices.address}/refusal/call-back", **hidden)
    assert answer.headers["Location"] == offices.address
    assert "called back before it was signed" in checker.get(first).text
    assert "Write the motivated refusal" in checker.get(f"{offices.address}/check").text
    assert written(offices, checker) != first
    assert count(app, Refused) == 2


def test_who_will_not_sign_has_called_it_back(app: Flask, offices: Offices) -> None:
    checker = faulty(offices)
    address = written(offices, checker)
    answer = checker.fill(f"{address}/refuse", reason="Құжат табылды")
    assert answer.headers["Location"] == offices.address
    assert "Write the motivated refusal" in checker.get(f"{offices.address}/check").text
    assert not offices.standing().ended


def test_a_wrong_passphrase_and_a_revoked_certificate_hand_nothing_out(app: Flask, offices: Offices) -> None:
    checker = faulty(offices)
    address = written(offices, checker)
    assert sign(checker, address, "wrong")[0] == 422
    with app.app_context():
        who = offices.person(Role.RESPONSIBLE_OFFICIAL, offices.provider_id).id
        signature_of(db.session.get_one(Account, who), b"the key is made with its first signature")
    run = app.test_cli_runner()
    for serial in re.findall(r"\b[0-9a-f]{20,}\b", run.invoke(args=["keys", "list"]).output):
        assert run.invoke(args=["keys", "revoke", serial]).exit_code == 0
    status, page = sign(checker, address)
    assert status == 422
    assert "revoked" in page
    assert not offices.standing().ended
    with app.app_context():
        assert db.session.scalars(select(CaseNotice).where(CaseNotice.about == "refusal")).all() == []
