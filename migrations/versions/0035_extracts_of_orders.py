"""The extract of an order is a paper of its own: frozen when the order is signed, found by its code.

Revision: 0035, 2026-11-28
"""

# Lines that were signed before have none yet: a chore of the server draws theirs from the frozen facts of the order.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0035"
down_revision = "0034"

_TABLE = "order_extract"
_AS_SIGNED, _ALONE = "order_extract_as_it_was_signed", "order_extract_of_one_line"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("line_id", BigId, autoincrement=False, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("register_id", sa.String(26), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("order_digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("file_digest", sa.String(64), nullable=False),
        sa.Column("drawn_at", Moment, nullable=False),
        sa.CheckConstraint("length(register_id) = 26", name=op.f(f"ck_{_TABLE}_is_found_by_its_register_id")),
        sa.CheckConstraint(
            "length(digest) = 64 AND length(order_digest) = 64", name=op.f(f"ck_{_TABLE}_has_its_digests")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=f"fk_{_TABLE}_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["line_id", "case_id", "outcome"],
            ["order_line_signed.line_id", "order_line_signed.case_id", "order_line_signed.outcome"],
            name=f"fk_{_TABLE}_of_a_signed_line",
        ),
        sa.ForeignKeyConstraint(
            ["file_id", "file_digest"], ["stored_file.id", "stored_file.digest"], name=f"fk_{_TABLE}_file"
        ),
        sa.PrimaryKeyConstraint("line_id", name=f"pk_{_TABLE}"),
        sa.UniqueConstraint("register_id", name=f"uq_{_TABLE}_register_id"),
    )
    op.create_index(f"ix_{_TABLE}_file_digest", _TABLE, ["file_digest"])
    guards.append_only(op, _TABLE, "line_id", "register_id")
    guards.refuse_when(
        op,
        _AS_SIGNED,
        _TABLE,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM order_line_signed s JOIN act_order o ON o.id = s.order_id"
        " WHERE s.line_id = NEW.line_id AND o.digest = NEW.order_digest"
        " AND replace(o.facts, NEW.line, '') <> o.facts)",
        "an extract says of its line what the signed order says",
    )
    guards.refuse_when(
        op,
        _ALONE,
        _TABLE,
        "INSERT",
        "replace(NEW.line, '\"case\":' || NEW.case_id || ',\"case_number\"', '') = NEW.line"
        " OR replace(NEW.facts, '\"lines\":[' || NEW.line || ']', '') = NEW.facts",
        "an extract holds the line of its own case and no other",
    )


def downgrade() -> None:
    guards.drop(op, _TABLE, _AS_SIGNED, _ALONE)
    guards.drop_append_only(op, _TABLE)
    op.drop_table(_TABLE)
