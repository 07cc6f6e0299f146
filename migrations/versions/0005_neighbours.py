"""What neighbouring systems were told of a case.

Revision: 0005, 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "case_told",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("message_id", BigId),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("number_there", sa.String(80)),
        sa.Column("entered_by", BigId),
        sa.Column("entered_at", Moment()),
        sa.CheckConstraint(
            "system IN ('mqms', 'edms', 'elicensing', 'con-iis')",
            name=op.f("ck_case_told_system_is_known"),
        ),
        sa.CheckConstraint(
            "(number_there IS NULL) = (entered_by IS NULL) AND (entered_by IS NULL) = (entered_at IS NULL)",
            name=op.f("ck_case_told_entered_by_somebody_under_a_number"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_told_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name="fk_case_told_message_id_outbox_message"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_case_told_entered_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_case_told"),
    )
    op.create_index("ix_case_told_case_id", "case_told", ["case_id"])
    guards.refuse_when(
        op,
        "case_told_only_entered",
        "case_told",
        "UPDATE",
        "OLD.number_there IS NOT NULL OR NEW.number_there IS NULL OR NEW.id <> OLD.id"
        " OR NEW.case_id <> OLD.case_id OR NEW.system <> OLD.system OR NEW.step <> OLD.step"
        " OR NEW.kind <> OLD.kind OR NEW.told_at <> OLD.told_at"
        " OR COALESCE(NEW.message_id, 0) <> COALESCE(OLD.message_id, 0)",
        "what another system was told stays; only its number there is added, once",
    )
    guards.refuse_when(
        op, "case_told_no_delete", "case_told", "DELETE", "TRUE", "what another system was told stays"
    )


def downgrade() -> None:
    guards.drop(op, "case_told", "case_told_only_entered", "case_told_no_delete")
    op.drop_index("ix_case_told_case_id", table_name="case_told")
    op.drop_table("case_told")
