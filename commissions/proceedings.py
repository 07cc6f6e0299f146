"""What happened at a meeting, as plain facts: from these alone the protocol is made, and nothing is typed twice.

Pure. The reading of the tables fills them, the protocol freezes them; whoever proves a protocol without the database
reads them back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from commissions.voting import Ground, Outcome, Seat, Vote
from core.typed_facts import LATER
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class Sat:
    """A member on the day: there or not; whoever came later or left earlier has the moments."""

    member: int
    name: str
    seat: Seat
    present: bool
    absent_because: str = ""
    came_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SteppedAside:
    """A member who did not decide on one candidate: the kind of conflict, the fact, who took the place."""

    name: str
    ground: str
    alternate: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and the gist of the answer; `of_ticket` when it stood on the drawn ticket."""

    text: str
    gist: str
    of_ticket: bool = False
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One criterion of a rubric sheet: the level that was reached and its points."""

    criterion: str
    level: str
    points: int
    out_of: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one member, opened when all were in."""

    member: str
    marks: tuple[Mark, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What the vote came to. By name only where the vote is open; the casting vote is always open."""

    secret: bool
    in_favour: int
    against: int
    abstained: int
    needed: int
    ground: Ground
    outcome: Outcome
    by_name: tuple[tuple[str, Vote], ...] = ()
    casting: tuple[str, Vote] | None = None
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class VoidVote:
    """A vote that was broken off and does not count: when, and why."""

    secret: bool
    opened_at: datetime
    voided_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Dissent:
    """The own opinion of a member, attached to the protocol."""

    member: str
    text: str


class Ending(StrEnum):
    """How the hearing of one candidate ended."""

    DECIDED = "decided"
    ABSENT = "absent"
    ABSENT_WITH_GOOD_REASON = "absent_with_good_reason"
    NO_QUORUM = "no_quorum"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Heard:
    """One item of the agenda and all that happened with it."""

    position: int
    interview: int
    case: int
    case_number: str
    candidate: str
    service: Words
    ending: Ending
    specialty: Words | None = None
    category: Words | None = None
    # The gate on which the interview rests: the positive result, or the report of the external evaluation.
    result: int | None = None
    transcript_digest: str = ""
    evaluation_digest: str = ""
    identity: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    ending_reason: str = ""
    ticket: str = ""
    questions: tuple[Question, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    stepped_aside: tuple[SteppedAside, ...] = ()
    seats: int = 0
    needed_for_quorum: int = 0
    present: int = 0
    presided_by: str = ""
    remarks: str = ""
    ballot: Ballot | None = None
    decision: str = ""
    motives: str = ""
    dissents: tuple[Dissent, ...] = ()
    void_votes: tuple[VoidVote, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class Break:
    """The meeting stood still from one moment to another, for a reason."""

    began_at: datetime
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Who kept a meeting that was handed on: from the hand-over to the next one, by whose act and why."""

    name: str
    since: datetime | None
    until: datetime | None
    handed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A whole meeting: where and when, who was there, and what happened with each candidate."""

    meeting: int
    number: str
    commission: str
    kind: str
    formed_by_order: str
    office: Words
    zone: str
    place: str
    link: str
    opened_at: datetime
    closed_at: datetime | None
    secretary: str
    presided_by: str
    sat: tuple[Sat, ...]
    heard: tuple[Heard, ...]
    breaks: tuple[Break, ...] = ()
    # Only of a meeting that was handed on; `secretary` is who kept it at its close.
    kept: tuple[Kept, ...] = field(default=(), metadata=LATER)
