"""From the test result, or from the protocol, to the signed order, its paper and the register; and to the refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from accounts.models import RoleGrant
from core import journal_proof
from core.database import db
from regulations.kinds import StepKind
from tests.accounts.people import Somebody
from tests.journeys import interviewing, ordering, papering
from tests.journeys.offices import Offices
from tests.journeys.testing import Journey, done, with_result

UNFIT = "Мамандық бойынша білімі жеткіліксіз"
WITH_INTERVIEW = (
    "specialist-certificate-with-category",
    "independent-expert-accreditation",
    "forensic-expert-attestation",
    "forensic-expert-qualification",
)


def decide(offices: Offices, outcome: str) -> None:
    """The head decides on the page."""
    head, path = offices.whose(), f"{offices.address}/decide"
    if outcome == "award":
        done(head.fill(path, outcome="award"))
    else:
        done(head.fill(path, outcome="refuse", ground="incomplete", facts=UNFIT))


def given_out(journey: Offices, folder: Path) -> None:
    """The paper that the order brought: drawn, signed by whom the text names, issued, checked by a stranger."""
    app, case = journey.app, str(journey.case["id"])
    drafter = journey.whose()
    assert journey.standing().kind is StepKind.DOCUMENT_DRAFT
    signer = _who_signs(journey, drafter.get(f"/cases/{case}/paper/draw").text)
    paper = papering.draw(app, case, drafter, signer)
    papering.sign(app, paper)
    assert journey.standing().kind is StepKind.ISSUE
    papering.issue(journey.whose(), paper)
    papering.verified(app, paper, folder)


def _who_signs(journey: Offices, page: str) -> Somebody:
    """The first whom the page offers: the head, or whom the office has appointed."""
    offered = re.search(r'name="signatory"[^>]*value="(\d+)"', page)
    assert offered is not None, "nobody may sign the paper"
    with journey.app.app_context():
        account = db.session.get_one(RoleGrant, int(offered[1])).account
        return Somebody(account.id, account.login or "")


def test_a_specialist_gets_the_certificate_that_the_order_awards(app: Flask, tmp_path: Path) -> None:
    journey = with_result(app, "specialist-certificate")
    journey.go_to_today()
    decide(journey, "award")
    order = ordering.ordered(journey, "specialist-certificate")
    assert journey.standing().kind is StepKind.RECORD_RESULT
    ordering.results_entered(journey, order)
    given_out(journey, tmp_path)
    assert journey.standing().ended
    with app.app_context():
        assert journal_proof.verify().holds


def test_a_failed_test_ends_in_an_order_that_refuses_and_its_paper(app: Flask) -> None:
    journey = with_result(app, "specialist-certificate", rightly=False)
    journey.go_to_today()
    decide(journey, "refuse")
    ordering.ordered(journey, "specialist-certificate", "refusal")
    assert journey.standing().kind is StepKind.ISSUE
    handed = papering.hand_over_refusal(journey.whose(), str(journey.case["id"]))
    assert handed.startswith(b"%PDF")
    assert journey.standing().ended


@pytest.mark.parametrize("slug", WITH_INTERVIEW)
def test_an_interview_ends_in_an_order_that_awards(app: Flask, slug: str, tmp_path: Path) -> None:
    journey: Journey = with_result(app, slug)
    interviewing.decided(journey, "positive")
    decide(journey, "award")
    order = ordering.ordered(journey, slug)
    if journey.standing().kind is StepKind.RECORD_RESULT:
        ordering.results_entered(journey, order)
    given_out(journey, tmp_path)
    assert journey.standing().ended


@pytest.mark.parametrize("procedure", ["tissue_blood", "organ"])
def test_a_licence_for_organs_and_tissues_is_awarded_by_order(
    app: Flask, procedure: str, tmp_path: Path
) -> None:
    offices = Offices(app, "organ-tissue-blood-licence", procedure)
    checker = offices.bring_to_check()
    offices.mark(checker)
    done(checker.send(f"{offices.address}/accept", **checker.hidden(f"{offices.address}/check")))
    ordering.ordered(offices, "organ-tissue-blood-licence")
    given_out(offices, tmp_path)
    assert offices.standing().ended
