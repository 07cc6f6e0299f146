"""Who decides on a candidate, whether they may, and what their votes come to.

Pure. The law says nothing of quorum, majority and equal votes: they are the office's decisions, given as `Rules`.
Numbers are compared as whole numbers, never as shares that were rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Seat(StrEnum):
    """What somebody is in a commission."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    ALTERNATE = "alternate"


class Quorum(StrEnum):
    HALF = "half"
    MORE_THAN_HALF = "more_than_half"
    TWO_THIRDS = "two_thirds"
    ALL = "all"


class Majority(StrEnum):
    SIMPLE_OF_VOTES = "simple_of_votes"
    OF_PRESENT = "of_present"
    OF_MEMBERS = "of_members"
    TWO_THIRDS_OF_PRESENT = "two_thirds_of_present"


class Tie(StrEnum):
    """What the office has decided for equal votes."""

    CHAIR = "chair"
    NEGATIVE = "negative"
    VOTE_AGAIN = "vote_again"


class Vote(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's decisions; `size` is the smallest number of members."""

    size: int
    quorum: Quorum
    majority: Majority
    tie: Tie
    secret: bool
    secretary_votes: bool


@dataclass(frozen=True, slots=True)
class Sitter:
    """A member of the commission on the day: there or not, recused from this candidate or not."""

    member: int
    seat: Seat
    present: bool = True
    recused: bool = False
    # An alternate acts only in the place of a member who is recused or absent.
    stands_in_for: int | None = None


class Fault(StrEnum):
    """Why a commission cannot decide on this candidate now."""

    TOO_SMALL = "too_small"
    NO_CHAIR = "no_chair"
    NO_SECRETARY = "no_secretary"
    NO_QUORUM = "no_quorum"
    WRONG_ALTERNATE = "wrong_alternate"


@dataclass(frozen=True, slots=True)
class Panel:
    """Who decides on one candidate. `of` counts the seats that may decide, `present` are those who are there."""

    of: int
    present: frozenset[int]
    needed: int
    presides: int | None
    faults: tuple[Fault, ...]

    @property
    def may_decide(self) -> bool:
        return not self.faults


def panel(rules: Rules, sitters: Iterable[Sitter], *, kept: bool | None = None) -> Panel:
    """The panel for one candidate. A recused member's seat counts no longer, unless an alternate has taken it.

    `kept` says whether whoever keeps the meeting now is there; unsaid, the secretary among the sitters keeps it.
    """
    everybody = list(sitters)
    voting = _voting_seats(rules)
    seats = [one for one in everybody if one.seat in voting]
    open_seats = {one.member for one in seats if one.recused or not one.present}
    taken = [one for one in everybody if one.seat is Seat.ALTERNATE and one.stands_in_for is not None]
    wrong = _wrong(taken, open_seats)
    stands_in = {one.stands_in_for: one for one in taken if one.present and not one.recused}
    here = {one.member for one in seats if one.present and not one.recused}
    here |= {one.member for one in stands_in.values()}
    count = sum(1 for one in seats if not one.recused or one.member in stands_in)
    needed = needed_for_quorum(rules.quorum, count)
    presides = _presides(everybody, here)
    found = {
        Fault.WRONG_ALTERNATE: wrong,
        Fault.TOO_SMALL: count < rules.size,
        Fault.NO_CHAIR: presides is None,
        Fault.NO_SECRETARY: not (_has_secretary(everybody) if kept is None else kept),
        Fault.NO_QUORUM: len(here) < needed,
    }
    return Panel(
        count, frozenset(here), needed, presides, tuple(fault for fault, is_so in found.items() if is_so)
    )


def _has_secretary(everybody: list[Sitter]) -> bool:
    return any(one.seat is Seat.SECRETARY and one.present for one in everybody)


def _voting_seats(rules: Rules) -> frozenset[Seat]:
    seats = {Seat.CHAIR, Seat.DEPUTY, Seat.MEMBER}
    return frozenset(seats | {Seat.SECRETARY}) if rules.secretary_votes else frozenset(seats)


def _wrong(taken: list[Sitter], open_seats: set[int]) -> bool:
    """An alternate stands in for somebody who is there, or two for one."""
    places = [one.stands_in_for for one in taken]
    return len(set(places)) < len(places) or any(one not in open_seats for one in places)


def _presides(everybody: list[Sitter], here: set[int]) -> int | None:
    """The chair, or the deputy while the chair is away or recused; an alternate of the chair votes, never presides."""
    for seat in (Seat.CHAIR, Seat.DEPUTY):
        for one in everybody:
            if one.seat is seat and one.member in here:
                return one.member
    return None


def needed_for_quorum(quorum: Quorum, of: int) -> int:
    """How many must be there, of so many; never nobody."""
    needed = {
        Quorum.HALF: -(-of // 2),
        Quorum.MORE_THAN_HALF: of // 2 + 1,
        Quorum.TWO_THIRDS: -(-2 * of // 3),
        Quorum.ALL: of,
    }
    return max(1, needed[quorum])


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted: of a secret vote nothing else is known."""

    in_favour: int
    against: int
    abstained: int

    @property
    def total(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def is_tie(self) -> bool:
        """Equal votes; where nobody voted either way there are no votes that could be equal."""
        return self.in_favour == self.against > 0


def tally(votes: Iterable[Vote]) -> Tally:
    """Count the votes."""
    counted = list(votes)
    return Tally(*(counted.count(vote) for vote in (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)))


class Outcome(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    VOTE_AGAIN = "vote_again"
    CASTING_VOTE = "casting_vote"


class Ground(StrEnum):
    """On what the outcome rests; the protocol says it in words."""

    MAJORITY = "majority"
    NO_MAJORITY = "no_majority"
    NOBODY_IN_FAVOUR = "nobody_in_favour"
    EQUAL = "equal"
    CASTING = "casting"
    CASTING_NOT_ENOUGH = "casting_not_enough"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the votes come to, and why."""

    outcome: Outcome
    ground: Ground
    needed: int


class NotVoted(ValueError):
    """The votes do not fit the panel, or the panel may not decide."""


def decide_openly(
    rules: Rules, at: Panel, votes: Mapping[int, Vote], casting: Vote | None = None
) -> Decision:
    """Decide by an open vote; of equal votes the vote of whoever presides decides, once it is known."""
    if set(votes) != at.present:
        raise NotVoted("each member of the panel votes once, and nobody else")
    own = votes.get(at.presides) if at.presides is not None else None
    return decide(rules, at, tally(votes.values()), casting if own in (None, Vote.ABSTAIN) else own)


def decide(rules: Rules, at: Panel, counted: Tally, casting: Vote | None = None) -> Decision:
    """Decide by the count. Whoever presided over a secret vote gives the casting vote openly, after the count."""
    if not at.may_decide:
        raise NotVoted("this panel may not decide")
    if counted.total != len(at.present):
        raise NotVoted("as many ballots as members of the panel")
    needed = needed_for_majority(rules.majority, at, counted)
    if counted.in_favour == 0 and counted.against == 0:
        again = rules.tie is Tie.VOTE_AGAIN
        return Decision(Outcome.VOTE_AGAIN if again else Outcome.NEGATIVE, Ground.NOBODY_IN_FAVOUR, needed)
    if counted.is_tie:
        return _of_equal_votes(rules, counted, needed, casting)
    if counted.in_favour >= needed:
        return Decision(Outcome.POSITIVE, Ground.MAJORITY, needed)
    ground = Ground.NO_MAJORITY if counted.in_favour else Ground.NOBODY_IN_FAVOUR
    return Decision(Outcome.NEGATIVE, ground, needed)


def needed_for_majority(majority: Majority, at: Panel, counted: Tally) -> int:
    """How many votes in favour make a decision positive."""
    present = len(at.present)
    return {
        Majority.SIMPLE_OF_VOTES: (counted.in_favour + counted.against) // 2 + 1,
        Majority.OF_PRESENT: present // 2 + 1,
        Majority.OF_MEMBERS: at.of // 2 + 1,
        Majority.TWO_THIRDS_OF_PRESENT: max(1, -(-2 * present // 3)),
    }[majority]


def _of_equal_votes(rules: Rules, counted: Tally, needed: int, casting: Vote | None) -> Decision:
    """Equal votes. A casting vote is one vote more; it does not replace the majority that the office asks for."""
    if rules.tie is Tie.VOTE_AGAIN:
        return Decision(Outcome.VOTE_AGAIN, Ground.EQUAL, needed)
    if rules.tie is Tie.NEGATIVE or casting is Vote.AGAINST:
        return Decision(
            Outcome.NEGATIVE, Ground.EQUAL if rules.tie is Tie.NEGATIVE else Ground.CASTING, needed
        )
    if casting is not Vote.FOR:
        return Decision(Outcome.CASTING_VOTE, Ground.EQUAL, needed)
    counts = rules.majority is Majority.SIMPLE_OF_VOTES or counted.in_favour + 1 >= needed
    if counts:
        return Decision(Outcome.POSITIVE, Ground.CASTING, needed)
    return Decision(Outcome.NEGATIVE, Ground.CASTING_NOT_ENOUGH, needed)
