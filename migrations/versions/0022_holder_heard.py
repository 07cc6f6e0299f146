"""The holder of a paper is heard before an order ends it because its test result was lowered.

Revision: 0022, 2026-11-28
"""

# A lowered result ends nothing by itself. Whoever was certified upon it says first what they have to say; only then
# does a line that revokes or annuls come into an order.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0022"
down_revision = "0021"

TABLE = "holder_hearing"
NAMES = ("holder_hearing_of_a_lowered_result",)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", BigId, nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("result_id", BigId, nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", BigId, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("how IN ('in_person', 'in_writing', 'did_not_come')", name="how_is_known"),
        sa.CheckConstraint("length(said) > 0", name="says_what_was_said"),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=f"fk_{TABLE}_{column}_{to}")
            for column, to, key in (
                ("paper_id", "result_paper_issued", "paper_id"),
                ("result_id", "test_result", "id"),
                ("recorded_by", "account", "id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_holder_hearing"),
        sa.UniqueConstraint("paper_id", "result_id", name="uq_holder_hearing_paper_id_result_id"),
    )
    guards.append_only(op, TABLE, "id", "paper_id, result_id")
    guards.refuse_when(
        op,
        "holder_hearing_of_a_lowered_result",
        TABLE,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM result_paper p JOIN test_result r ON r.case_id = p.case_id WHERE p.id = NEW.paper_id"
        " AND r.id = NEW.result_id AND r.verdict <> 'positive')",
        "a holder is heard on the result that was lowered",
    )
    guards.refuse_when(
        op,
        "order_line_after_the_holder_was_heard",
        "order_line",
        "INSERT",
        "NEW.outcome IN ('annul', 'revoke') AND EXISTS (SELECT 1 FROM result_paper p"
        " JOIN result_paper_issued i ON i.paper_id = p.id JOIN test_result r ON r.case_id = p.case_id"
        " WHERE p.case_id = NEW.case_id AND r.verdict <> 'positive'"
        " AND NOT EXISTS (SELECT 1 FROM test_result n WHERE n.replaces_id = r.id)"
        " AND NOT EXISTS (SELECT 1 FROM paper_status s WHERE s.paper_id = p.id"
        " AND s.status IN ('returned', 'revoked', 'replaced', 'annulled'))"
        " AND NOT EXISTS (SELECT 1 FROM holder_hearing h WHERE h.paper_id = p.id AND h.result_id = r.id))",
        "the holder is heard before a paper ends because its result was lowered",
        hold="case_file WHERE id = NEW.case_id",
    )


def downgrade() -> None:
    guards.drop(op, "order_line", "order_line_after_the_holder_was_heard")
    guards.drop(op, TABLE, *NAMES)
    guards.drop_append_only(op, TABLE)
    op.drop_table(TABLE)
