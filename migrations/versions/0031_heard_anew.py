"""An interview that was decided gives its place to another one, where what it decided counts no more.

Revision: 0031, 2026-11-28
"""

# A case comes before the commission once more when its result was replaced after the decision, or when an act has taken
# it up again at the interview after the protocol was signed. What was decided then stays as it is, called off with the
# reason. Nothing is called off on which a line of an order or a paper still rests.

from __future__ import annotations

from alembic import op

from core import guards

revision = "0031"
down_revision = "0030"

_TABLE = "commission_interview"
_OLD, _NEW = (f"ck_{_TABLE}_called_off_for_a_reason{end}" for end in ("_undecided", ""))
_FOR_A_REASON = "(called_off_at IS NULL) = (called_off_reason IS NULL)"
_UNDECIDED = f"{_FOR_A_REASON} AND (called_off_at IS NULL OR decided_at IS NULL)"
_WORDS = ((f"{_OLD} CHECK ({_UNDECIDED})", f"{_NEW} CHECK ({_FOR_A_REASON})"),)
_GUARD = f"{_TABLE}_decided_gives_way"
_REPLACED = (
    "EXISTS (SELECT 1 FROM test_result r WHERE r.replaces_id = NEW.result_id)"
    " OR EXISTS (SELECT 1 FROM evaluation_report e WHERE e.replaces_id = NEW.report_id)"
)
_ITS_ITEM = "IN (SELECT i.id FROM protocol_item i WHERE i.interview_id = NEW.id)"
_SIGNED = f"EXISTS (SELECT 1 FROM protocol_item_signed s WHERE s.item_id {_ITS_ITEM})"  # noqa: S608 - no input
_ORDERED = (
    "EXISTS (SELECT 1 FROM order_line l WHERE l.released_at IS NULL"  # noqa: S608 - no input
    f" AND l.item_id {_ITS_ITEM})"
)
_PAPER = (
    "EXISTS (SELECT 1 FROM result_paper p WHERE p.withdrawn_at IS NULL"  # noqa: S608 - no input
    f" AND p.item_id {_ITS_ITEM} AND NOT EXISTS (SELECT 1 FROM paper_status x WHERE x.paper_id = p.id"
    " AND x.status IN ('annulled', 'revoked', 'replaced', 'returned')))"
)


def upgrade() -> None:
    if guards.is_sqlite(op):
        guards.made_anew(op, _TABLE, _WORDS)
    else:
        op.drop_constraint(op.f(_OLD), _TABLE)
        op.create_check_constraint(op.f(_NEW), _TABLE, _FOR_A_REASON)
    guards.refuse_when(
        op,
        _GUARD,
        _TABLE,
        "UPDATE",
        "OLD.called_off_at IS NULL AND NEW.called_off_at IS NOT NULL AND OLD.decided_at IS NOT NULL"
        f" AND (NOT ({_REPLACED} OR {_SIGNED}) OR {_ORDERED} OR {_PAPER})",
        "what a commission decided gives way only where it counts no more",
        hold="case_file WHERE id = NEW.case_id",
    )


def downgrade() -> None:
    held = op.get_bind().exec_driver_sql(
        f"SELECT count(*) FROM {_TABLE} WHERE called_off_at IS NOT NULL AND decided_at IS NOT NULL"  # noqa: S608 - a name of the migration, no input
    )
    if held.scalar():
        raise RuntimeError("cases were heard anew: the schema before this one cannot hold both interviews")
    guards.drop(op, _TABLE, _GUARD)
    if guards.is_sqlite(op):
        guards.made_anew(op, _TABLE, tuple((new, old) for old, new in _WORDS))
    else:
        op.drop_constraint(op.f(_NEW), _TABLE)
        op.create_check_constraint(op.f(_OLD), _TABLE, _UNDECIDED)
