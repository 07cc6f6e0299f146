"""Out by fee, commission and head, over HTTP: decided, ordered where the text has that, handed to the applicant."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import journal_proof
from core.database import db
from orders.models import OrderLine
from regulations.kinds import StepKind
from tests.accounts.people import make_person, some_iin
from tests.applications.systems import said
from tests.journeys import interviewing, papering
from tests.journeys.offices import Offices, Staff
from tests.journeys.test_to_the_signed_protocol import HEARD
from tests.journeys.test_to_the_verified_result import evaluated_and_heard, ordered
from tests.journeys.testing import Journey, done, with_result

UNFIT = "Біліктілік талаптарына сәйкес келмейді"
WITH_CATEGORY = "specialist-certificate-with-category"
# In rural pharmacy the commission itself decides (pt 5 4)): there nobody departs, as the way to its protocol shows.
DEPARTED = [
    "specialist-certificate",
    WITH_CATEGORY,
    "independent-expert-accreditation",
    "forensic-expert-attestation",
    "forensic-expert-qualification",
]


def refused(journey: Journey, **departure: str) -> None:
    """The head, or the commission's secretary, refuses; the order says so where there is one."""
    path = f"{journey.address}/decide"
    done(journey.whose().fill(path, outcome="refuse", ground="incomplete", facts=UNFIT, **departure))
    if journey.standing().kind is StepKind.ORDER:
        ordered(journey, "refusal")


def handed_out(journey: Journey) -> None:
    """No paper can be drawn; the refusal is given out by the hands of the text, and that is the end."""
    case, here = str(journey.case["id"]), journey.standing()
    assert here.kind is StepKind.ISSUE
    assert journey.executor.get(f"{journey.address}/paper/draw").status_code in {403, 404, 409}
    if journey.slug.startswith(
        "rural"
    ):  # there no order is made: with the secretary's signature it is handed out
        secretary = journey.whose()
        papering.sign_own_refusal(journey.app, secretary, case)
        handed = secretary.get(f"/cases/{case}/refusal/file").data
    else:
        papering.sign_refusal(journey.app, case)
        handed = papering.hand_over_refusal(journey.whose(), case)
    assert handed.startswith(b"%PDF")
    assert journey.standing().ended
    listed = {paper["kind"]: paper["id"] for paper in said(journey.system.get(f"/cases/{case}/papers"))}
    given = journey.system.get(f"/cases/{case}/papers/{listed['refusal']}")
    assert given.data == handed, "the applicant gets the very file, with its signature"
    with journey.app.app_context():
        assert journal_proof.verify().holds


@pytest.mark.parametrize("slug", HEARD)
def test_whom_the_commission_did_not_find_fit_gets_the_refusal_in_hand(app: Flask, slug: str) -> None:
    journey = with_result(app, slug)
    interviewing.decided(journey, "negative")
    refused(journey)
    handed_out(journey)


@pytest.mark.parametrize("slug", DEPARTED)
def test_whom_the_head_refuses_against_what_was_found_gets_the_refusal_with_its_reasons(
    app: Flask, slug: str
) -> None:
    journey = with_result(app, slug)
    if slug in HEARD:
        interviewing.decided(journey, "positive")
    journey.go_to_today()
    refused(journey, departure_ground="Сот шешімі бар", departure_clause="10-тармақ 3)")
    handed_out(journey)
    if slug == "independent-expert-accreditation":  # of two offices, each of which sees less than the whole
        offices = journey.office_ids
        readers = [journey.executor, *(journey.browser(Role.HEAD, office) for office in offices)]
        for reader in [*readers, journey.browser(Role.RESPONSIBLE_OFFICIAL, offices[-1])]:
            assert len([*links(reader, journey.address), *links(reader, f"{journey.address}/chain")]) > 5


def links(reader: Staff, page: str) -> list[str]:
    """Every link of a page: each opens for whoever is shown it."""
    main = reader.get(page).text.partition("<main")[2]
    found = sorted({html.unescape(one) for one in re.findall(r'href="(/[^"#]*)"', main)})
    for one in found:
        assert reader.get(one).status_code in {200, 302}, f"{one} on {page}"
    return found


def test_whoever_failed_the_test_for_a_category_gets_the_refusal_by_order(app: Flask) -> None:
    journey = with_result(app, WITH_CATEGORY, rightly=False)
    journey.go_to_today()
    refused(journey)
    handed_out(journey)


def test_an_organisation_that_the_head_accredits_against_the_commission_has_it_in_its_order_with_the_reasons(
    app: Flask,
) -> None:
    """The one text that has the commission recommend and no gate on what it says (pt 5, pt 6)."""
    journey = evaluated_and_heard(app, "negative")
    path = f"{journey.address}/decide"
    assert journey.whose().fill(path, outcome="award").status_code == 422
    stated = {"departure_ground": "Кемшіліктер жойылды", "departure_clause": "6-тармақ"}
    done(journey.whose().fill(path, outcome="award", **stated))
    ordered(journey)
    with app.app_context():
        (line,) = db.session.scalars(select(OrderLine).where(OrderLine.outcome == "award"))
        told = (line.item_decision, line.departs, line.departure_ground, line.departure_clause)
    assert told == ("negative", True, *stated.values())
    assert journey.standing().kind is StepKind.DOCUMENT_DRAFT


def test_an_organisation_that_the_head_refuses_against_its_evaluation_gets_the_refusal_with_its_reasons(
    app: Flask,
) -> None:
    journey = evaluated_and_heard(app)
    refused(journey, departure_ground="Сот шешімі бар", departure_clause="10-тармақ 3)")
    handed_out(journey)


@pytest.mark.parametrize("slug", ["pharmaceutical-licence", "narcotics-licence"])
def test_whoever_does_not_pay_the_fee_is_refused_on_paper(app: Flask, slug: str) -> None:
    iin = some_iin(4410)
    make_person(app, iin, "payer@example.kz", proven=True)
    person = {"kind": "person", "name": "Сейітова Әйгерім", "email": "payer@example.kz", "iin": iin}
    offices = Offices(app, slug, "issue", channel="egov-portal", person=person)
    assert offices.standing().kind is StepKind.PAYMENT
    official = offices.browser(Role.RESPONSIBLE_OFFICIAL, offices.provider_id)
    path = f"{offices.address}/payment/unpaid"
    assert official.fill(path, facts="").status_code == 422
    done(official.fill(path, facts="Оплата не поступила"))
    assert offices.standing().ended
    kinds = {paper["kind"] for paper in said(offices.system.get(f"/cases/{offices.case['id']}/papers"))}
    assert "refusal" in kinds
