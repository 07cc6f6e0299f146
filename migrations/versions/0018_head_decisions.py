"""What each text demands before anything is awarded, and what the heads decide.

Revision: 0018, 2026-11-28
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0018"
down_revision = "0017"

# edition, procedure, test, interview, evaluation, decision, order
DEMANDS = (
    ("clinic-attachment/2015-314-2017-339", "main", False, "none", False, False, False),
    ("forensic-expert-attestation/2014-144-a5", "main", True, "positive", False, True, True),
    ("forensic-expert-qualification/2014-144-a6", "main", True, "positive", False, True, True),
    ("independent-expert-accreditation/2014-144-a4", "main", True, "positive", False, True, True),
    ("medical-licence/2014-195", "issue", False, "none", False, False, False),
    ("medical-licence/2014-195", "reissue", False, "none", False, False, False),
    ("medical-licence/2014-195", "duplicate", False, "none", False, False, False),
    ("narcotics-licence/2015-509-r2-2016-298", "issue", False, "none", False, False, False),
    ("narcotics-licence/2015-509-r2-2016-298", "reissue", False, "none", False, False, False),
    ("narcotics-licence/2015-509-r2-2016-298", "duplicate", False, "none", False, False, False),
    ("organ-tissue-blood-licence/2014-144-a7", "tissue_blood", False, "none", False, False, True),
    ("organ-tissue-blood-licence/2014-144-a7", "organ", False, "none", False, False, True),
    ("organisation-accreditation/2014-144-a3", "main", False, "heard", True, True, True),
    ("pharmaceutical-licence/2015-509-r1", "issue", False, "none", False, False, False),
    ("pharmaceutical-licence/2015-509-r1", "reissue", False, "none", False, False, False),
    ("pharmaceutical-licence/2015-509-r1", "duplicate", False, "none", False, False, False),
    ("rural-pharmacy-attestation/2015-509-r3", "main", True, "positive", False, True, False),
    ("specialist-certificate/2014-144-a1", "main", True, "none", False, True, True),
    ("specialist-certificate-with-category/2014-144-a2", "main", True, "positive", False, True, True),
)
GUARDS = (
    "head_decision_awards_only_what_the_text_allows",
    "head_decision_names_what_the_commission_decided",
    "head_decision_stays",
    "head_decision_no_delete",
)


def upgrade() -> None:
    _demands()
    _decisions()
    guards.append_only(op, "text_demand", "edition_id, procedure")
    _guard_decisions()
    guards.refuse_truncate(op, "head_decision")


def downgrade() -> None:
    guards.drop_refuse_truncate(op, "head_decision")
    guards.drop(op, "head_decision", *GUARDS)
    guards.drop_append_only(op, "text_demand")
    op.drop_table("head_decision")
    op.drop_table("text_demand")


def _demands() -> None:
    table = op.create_table(
        "text_demand",
        sa.Column("edition_id", sa.String(120), nullable=False),
        sa.Column("procedure", sa.String(40), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("interview", sa.String(10), nullable=False),
        sa.Column("evaluation", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Boolean(), nullable=False),
        sa.Column("by_order", sa.Boolean(), nullable=False),
        sa.CheckConstraint("interview IN ('none', 'heard', 'positive')", name="interview_is_known"),
        sa.PrimaryKeyConstraint("edition_id", "procedure", name="pk_text_demand"),
    )
    names = ("edition_id", "procedure", "test", "interview", "evaluation", "decision", "by_order")
    op.bulk_insert(table, [dict(zip(names, row, strict=True)) for row in DEMANDS])


def _points(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_head_decision_{column}_{target}")


def _decisions() -> None:
    op.create_table(
        "head_decision",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("exit", sa.String(60)),
        sa.Column("ground", sa.String(1000), nullable=False),
        sa.Column("clause", sa.String(300), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("result_id", BigId),
        sa.Column("verdict", sa.String(10)),
        sa.Column("interview_id", BigId),
        sa.Column("recommended", sa.String(10)),
        sa.Column("departs", sa.Boolean(), nullable=False),
        sa.Column("departure_ground", sa.String(1000)),
        sa.Column("departure_clause", sa.String(300)),
        sa.Column("decided_by", BigId, nullable=False),
        sa.Column("decided_as", sa.String(40), nullable=False),
        sa.Column("acting_order", sa.String(100), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("annulled_at", Moment()),
        sa.Column("annulled_by_act", sa.String(200)),
        sa.CheckConstraint("outcome IN ('award', 'refuse')", name="outcome_is_known"),
        sa.CheckConstraint(
            "(outcome = 'refuse') = (exit IS NOT NULL) AND length(clause) > 0"
            " AND (outcome = 'award' OR (length(ground) > 0 AND length(facts) > 0))",
            name="a_refusal_says_ground_clause_and_facts",
        ),
        sa.CheckConstraint("(result_id IS NULL) = (verdict IS NULL)", name="a_result_has_its_verdict"),
        sa.CheckConstraint(
            "(interview_id IS NULL) = (recommended IS NULL)"
            " AND (recommended IS NULL OR recommended IN ('positive', 'negative'))",
            name="an_interview_has_what_it_recommends",
        ),
        sa.CheckConstraint(
            "departs = (departure_ground IS NOT NULL) AND departs = (departure_clause IS NOT NULL)"
            " AND (departure_ground IS NULL OR (length(departure_ground) > 0 AND length(departure_clause) > 0))",
            name="a_departure_says_ground_and_clause",
        ),
        sa.CheckConstraint(
            "departs OR (outcome = 'award' AND (recommended IS NULL OR recommended = 'positive'))"
            " OR (outcome = 'refuse' AND COALESCE(recommended, verdict, '') <> 'positive')",
            name="agrees_with_what_was_found_or_departs",
        ),
        sa.CheckConstraint("(annulled_at IS NULL) = (annulled_by_act IS NULL)", name="annulled_by_an_act"),
        _points("case_id", "case_file"),
        _points("office_id", "office"),
        _points("decided_by", "account"),
        sa.ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_head_decision_on_a_result_of_the_case",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_head_decision_on_an_interview_of_the_case",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_head_decision"),
        sa.UniqueConstraint("id", "case_id", "outcome", name="uq_head_decision_id_case_id_outcome"),
    )
    op.create_index(
        "uq_head_decision_current",
        "head_decision",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("annulled_at IS NULL"),
        postgresql_where=sa.text("annulled_at IS NULL"),
    )


def _guard_decisions() -> None:
    """An award rests on each gate of its text; whoever decides names what the commission decided before."""
    current = (
        "EXISTS (SELECT 1 FROM test_result r WHERE r.id = NEW.result_id AND r.verdict = 'positive'"
        " AND NOT EXISTS (SELECT 1 FROM test_result n WHERE n.replaces_id = r.id))"
    )
    guards.refuse_when(
        op,
        "head_decision_awards_only_what_the_text_allows",
        "head_decision",
        "INSERT",
        "NEW.outcome = 'award' AND NOT EXISTS (SELECT 1 FROM case_file c"  # noqa: S608 - no input
        " JOIN text_demand d ON d.edition_id = c.edition_id AND d.procedure = c.procedure"
        f" WHERE c.id = NEW.case_id AND d.decision AND (NOT d.test OR {current})"
        " AND (d.interview = 'none' OR (NEW.interview_id IS NOT NULL"
        " AND (d.interview = 'heard' OR NEW.recommended = 'positive'))))",
        "an award rests on every gate of its text",
        hold="case_file WHERE id = NEW.case_id",
    )
    guards.refuse_when(
        op,
        "head_decision_names_what_the_commission_decided",
        "head_decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM commission_interview i WHERE i.case_id = NEW.case_id"
        " AND i.called_off_at IS NULL AND i.decision IS NOT NULL"
        " AND (NEW.interview_id IS NULL OR i.id <> NEW.interview_id OR i.decision <> NEW.recommended))"
        " OR (NEW.interview_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commission_interview i"
        " WHERE i.id = NEW.interview_id AND i.decision = NEW.recommended))",
        "a decision names what the commission decided on the case",
    )
    kept = (
        *("id", "case_id", "office_id", "outcome", "ground", "clause", "facts", "departs"),
        *("decided_by", "decided_as", "acting_order", "decided_at"),
    )
    bare = ("exit", "result_id", "interview_id", "departure_ground", "departure_clause")
    changed = [f"NEW.{one} <> OLD.{one}" for one in kept]
    changed += [f"(NEW.{one} IS NULL) <> (OLD.{one} IS NULL) OR NEW.{one} <> OLD.{one}" for one in bare]
    guards.refuse_when(
        op,
        "head_decision_stays",
        "head_decision",
        "UPDATE",
        "OLD.annulled_at IS NOT NULL OR NEW.annulled_at IS NULL OR " + " OR ".join(changed),
        "a decision is annulled by an act, never changed",
    )
    guards.refuse_when(
        op,
        "head_decision_no_delete",
        "head_decision",
        "DELETE",
        "TRUE",
        "a decision is annulled, never deleted",
    )
