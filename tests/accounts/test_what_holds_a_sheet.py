"""Sheets attacked past the code, by SQL: out of order, half done, moved, rewritten; on either database."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from accounts.models import Account, RoleGrant
from accounts.roles import Role
from accounts.signing_models import SigningDeed, SigningDone, SigningOffer, SigningPlace, SigningSheet
from accounts.signing_queries import places_of
from core.actor import acting
from core.clock import now
from core.database import db
from core.models import StoredFile
from tests.accounts import signing_hands as hands
from tests.accounts.test_signing import Table, table
from tests.applications import making
from tests.exam.test_what_the_database_holds import refused, refused_row, written

__all__ = ["table"]


def file_row(digest: str = "a" * 64) -> StoredFile:
    row = StoredFile(digest=digest, size=1, media_type="application/pdf", name="x.pdf", stored_at=now())
    written(row)
    return row


def deed_row(table: Table, number: int = 0, **changes: Any) -> SigningDeed:
    """The deed of the n-th person, as the verb would write it; the changes break it."""
    before = table.sheet.unsigned_digest
    if number:
        before = db.session.query(SigningDeed).filter_by(position=number).one().digest or ""
    file = file_row(f"{number + 1:064x}")
    facts: dict[str, Any] = {
        "sheet_id": table.sheet.id,
        "position": number + 1,
        "account_id": table.actors[number].account_id,
        "grant_id": table.actors[number].grant_id,
        "what": "signed",
        "at": now(),
        "over_digest": before,
        "file_id": file.id,
        "digest": file.digest,
        "level": "B-LT",
        "signer_name": "Қасымова Әлия",
        "signer_iin": table.account(number).iin,
        "serial": "1f",
        "stand_in": True,
    }
    return SigningDeed(**(facts | changes))


def refusal_row(table: Table, number: int = 0, **changes: Any) -> SigningDeed:
    facts: dict[str, Any] = {"what": "refused", "reason": "қате бар"} | dict.fromkeys(
        ("file_id", "digest", "level", "signer_name", "signer_iin", "serial", "stand_in")
    )
    return deed_row(table, number, **(facts | changes))


def done_row(table: Table, number: int = 2, **changes: Any) -> SigningDone:
    last = db.session.query(SigningDeed).filter_by(position=number + 1).one_or_none()
    facts: dict[str, Any] = {
        "sheet_id": table.sheet.id,
        "kind": table.sheet.kind,
        "subject_id": table.sheet.subject_id,
        "file_id": last.file_id if last else table.sheet.unsigned_file_id,
        "digest": last.digest if last else table.sheet.unsigned_digest,
        "done_at": now(),
    }
    return SigningDone(**(facts | changes))


def test_the_order_is_the_databases_too(table: Table) -> None:
    refused_row(deed_row(table, 0, position=2, account_id=table.actors[1].account_id))
    refused_row(deed_row(table, 0, position=4))
    refused_row(deed_row(table, 0, account_id=table.actors[1].account_id))
    written(deed_row(table, 0))
    refused_row(deed_row(table, 0))
    written(deed_row(table, 1))


def test_a_signature_is_over_what_was_left_and_by_the_person_in_the_role(table: Table) -> None:
    refused_row(deed_row(table, 0, over_digest="0" * 64))
    refused_row(deed_row(table, 0, signer_iin=table.account(1).iin))
    refused_row(deed_row(table, 0, grant_id=table.actors[1].grant_id))
    refused_row(deed_row(table, 0, digest="b" * 64))
    refused_row(deed_row(table, 0, digest=None))
    refused_row(deed_row(table, 0, what="seen"))
    written(deed_row(table, 0))
    refused_row(deed_row(table, 1, over_digest=table.sheet.unsigned_digest))


def test_a_revoked_role_a_foreign_one_and_a_closed_account_sign_nothing(table: Table) -> None:
    elsewhere = making.staff(Role.COMMISSION_SECRETARY, making.office("territorial"))
    refused_row(deed_row(table, 0, grant_id=elsewhere.grant_id))
    by = table.actors[2].account_id
    revoked = {"revoked_at": now(), "revoked_by": by, "revoke_reason": "бұйрық"}
    with db.session.begin_nested() as kept:
        db.session.execute(
            update(RoleGrant).where(RoleGrant.id == table.actors[0].grant_id).values(**revoked)
        )
        refused_row(deed_row(table, 0))
        kept.rollback()
    db.session.execute(
        update(Account).where(Account.id == table.actors[0].account_id).values(closed_at=now())
    )
    refused_row(deed_row(table, 0))


def test_a_refusal_has_its_reason_and_nothing_comes_after_it(table: Table) -> None:
    refused_row(refusal_row(table, 0, reason=""))
    refused_row(refusal_row(table, 0, reason=None))
    refused_row(refusal_row(table, 0, serial="1f"))
    written(deed_row(table, 0))
    written(refusal_row(table, 1))
    refused_row(deed_row(table, 2, over_digest=table.sheet.unsigned_digest))
    refused_row(done_row(table, 0))


def test_a_paper_is_done_only_when_all_have_signed_and_as_the_last_left_it(table: Table) -> None:
    refused_row(done_row(table))
    for number in range(2):
        written(deed_row(table, number))
    refused_row(done_row(table, 1))
    written(deed_row(table, 2))
    refused_row(done_row(table, 1))
    refused_row(done_row(table, subject_id=2))
    refused_row(done_row(table, kind="order"))
    refused_row(done_row(table, file_id=table.sheet.unsigned_file_id))
    written(done_row(table))
    refused_row(done_row(table))
    withdrawn = {"withdrawn_at": now(), "withdrawn_by": table.actors[0].account_id, "withdrawn_reason": "x"}
    refused(update(SigningSheet).values(**withdrawn))


def test_nothing_is_written_on_a_withdrawn_sheet_and_it_does_not_come_back(table: Table) -> None:
    by = table.actors[0].account_id
    refused(update(SigningSheet).values(withdrawn_at=now(), withdrawn_by=by))
    refused(update(SigningSheet).values(withdrawn_at=now(), withdrawn_by=by, withdrawn_reason=""))
    values = {"withdrawn_at": now(), "withdrawn_by": by, "withdrawn_reason": "қате"}
    db.session.execute(update(SigningSheet).values(**values))
    refused_row(deed_row(table, 0))
    refused(update(SigningSheet).values(withdrawn_reason="басқа"))
    refused(update(SigningSheet).values(**dict.fromkeys(values)))


def test_a_sheet_and_its_names_are_not_changed(table: Table) -> None:
    for column, value in (
        ("title_kk", "басқа"),
        ("unsigned_digest", "0" * 64),
        ("signatures", 1),
        ("subject_id", 9),
        ("opened_by", table.actors[1].account_id),
    ):
        refused(update(SigningSheet).values({column: value}))
    refused(update(SigningPlace).values(account_id=table.actors[0].account_id))
    refused(delete(SigningPlace))
    refused(delete(SigningSheet))
    capacity = {f"capacity_{language}": "Төраға" for language in ("kk", "ru", "en")}
    stranger = making.staff(Role.HEAD, table.office).account_id
    refused_row(SigningPlace(sheet_id=table.sheet.id, position=4, account_id=stranger, **capacity))
    refused_row(SigningPlace(sheet_id=table.sheet.id, position=0, account_id=stranger, **capacity))


def test_what_was_done_stays_as_it_is(table: Table) -> None:
    hands.sign_all(table.sheet.id)
    with acting(table.actors[0]):
        assert len(places_of(table.sheet.id)) == 3
    for model in (SigningDeed, SigningDone, SigningOffer, SigningPlace):
        name = model.__tablename__
        if db.session.scalar(text(f"SELECT COUNT(*) FROM {name}")):
            refused(text(f"UPDATE {name} SET sheet_id = sheet_id"))
            refused(text(f"DELETE FROM {name}"))
    if db.engine.dialect.name == "postgresql":
        for name in ("signing_sheet", "signing_deed", "signing_done"):
            refused(text(f"TRUNCATE {name} CASCADE"))


def test_a_row_is_not_exchanged_by_sqlites_replace(table: Table, context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    columns = (
        "id, office_id, kind, subject_id, title_kk, title_ru, title_en, unsigned_file_id, unsigned_digest"
    )
    for identity in ("id", "id + 100"):
        refused(
            text(
                f"INSERT OR REPLACE INTO signing_sheet ({columns}, signatures, opened_at) "
                f"SELECT {columns.replace('id', identity, 1)}, 1, opened_at FROM signing_sheet"
            )
        )
    hands.sign_all(table.sheet.id)
    refused(text("INSERT OR REPLACE INTO signing_deed SELECT * FROM signing_deed"))
    refused(text("INSERT OR REPLACE INTO signing_done SELECT * FROM signing_done"))


@pytest.mark.parametrize("how", ["signed", "refused"])
def test_one_paper_has_one_sheet_at_a_time(table: Table, how: str) -> None:
    if how == "signed":
        hands.sign_all(table.sheet.id)
    else:
        written(refusal_row(table, 0))
    twin = {
        column.name: getattr(table.sheet, column.name)
        for column in SigningSheet.__table__.columns
        if column.name != "id"
    }
    refused_row(SigningSheet(**twin))


@pytest.mark.parametrize("undoing", ["withdrawal", "revocation"])
def test_whoever_signs_while_the_ground_is_taken_away_waits_and_is_refused(
    table: Table, context: Flask, undoing: str
) -> None:
    deed = deed_row(table, 0)
    facts = {column.name: getattr(deed, column.name) for column in SigningDeed.__table__.columns}
    del facts["id"]
    db.session.commit()
    by, grant = table.actors[2].account_id, table.actors[0].grant_id
    taken_away, seen = threading.Event(), []

    def sign() -> None:
        with context.app_context():
            taken_away.wait(10)
            try:
                db.session.add(SigningDeed(**facts))
                db.session.commit()
                seen.append("written")
            except DBAPIError:
                db.session.rollback()
                seen.append("refused")

    other = threading.Thread(target=sign)
    other.start()
    if undoing == "withdrawal":
        withdrawn = {"withdrawn_at": now(), "withdrawn_by": by, "withdrawn_reason": "қате"}
        db.session.execute(update(SigningSheet).values(**withdrawn))
    else:
        revoked = {"revoked_at": now(), "revoked_by": by, "revoke_reason": "бұйрық"}
        db.session.execute(update(RoleGrant).where(RoleGrant.id == grant).values(**revoked))
    taken_away.set()
    other.join(0.5)
    assert seen == []
    db.session.commit()
    other.join(20)
    assert seen == ["refused"]
