"""A round: candidates write, a fault meets them, all heals, the sitting is closed and scored, and all is checked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from core.refusals import Refusal
from exam.actions import board, judging
from tests.faults.browser import wait_until
from tests.faults.checking import faults_of, is_ended
from tests.faults.disk import NotMade
from tests.faults.kinds import FAULTS, names_for
from tests.faults.world import Sat, World

PATIENCE_SECONDS = 60


@dataclass
class Outcome:
    """What a round showed. Without faults everything acknowledged is there and every score is right."""

    fault: str
    made: int = 0
    acknowledged: int = 0
    apart: int = 0
    in_vain: int = 0
    results: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return sum("LOST" in one for one in self.faults)


def play(world: World, name: str, seed: int) -> Outcome:
    """One round of one fault; the same seed throws the same dice, though threads keep their own time."""
    outcome = Outcome(name)
    sat = world.seat(random.Random(seed))
    try:
        _write(sat, name)
    except NotMade as fault:
        outcome.faults.append(f"the fault was not made: {fault}")
    finally:
        for browser in sat.browsers:
            browser.put_down_the_pen()
        wait_until(lambda: not any(one.journal.pending() for one in sat.browsers), PATIENCE_SECONDS)
        for browser in sat.browsers:
            browser.close()
    try:
        _close_and_score(sat)
    except (Refusal, SQLAlchemyError) as fault:
        outcome.faults.append(f"the sitting could not be closed and scored: {type(fault).__name__}: {fault}")
    with world.app.app_context():
        outcome.faults += faults_of(sat)
    outcome.faults += _kept_apart_for_nothing(sat, name)
    return _counted(outcome, sat)


def _write(sat: Sat, name: str) -> None:
    for browser in sat.browsers:
        browser.start()
    _wait_for(sat, sat.chance.randint(10, 80))
    FAULTS[name].act(sat)
    _wait_for(sat, sat.acknowledged() + sat.chance.randint(10, 60))


def _wait_for(sat: Sat, number: int) -> None:
    if not wait_until(lambda: sat.acknowledged() >= number, PATIENCE_SECONDS):
        raise NotMade(f"only {sat.acknowledged()} of {number} changes were acknowledged")


def _close_and_score(sat: Sat) -> None:
    with sat.world.app.app_context():
        running = [one for one in sat.attempts if not is_ended(one)]
    with sat.world.at_the_desk(sat.invigilator):
        if running:
            board.close_attempts(sat.sitting_id, running, "Бітірді")
        board.close_sitting(sat.sitting_id)
    with sat.world.at_the_desk(sat.official):
        judging.score_sitting(sat.sitting_id)


def _kept_apart_for_nothing(sat: Sat, name: str) -> Iterator[str]:
    told = Counter(one.receipt for page in sat.browsers for one in page.journal.made)
    for why, number in told.items():
        if why not in (None, "saved", *FAULTS[name].apart):
            yield f"{number} answers were kept apart as {why}, though the test was running on this device"


def _counted(outcome: Outcome, sat: Sat) -> Outcome:
    changes = [one for page in sat.browsers for one in page.journal.made]
    outcome.made = len(changes)
    outcome.acknowledged = sat.acknowledged()
    outcome.apart = sum(one.receipt not in (None, "saved") for one in changes)
    outcome.in_vain = sat.heard("503") + sat.heard("no answer")
    outcome.results = len(sat.attempts)
    return outcome


def deal(kind: str, wanted: tuple[str, ...], seed: int) -> Iterator[str]:
    """The faults in turn, each deck of them shuffled anew."""
    names = [name for name in names_for(kind) if not wanted or name in wanted]
    chance = random.Random(seed)
    while names:
        yield from chance.sample(names, len(names))
