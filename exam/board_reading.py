"""The hall as its seats, read in a handful of questions however many there are: facts, never verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from accounts.browser_names import browser_name
from applications.models import Case
from core.canonical import canonical
from core.clock import now
from core.database import db
from exam.lost_time import Stretch, lost, minutes
from exam.models import (
    Admission,
    AnswerEntry,
    Attempt,
    AttemptDevice,
    AttemptEvent,
    AttemptPresence,
    ProblemReport,
    Seat,
    Sitting,
    SittingPlace,
    TimeGrant,
)
from exam.time_left import Clock

OFFLINE_AFTER = timedelta(seconds=20)
USUAL_SILENCE = timedelta(seconds=30)
# In the order of urgency: what the trouble list shows first.
TROUBLES = ("offline", "over", "no_device", "unsent", "unfocused", "problem", "lost", "paused")


@dataclass(frozen=True, slots=True)
class Tile:
    """One seat: who, how far, how fresh. Moments are milliseconds, so that a page reckons ages by itself."""

    place_id: int
    attempt_id: int
    seat: str
    name: str
    state: str  # waiting, running, paused, ended
    question: int
    questions: int
    answered: int
    seen_ms: int | None
    deadline_ms: int | None
    left_ms: int | None  # while the clock stands
    device: str
    troubles: tuple[str, ...]
    lost_minutes: int


@dataclass(frozen=True, slots=True)
class Board:
    tiles: tuple[Tile, ...]

    @property
    def mark(self) -> str:
        """The digest by which a page knows that nothing has changed."""
        return hashlib.sha256(canonical([asdict(one) for one in self.tiles]).encode()).hexdigest()[:32]

    @property
    def trouble(self) -> list[tuple[str, Tile]]:
        """What wants somebody, the most urgent first."""
        found = [(word, tile) for tile in self.tiles for word in tile.troubles]
        return sorted(found, key=lambda one: (TROUBLES.index(one[0]), one[1].seat))


def board_of(sitting: Sitting) -> Board:
    """Everybody who was admitted, by their seats."""
    moment = now()
    rows = _admitted(sitting.id)
    ids = [attempt.id for _admission, _place, attempt in rows]
    presence = {
        one.attempt_id: one
        for one in db.session.scalars(select(AttemptPresence).where(AttemptPresence.attempt_id.in_(ids)))
    }
    devices = {
        one.attempt_id: one
        for one in db.session.scalars(
            select(AttemptDevice).where(AttemptDevice.attempt_id.in_(ids), AttemptDevice.ended_at.is_(None))
        )
    }
    granted = _granted(ids)
    problems = _problems(ids)
    lost_by = lost_minutes(ids)
    labels = {
        seat.id: seat.label
        for seat in db.session.scalars(select(Seat).where(Seat.room_id == sitting.room_id))
    }
    grace = timedelta(seconds=sitting.grace_seconds)
    tiles = []
    for admission, place, attempt in rows:
        seen, device = presence.get(attempt.id), devices.get(attempt.id)
        clock = _clock(attempt, granted.get(attempt.id, (0, 0)))
        seat_id = device.seat_id if device is not None and device.seat_id else admission.seat_id
        tiles.append(
            Tile(
                place_id=place.id,
                attempt_id=attempt.id,
                seat=labels.get(seat_id or 0, ""),
                name=place.case.person.name if place.case else "",
                state=_state(attempt),
                question=seen.question if seen else 0,
                questions=attempt.questions,
                answered=seen.answered if seen else 0,
                seen_ms=_ms(seen.seen_at if seen else None),
                deadline_ms=_ms(clock.deadline(moment)) if clock and attempt.paused_at is None else None,
                left_ms=clock.left(moment) // timedelta(milliseconds=1)
                if clock and attempt.paused_at is not None
                else None,
                device=_device(device),
                troubles=tuple(_troubles(attempt, seen, device, clock, grace, moment, problems, lost_by)),
                lost_minutes=lost_by.get(attempt.id, 0),
            )
        )
    return Board(tuple(sorted(tiles, key=lambda one: (len(one.seat), one.seat))))


def _admitted(sitting_id: int) -> Sequence[tuple[Admission, SittingPlace, Attempt]]:
    rows = db.session.execute(
        select(Admission, SittingPlace, Attempt)
        .join(SittingPlace, SittingPlace.id == Admission.place_id)
        .join(Attempt, Attempt.place_id == SittingPlace.id)
        .options(joinedload(SittingPlace.case).joinedload(Case.person))
        .where(Admission.sitting_id == sitting_id, Admission.admitted)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _granted(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Seconds and number of grants of each attempt."""
    rows = db.session.execute(
        select(TimeGrant.attempt_id, func.sum(TimeGrant.seconds), func.count())
        .where(TimeGrant.attempt_id.in_(ids))
        .group_by(TimeGrant.attempt_id)
    )
    return {int(one): (int(seconds), int(count)) for one, seconds, count in rows}


def _problems(ids: list[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(ProblemReport.attempt_id).where(ProblemReport.attempt_id.in_(ids)).distinct()
        )
    )


def _clock(attempt: Attempt, granted: tuple[int, int]) -> Clock | None:
    if attempt.started_at is None or attempt.ended_at is not None:
        return None
    return Clock(attempt.started_at, granted[0], granted[1] + attempt.pauses, attempt.paused_at)


def _state(attempt: Attempt) -> str:
    if attempt.ended_at is not None:
        return "ended"
    if attempt.started_at is None:
        return "waiting"
    return "paused" if attempt.paused_at is not None else "running"


def _troubles(
    attempt: Attempt,
    seen: AttemptPresence | None,
    device: AttemptDevice | None,
    clock: Clock | None,
    grace: timedelta,
    moment: datetime,
    problems: set[int],
    lost_by: dict[int, int],
) -> Iterable[str]:
    """What of a running test wants somebody; of one that waits or has ended nothing does."""
    if clock is None:
        return
    if seen is None or moment - seen.seen_at > OFFLINE_AFTER:
        yield "offline"
    if clock.is_over(moment, grace):
        yield "over"
    if device is None:
        yield "no_device"
    if seen is not None and seen.unsent:
        yield "unsent"
    if seen is not None and not seen.focused:
        yield "unfocused"
    if attempt.id in problems:
        yield "problem"
    if lost_by.get(attempt.id):
        yield "lost"
    if attempt.paused_at is not None:
        yield "paused"


def lost_minutes(ids: Sequence[int]) -> dict[int, int]:
    """Minutes lost to a dead network or computer, not yet granted: computed from what arrived, proposed as a grant."""
    silences = db.session.scalars(
        select(AttemptEvent).where(
            AttemptEvent.attempt_id.in_(ids),
            AttemptEvent.kind == "unreachable",
            AttemptEvent.ended_at.is_not(None),
        )
    ).all()
    if not silences:
        return {}
    touched = {one.attempt_id for one in silences}
    signs, pauses = _signs(touched), _pauses(touched)
    found: dict[int, list[Stretch]] = {}
    for one in silences:
        assert one.ended_at is not None
        whole = Stretch(one.began_at, one.ended_at)
        found.setdefault(one.attempt_id, []).extend(
            lost(signs.get(one.attempt_id, ()), whole, pauses.get(one.attempt_id, ()), USUAL_SILENCE)
        )
    given = _given(touched)
    return {
        attempt: left
        for attempt, stretches in found.items()
        if (left := minutes(stretches) - given.get(attempt, 0)) > 0
    }


def _signs(ids: Iterable[int]) -> dict[int, list[datetime]]:
    """When answers were made within the silences: whoever went on answering lost nothing."""
    rows = db.session.execute(
        select(AnswerEntry.attempt_id, AnswerEntry.made_at)
        .join(AttemptEvent, AttemptEvent.attempt_id == AnswerEntry.attempt_id)
        .where(
            AnswerEntry.attempt_id.in_(ids),
            AttemptEvent.kind == "unreachable",
            AnswerEntry.made_at > AttemptEvent.began_at,
            AnswerEntry.made_at < AttemptEvent.ended_at,
        )
    )
    found: dict[int, list[datetime]] = {}
    for attempt_id, made in rows:
        found.setdefault(attempt_id, []).append(made)
    return found


def _pauses(ids: Iterable[int]) -> dict[int, list[Stretch]]:
    """The pauses of each attempt, of which the last may still go on: what they took is given back by themselves."""
    rows = db.session.execute(
        select(AttemptEvent.attempt_id, AttemptEvent.kind, AttemptEvent.began_at)
        .where(AttemptEvent.attempt_id.in_(ids), AttemptEvent.kind.in_(("paused", "resumed")))
        .order_by(AttemptEvent.attempt_id, AttemptEvent.id)
    )
    found: dict[int, list[Stretch]] = {}
    for attempt_id, kind, at in rows:
        held = found.setdefault(attempt_id, [])
        if kind == "paused":
            held.append(Stretch(at, now()))
        elif held:
            held[-1] = Stretch(held[-1].begins, at)
    return found


def _given(ids: Iterable[int]) -> dict[int, int]:
    """Whole minutes that were granted for incidents."""
    rows = db.session.execute(
        select(TimeGrant.attempt_id, func.sum(TimeGrant.seconds))
        .where(TimeGrant.attempt_id.in_(ids), TimeGrant.kind == "incident")
        .group_by(TimeGrant.attempt_id)
    )
    return {int(one): int(seconds) // 60 for one, seconds in rows}


def _device(device: AttemptDevice | None) -> str:
    """The computer in a few words; an address tells where it stands."""
    if device is None:
        return ""
    told = device.browser
    return ", ".join(
        part for part in (browser_name(told) if "Mozilla/" in told else told, device.address) if part
    )


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)
