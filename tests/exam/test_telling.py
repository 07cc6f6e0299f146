"""Results told to the E-licensing system: both verdicts, again when corrected, by hand where the door leads nowhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from applications.models import Told
from core.actor import acting
from core.database import db
from core.models import OutboxMessage
from exam.actions import correcting, judging
from exam.result_queries import current_result
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from tests.exam import making
from tests.exam.test_correcting import credit_all, scored
from tests.exam.test_results import Closed, at

__all__ = ["at", "scored"]


@pytest.fixture
def two_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hall of a text that enters the result right after the test."""
    monkeypatch.setattr(making, "SERVICE", "forensic-expert-qualification")


def results_sent() -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.channel == "elicensing").order_by(OutboxMessage.id)
    )
    return [one.payload for one in rows if one.payload and one.payload["kind"] == "result"]


def enter_both(at: Closed) -> None:
    for number in (0, 1):
        judging.enter(at.hall.places[number].id)


def test_a_result_is_told_when_it_goes_into_the_case_whatever_its_verdict(
    two_levels: None, scored: Closed
) -> None:
    with acting(scored.hall.official):
        enter_both(scored)
        db.session.commit()
    good, bad = results_sent()
    result = current_result(scored.hall.cases[0].id)
    assert result is not None
    score = json.loads(result.score or "{}")
    assert (good["verdict"], bad["verdict"]) == ("positive", "negative")
    assert (good["points"], good["out_of"]) == (score["earned"], score["possible"])
    assert good["transcript_digest"] == result.transcript_digest
    assert good["case_number"] == scored.hall.cases[0].number
    assert (good["corrected"], bad["corrected"]) == (False, False)
    assert [one.kind for one in db.session.scalars(select(Told).where(Told.kind == "result"))] == [
        "result"
    ] * 2
    page = scored.official().page(f"/cases/{scored.hall.cases[0].public_id}")
    assert "результат теста" in page


def test_a_text_that_enters_the_result_after_the_order_tells_nothing_at_the_test(scored: Closed) -> None:
    with acting(scored.hall.official):
        enter_both(scored)
        db.session.commit()
    assert results_sent() == []


def test_a_correction_is_told_only_where_the_old_result_was(two_levels: None, scored: Closed) -> None:
    with acting(scored.hall.official):
        judging.enter(scored.hall.places[1].id)
        credit_all(scored)
        correcting.recount_sitting(scored.sitting_id, "екі жауап дұрыс")
        assert [one["corrected"] for one in results_sent()] == [False, True]
        judging.enter(scored.hall.places[0].id)
        correcting.take_back(scored.hall.cases[0].id, "басқа адам тапсырды")
        db.session.commit()
    assert [(one["verdict"], one["corrected"]) for one in results_sent()] == [
        ("negative", False),
        ("positive", True),
        ("positive", True),
        ("void", True),
    ]
    assert results_sent()[-1]["points"] == ""


def test_only_texts_that_enter_a_result_right_after_the_test_tell_it_then() -> None:
    """Specialist certificates enter theirs after the order, rural pharmacy in no system at all."""
    telling = set()
    for edition in map(catalogue().newest, catalogue().services()):
        for procedure in edition.procedures:
            steps = edition.steps_of(procedure.id)
            kinds = [step.kind for step in steps]
            if StepKind.TEST in kinds and kinds[kinds.index(StepKind.TEST) + 1] is StepKind.RECORD_RESULT:
                telling.add(edition.service)
    assert telling == {
        "independent-expert-accreditation",
        "forensic-expert-attestation",
        "forensic-expert-qualification",
    }
