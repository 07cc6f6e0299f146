"""Who is admitted keeps the place, a seat serves one person at a time, and doors open when every place has its paper.

Revision: 0033, 2026-11-28
"""

# A seat was given once in a sitting, though its computer may be free again after a transfer; and a seat to which
# somebody had been moved could be given a second time. Now it is asked who sits there: whoever was admitted to it and
# neither finished nor moved, and whoever has a device or an unused code there.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards

revision = "0033"
down_revision = "0032"

_EARLY = (
    "NEW.started_at IS NOT NULL AND OLD.started_at IS NULL AND NOT EXISTS (SELECT 1 FROM sitting s"
    " WHERE s.id = NEW.sitting_id AND s.begun_at <= NEW.started_at AND s.closed_at IS NULL"
    " AND s.annulled_at IS NULL AND (s.kind = 'rehearsal' OR EXISTS (SELECT 1 FROM admission a{}"
    " WHERE a.place_id = NEW.place_id AND a.admitted{})))"
)
_PLACE_HELD = (" JOIN sitting_place p ON p.id = a.place_id", " AND p.released_at IS NULL")
_SAYS_EARLY = "an attempt starts when the sitting has begun, and for somebody who was admitted"
_SITS_THERE = (
    "EXISTS (SELECT 1 FROM admission a WHERE a.sitting_id = NEW.sitting_id AND a.seat_id = NEW.seat_id"
    " AND a.admitted AND NOT EXISTS (SELECT 1 FROM attempt t LEFT JOIN device_code c ON c.attempt_id = t.id"
    " AND c.seat_id <> a.seat_id WHERE t.place_id = a.place_id AND (t.ended_at IS NOT NULL OR c.id IS NOT NULL)))"
)
_IS_AT_WORK_THERE = (
    "EXISTS (SELECT 1 FROM attempt mine JOIN attempt other ON other.sitting_id = mine.sitting_id"
    " AND other.id <> mine.id AND other.ended_at IS NULL WHERE mine.id = NEW.attempt_id"
    " AND (EXISTS (SELECT 1 FROM attempt_device d WHERE d.attempt_id = other.id AND d.ended_at IS NULL"
    " AND d.seat_id = NEW.seat_id) OR EXISTS (SELECT 1 FROM device_code c WHERE c.attempt_id = other.id"
    " AND c.used_at IS NULL AND c.seat_id = NEW.seat_id)))"
)
_NO_PAPER = (
    "NEW.kind = 'test' AND NEW.doors_at IS NOT NULL AND OLD.doors_at IS NULL"
    " AND EXISTS (SELECT 1 FROM sitting_place p WHERE p.sitting_id = NEW.id AND p.released_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM exam_paper e WHERE e.place_id = p.id))"
)


def upgrade() -> None:
    op.drop_index("uq_admission_to_a_seat", "admission")
    op.create_index("ix_admission_sitting_id_seat_id", "admission", ["sitting_id", "seat_id"])
    _begins_early(_EARLY.format(*_PLACE_HELD))
    guards.refuse_when(
        op,
        "sitting_place_kept_once_admitted",
        "sitting_place",
        "UPDATE",
        "EXISTS (SELECT 1 FROM admission a WHERE a.place_id = NEW.id AND a.admitted)",
        "a place to which somebody was admitted is not given back",
        rows="OLD.released_at IS NULL AND NEW.released_at IS NOT NULL",
    )
    guards.refuse_when(
        op,
        "admission_to_a_free_seat",
        "admission",
        "INSERT",
        _SITS_THERE,
        "a seat serves one person at a time",
        rows="NEW.admitted",
        hold="sitting WHERE id = NEW.sitting_id",
    )
    guards.refuse_when(
        op,
        "device_code_for_a_free_seat",
        "device_code",
        "INSERT",
        _IS_AT_WORK_THERE,
        "a seat serves one person at a time",
        rows="NEW.seat_id IS NOT NULL",
        hold="sitting WHERE id = (SELECT sitting_id FROM attempt WHERE id = NEW.attempt_id)",
    )
    guards.refuse_when(
        op,
        "sitting_doors_with_papers",
        "sitting",
        "UPDATE",
        _NO_PAPER,
        "doors open when every place has its paper",
    )


def downgrade() -> None:
    twice = op.get_bind().execute(
        sa.text(
            "SELECT 1 FROM admission WHERE admitted GROUP BY sitting_id, seat_id HAVING COUNT(*) > 1 LIMIT 1"
        )
    )
    if twice.first() is not None:
        raise RuntimeError(
            "seats served one person after another: the schema before this one cannot hold both"
        )
    guards.drop(op, "sitting", "sitting_doors_with_papers")
    guards.drop(op, "device_code", "device_code_for_a_free_seat")
    guards.drop(op, "admission", "admission_to_a_free_seat")
    guards.drop(op, "sitting_place", "sitting_place_kept_once_admitted")
    _begins_early(_EARLY.format("", ""))
    op.drop_index("ix_admission_sitting_id_seat_id", "admission")
    op.create_index(
        "uq_admission_to_a_seat",
        "admission",
        ["sitting_id", "seat_id"],
        unique=True,
        sqlite_where=sa.text("admitted"),
        postgresql_where=sa.text("admitted"),
    )


def _begins_early(condition: str) -> None:
    guards.drop(op, "attempt", "attempt_not_early")
    guards.refuse_when(op, "attempt_not_early", "attempt", "UPDATE", condition, _SAYS_EARLY)
