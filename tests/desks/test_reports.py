"""Reports count the cases that their reader may see, and say the same on the page and in the files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from openpyxl import load_workbook

from accounts.roles import Role
from core.actor import Actor
from core.clock import frozen, now
from core.database import db
from core.languages import speaking
from desks.report_files import as_csv, as_xlsx
from desks.report_parts import Period, gathered, in_order, month_of
from desks.reports import REPORTS
from tests.applications import making as applying
from tests.exam.planners import AtDesk
from tests.journeys.offices import FAULT, Offices, Staff
from tests.orders.hands import Decisive, at, decided_case, decisive
from tests.orders.ordering import drafted, signed
from tests.orders.papering import issued_licence
from tests.orders.signed_orders import changed

__all__ = ["at", "decisive"]
EMPTY = "In these days there was nothing to count."


@pytest.fixture
def refused(app: Flask) -> Offices:
    """An office at which one application was refused for its documents."""
    offices = Offices(app, "independent-expert-accreditation")
    checker = offices.bring_to_check()
    offices.mark(checker, "faulty", FAULT)
    answer = checker.fill(f"{offices.address}/refuse", ground="incomplete", facts=FAULT)
    assert answer.status_code == 302, answer.text
    return offices


def desk_of(offices: Offices, role: Role) -> Staff:
    """The browser of somebody in a role at the office that provides the service."""
    return offices.browser(role, offices.provider_id)


def test_the_head_counts_refusals_terms_and_cases_and_takes_the_same_rows_away(
    app: Flask, refused: Offices
) -> None:
    head = desk_of(refused, Role.HEAD)
    for name in REPORTS:
        for first, last in (("0001-01-01", "9999-12-31"), ("2026-01-01", "9999-12-31"), ("x", "y")):
            assert head.get(f"/reports/{name}?first={first}&last={last}").status_code == 200
    for odd in ("9" * 23, "-1", "x", "99999999"):
        assert head.get(f"/cases?page={odd}").status_code == 200
    for name in ("refusals", "terms", "cases"):
        page = head.get(f"/reports/{name}")
        assert page.status_code == 200
        assert EMPTY not in page.text
        rows = list(
            csv.reader(io.StringIO(head.get(f"/reports/{name}.csv").data.decode("utf-8-sig")), delimiter=";")
        )
        book = load_workbook(io.BytesIO(head.get(f"/reports/{name}.xlsx").data)).active
        assert book is not None
        assert [
            ["" if cell is None else str(cell) for cell in row] for row in book.iter_rows(values_only=True)
        ] == rows
        for word in rows[1][:3]:
            assert word in page.text
    assert EMPTY in head.get("/reports/results").text


def test_a_step_that_stands_past_its_term_counts_as_late(app: Flask) -> None:
    offices = Offices(app, "independent-expert-accreditation")
    period = Period(now().date() - timedelta(days=1), now().date() + timedelta(days=60), "Asia/Almaty")
    actor = Actor(
        account_id=offices.person(Role.HEAD, offices.provider_id).id,
        role=Role.HEAD.value,
        office_id=offices.provider_id,
    )

    def late() -> tuple[int, ...]:
        return REPORTS["terms"].find(actor, period).totals[3:]

    with app.test_request_context():
        assert late() == (0, 0)
        with frozen(now() + timedelta(days=40)):
            assert late() == (1, 1)


def test_another_office_counts_nothing_of_it(app: Flask, refused: Offices) -> None:
    other = Offices(app, "rural-pharmacy-attestation")
    assert EMPTY in desk_of(other, Role.HEAD).get("/reports/refusals").text


def test_only_those_who_may_see_the_overview_see_reports(app: Flask, refused: Offices) -> None:
    clerk = desk_of(refused, Role.CHANCERY_CLERK)
    assert clerk.get("/reports").status_code == 403
    assert clerk.get("/reports/terms.xlsx").status_code == 403
    assert desk_of(refused, Role.HEAD).get("/reports/nothing").status_code == 404


def test_days_that_make_no_period_are_refused_beside_their_field(app: Flask, refused: Offices) -> None:
    head = desk_of(refused, Role.HEAD)
    page = head.get(f"/reports/terms?first={now():%Y-%m-%d}&last=2020-01-01")
    assert "The last day lies before the first one." in page.text
    assert "Choose the first day." in head.get("/reports/terms.csv?last=2026-01-01").text


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    table: list[list[str | int]] = [["=1+1", 2], ["Total", 2]]
    assert as_csv(table).decode("utf-8-sig").startswith("'=1+1;2")
    sheet = load_workbook(io.BytesIO(as_xlsx(table, "a/b"))).active
    assert sheet is not None
    assert sheet["A1"].data_type == "s"


def test_every_report_has_its_name_and_says_what_it_counts() -> None:
    assert all(str(one.title) and str(one.counted) for one in REPORTS.values())


def test_months_are_said_in_the_readers_words_and_stand_in_their_order() -> None:
    found = gathered(
        ((month_of(moment, "Asia/Almaty"), "Service"), "all")
        for moment in (datetime(2026, 11, 5, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC))
    )
    said = {"kk": ["2026 ж. ақпан", "2026 ж. қараша"], "ru": ["февраль 2026 г.", "ноябрь 2026 г."],
            "en": ["February 2026", "November 2026"]}  # fmt: skip
    for language, months in said.items():
        with speaking(language):
            shown = [" ".join(str(row[0]).split()) for row in in_order(found, ("all",))]
            assert shown == months
    # A month ends where the office's clock ends it.
    assert month_of(datetime(2026, 11, 30, 20, tzinfo=UTC), "Asia/Almaty") == "2026-12"


def test_issued_papers_are_counted_by_month_and_listed_one_by_one(app: Flask, context: None) -> None:
    service, case, paper = issued_licence()
    head = service.actor(Role.HEAD, service.provider)
    stranger = applying.staff(Role.HEAD, applying.office("territorial"))
    days = Period(now().date() - timedelta(days=1), now().date() + timedelta(days=1), "Asia/Almaty")
    with app.test_request_context(), speaking("en"):
        counted, listed = (REPORTS[name].find(head, days) for name in ("papers", "paper-journal"))
        assert counted.totals == (1, 1, 0)
        assert counted.rows[0][1] == f"{now().astimezone(ZoneInfo('Asia/Almaty')):%B %Y}"
        assert paper.number in listed.rows[0]
        assert case.person.name in listed.rows[0]
        assert listed.drawn is not None
        assert listed.drawn.rows == counted.rows
        assert REPORTS["paper-journal"].find(stranger, days).rows == ()
        changed(paper, "suspend", service.actor(Role.RESPONSIBLE_OFFICIAL, service.provider), head)
        assert REPORTS["papers"].find(head, days).totals == (1, 0, 1)
    db.session.commit()
    page = AtDesk(app, head.account_id).page("/reports/paper-journal")
    assert paper.number in page
    assert "Приостановлен" in page


def test_signed_orders_are_counted_by_month_and_listed_one_by_one(decisive: Decisive) -> None:
    decided = [decided_case(decisive, number).case_id for number in (0, 1)]
    order = drafted(decisive.official, "award", "specialist-certificate", decided)
    days = Period(now().date() - timedelta(days=1), now().date() + timedelta(days=1), "Asia/Almaty")
    with decisive.app.test_request_context(), speaking("en"):
        assert REPORTS["orders"].find(decisive.head, days).rows == (), "an unsigned order is none"
    signed(order, decisive.official, decisive.head)
    stranger = applying.staff(Role.HEAD, applying.office("territorial"))
    db.session.commit()
    with decisive.app.test_request_context(), speaking("en"):
        counted, listed = (REPORTS[name].find(decisive.head, days) for name in ("orders", "order-journal"))
        assert counted.totals == (1, 2, 1, 1)
        assert listed.totals == counted.totals
        assert order.spelled_number in listed.rows[0]
        assert REPORTS["order-journal"].find(stranger, days).rows == ()
    desk = decisive.page(decisive.head)
    assert order.spelled_number in desk.page("/reports/order-journal")
    assert order.spelled_number.encode() in desk.get("/reports/order-journal.csv").data
