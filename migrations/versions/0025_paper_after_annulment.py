"""A case whose paper was annulled with its award may be awarded again, and have another paper.

Revision: 0025, 2026-11-28
"""

# What ends with an annulled award is the paper, not the case: where the order reopens the case at a gate and it passes
# anew, another signed line awards it. Each line still brings one paper into being, and a case has one that counts.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards

revision = "0025"
down_revision = "0024"

_TABLE, _GUARD = "result_paper", "result_paper_drawn_once"
_LIVE = "withdrawn_at IS NULL"
_OTHER = "p.case_id = NEW.case_id AND p.withdrawn_at IS NULL"
_ANNULLED = "EXISTS (SELECT 1 FROM paper_status s WHERE s.paper_id = p.id AND s.status = 'annulled')"


def upgrade() -> None:
    op.drop_index("uq_result_paper_of_a_case", table_name=_TABLE)
    _unique("uq_result_paper_of_a_line", "line_id", _LIVE)
    _unique("uq_result_paper_without_an_order", "case_id", f"{_LIVE} AND line_id IS NULL")
    guards.drop(op, _TABLE, _GUARD)
    _drawn_once(f"{_OTHER} AND NOT {_ANNULLED}")


def downgrade() -> None:
    guards.drop(op, _TABLE, _GUARD)
    _drawn_once(_OTHER)
    op.drop_index("uq_result_paper_without_an_order", table_name=_TABLE)
    op.drop_index("uq_result_paper_of_a_line", table_name=_TABLE)
    _unique("uq_result_paper_of_a_case", "case_id", _LIVE)


def _unique(name: str, column: str, where: str) -> None:
    op.create_index(
        name, _TABLE, [column], unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def _drawn_once(other: str) -> None:
    guards.refuse_when(
        op,
        _GUARD,
        _TABLE,
        "INSERT",
        "NEW.withdrawn_at IS NOT NULL OR EXISTS (SELECT 1 FROM result_paper p WHERE p.id = NEW.id"  # noqa: S608 - own words
        f" OR p.number = NEW.number OR p.register_id = NEW.register_id OR ({other}))",
        "a case has one result paper at a time",
        hold="case_file WHERE id = NEW.case_id",
    )
