"""Quorum, recusals, alternates, counts, equal votes: a table of cases for each rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commissions.voting import (
    Fault,
    Ground,
    Majority,
    NotVoted,
    Outcome,
    Panel,
    Quorum,
    Rules,
    Seat,
    Sitter,
    Tally,
    Tie,
    Vote,
    decide,
    decide_openly,
    needed_for_quorum,
    panel,
)

RULES = Rules(3, Quorum.TWO_THIRDS, Majority.SIMPLE_OF_VOTES, Tie.CHAIR, secret=False, secretary_votes=False)
CHAIR, DEPUTY, SECRETARY, FOUR, FIVE = (
    Sitter(1, Seat.CHAIR),
    Sitter(2, Seat.DEPUTY),
    Sitter(3, Seat.SECRETARY),
    Sitter(4, Seat.MEMBER),
    Sitter(5, Seat.MEMBER),
)
ALL = (CHAIR, DEPUTY, SECRETARY, FOUR, FIVE)
SPARE = Sitter(9, Seat.ALTERNATE)
FOR_FOUR = replace(SPARE, stands_in_for=4)
SECOND = Sitter(8, Seat.ALTERNATE, stands_in_for=4)
PRESENT_THIRDS = Majority.TWO_THIRDS_OF_PRESENT
TOO_FEW = Ground.CASTING_NOT_ENOUGH


def away(one: Sitter) -> Sitter:
    return replace(one, present=False)


def recused(one: Sitter) -> Sitter:
    return replace(one, recused=True)


@pytest.mark.parametrize(
    ("quorum", "of", "needed"),
    [
        (Quorum.HALF, 7, 4), (Quorum.HALF, 8, 4), (Quorum.HALF, 0, 1),
        (Quorum.MORE_THAN_HALF, 7, 4), (Quorum.MORE_THAN_HALF, 8, 5),
        (Quorum.TWO_THIRDS, 7, 5), (Quorum.TWO_THIRDS, 9, 6), (Quorum.TWO_THIRDS, 3, 2),
        (Quorum.ALL, 5, 5), (Quorum.ALL, 0, 1),
    ],
)  # fmt: skip
def test_a_quorum_is_a_whole_number_and_never_nobody(quorum: Quorum, of: int, needed: int) -> None:
    assert needed_for_quorum(quorum, of) == needed


@pytest.mark.parametrize(
    ("sitters", "of", "present", "presides", "faults"),
    [
        (ALL, 4, {1, 2, 4, 5}, 1, ()),
        # An alternate who takes nobody's place does not count.
        ((*ALL, SPARE), 4, {1, 2, 4, 5}, 1, ()),
        # The chair is absent, or recused: the deputy presides.
        ((away(CHAIR), *ALL[1:]), 4, {2, 4, 5}, 2, ()),
        ((recused(CHAIR), *ALL[1:]), 3, {2, 4, 5}, 2, ()),
        # Neither of the two is there: nobody presides, though the quorum is reached.
        ((away(CHAIR), SECRETARY, FOUR, FIVE, Sitter(6, Seat.MEMBER)), 4, {4, 5, 6}, None, (Fault.NO_CHAIR,)),
        # An alternate of the chair votes, but does not preside.
        (
            (away(CHAIR), SECRETARY, FOUR, FIVE, replace(SPARE, stands_in_for=1)),
            3, {4, 5, 9}, None, (Fault.NO_CHAIR,),
        ),
        # A recused member's seat is counted no longer; with an alternate in it, it is.
        ((CHAIR, DEPUTY, SECRETARY, recused(FOUR), FIVE), 3, {1, 2, 5}, 1, ()),
        ((CHAIR, DEPUTY, SECRETARY, recused(FOUR), FIVE, FOR_FOUR), 4, {1, 2, 5, 9}, 1, ()),
        # An alternate who is absent or recused takes nobody's place.
        ((CHAIR, DEPUTY, SECRETARY, recused(FOUR), FIVE, away(FOR_FOUR)), 3, {1, 2, 5}, 1, ()),
        ((CHAIR, DEPUTY, SECRETARY, recused(FOUR), FIVE, recused(FOR_FOUR)), 3, {1, 2, 5}, 1, ()),
        # Nobody stands in for somebody who is there, nor two for one.
        ((*ALL, FOR_FOUR), 4, {1, 2, 4, 5, 9}, 1, (Fault.WRONG_ALTERNATE,)),
        (
            (CHAIR, DEPUTY, SECRETARY, away(FOUR), FIVE, FOR_FOUR, SECOND),
            4, {1, 2, 5, 8}, 1, (Fault.WRONG_ALTERNATE,),
        ),
        # Recusals leave too few seats, whoever is present.
        ((CHAIR, SECRETARY, recused(FOUR), FIVE), 2, {1, 5}, 1, (Fault.TOO_SMALL,)),
        # Two of four are there, and two thirds are three.
        ((CHAIR, away(DEPUTY), SECRETARY, away(FOUR), FIVE), 4, {1, 5}, 1, (Fault.NO_QUORUM,)),
        # Without a secretary nobody keeps the protocol.
        ((CHAIR, DEPUTY, away(SECRETARY), FOUR, FIVE), 4, {1, 2, 4, 5}, 1, (Fault.NO_SECRETARY,)),
        ((), 0, set(), None, (Fault.TOO_SMALL, Fault.NO_CHAIR, Fault.NO_SECRETARY, Fault.NO_QUORUM)),
    ],
)  # fmt: skip
def test_who_decides_on_a_candidate(
    sitters: tuple[Sitter, ...], of: int, present: set[int], presides: int | None, faults: tuple[Fault, ...]
) -> None:
    found = panel(RULES, sitters)
    assert (found.of, set(found.present), found.presides, found.faults) == (of, present, presides, faults)


def test_a_secretary_counts_and_votes_only_where_the_office_has_decided_so() -> None:
    found = panel(replace(RULES, secretary_votes=True), ALL)
    assert (found.of, set(found.present)) == (5, {1, 2, 3, 4, 5})


def of(present: int, seats: int | None = None) -> Panel:
    return Panel(seats or present, frozenset(range(1, present + 1)), 1, 1, ())


@pytest.mark.parametrize(
    ("majority", "tie", "seats", "counted", "casting", "outcome", "ground"),
    [
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (5, 3, 0), None, Outcome.POSITIVE, Ground.MAJORITY),
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (3, 5, 0), None, Outcome.NEGATIVE, Ground.NO_MAJORITY),
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (1, 0, 7), None, Outcome.POSITIVE, Ground.MAJORITY),
        # 4-4.
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (4, 4, 0), Vote.FOR, Outcome.POSITIVE, Ground.CASTING),
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (4, 4, 0), Vote.AGAINST, Outcome.NEGATIVE, Ground.CASTING),
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (4, 4, 0), Vote.ABSTAIN, Outcome.CASTING_VOTE, Ground.EQUAL),
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (4, 4, 0), None, Outcome.CASTING_VOTE, Ground.EQUAL),
        (Majority.SIMPLE_OF_VOTES, Tie.NEGATIVE, 8, (4, 4, 0), Vote.FOR, Outcome.NEGATIVE, Ground.EQUAL),
        (Majority.SIMPLE_OF_VOTES, Tie.VOTE_AGAIN, 8, (4, 4, 0), Vote.FOR, Outcome.VOTE_AGAIN, Ground.EQUAL),
        (Majority.OF_PRESENT, Tie.CHAIR, 8, (4, 4, 0), Vote.FOR, Outcome.POSITIVE, Ground.CASTING),
        (Majority.OF_MEMBERS, Tie.CHAIR, 9, (4, 4, 0), Vote.FOR, Outcome.POSITIVE, Ground.CASTING),
        # A casting vote is one vote more, and no majority by itself.
        (Majority.OF_MEMBERS, Tie.CHAIR, 10, (4, 4, 0), Vote.FOR, Outcome.NEGATIVE, TOO_FEW),
        (PRESENT_THIRDS, Tie.CHAIR, 8, (4, 4, 0), Vote.FOR, Outcome.NEGATIVE, TOO_FEW),
        # All abstain: there are no votes that could be equal, and no chair decides alone.
        (Majority.SIMPLE_OF_VOTES, Tie.CHAIR, 8, (0, 0, 8), Vote.FOR, Outcome.NEGATIVE, Ground.NOBODY_IN_FAVOUR),
        (Majority.SIMPLE_OF_VOTES, Tie.VOTE_AGAIN, 8, (0, 0, 8), None, Outcome.VOTE_AGAIN, Ground.NOBODY_IN_FAVOUR),
        (Majority.OF_PRESENT, Tie.CHAIR, 8, (0, 8, 0), None, Outcome.NEGATIVE, Ground.NOBODY_IN_FAVOUR),
        # Who abstains is present all the same.
        (Majority.OF_PRESENT, Tie.CHAIR, 8, (4, 1, 3), None, Outcome.NEGATIVE, Ground.NO_MAJORITY),
        (Majority.OF_PRESENT, Tie.CHAIR, 8, (5, 0, 3), None, Outcome.POSITIVE, Ground.MAJORITY),
        (Majority.OF_MEMBERS, Tie.CHAIR, 11, (5, 3, 0), None, Outcome.NEGATIVE, Ground.NO_MAJORITY),
        (PRESENT_THIRDS, Tie.CHAIR, 8, (5, 3, 0), None, Outcome.NEGATIVE, Ground.NO_MAJORITY),
        (PRESENT_THIRDS, Tie.CHAIR, 8, (6, 2, 0), None, Outcome.POSITIVE, Ground.MAJORITY),
    ],
)  # fmt: skip
def test_what_the_votes_come_to(
    majority: Majority, tie: Tie, seats: int, counted: tuple[int, int, int], casting: Vote | None,
    outcome: Outcome, ground: Ground,
) -> None:  # fmt: skip
    found = decide(replace(RULES, majority=majority, tie=tie), of(8, seats), Tally(*counted), casting)
    assert (found.outcome, found.ground) == (outcome, ground)


@pytest.mark.parametrize(
    ("chair", "casting", "outcome"),
    [
        (Vote.FOR, None, Outcome.POSITIVE),
        # A vote that was given openly is the casting vote: another one is not asked for.
        (Vote.AGAINST, Vote.FOR, Outcome.NEGATIVE),
    ],
)
def test_in_an_open_vote_the_chair_has_cast_the_vote_already(
    chair: Vote, casting: Vote | None, outcome: Outcome
) -> None:
    other = Vote.AGAINST if chair is Vote.FOR else Vote.FOR
    assert decide_openly(RULES, of(2), {1: chair, 2: other}, casting).outcome is outcome


def test_a_chair_who_abstained_is_asked_for_the_casting_vote() -> None:
    votes = {1: Vote.ABSTAIN, 2: Vote.FOR, 3: Vote.AGAINST}
    assert decide_openly(RULES, of(3), votes).outcome is Outcome.CASTING_VOTE
    assert decide_openly(RULES, of(3), votes, Vote.FOR).outcome is Outcome.POSITIVE


@pytest.mark.parametrize("votes", [{1: Vote.FOR}, {1: Vote.FOR, 2: Vote.FOR, 3: Vote.FOR}, {}])
def test_each_member_of_the_panel_votes_and_nobody_else(votes: dict[int, Vote]) -> None:
    with pytest.raises(NotVoted):
        decide_openly(RULES, of(2), votes)


def test_a_count_that_does_not_fit_the_panel_decides_nothing() -> None:
    for counted in (Tally(3, 0, 0), Tally(1, 0, 0)):
        with pytest.raises(NotVoted):
            decide(RULES, of(2), counted)


def test_a_panel_that_may_not_decide_does_not() -> None:
    with pytest.raises(NotVoted):
        decide(RULES, panel(RULES, (CHAIR, SECRETARY)), Tally(1, 0, 0))
