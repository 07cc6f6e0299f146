"""The decision of an appeal commission is a paper, and nothing is carried out before those who heard it signed it.

Revision: 0037, 2026-11-28
"""

# Whoever enters a decision names who heard the appeal with them. Only their signatures say that they did.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0037"
down_revision = "0036"

TABLE = "appeal_paper"
_UNSIGNED = (
    "EXISTS (SELECT 1 FROM appeal a WHERE a.id = NEW.appeal_id AND a.heard_by = 'own')"
    " AND NOT EXISTS (SELECT 1 FROM signing_sheet s JOIN signing_done d ON d.sheet_id = s.id"
    " WHERE s.kind = 'appeal' AND s.subject_id = NEW.appeal_id AND s.withdrawn_at IS NULL)"
)
_SENTENCE = "nothing is carried out before those who heard the appeal have signed"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("appeal_id", BigId, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.CheckConstraint("length(facts) > 0 AND length(digest) = 64", name="has_its_facts"),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal_decision.appeal_id"], name="fk_appeal_paper_appeal_id_appeal_decision"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_appeal_paper_file_id_stored_file"),
        sa.PrimaryKeyConstraint("appeal_id", name="pk_appeal_paper"),
    )
    guards.append_only(op, TABLE, "appeal_id")
    for table in ("appeal_act", "appeal_ground"):
        guards.refuse_when(op, f"{table}_on_a_signed_decision", table, "INSERT", _UNSIGNED, _SENTENCE)


def downgrade() -> None:
    for table in ("appeal_act", "appeal_ground"):
        guards.drop(op, table, f"{table}_on_a_signed_decision")
    guards.drop_append_only(op, TABLE)
    op.drop_table(TABLE)
