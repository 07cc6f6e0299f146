"""The services with an order, over HTTP, from the application to the issued paper that a stranger verifies.

The order on an evaluation is opened by its verbs here, because keys sign only today; its pages are walked where an
organisation is evaluated.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account, Office, RoleGrant
from accounts.queries import today
from accounts.roles import Role
from applications import office_rules
from applications.actions import course
from applications.models import Case
from applications.standing import roles_for
from commissions.actions import evaluating
from commissions.actions.evaluating import Expert, Ordered
from core import journal_proof
from core.actor import Actor, acting
from core.clock import frozen
from core.database import db
from regulations.catalogue import catalogue
from regulations.kinds import Basis, StepKind
from regulations.path import roles_of
from regulations.verbs import Verb
from tests.accounts.people import Somebody
from tests.commissions.hearing import order_file
from tests.exam.planners import decide
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


def _actor(somebody: Somebody) -> Actor:
    account = db.session.get_one(Account, somebody.id)
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)


def awarded(app: Flask, slug: str) -> Journey:
    """Tested, heard where the text has it, and decided; ordered where the text has that."""
    journey = with_result(app, slug)
    if slug in HEARD:
        interviewing.decided(journey, "positive")
    journey.go_to_today()
    _appoint(journey)
    done(journey.whose().fill(f"{journey.address}/decide", outcome="award"))
    if catalogue().newest(slug).result.basis is Basis.ORDER:
        ordered(journey)
    return journey


def _appoint(journey: Journey) -> None:
    """Where the text names an authorised person, that is who signs."""
    edition = catalogue().newest(journey.slug)
    if any(one.name == "authorised_signatory" for one in edition.settings):
        with journey.app.app_context():
            office = db.session.get_one(Office, journey.office_ids[-1])
            decide(office, "authorised_signatory", "authorised_signatory", service=journey.slug)
            db.session.commit()


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


def _opened(app: Flask, journey: Journey) -> int:
    """What the signing of the order on the evaluation calls, at the time of the journey."""
    committee = journey.office_ids[-1]
    head, expert = (journey.person(role, committee) for role in (Role.HEAD, Role.EXPERT_MEMBER))
    case_id = journey.case_id()
    with app.app_context(), acting(_actor(head)):
        ordered_by = Ordered(
            "77-НҚ",
            today(),
            order_file().id,
            (Expert(expert.id, "chair"),),
            today(),
            today() + timedelta(days=10),
        )
        found = evaluating.open_evaluation(case_id, ordered_by)
        db.session.commit()
        return found.id


def evaluated_and_heard(app: Flask) -> Journey:
    """An organisation that was evaluated, and that the commission found fit; it lies before the head."""
    journey = Journey(app, evaluation.SLUG)
    journey.accept()
    done(journey.whose().fill(f"{journey.address}/forward"))
    committee = journey.office_ids[-1]
    official, case_id = journey.person(Role.RESPONSIBLE_OFFICIAL, committee), journey.case_id()
    with frozen(journey.clock.now()):
        with app.app_context(), acting(_actor(official)):
            course.perform(course.locked(case_id), Verb.DRAFT_ORDER)
            db.session.commit()
        number = _opened(app, journey)
        desk = journey.browser(Role.RESPONSIBLE_OFFICIAL, committee)
        evaluation.brought(desk)
        evaluation.planned(desk, number)
        evaluation.evaluated(journey.browser(Role.EXPERT_MEMBER, committee), f"/evaluations/{number}")
    interviewing.decided(journey, "positive")
    journey.go_to_today()
    return journey


def test_an_organisation_comes_to_its_certificate_by_evaluation_commission_and_order(
    app: Flask, tmp_path: Path
) -> None:
    journey = evaluated_and_heard(app)
    _appoint(journey)
    done(journey.whose().fill(f"{journey.address}/decide", outcome="award"))
    ordered(journey)
    drafter = journey.browser(Role.RESPONSIBLE_OFFICIAL, journey.office_ids[-1])
    paper = papering.draw(app, str(journey.case["id"]), drafter, signatory(journey))
    given(journey, paper, tmp_path)
