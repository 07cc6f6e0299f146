"""The time that is left: the sum of what was granted, by the server's clock alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exam.time_left import Clock, Grant, clock, left_ms, pause_seconds

START = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
GRACE = timedelta(seconds=10)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


BASE = Grant("base", 3600)


@pytest.mark.parametrize(
    ("grants", "minutes"),
    [
        ([BASE], 60),
        ([BASE, Grant("accommodation", 1800)], 90),
        ([BASE, Grant("incident", 300), Grant("incident", 120)], 67),
        ([BASE, Grant("pause", 61)], 61 + 1 / 60),
        ([BASE, Grant("incident", 600), Grant("incident", -300)], 65),
    ],
)
def test_the_deadline_is_the_sum_of_the_grants(grants: list[Grant], minutes: float) -> None:
    told = clock(START, grants, 0, None)
    assert told.deadline(after(1)) == after(minutes)
    assert told.version == len(grants)


def test_while_a_pause_is_open_the_clock_stands() -> None:
    paused = clock(START, [BASE], 1, after(20))
    assert paused.left(after(20)) == paused.left(after(50)) == timedelta(minutes=40)
    assert paused.takes(after(500), timedelta(0))
    assert paused.version == 2


def test_a_pause_gives_back_its_length_so_the_time_left_is_the_same_before_and_after() -> None:
    before = clock(START, [BASE], 0, None)
    resumed = clock(START, [BASE, Grant("pause", pause_seconds(after(20), after(35)))], 1, None)
    assert before.left(after(20)) == resumed.left(after(35))
    assert resumed.version > clock(START, [BASE], 1, after(20)).version > before.version


@pytest.mark.parametrize(
    ("length", "seconds"), [(0, 0), (0.001, 1), (1, 1), (1.000001, 2), (59.9, 60), (-5, 0)]
)
def test_a_pause_is_rounded_up_to_whole_seconds(length: float, seconds: int) -> None:
    assert pause_seconds(START, START + timedelta(seconds=length)) == seconds


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-1, True), (0, True), (10, True), (10.001, False), (3600, False)]
)
def test_what_arrives_by_the_deadline_and_the_grace_counts(seconds: float, taken: bool) -> None:
    told = Clock(START, 3600, 1)
    arrived = after(60) + timedelta(seconds=seconds)
    assert told.takes(arrived, GRACE) is taken
    assert told.is_over(arrived, GRACE) is not taken


def test_the_time_left_is_never_less_than_none() -> None:
    assert Clock(START, 3600, 1).left(after(61)) == timedelta(0)
    assert left_ms(Clock(START, 3600, 1).left(after(59.5))) == 30_000
