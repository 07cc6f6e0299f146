"""An order that is sent to be signed anew keeps its number and takes the day on which it is sent.

Revision: 0023, 2026-11-28
"""

# The first wording of the guard held the day fast with the number: an order that came back from its signing would have
# been signed under a day that had passed.

from __future__ import annotations

from alembic import op

from core import guards

revision = "0023"
down_revision = "0022"

NAME = "act_order_numbered"


def upgrade() -> None:
    guards.drop(op, "act_order", NAME)
    _numbered("(NEW.day <> OLD.day AND NOT (OLD.state = 'approved' AND NEW.state = 'signing'))")


def downgrade() -> None:
    guards.drop(op, "act_order", NAME)
    _numbered("NEW.day <> OLD.day")


def _numbered(moved: str) -> None:
    guards.refuse_when(
        op,
        NAME,
        "act_order",
        "UPDATE",
        "(OLD.number IS NOT NULL AND (NEW.number IS NULL OR NEW.number <> OLD.number OR NEW.year <> OLD.year"  # noqa: S608 - names of the migration
        f" OR NEW.day IS NULL OR {moved}))"
        " OR (OLD.number IS NULL AND NEW.number IS NOT NULL AND (NEW.state <> 'signing'"
        " OR NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM act_order o"
        " WHERE o.office_id = NEW.office_id AND o.year = NEW.year)))",
        "orders are numbered without gaps when their signing opens",
        queue_by="NEW.office_id",
    )
