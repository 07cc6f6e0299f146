"""Named reads of a hall: who is expected, who is in and on which seat, which seats are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from applications.models import Case
from core.database import db
from core.refusals import NotFound
from exam.models import (
    Admission,
    Attempt,
    AttemptDevice,
    DeviceCode,
    HallMessage,
    MessageRead,
    Seat,
    Sitting,
    SittingPlace,
)
from exam.queries import places_of, seats_of


@dataclass(frozen=True, slots=True)
class Expected:
    """A candidate of a sitting, and what the desk has decided so far."""

    place: SittingPlace
    admitted: Admission | None
    away: Admission | None

    @property
    def state(self) -> str:
        if self.admitted is not None:
            return "admitted"
        return "away" if self.away is not None else "expected"


def admissions_of(sitting_id: int) -> Sequence[Admission]:
    """Everything that the desk decided, in its order."""
    return db.session.scalars(
        select(Admission)
        .options(joinedload(Admission.seat))
        .where(Admission.sitting_id == sitting_id)
        .order_by(Admission.id)
    ).all()


def expected(sitting_id: int) -> list[Expected]:
    """The candidates of a sitting in the order of their names."""
    rows = admissions_of(sitting_id)
    inside = {row.place_id: row for row in rows if row.admitted}
    away = {row.place_id: row for row in rows if not row.admitted}
    found = [Expected(place, inside.get(place.id), away.get(place.id)) for place in places_of(sitting_id)]
    return sorted(found, key=lambda one: one.place.case.person.folded_name if one.place.case else "")


def find_place(sitting_id: int, place_id: int) -> SittingPlace:
    place = db.session.scalar(
        select(SittingPlace)
        .options(joinedload(SittingPlace.case).joinedload(Case.person))
        .where(SittingPlace.id == place_id, SittingPlace.sitting_id == sitting_id)
    )
    if place is None or place.released_at is not None:
        raise NotFound
    return place


def place_by_ticket(public_id: str) -> SittingPlace:
    """The place that a ticket's QR code names."""
    place = db.session.scalar(select(SittingPlace).where(SittingPlace.public_id == public_id))
    if place is None or place.released_at is not None:
        raise NotFound
    return place


def turned_away(place_id: int) -> Sequence[Admission]:
    """The times that a candidate was not admitted."""
    return db.session.scalars(
        select(Admission)
        .where(Admission.place_id == place_id, Admission.admitted.is_(False))
        .order_by(Admission.id)
    ).all()


def seats_in_use(sitting_id: int) -> set[int]:
    """The seats on which somebody is, or may come back to with a code."""
    devices = db.session.scalars(
        select(AttemptDevice.seat_id)
        .join(Attempt, Attempt.id == AttemptDevice.attempt_id)
        .where(Attempt.sitting_id == sitting_id, AttemptDevice.ended_at.is_(None))
    )
    codes = db.session.scalars(
        select(DeviceCode.seat_id)
        .join(Attempt, Attempt.id == DeviceCode.attempt_id)
        .where(Attempt.sitting_id == sitting_id, Attempt.ended_at.is_(None), DeviceCode.used_at.is_(None))
    )
    return {one for one in (*devices, *codes) if one is not None}


def seats_not_in_use(sitting: Sitting) -> Sequence[Seat]:
    """The seats that are free: for who is admitted now, and for who is moved."""
    used = seats_in_use(sitting.id)
    return [one for one in seats_of(sitting.room_id) if one.closed_on is None and one.id not in used]


def running_ids(sitting_id: int) -> Sequence[int]:
    """The attempts that have started and not ended."""
    return db.session.scalars(
        select(Attempt.id)
        .where(Attempt.sitting_id == sitting_id, Attempt.started_at.is_not(None), Attempt.ended_at.is_(None))
        .order_by(Attempt.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Sent:
    """A message with how many screens have shown it."""

    message: HallMessage
    read: int


def messages_of(sitting_id: int) -> list[Sent]:
    """The messages of a sitting, the newest first, with their read marks."""
    rows = db.session.execute(
        select(HallMessage, func.count(MessageRead.attempt_id))
        .outerjoin(MessageRead, MessageRead.message_id == HallMessage.id)
        .where(HallMessage.sitting_id == sitting_id)
        .group_by(HallMessage.id)
        .order_by(HallMessage.id.desc())
        .limit(20)
    )
    return [Sent(message, int(read)) for message, read in rows]
