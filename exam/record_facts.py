"""The facts of a hall record, out of the rows and the journal: openings, seats, identity, incidents, closings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.journal_reading import Entry, Names, told_of
from accounts.journal_sentences import sentence_of
from accounts.models import Account
from applications import paper_parts as parts
from core.clock import now
from core.database import db
from core.languages import LANGUAGES, speaking
from exam import hall_queries, queries
from exam.forms_hall import INCIDENTS
from exam.hall_tree import Tree
from exam.models import Admission, Attempt, AttemptDevice, Incident, Seat, Sitting, TimeGrant
from exam.papers import LANGUAGE
from exam.sitting_words import ENDED, GRANTS
from regulations.catalogue import catalogue

# What of the journal stands in the record as the course of the sitting.
COURSE = (
    "exam:sitting:open_doors", "exam:sitting:begin", "exam:hall:give_time", "exam:hall:pause", "exam:hall:resume",
    "exam:hall:transfer", "exam:hall:message", "exam:hall:remove", "exam:hall:close", "exam:sitting:close",
    "exam:place:turn_away",
)  # fmt: skip

MOST_NAMED = 12


def facts_of(sitting: Sitting, number: int, tree: Tree, reason: str) -> dict[str, Any]:
    """Everything that the record says, ready to be frozen."""
    zone = ZoneInfo(sitting.office.zone)
    edition = catalogue().newest(sitting.service)
    return {
        "office": parts.office_names(sitting.office),
        "number": f"{sitting.number}/{number}",
        "moment": now().astimezone(zone),
        "replaces": reason or None,
        "service": parts.three(edition.title),
        "room": f"{sitting.room.name}, {sitting.room.address}",
        "planned": sitting.starts_at.astimezone(zone),
        "doors": _at(sitting.doors_at, zone),
        "begun": _at(sitting.begun_at, zone),
        "closed": _at(sitting.closed_at, zone),
        "sets": [
            {
                "number": one.sealed_set.number,
                "digest": one.sealed_set.digest,
                "opened": _clock(one.sealed_set.released_at, zone),
                "by": [
                    _name(one.sealed_set.released_by), _name(one.sealed_set.released_with),
                ],
            }
            for one in queries.sets_of(sitting.id)
        ],
        "candidates": _candidates(sitting, zone),
        "course": course_of(sitting, zone),
        "incidents": _incidents(sitting, zone),
        "tree_root": tree.root,
        "tree_size": str(tree.size),
        "signed": "below",
        "signatures": [
            {"name": one.account.name, "role": CHIEF if one.chief else INVIGILATOR}
            for one in queries.invigilators_of(sitting.id)
        ],
    }  # fmt: skip


CHIEF = {"kk": "Аға бақылаушы", "ru": "Старший наблюдатель", "en": "Chief invigilator"}
INVIGILATOR = {"kk": "Бақылаушы", "ru": "Наблюдатель", "en": "Invigilator"}
ABSENT = {"kk": "келмеді", "ru": "не явился", "en": "did not come"}
AWAY = {"kk": "кіргізілмеді", "ru": "не допущен", "en": "not admitted"}


def _at(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


def _clock(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%d.%m.%Y %H:%M:%S}"


def _short(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%H:%M:%S}"


def _name(account_id: int | None) -> str:
    account = db.session.get(Account, account_id) if account_id else None
    return account.name if account else ""


def _candidates(sitting: Sitting, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Each place: who, which document was seen, the seat, the beginning and the end."""
    attempts = {
        one.place_id: one
        for one in db.session.scalars(select(Attempt).where(Attempt.sitting_id == sitting.id))
    }
    moved = _moves(list(attempts.values()))
    grants = _grants([one.id for one in attempts.values()])
    found = []
    for row in hall_queries.expected(sitting.id):
        attempt = attempts.get(row.place.id)
        found.append(
            {
                "name": row.place.case.person.name if row.place.case else "",
                "case": row.place.case.number if row.place.case else "",
                "seat": _seat(row, moved.get(attempt.id, []) if attempt else []),
                "document": f"{row.admitted.document_kind} № {row.admitted.document_number}" if row.admitted else "–",
                "language": {code: LANGUAGE[code][row.place.language] for code in LANGUAGES},
                "began": _short(attempt.started_at if attempt else None, zone),
                "ended": _short(attempt.ended_at if attempt else None, zone),
                "how": _how(row, attempt),
                "grants": grants.get(attempt.id, []) if attempt else [],
                "receipt": (attempt.receipt_code if attempt else "") or "",
            }
        )  # fmt: skip
    return found


def _seat(row: hall_queries.Expected, moved: list[str]) -> str:
    """The seat given at the desk, then those to which the test was moved."""
    given = row.admitted.seat.label if row.admitted and row.admitted.seat else "–"
    return ", ".join([given, *moved])


def _moves(attempts: Sequence[Attempt]) -> dict[int, list[str]]:
    """For each attempt the seats of its computers after the first, in their order."""
    rows = db.session.execute(
        select(AttemptDevice.attempt_id, Seat.label)
        .join(Seat, Seat.id == AttemptDevice.seat_id)
        .where(AttemptDevice.attempt_id.in_([one.id for one in attempts]), AttemptDevice.epoch > 1)
        .order_by(AttemptDevice.attempt_id, AttemptDevice.epoch)
    )
    found: dict[int, list[str]] = {}
    for attempt_id, label in rows:
        found.setdefault(attempt_id, []).append(label)
    return found


def _how(row: hall_queries.Expected, attempt: Attempt | None) -> dict[str, str]:
    if attempt is not None and attempt.ended_how:
        return parts.in_three(ENDED[attempt.ended_how])
    if row.admitted is None:
        return AWAY if row.away is not None else ABSENT
    return {"kk": "бастаған жоқ", "ru": "не начал", "en": "did not start"}


def _grants(ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The time that was granted besides the base."""
    found: dict[int, list[dict[str, Any]]] = {}
    for one in db.session.scalars(
        select(TimeGrant)
        .where(TimeGrant.attempt_id.in_(ids), TimeGrant.kind != "base")
        .order_by(TimeGrant.id)
    ):
        told = {
            "kind": parts.in_three(GRANTS[one.kind]),
            "minutes": f"{one.seconds / 60:.1f}",
            "reason": one.reason,
        }
        found.setdefault(one.attempt_id, []).append(told)
    return found


def course_of(sitting: Sitting, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What was done, in its order, as the journal tells it, in both languages of the record."""
    entries = told_of("sitting", sitting.id, COURSE)
    names, seats = Names(entries), _seats_given(sitting.id)

    def said(entry: Entry) -> dict[str, str]:
        words = {}
        for language in LANGUAGES:
            with speaking(language):
                words[language] = sentence_of(entry, names)
        return words

    return [
        {
            "when": _short(one.moment, zone),
            "who": names.person(one.actor_id) or "",
            "what": said(one),
            "seats": _named([seats[held] for held in one.new.get("attempts", ()) if held in seats]),
        }
        for one in entries
    ]


def _named(seats: list[str]) -> str:
    """The seats that an act concerned; of a whole hall their number, which the sentence tells, is enough."""
    return ", ".join(seats) if len(seats) <= MOST_NAMED else ""


def _seats_given(sitting_id: int) -> dict[int, str]:
    """The seat at which each attempt was admitted: an act on the hall names those it concerned."""
    rows = db.session.execute(
        select(Attempt.id, Seat.label)
        .join(Admission, Admission.place_id == Attempt.place_id)
        .join(Seat, Seat.id == Admission.seat_id)
        .where(Attempt.sitting_id == sitting_id, Admission.admitted)
        .order_by(Attempt.id)
    )
    return {int(attempt_id): str(label) for attempt_id, label in rows}


def _incidents(sitting: Sitting, zone: ZoneInfo) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(Incident).where(Incident.sitting_id == sitting.id).order_by(Incident.id))
    return [
        {
            "when": _short(one.happened_at, zone),
            "kind": parts.in_three(INCIDENTS[one.kind]),
            "words": one.words,
            "who": _name(one.entered_by),
        }
        for one in rows
    ]
