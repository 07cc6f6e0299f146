"""What a secretary does next at a meeting: always one thing. Pure.

The page shows it on top, with the one button that does it; everything else that may be done stands below.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commissions.voting import Outcome


class Step(StrEnum):
    """The next thing, in the order in which a meeting goes."""

    OPEN = "open"
    PRESENCE = "presence"
    CALL = "call"
    IDENTIFY = "identify"
    LISTEN = "listen"
    OPEN_VOTE = "open_vote"
    LISTEN_AND_VOTE = "listen_and_vote"
    VOTING = "voting"
    COUNT = "count"
    VOTE_AGAIN = "vote_again"
    CASTING = "casting"
    DECIDE = "decide"
    CANNOT = "cannot"
    RESUME = "resume"
    CLOSE = "close"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class Ballots(StrEnum):
    """Where the vote on the candidate stands."""

    NONE = "none"
    GOING = "going"
    COMPLETE = "complete"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where the candidate stands who is before the commission."""

    identified: bool
    marked: bool
    ballots: Ballots = Ballots.NONE
    outcome: Outcome | None = None
    may_decide: bool = True
    with_sheets: bool = True


@dataclass(frozen=True, slots=True)
class Course:
    """Where a meeting stands."""

    opened: bool = True
    closed: bool = False
    called_off: bool = False
    paused: bool = False
    anybody_there: bool = True
    waiting: bool = True
    hearing: Hearing | None = None


def next_step(at: Course) -> Step:
    """The one thing to do now."""
    if at.called_off:
        return Step.CALLED_OFF
    if not at.opened:
        return Step.OPEN
    if at.closed:
        return Step.CLOSED
    if at.paused:
        return Step.RESUME
    if at.hearing is not None:
        return _in_a_hearing(at.hearing)
    if not at.anybody_there:
        return Step.PRESENCE
    return Step.CALL if at.waiting else Step.CLOSE


def _in_a_hearing(at: Hearing) -> Step:
    if at.ballots is Ballots.GOING:
        return Step.VOTING
    if at.ballots is Ballots.COMPLETE:
        return Step.COUNT
    if at.ballots is Ballots.COUNTED:
        return {
            Outcome.CASTING_VOTE: Step.CASTING,
            Outcome.VOTE_AGAIN: Step.VOTE_AGAIN if at.may_decide else Step.CANNOT,
        }.get(at.outcome or Outcome.POSITIVE, Step.DECIDE)
    if not at.may_decide:
        return Step.CANNOT
    if not at.identified:
        return Step.IDENTIFY
    if not at.with_sheets:
        return Step.LISTEN_AND_VOTE
    return Step.OPEN_VOTE if at.marked else Step.LISTEN
