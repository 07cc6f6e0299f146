"""The demo's halls: one sitting held with every outcome, one to come; and nothing without the rest of the demo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.demo import fill_demo as fill_accounts
from applications.demo import fill_demo as fill_applications
from core.actor import SYSTEM, acting
from core.database import db
from core.settings import Settings
from exam import hall_queries, queries
from exam.actions import admission, rehearsing
from exam.demo import EARLIER, fill_demo
from exam.demo_people import actor
from exam.hall_tree import tree_of
from exam.models import Attempt, HallRecord, Result, Sitting, SittingPlace, SittingSet
from question_banks.demo import fill_demo as fill_questions
from question_banks.demo_sets import fill_demo as fill_sets
from question_banks.models import SetQuestion


def test_the_demo_holds_a_sitting_with_its_results_and_one_to_come(
    context: Flask, settings: Settings
) -> None:
    for fill in (fill_accounts, fill_questions, fill_sets, fill_applications):
        fill(settings)
    assert fill_demo(settings)
    earlier, held, today, coming, rehearsal = db.session.scalars(select(Sitting).order_by(Sitting.id)).all()
    assert [one.state for one in (earlier, held, today, coming, rehearsal)] == [
        "closed",
        "closed",
        "published",
        "published",
        "begun",
    ]
    verdicts = list(db.session.scalars(select(Result.verdict).order_by(Result.id)))
    assert verdicts[: len(EARLIER)] == ["positive"] * len(EARLIER)
    assert sorted(verdicts[len(EARLIER) :]) == ["negative", "positive", "positive"]
    absent = db.session.scalars(
        select(SittingPlace).where(SittingPlace.sitting_id == held.id, SittingPlace.outcome.is_(None))
    ).one()
    assert absent.slot == 1
    roots = db.session.scalars(select(HallRecord.tree_root).where(HallRecord.sitting_id == held.id))
    assert roots.one() == tree_of(held.id).root
    assert not fill_demo(settings)
    assert rehearsal.kind == "rehearsal"
    with acting(SYSTEM):
        token = rehearsing.take_part("kk", browser="Firefox", address="203.0.113.9")
    assert db.session.get_one(Attempt, token.attempt_id).questions == 12
    assert not _questions(rehearsal) & _questions(held), "nobody rehearses with questions of a test"
    places = queries.places_of(today.id)
    with acting(actor("invigilator")):
        admission.declare(today.id, "")
        admission.open_doors(today.id)
        seat = hall_queries.seats_not_in_use(today)[0]
        assert admission.admit(places[0].id, seat.id, admission.Identity("жеке куәлік", "012345678"))


def _questions(sitting: Sitting) -> set[int]:
    """What stands on the papers of a sitting."""
    held = (
        select(SetQuestion.question_id)
        .join(SittingSet, SittingSet.set_id == SetQuestion.set_id)
        .where(SittingSet.sitting_id == sitting.id)
    )
    return set(db.session.scalars(held))


def test_without_the_rest_of_the_demo_there_is_no_hall(context: Flask, settings: Settings) -> None:
    assert not fill_demo(settings)
    with pytest.raises(NotForProduction):
        fill_demo(replace(settings, mode="production"))
