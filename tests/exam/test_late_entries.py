"""Late answers count only when two persons outside the hall say so, before the score, and without seeing them."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.refusals import NotFound, Refusal
from exam.actions import admission, board, judging, late_entries
from exam.models import ApartEntry, ApartProposal, ApartVerdict
from exam.result_queries import current_result
from tests.applications import making as applying
from tests.exam import making


@pytest.fixture
def hall(context: Flask) -> making.Hall:
    """One candidate, whose only answer came after the deadline; the hall is closed."""
    made = making.running(candidates=1)
    attempt = made.attempts[0]
    db.session.add(
        ApartEntry(
            attempt_id=attempt.id, epoch=1, sequence=1, question=3, value="false", why="after_deadline",
            made_at=now(), arrived_at=now(),
        )
    )  # fmt: skip
    with acting(made.invigilator):
        admission.declare(made.sitting.id, "")
        board.close_attempts(made.sitting.id, [attempt.id], "уақыт бітті")
        board.close_sitting(made.sitting.id)
    db.session.commit()
    return made


def entries(hall: making.Hall) -> list[int]:
    return list(db.session.scalars(select(ApartEntry.id)))


def proposed(hall: making.Hall) -> ApartProposal:
    with acting(hall.invigilator):
        made = late_entries.propose(
            hall.sitting.id, hall.attempts[0].id, entries(hall), "желі 10 минут үзілді"
        )
        db.session.commit()
    return made


def say(hall: making.Hall, who: Actor, proposal: ApartProposal, admits: bool) -> ApartVerdict:
    with acting(who):
        verdict = late_entries.judge(proposal.id, "журнал растайды", admits=admits)
        db.session.commit()
    return verdict


def earned(hall: making.Hall) -> str:
    with acting(hall.official):
        judging.score_sitting(hall.sitting.id)
        db.session.commit()
    found = current_result(hall.cases[0].id)
    assert found is not None
    points: str = json.loads(found.score or "{}")["earned"]
    return points


@pytest.mark.parametrize(
    ("words", "points"),
    [((True, True), "1"), ((True, False), "0"), ((False, True), "0"), ((False, False), "0")],
)
def test_late_answers_count_when_both_admit_them(
    hall: making.Hall, words: tuple[bool, bool], points: str
) -> None:
    proposal = proposed(hall)
    for judge, admits in zip(hall.judges, words, strict=True):
        say(hall, judge, proposal, admits)
    assert earned(hall) == points


def test_what_nobody_proposed_does_not_count_and_stands_in_the_transcript(hall: making.Hall) -> None:
    assert earned(hall) == "0"
    found = current_result(hall.cases[0].id)
    assert found is not None
    told = json.loads(found.transcript or "{}")["entries"]
    assert [(one["apart"], one["admitted"]) for one in told] == [("after_deadline", False)]


def test_nobody_is_scored_while_a_proposal_waits(hall: making.Hall) -> None:
    proposal = proposed(hall)
    say(hall, hall.judges[0], proposal, True)
    with acting(hall.official), pytest.raises(Refusal):
        judging.score_sitting(hall.sitting.id)


def test_the_two_are_other_persons_than_those_of_the_hall_and_than_each_other(hall: making.Hall) -> None:
    proposal = proposed(hall)
    with acting(hall.invigilator), pytest.raises(Refusal):
        late_entries.judge(proposal.id, "өзім", admits=True)
    say(hall, hall.judges[0], proposal, True)
    with acting(hall.judges[0]), pytest.raises(Refusal):
        late_entries.judge(proposal.id, "тағы", admits=True)
    say(hall, hall.judges[1], proposal, True)
    with acting(hall.official), pytest.raises(Refusal):
        late_entries.judge(proposal.id, "үшінші", admits=False)


def test_another_office_does_not_learn_of_a_proposal(hall: making.Hall) -> None:
    proposal = proposed(hall)
    stranger = applying.staff(Role.HEAD, applying.office("territorial"))
    with acting(stranger), pytest.raises(NotFound):
        late_entries.judge(proposal.id, "бөтен", admits=True)


def test_an_entry_is_proposed_once_and_only_with_its_own_attempt(hall: making.Hall) -> None:
    proposed(hall)
    attempt = hall.attempts[0].id
    with acting(hall.invigilator):
        with pytest.raises(Refusal):
            late_entries.propose(hall.sitting.id, attempt, entries(hall), "тағы")
        with pytest.raises(NotFound):
            late_entries.propose(hall.sitting.id, attempt, [999_999], "жоқ")
        with pytest.raises(NotFound):
            late_entries.propose(hall.sitting.id, attempt, [], "бос")


def test_after_the_score_nothing_is_proposed_or_decided(hall: making.Hall) -> None:
    assert earned(hall) == "0"
    with acting(hall.invigilator), pytest.raises(Refusal):
        late_entries.propose(hall.sitting.id, hall.attempts[0].id, entries(hall), "кеш")
