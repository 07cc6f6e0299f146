"""Entries kept apart as facts: which question, made when, arrived when, why it does not count by itself.

The answers themselves are not read here at all: neither who proposes nor who decides learns them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from applications.models import Case
from core.actor import Actor
from core.database import db
from core.languages import Text, _l
from core.refusals import NotFound
from exam.models import (
    Admission,
    AnswerEntry,
    ApartEntry,
    ApartProposal,
    ApartProposed,
    ApartVerdict,
    Attempt,
    Invigilator,
    Result,
    Seat,
    Sitting,
    SittingPlace,
)
from exam.queries import sittings_seen

DECIDE = 2
WHY: dict[str, Text] = {
    "ended_epoch": _l("from a computer that was no longer in use"),
    "after_deadline": _l("after the time was over"),
    "after_end": _l("after the test had ended"),
}


@dataclass(frozen=True, slots=True)
class Late:
    """One entry kept apart. `counting` is when the answer that counts now was made, None when there is none."""

    id: int
    attempt_id: int
    question: int
    why: str
    made_at: datetime
    arrived_at: datetime
    proposal_id: int | None
    counting: datetime | None


@dataclass(frozen=True, slots=True)
class Sat:
    """A candidate of the sitting with entries kept apart."""

    attempt: Attempt
    seat: str
    late: tuple[Late, ...]
    scored: bool

    @property
    def name(self) -> str:
        case = self.attempt.place.case
        return case.person.name if case else ""

    @property
    def open(self) -> tuple[Late, ...]:
        """Those that may still be proposed."""
        return () if self.scored else tuple(one for one in self.late if one.proposal_id is None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with the words that were given on it."""

    row: ApartProposal
    attempt: Attempt
    sitting: Sitting
    verdicts: tuple[ApartVerdict, ...]

    @property
    def state(self) -> str:
        """waiting, admitted or refused."""
        if len(self.verdicts) < DECIDE:
            return "waiting"
        return "admitted" if all(one.admits for one in self.verdicts) else "refused"


def sat_late(sitting_id: int) -> list[Sat]:
    """The candidates of a sitting of whom something was kept apart, in the order of their places."""
    return _sat(Attempt.sitting_id == sitting_id)


def find_sat(sitting_id: int, attempt_id: int) -> Sat:
    """One of them."""
    found = _sat((Attempt.sitting_id == sitting_id) & (Attempt.id == attempt_id))
    if not found:
        raise NotFound
    return found[0]


def _sat(condition: ColumnElement[bool]) -> list[Sat]:
    attempts = db.session.scalars(
        select(Attempt)
        .options(joinedload(Attempt.place).joinedload(SittingPlace.case).joinedload(Case.person))
        .where(condition, Attempt.id.in_(select(ApartEntry.attempt_id)))
        .order_by(Attempt.place_id)
    ).all()
    ids = [one.id for one in attempts]
    by_attempt: dict[int, list[Late]] = {}
    for one in _late(ApartEntry.attempt_id.in_(ids)):
        by_attempt.setdefault(one.attempt_id, []).append(one)
    scored = set(db.session.scalars(select(Result.attempt_id).where(Result.attempt_id.in_(ids))))
    seats = _seats([one.place_id for one in attempts])
    return [
        Sat(one, seats.get(one.place_id, ""), tuple(by_attempt.get(one.id, ())), one.id in scored)
        for one in attempts
    ]


def _late(condition: ColumnElement[bool]) -> list[Late]:
    rows = db.session.execute(
        select(
            ApartEntry.id, ApartEntry.attempt_id, ApartEntry.question, ApartEntry.why,
            ApartEntry.made_at, ApartEntry.arrived_at, ApartProposed.proposal_id,
        )
        .outerjoin(ApartProposed, ApartProposed.entry_id == ApartEntry.id)
        .where(condition)
        .order_by(ApartEntry.attempt_id, ApartEntry.question, ApartEntry.epoch, ApartEntry.sequence)
    ).all()  # fmt: skip
    counting = _counting({row.attempt_id for row in rows})
    return [Late(*row, counting.get((row.attempt_id, row.question))) for row in rows]


def _counting(attempt_ids: Collection[int]) -> dict[tuple[int, int], datetime]:
    """For each question when its last answer that counts by itself was made."""
    rows = db.session.execute(
        select(AnswerEntry.attempt_id, AnswerEntry.question, func.max(AnswerEntry.made_at))
        .where(AnswerEntry.attempt_id.in_(attempt_ids))
        .group_by(AnswerEntry.attempt_id, AnswerEntry.question)
    )
    return {(attempt, question): made for attempt, question, made in rows}


def _seats(place_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Admission.place_id, Seat.label)
        .join(Seat, Seat.id == Admission.seat_id)
        .where(Admission.place_id.in_(place_ids), Admission.admitted)
    )
    return {int(place): str(label) for place, label in rows}


def proposals_of(sitting_id: int) -> list[Proposal]:
    """The proposals of a sitting, in their order."""
    return _proposals(_proposed().where(Attempt.sitting_id == sitting_id))


def undecided(sitting_id: int) -> list[Proposal]:
    """Those on which two persons have not decided: until then nothing of their tests is scored."""
    return [one for one in proposals_of(sitting_id) if one.state == "waiting"]


def find_proposal(proposal_id: int, actor: Actor) -> Proposal:
    """One proposal of a sitting that the reader may see."""
    found = _proposals(_proposed().where(ApartProposal.id == proposal_id, sittings_seen(actor)))
    if not found:
        raise NotFound
    return found[0]


def proposals_seen(actor: Actor) -> list[Proposal]:
    """The newest proposals of the office, the last one first; older ones stand on the page of their sitting."""
    newest = _proposed().where(sittings_seen(actor)).order_by(None).order_by(ApartProposal.id.desc())
    return _proposals(newest.limit(200))


def waiting_for(actor: Actor) -> list[Proposal]:
    """Those that wait for this person's own word."""
    me = actor.account_id
    said = select(ApartVerdict.proposal_id).where(ApartVerdict.judge_id == me)
    done = select(ApartVerdict.proposal_id).group_by(ApartVerdict.proposal_id).having(func.count() >= DECIDE)
    watched = select(Invigilator.sitting_id).where(Invigilator.account_id == me)
    return _proposals(
        _proposed()
        .where(
            sittings_seen(actor),
            ApartProposal.proposed_by != me,
            ApartProposal.id.not_in(said),
            ApartProposal.id.not_in(done),
            Sitting.id.not_in(watched),
            Attempt.id.not_in(select(Result.attempt_id)),
        )
        .limit(50)
    )


def entries_of(proposal_id: int) -> list[Late]:
    """The entries that a proposal names."""
    return _late(ApartProposed.proposal_id == proposal_id)


def _proposed() -> Select[ApartProposal, Attempt, Sitting]:
    return (
        select(ApartProposal, Attempt, Sitting)
        .join(Attempt, Attempt.id == ApartProposal.attempt_id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .options(joinedload(Sitting.office), joinedload(Attempt.place))
        .order_by(ApartProposal.id)
    )


def _proposals(wanted: Select[ApartProposal, Attempt, Sitting]) -> list[Proposal]:
    rows = db.session.execute(wanted).all()
    words = _verdicts([row[0].id for row in rows])
    return [Proposal(row[0], row[1], row[2], tuple(words.get(row[0].id, ()))) for row in rows]


def _verdicts(proposal_ids: Sequence[int]) -> dict[int, list[ApartVerdict]]:
    found: dict[int, list[ApartVerdict]] = {}
    for one in db.session.scalars(
        select(ApartVerdict)
        .where(ApartVerdict.proposal_id.in_(proposal_ids))
        .order_by(ApartVerdict.proposal_id, ApartVerdict.place)
    ):
        found.setdefault(one.proposal_id, []).append(one)
    return found
