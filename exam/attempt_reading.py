"""Where an attempt stands, for the page that sits it. Whose it is, a token shows; a wrong one finds nothing."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import bindparam, select

from core.clock import now
from core.database import db
from exam.actions.ending import clock_of
from exam.device_tokens import DeviceToken
from exam.entries import Entry, latest
from exam.models import AnswerEntry, Attempt, HallMessage, MessageRead
from exam.saving.saying import said
from exam.time_left import Clock, left_ms

Phase = Literal["waiting", "ready", "running", "ended", "moved", "shut"]
EVERY_MS = 10_000


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages of an attempt read of the hall around it, as plain values: no verb rests on them."""

    kind: str
    number: str
    office_id: int
    begun: bool
    over: bool
    admitted: bool
    seat: str
    name: str
    zone: str
    blueprint: str
    score_shown: str
    # The paper: which sealed one, by its number and its digest, in which turn; where its candidate last was; and the
    # newest of the invigilators' words to them or to the hall.
    sealed_id: int
    digest: str
    turn: int
    question: int
    news: int


@dataclass(frozen=True, slots=True)
class Sitter:
    """The attempt behind a true token, and whether it has moved on to another device before it ended.

    The attempt is what was read of it, and belongs to no session: a verb takes its number and holds the row.
    """

    attempt: Attempt
    token: DeviceToken
    moved: bool
    around: Around


# One row of all that the pages of an attempt read, for each (attempt, epoch) of a batch: alone in the transaction of a
# verb, and together for all who ask at the same time (`exam.looking`). A sum has no index to be read from its end, past
# the messages of all later sittings.
LOOK_COLUMNS = ("attempt_id", "epoch")
LOOK = """
SELECT d.attempt_id, d.epoch, d.token_digest, d.ended_at,
    a.public_id, a.sitting_id, a.place_id, a.case_id, a.paper_id, a.questions, a.language, a.started_at, a.paused_at,
    a.pauses, a.ended_at, a.ended_how, a.receipt_code,
    s.kind, s.number, s.office_id, s.begun_at IS NOT NULL, COALESCE(s.closed_at, s.annulled_at) IS NOT NULL,
    s.score_shown, o.zone, b.content, n.name, m.id IS NOT NULL, t.label, p.sealed_paper_id, p.turn, f.digest,
    w.question,
    (SELECT MAX(h.id + 0) FROM hall_message h
        WHERE h.sitting_id = a.sitting_id AND (h.attempt_id IS NULL OR h.attempt_id = a.id))
FROM ROWS
JOIN attempt_device d ON d.attempt_id = r.attempt_id AND d.epoch = r.epoch
JOIN attempt a ON a.id = d.attempt_id
JOIN sitting s ON s.id = a.sitting_id
JOIN office o ON o.id = s.office_id
JOIN blueprint_edition b ON b.id = s.blueprint_edition_id
JOIN exam_paper p ON p.id = a.paper_id
JOIN sealed_paper f ON f.id = p.sealed_paper_id
LEFT JOIN case_person n ON n.case_id = a.case_id
LEFT JOIN admission m ON m.place_id = a.place_id AND m.admitted
LEFT JOIN exam_seat t ON t.id = m.seat_id
LEFT JOIN attempt_presence w ON w.attempt_id = a.id
"""


def sitter(token: DeviceToken | None) -> Sitter | None:
    """Whose token this is, in the transaction of this request; None for nobody's."""
    return None if token is None else sitters([token])[0]


def sitters(tokens: Sequence[DeviceToken]) -> list[Sitter | None]:
    """The same for several at once, in their order."""
    return true_sitters(tokens, said(LOOK, LOOK_COLUMNS, asked_for(tokens)))


def asked_for(tokens: Iterable[DeviceToken]) -> list[tuple[int, int]]:
    """Whom a look asks for; nobody twice."""
    return sorted({(token.attempt_id, token.epoch) for token in tokens})


def true_sitters(tokens: Iterable[DeviceToken], rows: Iterable[Sequence[Any]]) -> list[Sitter | None]:
    """For each token whose it is by what was found, where its secret is the device's own."""
    found = {(row[0], row[1]): row for row in rows}
    return [_true_sitter(token, found.get((token.attempt_id, token.epoch))) for token in tokens]


def _true_sitter(token: DeviceToken, row: Sequence[Any] | None) -> Sitter | None:
    if row is None or not hmac.compare_digest(row[2], token.digest):
        return None
    held = dict(zip(_ATTEMPT, row[4:17], strict=True))
    for name in ("started_at", "paused_at", "ended_at"):
        held[name] = _moment(held[name])
    attempt = Attempt(id=row[0], **held)
    ended = _moment(row[3])
    return Sitter(attempt, token, ended is not None and ended != attempt.ended_at, _around(row[17:]))


_ATTEMPT = (
    *("public_id", "sitting_id", "place_id", "case_id", "paper_id", "questions", "language"),
    *("started_at", "paused_at", "pauses", "ended_at", "ended_how", "receipt_code"),
)


def _around(row: Sequence[Any]) -> Around:
    kind, number, office_id, begun, over, score_shown, zone, blueprint, name, admission, seat = row[:11]
    sealed_id, turn, digest, question, news = row[11:]
    return Around(
        kind=kind,
        number=number,
        office_id=office_id,
        begun=bool(begun),
        over=bool(over),
        admitted=bool(admission) or kind == "rehearsal",
        seat=seat or "",
        name=name or "",
        zone=zone,
        blueprint=blueprint,
        score_shown=score_shown,
        sealed_id=sealed_id,
        digest=digest,
        turn=turn,
        question=question or 1,
        news=news or 0,
    )


def _moment(value: datetime | str | None) -> datetime | None:
    """A moment as the driver gives it; SQLite keeps it as a text."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


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
    return None if held is None else facts_of_clock(held)


def facts_of_clock(held: Clock) -> dict[str, Any]:
    return {
        "left_ms": left_ms(held.left(now())),
        "version": held.version,
        "paused": held.paused_at is not None,
    }


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
