"""The services with an order, over HTTP, from the application to the issued paper that a stranger verifies."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from applications import office_rules
from applications.models import Case
from applications.standing import roles_for
from core import journal_proof
from core.clock import frozen
from core.database import db
from regulations.catalogue import catalogue
from regulations.kinds import Basis, StepKind
from regulations.path import roles_of
from tests.accounts.people import Somebody
from tests.journeys import interviewing, ordering, papering, proving
from tests.journeys import test_organisation_evaluated as evaluation
from tests.journeys.offices import Offices
from tests.journeys.test_to_the_signed_protocol import HEARD
from tests.journeys.testing import Journey, done, with_result

CERTIFIED = ["specialist-certificate", *HEARD]


def ordered(offices: Offices, kind: str = "award") -> None:
    """Drafted by the official, approved and signed by the head; the result is entered where it comes after."""
    with offices.app.app_context():
        service = db.session.scalars(select(Case.service).where(Case.public_id == offices.case["id"])).one()
    order = ordering.ordered(offices, service, kind)
    if offices.standing().kind is StepKind.RECORD_RESULT:
        ordering.results_entered(offices, order)


def awarded(app: Flask, slug: str) -> Journey:
    """Tested, heard where the text has it, and decided; ordered where the text has that."""
    journey = with_result(app, slug)
    if slug in HEARD:
        interviewing.decided(journey, "positive")
    journey.go_to_today()
    journey.appoint()
    done(journey.whose().fill(f"{journey.address}/decide", outcome="award"))
    if catalogue().newest(slug).result.basis is Basis.ORDER:
        ordered(journey)
    return journey


def signatory(journey: Journey) -> Somebody:
    """Somebody in the role that signs: the head, or whom the office has appointed."""
    edition, case_id = catalogue().newest(journey.slug), journey.case_id()
    step = next(one for one in edition.steps if one.kind is StepKind.DOCUMENT_SIGNATURE)
    with journey.app.app_context():
        case = db.session.get_one(Case, case_id)
        role = roles_for(roles_of(step, office_rules.appointed(case, edition)))[0]
    return journey.person(role, journey.office_ids[-1])


@pytest.mark.parametrize("slug", CERTIFIED)
def test_a_candidate_comes_to_a_paper_that_a_stranger_verifies(app: Flask, tmp_path: Path, slug: str) -> None:
    journey = awarded(app, slug)
    office_id = journey.office_ids[-1]
    if journey.standing().kind is StepKind.DOCUMENT_SIGNATURE:
        # Whoever signs is told that there is nothing to sign yet, and does not come to a page that is not theirs.
        assert "has not been drawn yet" in journey.whose().get(f"{journey.address}/paper").text
    drafter = journey.browser(journey.executes, office_id)
    paper = papering.draw(app, str(journey.case["id"]), drafter, signatory(journey))
    given(journey, paper, tmp_path)


def ordered_by(offices: Offices) -> bool:
    """Whether the text of the service has an order."""
    return catalogue().newest(str(offices.case["service"])).result.basis is Basis.ORDER


def given(offices: Offices, paper: papering.Drawn, folder: Path) -> None:
    """Signed, issued by the hands of the text, verified."""
    assert offices.standing().kind is StepKind.DOCUMENT_SIGNATURE
    papering.sign(offices.app, paper)
    here = offices.standing()
    assert here.kind is StepKind.ISSUE
    papering.issue(offices.browser(Role(here.role), here.office_id), paper)
    papering.verified(offices.app, paper, folder)
    assert offices.standing().ended
    assert "The paper names the order of this chain" in proving.proved(offices, folder) or not ordered_by(
        offices
    )
    with offices.app.app_context():
        assert journal_proof.verify().holds


@pytest.mark.parametrize("track", ["tissue_blood", "organ"])
def test_a_licence_for_organs_tissues_or_blood_rests_on_its_order(
    app: Flask, tmp_path: Path, track: str
) -> None:
    offices = Offices(app, "organ-tissue-blood-licence", track)
    official = offices.bring_to_check()
    offices.mark(official)
    hidden = official.hidden(f"{offices.address}/check")
    done(official.send(f"{offices.address}/accept", **hidden))
    # Before the order is signed nothing is drawn.
    assert official.get(f"{offices.address}/paper/draw").status_code == 409
    ordered(offices)
    head = offices.person(Role.HEAD, offices.office_ids[-1])
    paper = papering.draw(
        app, str(offices.case["id"]), official, head, annex="Тіндерді дайындау: Астана, Мәңгілік ел 8"
    )
    given(offices, paper, tmp_path)


def evaluated_and_heard(app: Flask, decision: str = "positive") -> Journey:
    """An organisation that was evaluated, and that the commission found fit or not; it lies before the head."""
    journey = Journey(app, evaluation.SLUG)
    journey.accept()
    done(journey.whose().fill(f"{journey.address}/forward"))
    committee = journey.office_ids[-1]
    with frozen(journey.clock.now()):
        evaluation.order_sent(journey)
        number = evaluation.opened(app, journey)
        desk = journey.browser(Role.RESPONSIBLE_OFFICIAL, committee)
        evaluation.brought(desk)
        evaluation.planned(desk, number)
        evaluation.evaluated(journey.browser(Role.EXPERT_MEMBER, committee), f"/evaluations/{number}")
    interviewing.decided(journey, decision)
    journey.go_to_today()
    return journey


def test_an_organisation_comes_to_its_certificate_by_evaluation_commission_and_order(
    app: Flask, tmp_path: Path
) -> None:
    journey = evaluated_and_heard(app)
    journey.appoint()
    done(journey.whose().fill(f"{journey.address}/decide", outcome="award"))
    ordered(journey)
    drafter = journey.browser(Role.RESPONSIBLE_OFFICIAL, journey.office_ids[-1])
    paper = papering.draw(app, str(journey.case["id"]), drafter, signatory(journey))
    given(journey, paper, tmp_path)
