"""Who scores or pauses a whole hall no longer queues for each of its people: only who starts or moves does.

Revision: 0011, 2026-11-28
"""

from __future__ import annotations

from alembic import op

from core import guards

revision = "0011"
down_revision = "0010"

STARTS = "NEW.started_at IS NOT NULL AND OLD.started_at IS NULL"
RUNS_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM sitting_place mine JOIN sitting_place other ON other.iin = mine.iin"
    " JOIN attempt a ON a.place_id = other.id"
    " WHERE mine.id = NEW.place_id AND a.id <> NEW.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL)"
)
MOVES = "NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at"
SITS_ELSEWHERE = (
    "NEW.iin IS NOT NULL AND NEW.released_at IS NULL AND EXISTS (SELECT 1 FROM sitting_place"
    " WHERE iin = NEW.iin AND released_at IS NULL AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at"
    " AND id <> NEW.id)"
)
IIN_OF_THE_PLACE = "(SELECT iin FROM sitting_place WHERE id = NEW.place_id)"


def upgrade() -> None:
    _drop()
    guards.refuse_when(
        op,
        "attempt_one_at_a_time",
        "attempt",
        "UPDATE",
        RUNS_ELSEWHERE,
        "a person sits one test at a time",
        rows=STARTS,
        queue_by=IIN_OF_THE_PLACE,
    )
    guards.refuse_when(
        op,
        "sitting_place_moved_in_one_hall",
        "sitting_place",
        "UPDATE",
        SITS_ELSEWHERE,
        "a person is in one hall at a time",
        rows=MOVES,
        queue_by="NEW.iin",
    )


def downgrade() -> None:
    _drop()
    guards.refuse_when(
        op,
        "attempt_one_at_a_time",
        "attempt",
        "UPDATE",
        f"{STARTS} AND {RUNS_ELSEWHERE}",
        "a person sits one test at a time",
        queue_by=IIN_OF_THE_PLACE,
    )
    guards.refuse_when(
        op,
        "sitting_place_moved_in_one_hall",
        "sitting_place",
        "UPDATE",
        f"({MOVES}) AND {SITS_ELSEWHERE}",
        "a person is in one hall at a time",
        queue_by="NEW.iin",
    )


def _drop() -> None:
    guards.drop(op, "attempt", "attempt_one_at_a_time")
    guards.drop(op, "sitting_place", "sitting_place_moved_in_one_hall")
