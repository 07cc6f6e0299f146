"""A fact is taken exactly as promised or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.strict_json import Fields, Nonsense, read_document


def of(value: object) -> Fields:
    return Fields({"it": value}, "the answer")


@pytest.mark.parametrize(
    ("take", "good", "taken"),
    [
        (lambda f: f.text("it"), " Сейітова ", "Сейітова"),
        (lambda f: f.text("it"), "И\u0306", "Й"),
        (lambda f: f.text("it", least=0), "", ""),
        (lambda f: f.yes_no("it"), False, False),
        (lambda f: f.whole("it"), 0, 0),
        (lambda f: f.day("it"), "2026-02-28", date(2026, 2, 28)),
        (lambda f: f.moment("it"), "2026-04-16T18:30:00+05:00", datetime(2026, 4, 16, 13, 30, tzinfo=UTC)),
        (lambda f: f.moment("it"), "2026-04-16T18:30:00Z", datetime(2026, 4, 16, 18, 30, tzinfo=UTC)),
        (lambda f: f.one_of("it", "a", "b"), "b", "b"),
        (lambda f: f.inner("it").whole("n"), {"n": 3}, 3),
    ],
)
def test_what_was_promised_is_taken(take: Callable[[Fields], Any], good: object, taken: object) -> None:
    assert take(of(good)) == taken


BAD: dict[str, tuple[object, ...]] = {
    "text": (None, 1, True, "", "   ", "x" * 301, "a\nb", "a\x00", "a\u200b", "\ud800"),
    "yes_no": (None, 0, 1, "true", "yes", []),
    "whole": (None, True, 1.0, "1", -1, 10**16),
    "day": (None, "", "20260228", "2026-2-8", "2026-02-30", "28.02.2026", "2026-W09-6", "２026-02-28", 0),
    "moment": (
        None,
        "",
        "2026-04-16",
        "2026-04-16T18:30:00",
        "0001-01-01T00:00:00+14:00",
        "soon",
        1776339000,
    ),
    "inner": (None, [], "x"),
}


@pytest.mark.parametrize(("take", "bad"), [(take, bad) for take, values in BAD.items() for bad in values])
def test_anything_else_is_nonsense(take: str, bad: object) -> None:
    with pytest.raises(Nonsense):
        getattr(of(bad), take)("it")
    with pytest.raises(Nonsense, match="missing"):
        getattr(of(bad), take)("gone")


def test_a_word_of_no_list_and_an_answer_about_another_are_nonsense() -> None:
    for value in ("A", "c", "", None, True):
        with pytest.raises(Nonsense):
            of(value).one_of("it", "a", "b")
    for other in ("13", 12, None):
        with pytest.raises(Nonsense):
            of(other).same("it", "12")


def test_the_fault_names_the_field_and_never_the_value() -> None:
    with pytest.raises(Nonsense) as caught:
        of("Сейітова\n").one_of("it", "a")
    assert "it" in str(caught.value)
    assert "Сейітова" not in str(caught.value)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_the_reader(body: bytes) -> None:
    try:
        read_document(body)
    except Nonsense:
        return


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_value_at_all_breaks_a_field(value: object) -> None:
    for take in ("text", "yes_no", "whole", "day", "moment", "inner"):
        try:
            getattr(of(value), take)("it")
        except Nonsense:
            continue
