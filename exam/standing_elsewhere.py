"""Why a test does not open on this computer, for the page that says whom to call: plain values, no candidate named.

Whoever comes here holds a true code or token, and learns from it no more than the hall shows everybody: the seat, the
room and who watches there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from core.database import db
from core.languages import _l
from core.refusals import Refusal
from exam import queries
from exam.models import Admission, Attempt, AttemptDevice, DeviceCode, Seat, Sitting

Why = Literal["open", "moved", "seat"]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Open at another computer, moved on to one, or of another seat: which, where, and who watches there."""

    why: Why
    seat: str
    workstation: str
    room: str
    invigilators: tuple[str, ...]


class OpensElsewhere(Refusal):
    """The code is known; this computer is not the one."""

    def __init__(self, stand: Elsewhere) -> None:
        super().__init__(
            _l("The test does not open at this computer."),
            next_step=_l("Raise your hand and call the invigilator."),
            status=403 if stand.why == "seat" else 409,
        )
        self.stand = stand


def elsewhere(attempt: Attempt, why: Why, seat: Seat | None = None) -> Elsewhere:
    """Where the test is to be found; the seat is that of its present computer unless another one is meant."""
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    here = seat or _present_seat(attempt)
    return Elsewhere(
        why,
        seat=here.label if here else "",
        workstation=here.workstation if here else "",
        room=f"{sitting.room.name}, {sitting.room.address}",
        invigilators=tuple(one.account.name for one in queries.invigilators_of(sitting.id)),
    )


def _present_seat(attempt: Attempt) -> Seat | None:
    """The seat for which a code is out, else that of the newest computer, else the one given at the desk."""
    coming = db.session.scalar(
        select(DeviceCode.seat_id).where(DeviceCode.attempt_id == attempt.id, DeviceCode.used_at.is_(None))
    )
    device = db.session.scalar(
        select(AttemptDevice)
        .where(AttemptDevice.attempt_id == attempt.id)
        .order_by(AttemptDevice.epoch.desc())
        .limit(1)
    )
    seat_id = coming or (device.seat_id if device is not None else None)
    if seat_id is None:
        seat_id = db.session.scalar(
            select(Admission.seat_id).where(Admission.place_id == attempt.place_id, Admission.admitted)
        )
    return db.session.get(Seat, seat_id) if seat_id is not None else None
