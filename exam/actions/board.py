"""The acts of an invigilator on a running test: each with its reason, each in the journal.

Time, pause and resume go to one, to several or to the hall; transfer gives a one-time code; messages, remarks and
incidents are written once; removing and closing end an attempt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_all
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam import hall_queries
from exam.actions import admission, ending
from exam.models import (
    Attempt,
    AttemptDevice,
    AttemptEvent,
    HallMessage,
    Incident,
    Seat,
    Sitting,
    SittingPlace,
)


def running(sitting: Sitting, attempt_ids: Collection[int] | None, *, started: bool = True) -> list[Attempt]:
    """The running attempts that are meant, held in their order; None = the whole hall, which is never guessed."""
    query = select(Attempt.id).where(Attempt.sitting_id == sitting.id, Attempt.ended_at.is_(None))
    if started:
        query = query.where(Attempt.started_at.is_not(None))
    if attempt_ids is not None:
        query = query.where(Attempt.id.in_(attempt_ids))
    found = [one for one in held_all(Attempt, db.session.scalars(query)) if one.ended_at is None]
    if not found or len(found) < len(set(attempt_ids or ())):
        raise Refusal(
            _l("Not all of the picked candidates are sitting the test now."),
            next_step=_l("Load the board again and pick among those who are."),
        )
    return found


def give_time(sitting_id: int, attempt_ids: Collection[int] | None, minutes: int, reason: str) -> int:
    """More time, by reason of an incident."""
    sitting = admission.watching(sitting_id)
    held = running(sitting, attempt_ids)
    for attempt in held:
        ending.grant(attempt, "incident", minutes * 60, reason)
    _note(sitting, "give_time", held, {"minutes": minutes, "reason": reason})
    return len(held)


def pause(sitting_id: int, attempt_ids: Collection[int] | None, reason: str) -> int:
    """The screens hide the questions and the clocks stop, until somebody resumes."""
    sitting = admission.watching(sitting_id)
    held = [one for one in running(sitting, attempt_ids) if one.paused_at is None]
    if not held:
        raise Refusal(_l("All of them are paused already."))
    for attempt in held:
        attempt.paused_at, attempt.pauses = now(), attempt.pauses + 1
        _event(attempt, "paused", reason)
    db.session.flush()
    _note(sitting, "pause", held, {"reason": reason})
    return len(held)


def resume(sitting_id: int, attempt_ids: Collection[int] | None, reason: str) -> int:
    """The test goes on; what the pause took is given back to the second."""
    sitting = admission.watching(sitting_id)
    held = [one for one in running(sitting, attempt_ids) if one.paused_at is not None]
    if not held:
        raise Refusal(_l("None of them is paused."))
    for attempt in held:
        ending.end_pause(attempt, reason)
        _event(attempt, "resumed", reason)
    _note(sitting, "resume", held, {"reason": reason})
    return len(held)


def transfer(sitting_id: int, attempt_id: int, seat_id: int, reason: str) -> str:
    """To another seat: the old device ends, a one-time code opens the same question and clock there.

    Also before the start, for a computer that does not come up must keep nobody from the test.
    """
    sitting = admission.watching(sitting_id)
    (attempt,) = running(sitting, [attempt_id], started=False)
    if admission.admission_of(attempt.place_id) is None:
        raise Refusal(_l("This candidate is not admitted."), next_step=_l("Admit the candidate at the desk."))
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.room_id != sitting.room_id or seat.closed_on is not None:
        raise Refusal(_l("This is no seat of the hall."))
    if seat.id in hall_queries.seats_in_use(sitting.id):
        raise Refusal(_l("Somebody else sits there already."), next_step=_l("Choose another seat."))
    for device in db.session.scalars(
        select(AttemptDevice).where(AttemptDevice.attempt_id == attempt.id, AttemptDevice.ended_at.is_(None))
    ):
        device.ended_at, device.ended_reason = now(), reason
    db.session.flush()
    code = admission.issue_code(attempt, seat, reason)
    _note(sitting, "transfer", [attempt], {"seat": seat.label, "reason": reason})
    return code


def send_message(sitting_id: int, attempt_ids: Collection[int] | None, words: str) -> None:
    """Words on the screens of one candidate, of several, or of the hall."""
    sitting = admission.watching(sitting_id)
    meant: Sequence[int | None] = [None]
    if attempt_ids is not None:
        meant = [one.id for one in running(sitting, attempt_ids)]
    for attempt_id in meant:
        db.session.add(
            HallMessage(
                sitting_id=sitting.id,
                attempt_id=attempt_id,
                words=words,
                sent_by=current_actor().account_id or 0,
                sent_at=now(),
            )
        )
    db.session.flush()
    _note(sitting, "message", [], {"attempts": [one for one in meant if one], "words": words})


def note_incident(sitting_id: int, attempt_ids: Collection[int] | None, kind: str, words: str) -> None:
    """What happened, of one candidate, of several, or of the hall; written once."""
    sitting = admission.watching(sitting_id)
    of_sitting = set(db.session.scalars(select(Attempt.id).where(Attempt.sitting_id == sitting.id)))
    meant: Sequence[int | None] = [None] if attempt_ids is None else sorted(set(attempt_ids))
    if not meant or not set(attempt_ids or ()) <= of_sitting:
        raise NotFound
    for attempt_id in meant:
        db.session.add(
            Incident(
                sitting_id=sitting.id,
                attempt_id=attempt_id,
                kind=kind,
                words=words,
                happened_at=now(),
                entered_by=current_actor().account_id or 0,
                entered_at=now(),
            )
        )
    db.session.flush()
    _note(sitting, "incident", [], {"attempts": [one for one in meant if one], "kind": kind, "words": words})


def remove(sitting_id: int, attempt_id: int, reason: str) -> None:
    """Removed from the hall: there is no result, and an official decides after hearing the candidate."""
    sitting = admission.watching(sitting_id)
    (attempt,) = running(sitting, [attempt_id])
    ending.end(attempt, "removed", sitting, reason)
    place = db.session.get_one(SittingPlace, attempt.place_id)
    place.outcome, place.outcome_at = "removed", now()
    db.session.add(
        Incident(
            sitting_id=sitting.id,
            attempt_id=attempt.id,
            kind="conduct",
            words=reason,
            happened_at=now(),
            entered_by=current_actor().account_id or 0,
            entered_at=now(),
        )
    )
    db.session.flush()
    _note(sitting, "remove", [attempt], {"reason": reason})


def close_attempts(sitting_id: int, attempt_ids: Collection[int] | None, reason: str) -> int:
    """End the attempts as they stand; what has been answered is scored."""
    sitting = admission.watching(sitting_id)
    held = running(sitting, attempt_ids)
    for attempt in held:
        ending.end(attempt, "closed", sitting, reason)
    _note(sitting, "close", held, {"reason": reason})
    return len(held)


def close_sitting(sitting_id: int) -> None:
    """The hall is closed. Nobody may still be answering: time that is left is the candidate's."""
    sitting = admission.watching(sitting_id)
    if sitting.begun_at is None or sitting.closed_at is not None:
        raise Refusal(_l("This sitting is not under way."))
    for attempt in held_all(Attempt, hall_queries.running_ids(sitting.id)):
        if attempt.ended_at is not None:
            continue
        left = ending.clock_of(attempt)
        if left is None or not left.is_over(now(), timedelta(seconds=sitting.grace_seconds)):
            raise Refusal(
                _l("Somebody is still answering, and the time is not over."),
                next_step=_l("Wait until everybody has finished, or close an attempt with its reason."),
            )
        ending.end(attempt, "time", sitting)
    sitting.closed_at = now()
    db.session.flush()
    record(
        "exam:sitting:close",
        subject=("sitting", sitting.id),
        office_id=sitting.office_id,
        new={"number": sitting.number},
    )


def _event(attempt: Attempt, kind: str, reason: str) -> None:
    db.session.add(
        AttemptEvent(
            attempt_id=attempt.id, kind=kind, began_at=now(), told={"reason": reason}, entered_at=now()
        )
    )


def _note(sitting: Sitting, verb: str, held: list[Attempt], new: dict[str, object]) -> None:
    record(
        f"exam:hall:{verb}",
        subject=("sitting", sitting.id),
        office_id=sitting.office_id,
        new={"attempts": [one.id for one in held], **new},
    )
