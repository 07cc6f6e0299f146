"""A result paper rests on the signed line that awards it, a pharmacy's on the signed protocol; a status on its line.

Revision: 0021, 2026-11-28
"""

# What was entered of a paper's status before orders were signed here keeps the order's number, day and file as they
# were typed; from now on an entry names the line of a signed order, and its number and day are that order's.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import constraints, guards
from core.columns import BigId

revision = "0021"
down_revision = "0020"

GROUNDS = {
    "fk_result_paper_on_a_signed_award": "FOREIGN KEY(line_id, case_id, line_outcome)"
    " REFERENCES order_line_signed (line_id, case_id, outcome)",
    "fk_result_paper_on_a_signed_protocol": "FOREIGN KEY(item_id, case_id, item_decision)"
    " REFERENCES protocol_item_signed (item_id, case_id, decision)",
    "ck_result_paper_awarded_by_its_line": "CHECK ((line_id IS NULL) = (line_outcome IS NULL)"
    " AND (line_outcome IS NULL OR line_outcome = 'award'))",
    "ck_result_paper_a_pharmacy_rests_on_its_protocol": "CHECK ((kind = 'rural-pharmacy-attestation')"
    " = (item_id IS NOT NULL) AND (item_id IS NULL) = (item_decision IS NULL)"
    " AND (item_decision IS NULL OR item_decision = 'positive'))",
}
LINES = {
    "fk_paper_status_line_id_order_line_signed": "FOREIGN KEY(line_id) REFERENCES order_line_signed (line_id)",
    "ck_paper_status_a_line_is_of_an_order": "CHECK (line_id IS NULL OR order_number IS NOT NULL)",
}
GUARDS = {
    "result_paper": (
        "result_paper_stays",
        "result_paper_on_a_live_award",
        "result_paper_on_what_the_commission_decided",
        "result_paper_of_no_refused_case",
    ),
    "result_paper_issued": ("result_paper_issued_while_its_ground_stands",),
    "paper_status": ("paper_status_by_its_line",),
}


def upgrade() -> None:
    guards.drop(op, "result_paper", "result_paper_waits_for_orders", "result_paper_stays")
    for column in _columns():
        op.add_column("result_paper", column)
    op.add_column("paper_status", sa.Column("line_id", BigId))
    constraints.add(op, "result_paper", GROUNDS)
    constraints.add(op, "paper_status", LINES)
    op.create_index("uq_paper_status_line_id", "paper_status", ["line_id"], unique=True)
    _stays("line_id", "earlier_id", "item_id")
    _guard_grounds()
    _guard_status()


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    op.drop_index("uq_paper_status_line_id", table_name="paper_status")
    constraints.drop(op, "paper_status", LINES)
    constraints.drop(op, "result_paper", GROUNDS)
    op.drop_column("paper_status", "line_id")
    for column in reversed(_columns()):
        op.drop_column("result_paper", column.name)
    _stays("line_id", "earlier_id")
    guards.refuse_when(
        op,
        "result_paper_waits_for_orders",
        "result_paper",
        "INSERT",
        "NEW.basis = 'order' OR NEW.kind = 'rural-pharmacy-attestation'",
        "no order or protocol is signed here yet on which this paper could rest",
    )


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("line_outcome", sa.String(10)),
        sa.Column("item_id", BigId),
        sa.Column("item_decision", sa.String(10)),
    )


def _refuse(name: str, event: str, condition: str, sentence: str, hold: str | None = None) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, hold=hold)


def _stays(*loose: str) -> None:
    kept = (
        *("id", "case_id", "kind", "office_id", "number", "register_id", "folded_name", "facts", "digest"),
        *("basis", "valid_from", "drafted_by", "drafted_at"),
    )
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in kept)
    bare = " OR ".join(f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in loose)
    _refuse(
        "result_paper_stays",
        "UPDATE",
        f"OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR {changed} OR {bare}"  # noqa: S608 - no input
        " OR (NEW.valid_until IS NULL) <> (OLD.valid_until IS NULL) OR NEW.valid_until <> OLD.valid_until"
        " OR EXISTS (SELECT 1 FROM result_paper_signed s WHERE s.paper_id = OLD.id)",
        "a result paper is withdrawn while it is unsigned, never changed",
    )


_THE_CASE = "case_file WHERE id = NEW.case_id"
_REFUSED = "EXISTS (SELECT 1 FROM motivated_refusal r WHERE r.case_id = {case} AND r.annulled_at IS NULL)"


def _guard_grounds() -> None:
    """The keys say on what a paper rests; that it still stands when the paper is drawn and issued, these say."""
    _refuse(
        "result_paper_on_a_live_award",
        "INSERT",
        "NEW.basis = 'order' AND NOT EXISTS (SELECT 1 FROM order_line_signed s JOIN order_line l ON l.id = s.line_id"
        " JOIN act_order o ON o.id = s.order_id WHERE s.line_id = NEW.line_id AND s.case_id = NEW.case_id"
        " AND s.outcome = 'award' AND l.released_at IS NULL AND o.office_id = NEW.office_id AND o.service = NEW.kind)",
        "a paper by order rests on the signed line that awards it",
        hold=_THE_CASE,
    )
    _refuse(
        "result_paper_on_what_the_commission_decided",
        "INSERT",
        "NEW.kind = 'rural-pharmacy-attestation' AND NOT EXISTS (SELECT 1 FROM head_decision h"
        " JOIN protocol_item i ON i.interview_id = h.interview_id JOIN protocol_item_signed s ON s.item_id = i.id"
        " WHERE h.case_id = NEW.case_id AND h.outcome = 'award' AND h.annulled_at IS NULL"
        " AND s.item_id = NEW.item_id AND s.decision = 'positive')",
        "an attestation rests on the decision in the signed protocol of the commission",
        hold=_THE_CASE,
    )
    _refuse(
        "result_paper_of_no_refused_case",
        "INSERT",
        _REFUSED.format(case="NEW.case_id"),
        "nothing is drawn for a case that was refused",
        hold=_THE_CASE,
    )
    _refuse(
        "result_paper_issued_while_its_ground_stands",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM result_paper p WHERE p.id = NEW.paper_id AND p.withdrawn_at IS NULL"  # noqa: S608 - names of the migration, no input
        f" AND NOT {_REFUSED.format(case='p.case_id')}"
        " AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.id = p.line_id AND l.released_at IS NOT NULL))",
        "a paper is issued while what it rests on stands",
        hold="result_paper WHERE id = NEW.paper_id",
    )


def _guard_status() -> None:
    became = " OR ".join(
        f"(NEW.status = '{status}' AND s.outcome = '{outcome}')"
        for status, outcome in (
            ("suspended", "suspend"),
            ("resumed", "resume"),
            ("returned", "return"),
            ("revoked", "revoke"),
            ("annulled", "annul"),
        )
    )
    _refuse(
        "paper_status_by_its_line",
        "INSERT",
        "NEW.status <> 'replaced' AND NOT EXISTS (SELECT 1 FROM order_line_signed s"  # noqa: S608 - no input
        " JOIN order_line l ON l.id = s.line_id JOIN order_signed o ON o.order_id = s.order_id"
        f" WHERE s.line_id = NEW.line_id AND ({became})"
        " AND (l.paper_id = NEW.paper_id OR (l.kind = 'annulment' AND EXISTS (SELECT 1 FROM result_paper p"
        " WHERE p.id = NEW.paper_id AND p.line_id = l.earlier_id)))"
        " AND o.day = NEW.order_date AND o.file_id = NEW.order_file_id)",
        "what becomes of a paper is said by the line of a signed order",
        hold="result_paper WHERE id = NEW.paper_id",
    )
