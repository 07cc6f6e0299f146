"""Named reads of a hall: who is expected, who is in and on which seat, which seats are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from applications.models import Case
from core.database import db
from core.refusals import NotFound
from exam.models import Admission, Seat, Sitting, SittingPlace
from exam.queries import places_of


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


def free_seats(sitting: Sitting) -> Sequence[Seat]:
    """The seats of the hall on which nobody sits."""
    taken = select(Admission.seat_id).where(Admission.sitting_id == sitting.id, Admission.admitted)
    return db.session.scalars(
        select(Seat)
        .where(Seat.room_id == sitting.room_id, Seat.closed_on.is_(None), Seat.id.not_in(taken))
        .order_by(Seat.id)
    ).all()
