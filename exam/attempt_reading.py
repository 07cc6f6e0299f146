"""Where an attempt stands, for the page that sits it. Whose it is, a token shows; a wrong one finds nothing."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import bindparam, func, select

from accounts.models import Office
from applications.models import CasePerson
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
    ExamPaper,
    HallMessage,
    MessageRead,
    Seat,
    Sitting,
)
from exam.time_left import left_ms
from question_banks.models import BlueprintEdition, SealedPaper

Phase = Literal["waiting", "ready", "running", "ended", "moved", "shut"]
EVERY_MS = 10_000


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages of an attempt read of the hall around it, as plain values: no verb rests on them."""

    kind: str
    begun: bool
    over: bool
    admitted: bool
    seat: str
    name: str
    zone: str
    blueprint: str
    score_shown: str
    # The paper: which sealed one, by its number and its digest, in which turn; and where its candidate last was.
    sealed_id: int
    digest: str
    turn: int
    question: int


@dataclass(frozen=True, slots=True)
class Sitter:
    """The attempt behind a true token, and whether it has moved on to another device before it ended."""

    attempt: Attempt
    token: DeviceToken
    moved: bool
    around: Around


# A hall that starts asks this four times for each candidate: composed once, one row of what is read and nothing else.
_SITTER = (
    select(
        Attempt,
        AttemptDevice.token_digest,
        AttemptDevice.ended_at.label("device_ended_at"),
        Sitting.kind,
        Sitting.begun_at,
        func.coalesce(Sitting.closed_at, Sitting.annulled_at).label("over_at"),
        Sitting.score_shown,
        Office.zone,
        BlueprintEdition.content,
        CasePerson.name,
        Admission.id.label("admission_id"),
        Seat.label,
        ExamPaper.sealed_paper_id,
        ExamPaper.turn,
        SealedPaper.digest,
        AttemptPresence.question,
    )
    .join(AttemptDevice, AttemptDevice.attempt_id == Attempt.id)
    .join(Sitting, Sitting.id == Attempt.sitting_id)
    .join(Office, Office.id == Sitting.office_id)
    .join(BlueprintEdition, BlueprintEdition.id == Sitting.blueprint_edition_id)
    .join(ExamPaper, ExamPaper.id == Attempt.paper_id)
    .join(SealedPaper, SealedPaper.id == ExamPaper.sealed_paper_id)
    .outerjoin(CasePerson, CasePerson.case_id == Attempt.case_id)
    .outerjoin(Admission, (Admission.place_id == Attempt.place_id) & Admission.admitted)
    .outerjoin(Seat, Seat.id == Admission.seat_id)
    .outerjoin(AttemptPresence, AttemptPresence.attempt_id == Attempt.id)
    .where(
        AttemptDevice.attempt_id == bindparam("attempt_id"),
        AttemptDevice.epoch == bindparam("epoch"),
    )
)


def sitter(token: DeviceToken | None) -> Sitter | None:
    """Whose token this is; None for nobody's."""
    if token is None:
        return None
    found = db.session.execute(_SITTER, {"attempt_id": token.attempt_id, "epoch": token.epoch}).first()
    if found is None or not hmac.compare_digest(found.token_digest, token.digest):
        return None
    attempt = found.Attempt
    ended = found.device_ended_at is not None and found.device_ended_at != attempt.ended_at
    around = Around(
        kind=found.kind,
        begun=found.begun_at is not None,
        over=found.over_at is not None,
        admitted=found.admission_id is not None or found.kind == "rehearsal",
        seat=found.label or "",
        name=found.name or "",
        zone=found.zone,
        blueprint=found.content,
        score_shown=found.score_shown,
        sealed_id=found.sealed_paper_id,
        digest=found.digest,
        turn=found.turn,
        question=found.question or 1,
    )
    return Sitter(attempt, token, ended, around)


def phase_of(found: Sitter) -> Phase:
    """What the page shows now."""
    attempt, around = found.attempt, found.around
    if found.moved:
        return "moved"
    if attempt.ended_at is not None:
        return "ended"
    if attempt.started_at is not None:
        return "running"
    if around.over:
        return "shut"
    return "ready" if around.begun and around.admitted else "waiting"


def clock_facts(attempt: Attempt) -> dict[str, Any] | None:
    held = clock_of(attempt)
    if held is None:
        return None
    paused = attempt.paused_at is not None
    return {"left_ms": left_ms(held.left(now())), "version": held.version, "paused": paused}


_ENTRIES = select(AnswerEntry.epoch, AnswerEntry.sequence, AnswerEntry.question, AnswerEntry.value).where(
    AnswerEntry.attempt_id == bindparam("attempt_id")
)


def entries_of(attempt_id: int) -> list[Entry]:
    """Everything that arrived in time."""
    return [Entry(*row) for row in db.session.execute(_ENTRIES, {"attempt_id": attempt_id})]


def counted_answers(attempt_id: int) -> dict[int, Entry]:
    """For each question the entry that counts so far, by what arrived in time."""
    return latest(entries_of(attempt_id))


def is_answered(entry: Entry) -> bool:
    return entry.value != "null"


def last_sequence(entries: Iterable[Entry], epoch: int) -> int:
    """The number from which a device counts on."""
    return max((one.sequence for one in entries if one.epoch == epoch), default=0)


_FOR_ME = (HallMessage.sitting_id == bindparam("sitting_id")) & (
    HallMessage.attempt_id.is_(None) | (HallMessage.attempt_id == bindparam("attempt_id"))
)
_NEWS = select(func.max(HallMessage.id)).where(_FOR_ME)


def news_for(attempt: Attempt) -> int:
    """The number of the newest of the invigilators' words to this candidate or to the hall."""
    return db.session.scalar(_NEWS, {"sitting_id": attempt.sitting_id, "attempt_id": attempt.id}) or 0


def messages_for(attempt: Attempt) -> Sequence[tuple[HallMessage, bool]]:
    """The invigilators' words to this candidate or to the hall, and whether they were read."""
    found = db.session.execute(
        select(HallMessage, MessageRead.read_at)
        .outerjoin(
            MessageRead, (MessageRead.message_id == HallMessage.id) & (MessageRead.attempt_id == attempt.id)
        )
        .where(_FOR_ME)
        .order_by(HallMessage.id),
        {"sitting_id": attempt.sitting_id, "attempt_id": attempt.id},
    )
    return [(message, read_at is not None) for message, read_at in found]


def answers_facts(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "question": one.question,
            "epoch": one.epoch,
            "sequence": one.sequence,
            "value": orjson.loads(one.value),
        }
        for one in latest(entries).values()
    ]


def wall_ms(found: Sitter) -> int:
    """How late it is in the hall, in milliseconds since midnight."""
    here = _in_hall(found, now())
    return ((here.hour * 60 + here.minute) * 60 + here.second) * 1000 + here.microsecond // 1000


def time_in_hall(found: Sitter, moment: datetime) -> str:
    return _in_hall(found, moment).strftime("%H:%M")


def _in_hall(found: Sitter, moment: datetime) -> datetime:
    """What the clock on the wall shows; holidays, which only terms are counted by, are not asked for."""
    return moment.astimezone(ZoneInfo(found.around.zone))
