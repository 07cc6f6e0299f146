"""The pages of signing: what waits for me, signing outside or by a key on the server, refusing; only own papers."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import Account, OfficeSetting, RoleGrant
from accounts.roles import Role
from accounts.server_keys import KEY
from accounts.signing_keys import KeyHere, key_here, sign_here
from accounts.signing_queries import deeds_of, done_of, newest_offer
from accounts.signing_turns import offered
from core.clock import now
from core.database import db
from core.languages import speaking
from gateways.doors import doors
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from tests.accounts import signing_hands as hands
from tests.accounts.test_signing import Table, laid
from tests.applications import making
from tests.exam.planners import AtDesk


@pytest.fixture
def table(context: Flask) -> Iterator[Table]:
    with speaking("en"):
        made = laid()
        db.session.commit()
        yield made


def desk(app: Flask, table: Table, number: int) -> AtDesk:
    db.session.commit()
    return AtDesk(app, table.actors[number].account_id, "en")


def address(table: Table, more: str = "") -> str:
    return f"/signing/{table.sheet.id}{more}"


def prepared(app: Flask, table: Table) -> tuple[AtDesk, str, bytes, bytes]:
    """The first signatory has taken the file and signed it with their own program."""
    mine = desk(app, table, 0)
    page = mine.post(address(table, "/prepare"), mine.page(address(table))).text
    covered = mine.get(address(table, "/to-sign")).data
    return mine, page, covered, hands.signature_of(table.account(0), covered)


def test_everybody_signs_on_the_pages_in_turn(app: Flask, table: Table) -> None:
    hands.sign_over_http(app, table.sheet.id)
    assert done_of(table.sheet.id) is not None
    page = desk(app, table, 2).page(address(table))
    assert "signed by everybody" in page
    assert page.count("demo key") >= 3


def test_the_list_and_the_desk_show_what_waits_for_me_and_only_in_my_turn(app: Flask, table: Table) -> None:
    for number, shown in ((0, True), (1, False), (2, False)):
        for where in ("/signing", "/desk"):
            assert ("Specimen minutes" in desk(app, table, number).page(where)) is shown, (number, where)
    hands.sign_next(table.sheet.places[0])
    page = desk(app, table, 0).page("/signing")
    assert "What you have signed or refused" in page
    assert "Specimen minutes" in page
    assert "Specimen minutes" in desk(app, table, 1).page("/signing")
    assert "Member 1 of the commission" in desk(app, table, 2).page(address(table)), (
        "who comes later may read"
    )


@pytest.mark.parametrize("how", ["file", "base64", "pem"])
def test_signing_outside_the_file_goes_out_and_the_signature_comes_back(
    app: Flask, table: Table, how: str
) -> None:
    mine, page, covered, signature = prepared(app, table)
    handed = newest_offer(table.sheet.id, 1)
    assert handed is not None
    assert handed.covered_digest in page
    assert offered(handed).covered == covered
    spelled = base64.encodebytes(signature).decode()
    ways: dict[str, dict[str, Any]] = {
        "file": {"signature": (io.BytesIO(signature), "paper.cms")},
        "base64": {"pasted": spelled},
        "pem": {"pasted": f"-----BEGIN CMS-----\n{spelled}-----END CMS-----\n"},
    }
    answer = mine.post(address(table), page, **ways[how])
    assert answer.status_code == 200, answer.text
    assert "You have signed" in answer.text
    assert deeds_of(table.sheet.id)[0].signer_iin == table.account(0).iin


def test_what_is_wrong_with_a_signature_is_said_beside_the_field(app: Flask, table: Table) -> None:
    mine, page, covered, _signature = prepared(app, table)
    for brought, said in (
        (hands.signature_of(table.account(1), covered), "not the IIN of the person"),
        (hands.signature_of(table.account(0), covered + b"x"), "of something else"),
        (b"not a signature at all", "no signature that can be read"),
    ):
        answer = mine.post(address(table), page, signature=(io.BytesIO(brought), "paper.cms"))
        assert answer.status_code == 422
        assert said in answer.text
    nothing = mine.post(address(table), page)
    assert nothing.status_code == 422
    assert "Choose the file with the signature, or paste its text." in nothing.text
    assert list(deeds_of(table.sheet.id)) == []


def test_a_file_that_was_prepared_earlier_is_signed_no_more(app: Flask, table: Table) -> None:
    mine, page, _covered, signature = prepared(app, table)
    db.session.rollback()
    mine.moment = now() + timedelta(seconds=5)
    page = mine.post(address(table, "/prepare"), page).text
    answer = mine.post(address(table), page, signature=(io.BytesIO(signature), "paper.cms"))
    assert answer.status_code == 422
    assert "of something else" in answer.text


def test_a_wrong_passphrase_is_refused_and_nothing_is_signed(app: Flask, table: Table) -> None:
    mine = desk(app, table, 0)
    page = mine.page(address(table))
    assert "This is a stand-in" in page
    answer = mine.post(address(table, "/here"), page, **{"here-passphrase": "wrong"})
    assert answer.status_code == 422
    assert "does not open with this passphrase" in answer.text
    assert list(deeds_of(table.sheet.id)) == []


def test_refusing_asks_for_a_reason_and_tells_what_follows(app: Flask, table: Table) -> None:
    mine = desk(app, table, 0)
    page = mine.page(address(table, "/refuse"))
    assert "cannot be taken back" in page
    assert mine.post(address(table, "/refuse"), page).status_code == 422
    answer = mine.post(address(table, "/refuse"), page, reason="дауыс саны қате")
    assert "дауыс саны қате" in answer.text
    assert "дауыс саны қате" in desk(app, table, 2).page(address(table))
    assert mine.get(address(table, "/refuse")).status_code == 409


def test_a_paper_is_seen_by_those_whom_it_names_and_by_nobody_else(app: Flask, table: Table) -> None:
    stranger = making.staff(Role.HEAD, table.office)
    db.session.commit()
    other = AtDesk(app, stranger.account_id, "en")
    for more in ("", "/document", "/to-sign", "/refuse"):
        assert other.get(address(table, more)).status_code == 404
    page = other.page("/signing")
    for more in ("", "/prepare", "/here"):
        assert other.post(address(table, more), page, **{"here-passphrase": "x"}).status_code == 404
    document = desk(app, table, 2).get(address(table, "/document"))
    assert document.data.startswith(b"%PDF")
    assert document.headers["Content-Disposition"].startswith("attachment")


def test_whoever_lost_the_role_sees_why_and_gets_no_form(app: Flask, table: Table) -> None:
    making_again = RoleGrant(
        account_id=table.actors[0].account_id,
        role=Role.RESPONSIBLE_OFFICIAL.value,
        office_id=table.office.id,
        from_day=now().date().replace(year=2020),
        order_number="1",
        order_date=now().date(),
        granted_at=now(),
    )
    db.session.add(making_again)
    db.session.execute(
        update(RoleGrant)
        .where(RoleGrant.id == table.actors[0].grant_id)
        .values(revoked_at=now(), revoked_by=table.actors[2].account_id, revoke_reason="бұйрық")
    )
    mine = desk(app, table, 0)
    page = mine.page(address(table))
    assert "You do not hold the role any more" in page
    assert "Prepare the file" not in page
    assert mine.post(address(table, "/here"), page, **{"here-passphrase": DEMO_PASSPHRASE}).status_code == 409


def test_a_key_on_the_server_is_offered_only_by_demo_or_decision(context: Flask, table: Table) -> None:
    settings, door = context.extensions["synaq.settings"], doors().signatures
    assert key_here(table.office.id, settings, door) is KeyHere.DEMO

    class Earnest:
        stand_in = False

    assert key_here(table.office.id, settings, Earnest()) is None  # type: ignore[arg-type]  # only this is asked
    db.session.add(
        OfficeSetting(
            office_id=table.office.id,
            key=KEY,
            service="",
            value=True,
            from_day=now().date().replace(year=2020),
            decision_number="7-ш",
            decision_date=now().date(),
            is_demo=False,
            set_at=now(),
        )
    )
    db.session.flush()
    assert key_here(table.office.id, settings, Earnest()) is KeyHere.DECIDED  # type: ignore[arg-type]
    account: Account = table.account(0)
    with pytest.raises(Exception, match="No key of yours lies on this server"):
        sign_here(KeyHere.DECIDED, account, b"x", DEMO_PASSPHRASE, settings)
    sign_here(KeyHere.DEMO, account, b"x", DEMO_PASSPHRASE, settings)
    assert sign_here(KeyHere.DECIDED, account, b"x", DEMO_PASSPHRASE, settings)
    with pytest.raises(Exception, match="does not open"):
        sign_here(KeyHere.DECIDED, account, b"x", "wrong", settings)
