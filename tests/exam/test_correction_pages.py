"""Corrections over the pages: what would change is shown first, the old result stays, and the candidate is told."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from accounts.roles import Role
from applications.models import Case, CaseNotice
from core.actor import acting
from core.database import db
from core.refusals import Refusal
from exam.actions import admission, board, correcting, judging
from exam.correction_reading import changes
from exam.models import QuestionRuling, Result, SittingPlace
from exam.result_queries import current_result
from tests.applications import making as applying
from tests.exam import making
from tests.exam.planners import AtDesk
from tests.exam.test_results import Closed, at

__all__ = ["at"]


@pytest.fixture
def scored(at: Closed) -> Closed:
    with acting(at.hall.official):
        judging.score_sitting(at.sitting_id)
        db.session.commit()
    return at


def head(at: Closed) -> AtDesk:
    return AtDesk(at.app, at.hall.judges[0].account_id)


def results() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Result)) or 0


def test_a_ruling_shows_what_it_changes_and_then_counts_everybody_anew(scored: Closed) -> None:
    sitting, edition = scored.sitting_id, scored.hall.editions[0]
    page_of = head(scored)
    assert page_of.get(f"/sittings/{sitting}").text.count(f"/sittings/{sitting}/corrections") == 1
    assert f"/sittings/{sitting}/rulings/new" in page_of.page(f"/sittings/{sitting}/corrections")
    address = f"/sittings/{sitting}/rulings/new"
    page = page_of.page(address)
    typed = {
        "edition": str(edition),
        "ruling": "credited",
        "decision_number": "7-НҚ",
        "reason": "Екі жауап дұрыс",
    }
    assert page_of.post(address, page, **(typed | {"decision_number": ""})).status_code == 422
    asked = page_of.post(address, page, **typed)
    assert "Результаты, которые изменятся" in asked.text
    assert scored.hall.cases[1].number in asked.text
    assert results() == 2, "nothing is written before the page that asks once more"
    done = page_of.send(address, asked.text, {})
    assert "пересчитано результатов: 2" in done.text
    assert results() == 4
    assert db.session.scalars(select(QuestionRuling.decision_number)).all() == ["7-НҚ"]
    again = page_of.send(address, asked.text, {})
    assert again.status_code == 422
    assert "По этому вопросу решение уже принято" in again.text
    assert "Выберите вопрос." in page_of.post(address, page, **(typed | {"edition": ""})).text


def test_a_ruling_that_leaves_nothing_to_score_is_refused_in_words(scored: Closed) -> None:
    with acting(scored.hall.official):
        for edition in scored.hall.editions:
            correcting.rule_on_question(scored.sitting_id, edition, "left_out", "қате", "7-НҚ")
        with pytest.raises(Refusal, match="1-орындағы"):
            correcting.recount_sitting(scored.sitting_id, "қате")


def test_a_whole_sitting_is_counted_again_after_showing_whose_result_changes(scored: Closed) -> None:
    page_of, address = head(scored), f"/sittings/{scored.sitting_id}/recount"
    assert address in page_of.page(f"/sittings/{scored.sitting_id}/corrections")
    assert "Исправлять нечего" in page_of.page(address)
    with acting(scored.hall.official):
        correcting.rule_on_question(
            scored.sitting_id, scored.hall.editions[0], "credited", "Екі жауап дұрыс", "7-НҚ"
        )
        db.session.commit()
    page = page_of.page(address)
    assert "Результаты, которые изменятся" in page
    assert scored.hall.cases[1].number in page
    assert page_of.post(address, page, reason="").status_code == 422
    assert results() == 2, "nothing is written without its reason"
    assert "Пересчитано результатов: 2" in page_of.post(address, page, reason="Шешім № 7-НҚ").text
    assert results() == 4
    assert scored.official().get(address).status_code == 403


@pytest.mark.parametrize("candidates", [2, 6])
def test_what_would_change_is_found_with_as_many_questions_for_many_as_for_few(
    app: Flask, context: None, candidates: int
) -> None:
    hall = making.running(candidates)
    with acting(hall.invigilator):
        admission.declare(hall.sitting.id, "")
        board.close_attempts(hall.sitting.id, None, "Бітірді")
        board.close_sitting(hall.sitting.id)
    with acting(hall.official):
        judging.score_sitting(hall.sitting.id)
    db.session.commit()
    sitting_id = hall.sitting.id
    db.session.expunge_all()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert changes(sitting_id) == []
    assert len(asked) <= 16, asked


def test_a_result_is_taken_back_over_the_page_and_stands_in_the_chain(scored: Closed) -> None:
    case = scored.hall.cases[0]
    public_id, case_id = case.public_id, case.id
    page_of, chain = head(scored), f"/cases/{public_id}/results"
    assert f"{chain}/take-back" in page_of.page(chain)
    assert "Исправлять нечего" in page_of.page(f"{chain}/recount")
    page = page_of.page(f"{chain}/take-back")
    assert page_of.post(f"{chain}/take-back", page, reason="").status_code == 422
    told = page_of.post(f"{chain}/take-back", page, reason="Басқа адам тапсырды")
    assert "Басқа адам тапсырды" in told.text
    assert page_of.post(f"{chain}/take-back", page, reason="тағы").status_code == 409
    db.session.rollback()
    stands = current_result(case_id)
    assert stands is not None
    assert stands.verdict == "void"
    notice = db.session.scalars(
        select(CaseNotice.body).where(CaseNotice.case_id == case_id).order_by(CaseNotice.id.desc())
    ).first()
    assert notice is not None
    assert "Басқа адам тапсырды" in notice


def test_officials_see_the_chain_but_only_the_head_of_the_office_corrects(scored: Closed) -> None:
    public_id, case_id = scored.hall.cases[0].public_id, scored.hall.cases[0].id
    chain = f"/cases/{public_id}/results"
    official = scored.official()
    assert "take-back" not in official.page(chain)
    assert official.get(f"{chain}/take-back").status_code == 403
    assert official.get(f"/sittings/{scored.sitting_id}/corrections").status_code == 403
    stranger = applying.staff(Role.HEAD, applying.office("territorial"))
    db.session.commit()
    assert AtDesk(scored.app, stranger.account_id).get(chain).status_code == 404
    with acting(stranger), pytest.raises(Refusal):
        correcting.take_back(case_id, "бөтен")
    db.session.rollback()
    assert db.session.get_one(Case, case_id).ended_at is None
    assert db.session.scalars(select(SittingPlace.outcome).order_by(SittingPlace.id)).first() == "scored"
