"""What a secretary does next, for each state in which a meeting can be."""

from __future__ import annotations

import pytest

from commissions.meeting_steps import Ballots, Course, Hearing, Step, next_step
from commissions.voting import Outcome


def heard(**facts: object) -> Course:
    return Course(hearing=Hearing(**({"identified": True, "marked": False} | facts)))  # type: ignore[arg-type]  # by name


CASES = (
    (Course(called_off=True), Step.CALLED_OFF),
    (Course(opened=False), Step.OPEN),
    (Course(closed=True, paused=False), Step.CLOSED),
    (Course(paused=True), Step.RESUME),
    (Course(paused=True, hearing=Hearing(True, True)), Step.RESUME),
    (Course(anybody_there=False), Step.PRESENCE),
    (Course(), Step.CALL),
    (Course(waiting=False), Step.CLOSE),
    (heard(identified=False), Step.IDENTIFY),
    (heard(identified=False, marked=True), Step.IDENTIFY),
    (heard(), Step.LISTEN),
    (heard(with_sheets=False, marked=True), Step.LISTEN_AND_VOTE),
    (heard(marked=True), Step.OPEN_VOTE),
    (heard(may_decide=False), Step.CANNOT),
    (heard(ballots=Ballots.GOING, may_decide=False), Step.VOTING),
    (heard(ballots=Ballots.COMPLETE), Step.COUNT),
    (heard(ballots=Ballots.COUNTED, outcome=Outcome.POSITIVE), Step.DECIDE),
    (heard(ballots=Ballots.COUNTED, outcome=Outcome.NEGATIVE, may_decide=False), Step.DECIDE),
    (heard(ballots=Ballots.COUNTED, outcome=Outcome.CASTING_VOTE), Step.CASTING),
    (heard(ballots=Ballots.COUNTED, outcome=Outcome.VOTE_AGAIN), Step.VOTE_AGAIN),
    (heard(ballots=Ballots.COUNTED, outcome=Outcome.VOTE_AGAIN, may_decide=False), Step.CANNOT),
)


@pytest.mark.parametrize(("course", "step"), CASES)
def test_there_is_always_one_next_step(course: Course, step: Step) -> None:
    assert next_step(course) is step


def test_every_step_is_reached_by_some_state() -> None:
    assert {step for _course, step in CASES} == set(Step)
