"""Which entries count: whatever way they come, the outcome is the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.entries import LAST_SEQUENCE, LONGEST_VALUE, Entry, Standing, apart, latest, refusal
from exam.time_left import Clock

START = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
IN_TIME = START + timedelta(minutes=30)
TOO_LATE = START + timedelta(minutes=60, seconds=11)


def standing(**changes: object) -> Standing:
    known = {
        "epoch": 2,
        "questions": 10,
        "clock": Clock(START, 3600, 1),
        "grace": timedelta(seconds=10),
        "ended": False,
    }
    return Standing(**(known | changes))  # type: ignore[arg-type]  # the table above has the fields' types


@pytest.mark.parametrize(
    ("entry", "how", "arrived", "judged"),
    [
        (Entry(2, 1, 1, '"a"'), {}, IN_TIME, None),
        (Entry(2, LAST_SEQUENCE, 10, "null"), {}, IN_TIME, None),
        (Entry(2, 1, 1, '"a"'), {}, TOO_LATE, "after_deadline"),
        (Entry(2, 1, 1, '"a"'), {"clock": Clock(START, 3600, 2, IN_TIME)}, TOO_LATE, None),
        (Entry(1, 9, 1, '"a"'), {}, IN_TIME, "ended_epoch"),
        (Entry(1, 9, 1, '"a"'), {}, TOO_LATE, "ended_epoch"),
        (Entry(2, 1, 1, '"a"'), {"ended": True}, IN_TIME, "after_end"),
        (Entry(1, 9, 1, '"a"'), {"ended": True}, IN_TIME, "after_end"),
        (Entry(3, 1, 1, '"a"'), {}, IN_TIME, "unknown_epoch"),
        (Entry(0, 1, 1, '"a"'), {}, IN_TIME, "unknown_epoch"),
        (Entry(2, 0, 1, '"a"'), {}, IN_TIME, "bad_sequence"),
        (Entry(2, LAST_SEQUENCE + 1, 1, '"a"'), {}, IN_TIME, "bad_sequence"),
        (Entry(2, 1, 0, '"a"'), {}, IN_TIME, "unknown_question"),
        (Entry(2, 1, 11, '"a"'), {}, IN_TIME, "unknown_question"),
        (Entry(2, 1, 1, "x" * (LONGEST_VALUE + 1)), {}, IN_TIME, "too_long"),
        (Entry(2, 1, 1, '"a"'), {"clock": None}, IN_TIME, "not_begun"),
        (Entry(1, 1, 11, '"a"'), {}, IN_TIME, "unknown_question"),
    ],
)
def test_an_arriving_entry_counts_is_kept_apart_or_is_not_taken(
    entry: Entry, how: dict[str, object], arrived: datetime, judged: str | None
) -> None:
    here = standing(**how)
    assert (refusal(entry, here) or apart(entry, here, arrived)) == judged


def test_the_last_number_of_each_question_counts() -> None:
    entries = [Entry(1, 1, 1, '"a"'), Entry(1, 2, 2, '"b"'), Entry(1, 3, 1, "null")]
    assert {number: one.value for number, one in latest(entries).items()} == {1: "null", 2: '"b"'}


def test_after_a_transfer_the_new_device_has_the_last_word() -> None:
    entries = [Entry(2, 1, 1, '"new"'), Entry(1, 500, 1, '"old"'), Entry(1, 501, 2, '"only here"')]
    assert {number: one.value for number, one in latest(entries).items()} == {1: '"new"', 2: '"only here"'}


changes = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 5), st.sampled_from(['"a"', '"b"', "null"])), max_size=40
)


@given(changes, st.randoms())
def test_twice_late_and_out_of_order_give_the_same_outcome(
    made: list[tuple[int, int, str]], chance: random.Random
) -> None:
    entries = [
        Entry(epoch, number, question, value) for number, (epoch, question, value) in enumerate(made, start=1)
    ]
    arrived = entries + chance.sample(entries, k=len(entries) // 2)
    chance.shuffle(arrived)
    assert latest(arrived) == latest(entries)


@given(changes)
def test_taking_entries_in_parts_gives_the_same_as_taking_them_at_once(
    made: list[tuple[int, int, str]],
) -> None:
    entries = [
        Entry(epoch, number, question, value) for number, (epoch, question, value) in enumerate(made, start=1)
    ]
    half = len(entries) // 2
    assert latest([*latest(entries[:half]).values(), *entries[half:]]) == latest(entries)
