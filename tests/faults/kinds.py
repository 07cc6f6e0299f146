"""The faults. Each makes its trouble while the candidates write, waits until it was felt, and heals it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.actor import SYSTEM
from core.clock import frozen, now
from exam.actions import attempts, board
from exam.actions.devices import open_device
from exam.actions.sweeping import close_overdue
from exam.entries import Apart
from tests.exam import making
from tests.faults.browser import wait_until
from tests.faults.disk import NotMade
from tests.faults.network import BAD
from tests.faults.world import Sat

PATIENCE_SECONDS = 40
DAY_MS = 24 * 3600 * 1000
# Long after every deadline of these sittings.
LATER = timedelta(hours=5)


@dataclass(frozen=True)
class Fault:
    """What happens, on which databases, and for which reasons entries may be kept apart by it."""

    act: Callable[[Sat], None]
    kinds: tuple[str, ...] = ("sqlite", "postgresql")
    apart: tuple[Apart, ...] = ()


def kill_a_worker(sat: Sat) -> None:
    before = {one.pid for one in sat.world.workers()}
    sat.world.kill_a_worker(sat.chance)
    _felt(lambda: {one.pid for one in sat.world.workers()} - before, "no new worker came")


def kill_the_server(sat: Sat) -> None:
    sat.world.kill_the_server()
    _felt(_asked_in_vain(sat), "nobody missed the server")
    sat.world.start_the_server()


def kill_postgresql(sat: Sat) -> None:
    sat.world.kill_postgresql()
    time.sleep(sat.chance.uniform(0, 0.3))
    sat.world.postgresql.start_again()


def fill_the_disk(sat: Sat) -> None:
    try:
        sat.world.fill_the_disk()
        _felt(_asked_in_vain(sat), "the disk was full and everything was saved all the same")
        time.sleep(sat.chance.uniform(0, 0.5))
    finally:
        sat.world.free_the_disk()


def spoil_the_network(sat: Sat) -> None:
    network = sat.world.network
    before = dict(network.fates)
    network.weather = sat.chance
    try:
        _felt(lambda: all(network.fates[fate] > before.get(fate, 0) for fate in BAD), "the network was good")
    finally:
        network.calm()


def open_second_tabs(sat: Sat) -> None:
    """A second page of the same device, without the storage of the first: both begin at the same number."""
    tabs = [sat.sit_down(making.token_of(attempt_id, 1)) for attempt_id in sat.attempts]
    for tab in tabs:
        tab.start()
    _felt(lambda: sat.heard("renumbered"), "no number was given twice")
    _felt(lambda: all(tab.acknowledged() for tab in tabs), "the second page saved nothing")


def move_to_other_computers(sat: Sat) -> None:
    """Transfer two of them in the middle; what the old computers still send is kept apart."""
    world, moved = sat.world, sat.chance.sample(sat.attempts, 2)
    for attempt_id, seat_id in zip(moved, sat.seats[len(sat.attempts) :], strict=False):
        with world.at_the_desk(sat.invigilator):
            code = board.transfer(sat.sitting_id, attempt_id, seat_id, "Компьютер істен шықты")
        with world.at_the_desk(SYSTEM):
            token = open_device(code, browser="", address="")
        sat.sit_down(token.text).start()
    left = [one for one in sat.browsers if one.attempt_id in moved and one.epoch == 1]
    _felt(
        lambda: all(_told(one.journal.made, "ended_epoch") for one in left), "the old computers were silent"
    )


def turn_the_clocks(sat: Sat) -> None:
    """In the middle of the test the computers' clocks leap by a day, each its own way."""
    for browser in sat.browsers:
        browser.skew_ms = sat.chance.choice([-DAY_MS, DAY_MS])
    before = {id(one): one.acknowledged() for one in sat.browsers}
    _felt(lambda: all(one.acknowledged() > before[id(one)] for one in sat.browsers), "nobody went on")
    lefts = [browser.lefts[-1] for browser in sat.browsers]
    if not all(0 < left <= 3600 * 1000 for left in lefts):
        raise NotMade(f"the time left follows the clock of a candidate's computer: {lefts}")


def close_while_saving(sat: Sat) -> None:
    """End the tests by one of the three ways while answers are under way."""
    sat.chance.choice([_close, _finish, _sweep])(sat)
    _felt(lambda: all(_told(one.journal.made, "after_end") for one in sat.browsers), "nobody wrote on")


def _close(sat: Sat) -> None:
    with sat.world.at_the_desk(sat.invigilator):
        board.close_attempts(sat.sitting_id, sat.attempts, "Бітірді")


def _finish(sat: Sat) -> None:
    for attempt_id in sat.attempts:
        with sat.world.at_the_desk(SYSTEM):
            attempts.finish(attempt_id)


def _sweep(sat: Sat) -> None:
    with frozen(now() + LATER), sat.world.at_the_desk(SYSTEM):
        close_overdue()


def _told(made: list[Any], what: str) -> bool:
    return any(one.receipt == what for one in made)


def _asked_in_vain(sat: Sat) -> Callable[[], bool]:
    def vain() -> int:
        return sat.heard("503") + sat.heard("no answer")

    before = vain()
    return lambda: vain() > before + 2


def _felt(reached: Callable[[], object], otherwise: str) -> None:
    if not wait_until(lambda: bool(reached()), PATIENCE_SECONDS):
        raise NotMade(otherwise)


FAULTS = {
    "worker": Fault(kill_a_worker),
    "server": Fault(kill_the_server),
    "postgresql": Fault(kill_postgresql, kinds=("postgresql",)),
    "disk": Fault(fill_the_disk),
    "network": Fault(spoil_the_network),
    "tabs": Fault(open_second_tabs),
    "transfer": Fault(move_to_other_computers, apart=("ended_epoch",)),
    "clocks": Fault(turn_the_clocks),
    "closing": Fault(close_while_saving, apart=("after_end",)),
}


def names_for(kind: str) -> list[str]:
    """The faults that there are on this kind of database."""
    return [name for name, fault in FAULTS.items() if kind in fault.kinds]
