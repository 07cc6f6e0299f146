"""Every service with a test, over HTTP, from the application to the recorded result, and out by the text's exit."""

from __future__ import annotations

import pytest
from flask import Flask

from core import journal_proof
from regulations.catalogue import SERVICES, catalogue
from regulations.kinds import StepKind
from tests.applications.systems import said
from tests.journeys import papering
from tests.journeys.testing import Journey, done, with_result

FAILED = "Тестілеу нәтижесі теріс"
TESTED = [
    slug for slug in SERVICES if any(step.kind is StepKind.TEST for step in catalogue().newest(slug).steps)
]


def outcomes_of(journey: Journey) -> list[str]:
    steps = said(journey.system.get(f"/cases/{journey.case['id']}/steps"))
    return [step["outcome"] for step in steps if step["ended_at"]]


@pytest.mark.parametrize("slug", TESTED)
def test_a_passed_test_opens_what_the_text_has_next(app: Flask, slug: str) -> None:
    journey = with_result(app, slug)
    assert journey.verdict() == "positive"
    here = journey.standing()
    assert not here.ended
    assert here.kind is {
        "specialist-certificate": StepKind.DECISION,
        "specialist-certificate-with-category": StepKind.INTERVIEW,
        "rural-pharmacy-attestation": StepKind.INTERVIEW,
    }.get(slug, StepKind.FORWARD)
    assert "positive" in outcomes_of(journey)
    with app.app_context():
        assert journal_proof.verify().holds


@pytest.mark.parametrize("slug", TESTED)
def test_a_failed_test_takes_the_exit_that_the_text_has(app: Flask, slug: str) -> None:
    journey = with_result(app, slug, rightly=False)
    assert journey.verdict() == "negative"
    here = journey.standing()
    assert not here.ended
    if here.kind is StepKind.DECISION:
        refused_by_the_head(journey)
    else:
        refused_by_the_executor(journey)
    with app.app_context():
        assert journal_proof.verify().holds


def refused_by_the_head(journey: Journey) -> None:
    """Where the head decides, only refusing is open after a failed test."""
    head = journey.whose()
    page = head.get(f"{journey.address}/decide").text
    assert 'value="refuse"' in page
    assert 'value="award"' not in page
    done(head.fill(f"{journey.address}/decide", outcome="refuse", ground="incomplete", facts=FAILED))
    assert outcomes_of(journey)[-2:] == ["negative", "refuse"]


def refused_by_the_executor(journey: Journey) -> None:
    """Where no head decides on the way out, the official or the secretary refuses with motives, and signs that."""
    assert outcomes_of(journey).count("negative") == 1
    assert f"{journey.address}/refuse" in journey.whose().get(journey.address).text
    author = journey.whose()
    done(author.fill(f"{journey.address}/refuse", ground="incomplete", facts=FAILED))
    assert not journey.standing().ended
    papering.sign_own_refusal(journey.app, author, str(journey.case["id"]))
    assert journey.standing().ended
    papers = said(journey.system.get(f"/cases/{journey.case['id']}/papers"))
    assert "refusal" in {paper["kind"] for paper in papers}
