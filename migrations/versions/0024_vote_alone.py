"""A commission decides by its vote alone where the office has decided so: no sheet is asked for or taken.

Revision: 0024, 2026-11-28
"""

# Such a hearing has its sheets open from the beginning: the guards of 0015 then take no sheet, and let the panel vote.
# Whether sheets are asked for is copied as the hearing begins; a later decision of the office changes no hearing.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards

revision = "0024"
down_revision = "0023"

_TABLE = "interview_hearing"
_NOT_ALL_IN = (
    "EXISTS (SELECT 1 FROM hearing_seat p WHERE p.interview_id = NEW.interview_id AND p.sits"
    " AND NOT EXISTS (SELECT 1 FROM rubric_sheet r"
    " WHERE r.interview_id = p.interview_id AND r.member_id = p.member_id))"
)
_OPENS = "OLD.sheets_opened_at IS NULL AND NEW.sheets_opened_at IS NOT NULL"


def upgrade() -> None:
    op.add_column(
        _TABLE, sa.Column("with_sheets", sa.Boolean(), nullable=False, server_default=sa.text("TRUE"))
    )
    guards.drop(op, _TABLE, "interview_hearing_opens_complete_sheets")
    _opens(f"{_OPENS} AND NEW.with_sheets AND {_NOT_ALL_IN}")
    guards.refuse_when(
        op,
        "interview_hearing_with_sheets_or_without",
        _TABLE,
        "UPDATE",
        "NEW.with_sheets <> OLD.with_sheets",
        "whether sheets are asked for is said as the hearing begins",
    )


def downgrade() -> None:
    guards.drop(op, _TABLE, "interview_hearing_with_sheets_or_without")
    guards.drop(op, _TABLE, "interview_hearing_opens_complete_sheets")
    op.drop_column(_TABLE, "with_sheets")
    _opens(f"{_OPENS} AND {_NOT_ALL_IN}")


def _opens(condition: str) -> None:
    guards.refuse_when(
        op,
        "interview_hearing_opens_complete_sheets",
        _TABLE,
        "UPDATE",
        condition,
        "sheets are opened when all of the panel are in",
    )
