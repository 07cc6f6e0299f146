"""A refusal by an official's own act is signed by that official before the case leaves by it.

Revision: 0034, 2026-11-28
"""

# Refusals that were handed out before stay as they are. One that was written and not handed out yet is signed now.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import constraints, guards
from core.columns import Moment

revision = "0034"
down_revision = "0033"

# Ways out by which an official, a secretary or a specialist refuses by an act of their own, as the texts say.
BY_OWN_ACT = tuple(
    (f"{edition}", way_out)
    for edition, ways_out in (
        ("specialist-certificate/2014-144-a1", ("x-documents",)),
        ("specialist-certificate-with-category/2014-144-a2", ("x-documents",)),
        ("organisation-accreditation/2014-144-a3", ("x-documents",)),
        ("independent-expert-accreditation/2014-144-a4", ("x-documents", "x-test")),
        ("forensic-expert-attestation/2014-144-a5", ("x-documents", "x-test")),
        ("forensic-expert-qualification/2014-144-a6", ("x-documents", "x-test")),
        ("organ-tissue-blood-licence/2014-144-a7", ("x-documents",)),
        ("pharmaceutical-licence/2015-509-r1", ("x-documents",)),
        ("narcotics-licence/2015-509-r2-2016-298", ("x-documents",)),
        ("rural-pharmacy-attestation/2015-509-r3", ("x-documents", "x-test", "x-interview", "x-decision")),
        ("clinic-attachment/2015-314-2017-339", ("x-documents",)),
    )
    for way_out in ways_out
)
_LEFT = "case_file_left_with_its_signed_refusal"
_WAITS = "case_file_waits_for_its_refusal"
_UNSIGNED = "motivated_refusal_called_back_unsigned"
_BACK = {
    "ck_motivated_refusal_called_back_and_so_annulled": (
        "CHECK (called_back_at IS NULL OR (annulled_at IS NOT NULL AND annulled_at = called_back_at))"
    )
}
_COUNTS = "r.case_id = NEW.id AND r.exit = NEW.place AND r.annulled_at IS NULL"
_SIGNED = (
    "SELECT 1 FROM motivated_refusal r JOIN signing_sheet s ON s.kind = 'refusal'"
    " AND s.subject_id = r.id AND s.withdrawn_at IS NULL JOIN signing_done n ON n.sheet_id = s.id"
)
_BY_HAND = (
    "SELECT 1 FROM motivated_refusal r JOIN signed_scan c ON c.paper_id = r.paper_id"
    " JOIN order_line_signed l ON l.case_id = r.case_id AND l.outcome = 'refuse'"
    " JOIN order_signed o ON o.order_id = l.order_id"
    " JOIN signing_deed d ON d.sheet_id = o.sheet_id AND d.level = 'on_paper'"
)
_BY_WHO_REFUSED = (
    " JOIN signing_deed d ON d.sheet_id = s.id AND d.what = 'signed'"
    " JOIN role_grant g ON g.id = d.grant_id AND g.role = r.refused_as"
)
_EXIT = "EXISTS (SELECT 1 FROM {} x WHERE x.edition_id = NEW.edition_id AND x.exit = NEW.place)"
_BEFORE = (
    f"{_EXIT.format('signed_exit')} AND NOT EXISTS ({_SIGNED} WHERE {_COUNTS})"
    f" AND NOT EXISTS ({_BY_HAND} WHERE {_COUNTS})"
)
_NOW = (
    f"({_BEFORE})"
    f" OR ({_EXIT.format('own_act_exit')} AND NOT EXISTS ({_SIGNED}{_BY_WHO_REFUSED} WHERE {_COUNTS}))"
)


def upgrade() -> None:
    table = op.create_table(
        "own_act_exit",
        sa.Column("edition_id", sa.String(120), nullable=False),
        sa.Column("exit", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("edition_id", "exit", name="pk_own_act_exit"),
    )
    op.bulk_insert(table, [{"edition_id": edition, "exit": way_out} for edition, way_out in BY_OWN_ACT])
    guards.append_only(op, "own_act_exit", "edition_id, exit")
    op.add_column("motivated_refusal", sa.Column("called_back_at", Moment()))
    constraints.add(op, "motivated_refusal", _BACK)
    guards.refuse_when(
        op,
        _UNSIGNED,
        "motivated_refusal",
        "UPDATE",
        "EXISTS (SELECT 1 FROM signing_done n WHERE n.kind = 'refusal' AND n.subject_id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id AND c.place = NEW.exit)",
        "a refusal is called back before it is signed and handed out, never after",
        rows="NEW.called_back_at IS NOT NULL",
    )
    guards.drop(op, "case_file", _LEFT)
    _left(_NOW, "a refusal is signed before it is handed out")
    guards.refuse_when(
        op,
        _WAITS,
        "case_file",
        "UPDATE",
        "EXISTS (SELECT 1 FROM motivated_refusal r JOIN own_act_exit x ON x.edition_id = NEW.edition_id"
        " AND x.exit = r.exit WHERE r.case_id = NEW.id AND r.annulled_at IS NULL"
        " AND NEW.place <> r.exit AND NEW.place NOT LIKE r.exit || '/%'"
        " AND NEW.place NOT LIKE 'suspended:%' AND OLD.place NOT LIKE 'suspended:%')",
        "a case whose refusal waits for its signature goes no other way",
        rows="NEW.place <> OLD.place",
    )


def downgrade() -> None:
    guards.drop(op, "case_file", _WAITS)
    guards.drop(op, "case_file", _LEFT)
    _left(_BEFORE, "a refusal that the head signs is signed before it is handed out")
    guards.drop(op, "motivated_refusal", _UNSIGNED)
    constraints.drop(op, "motivated_refusal", _BACK)
    op.drop_column("motivated_refusal", "called_back_at")
    guards.drop_append_only(op, "own_act_exit")
    op.drop_table("own_act_exit")


def _left(condition: str, sentence: str) -> None:
    guards.refuse_when(op, _LEFT, "case_file", "UPDATE", condition, sentence, rows="NEW.place <> OLD.place")
