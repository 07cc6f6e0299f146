"""Where there is no result: the office's rule on absence holds, and the candidate is told what was decided and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from applications.models import Case, CaseNotice
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.refusals import Refusal
from exam.actions import admission, attempts, board, judging, placing
from exam.models import AnswerEntry
from exam.outcomes import Absence, Decision, Outcome, decisions
from regulations.catalogue import catalogue
from tests.exam import making
from tests.exam.planners import AtDesk, decide, hall_of, planners, sitting_of, waiting_case

ABSENT = Outcome.ABSENT_WITHOUT_REASON


@pytest.mark.parametrize(
    ("rule", "open_to"),
    [
        (Absence.NEW_SITTING, (Decision.SEAT_AGAIN,)),
        (Absence.NEW_SITTING_WITH_GOOD_REASON, (Decision.END,)),
        (None, (Decision.SEAT_AGAIN, Decision.END)),
    ],
)
def test_what_follows_absence_is_the_offices_rule(
    rule: Absence | None, open_to: tuple[Decision, ...]
) -> None:
    assert decisions(ABSENT, rule) == open_to
    assert decisions(Outcome.ABSENT_WITH_REASON, rule) == (Decision.SEAT_AGAIN,)
    assert Decision.END in decisions(Outcome.REMOVED, rule)


@pytest.fixture
def nobody_came(context: Flask) -> making.Hall:
    """One candidate, who did not come; the hall is closed."""
    hall = making.hall(2)
    making.fix_papers(hall)
    making.open_doors(hall)
    making.admit(hall, 0)
    making.begin(hall)
    making.start(hall, 0)
    db.session.commit()
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        board.close_attempts(hall.sitting.id, [hall.attempts[0].id], "Бітірді")
        board.close_sitting(hall.sitting.id)
        db.session.commit()
    return hall


def test_absence_is_decided_by_the_rule_of_the_office_and_the_candidate_is_told(
    nobody_came: making.Hall,
) -> None:
    hall, place_id, case_id = nobody_came, nobody_came.places[1].id, nobody_came.cases[1].id
    with acting(hall.official):
        with pytest.raises(Refusal, match="шешкен жоқ"):
            judging.decide(place_id, ABSENT, Decision.END, "Телефонмен", "Себепсіз")
        db.session.rollback()
        decide(hall.office, "test_absence", "new_sitting_with_good_reason")
        db.session.commit()
        with pytest.raises(Refusal, match="дәлелді себеп"):
            judging.decide(place_id, ABSENT, Decision.SEAT_AGAIN, "Телефонмен", "Себепсіз")
        db.session.rollback()
        judging.decide(place_id, ABSENT, Decision.END, "Телефонмен", "Себебін айтпады")
        db.session.commit()
    told = db.session.scalars(select(CaseNotice.body).where(CaseNotice.case_id == case_id)).all()
    assert [one for one in told if "Себебін айтпады" in one and "дәлелді себеп табылмады" in one]
    assert "x-test" in db.session.get_one(Case, case_id).place


def test_a_case_is_not_placed_after_its_last_lawful_day_while_that_day_is_to_come(
    app: Flask, context: Flask
) -> None:
    at = planners(app)
    sitting, case = sitting_of(at, hall_of(at)), waiting_case(at)
    case_id, sitting_id, public_id = case.id, sitting.id, case.public_id
    case.total_due_at = now() + timedelta(days=5)
    db.session.commit()
    page = at.page(at.official)
    assert f'value="{sitting_id}"' not in page.page(f"/cases/{public_id}/sitting")
    with acting(at.official):
        with pytest.raises(Refusal) as refused:
            placing.place(case_id, sitting_id)
        db.session.rollback()
        source = catalogue().newest(making.SERVICE).procedure("main").total_term.source
        assert refused.value.clause == source
        assert source
        with frozen(now() + timedelta(days=6)):
            placing.place(case_id, sitting_id)
        db.session.commit()
    shown = page.page(f"/cases/{public_id}")
    assert f"/cases/{public_id}/ticket" in shown.split("Документы", 1)[1]


def test_the_records_of_the_hall_stand_among_the_papers_of_the_case(
    app: Flask, nobody_came: making.Hall
) -> None:
    hall, public_id = nobody_came, nobody_came.cases[0].public_id
    sitting_id, official = hall.sitting.id, hall.official.account_id
    page = AtDesk(app, official)
    address = f"/sittings/{sitting_id}/record"
    page.post(address, page.page(address))
    assert f"{address}/1" in page.page(f"/cases/{public_id}")
    assert f"{address}/1" not in AtDesk(app, hall.judges[0].account_id).page(f"/cases/{public_id}")


def test_an_answer_of_the_plain_form_waits_for_the_end_of_a_pause(context: Flask) -> None:
    hall = making.running(1)
    attempt_id = hall.attempts[0].id
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        board.pause(hall.sitting.id, [attempt_id], "Жарық өшті")
        db.session.commit()
    # What was on its way when the pause began is kept.
    attempts.answer_plainly(attempt_id, 1, 1, None)
    with frozen(now() + timedelta(minutes=5)), pytest.raises(Refusal):
        attempts.answer_plainly(attempt_id, 1, 2, None)
    db.session.rollback()
    with acting(hall.invigilator), frozen(now() + timedelta(minutes=6)):
        board.resume(hall.sitting.id, [attempt_id], "Жарық қосылды")
        attempts.answer_plainly(attempt_id, 1, 2, None)
        db.session.commit()
    assert db.session.scalars(select(AnswerEntry.question)).all() == [2]
