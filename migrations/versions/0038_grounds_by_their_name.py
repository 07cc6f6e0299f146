"""A refusal keeps which ground of the office's list it rests on, besides the words of the ground.

Revision: 0038, 2026-11-28
"""

# What was refused before keeps its words alone: which ground was meant is not guessed afterwards. A refusal for a fee
# that was not paid rests on a ground of the text, which stands on no office's list.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import constraints, guards

revision = "0038"
down_revision = "0037"

_TABLES = ("motivated_refusal", "head_decision")
_OFFICE = {
    "motivated_refusal": "(SELECT p.office_id FROM case_paper p WHERE p.id = NEW.paper_id)",
    "head_decision": "NEW.office_id",
}
_SENTENCE = "a refusal rests on a ground that its office has listed, and keeps it"


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("ground_id", sa.String(100)))
        constraints.add(op, table, _named(table))
        guards.refuse_when(
            op,
            f"{table}_ground_is_listed",
            table,
            "INSERT",
            f"NOT EXISTS (SELECT 1 FROM office_setting e JOIN case_file c ON c.id = NEW.case_id"  # noqa: S608 - no input
            f" WHERE e.key = 'refusal_grounds' AND e.service IN ('', c.service)"
            f" AND (e.office_id IS NULL OR e.office_id IN {_chain(_OFFICE[table])})"
            " AND CAST(e.value AS TEXT) LIKE '%\"' || NEW.ground_id || '\"%')",
            _SENTENCE,
            rows="NEW.ground_id IS NOT NULL",
        )
        guards.refuse_when(
            op,
            f"{table}_ground_stays",
            table,
            "UPDATE",
            "TRUE",
            _SENTENCE,
            rows="COALESCE(NEW.ground_id, '') <> COALESCE(OLD.ground_id, '')",
        )


def downgrade() -> None:
    for table in _TABLES:
        guards.drop(op, table, f"{table}_ground_is_listed", f"{table}_ground_stays")
        constraints.drop(op, table, _named(table))
        op.drop_column(table, "ground_id")


def _named(table: str) -> dict[str, str]:
    refuses = " AND outcome = 'refuse'" if table == "head_decision" else ""
    return {f"ck_{table}_ground_has_a_name": f"CHECK (ground_id IS NULL OR (length(ground_id) > 0{refuses}))"}


def _chain(office: str) -> str:
    """The office with those above it, whose decisions count for it too."""
    return (
        f"(SELECT o.id FROM office o WHERE o.id = {office}"  # noqa: S608 - names of the migration, no input
        f" OR o.id = (SELECT f.parent_id FROM office f WHERE f.id = {office})"
        f" OR o.id = (SELECT g.parent_id FROM office f JOIN office g ON g.id = f.parent_id WHERE f.id = {office}))"
    )
