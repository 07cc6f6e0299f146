"""An office that signs its orders by hand refuses, over HTTP: to the refusal in hand and the stranger who checks it."""

from __future__ import annotations

import io

from flask import Flask
from sqlalchemy import select

from accounts.models import Office
from accounts.queries import today
from accounts.roles import Role
from core import journal_proof
from core.database import db
from core.files import read_file
from orders.models import Order, OrderExtract
from regulations.kinds import StepKind
from tests.accounts.people import Visitor
from tests.applications.systems import said
from tests.core.file_samples import pdf
from tests.exam.planners import decide
from tests.journeys import ordering, papering
from tests.journeys.offices import Staff
from tests.journeys.testing import Journey, done, with_result

SLUG = "specialist-certificate"
UNFIT = "Мамандық бойынша білімі жеткіліксіз"
SCAN_OF_THE_ORDER, SCAN_OF_THE_REFUSAL = pdf(), pdf(extra=[b"<< >>"])


def decided_for_the_hand(journey: Journey) -> None:
    """The office has decided so, and the head has refused."""
    office_id = journey.standing().office_id
    with journey.app.app_context():
        decide(db.session.get_one(Office, office_id), "order_signature", "handwritten", service=SLUG)
        db.session.commit()
    path = f"{journey.address}/decide"
    done(journey.whose().fill(path, outcome="refuse", ground="incomplete", facts=UNFIT))


def signed_on_paper(journey: Journey, clerk: Staff) -> int:
    """Drafted, approved, printed, signed by hand, sealed, and scanned in by somebody else; the order's number."""
    desks = ordering.desks_of(journey)
    order = ordering.drafted(desks, "refusal", SLUG)
    ordering.approved(desks, order)
    signatory = papering.grant_of(journey.app, desks.signer)
    done(desks.official.fill(f"/orders/{order}/open-signing", signatory=signatory))
    assert desks.official.get(f"/orders/{order}/text.pdf").data.startswith(b"%PDF")
    assert desks.official.get(f"/orders/{order}/scan").status_code == 403
    assert "/scan" in clerk.get(f"/orders/{order}").text
    scan = (io.BytesIO(SCAN_OF_THE_ORDER), "order.pdf")
    signed_on = f"{today():%d.%m.%Y}"
    done(clerk.fill(f"/orders/{order}/scan", scan=scan, signed_on=signed_on, sealed="y"))
    return order


def refusal_scanned_in(journey: Journey, clerk: Staff) -> str:
    """The refusal waits for its scan and is not handed out before; the address of the paper."""
    case = str(journey.case["id"])
    whose = journey.whose()
    page = whose.get(f"/cases/{case}/refusal").text
    assert "Scan the signed refusal in" in page
    hidden = whose.hidden(f"/cases/{case}/refusal")
    early = whose.send(f"/cases/{case}/refusal/hand-over", **hidden)
    assert early.status_code == 409, "nothing unsigned is handed out"
    paper = page.partition('href="/papers/')[2].partition("/sign")[0]
    scan = (io.BytesIO(SCAN_OF_THE_REFUSAL), "refusal.pdf")
    done(clerk.fill(f"/papers/{paper}/sign", signed_by="Қасымова Әлия", scan=scan))
    return paper


def test_a_refusal_on_an_order_signed_by_hand_is_handed_out_as_its_scan_and_checked_by_a_stranger(
    app: Flask,
) -> None:
    journey = with_result(app, SLUG, rightly=False)
    journey.go_to_today()
    decided_for_the_hand(journey)
    clerk = journey.browser(Role.CHANCERY_CLERK, journey.standing().office_id)
    order = signed_on_paper(journey, clerk)
    assert journey.standing().kind is StepKind.ISSUE
    case = str(journey.case["id"])
    with app.app_context():
        number = db.session.get_one(Order, order).spelled_number
    papering.refusal_verified(app, case, b"", number)
    paper = refusal_scanned_in(journey, clerk)
    handed = papering.hand_over_refusal(journey.whose(), case)
    assert handed == SCAN_OF_THE_REFUSAL
    assert journey.standing().ended
    listed = {one["kind"]: one["id"] for one in said(journey.system.get(f"/cases/{case}/papers"))}
    given = journey.system.get(f"/cases/{case}/papers/{listed['refusal']}")
    assert given.data == handed, "the applicant gets the refusal as it was signed"
    printed = clerk.get(f"/papers/{paper}/file").data
    assert printed != handed, "the office keeps what was printed beside it"
    papering.refusal_verified(app, case, printed, number)
    stranger = Visitor(app, "10.2.0.3")
    told = papering.brought(stranger, handed)
    assert "unchanged to the byte" in told, "whoever is shown the scan finds the refusal by it"
    assert "signed on paper, not electronically" in told
    assert "by hand on paper" in told
    extract_says_so(app, stranger)
    with app.app_context():
        assert journal_proof.verify().holds


def extract_says_so(app: Flask, stranger: Visitor) -> None:
    """The extract of the order is there too, and claims no electronic signature of the order."""
    with app.app_context():
        extract = db.session.scalars(select(OrderExtract)).one()
        address, file = f"/register/{extract.register_id}", read_file(extract.file)
    assert "signed on paper, not electronically" in stranger.get(address).text
    assert "unchanged to the byte" in papering.brought(stranger, file)
