"""An order signed by hand where its office has decided so: by whom it is scanned in, what it says, what follows."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.models import OfficeSetting
from accounts.queries import today
from accounts.roles import Role
from accounts.signing_models import SigningDeed
from accounts.signing_queries import places_of, sheet_of
from applications.models import Case
from core.actor import acting
from core.clock import now
from core.database import db
from core.files import read_file
from core.languages import speaking
from core.refusals import Refusal
from desks.chain.checking import checks_of
from desks.chain.links import Holds, Kind
from desks.chain.proof import prove_link
from orders.actions import issuing, recording
from orders.models import Order, OrderSigned
from orders.models.order import KIND
from orders.order_facts import read_order
from tests.accounts.signing_hands import sign_all
from tests.applications import making as applying
from tests.commissions.hearing import order_file
from tests.core.file_samples import pdf
from tests.desks.chain_hands import read_chain
from tests.exam.planners import decide
from tests.exam.test_what_the_database_holds import refused_row
from tests.orders.hands import Decisive, at, decided_case, decisive
from tests.orders.order_rows import kept
from tests.orders.ordering import drafted, opened
from tests.orders.papering import sheet_of as paper_sheet
from tests.orders.test_papers_on_orders import drawn

__all__ = ["at", "decisive"]
SERVICE = "specialist-certificate"


def sent(at: Decisive) -> Order:
    """An order that its office has signed by hand, sent to the head."""
    decide(at.closed.hall.office, "order_signature", "handwritten", service=SERVICE)
    order = drafted(at.official, "award", SERVICE, [decided_case(at).case_id])
    opened(order, at.official, at.head)
    return order


def test_the_scan_of_the_signed_order_has_the_effects_of_a_signature_and_never_pretends_to_be_one(
    decisive: Decisive,
) -> None:
    order = sent(decisive)
    sheet = sheet_of(KIND, order.id)
    assert sheet is not None
    assert read_order(order.facts or "").on_paper
    head = decisive.page(decisive.head)
    assert "собственноручно" in head.page(f"/signing/{sheet.id}")
    with pytest.raises(Refusal):
        sign_all(sheet.id)
    db.session.rollback()
    path = f"/orders/{order.id}/scan"
    assert decisive.page(decisive.official).get(path).status_code == 403
    chancery = applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)
    db.session.commit()
    clerk = decisive.page(chancery)
    page = clerk.page(path)
    printed = read_file(sheet.unsigned_file)
    signed_on = f"{today():%d.%m.%Y}"

    def brought(content: bytes, **changes: str) -> int:
        fields = {"signed_on": signed_on, "sealed": "y"} | changes
        scan = (io.BytesIO(content), "scan.pdf")
        return clerk.post(
            path, page, scan=scan, **{key: one for key, one in fields.items() if one}
        ).status_code

    tomorrow = f"{today() + timedelta(days=1):%d.%m.%Y}"
    assert [
        brought(printed),
        brought(pdf(), sealed=""),
        brought(pdf(), signed_on=tomorrow),
        brought(pdf(), signed_on="01.01.2020"),
    ] == [422] * 4
    assert brought(b"\x89PNG\r\n\x1a\n") >= 400
    assert db.session.scalar(select(OrderSigned.order_id)) is None
    assert brought(pdf()) == 200
    row = db.session.get_one(OrderSigned, order.id)
    deed = row.deed
    assert (deed.on_paper, deed.signer_iin, deed.serial, deed.sealed) == (True, None, None, True)
    assert (row.signed_by, deed.signed_on) == (decisive.head.account_id, today())
    assert db.session.get_one(Case, decisive.cases[0].id).place == "s09"
    assert brought(pdf(extra=[b"<< >>"])) == 404
    said_everywhere(decisive, row)


def said_everywhere(at: Decisive, row: OrderSigned) -> None:
    """On the order's page, in the extract's facts, on the certificate, in the public register, in the proof."""
    desk = at.page(at.official)
    shown = desk.page(f"/orders/{row.order_id}")
    assert "не электронно" in shown
    assert row.digest in shown
    assert desk.get(f"/orders/{row.order_id}/text.pdf").data.startswith(b"%PDF")
    looked_up = at.page(at.official)
    upload = {"file": (io.BytesIO(read_file(row.file)), "scan.pdf")}
    page = looked_up.page("/register/papers")
    told = looked_up.post("/register/papers/file", page, **upload).text
    assert "подписан на бумаге, не электронно" in told
    with acting(at.official):
        recording.record_results(row.order_id)
    db.session.commit()
    paper = drawn(at)
    assert '"on_paper":true' in paper.facts
    sign_all(paper_sheet(paper).id)
    with acting(applying.staff(Role.CHANCERY_CLERK, at.closed.hall.office)):
        issuing.issue(paper.id)
    db.session.commit()
    assert "подписан на бумаге, не электронно" in at.page(at.official).page(f"/register/{paper.register_id}")
    with speaking("en"):
        proved = prove_link(Kind.ORDER, read_chain(at.cases[0], at.head).evidence(), checks_of())
        lines = {str(line.sentence): line.holds for line in proved.lines}
    assert [holds for told, holds in lines.items() if "not electronically" in told] == [Holds.UNSAID]
    assert [told for told, holds in lines.items() if holds is Holds.NO] == []


def deed_row(at: Decisive, order: Order, **changes: Any) -> SigningDeed:
    """The deed as the verb would write it, scanned in by the clerk."""
    sheet = sheet_of(KIND, order.id)
    assert sheet is not None
    (place,) = places_of(sheet.id)
    decision = select(OfficeSetting.id).where(OfficeSetting.key == "order_signature")
    scan = order_file()
    facts: dict[str, Any] = {
        "sheet_id": sheet.id, "position": 1, "account_id": place.account_id, "grant_id": at.head.grant_id,
        "what": "signed", "at": now(), "over_digest": sheet.unsigned_digest, "file_id": scan.id,
        "digest": scan.digest, "level": "on_paper", "signer_name": "x", "signed_on": today(), "sealed": True,
        "scanned_by": applying.staff(Role.CHANCERY_CLERK, at.closed.hall.office).account_id,
        "decision_id": db.session.scalars(decision.order_by(OfficeSetting.id.desc())).first(),
    }  # fmt: skip
    return SigningDeed(**(facts | changes))


def test_past_the_code_no_order_is_signed_on_paper_without_decision_scan_seal_and_another_hand(
    decisive: Decisive,
) -> None:
    order = sent(decisive)
    earlier = db.session.scalars(
        select(OfficeSetting.id).where(OfficeSetting.key == "order_signature").order_by(OfficeSetting.id)
    ).first()
    for wrong in (
        {"decision_id": None},
        {"decision_id": earlier},
        {"sealed": False},
        {"sealed": None},
        {"scanned_by": None},
        {"scanned_by": decisive.official.account_id},
        {"signed_on": date(2020, 1, 3)},
        {"signed_on": None},
        {"serial": "1"},
        {"level": "B-B"},
        {"file_id": None, "digest": None},
    ):
        refused_row(deed_row(decisive, order, **wrong))
    # An office that decides anew takes the earlier decision away.
    decide(decisive.closed.hall.office, "order_signature", "eds", service=SERVICE)
    handwritten = db.session.scalars(
        select(OfficeSetting.id)
        .where(OfficeSetting.key == "order_signature")
        .order_by(OfficeSetting.id.desc())
    ).all()[1]
    refused_row(deed_row(decisive, order, decision_id=handwritten))
    decide(decisive.closed.hall.office, "order_signature", "handwritten", service=SERVICE)
    kept(deed_row(decisive, order))
