"""No result of an annulled sitting counts, and whoever planned a sitting does not annul it once it has begun.

Revision: 0027, 2026-11-28
"""

# Before, an annulment left the results of the sitting standing, and everything after them went on. Those that still
# stand are taken back here by the reason of their annulment, as the act that annulled them meant.

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from core import guards

revision = "0027"
down_revision = "0026"

_STANDS = "r.verdict <> 'void' AND NOT EXISTS (SELECT 1 FROM test_result n WHERE n.replaces_id = r.id)"
SITTING = ("sitting_annulled_without_a_result_that_stands", "sitting_annulled_by_another_than_planned_it")
RESULT = ("test_result_of_a_sitting_that_counts",)


def upgrade() -> None:
    op.get_bind().execute(
        text(
            "INSERT INTO test_result (case_id, attempt_id, verdict, replaces_id, reason, entered_by, entered_as,"  # noqa: S608 - own words
            " entered_at) SELECT r.case_id, r.attempt_id, 'void', r.id, s.annulled_reason, NULL, 'system',"
            " s.annulled_at FROM test_result r JOIN attempt a ON a.id = r.attempt_id JOIN sitting s"
            f" ON s.id = a.sitting_id WHERE s.annulled_at IS NOT NULL AND {_STANDS}"
        )
    )
    guards.refuse_when(
        op,
        SITTING[0],
        "sitting",
        "UPDATE",
        "EXISTS (SELECT 1 FROM attempt a JOIN test_result r ON r.attempt_id = a.id"  # noqa: S608 - own words
        f" WHERE a.sitting_id = NEW.id AND {_STANDS})",
        "no result of an annulled sitting stands",
        rows="NEW.annulled_at IS NOT NULL AND OLD.annulled_at IS NULL",
    )
    guards.refuse_when(
        op,
        SITTING[1],
        "sitting",
        "UPDATE",
        "NEW.annulled_by = NEW.planned_by",
        "whoever planned a sitting does not annul it once it has begun",
        rows="NEW.annulled_at IS NOT NULL AND OLD.annulled_at IS NULL AND OLD.begun_at IS NOT NULL",
    )
    guards.refuse_when(
        op,
        RESULT[0],
        "test_result",
        "INSERT",
        "EXISTS (SELECT 1 FROM attempt a JOIN sitting s ON s.id = a.sitting_id"
        " WHERE a.id = NEW.attempt_id AND s.annulled_at IS NOT NULL)",
        "an annulled sitting has no result",
        rows="NEW.verdict <> 'void'",
        hold="sitting WHERE id = (SELECT sitting_id FROM attempt WHERE id = NEW.attempt_id)",
    )


def downgrade() -> None:
    guards.drop(op, "test_result", *RESULT)
    guards.drop(op, "sitting", *SITTING)
