"""Refused by order, over HTTP: the failed test, the head's decision, the order that only refuses, its paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from applications.models import Case
from applications.queries import refusal_of
from core import journal_proof
from core.database import db
from orders.models import Order
from orders.order_facts import read_order
from regulations.kinds import StepKind
from tests.journeys import ordering, papering
from tests.journeys.testing import done, with_result

SLUG = "specialist-certificate"
UNFIT = "Мамандық бойынша білімі жеткіліксіз"


def test_a_failed_test_ends_in_an_order_that_refuses_and_its_signed_paper(app: Flask, tmp_path: Path) -> None:
    journey = with_result(app, SLUG, rightly=False)
    journey.go_to_today()
    head, path = journey.whose(), f"{journey.address}/decide"
    done(head.fill(path, outcome="refuse", ground="incomplete", facts=UNFIT))
    ordering.ordered(journey, SLUG, "refusal")
    assert journey.standing().kind is StepKind.ISSUE
    case, clerk = str(journey.case["id"]), journey.whose()
    early = clerk.send(f"/cases/{case}/refusal/hand-over", **clerk.hidden(f"/cases/{case}"))
    assert early.status_code == 409, "what rests on an order is signed before it is handed out"
    with app.app_context():
        number = db.session.scalars(select(Order)).one().spelled_number
        found = db.session.scalars(select(Case).where(Case.public_id == case)).one()
        with pytest.raises(IntegrityError, match="signed before it is handed out"), db.session.begin_nested():
            db.session.execute(update(Case).where(Case.id == found.id).values(place="x-test"))
        refused = refusal_of(found)
        assert refused is not None
        ground = json.loads(refused.paper.facts)["ground"]
        facts = read_order(db.session.scalars(select(Order)).one().facts or "")
    page = clerk.get(f"/cases/{case}").text
    assert ground["en"] in page, "in the reader's language, not the applicant's"
    assert ground["kk"] not in page
    assert "[&#39;" not in page
    assert "Hand the refusal out" in page, "the step is called what it is"
    words = facts.lines[0].ground_words
    assert words is not None, "both halves of the order say the ground in their language"
    assert (words.kk, words.ru) == (ground["kk"], ground["ru"])
    papering.refusal_verified(app, case, b"", number)
    papering.sign_refusal(app, case)
    handed = papering.hand_over_refusal(clerk, case)
    papering.assert_signed(handed, tmp_path)
    papering.refusal_verified(app, case, handed, number)
    assert journey.standing().ended
    with app.app_context():
        assert journal_proof.verify().holds
