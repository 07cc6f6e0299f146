"""The journal as people read it: entries about a thing, entries of offices, each with the names that it means.

Reads only. The sentence of each tag stands in `journal_sentences`; digests and raw values are shown one click deeper.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from accounts.models import Account, Office, Specialty
from core.database import db
from core.incoming import row_number
from core.models import JournalEntry, JournalPersonal


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, its old and new facts read, its personal part only where it was asked for."""

    chain: int
    position: int
    moment: datetime
    actor_id: int | None
    actor_role: str
    actor_office_id: int | None
    tag: str
    subject_kind: str
    subject_id: str
    old: dict[str, Any]
    new: dict[str, Any]
    personal: dict[str, Any]
    personal_state: str  # "", "kept" or "erased"
    request_id: str | None
    digest: str
    previous: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader of the journal wants to see."""

    subject_kind: str = ""
    subject_id: str = ""
    actors: Collection[int] | None = None
    since: datetime | None = None
    until: datetime | None = None


PAGE = 50


def about(kind: str, identity: int | str, *, personal: bool = False, most: int = PAGE) -> list[Entry]:
    """What happened to one thing, the newest first."""
    rows = _rows(_of(kind, identity), most, 0)
    return [_entry(*row, personal=personal) for row in rows]


def told_of(kind: str, identity: int | str, tags: Collection[str]) -> list[Entry]:
    """Everything of these kinds that happened to one thing, in its order: nothing is left out, however much it is."""
    rows = _rows([*_of(kind, identity), JournalEntry.tag.in_(tags)], None, 0)
    return [_entry(*row, personal=False) for row in reversed(rows)]


def _of(kind: str, identity: int | str) -> list[ColumnElement[bool]]:
    return [JournalEntry.subject_kind == kind, JournalEntry.subject_id == str(identity)]


def of_chains(chains: Collection[int], wish: Wish, page: int = 1) -> tuple[list[Entry], int]:
    """What happened at some offices, the newest first, page by page; says too how many entries there are."""
    conditions: list[ColumnElement[bool]] = [JournalEntry.chain.in_(chains)]
    if wish.subject_kind:
        conditions.append(JournalEntry.subject_kind == wish.subject_kind)
    if wish.subject_id:
        conditions.append(JournalEntry.subject_id == wish.subject_id)
    if wish.actors is not None:
        conditions.append(JournalEntry.actor_id.in_(wish.actors))
    if wish.since is not None:
        conditions.append(JournalEntry.moment >= wish.since)
    if wish.until is not None:
        conditions.append(JournalEntry.moment < wish.until)
    count = db.session.scalar(select(func.count()).select_from(JournalEntry).where(*conditions)) or 0
    rows = _rows(conditions, PAGE, (page - 1) * PAGE)
    return [_entry(*row, personal=False) for row in rows], count


def kinds_in(chains: Collection[int]) -> list[str]:
    """The kinds of things of which these chains tell."""
    return list(
        db.session.scalars(
            select(JournalEntry.subject_kind)
            .where(JournalEntry.chain.in_(chains))
            .distinct()
            .order_by(JournalEntry.subject_kind)
        )
    )


def _rows(
    conditions: Iterable[ColumnElement[bool]], most: int | None, skip: int
) -> list[tuple[JournalEntry, JournalPersonal | None]]:
    found = db.session.execute(
        select(JournalEntry, JournalPersonal)
        .outerjoin(
            JournalPersonal,
            (JournalPersonal.chain == JournalEntry.chain)
            & (JournalPersonal.position == JournalEntry.position),
        )
        .where(*conditions)
        .order_by(JournalEntry.moment.desc(), JournalEntry.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [(row[0], row[1]) for row in found]


def _entry(row: JournalEntry, kept: JournalPersonal | None, *, personal: bool) -> Entry:
    state = "" if kept is None else "erased" if kept.facts is None else "kept"
    facts = json.loads(kept.facts) if personal and kept is not None and kept.facts else {}
    return Entry(
        row.chain,
        row.position,
        row.moment,
        row.actor_id,
        row.actor_role,
        row.actor_office_id,
        row.tag,
        row.subject_kind,
        row.subject_id,
        json.loads(row.old) if row.old else {},
        json.loads(row.new) if row.new else {},
        facts,
        state,
        row.request_id,
        row.digest,
        row.previous,
    )


class Names:
    """The people, offices and specialties that a page of entries means, asked for at once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        listed = list(entries)
        people = {entry.actor_id for entry in listed} | _subjects(listed, "account")
        offices = {entry.actor_office_id for entry in listed} | {entry.chain for entry in listed}
        offices |= _subjects(listed, "office")
        for entry in listed:
            for facts in (entry.old, entry.new):
                offices |= {
                    facts.get(key) for key in ("office", "parent_id") if isinstance(facts.get(key), int)
                }
                people |= {
                    facts.get(key)
                    for key in ("account", "agent", "principal")
                    if isinstance(facts.get(key), int)
                }
        self._people = _by_id(Account, people)
        self._offices = _by_id(Office, offices)
        self._specialties = _by_id(Specialty, _subjects(listed, "specialty"))

    def person(self, identity: int | str | None) -> str:
        """A person by name."""
        found = self._people.get(_number(identity))
        return found.name if found else ""

    def office(self, identity: int | str | None) -> str:
        """An office by its short name."""
        found = self._offices.get(_number(identity))
        return found.short if found else ""

    def specialty(self, identity: int | str | None) -> str:
        """A specialty by its name."""
        found = self._specialties.get(_number(identity))
        return found.name if found else ""


def _number(identity: int | str | None) -> int:
    text = str(identity or "")
    return row_number(text) or -1


def _subjects(entries: Iterable[Entry], kind: str) -> set[int | None]:
    return {_number(entry.subject_id) for entry in entries if entry.subject_kind == kind}


def _by_id(model: Any, identities: set[int | None]) -> dict[int, Any]:
    wanted = {identity for identity in identities if identity is not None and identity > 0}
    if not wanted:
        return {}
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(wanted)))}
