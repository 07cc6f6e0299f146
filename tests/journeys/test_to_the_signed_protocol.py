"""The services with an interview, over HTTP, from the application to the signed protocol and the decision on it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from applications.models import Refused
from commissions.models import ProtocolItemSigned
from core import journal_proof
from core.database import db
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from tests.applications.systems import said
from tests.journeys import interviewing as hands
from tests.journeys.testing import Journey, done, with_result

HEARD = [
    "specialist-certificate-with-category",
    "independent-expert-accreditation",
    "forensic-expert-attestation",
    "forensic-expert-qualification",
    "rural-pharmacy-attestation",
]
UNFIT = "Әңгімелесу нәтижесі теріс"


def signed_decision(app: Flask) -> str:
    with app.app_context():
        (signed,) = db.session.query(ProtocolItemSigned).all()
        return signed.decision


def paper_kinds(journey: Journey) -> set[str]:
    return {paper["kind"] for paper in said(journey.system.get(f"/cases/{journey.case['id']}/papers"))}


@pytest.mark.parametrize("slug", HEARD)
def test_a_candidate_is_heard_and_the_signed_protocol_moves_the_case(app: Flask, slug: str) -> None:
    journey = with_result(app, slug)
    at = hands.decided(journey, "positive")
    assert signed_decision(app) == "positive"
    file = at.keeper.get(f"/commissions/protocols/{hands.protocol_of(at)}/file").data
    assert file.startswith(b"%PDF")
    assert journey.standing().kind is StepKind.DECISION
    decides = journey.whose()
    assert 'value="award"' in decides.get(f"{journey.address}/decide").text
    if slug.startswith("rural"):
        nobody_departs_from_the_commission(journey)
    done(decides.fill(f"{journey.address}/decide", outcome="award"))
    assert not journey.standing().ended
    with app.app_context():
        assert journal_proof.verify().holds


def nobody_departs_from_the_commission(journey: Journey) -> None:
    """Where the commission itself decides, its secretary enters what it said, and nothing else."""
    answer = journey.whose().fill(
        f"{journey.address}/decide", outcome="refuse", ground="incomplete", facts=UNFIT,
        departure_ground="Себебі бар", departure_clause="1-т.",
    )  # fmt: skip
    assert answer.status_code == 422, answer.text[answer.text.find("<main") :][:1500]
    assert "nobody departs from it (pt 5 4); pt 8 4))" in answer.text


def nobody_awards_against_the_commission(journey: Journey) -> None:
    """None of these texts lets anybody award what the commission did not find good, whatever ground is stated."""
    answer = journey.whose().fill(
        f"{journey.address}/decide", outcome="award", departure_ground="Себебі бар", departure_clause="1-т."
    )
    assert answer.status_code == 422
    edition = catalogue().newest(journey.slug)
    if journey.slug.startswith("rural"):
        assert "nobody departs from it (pt 5 4); pt 8 4))" in answer.text
    else:
        assert f"nobody awards here ({edition.exit('x-interview').source})" in answer.text
    assert journey.standing().kind is StepKind.DECISION


@pytest.mark.parametrize("slug", HEARD)
def test_whoever_the_commission_does_not_find_fit_takes_the_exit_of_the_text(app: Flask, slug: str) -> None:
    journey = with_result(app, slug)
    hands.decided(journey, "negative")
    assert signed_decision(app) == "negative"
    assert journey.standing().kind is StepKind.DECISION
    decides = journey.whose()
    page = decides.get(f"{journey.address}/decide").text
    assert 'value="refuse"' in page
    assert 'value="award"' not in page
    nobody_awards_against_the_commission(journey)
    done(decides.fill(f"{journey.address}/decide", outcome="refuse", ground="incomplete", facts=UNFIT))
    # Where the text has an order, the refusal is ordered too; in rural pharmacy it is written with the decision.
    ordered = journey.standing().kind is StepKind.ORDER
    assert ordered == (not slug.startswith("rural"))
    assert "refusal" not in paper_kinds(journey), "the applicant sees it when it is handed out"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Refused)) == (0 if ordered else 1)
        assert journal_proof.verify().holds


def test_a_candidate_who_did_not_come_gets_another_meeting(app: Flask) -> None:
    journey = with_result(app, HEARD[0])
    at = hands.formed(journey)
    done(hands.offer(at))
    hands.to_the_meeting(at)
    done(at.keep(f"{hands.interview_of(at)}/end", ending="absent", reason=""))
    hands.close(at)
    hands.sign(at, hands.draw(at))
    here = journey.standing()
    assert (here.kind, here.ended) == (StepKind.INTERVIEW, False)
    again = f"/commissions/{at.commission}/waiting/{journey.case['id']}"
    assert again in at.keeper.get(f"/commissions/{at.commission}").text
