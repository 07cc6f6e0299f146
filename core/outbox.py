"""The outbox: what must leave the house is written with the act that causes it, and sent after the commit.

A room posts a message inside its transaction; `synaq sweep` or the thread in `serve` works it. Each message is
claimed by one worker. If a worker dies between sending and recording, nobody can know whether the message left:
it is repeated only where the receiver recognises a repeat by the message's key, else it shows "perhaps sent".
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from core.clock import now
from core.database import db
from core.logs import log
from core.models import OutboxMessage

CLAIM_LASTS = timedelta(minutes=5)
ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=20)
LONGEST_WAIT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a door is given to deliver; `key` is the same at every attempt."""

    key: str
    recipient: str
    payload: dict[str, Any]


class NotDelivered(Exception):
    """The door knows that the message did not leave; `final` when no repeat can help."""

    def __init__(self, fault: str, *, final: bool = False) -> None:
        super().__init__(fault)
        self.final = final


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out of the house: who carries, and whether the receiver recognises a repeat."""

    deliver: Callable[[Letter], str]
    deduplicates: bool


_channels: dict[str, Channel] = {}


def open_channel(name: str, deliver: Callable[[Letter], str], *, deduplicates: bool) -> None:
    """Say who carries the messages of a channel; the carrier returns a proof of sending."""
    _channels[name] = Channel(deliver, deduplicates)


def post(
    channel: str,
    recipient: str,
    payload: dict[str, Any],
    *,
    office_id: int | None = None,
    key: str | None = None,
) -> OutboxMessage:
    """Put a message into the outbox, inside the running transaction."""
    moment = now()
    message = OutboxMessage(
        key=key or uuid.uuid4().hex,
        channel=channel,
        recipient=recipient,
        payload=payload,
        office_id=office_id,
        state="waiting",
        attempts=0,
        due_at=moment,
        created_at=moment,
    )
    db.session.add(message)
    return message


def worker_name() -> str:
    """Who claims: machine, process and thread."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"[:80]


def work(limit: int = 100) -> int:
    """Send what is due, one message after the other; returns how many were tried."""
    release_dead_claims()
    tried = 0
    while tried < limit:
        claimed = _claim(worker_name())
        if claimed is None:
            return tried
        _send(claimed)
        tried += 1
    return tried


def _claim(worker: str) -> tuple[int, str, Letter] | None:
    """Take the oldest due message; two workers never get the same one."""
    due = (
        select(OutboxMessage.id)
        .where(OutboxMessage.state == "waiting", OutboxMessage.due_at <= now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    row = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == due, OutboxMessage.state == "waiting")
        .values(state="sending", claimed_by=worker, claimed_at=now(), attempts=OutboxMessage.attempts + 1)
        .returning(
            OutboxMessage.id,
            OutboxMessage.channel,
            OutboxMessage.key,
            OutboxMessage.recipient,
            OutboxMessage.payload,
        )
        .execution_options(synchronize_session=False)
    ).first()
    db.session.commit()
    if row is None:
        return None
    return row.id, row.channel, Letter(row.key, row.recipient, row.payload or {})


def _send(claimed: tuple[int, str, Letter]) -> None:
    identity, name, letter = claimed
    channel = _channels.get(name)
    try:
        if channel is None:
            raise NotDelivered(f"nobody carries the channel {name}", final=True)
        proof = channel.deliver(letter)
    except NotDelivered as error:
        _put_back(identity, str(error), final=error.final)
    except Exception as error:  # noqa: BLE001 - whatever broke, it may or may not have left; it is logged
        log.exception("outbox.door_broke", channel=name, message=identity)
        fault = f"{type(error).__name__}: the door broke while sending"
        if channel is not None and channel.deduplicates:
            _put_back(identity, fault, final=False)
        else:
            _settle(identity, state="perhaps_sent", fault=fault)
    else:
        _settle(identity, state="sent", sent_at=now(), proof=proof[:400], fault=None)


def _settle(identity: int, **values: Any) -> None:
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == identity)
        .values(claimed_by=None, claimed_at=None, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def _put_back(identity: int, fault: str, *, final: bool) -> None:
    attempts = db.session.scalar(select(OutboxMessage.attempts).where(OutboxMessage.id == identity)) or 0
    if final or attempts >= ATTEMPTS:
        _settle(identity, state="failed", fault=fault[:400])
        return
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    _settle(identity, state="waiting", due_at=now() + wait, fault=fault[:400])


def release_dead_claims() -> int:
    """Messages whose worker died: repeated where a repeat is recognised, else shown as perhaps sent."""
    dead = db.session.execute(
        select(OutboxMessage.id, OutboxMessage.channel).where(
            OutboxMessage.state == "sending", OutboxMessage.claimed_at < now() - CLAIM_LASTS
        )
    ).all()
    db.session.commit()
    for identity, name in dead:
        channel = _channels.get(name)
        if channel is not None and channel.deduplicates:
            _put_back(identity, "the worker died while sending", final=False)
        else:
            _settle(identity, state="perhaps_sent", fault="the worker died while sending")
    return len(dead)


def counts() -> dict[str, int]:
    """How many messages are in each state, for the operator's page and the metrics."""
    rows = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return dict(rows.all())
