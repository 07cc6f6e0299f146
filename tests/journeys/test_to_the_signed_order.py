"""Refused by order, over HTTP: the failed test, the head's decision, the order that only refuses, its paper."""

from __future__ import annotations

from flask import Flask

from core import journal_proof
from regulations.kinds import StepKind
from tests.journeys import ordering, papering
from tests.journeys.testing import done, with_result

SLUG = "specialist-certificate"
UNFIT = "Мамандық бойынша білімі жеткіліксіз"


def test_a_failed_test_ends_in_an_order_that_refuses_and_its_paper(app: Flask) -> None:
    journey = with_result(app, SLUG, rightly=False)
    journey.go_to_today()
    head, path = journey.whose(), f"{journey.address}/decide"
    done(head.fill(path, outcome="refuse", ground="incomplete", facts=UNFIT))
    ordering.ordered(journey, SLUG, "refusal")
    assert journey.standing().kind is StepKind.ISSUE
    handed = papering.hand_over_refusal(journey.whose(), str(journey.case["id"]))
    assert handed.startswith(b"%PDF")
    assert journey.standing().ended
    with app.app_context():
        assert journal_proof.verify().holds
