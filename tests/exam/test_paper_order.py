"""The order in which candidates of one paper meet its questions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exam.paper_order import Placed, in_turn

PAPER = (
    Placed(1, "law"),
    Placed(2, "law"),
    Placed(3, "law"),
    Placed(4, "drugs", case=9),
    Placed(5, "drugs", case=9),
    Placed(6, "drugs"),
    Placed(7, "drugs", case=8),
)


def test_the_first_turn_is_the_papers_own_order() -> None:
    assert in_turn(PAPER, 0) == (1, 2, 3, 4, 5, 6, 7)


def test_each_turn_begins_at_another_question_and_keeps_cases_together() -> None:
    assert in_turn(PAPER, 1) == (2, 3, 1, 6, 7, 4, 5)
    assert in_turn(PAPER, 2) == (3, 1, 2, 7, 4, 5, 6)


@given(st.integers(0, 10_000))
def test_no_turn_loses_a_question_or_leaves_its_section(turn: int) -> None:
    order = in_turn(PAPER, turn)
    assert sorted(order) == list(range(1, 8))
    assert set(order[:3]) == {1, 2, 3}
    assert abs(order.index(4) - order.index(5)) == 1
