"""The journal: what happened, by whom, in an order that cannot be changed afterwards.

A verb calls `record` once. The entries wait in the session and are written directly before the COMMIT, when the
head of the office's chain is taken last: writers of one office queue only for the time of the commit itself.
The journal is read by people and by verification, never asked for the state of a thing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import SessionTransaction

from core.actor import current_actor
from core.canonical import canonical, digest
from core.clock import now
from core.database import Session, db
from core.models import JournalEntry, JournalHead, JournalPersonal
from core.requests import current_request_id

GENESIS = "0" * 64
SYSTEM_CHAIN = 0
_TAG = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")
_PENDING = "journal"
_MARKS = "journal_marks"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that waits for its place in the chain."""

    chain: int
    moment: datetime
    actor_id: int | None
    actor_role: str
    actor_office_id: int | None
    tag: str
    subject_kind: str
    subject_id: str
    old: str | None
    new: str | None
    personal: str | None
    salt: str | None
    request_id: str | None


def record(
    tag: str,
    *,
    subject: tuple[str, int | str],
    office_id: int | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> None:
    """Enter what a verb has just done; whatever names a person goes into `personal`, which can be erased.

    The entry joins the chain of the office concerned; without an office, the chain of the whole system.
    """
    if not _TAG.fullmatch(tag):
        raise ValueError(f"a tag is room:thing:verb, not {tag!r}")
    actor = current_actor()
    kind, identity = subject
    draft = Draft(
        chain=SYSTEM_CHAIN if office_id is None else office_id,
        moment=now(),
        actor_id=actor.account_id,
        actor_role=actor.role,
        actor_office_id=actor.office_id,
        tag=tag,
        subject_kind=kind,
        subject_id=str(identity),
        old=None if old is None else canonical(old),
        new=None if new is None else canonical(new),
        personal=None if personal is None else canonical(personal),
        salt=None if personal is None else secrets.token_hex(16),
        request_id=current_request_id(),
    )
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that a rollback takes the entry back even when nothing else was asked of the database
    session.info.setdefault(_PENDING, []).append(draft)


def personal_digest(salt: str, facts: str) -> str:
    """The salted digest that stands in the entry for its personal part."""
    return hashlib.sha256(f"{salt}:{facts}".encode()).hexdigest()


def entry_digest(entry: dict[str, Any]) -> str:
    """The digest of an entry: all that it says, its place, and the digest before it."""
    told = {name: entry[name] for name in _TOLD}
    return digest(told)


_TOLD = (
    "chain",
    "position",
    "moment",
    "actor_id",
    "actor_role",
    "actor_office_id",
    "tag",
    "subject_kind",
    "subject_id",
    "old",
    "new",
    "personal_digest",
    "request_id",
    "previous",
)


# Built once: every change of the service waits for these while it holds its office's head.
_TAKE_HEAD = (
    select(JournalHead.position, JournalHead.digest)
    .where(JournalHead.chain == bindparam("at"))
    .with_for_update()
)
_MOVE_HEAD = (
    update(JournalHead)
    .where(JournalHead.chain == bindparam("at"))
    .values(position=bindparam("position"), digest=bindparam("digest"))
)
_ADD_ENTRIES = insert(JournalEntry).inline()
_ADD_PERSONAL = insert(JournalPersonal).inline()


def _seal(session: OrmSession) -> None:
    """Give the waiting entries their places; the last thing before COMMIT."""
    if session.in_nested_transaction() or not session.info.get(_PENDING):
        return
    session.flush()
    pending: list[Draft] = session.info.pop(_PENDING)
    pending.sort(key=lambda draft: draft.chain)  # stable: the order of acts within a chain stays
    connection = session.connection()
    heads = _take_heads(connection, sorted({draft.chain for draft in pending}))
    entries: list[dict[str, Any]] = []
    personal: list[dict[str, Any]] = []
    for chain, drafts in groupby(pending, key=lambda draft: draft.chain):
        position, previous = heads[chain]
        for draft in drafts:
            position += 1
            entry = _entry(draft, position, previous)
            previous = entry["digest"]
            entries.append(entry)
            if draft.personal is not None:
                personal.append(
                    {"chain": chain, "position": position, "salt": draft.salt, "facts": draft.personal}
                )
        connection.execute(_MOVE_HEAD, {"at": chain, "position": position, "digest": previous})
    connection.execute(_ADD_ENTRIES, entries)
    if personal:
        connection.execute(_ADD_PERSONAL, personal)


def _entry(draft: Draft, position: int, previous: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        name: getattr(draft, name)
        for name in _TOLD
        if name not in {"position", "previous", "personal_digest"}
    }
    entry["position"] = position
    entry["previous"] = previous
    entry["personal_digest"] = (
        None if draft.personal is None or draft.salt is None else personal_digest(draft.salt, draft.personal)
    )
    entry["digest"] = entry_digest(entry)
    return entry


def _take_heads(connection: Connection, chains: list[int]) -> dict[int, tuple[int, str]]:
    """Lock the heads in one order, so that two transactions over two offices never wait for each other."""
    return {chain: _lock(connection, chain) or _begin_chain(connection, chain) for chain in chains}


def _lock(connection: Connection, chain: int) -> tuple[int, str] | None:
    found = connection.execute(_TAKE_HEAD, {"at": chain}).first()
    return None if found is None else (found.position, found.digest)


def _begin_chain(connection: Connection, chain: int) -> tuple[int, str]:
    """Write the head of a new chain; somebody else may be doing the same, then theirs is taken."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = {"chain": chain, "position": 0, "digest": GENESIS}
    connection.execute(dialect.insert(JournalHead).values(fresh).on_conflict_do_nothing())
    taken = _lock(connection, chain)
    assert taken is not None, "a head is never taken away"
    return taken


def _mark(session: OrmSession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(session.info.get(_PENDING, []))


def _forget(session: OrmSession, transaction: SessionTransaction) -> None:
    """What was rolled back did not happen, so it is not told either."""
    if transaction.nested:
        mark = session.info.get(_MARKS, {}).get(transaction, 0)
    elif transaction.parent is None:
        mark = 0
    else:  # a failed flush inside; the rollback of its parent decides
        return
    del session.info.get(_PENDING, [])[mark:]


def _unmark(session: OrmSession, transaction: SessionTransaction) -> None:
    # A savepoint's rollback is told after its end, so marks are kept until the whole transaction is over.
    if transaction.parent is None:
        session.info.pop(_MARKS, None)


event.listen(Session, "before_commit", _seal)
event.listen(Session, "after_transaction_create", _mark)
event.listen(Session, "after_soft_rollback", _forget)
event.listen(Session, "after_transaction_end", _unmark)
