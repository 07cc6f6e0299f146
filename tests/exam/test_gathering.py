"""Requests that come together are written together, each gets its own answer, and one bad one fails alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from exam.saving.gather import Gatherer

PATIENCE_SECONDS = 20


class Writer:
    """Writes numbers; answers each with its square, and holds the first batch until it is let go."""

    def __init__(self, held: bool = False) -> None:
        self.batches: list[list[int]] = []
        self.begun = threading.Event()
        self.go = threading.Event()
        if not held:
            self.go.set()

    def write(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        self.begun.set()
        assert self.go.wait(PATIENCE_SECONDS)
        if 13 in numbers:
            raise ValueError("thirteen")
        return [number * number for number in numbers]


def give_all(gatherer: Gatherer[int, int], numbers: Sequence[int]) -> dict[int, int | Exception]:
    told: dict[int, int | Exception] = {}

    def give(number: int) -> None:
        try:
            told[number] = gatherer.give(number)
        except ValueError as fault:
            told[number] = fault

    threads = [threading.Thread(target=give, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
    return told


def test_who_comes_while_another_writes_is_written_together_with_all_who_wait() -> None:
    writer = Writer(held=True)
    gatherer = Gatherer(writer.write)
    first = threading.Thread(target=gatherer.give, args=(1,))
    first.start()
    assert writer.begun.wait(PATIENCE_SECONDS)
    told: dict[int, int | Exception] = {}
    crowd = threading.Thread(target=lambda: told.update(give_all(gatherer, range(20, 52))))
    crowd.start()
    while len(gatherer._waiting) < 32:
        assert crowd.is_alive()
    writer.go.set()
    first.join(PATIENCE_SECONDS)
    crowd.join(PATIENCE_SECONDS)
    assert [sorted(batch) for batch in writer.batches] == [[1], list(range(20, 52))]
    assert told == {number: number * number for number in range(20, 52)}


def test_a_lone_request_waits_for_nobody() -> None:
    writer = Writer()
    assert Gatherer(writer.write).give(7) == 49
    assert writer.batches == [[7]]


def test_no_batch_is_larger_than_it_may_be_and_nobody_is_left_behind() -> None:
    writer = Writer(held=True)
    gatherer = Gatherer(writer.write, most=5)
    threading.Timer(0.2, writer.go.set).start()
    told = give_all(gatherer, [number for number in range(100, 160) if number % 13])
    assert all(told[number] == number * number for number in told)
    assert max(len(batch) for batch in writer.batches) <= 5
    assert sorted(number for batch in writer.batches for number in batch) == sorted(told)


def test_one_that_cannot_be_written_fails_alone() -> None:
    writer = Writer(held=True)
    gatherer = Gatherer(writer.write)
    threading.Timer(0.2, writer.go.set).start()
    told = give_all(gatherer, range(1, 25))
    assert isinstance(told.pop(13), ValueError)
    assert told == {number: number * number for number in range(1, 25) if number != 13}


def test_after_a_fault_the_next_ones_are_served() -> None:
    gatherer = Gatherer(Writer().write)
    with pytest.raises(ValueError, match="thirteen"):
        gatherer.give(13)
    assert gatherer.give(3) == 9


def test_hundreds_that_come_and_go_are_each_answered_once() -> None:
    writer = Writer()
    gatherer = Gatherer(writer.write, most=16)
    told = give_all(gatherer, range(1000, 1400))
    assert all(told[number] == number * number for number in range(1000, 1400))
    assert sum(len(batch) for batch in writer.batches) == 400


def test_a_fault_that_meets_all_alike_is_not_tried_again_one_by_one() -> None:
    tried: list[int] = []

    def away(numbers: Sequence[int]) -> list[int]:
        tried.append(len(numbers))
        raise ConnectionError

    told: list[str] = []

    def give(gatherer: Gatherer[int, int], number: int) -> None:
        try:
            gatherer.give(number)
        except ConnectionError:
            told.append("away")

    gatherer = Gatherer(away, shared=(ConnectionError,))
    threads = [threading.Thread(target=give, args=(gatherer, number)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert told == ["away"] * 30
    assert sum(tried) == 30
