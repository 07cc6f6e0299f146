"""A seat that a published sitting needs is not closed; nothing says when a page last saved, for nothing ever told it.

Revision: 0039, 2026-11-28
"""

# Two seats that closed at the same moment, or a seat beside a publishing, each saw a hall with seats enough: whoever
# counts the seats of a hall holds the hall now.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import Moment

revision = "0039"
down_revision = "0038"

_TOO_FEW = (
    "NEW.published_at IS NOT NULL"
    " AND (OLD.published_at IS NULL OR NEW.capacity <> OLD.capacity OR NEW.room_id <> OLD.room_id)"
    " AND NEW.capacity > (SELECT COUNT(*) FROM exam_seat WHERE room_id = NEW.room_id AND closed_on IS NULL)"
)
_SAYS_TOO_FEW = "a sitting has no more places than its room has seats"
_COUNTED = (
    "NEW.published_at IS NOT NULL AND (OLD.published_at IS NULL OR NEW.capacity <> OLD.capacity"
    " OR NEW.room_id <> OLD.room_id)"
)
_NEEDED = (
    "EXISTS (SELECT 1 FROM sitting s WHERE s.room_id = NEW.room_id AND s.published_at IS NOT NULL"
    " AND s.closed_at IS NULL AND s.annulled_at IS NULL AND s.capacity > (SELECT COUNT(*) FROM exam_seat e"
    " WHERE e.room_id = NEW.room_id AND e.closed_on IS NULL AND e.id <> NEW.id))"
)


def upgrade() -> None:
    guards.drop(op, "sitting", "sitting_has_seats")
    guards.refuse_when(
        op, "sitting_has_seats", "sitting", "UPDATE", _TOO_FEW, _SAYS_TOO_FEW, rows=_COUNTED,
        hold="exam_room WHERE id = NEW.room_id",
    )  # fmt: skip
    guards.refuse_when(
        op,
        "exam_seat_closed_when_not_needed",
        "exam_seat",
        "UPDATE",
        _NEEDED,
        "a published sitting needs this seat",
        rows="OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL",
        hold="exam_room WHERE id = NEW.room_id",
    )
    op.drop_column("attempt_presence", "saved_at")


def downgrade() -> None:
    op.add_column("attempt_presence", sa.Column("saved_at", Moment()))
    guards.drop(op, "exam_seat", "exam_seat_closed_when_not_needed")
    guards.drop(op, "sitting", "sitting_has_seats")
    guards.refuse_when(op, "sitting_has_seats", "sitting", "UPDATE", _TOO_FEW, _SAYS_TOO_FEW)
