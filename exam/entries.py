"""Which of the entries that arrived count: the last number for each question, whatever way they came.

Pure, for the saving path and for scoring. An entry says: this device (epoch), as its n-th change (sequence), gave this
value to this question. Entries that arrive twice, late or out of order give the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from exam.time_left import Clock

# More changes than anybody makes; beyond, a number is no count of changes.
LAST_SEQUENCE = 1_000_000
# A value as JSON, in characters: the longest answer of any kind fits several times.
LONGEST_VALUE = 8_000

# Why an entry is kept apart as evidence: it may only be proposed, and two persons outside the hall decide.
Apart = Literal["ended_epoch", "after_deadline", "after_end"]
APART: tuple[Apart, ...] = ("ended_epoch", "after_deadline", "after_end")
# Why an entry is not taken at all: it is no entry of this attempt.
Refused = Literal[
    "not_begun", "unknown_epoch", "bad_sequence", "unknown_question", "too_long", "number_taken"
]


class Entry(NamedTuple):
    """One change of one answer. `value` is its JSON text as it was sent; `null` takes the answer back."""

    epoch: int
    sequence: int
    question: int
    value: str


class Standing(NamedTuple):
    """What of an attempt decides over an arriving entry."""

    epoch: int
    questions: int
    clock: Clock | None
    grace: timedelta
    ended: bool


def refusal(entry: Entry, standing: Standing) -> Refused | None:
    """Why this is no entry of the attempt at all; None when it is one."""
    if standing.clock is None:
        return "not_begun"
    if not 1 <= entry.epoch <= standing.epoch:
        return "unknown_epoch"
    if not 1 <= entry.sequence <= LAST_SEQUENCE:
        return "bad_sequence"
    if not 1 <= entry.question <= standing.questions:
        return "unknown_question"
    return "too_long" if len(entry.value) > LONGEST_VALUE else None


def apart(entry: Entry, standing: Standing, arrived: datetime) -> Apart | None:
    """Why an entry of the attempt does not count by itself; None when it counts."""
    if standing.ended:
        return "after_end"
    if entry.epoch < standing.epoch:
        return "ended_epoch"
    in_time = standing.clock is not None and standing.clock.takes(arrived, standing.grace)
    return None if in_time else "after_deadline"


def latest(entries: Iterable[Entry]) -> dict[int, Entry]:
    """For each question the entry that counts: the newest epoch's highest sequence.

    Give it the entries that count by themselves together with those kept apart that two persons have admitted. Two
    entries of one number cannot differ: the database keeps the first.
    """
    last: dict[int, Entry] = {}
    for entry in entries:
        known = last.get(entry.question)
        if known is None or (entry.epoch, entry.sequence) > (known.epoch, known.sequence):
            last[entry.question] = entry
    return last
