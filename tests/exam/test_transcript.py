"""The transcript: the same bytes from the same facts, keys that cannot be guessed, sums that prove themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from exam.entries import Entry
from exam.grading import PaperQuestion, grade
from exam.transcript import (
    Granted,
    Kept,
    Sat,
    key_digest,
    score_facts,
    sums_are_right,
    transcript,
    tree_leaf,
)
from tests.exam.test_grading import BLUEPRINT, PAPER, scored
from tests.question_banks import makers

START = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
SAT = Sat("a1", "2026-000123", "s1", "d" * 64, "b" * 64, START, START, "finished")
SALT = b"0123456789abcdef"
ENTRIES = [
    Kept(Entry(1, 1, 1, '"2"'), START),
    Kept(Entry(1, 2, 1, '"3"'), START),
    Kept(Entry(1, 3, 2, '"1"'), START, "ended_epoch", admitted=True),
]


def told(entries: list[Kept], paper: tuple[PaperQuestion, ...] = PAPER) -> str:
    return transcript(SAT, paper, entries, [Granted("base", 3600, START)], grade(BLUEPRINT, paper, {}), SALT)


def test_the_same_facts_give_the_same_bytes_in_whatever_order_they_are_read() -> None:
    assert told(ENTRIES) == told(ENTRIES[::-1], PAPER[::-1])
    assert tree_leaf(told(ENTRIES)) != tree_leaf(told(ENTRIES[:2]))


def test_a_transcript_holds_every_entry_and_no_key() -> None:
    facts = json.loads(told(ENTRIES))
    assert [one["sequence"] for one in facts["entries"]] == [1, 2, 3]
    assert facts["entries"][2]["apart"] == "ended_epoch"
    assert "correct" not in told(ENTRIES)


def test_a_key_is_shown_by_its_salt_and_not_without_it() -> None:
    one, other = makers.single("b"), makers.single("c")
    assert key_digest(SALT, 1, one) == key_digest(SALT, 1, makers.single("b"))
    assert key_digest(SALT, 1, one) != key_digest(SALT, 1, other)
    assert key_digest(SALT, 1, one) != key_digest(b"f" * 16, 1, one)
    # Equal keys of one paper cannot be told to be equal.
    assert key_digest(SALT, 1, one) != key_digest(SALT, 2, one)


@pytest.mark.parametrize("question", makers.every_kind()[:-1], ids=lambda one: one.body.kind)
def test_every_kind_of_key_has_its_digest(question: Any) -> None:
    assert len(key_digest(SALT, 1, question)) == 64


@pytest.mark.parametrize("letters", ["bbbbb", "bbb..", "..bbb", "....."])
def test_a_score_agrees_with_itself(letters: str) -> None:
    assert sums_are_right(score_facts(scored(letters)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdict",), "positive"),
        (("earned",), "3"),
        (("needed",), "1"),
        (("sections", 0, "passed"), False),
        (("sections", 0, "earned"), "1"),
        (("questions", 3, "earned"), "1"),
        (("questions", 3, "possible"), "2"),
    ],
)
def test_a_score_that_was_touched_is_found(path: tuple[Any, ...], value: Any) -> None:
    facts = score_facts(scored("bb..."))
    inner: Any = facts
    for step in path[:-1]:
        inner = inner[step]
    assert inner[path[-1]] != value
    inner[path[-1]] = value
    assert not sums_are_right(facts)
