"""The halls of an office and their seats: opened, named, closed; a seat that was used is never taken away."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from sqlalchemy import func, select

from accounts.queries import today
from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam.models import Room, Seat, Sitting

MOST_SEATS = 500


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat as it is entered: its label, the name of its workstation, the network by which it is recognised."""

    label: str
    workstation: str = ""
    network: str = ""


def open_room(office_id: int, name: str, address: str) -> Room:
    """A new hall."""
    taken = db.session.scalar(select(Room.id).where(Room.office_id == office_id, Room.name == name))
    if taken is not None:
        raise RefusedFact("name", _l("The office has a hall of this name already."))
    room = Room(office_id=office_id, name=name, address=address)
    db.session.add(room)
    db.session.flush()
    record("exam:room:open", subject=("exam_room", room.id), office_id=office_id, new={"name": name})
    return room


def add_seats(room_id: int, wanted: list[NewSeat]) -> None:
    """More seats in a hall; one wrong line refuses all of them."""
    room = locked(room_id)
    have = set(db.session.scalars(select(Seat.label).where(Seat.room_id == room.id)))
    labels = [seat.label for seat in wanted]
    twice = sorted({label for label in labels if labels.count(label) > 1 or label in have})
    if twice:
        raise RefusedFact(
            "seats", _l("These seats are named twice: %(labels)s.", labels=", ".join(twice[:10]))
        )
    if len(have) + len(labels) > MOST_SEATS:
        raise RefusedFact("seats", _l("A hall has at most %(most)s seats.", most=MOST_SEATS))
    for seat in wanted:
        db.session.add(
            Seat(
                room_id=room.id,
                label=seat.label,
                workstation=seat.workstation,
                network=_network(seat.network),
            )
        )
    db.session.flush()
    record(
        "exam:room:add_seats",
        subject=("exam_room", room.id),
        office_id=room.office_id,
        new={"seats": len(labels)},
    )


def _network(text: str) -> str:
    """An address or a range of addresses, as networks are written; nothing where seats are told by hand."""
    if not text:
        return ""
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise RefusedFact(
            "seats",
            _l(
                "“%(network)s” is no network. Write an address or a range such as 10.1.20.0/24.", network=text
            ),
        ) from None


def close_seat(seat_id: int) -> int:
    """A seat is used no more, unless a published sitting needs it; returns its hall."""
    asked = db.session.get(Seat, seat_id)
    if asked is None:
        raise NotFound
    # Whoever counts the seats of a hall holds the hall: two seats that close, or one beside a publishing.
    room, seat = locked(asked.room_id), held(Seat, seat_id)
    if seat.closed_on is not None:
        raise Refusal(_l("This seat is closed already."))
    left = open_seats(room.id)
    needed = db.session.scalar(
        select(func.max(Sitting.capacity)).where(
            Sitting.room_id == room.id,
            Sitting.published_at.is_not(None),
            Sitting.closed_at.is_(None),
            Sitting.annulled_at.is_(None),
        )
    )
    if left - 1 < (needed or 0):
        raise Refusal(
            _l("A published sitting needs all seats of this hall."),
            next_step=_l("Close the seat after that sitting, or plan it in another hall."),
        )
    seat.closed_on = today(room.office.zone)
    db.session.flush()
    record(
        "exam:room:close_seat",
        subject=("exam_room", room.id),
        office_id=room.office_id,
        new={"seat": seat.label},
    )
    return room.id


def open_seats(room_id: int) -> int:
    """How many seats of a hall are in use; the hall is held by whoever rests a decision on it."""
    counted = select(func.count(Seat.id)).where(Seat.room_id == room_id, Seat.closed_on.is_(None))
    return db.session.scalar(counted) or 0


def locked(room_id: int) -> Room:
    """A hall of the own office, held until the commit."""
    room = held(Room, room_id)
    if room.office_id != current_actor().office_id:
        raise NotFound
    return room
