"""Orders over their pages: drafted with many, approved or returned, signed, read; and what is refused there."""

from __future__ import annotations

import re

import pytest

from accounts.roles import Role
from accounts.signing_queries import sheet_of
from applications.models import Case
from core import listing
from core.actor import acting
from core.database import db
from orders import order_queries
from orders.actions import ordering
from orders.models import Order, OrderTemplate
from orders.models.order import KIND
from tests.accounts.signing_hands import sign_over_http
from tests.applications import making as applying
from tests.exam.planners import AtDesk, decide
from tests.orders.hands import Decisive, at, decided_case, decisive
from tests.orders.ordering import drafted, opened, signed

__all__ = ["at", "decisive"]
SERVICE = "specialist-certificate"
NEW = f"/orders/new?kind=award&service={SERVICE}"


def begun(at: Decisive, desk: AtDesk) -> int:
    """Both decided cases in one draft, over the page."""
    page = desk.page(NEW)
    cases = re.findall(r'name="cases"[^>]*value="(\d+)"', page)
    answer = desk.post(NEW, page, cases=cases)
    assert answer.status_code == 200, answer.text
    found = re.search(r"/orders/(\d+)\.pdf", answer.text)
    assert found is not None
    return int(found[1])


def order(number: int) -> Order:
    return db.session.get_one(Order, number, populate_existing=True)


def test_an_order_goes_over_the_pages_from_the_waiting_cases_to_the_signed_file(decisive: Decisive) -> None:
    decided_case(decisive)
    decided_case(decisive, 1)
    official, head = decisive.page(decisive.official), decisive.page(decisive.head)
    assert NEW.replace("&", "&amp;") in official.page("/orders")
    assert NEW.replace("&", "&amp;") in official.page("/desk")
    number = begun(decisive, official)
    address = f"/orders/{number}"
    page = official.page(address)
    assert all(case.number in page for case in decisive.cases[:2])
    assert official.get(f"{address}.pdf").data.startswith(b"%PDF")
    assert official.post(f"{address}/send", page).status_code == 200
    assert official.post(f"{address}/approve", page).status_code == 403
    assert head.post(f"{address}/send", head.page(address)).status_code == 403
    assert address in head.page("/desk")
    seen = head.page(address)
    assert "approve" in seen
    kept = head.post(f"{address}/return", head.page(f"{address}/return"), remarks=" ")
    assert kept.status_code == 422
    head.post(f"{address}/return", head.page(f"{address}/return"), remarks="Тақырыбын тексеріңіз")
    page = official.page(address)
    assert "Тақырыбын тексеріңіз" in page
    official.post(f"{address}/send", page)
    assert head.post(f"{address}/approve", seen).status_code == 409
    assert head.post(f"{address}/approve", head.page(address)).status_code == 200
    assert official.page(f"{address}/compare?earlier=1&later=2")
    opening = official.page(f"{address}/open-signing")
    answer = official.post(f"{address}/open-signing", opening, signatory=decisive.head.grant_id)
    assert order(number).spelled_number in answer.text
    sheet = sheet_of(KIND, number)
    assert sheet is not None
    sign_over_http(decisive.app, sheet.id)
    assert order_queries.signed_of(number) is not None
    page = official.page(address)
    extract = f"{address}/extract/{order_queries.lines_of(number)[0].id}"
    assert extract in page
    assert official.get(extract).data.startswith(b"%PDF")
    official.post(f"{address}/record-results", page)
    assert db.session.get_one(Case, decisive.cases[0].id, populate_existing=True).place == "s10"
    assert (
        official.post(f"{address}/withdraw", official.page(f"{address}/withdraw"), reason="қате").status_code
        == 409
    )
    case_page = official.get(f"/cases/{decisive.cases[0].public_id}/order")
    assert case_page.headers["Location"].endswith(address)


def test_nobody_awards_a_candidate_by_the_page_who_failed_or_was_not_decided_on(decisive: Decisive) -> None:
    refused = decided_case(decisive, 1)
    official = decisive.page(decisive.official)
    page = official.page(NEW)
    assert page.count('name="cases"') == 1
    answer = official.post(NEW, page, cases=[str(decisive.cases[0].id)])
    assert answer.status_code in {409, 422}
    number = begun(decisive, official)
    (line,) = order_queries.lines_of(number)
    assert (line.case_id, line.outcome) == (refused.case_id, "refuse")


def test_a_case_whose_order_was_withdrawn_leads_to_another_draft_and_its_number_stays_told(
    decisive: Decisive,
) -> None:
    cases = [decided_case(decisive).case_id]
    order = drafted(decisive.official, "award", SERVICE, cases)
    opened(order, decisive.official, decisive.head)
    with acting(decisive.official):
        ordering.withdraw(order.id, "Күні қате қойылды")
    db.session.commit()
    address = f"/cases/{decisive.cases[0].public_id}"
    official, head = decisive.page(decisive.official), decisive.page(decisive.head)
    assert f"{address}/order" in official.page(address)
    assert official.get(f"{address}/order").location == NEW
    told = head.get(f"{address}/order")
    assert told.status_code == 409
    assert "отозван" in told.text
    listed = head.page("/reports/order-journal")
    assert order.spelled_number in listed
    assert "Күні қате қойылды" in listed


def test_a_stranger_office_finds_no_order_and_the_recipient_only_the_own_line(decisive: Decisive) -> None:
    decided_case(decisive)
    decided_case(decisive, 1)
    official, head = decisive.page(decisive.official), decisive.page(decisive.head)
    number = begun(decisive, official)
    address = f"/orders/{number}"
    stranger = applying.staff(Role.RESPONSIBLE_OFFICIAL, applying.service(SERVICE).provider)
    db.session.commit()
    for path in (address, f"{address}.pdf", f"{address}/compare"):
        assert decisive.page(stranger).get(path).status_code == 404
    official.post(f"{address}/send", official.page(address))
    head.post(f"{address}/approve", head.page(address))
    official.post(
        f"{address}/open-signing", official.page(f"{address}/open-signing"), signatory=decisive.head.grant_id
    )
    sheet = sheet_of(KIND, number)
    assert sheet is not None
    sign_over_http(decisive.app, sheet.id)
    first, second = decisive.cases[:2]
    first.applicant_id = applying.applicant().id
    db.session.commit()
    lines = {line.case_id: line.id for line in order_queries.lines_of(number)}
    owner = AtDesk(decisive.app, first.applicant_id)
    cabinet = f"/cabinet/{first.public_id}/order"
    assert f"{cabinet}/{lines[first.id]}" in owner.page(cabinet)
    assert owner.get(f"{cabinet}/{lines[first.id]}").data.startswith(b"%PDF")
    assert owner.get(f"{cabinet}/{lines[second.id]}").status_code == 404
    assert owner.get(f"/cabinet/{second.public_id}/order").status_code == 404
    assert owner.get(f"{address}.pdf").status_code == 403


def test_the_drafter_is_not_offered_the_own_order_to_sign(decisive: Decisive) -> None:
    decide(decisive.closed.hall.office, "order_drafter_signs", False, service=SERVICE)
    decided_case(decisive)
    db.session.commit()
    official, head = decisive.page(decisive.official), decisive.page(decisive.head)
    number = begun(decisive, official)
    address = f"/orders/{number}"
    official.post(f"{address}/send", official.page(address))
    head.post(f"{address}/approve", head.page(address))
    answer = official.post(
        f"{address}/open-signing",
        official.page(f"{address}/open-signing"),
        signatory=decisive.official.grant_id,
    )
    assert answer.status_code == 422
    assert order(number).state == "approved"


def test_an_office_makes_an_edition_of_its_words_and_drafts_take_it(decisive: Decisive) -> None:
    decided_case(decisive)
    official, head = decisive.page(decisive.official), decisive.page(decisive.head)
    before = begun(decisive, official)
    address = f"/orders/templates/award/{SERVICE}"
    assert address in head.page("/orders/templates")
    assert official.get(f"{address}/new").status_code == 403
    page = head.page(f"{address}/new")
    kept = {
        name: text.strip()
        for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', page)
    }
    assert head.post(f"{address}/new", page, **kept, reason="жаңа мәтін").status_code == 422
    wrong = kept | {"preamble_kk": "{unknown} бойынша БҰЙЫРАМЫН"}
    assert head.post(f"{address}/new", page, **wrong, reason="жаңа мәтін").status_code == 422
    changed = kept | {"title_kk": "Сертификат беру туралы бұйрық"}
    assert head.post(f"{address}/new", page, **changed, reason="жаңа мәтін").status_code == 200
    made = db.session.query(OrderTemplate).one()
    assert (made.edition, made.key) == (2, f"award/{SERVICE}")
    assert order(before).template_edition == 1
    desk = official.page("/orders/new")
    answer = official.post("/orders/new", desk, kind="correction", service=SERVICE)
    assert answer.status_code == 200
    assert "Сертификат беру туралы бұйрық" in head.page(address)


def test_a_point_older_than_those_listed_is_found_by_its_case_and_annulled(
    decisive: Decisive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With wild signs nothing is found but what has them; the point found is taken into the draft."""
    monkeypatch.setattr(order_queries, "MOST_POINTS", 1)
    for number in (1, 0):
        case_id = decided_case(decisive, number).case_id
        signed(
            drafted(decisive.official, "award", "specialist-certificate", [case_id]),
            decisive.official,
            decisive.head,
        )
    draft = drafted(decisive.official, "annulment", "specialist-certificate")
    (older,) = order_queries.signed_lines_of(decisive.cases[1].id)
    official = decisive.page(decisive.official)
    address, choice = f"/orders/{draft.id}/points", f'value="{older.line_id}"'
    page = official.page(address)
    assert choice not in page
    assert "1 самых новых" in page
    assert choice not in official.page(f"{address}?number=%25")
    found = f"{address}?number={decisive.cases[1].number}"
    page = official.page(found)
    assert choice in page
    why = {"ground": "Апелляция", "clause": "9", "facts": "Решение № 3", "reopen_at": "s05"}
    assert official.post(found, page, earlier=older.line_id, **why).status_code == 200
    assert [one.earlier_id for one in order_queries.lines_of(draft.id)] == [older.line_id]


def test_orders_are_listed_page_by_page_and_none_is_cut_off(
    decisive: Decisive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address keeps what the list was narrowed to; a page beyond the last shows none."""
    first, second = (drafted(decisive.official, "award", "specialist-certificate") for _ in range(2))
    monkeypatch.setattr(listing, "PAGE", 1)
    official = decisive.page(decisive.official)
    row = 'href="/orders/{}"'.format
    page = official.page("/orders?kind=award")
    assert row(second.id) in page
    assert row(first.id) not in page
    assert "/orders?kind=award&amp;page=2" in page
    page = official.page("/orders?kind=award&page=2")
    assert row(first.id) in page
    assert row(second.id) not in page
    assert row(first.id) not in official.page("/orders?page=3")
