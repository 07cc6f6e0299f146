"""Refusals and tickets carry their code; a refusal that rests on an order is signed before it is handed out.

Revision: 0030, 2026-11-28
"""

# Papers that were printed before have no code and get none: what was handed out is not printed anew.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import constraints, guards

revision = "0030"
down_revision = "0029"

_ID = {
    "ck_case_paper_is_checked_by_its_register_id": "CHECK (register_id IS NULL"
    " OR (length(register_id) = 26 AND kind IN ('refusal', 'ticket')))"
}
_CODED, _LEFT = "case_paper_carries_its_code", "case_file_left_with_its_signed_refusal"
# Ways out whose refusal rests on an order, as the texts say.
BY_ORDER = tuple(
    (f"{edition}", way_out)
    for edition, ways_out in (
        ("specialist-certificate/2014-144-a1", ("x-test", "x-decision")),
        ("specialist-certificate-with-category/2014-144-a2", ("x-test", "x-interview", "x-decision")),
        ("organisation-accreditation/2014-144-a3", ("x-decision",)),
        ("independent-expert-accreditation/2014-144-a4", ("x-interview", "x-decision")),
        ("forensic-expert-attestation/2014-144-a5", ("x-interview", "x-decision")),
        ("forensic-expert-qualification/2014-144-a6", ("x-interview", "x-decision")),
    )
    for way_out in ways_out
)
_BY_KEY = (
    "EXISTS (SELECT 1 FROM signed_exit x WHERE x.edition_id = NEW.edition_id AND x.exit = NEW.place)"
    " AND NOT EXISTS (SELECT 1 FROM motivated_refusal r JOIN signing_sheet s ON s.kind = 'refusal'"
    " AND s.subject_id = r.id AND s.withdrawn_at IS NULL JOIN signing_done n ON n.sheet_id = s.id"
    " WHERE r.case_id = NEW.id AND r.exit = NEW.place AND r.annulled_at IS NULL)"
)
# By hand only where the order was, by the office's decision.
_BY_HAND = (
    " AND NOT EXISTS (SELECT 1 FROM motivated_refusal r JOIN signed_scan c ON c.paper_id = r.paper_id"
    " JOIN order_line_signed l ON l.case_id = r.case_id AND l.outcome = 'refuse'"
    " JOIN order_signed o ON o.order_id = l.order_id"
    " JOIN signing_deed d ON d.sheet_id = o.sheet_id AND d.level = 'on_paper'"
    " WHERE r.case_id = NEW.id AND r.exit = NEW.place AND r.annulled_at IS NULL)"
)


def upgrade() -> None:
    op.add_column("case_paper", sa.Column("register_id", sa.String(26)))
    constraints.add(op, "case_paper", _ID)
    op.create_index("uq_case_paper_register_id", "case_paper", ["register_id"], unique=True)
    guards.refuse_when(
        op,
        _CODED,
        "case_paper",
        "INSERT",
        "NEW.kind IN ('refusal', 'ticket') AND NEW.register_id IS NULL",
        "a refusal and a ticket carry their code",
    )
    table = sa.table("signed_exit", sa.column("edition_id", sa.String), sa.column("exit", sa.String))
    op.bulk_insert(table, [{"edition_id": edition, "exit": way_out} for edition, way_out in BY_ORDER])
    guards.drop(op, "case_file", _LEFT)
    _left(_BY_KEY + _BY_HAND)


def downgrade() -> None:
    guards.drop(op, "case_file", _LEFT)
    guards.drop_append_only(op, "signed_exit")
    for edition, way_out in BY_ORDER:
        op.execute(
            sa.text("DELETE FROM signed_exit WHERE edition_id = :edition AND exit = :way_out").bindparams(
                edition=edition, way_out=way_out
            )
        )
    guards.append_only(op, "signed_exit", "edition_id, exit")
    _left(_BY_KEY)
    guards.drop(op, "case_paper", _CODED)
    op.drop_index("uq_case_paper_register_id", table_name="case_paper")
    constraints.drop(op, "case_paper", _ID)
    op.drop_column("case_paper", "register_id")


def _left(condition: str) -> None:
    guards.refuse_when(
        op,
        _LEFT,
        "case_file",
        "UPDATE",
        condition,
        "a refusal that the head signs is signed before it is handed out",
        rows="NEW.place <> OLD.place",
    )
