"""What is repeated and what is not, who is left alone, and what is written down of a call."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest

from core.logs import configure_logs
from gateways.answers import NoAnswer, Why
from gateways.breaker import FAILURES_IN_A_ROW, BreakerState
from gateways.door_numbers import CALLS
from gateways.http_door import AT_ONCE, HttpDoor
from gateways.strict_json import Fields
from tests.gateways.other_side import OtherSide, answer, free_port, raw

DoorTo = Callable[..., HttpDoor]
YES = answer({"said": "y"})
BROKEN = answer({}, status=500)


def said(fields: Fields) -> str:
    return fields.text("said")


def call(door: HttpDoor, *, repeatable: bool = True) -> str:
    return door.call("/v1/ask", {"iin": "910721490011"}, said, repeatable=repeatable)


def refused(door: HttpDoor, *, repeatable: bool = True) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        call(door, repeatable=repeatable)
    return caught.value


def test_a_passing_fault_is_tried_again(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.next(BROKEN, raw(), YES)
    assert call(door_to(other_side.address, tries=3)) == "y"
    assert len(other_side.asked) == 3


def test_what_must_not_be_repeated_is_asked_once(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = BROKEN
    assert refused(door_to(other_side.address, tries=3), repeatable=False).why is Why.BROKEN
    assert len(other_side.asked) == 1


def test_what_never_left_the_house_may_always_be_tried_again(door_to: DoorTo) -> None:
    door = door_to(f"http://127.0.0.1:{free_port()}", tries=FAILURES_IN_A_ROW)
    refused(door, repeatable=False)
    assert door.breaker.state is BreakerState.OPEN, "each try counted"


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 302])
def test_an_answer_that_would_be_the_same_again_is_not_asked_for_again(
    other_side: OtherSide, door_to: DoorTo, status: int
) -> None:
    other_side.always = answer({}, status=status)
    refused(door_to(other_side.address, tries=3))
    assert len(other_side.asked) == 1


def test_repeats_end_with_the_time_of_the_whole_call(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = BROKEN
    refused(door_to(other_side.address, tries=100, seconds=0.8))
    assert 2 <= len(other_side.asked) <= 4


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("120", 120),
        ("999999999", 3600),
        ("9999999999999", None),
        ("-1", None),
        ("Wed, 21 Oct 2026", None),
        ("٣", None),
    ],
)
def test_the_wish_to_be_asked_later_is_handed_on(
    other_side: OtherSide, door_to: DoorTo, header: str, told: int | None
) -> None:
    other_side.always = raw(
        b"HTTP/1.1 503 Busy\r\nRetry-After: " + header.encode() + b"\r\nContent-Length: 0\r\n\r\n"
    )
    caught = refused(door_to(other_side.address, tries=1))
    assert caught.answer.retry_after == (timedelta(seconds=told) if told else None)


def test_a_long_wish_is_not_waited_for(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = answer({}, status=503, Retry_After="60")
    assert refused(door_to(other_side.address, tries=3)).why is Why.BUSY
    assert len(other_side.asked) == 1, "whoever waits for it asks again"


def test_a_side_that_keeps_failing_is_left_alone_and_nobody_waits(
    other_side: OtherSide, door_to: DoorTo
) -> None:
    door = door_to(other_side.address)
    other_side.always = answer({"nonsense": True})
    for _ in range(FAILURES_IN_A_ROW):
        assert refused(door).why is Why.NONSENSE
    resting = refused(door)
    assert resting.why is Why.RESTING
    assert resting.retry_after is not None
    assert len(other_side.asked) == FAILURES_IN_A_ROW


def test_a_side_that_came_back_is_found_by_one_call(other_side: OtherSide, door_to: DoorTo) -> None:
    door = door_to(other_side.address)
    other_side.always = BROKEN
    for _ in range(FAILURES_IN_A_ROW):
        refused(door)
    other_side.always = YES
    assert refused(door).why is Why.RESTING
    door.breaker._until = 0.0
    assert call(door) == "y"
    assert door.breaker.state is BreakerState.CLOSED


def test_a_side_that_turns_us_away_is_alive(other_side: OtherSide, door_to: DoorTo) -> None:
    door = door_to(other_side.address)
    other_side.always = answer({}, status=403)
    for _ in range(FAILURES_IN_A_ROW + 2):
        assert refused(door).why is Why.TURNED_AWAY
    assert door.breaker.state is BreakerState.CLOSED


def test_a_letter_that_cannot_be_written_does_not_break_the_call(
    other_side: OtherSide, door_to: DoorTo
) -> None:
    other_side.always = YES
    assert door_to(other_side.address).call("/v1/ask", {"text": "а\ud800"}, said) == "y"
    assert other_side.asked[0].body == {"text": "а?"}


def test_a_fault_of_our_own_does_not_leave_the_breaker_half_open(
    other_side: OtherSide, door_to: DoorTo
) -> None:
    door = door_to(other_side.address)
    other_side.always = YES

    def clumsy(fields: Fields) -> str:
        raise KeyError("ours")

    for _ in range(FAILURES_IN_A_ROW):
        with pytest.raises(KeyError):
            door.call("/v1/ask", {}, clumsy)
    door.breaker._until = 0.0
    with pytest.raises(KeyError):
        door.call("/v1/ask", {}, clumsy)
    assert door.breaker.state is BreakerState.OPEN


def test_a_slow_side_cannot_take_all_our_workers(other_side: OtherSide, door_to: DoorTo) -> None:
    other_side.always = other_side.silent
    door = door_to(other_side.address, seconds=60)
    threads = [Thread(target=lambda: refused(door)) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    while len(other_side.asked) < AT_ONCE:
        time.sleep(0.01)
    assert refused(door).why is Why.BUSY
    assert (len(other_side.asked), all(one.is_alive() for one in threads)) == (AT_ONCE, True)
    other_side.over.set()
    for thread in threads:
        thread.join()


def test_a_call_is_counted_and_logged_without_what_was_asked(
    other_side: OtherSide, door_to: DoorTo, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs("info")
    before = CALLS.labels("sms", "nonsense")._value.get()
    other_side.always = answer({"said": {"surname": "Сейітова"}})
    refused(door_to(other_side.address, token="t0ken"))
    assert CALLS.labels("sms", "nonsense")._value.get() == before + 1
    logged = capsys.readouterr().err
    assert json.loads(logged.splitlines()[-1])["outcome"] == "nonsense"
    for private in ("910721490011", "Сейітова", "t0ken"):
        assert private not in logged
