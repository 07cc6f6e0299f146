"""Opening a test on a computer by a one-time code, and moving it to another one: one device at a time.

The attempt's row is held meanwhile, so that no save slips between the end of one device and the next.
"""

from __future__ import annotations

from sqlalchemy import select

from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from exam.device_codes import code_digest
from exam.device_tokens import DeviceToken, new_token
from exam.models import Attempt, AttemptDevice, DeviceCode, Seat, Sitting
from exam.seat_networks import is_of_seat
from exam.standing_elsewhere import OpensElsewhere, elsewhere


def open_device(typed: str, *, browser: str, address: str) -> DeviceToken:
    """Make this computer the attempt's device; the one before it takes no more answers.

    Only at the seat of the code, where the seat has a network; elsewhere the code stays unspent. Later requests are
    not held to it: a hall that falls back to another line must not lose a test that is under way.
    """
    code = db.session.scalar(select(DeviceCode).where(DeviceCode.code_digest == code_digest(typed)))
    if code is None:
        raise Refusal(
            _l("There is no such code."), next_step=_l("Look at the slip again, or call the invigilator.")
        )
    attempt = held(Attempt, code.attempt_id)
    db.session.refresh(code)
    last = _last_device(attempt.id)
    running = attempt.ended_at is None and last is not None and last.ended_at is None
    if code.used_at is not None and running:
        raise OpensElsewhere(elsewhere(attempt, "open"))
    if code.used_at is not None or code.expires_at <= now() or attempt.ended_at is not None:
        raise Refusal(
            _l("This code no longer works: it works once, and for a few hours."),
            next_step=_l("The invigilator gives you a new one; your answers are kept."),
        )
    seat = db.session.get(Seat, code.seat_id) if code.seat_id is not None else None
    if seat is not None and not is_of_seat(address, seat.network):
        raise OpensElsewhere(elsewhere(attempt, "seat", seat))
    code.used_at = now()
    if last is not None and last.ended_at is None:
        last.ended_at, last.ended_reason = now(), code.reason
        db.session.flush()
    return begin_device(attempt, (last.epoch if last else 0) + 1, code.seat_id, browser, address)


def begin_device(
    attempt: Attempt, epoch: int, seat_id: int | None, browser: str, address: str
) -> DeviceToken:
    """The next device of an attempt that is held; its token."""
    token = new_token(attempt.id, epoch)
    db.session.add(
        AttemptDevice(
            attempt_id=attempt.id,
            epoch=epoch,
            token_digest=token.digest,
            seat_id=seat_id,
            browser=browser[:200],
            address=address[:45],
            began_at=now(),
        )
    )
    db.session.flush()
    _record("exam:device:open", attempt, {"device": epoch})
    return token


def _last_device(attempt_id: int) -> AttemptDevice | None:
    return db.session.scalar(
        select(AttemptDevice)
        .where(AttemptDevice.attempt_id == attempt_id)
        .order_by(AttemptDevice.epoch.desc())
        .limit(1)
    )


def _record(tag: str, attempt: Attempt, new: dict[str, object]) -> None:
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    record(tag, subject=("attempt", attempt.public_id), office_id=sitting.office_id, new=new)
