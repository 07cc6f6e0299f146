"""An attempt counts what changes in how its answers are judged: start, pause, time, device.

Revision: 0032, 2026-11-28
"""

# Saves are judged by what was last looked up and written only while the attempt stands as it did then. The count is
# kept here and not by whoever pauses, grants or transfers, so that none of them can forget it. The end is not counted:
# it is told by `ended_at`, and after it nothing of an attempt changes.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards

revision = "0032"
down_revision = "0031"

_COUNT = "UPDATE attempt SET standing = standing + 1 WHERE id = NEW.attempt_id AND ended_at IS NULL"
_OWN = "started_at, paused_at, pauses"
_COUNTERS = (
    ("attempt_counts_its_standing", "attempt"),
    ("attempt_device_counts_a_standing", "attempt_device"),
    ("attempt_device_ended_counts_a_standing", "attempt_device"),
    ("time_grant_counts_a_standing", "time_grant"),
)
_FORWARD = "attempt_standing_counts_forward"


def upgrade() -> None:
    op.add_column("attempt", sa.Column("standing", sa.Integer(), nullable=False, server_default="0"))
    (own, _), (begun, _), (ended, _), (time, _) = _COUNTERS
    for name, event, table in (
        (begun, "INSERT", "attempt_device"),
        (ended, "UPDATE", "attempt_device"),
        (time, "INSERT", "time_grant"),
    ):
        _after(name, event, table)
    if guards.is_sqlite(op):
        op.execute(
            f"CREATE TRIGGER {own} AFTER UPDATE OF {_OWN} ON attempt FOR EACH ROW "  # noqa: S608 - no input
            "WHEN NEW.ended_at IS NULL "
            "BEGIN UPDATE attempt SET standing = standing + 1 WHERE id = NEW.id; END"
        )
    else:
        op.execute(
            f"CREATE FUNCTION {own}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN NEW.standing := OLD.standing + 1; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {own} BEFORE UPDATE OF {_OWN} ON attempt FOR EACH ROW "
            f"WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION {own}()"
        )
    guards.refuse_when(
        op, _FORWARD, "attempt", "UPDATE", "NEW.standing < OLD.standing", "what changes is counted forward"
    )


def downgrade() -> None:
    guards.drop(op, "attempt", _FORWARD)
    for name, table in _COUNTERS:
        guards.drop(op, table, name)
    op.drop_column("attempt", "standing")


def _after(name: str, event: str, table: str) -> None:
    if guards.is_sqlite(op):
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW BEGIN {_COUNT}; END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_COUNT}; RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
