"""The floor: journal, number series, outbox, stored files, rate counters.

Revision: 0001, 2026-11-20
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("chain", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("moment", Moment(), nullable=False),
        sa.Column("actor_id", BigId),
        sa.Column("actor_role", sa.String(40), nullable=False),
        sa.Column("actor_office_id", BigId),
        sa.Column("tag", sa.String(80), nullable=False),
        sa.Column("subject_kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.Column("old", sa.Text),
        sa.Column("new", sa.Text),
        sa.Column("personal_digest", sa.String(64)),
        sa.Column("request_id", sa.String(32)),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_entry"),
        sa.UniqueConstraint("chain", "position", name="uq_journal_entry_chain_position"),
        sa.CheckConstraint("position > 0", name="position_counts_from_one"),
        sa.CheckConstraint("length(digest) = 64 AND length(previous) = 64", name="digests_are_sha256"),
    )
    op.create_index("ix_journal_entry_subject", "journal_entry", ["subject_kind", "subject_id"])
    op.create_index("ix_journal_entry_actor_id", "journal_entry", ["actor_id"])
    op.create_index("ix_journal_entry_moment", "journal_entry", ["moment"])
    guards.append_only(op, "journal_entry", "id", "chain, position")

    op.create_table(
        "journal_personal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("chain", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("salt", sa.String(32)),
        sa.Column("facts", sa.Text),
        sa.Column("erased_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_journal_personal"),
        sa.UniqueConstraint("chain", "position", name="uq_journal_personal_chain_position"),
        sa.ForeignKeyConstraint(
            ["chain", "position"],
            ["journal_entry.chain", "journal_entry.position"],
            name="fk_journal_personal_chain_position_journal_entry",
        ),
        sa.CheckConstraint(
            "(facts IS NULL AND salt IS NULL AND erased_at IS NOT NULL)"
            " OR (facts IS NOT NULL AND salt IS NOT NULL AND erased_at IS NULL)",
            name="whole_or_erased",
        ),
    )
    guards.refuse_when(
        op,
        "journal_personal_only_erased",
        "journal_personal",
        "UPDATE",
        "OLD.facts IS NULL OR NEW.facts IS NOT NULL OR NEW.id <> OLD.id OR NEW.chain <> OLD.chain"
        " OR NEW.position <> OLD.position",
        "a personal part can only be erased",
    )
    guards.refuse_when(
        op,
        "journal_personal_no_delete",
        "journal_personal",
        "DELETE",
        "TRUE",
        "a personal part can only be erased",
    )
    guards.refuse_truncate(op, "journal_personal")

    op.create_table(
        "journal_head",
        sa.Column("chain", BigId, nullable=False, autoincrement=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_journal_head"),
    )
    guards.refuse_when(
        op,
        "journal_head_only_forward",
        "journal_head",
        "UPDATE",
        "NEW.position <= OLD.position OR NEW.chain <> OLD.chain",
        "a chain only grows",
    )
    guards.refuse_when(op, "journal_head_no_delete", "journal_head", "DELETE", "TRUE", "a chain only grows")
    guards.refuse_truncate(op, "journal_head")

    op.create_table(
        "number_series",
        sa.Column("series", sa.String(40), nullable=False),
        sa.Column("office_id", BigId, nullable=False, autoincrement=False),
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("series", "office_id", "year", name="pk_number_series"),
        sa.CheckConstraint("last > 0", name="numbers_count_from_one"),
    )
    guards.refuse_when(
        op,
        "number_series_by_one",
        "number_series",
        "UPDATE",
        "NEW.last <> OLD.last + 1 OR NEW.series <> OLD.series OR NEW.office_id <> OLD.office_id"
        " OR NEW.year <> OLD.year",
        "numbers are given one after the other",
    )
    guards.refuse_when(
        op,
        "number_series_no_delete",
        "number_series",
        "DELETE",
        "TRUE",
        "numbers are given one after the other",
    )

    op.create_table(
        "outbox_message",
        sa.Column("id", BigId, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("payload", Json),
        sa.Column("office_id", BigId),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("claimed_by", sa.String(80)),
        sa.Column("claimed_at", Moment()),
        sa.Column("sent_at", Moment()),
        sa.Column("proof", sa.String(400)),
        sa.Column("fault", sa.String(400)),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
        sa.UniqueConstraint("key", name="uq_outbox_message_key"),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'perhaps_sent', 'failed')", name="state_is_known"
        ),
        sa.CheckConstraint(
            "(state = 'sending') = (claimed_by IS NOT NULL) AND (claimed_by IS NULL) = (claimed_at IS NULL)",
            name="sending_is_claimed",
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_its_moment"),
    )
    op.create_index("ix_outbox_message_state_due_at", "outbox_message", ["state", "due_at"])

    op.create_table(
        "stored_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.Column("stored_by", BigId),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
        sa.CheckConstraint("size > 0", name="not_empty"),
        sa.CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
    )
    op.create_index("ix_stored_file_digest", "stored_file", ["digest"])
    guards.refuse_when(
        op, "stored_file_no_update", "stored_file", "UPDATE", "TRUE", "a stored file is never overwritten"
    )

    op.create_table(
        "rate_counter",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "starts_at", name="pk_rate_counter"),
    )


def downgrade() -> None:
    op.drop_table("rate_counter")
    guards.drop(op, "stored_file", "stored_file_no_update")
    op.drop_table("stored_file")
    op.drop_table("outbox_message")
    guards.drop(op, "number_series", "number_series_by_one", "number_series_no_delete")
    op.drop_table("number_series")
    guards.drop(op, "journal_head", "journal_head_only_forward", "journal_head_no_delete")
    guards.drop(op, "journal_personal", "journal_personal_only_erased", "journal_personal_no_delete")
    if not guards.is_sqlite(op):
        guards.drop(op, "journal_head", "journal_head_no_truncate")
        guards.drop(op, "journal_personal", "journal_personal_no_truncate")
    op.drop_table("journal_head")
    op.drop_table("journal_personal")
    guards.drop_append_only(op, "journal_entry")
    op.drop_table("journal_entry")
