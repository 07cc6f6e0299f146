"""The tables of the floor: journal, numbers, outbox, stored files, rate counters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Json, Moment
from core.database import Model


class JournalEntry(Model):
    """What one verb did: by whom, in which role, to what. Written once, chained, never changed."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("chain", "position"),
        CheckConstraint("position > 0", name="position_counts_from_one"),
        CheckConstraint("length(digest) = 64 AND length(previous) = 64", name="digests_are_sha256"),
        Index("ix_journal_entry_subject", "subject_kind", "subject_id"),
        Index("ix_journal_entry_actor_id", "actor_id"),
        Index("ix_journal_entry_moment", "moment"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chain: Mapped[int] = mapped_column(BigId)
    position: Mapped[int] = mapped_column(BigId)
    moment: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    actor_role: Mapped[str] = mapped_column(String(40))
    actor_office_id: Mapped[int | None] = mapped_column(BigId)
    tag: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
    personal_digest: Mapped[str | None] = mapped_column(String(64))
    request_id: Mapped[str | None] = mapped_column(String(32))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class JournalPersonal(Model):
    """The personal part of an entry, kept apart: erasing it leaves the chain provable."""

    __tablename__ = "journal_personal"
    __table_args__ = (
        UniqueConstraint("chain", "position"),
        ForeignKeyConstraint(["chain", "position"], ["journal_entry.chain", "journal_entry.position"]),
        CheckConstraint(
            "(facts IS NULL AND salt IS NULL AND erased_at IS NOT NULL)"
            " OR (facts IS NOT NULL AND salt IS NOT NULL AND erased_at IS NULL)",
            name="whole_or_erased",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chain: Mapped[int] = mapped_column(BigId)
    position: Mapped[int] = mapped_column(BigId)
    salt: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)


class JournalHead(Model):
    """Where a chain ends now: the one row that the writers of an office queue for, last of all."""

    __tablename__ = "journal_head"

    chain: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))


class NumberSeries(Model):
    """The last number given in a series at an office in a year; a rolled-back number is given again."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last > 0", name="numbers_count_from_one"),)

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    office_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class OutboxMessage(Model):
    """A letter, a text message or a call to another system, written with the act that causes it."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'perhaps_sent', 'failed')", name="state_is_known"
        ),
        CheckConstraint(
            "(state = 'sending') = (claimed_by IS NOT NULL) AND (claimed_by IS NULL) = (claimed_at IS NULL)",
            name="sending_is_claimed",
        ),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_moment"),
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    office_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Moment)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    proof: Mapped[str | None] = mapped_column(String(400))
    fault: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(Moment)


class StoredFile(Model):
    """A file that somebody brought or that Synaq made; the bytes lie in the store under their digest."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        Index("ix_stored_file_digest", "digest"),
        # Whoever keeps a digest beside a file points at both, so that the one is of the other.
        Index("uq_stored_file_id_digest", "id", "digest", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigId)
    media_type: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    stored_at: Mapped[datetime] = mapped_column(Moment)
    stored_by: Mapped[int | None] = mapped_column(BigId)


class RateCounter(Model):
    """How often something was tried in a stretch of time; shared by all worker processes."""

    __tablename__ = "rate_counter"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    count: Mapped[int]
