"""Two people on one sitting at the same moment: one of them comes second, and nobody is told of a broken database."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from core.actor import Actor
from core.database import db
from exam.actions import annulling, judging
from exam.models import Sitting
from exam.outcomes import Decision, Outcome
from tests.exam import making
from tests.two_at_once import two_at_once


@dataclass(frozen=True)
class Two:
    """A sitting under way, a place in it, and the two people."""

    sitting_id: int
    place_id: int
    official: Actor
    head: Actor


@pytest.fixture
def two(app: Flask) -> Two:
    with app.app_context():
        hall = making.running(2)
        db.session.commit()
        return Two(hall.sitting.id, hall.places[1].id, hall.official, hall.judges[0])


def test_a_decision_on_a_candidate_and_the_annulment_of_the_sitting_wait_for_one_another(
    app: Flask, two: Two
) -> None:
    two_at_once(
        app,
        (two.official, lambda: _decide(two.place_id)),
        (two.head, lambda: annulling.annul(two.sitting_id, "Өрт")),
    )
    with app.app_context():
        assert db.session.get_one(Sitting, two.sitting_id).annulled_at is not None


def _decide(place_id: int) -> None:
    judging.decide(place_id, Outcome.ABSENT_WITH_REASON, Decision.SEAT_AGAIN, "Тыңдалды", "Ауырып қалды")
