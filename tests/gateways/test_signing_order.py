"""A table of cases: who signs next, and what stops the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways.signatures.signing_order import (
    Complete,
    Deed,
    Disorder,
    Next,
    RefusedToSign,
    Signed,
    State,
    Stopped,
    may_sign,
    state_of,
)

ORDER = ("secretary", "member", "chair")


@pytest.mark.parametrize(
    ("deeds", "state"),
    [
        ([], Next("secretary")),
        ([Signed("secretary")], Next("member")),
        ([Signed("secretary"), Signed("member")], Next("chair")),
        ([Signed("secretary"), Signed("member"), Signed("chair")], Complete()),
        ([Signed("chair")], Disorder("chair")),
        ([Signed("secretary"), Signed("secretary")], Disorder("secretary")),
        ([Signed("secretary"), RefusedToSign("member", "қате бар")], Stopped("member", "қате бар")),
        ([RefusedToSign("secretary", "қате бар"), Signed("member")], Disorder("member")),
        ([Signed("secretary"), Signed("member"), Signed("chair"), Signed("chair")], Disorder("chair")),
        ([Signed("stranger")], Disorder("stranger")),
    ],
)
def test_where_a_document_stands(deeds: list[Deed], state: State) -> None:
    assert state_of(ORDER, deeds) == state


@given(order=st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_in_turn_everybody_signs_and_nobody_twice(order: list[str]) -> None:
    deeds: list[Deed] = []
    for who in order:
        assert [other for other in order if may_sign(other, order, deeds)] == [who]
        deeds.append(Signed(who))
    assert state_of(order, deeds) == Complete()
    assert not any(may_sign(who, order, deeds) for who in order)


def test_an_order_names_people_and_a_refusal_a_reason() -> None:
    for wrong in ([], ["a", "a"]):
        with pytest.raises(ValueError, match="each once"):
            state_of(wrong, [])
    with pytest.raises(ValueError, match="reason"):
        RefusedToSign("chair", " ")
