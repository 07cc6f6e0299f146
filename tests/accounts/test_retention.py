"""What may no longer be kept is destroyed, and the journal proves it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from accounts import retention
from accounts.models import KnownDevice, LogIn, ResetLink
from core import journal_proof, sweep
from core import retention as floor
from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.models import JournalEntry, OutboxMessage, RateCounter
from core.outbox import open_channel, post, work
from core.settings import Settings
from tests.accounts.people import make_staff


def fill(account_id: int) -> None:
    moment = now()
    common = {
        "account_id": account_id,
        "address": "127.0.0.1",
        "browser": "x",
        "began_at": moment,
        "seen_at": moment,
    }
    db.session.add(LogIn(token_digest="a" * 64, ended_at=moment, ended_how="left", **common))
    db.session.add(LogIn(token_digest="b" * 64, **common))
    db.session.add(KnownDevice(token_digest="c" * 64, account_id=account_id, seen_at=moment))
    db.session.add(
        ResetLink(
            token_digest="d" * 64,
            account_id=account_id,
            purpose="reset",
            created_at=moment,
            expires_at=moment,
        )
    )
    db.session.add(RateCounter(key="e" * 64, starts_at=moment, count=1))
    open_channel("kept", lambda _letter: "taken", deduplicates=True)
    post("kept", "asel@example.kz", {"body": "hush"})
    db.session.commit()
    work()


def test_what_may_no_longer_be_kept_is_destroyed_with_proof(app: Flask, settings: Settings) -> None:
    somebody = make_staff(app, "keeper", "head")
    with app.app_context():
        with acting(SYSTEM):
            fill(somebody.id)
        later = now() + timedelta(days=400)
        with frozen(later), acting(SYSTEM):
            assert retention.chore(settings)() == 3
            assert floor.chore(settings)() == 2
        assert db.session.scalar(select(func.count()).select_from(LogIn)) == 1, "a running log-in stays"
        assert db.session.scalar(select(func.count()).select_from(KnownDevice)) == 0
        message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.channel == "kept")).one()
        assert (message.payload, message.recipient) == (None, "destroyed")
        tags = set(db.session.scalars(select(JournalEntry.tag)))
        assert {"core:log_in:destroy", "core:known_device:destroy", "core:outbox_message:destroy"} <= tags
        assert journal_proof.verify().holds


def test_nothing_is_destroyed_before_its_term(app: Flask, settings: Settings) -> None:
    somebody = make_staff(app, "keeper", "head")
    with app.app_context(), acting(SYSTEM):
        fill(somebody.id)
        assert retention.chore(settings)() == 0
        assert floor.chore(settings)() == 0


def test_the_sweep_does_every_chore_and_says_how_much(app: Flask) -> None:
    with app.app_context():
        done = sweep.sweep_once()
    assert {"outbox", "retention", "retention of log-ins", "half-written files"} <= set(done)
    assert all(number >= 0 for number in done.values())
