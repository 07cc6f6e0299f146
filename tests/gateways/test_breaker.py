"""Whoever failed several times in a row is left alone, then tried by one call."""

from __future__ import annotations

from threading import Thread

import pytest

from gateways.breaker import FAILURES_IN_A_ROW, LONGEST_REST_SECONDS, REST_SECONDS, Breaker, BreakerState
from gateways.door_numbers import STATE


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("sms", clock)


def fail(breaker: Breaker, times: int = FAILURES_IN_A_ROW) -> None:
    for _ in range(times):
        assert breaker.admit() is None
        breaker.failed()


def state(breaker: Breaker) -> BreakerState:
    return breaker.state


def test_a_few_failures_among_answers_change_nothing(breaker: Breaker) -> None:
    for _ in range(20):
        fail(breaker, FAILURES_IN_A_ROW - 1)
        breaker.worked()
    assert state(breaker) is BreakerState.CLOSED


def test_failures_in_a_row_open_it_and_nobody_is_admitted(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    assert state(breaker) is BreakerState.OPEN
    assert breaker.admit() == REST_SECONDS
    clock.time += REST_SECONDS - 5
    assert breaker.admit() == 5
    assert STATE.labels("sms")._value.get() == 2


def test_after_the_rest_one_call_tries_and_the_others_wait(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.time += REST_SECONDS
    assert breaker.admit() is None
    assert state(breaker) is BreakerState.HALF_OPEN
    assert breaker.admit() is not None
    breaker.worked()
    assert state(breaker) is BreakerState.CLOSED
    assert breaker.admit() is None


def test_a_try_that_fails_makes_the_rest_longer_up_to_an_end(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    rests = []
    for _ in range(6):
        clock.time += LONGEST_REST_SECONDS
        assert breaker.admit() is None
        breaker.failed()
        rests.append(breaker.admit())
    assert rests == [60, 120, 240, 300, 300, 300]
    clock.time += LONGEST_REST_SECONDS
    assert breaker.admit() is None
    breaker.worked()
    fail(breaker)
    assert breaker.admit() == REST_SECONDS, "a recovery is a fresh start"


def test_stragglers_of_the_time_before_neither_close_nor_prolong_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.time += 10
    breaker.failed()
    breaker.worked()
    assert breaker.admit() == REST_SECONDS - 10


def test_of_many_threads_only_one_tries(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.time += REST_SECONDS
    admitted: list[bool] = []
    threads = [Thread(target=lambda: admitted.append(breaker.admit() is None)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert admitted.count(True) == 1
