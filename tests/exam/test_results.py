"""Results over the pages: scored once, entered to the case by the verb of the text; decisions where there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.models import Account
from applications.models import Case
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.journal import record
from core.refusals import Refusal
from exam import hash_tree
from exam.actions import admission, board, judging, recording
from exam.hall_tree import leaves_of, tree_of
from exam.model_answers import model_answer
from exam.models import AnswerEntry, HallRecord, NoResultDecision, Result, Sitting, SittingPlace
from exam.outcomes import Decision, Outcome
from exam.proofs import faults_of_attempt, faults_of_sitting
from exam.record_facts import course_of
from exam.result_queries import current_result
from exam.shown import by_places
from exam.transcript import sums_are_right, text_digest, tree_leaf
from question_banks.released_papers import read_paper
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import NOTIFY_STEP, AtDesk
from tests.paper_reading import pages_of


@dataclass
class Closed:
    app: Flask
    hall: making.Hall
    sitting_id: int

    def official(self) -> AtDesk:
        db.session.rollback()
        return AtDesk(self.app, self.hall.official.account_id)


@pytest.fixture
def at(app: Flask, context: None) -> Closed:
    """A closed hall."""
    return closed_hall(app)


def closed_hall(app: Flask) -> Closed:
    """Three candidates: one answered everything rightly, one nothing, one did not come. The hall is closed."""
    hall = making.hall(3, capacity=3)
    making.fix_papers(hall)
    making.open_doors(hall)
    for number in (0, 1):
        making.admit(hall, number)
    making.begin(hall)
    for number in (0, 1):
        making.start(hall, number)
    db.session.commit()
    answer_rightly(hall, 0)
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        board.close_attempts(hall.sitting.id, [one.id for one in hall.attempts[:2]], "Бітірді")
        board.close_sitting(hall.sitting.id)
        db.session.commit()
    return Closed(app, hall, hall.sitting.id)


def answer_rightly(hall: making.Hall, number: int) -> None:
    attempt, paper = hall.attempts[number], read_paper(hall.papers[number].sealed_paper_id)
    for place in paper.places:
        shown = by_places(place.question.body, place.arrangement, model_answer(place.question))
        db.session.add(
            AnswerEntry(
                attempt_id=attempt.id,
                epoch=1,
                sequence=place.number,
                question=place.number,
                value=json.dumps(shown, ensure_ascii=False),
                made_at=now(),
                arrived_at=now(),
            )
        )
    db.session.commit()


def test_a_sitting_is_scored_entered_and_decided_over_the_pages(at: Closed) -> None:
    page_of = at.official()
    results = f"/sittings/{at.sitting_id}/results"
    scored = page_of.post(f"/sittings/{at.sitting_id}/score", page_of.page(results))
    assert "Оценено: 2" in scored.text
    assert page_of.post(f"/sittings/{at.sitting_id}/score", scored.text).status_code == 409
    entered = page_of.post(f"/sittings/{at.sitting_id}/enter", scored.text)
    assert "внесено в дела: 2" in entered.text
    db.session.rollback()
    good, bad, absent = (db.session.get_one(Case, case.id) for case in at.hall.cases)
    assert good.place == "s06"
    assert making.TEST_STEP in good.gates
    assert "x-test" in bad.place
    assert absent.place == making.TEST_STEP
    verdicts = db.session.scalars(select(Result.verdict).order_by(Result.id)).all()
    assert list(verdicts) == ["positive", "negative"]
    place_id, absent_id = at.hall.places[2].id, absent.id
    decide = f"/sittings/{at.sitting_id}/places/{place_id}/decide"
    page = page_of.page(decide)
    fields = {
        "outcome": "absent_with_reason", "decision": "seat_again", "heard": "Телефонмен, 27.11", "reason": "Науқас",
    }  # fmt: skip
    assert page_of.post(decide, page, **(fields | {"heard": ""})).status_code == 422
    kept = page_of.post(decide, page, **(fields | {"decision": "end"}))
    assert kept.status_code == 422
    assert "Телефонмен, 27.11" in kept.text, "a decision that is not open loses nothing of what was typed"
    assert "дело следует ему" in page_of.post(decide, page, **fields).text
    db.session.rollback()
    assert db.session.get_one(Case, absent_id).place == NOTIFY_STEP
    assert page_of.post(decide, page, **fields).status_code == 409
    assert db.session.scalars(select(NoResultDecision.outcome)).one() == "absent_with_reason"


def test_a_transcript_proves_itself_and_stands_in_the_tree_of_the_record(at: Closed) -> None:
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        made = recording.issue_record(at.sitting_id)
        db.session.commit()
        with pytest.raises(Refusal):
            recording.issue_record(at.sitting_id)
        again = recording.issue_record(at.sitting_id, "Қате түзетілді")
        db.session.commit()
    assert (again.number, again.replaces_id) == (2, made.id)
    one = current_result(at.hall.cases[0].id)
    assert one is not None
    assert one.transcript is not None
    told = json.loads(one.transcript)
    assert sums_are_right(told["score"])
    assert told["score"]["verdict"] == "positive"
    assert text_digest(one.transcript) == one.transcript_digest
    leaves = leaves_of(at.sitting_id)
    root = bytes.fromhex(tree_of(at.sitting_id).root)
    assert made.tree_root == root.hex()
    path = hash_tree.proof(leaves, 0)
    assert hash_tree.proves(tree_leaf(one.transcript), 0, len(leaves), path, root)


def test_the_exports_of_a_sitting_prove_themselves_and_hold_no_key(at: Closed) -> None:
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        db.session.commit()
    first = at.hall.places[0].id
    page_of = at.official()
    whole = page_of.get(f"/sittings/{at.sitting_id}/proof")
    assert faults_of_sitting(whole.json) == []
    one = page_of.get(f"/sittings/{at.sitting_id}/places/{first}/proof")
    assert faults_of_attempt(one.json) == []
    assert "correct" not in one.text
    absent = at.hall.places[2].id
    assert page_of.get(f"/sittings/{at.sitting_id}/places/{absent}/proof").status_code == 404


def test_the_record_tells_the_course_of_the_hall_for_signature(at: Closed) -> None:
    page_of = at.official()
    address = f"/sittings/{at.sitting_id}/record"
    made = page_of.post(address, page_of.page(address))
    assert "Протокол № 1" in made.text
    pdf = page_of.get(f"{address}/1")
    assert pdf.mimetype == "application/pdf"
    said = " ".join(pages_of(pdf.data))
    for words in (
        "Протокол зала тестирования",
        "не явился",
        "043210000",
        "Бітірді",
        "Тестілеу залының хаттамасы",
    ):
        assert words in said, words
    db.session.rollback()
    assert db.session.scalars(select(HallRecord)).one().tree_size == 0


def test_the_record_of_a_full_hall_keeps_what_came_before_hundreds_of_admissions(at: Closed) -> None:
    zone = ZoneInfo("Asia/Almaty")
    sitting = db.session.get_one(Sitting, at.sitting_id)
    before = course_of(sitting, zone)
    assert before
    with acting(at.hall.invigilator):
        for number in range(510):
            record(
                "exam:place:admit", subject=("sitting", sitting.id), office_id=sitting.office_id,
                new={"place": number, "seat": str(number)},
            )  # fmt: skip
        db.session.commit()
    assert course_of(sitting, zone) == before


def test_a_result_is_never_written_over_and_a_case_has_one(at: Closed) -> None:
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        db.session.commit()
    for statement in ("UPDATE test_result SET verdict = 'positive'", "DELETE FROM test_result"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()


def test_nothing_is_scored_before_the_hall_is_closed(app: Flask, context: None) -> None:
    hall = making.running(1)
    with acting(hall.official), pytest.raises(Refusal):
        judging.score_sitting(hall.sitting.id)


def test_the_removed_wait_for_a_decision_and_may_be_sent_away(app: Flask, context: None) -> None:
    hall = making.running(1)
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        board.remove(hall.sitting.id, hall.attempts[0].id, "Телефон")
        with frozen(now() + timedelta(hours=3)):
            board.close_sitting(hall.sitting.id)
        db.session.commit()
    with acting(hall.official):
        with pytest.raises(Refusal):
            judging.score_sitting(hall.sitting.id)
        judging.decide(hall.places[0].id, Outcome.REMOVED, Decision.END, "Залда", "Телефон пайдаланды")
        db.session.commit()
    assert "x-test" in db.session.get_one(Case, hall.cases[0].id).place


def test_candidates_see_their_score_when_it_was_said(at: Closed) -> None:
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        judging.enter(at.hall.places[0].id)
    person = applying.applicant()
    case = at.hall.cases[0]
    case.applicant_id = person.id
    db.session.commit()
    address, account = f"/cabinet/{case.public_id}/test", person.id
    page = AtDesk(at.app, account)
    assert "положительный" in page.page(address)
    assert "пропуск и результат" in page.page(f"/cabinet/{case.public_id}")
    assert page.get(f"/cabinet/cases/{case.public_id}/ticket").status_code == 404
    other = applying.applicant()
    db.session.commit()
    assert AtDesk(at.app, other.id).get(address).status_code == 404
    sitting = db.session.get_one(Sitting, at.sitting_id)
    assert db.session.get(Account, account) is not None
    assert sitting.score_shown == "at_once"
    assert db.session.scalars(select(SittingPlace.outcome).order_by(SittingPlace.id)).all()[0] == "scored"
