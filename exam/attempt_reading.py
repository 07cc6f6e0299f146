"""Where an attempt stands, for the page that sits it. Whose it is, a token shows; a wrong one finds nothing."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from accounts.hours import hours_of
from applications.models import Case
from core.clock import now
from core.database import db
from exam.actions.ending import clock_of
from exam.device_tokens import DeviceToken
from exam.entries import Entry, latest
from exam.models import (
    Admission,
    AnswerEntry,
    Attempt,
    AttemptDevice,
    AttemptPresence,
    HallMessage,
    MessageRead,
    Sitting,
    SittingPlace,
)
from exam.time_left import left_ms

Phase = Literal["waiting", "ready", "running", "ended", "moved", "shut"]
EVERY_MS = 10_000


@dataclass(frozen=True, slots=True)
class Sitter:
    """The attempt behind a true token, and whether it has moved on to another device before it ended."""

    attempt: Attempt
    token: DeviceToken
    moved: bool


# What the pages of an attempt read around it comes with it: a hall that starts asks for all of it at once.
_AROUND = (
    joinedload(Attempt.place).joinedload(SittingPlace.sitting).joinedload(Sitting.office),
    joinedload(Attempt.place).joinedload(SittingPlace.sitting).joinedload(Sitting.blueprint_edition),
    joinedload(Attempt.place).joinedload(SittingPlace.case).load_only(Case.id).joinedload(Case.person),
    joinedload(Attempt.paper),
)


def sitter(token: DeviceToken | None, *, with_hall: bool = False) -> Sitter | None:
    """Whose token this is; None for nobody's. `with_hall` reads along what a page shows, never what a verb asks."""
    if token is None:
        return None
    query = (
        select(AttemptDevice, Attempt)
        .join(Attempt, Attempt.id == AttemptDevice.attempt_id)
        .where(AttemptDevice.attempt_id == token.attempt_id, AttemptDevice.epoch == token.epoch)
    )
    found = db.session.execute(query.options(*_AROUND) if with_hall else query).first()
    if found is None:
        return None
    device, attempt = found
    if not hmac.compare_digest(device.token_digest, token.digest):
        return None
    ended = device.ended_at is not None and device.ended_at != attempt.ended_at
    return Sitter(attempt, token, moved=ended)


def phase_of(found: Sitter) -> Phase:
    """What the page shows now."""
    attempt = found.attempt
    if found.moved:
        return "moved"
    if attempt.ended_at is not None:
        return "ended"
    if attempt.started_at is not None:
        return "running"
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    if sitting.closed_at is not None or sitting.annulled_at is not None:
        return "shut"
    return "ready" if sitting.begun_at is not None and _is_admitted(attempt, sitting) else "waiting"


def _is_admitted(attempt: Attempt, sitting: Sitting) -> bool:
    if sitting.kind == "rehearsal":
        return True
    here = select(Admission.id).where(Admission.place_id == attempt.place_id, Admission.admitted)
    return db.session.scalar(here) is not None


def seat_label(attempt: Attempt) -> str:
    here = select(Admission).where(Admission.place_id == attempt.place_id, Admission.admitted)
    admission = db.session.scalar(here)
    return admission.seat.label if admission is not None and admission.seat is not None else ""


def candidate_name(attempt: Attempt) -> str:
    """The name on the page; a rehearsal has nobody's."""
    case = attempt.place.case
    return case.person.name or "" if case is not None else ""


def clock_facts(attempt: Attempt) -> dict[str, Any] | None:
    held = clock_of(attempt)
    if held is None:
        return None
    paused = attempt.paused_at is not None
    return {"left_ms": left_ms(held.left(now())), "version": held.version, "paused": paused}


def counted_answers(attempt_id: int) -> dict[int, Entry]:
    """For each question the entry that counts so far, by what arrived in time."""
    rows = db.session.execute(
        select(AnswerEntry.epoch, AnswerEntry.sequence, AnswerEntry.question, AnswerEntry.value).where(
            AnswerEntry.attempt_id == attempt_id
        )
    )
    return latest(Entry(*row) for row in rows)


def is_answered(entry: Entry) -> bool:
    return entry.value != "null"


def last_sequence(token: DeviceToken) -> int:
    mine = (AnswerEntry.attempt_id == token.attempt_id, AnswerEntry.epoch == token.epoch)
    return db.session.scalar(select(func.max(AnswerEntry.sequence)).where(*mine)) or 0


def question_reached(attempt: Attempt) -> int:
    """The place in the candidate's order at which another computer goes on."""
    presence = db.session.get(AttemptPresence, attempt.id)
    return presence.question if presence is not None else 1


def messages_for(attempt: Attempt) -> Sequence[tuple[HallMessage, bool]]:
    """The invigilators' words to this candidate or to the hall, and whether they were read."""
    found = db.session.execute(
        select(HallMessage, MessageRead.read_at)
        .outerjoin(
            MessageRead, (MessageRead.message_id == HallMessage.id) & (MessageRead.attempt_id == attempt.id)
        )
        .where(
            HallMessage.sitting_id == attempt.sitting_id,
            HallMessage.attempt_id.is_(None) | (HallMessage.attempt_id == attempt.id),
        )
        .order_by(HallMessage.id)
    )
    return [(message, read_at is not None) for message, read_at in found]


def answers_facts(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {
            "question": one.question,
            "epoch": one.epoch,
            "sequence": one.sequence,
            "value": orjson.loads(one.value),
        }
        for one in counted_answers(attempt.id).values()
    ]


def wall_ms(attempt: Attempt) -> int:
    """How late it is in the hall, in milliseconds since midnight."""
    here = _in_hall(attempt, now())
    return ((here.hour * 60 + here.minute) * 60 + here.second) * 1000 + here.microsecond // 1000


def time_in_hall(attempt: Attempt, moment: datetime) -> str:
    return _in_hall(attempt, moment).strftime("%H:%M")


def _in_hall(attempt: Attempt, moment: datetime) -> datetime:
    """What the clock on the wall shows; holidays, which only terms are counted by, are not asked for."""
    return moment.astimezone(hours_of(db.session.get_one(Sitting, attempt.sitting_id).office).tzinfo)
