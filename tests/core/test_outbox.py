"""A message leaves once, or says honestly that nobody knows."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from core import outbox
from core.clock import frozen
from core.database import db
from core.models import OutboxMessage
from core.outbox import ATTEMPTS, Letter, NotDelivered, open_channel, post, work

NOON = datetime(2026, 3, 18, 7, 0, tzinfo=UTC)


class Carrier:
    """A door that notes what it was given and does as it is told."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.fault: Exception | None = None

    def deliver(self, letter: Letter) -> str:
        self.taken.append(letter.key)
        if self.fault:
            raise self.fault
        return "taken"


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    carried = Carrier()
    before = dict(outbox._channels)
    open_channel("plain", carried.deliver, deduplicates=False)
    open_channel("keyed", carried.deliver, deduplicates=True)
    yield carried
    outbox._channels.clear()
    outbox._channels.update(before)


def put(channel: str = "plain", count: int = 1) -> None:
    for number in range(count):
        post(channel, "asel@example.kz", {"n": number})
    db.session.commit()


def states() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)))


def test_a_message_leaves_after_the_commit_and_keeps_its_proof(context: Flask, carrier: Carrier) -> None:
    put()
    assert work() == 1
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.state, message.proof, carrier.taken) == ("sent", "taken", [message.key])
    assert work() == 0


def test_a_message_of_an_act_that_was_rolled_back_never_leaves(context: Flask, carrier: Carrier) -> None:
    post("plain", "asel@example.kz", {})
    db.session.flush()
    db.session.rollback()
    assert work() == 0
    assert carrier.taken == []


def test_what_was_not_delivered_is_tried_again_ever_more_slowly_and_at_last_fails_visibly(
    context: Flask, carrier: Carrier
) -> None:
    put()
    carrier.fault = NotDelivered("nobody answers")
    moment, waits = NOON + timedelta(days=36500), []
    message = db.session.scalars(select(OutboxMessage)).one()
    for _attempt in range(ATTEMPTS):
        with frozen(moment):
            assert work() == 1
            db.session.refresh(message)
            if message.state == "waiting":
                waits.append((message.due_at - moment).total_seconds())
                moment = message.due_at
    assert waits == sorted(waits)
    assert waits[0] == 20
    assert (message.state, message.fault, message.attempts) == ("failed", "nobody answers", ATTEMPTS)
    assert len(set(carrier.taken)) == 1, "every attempt carries the same key"


def test_a_final_refusal_is_not_repeated(context: Flask, carrier: Carrier) -> None:
    put()
    carrier.fault = NotDelivered("no such address", final=True)
    work()
    assert states() == ["failed"]


def test_a_door_that_breaks_leaves_a_doubt_that_is_shown_and_not_repeated(
    context: Flask, carrier: Carrier
) -> None:
    put("plain")
    carrier.fault = smtplib.SMTPServerDisconnected("gone in the middle")
    work()
    assert states() == ["perhaps_sent"]


def test_a_door_that_breaks_is_tried_again_where_the_receiver_knows_a_repeat(
    context: Flask, carrier: Carrier
) -> None:
    put("keyed")
    carrier.fault = ConnectionResetError()
    work()
    assert states() == ["waiting"]


@pytest.mark.parametrize(("channel", "state"), [("plain", "perhaps_sent"), ("keyed", "waiting")])
def test_after_a_worker_died_while_sending_nobody_pretends_to_know(
    context: Flask, carrier: Carrier, channel: str, state: str
) -> None:
    put(channel)
    assert outbox._claim("a worker that dies now") is not None
    assert outbox.release_dead_claims() == 0, "it may still be at work"
    with frozen(datetime.now(UTC) + timedelta(minutes=6)):
        assert outbox.release_dead_claims() == 1
    assert states() == [state]


def test_several_workers_send_each_message_once(app: Flask, carrier: Carrier) -> None:
    with app.app_context():
        put(count=40)

    def sweep() -> None:
        with app.app_context():
            work()

    workers = [Thread(target=sweep) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(carrier.taken) == len(set(carrier.taken)) == 40


def test_a_channel_that_nobody_carries_fails_visibly(context: Flask) -> None:
    put("pigeon")
    work()
    assert states() == ["failed"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "UPDATE outbox_message SET state = 'lost'",
        "UPDATE outbox_message SET state = 'sent'",
        "UPDATE outbox_message SET claimed_by = 'me'",
    ],
)
def test_the_database_refuses_a_message_that_is_half_sent(
    context: Flask, carrier: Carrier, nonsense: str
) -> None:
    put()
    with pytest.raises(IntegrityError):
        db.session.execute(text(nonsense))
    db.session.rollback()
