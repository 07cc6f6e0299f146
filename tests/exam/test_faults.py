"""Whatever breaks under the saving of answers, nothing acknowledged is lost and every score is right.

Short here, one round of each fault; `python3 run.py faults --rounds 200 --seed 7` is long.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.faults.browser import Change
from tests.faults.checking import of_change
from tests.faults.kinds import FAULTS, names_for
from tests.faults.rounds import deal, play
from tests.faults.world import World, open_world

SEED = random.SystemRandom().randint(1, 10**6)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fault" in metafunc.fixturenames:
        metafunc.parametrize("fault", names_for(metafunc.config.getoption("--database")))


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A server and a database of our own, on a small disk where one may be mounted; what it is, is said."""
    kind = request.config.getoption("--database")
    with open_world(kind, small_disk=True, said=lambda line: sys.stdout.write(f"{line}\n")) as opened:
        yield opened


def test_nothing_acknowledged_is_lost_and_every_score_is_right(world: World, fault: str) -> None:
    outcome = play(world, fault, SEED)
    assert outcome.faults == [], (
        f"seed {SEED}: python3 run.py faults --rounds 1 --seed {SEED} --fault {fault}"
    )
    assert outcome.acknowledged == outcome.made > 0


def test_a_loss_would_be_seen() -> None:
    change = Change(3, "2", 0, 7, receipt="saved")
    assert not list(of_change((1, 7), change, {(1, 7): (3, "2")}, {}))
    for kept in ({}, {(1, 7): (3, "1")}, {(1, 7): (4, "2")}, {(2, 7): (3, "2")}):
        assert [fault for fault in of_change((1, 7), change, kept, {}) if fault.startswith("LOST")]
    change.receipt = "after_end"
    assert not list(of_change((1, 7), change, {}, {(1, 7): "after_end"}))
    assert [fault for fault in of_change((1, 7), change, {(1, 7): (3, "2")}, {}) if fault.startswith("LOST")]
    change.receipt = None
    assert list(of_change((1, 7), change, {}, {})), (
        "an entry that never leaves the journal is no success either"
    )


def test_every_fault_of_the_saving_path_is_dealt_on_both_databases() -> None:
    for kind in ("sqlite", "postgresql"):
        names = names_for(kind)
        assert set(islice(deal(kind, (), 1), len(names))) == set(names)
    assert set(FAULTS) == set(names_for("postgresql"))
