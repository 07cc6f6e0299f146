"""Reports count the cases that their reader may see, and say the same on the page and in the files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from accounts.models import OfficeSetting
from accounts.roles import Role
from applications.actions import checking
from applications.grounds import refusal_grounds
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from core.languages import speaking
from desks.report_files import as_csv, as_xlsx
from desks.report_parts import Period, gathered, in_order, month_of
from desks.reports import REPORTS
from tests.applications import making
from tests.applications.signing_refusals import sign_refusal
from tests.applications.test_course import bring_to_check
from tests.exam.planners import AtDesk
from tests.journeys import papering
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
    papering.sign_own_refusal(app, checker, str(offices.case["id"]))
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


REWORDED = {"kk": "Толық емес", "ru": "Неполный комплект", "en": "Incomplete set"}


def refused_by_its_list(at: making.Service, *, by_words: bool = False) -> None:
    """One more application is refused by the first ground of the office's list as it stands, and that is signed."""
    case = making.apply(at, "main")
    bring_to_check(at, case)
    with acting(at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)):
        motives = checking.motives_by(refusal_grounds(case)[0], case, FAULT)
        checking.refuse(case.id, replace(motives, ground_id=None) if by_words else motives)
        db.session.commit()
    sign_refusal(case)


def decided_anew(at: making.Service, *grounds: dict[str, object]) -> None:
    """The office writes its list of grounds anew."""
    decision = {"decision_number": "TEST-2", "decision_date": date(2020, 1, 2), "from_day": date(2020, 1, 2)}
    db.session.add(
        OfficeSetting(
            office_id=at.provider.id, key="refusal_grounds", service=at.edition.service, value=list(grounds),
            is_demo=True, set_at=now(), **decision,
        )
    )  # fmt: skip
    db.session.commit()


def counted(at: making.Service, language: str) -> list[tuple[str | int, ...]]:
    """Ground, clause and how many, as the head reads the report."""
    period = Period(now().date() - timedelta(days=1), now().date() + timedelta(days=2), "Asia/Almaty")
    with speaking(language):
        rows = REPORTS["refusals"].find(at.actor(Role.HEAD, at.provider), period).rows
    return [row[1:4] for row in rows]


def test_a_ground_is_one_row_whatever_words_the_office_gives_it(context: Flask) -> None:
    at = making.service("specialist-certificate")
    refused_by_its_list(at)
    decided_anew(at, {"id": "incomplete", "text": REWORDED, "clause": "pt 11"})
    refused_by_its_list(at)
    for language, said in REWORDED.items():
        assert counted(at, language) == [(said, "pt 11", 2)]
    decided_anew(at, {"id": "other", "text": making.THREE, "clause": "pt 12"})
    assert counted(at, "en") == [("Incomplete set", "pt 11", 2)], "struck off, it keeps its last words"


def test_what_was_refused_before_grounds_were_kept_is_counted_by_its_wording(context: Flask) -> None:
    at = making.service("specialist-certificate")
    refused_by_its_list(at, by_words=True)
    decided_anew(at, {"id": "incomplete", "text": REWORDED, "clause": "pt 11"})
    refused_by_its_list(at)
    assert counted(at, "en") == [("Incomplete set", "pt 11", 1), ("Specimen", "pt 10", 1)]


def test_a_refusal_that_waits_or_was_called_back_is_not_counted(context: Flask) -> None:
    at = making.service("specialist-certificate")
    case = making.apply(at, "main")
    bring_to_check(at, case)
    with acting(at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)):
        checking.refuse(case.id, checking.motives_by(refusal_grounds(case)[0], case, FAULT))
        db.session.commit()
        assert counted(at, "en") == []
        checking.call_back(case.id)
        db.session.commit()
    assert counted(at, "en") == []


def test_past_the_code_a_ground_is_one_of_the_list_and_stays(app: Flask, refused: Offices) -> None:
    with app.app_context():
        for statement in (
            "UPDATE motivated_refusal SET ground_id = 'other'",
            "UPDATE motivated_refusal SET ground_id = NULL",
            "INSERT INTO motivated_refusal (case_id, exit, ground, ground_id, clause, facts, appeal_body, appeal_term,"
            " paper_id, refused_by, refused_as, refused_at, annulled_at, annulled_by_act) SELECT case_id, exit, ground,"
            " 'invented', clause, facts, appeal_body, appeal_term, paper_id, refused_by, refused_as, refused_at,"
            " refused_at, 'x' FROM motivated_refusal",
        ):
            with pytest.raises(DBAPIError, match="a ground that its office"):
                db.session.execute(text(statement))
            db.session.rollback()


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
    stranger = making.staff(Role.HEAD, making.office("territorial"))
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
    stranger = making.staff(Role.HEAD, making.office("territorial"))
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
