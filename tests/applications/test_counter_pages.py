"""The pages of the counter, the courier, the clinic, the fee and the papers, as people use them."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from accounts.roles import Role
from applications import papers, paying, queries_counter
from applications.actions import front_office, payment
from applications.models import (
    Case,
    Consent,
    ConsignmentItem,
    Handover,
    Paper,
    Payment,
    QueueSlot,
    Refused,
    SignedScan,
)
from core.actor import SYSTEM, acting
from core.database import db
from regulations.kinds import ChannelId
from tests.applications import making
from tests.applications.counter import LONG_NAME, Counter, counter, end_by_refusal
from tests.applications.visitor import Visitor, visitor
from tests.core.file_samples import png


@pytest.fixture
def centre(app: Flask) -> Counter:
    """A front office with everything decided; plain values of it are used outside of the context."""
    with app.app_context():
        made = counter()
        made.clerk  # noqa: B018 - the clerk is made while there is a context
        made.at.actor(Role.RESPONSIBLE_OFFICIAL, made.at.provider)
        db.session.commit()
        db.session.refresh(made.at.provider)
        db.session.refresh(made.centre)
        db.session.expunge_all()
        return made


def upload(name: str = "scan.png") -> tuple[io.BytesIO, str]:
    return io.BytesIO(png()), name


def taking(at: Counter) -> str:
    return f"/front-office/take?service={at.at.edition.service}&procedure=issue&provider={at.at.provider.id}"


def filled(**changes: Any) -> dict[str, Any]:
    facts = {"number": making.iin(77), "name": LONG_NAME, "phone": "+7 701 000 00 00", "language": "ru"}
    return facts | {"brought": "diploma", "act": "take"} | changes


def only(app: Flask, table: Any) -> Any:
    with app.app_context():
        found = db.session.scalars(select(table)).one()
        db.session.refresh(found)
        db.session.expunge(found)
        return found


def taken(app: Flask, at: Counter) -> Case:
    inspector = visitor(app, at.inspector)
    answer = inspector.post(taking(at), inspector.page(taking(at)), **filled())
    assert answer.status_code == 200, answer.text[:3000]
    return only(app, Case)  # type: ignore[no-any-return]  # the one row of the table that was asked for


def test_an_inspector_takes_a_whole_set_and_finds_receipt_and_consent_to_print(
    app: Flask, centre: Counter
) -> None:
    inspector = visitor(app, centre.inspector)
    assert centre.at.edition.title.ru in inspector.page("/front-office")
    case = taken(app, centre)
    said = inspector.page(f"/front-office/cases/{case.public_id}")
    for link in re.findall(r'href="(/papers/[0-9a-f]+)"', said):
        assert "Цифровой отпечаток" in inspector.page(link)
        pdf = inspector.get(link + "/file")
        assert pdf.mimetype == "application/pdf"
        assert "attachment" in pdf.headers["Content-Disposition"]


def test_an_inspector_refuses_an_incomplete_set_on_paper(app: Flask, centre: Counter) -> None:
    inspector = visitor(app, centre.inspector)
    page = inspector.page(taking(centre))
    told = inspector.post(taking(centre), page, **filled(brought=[]))
    assert told.status_code == 422
    refused = inspector.post(taking(centre), page, **filled(brought=[], act="refuse"))
    assert refused.status_code == 200
    assert only(app, Paper).kind == "refused_acceptance"
    whole = inspector.post(taking(centre), page, **filled(act="refuse"))
    assert whole.status_code == 409


def test_the_file_goes_from_the_counter_to_the_chancery_with_marks_on_both_ends(
    app: Flask, centre: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = taken(app, centre)
    inspector, clerk = visitor(app, centre.inspector), visitor(app, centre.clerk)
    address = f"/front-office/cases/{case.public_id}"
    page = inspector.page(address)
    assert inspector.post(f"{address}/consent", page).status_code == 422
    done = inspector.post(f"{address}/consent", page, signed="y", scan=upload())
    assert done.status_code == 200
    assert only(app, Consent).file_id is not None
    lists = inspector.page("/consignments")
    assert case.number in lists
    sent = inspector.post("/consignments", lists, case=str(case.id), courier="Курьер")
    assert sent.status_code == 200
    item = only(app, ConsignmentItem)
    arriving = clerk.page(f"/consignments/{item.consignment_id}")
    line = f"/consignments/{item.consignment_id}/lines/{item.id}/receive"
    assert inspector.post(line, lists).status_code == 404
    assert clerk.post(line, arriving).status_code == 200
    assert only(app, ConsignmentItem).received_at is not None
    assert clerk.post(line, arriving).status_code == 409
    monkeypatch.setattr(queries_counter, "MOST_LISTS", 0)
    assert case.number not in inspector.page("/consignments"), "older than those that the page shows"
    assert case.number in clerk.page(f"/consignments/{item.consignment_id}")


def test_a_result_is_handed_over_at_the_counter_only_against_the_right_receipt(
    app: Flask, centre: Counter
) -> None:
    case = taken(app, centre)
    with app.app_context():
        held = db.session.get_one(Case, case.id)
        end_by_refusal(centre, held)
        receipt = front_office.receipt_of(held)
        assert receipt is not None
        number = papers.paper_number(receipt)
    inspector = visitor(app, centre.inspector)
    address = f"/front-office/cases/{case.public_id}"
    page = inspector.page(address)
    wrong = {
        "given_to": LONG_NAME,
        "identity_document": "жеке куәлік 041234567",
        "receipt_number": "2026-000777",
    }
    assert inspector.post(f"{address}/hand-over", page, **wrong).status_code == 422
    assert (
        inspector.post(f"{address}/hand-over", page, **(wrong | {"receipt_number": number})).status_code
        == 200
    )
    assert only(app, Handover).receipt_number == number


def test_a_foreign_counter_finds_nothing(app: Flask, centre: Counter) -> None:
    case = taken(app, centre)
    with app.app_context():
        other = making.staff(Role.CENTRE_INSPECTOR, making.office("service_centre"))
        paper = db.session.scalars(select(Paper.public_id).limit(1)).one()
        db.session.commit()
    stranger = visitor(app, other)
    own = stranger.page("/front-office")
    assert case.number not in own
    for address in (f"/front-office/cases/{case.public_id}", f"/papers/{paper}", f"/papers/{paper}/file"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/front-office/cases/{case.public_id}/consent", own, signed="y").status_code == 404


def test_a_signed_paper_is_scanned_in_at_its_page_which_says_that_it_must_be(
    app: Flask, centre: Counter
) -> None:
    taken(app, centre)
    with app.app_context():
        paper = db.session.scalars(select(Paper.public_id).where(Paper.kind == "consent")).one()
    inspector = visitor(app, centre.inspector)
    assert "от руки" in inspector.page(f"/papers/{paper}")
    page = inspector.page(f"/papers/{paper}/sign")
    assert inspector.post(f"/papers/{paper}/sign", page, signed_by="").status_code == 422
    done = inspector.post(f"/papers/{paper}/sign", page, signed_by=LONG_NAME, scan=upload())
    assert done.status_code == 200
    assert only(app, SignedScan).signed_by == LONG_NAME
    assert inspector.get(f"/papers/{paper}/signed-file").mimetype == "image/png"


def fee(app: Flask) -> tuple[making.Service, Case, Visitor, Any]:
    with app.app_context():
        at = making.service("pharmaceutical-licence")
        clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
        case = making.apply(at, "issue", ChannelId.EGOV_PORTAL, language="ru")
        db.session.refresh(case)
        holder = db.session.get_one(Account, case.applicant_id).id
        db.session.expunge(case)
    return at, case, Visitor(app, holder), clerk


def test_an_applicant_pays_through_the_gateway_and_the_case_goes_on(app: Flask) -> None:
    _at, case, applicant, _clerk = fee(app)
    address = f"/cases/{case.public_id}/payment"
    page = applicant.page(address)
    assert "10\u00a0000\u00a0₸" in page
    assert applicant.post(f"{address}/begin", page).status_code == 200
    assert only(app, Payment).state == "waiting"
    assert applicant.post(f"{address}/go", page).status_code == 200
    assert applicant.post(f"{address}/ask", page).status_code == 200
    assert only(app, Payment).state == "paid"
    assert only(app, Case).place == "s01"


def test_the_sweep_asks_the_gateway_for_payments_that_wait(app: Flask) -> None:
    _at, case, _applicant, _clerk = fee(app)
    with app.app_context(), acting(SYSTEM):
        payment.begin(case.id)
        db.session.commit()
        assert paying.ask_again() == 1
    assert only(app, Payment).state == "paid"


def test_a_silent_gateway_leaves_the_payment_waiting_on_the_page_and_in_the_sweep(make_app: Any) -> None:
    app = make_app(door_behaviour="dead")
    _at, case, applicant, _clerk = fee(app)
    address = f"/cases/{case.public_id}/payment"
    page = applicant.page(address)
    applicant.post(f"{address}/begin", page)
    for act in ("go", "ask"):
        assert applicant.post(f"{address}/{act}", page).status_code == 200
    with app.app_context(), acting(SYSTEM):
        assert paying.ask_again() == 0
    assert only(app, Payment).state == "waiting"
    assert only(app, Case).place == "s00"


def test_a_slip_is_handed_in_and_looked_at_by_an_official(app: Flask) -> None:
    _at, case, applicant, clerk_actor = fee(app)
    address = f"/cases/{case.public_id}/payment"
    page = applicant.page(address)
    assert applicant.post(f"{address}/slip", page).status_code == 422
    assert applicant.post(f"{address}/slip", page, slip=upload("slip.png")).status_code == 200
    held = only(app, Payment)
    assert held.state == "slip_waits"
    clerk = visitor(app, clerk_actor)
    assert case.number in clerk.page("/payments")
    check = clerk.page(f"{address}/{held.id}/check")
    assert clerk.get(f"{address}/{held.id}/slip").mimetype == "image/png"
    assert clerk.post(f"{address}/{held.id}/refuse", check, reason="").status_code == 422
    assert clerk.post(f"{address}/{held.id}/check", check, version="0").status_code == 409
    assert clerk.post(f"{address}/{held.id}/check", check).status_code == 200
    assert only(app, Payment).state == "paid"


def test_an_official_scans_in_a_slip_that_came_on_paper(app: Flask) -> None:
    with app.app_context():
        at = making.service("narcotics-licence")
        clerk_actor = at.actor(Role.CHANCERY_CLERK, at.provider)
        case = making.apply(at, "issue", ChannelId.CHANCERY)
        db.session.refresh(case)
        db.session.expunge(case)
    assert case.place == "s00"
    clerk = visitor(app, clerk_actor)
    assert case.number in clerk.page("/payments")
    address = f"/cases/{case.public_id}/payment/enter"
    page = clerk.page(address)
    assert clerk.post(address, page).status_code == 422
    assert clerk.post(address, page, slip=upload("slip.png")).status_code == 200
    assert only(app, Payment).state == "slip_waits"


def test_another_applicant_cannot_pay_or_look(app: Flask) -> None:
    _at, case, _applicant, _clerk = fee(app)
    with app.app_context():
        other = making.applicant("organisation").id
        db.session.commit()
    stranger = Visitor(app, other)
    address = f"/cases/{case.public_id}/payment"
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/begin", stranger.page("/visits")).status_code == 404


def test_an_official_refuses_for_an_unpaid_fee_and_the_page_leads_to_the_paper(app: Flask) -> None:
    _at, case, _applicant, clerk_actor = fee(app)
    clerk = visitor(app, clerk_actor)
    address = f"/cases/{case.public_id}/payment/unpaid"
    page = clerk.page(address)
    assert clerk.post(address, page, facts="").status_code == 422
    done = clerk.post(address, page, facts="Оплата не поступила")
    assert done.status_code == 200
    assert only(app, Refused).exit == "x-payment"


def clinic(app: Flask) -> tuple[Any, Visitor]:
    with app.app_context():
        at = making.service("clinic-attachment")
        actor = at.actor(Role.STATISTICS_SPECIALIST, at.provider)
        db.session.commit()
    return at, visitor(app, actor)


def test_the_clinic_takes_documents_and_gives_the_paper_ticket(app: Flask) -> None:
    _at, specialist = clinic(app)
    page = specialist.page("/clinic/arrive")
    answer = specialist.post("/clinic/arrive", page, **filled(language="kk"))
    assert answer.status_code == 200
    case = only(app, Case)
    address = f"/clinic/cases/{case.public_id}"
    said = specialist.page(address)
    assert specialist.post(f"{address}/ticket", said, sheets="x").status_code == 422
    assert specialist.post(f"{address}/ticket", said, sheets="2").status_code == 200
    assert only(app, Case).place == "issued"
    assert case.number in specialist.page("/clinic")
    assert specialist.post(f"{address}/ticket", said, sheets="2").status_code == 409


def test_the_clinic_refuses_with_motives(app: Flask) -> None:
    _at, specialist = clinic(app)
    specialist.post("/clinic/arrive", specialist.page("/clinic/arrive"), **filled(language="ru"))
    case = only(app, Case)
    address = f"/clinic/cases/{case.public_id}"
    said = specialist.page(address)
    assert (
        specialist.post(f"{address}/refuse", said, ground="incomplete", facts="", sheets="0").status_code
        == 422
    )
    done = specialist.post(f"{address}/refuse", said, ground="incomplete", facts="Адрес другой", sheets="0")
    assert done.status_code == 200
    assert only(app, Refused).refused_as == "statistics_specialist"


def test_a_caller_is_entered_in_the_list_of_visits_and_no_case_begins(app: Flask) -> None:
    _at, specialist = clinic(app)
    page = specialist.page("/visits/today")
    first = re.search(r'<option value="(20[^"]+)"', page)
    assert first is not None
    done = specialist.post(
        "/visits/today",
        page,
        name=LONG_NAME,
        phone="87010000000",
        service="clinic-attachment",
        starts_at=first[1],
    )
    assert LONG_NAME in done.text
    slot = only(app, QueueSlot)
    assert slot.kind == "telephone"
    with app.app_context():
        assert db.session.scalar(select(Case.id)) is None
    specialist.post(f"/visits/{slot.id}/release", done.text)
    assert only(app, QueueSlot).cancelled_at is not None


def test_an_applicant_books_a_place_and_gives_it_back(app: Flask, centre: Counter) -> None:
    with app.app_context():
        person = making.applicant().id
        db.session.commit()
    applicant = Visitor(app, person)
    address = f"/visits?office={centre.centre.id}"
    page = applicant.page(address)
    first = re.search(r'<option value="(20[^"]+)"', page)
    assert first is not None
    wanted = {"service": centre.at.edition.service, "kind": "acceptance", "starts_at": first[1]}
    done = applicant.post(address, page, **wanted)
    assert done.status_code == 200
    slot = only(app, QueueSlot)
    assert slot.account_id == person
    applicant.post(f"/visits/{slot.id}/cancel", done.text)
    assert only(app, QueueSlot).cancelled_at is not None


@pytest.mark.parametrize("language", ["kk", "en"])
def test_every_page_of_the_counter_opens_in_every_language(
    app: Flask, centre: Counter, language: str
) -> None:
    case = taken(app, centre)
    inspector = visitor(app, centre.inspector, language)
    for address in (
        "/front-office",
        "/consignments",
        "/visits/today",
        f"/front-office/cases/{case.public_id}",
    ):
        inspector.page(address)
    visitor(app, centre.clerk, language).page("/payments")
