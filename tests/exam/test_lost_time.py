"""Lost minutes, computed from what reached the server, and proposed only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exam.lost_time import Stretch, lost, made_at, minutes

START = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
USUAL = timedelta(minutes=2)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def between(one: float, other: float) -> Stretch:
    return Stretch(at(one), at(other))


HOUR = between(0, 60)
ALIVE = [at(minute) for minute in range(61)]


@pytest.mark.parametrize(
    ("silent", "pauses", "found"),
    [
        ((0, 0), [], []),
        ((20, 22), [], []),
        ((20, 30), [], [(20, 30)]),
        ((20, 30), [(22, 25)], [(25, 30)]),
        ((20, 30), [(21, 24), (27, 29)], [(24, 27)]),
        ((20, 30), [(15, 40)], []),
        ((55, 61), [], [(55, 60)]),
        ((-1, 5), [], [(0, 5)]),
    ],
)
def test_a_silence_longer_than_usual_is_lost_without_its_pauses(
    silent: tuple[float, float], pauses: list[tuple[float, float]], found: list[tuple[float, float]]
) -> None:
    signs = [one for one in ALIVE if not at(silent[0]) < one < at(silent[1])]
    stretches = lost(signs, HOUR, [between(*pause) for pause in pauses], USUAL)
    assert list(stretches) == [between(*one) for one in found]


def test_who_went_on_answering_without_a_network_lost_nothing() -> None:
    signs = [one for one in ALIVE if not at(20) < one < at(30)]
    came_later = [made_at(at(30), 1_000_000, 1_000_000 - minute * 60_000) for minute in range(10)]
    assert lost([*signs, *came_later], HOUR, [], USUAL) == ()


@pytest.mark.parametrize("skew", [-86_400_000, 0, 86_400_000])
def test_a_wrong_clock_of_the_device_does_nothing(skew: int) -> None:
    assert made_at(at(30), 7_200_000 + skew, 7_080_000 + skew) == at(28)


def test_a_device_that_sends_before_it_makes_is_not_believed() -> None:
    assert made_at(at(30), 1_000, 5_000) == at(30)


def test_minutes_are_rounded_up_once() -> None:
    assert minutes([]) == 0
    assert minutes([between(0, 2.5), between(10, 12.4)]) == 5
    assert minutes([between(0, 0.1)]) == 1
