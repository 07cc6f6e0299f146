"""Who does not decide on whom: ties of members and of papers, declarations, recusals with the alternate.

Revision: 0014, 2026-11-28
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0014"
down_revision = "0013"

TABLES = ("member_tie", "paper_tie", "conflict_declaration", "recusal")
_STRUCK = (
    "(struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (struck_reason IS NULL)"
    " AND (struck_reason IS NULL OR length(struck_reason) > 0)"
)
_DECIDED = (
    "EXISTS (SELECT 1 FROM commission_interview i WHERE i.id = NEW.interview_id"
    " AND (i.decided_at IS NOT NULL OR i.called_off_at IS NOT NULL))"
)
_NOT_HEARD_BY_IT = (
    "NOT EXISTS (SELECT 1 FROM agenda_slot s JOIN commission_meeting m ON m.id = s.meeting_id"
    " WHERE s.interview_id = NEW.interview_id AND s.released_at IS NULL AND m.commission_id = NEW.commission_id)"
)
_THE_INTERVIEW = "commission_interview WHERE id = NEW.interview_id"
GUARDS = {
    "member_tie": ("member_tie_stays", "member_tie_no_delete"),
    "paper_tie": ("paper_tie_stays", "paper_tie_no_delete"),
    "conflict_declaration": ("conflict_declaration_before_the_decision",),
    "recusal": (
        "recusal_before_the_decision",
        "recusal_by_an_alternate_who_is_free",
        "recusal_stays",
        "recusal_no_delete",
    ),
}


def upgrade() -> None:
    _ties()
    _declarations()
    _recusals()
    _guard_ties()
    _guard_recusals()


def downgrade() -> None:
    for table, names in GUARDS.items():
        if table != "conflict_declaration":
            guards.drop_refuse_truncate(op, table)
        guards.drop(op, table, *names)
    guards.drop_append_only(op, "conflict_declaration")
    for table in reversed(TABLES):
        op.drop_table(table)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _of_the_commission(table: str, column: str, whose: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["commission_id", column],
        ["commission_member.commission_id", "commission_member.id"],
        name=f"fk_{table}_{whose}_of_the_commission",
    )


def _noted_and_struck(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("noted_by", BigId, nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("struck_by", BigId),
        sa.Column("struck_at", Moment()),
        sa.Column("struck_reason", sa.String(500)),
        sa.CheckConstraint(_STRUCK, name="struck_by_somebody_for_a_reason"),
        _points(table, "noted_by", "account"),
        _points(table, "struck_by", "account"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _ties() -> None:
    op.create_table(
        "member_tie",
        sa.Column("id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("number", sa.String(12)),
        sa.CheckConstraint("kind IN ('employer', 'address')", name="kind_is_known"),
        sa.CheckConstraint("length(name) > 0", name="says_what"),
        sa.CheckConstraint(
            "number IS NULL OR (kind = 'employer' AND length(number) = 12)", name="number_is_a_bin"
        ),
        _points("member_tie", "member_id", "commission_member"),
        *_noted_and_struck("member_tie"),
    )
    op.create_index("ix_member_tie_member_id", "member_tie", ["member_id"])
    op.create_table(
        "paper_tie",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("number", sa.String(12)),
        sa.Column("document_id", BigId),
        sa.CheckConstraint("kind IN ('employer', 'taught', 'signed')", name="kind_is_known"),
        sa.CheckConstraint("length(name) > 0", name="says_whom"),
        sa.CheckConstraint("number IS NULL OR length(number) = 12", name="number_is_an_iin_or_bin"),
        _points("paper_tie", "case_id", "case_file"),
        _points("paper_tie", "document_id", "case_document"),
        *_noted_and_struck("paper_tie"),
    )
    op.create_index("ix_paper_tie_case_id", "paper_tie", ["case_id"])


def _declarations() -> None:
    op.create_table(
        "conflict_declaration",
        sa.Column("id", BigId, nullable=False),
        sa.Column("interview_id", BigId, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("declared_at", Moment(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name="says_what"),
        _points("conflict_declaration", "interview_id", "commission_interview"),
        _points("conflict_declaration", "commission_id", "commission"),
        _of_the_commission("conflict_declaration", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_declaration"),
    )
    op.create_index("ix_conflict_declaration_interview_id", "conflict_declaration", ["interview_id"])


def _recusals() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("interview_id", BigId, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("fact", sa.String(1000), nullable=False),
        sa.Column("alternate_id", BigId),
        sa.Column("recused_by", BigId, nullable=False),
        sa.Column("recused_at", Moment(), nullable=False),
        sa.Column("withdrawn_by", BigId),
        sa.Column("withdrawn_at", Moment()),
        sa.Column("withdrawn_reason", sa.String(500)),
        sa.CheckConstraint(
            "ground IN ('declared', 'same_person', 'same_employer', 'same_household', 'taught', 'signed', 'other')",
            name="ground_is_known",
        ),
        sa.CheckConstraint("length(fact) > 0", name="says_the_fact"),
        sa.CheckConstraint("alternate_id IS NULL OR alternate_id <> member_id", name="alternate_is_another"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"
            " AND (withdrawn_reason IS NULL OR length(withdrawn_reason) > 0)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        _points("recusal", "interview_id", "commission_interview"),
        _points("recusal", "commission_id", "commission"),
        _points("recusal", "recused_by", "account"),
        _points("recusal", "withdrawn_by", "account"),
        _of_the_commission("recusal", "member_id", "member"),
        _of_the_commission("recusal", "alternate_id", "alternate"),
        sa.PrimaryKeyConstraint("id", name="pk_recusal"),
    )
    counts = sa.text("withdrawn_at IS NULL")
    for name, column in (
        ("uq_recusal_of_a_member", "member_id"),
        ("uq_recusal_alternate_once", "alternate_id"),
    ):
        op.create_index(
            name,
            "recusal",
            ["interview_id", column],
            unique=True,
            sqlite_where=counts,
            postgresql_where=counts,
        )


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _no_delete(table: str, sentence: str) -> None:
    guards.refuse_when(op, f"{table}_no_delete", table, "DELETE", "TRUE", sentence)
    guards.refuse_truncate(op, table)


def _guard_ties() -> None:
    for table, whose, more in (
        ("member_tie", "member_id", ""),
        (
            "paper_tie",
            "case_id",
            " OR COALESCE(NEW.document_id, 0) <> COALESCE(OLD.document_id, 0)",
        ),
    ):
        guards.refuse_when(
            op,
            f"{table}_stays",
            table,
            "UPDATE",
            "OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL OR "
            + _changed("id", whose, "kind", "name", "noted_by", "noted_at")
            + " OR COALESCE(NEW.number, '') <> COALESCE(OLD.number, '')"
            + more,
            "a tie is struck out, never changed",
        )
        _no_delete(table, "a tie is struck out, never deleted")


def _guard_recusals() -> None:
    guards.append_only(op, "conflict_declaration", "id")
    guards.refuse_when(
        op,
        "conflict_declaration_before_the_decision",
        "conflict_declaration",
        "INSERT",
        f"{_DECIDED} OR {_NOT_HEARD_BY_IT}",
        "a conflict is declared to the commission that hears the candidate, before it decides",
        hold=_THE_INTERVIEW,
    )
    guards.refuse_when(
        op,
        "recusal_before_the_decision",
        "recusal",
        "INSERT",
        f"NEW.withdrawn_at IS NOT NULL OR {_DECIDED} OR {_NOT_HEARD_BY_IT}",
        "a member of the commission that hears the candidate is recused before it decides",
        hold=_THE_INTERVIEW,
    )
    guards.refuse_when(
        op,
        "recusal_by_an_alternate_who_is_free",
        "recusal",
        "INSERT",
        "(NEW.alternate_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commission_member m"
        " WHERE m.id = NEW.alternate_id AND m.role = 'alternate'))"
        " OR EXISTS (SELECT 1 FROM recusal r WHERE r.interview_id = NEW.interview_id AND r.withdrawn_at IS NULL"
        " AND (r.alternate_id = NEW.member_id OR r.member_id = NEW.alternate_id))",
        "only an alternate who is not recused takes the place of a recused member",
        hold=_THE_INTERVIEW,
    )
    guards.refuse_when(
        op,
        "recusal_stays",
        "recusal",
        "UPDATE",
        "OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR "
        + _changed(
            *(
                "id",
                "interview_id",
                "commission_id",
                "member_id",
                "ground",
                "fact",
                "recused_by",
                "recused_at",
            )
        )
        + f" OR COALESCE(NEW.alternate_id, 0) <> COALESCE(OLD.alternate_id, 0) OR {_DECIDED}",
        "a recusal is taken back before the decision, never changed",
        hold=_THE_INTERVIEW,
    )
    _no_delete("recusal", "a recusal is taken back, never deleted")
