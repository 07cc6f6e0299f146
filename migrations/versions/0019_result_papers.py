"""Result papers: drawn, signed, issued, copied on paper, and what became of them; each on the act its text demands.

Revision: 0019, 2026-11-28
"""

# Until orders are signed here, nothing that rests on an order is drawn: the guard `result_paper_waits_for_orders` says
# so and goes when the lines of signed orders come. The pharmacy's attestation waits for signed protocols likewise.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0019"
down_revision = "0018"

TABLES = ("result_paper", "result_paper_signed", "result_paper_issued", "result_paper_copy", "paper_status")
APPEND_ONLY = {
    "result_paper_signed": ("paper_id",),
    "result_paper_issued": ("paper_id",),
    "result_paper_copy": ("id",),
    "paper_status": ("id", "paper_id, position"),
}
GUARDS = {
    "result_paper": (
        "result_paper_drawn_once",
        "result_paper_stays",
        "result_paper_no_delete",
        "result_paper_waits_for_orders",
        "result_paper_after_acceptance",
    ),
    "result_paper_signed": (
        "result_paper_signed_by_whom_the_text_names",
        "result_paper_signed_as_it_was_drawn",
    ),
    "paper_status": ("paper_status_in_order", "paper_status_may_follow"),
}


def upgrade() -> None:
    op.create_index("uq_case_file_id_service", "case_file", ["id", "service"], unique=True)
    _papers()
    _what_became_of_them()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    guards.refuse_truncate(op, "result_paper")
    _guard_papers()
    _guard_signatures()
    _guard_status()


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    guards.drop_refuse_truncate(op, "result_paper")
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_case_file_id_service", table_name="case_file")


def _points(table: str, column: str, target: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=f"fk_{table}_{column}_{target}")


def _papers() -> None:
    op.create_table(
        "result_paper",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("register_id", sa.String(26), nullable=False),
        sa.Column("folded_name", sa.String(320), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("line_id", BigId),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("earlier_id", BigId),
        sa.Column("drafted_by", BigId, nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment()),
        sa.Column("withdrawn_by", BigId),
        sa.Column("withdrawn_reason", sa.String(500)),
        sa.CheckConstraint(
            "basis IN ('order', 'head_signature', 'acceptance')"
            " AND (basis = 'acceptance') = (kind = 'clinic-attachment')"
            " AND (basis = 'head_signature') = (kind IN ('medical-licence', 'pharmaceutical-licence',"
            " 'narcotics-licence', 'rural-pharmacy-attestation'))",
            name="rests_on_the_act_of_its_text",
        ),
        sa.CheckConstraint("(basis = 'order') = (line_id IS NOT NULL)", name="an_order_is_named_by_its_line"),
        sa.CheckConstraint(
            "length(digest) = 64 AND length(register_id) = 26", name="has_digest_and_register_id"
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name="ends_not_before_it_begins"
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "kind"], ["case_file.id", "case_file.service"], name="fk_result_paper_case_and_kind"
        ),
        _points("result_paper", "office_id", "office"),
        _points("result_paper", "earlier_id", "result_paper"),
        _points("result_paper", "drafted_by", "account"),
        _points("result_paper", "withdrawn_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_result_paper"),
        sa.UniqueConstraint("number", name="uq_result_paper_number"),
        sa.UniqueConstraint("register_id", name="uq_result_paper_register_id"),
    )
    op.create_index(
        "uq_result_paper_of_a_case",
        "result_paper",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("ix_result_paper_office_id", "result_paper", ["office_id", "drafted_at"])
    op.create_table(
        "result_paper_signed",
        sa.Column("paper_id", BigId, autoincrement=False, nullable=False),
        sa.Column("sheet_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.CheckConstraint("kind = 'result_paper'", name="is_of_a_result_paper"),
        sa.ForeignKeyConstraint(
            ["sheet_id", "kind", "paper_id"],
            ["signing_done.sheet_id", "signing_done.kind", "signing_done.subject_id"],
            name="fk_result_paper_signed_done",
        ),
        sa.ForeignKeyConstraint(
            ["file_id", "digest"],
            ["stored_file.id", "stored_file.digest"],
            name="fk_result_paper_signed_file",
        ),
        _points("result_paper_signed", "paper_id", "result_paper"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_result_paper_signed"),
    )
    op.create_index("ix_result_paper_signed_digest", "result_paper_signed", ["digest"])


def _what_became_of_them() -> None:
    op.create_table(
        "result_paper_issued",
        sa.Column("paper_id", BigId, autoincrement=False, nullable=False),
        sa.Column("issued_by", BigId, nullable=False),
        sa.Column("issued_as", sa.String(40), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        _points("result_paper_issued", "paper_id", "result_paper_signed", "paper_id"),
        _points("result_paper_issued", "issued_by", "account"),
        sa.PrimaryKeyConstraint("paper_id", name="pk_result_paper_issued"),
    )
    op.create_table(
        "result_paper_copy",
        sa.Column("id", BigId, nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("signed_by_hand", sa.String(320), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("given_to", sa.String(320), nullable=False),
        sa.Column("identity_document", sa.String(200), nullable=False),
        sa.Column("given_by", BigId, nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "length(signed_by_hand) > 0 AND length(given_to) > 0 AND length(identity_document) > 0",
            name="says_who_signed_and_who_took_it",
        ),
        sa.CheckConstraint("sealed", name="bears_the_seal"),
        _points("result_paper_copy", "paper_id", "result_paper_issued", "paper_id"),
        _points("result_paper_copy", "given_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_result_paper_copy"),
    )
    op.create_index("ix_result_paper_copy_paper_id", "result_paper_copy", ["paper_id"])
    op.create_table(
        "paper_status",
        sa.Column("id", BigId, nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("ground", sa.String(1000), nullable=False),
        sa.Column("order_number", sa.String(60)),
        sa.Column("order_date", sa.Date()),
        sa.Column("order_file_id", BigId),
        sa.Column("by_paper_id", BigId),
        sa.Column("from_at", Moment(), nullable=False),
        sa.Column("entered_by", BigId, nullable=False),
        sa.CheckConstraint(
            "status IN ('suspended', 'resumed', 'returned', 'revoked', 'replaced', 'annulled')",
            name="status_is_known",
        ),
        sa.CheckConstraint(
            "(status = 'replaced') = (by_paper_id IS NOT NULL)"
            " AND (status = 'replaced') = (order_number IS NULL)"
            " AND (order_number IS NULL) = (order_date IS NULL)"
            " AND (order_number IS NULL) = (order_file_id IS NULL)"
            " AND (order_number IS NULL OR length(order_number) > 0)"
            " AND (by_paper_id IS NULL OR by_paper_id <> paper_id)",
            name="by_its_order_or_by_the_paper_in_its_place",
        ),
        sa.CheckConstraint("length(ground) > 0", name="has_a_ground"),
        _points("paper_status", "paper_id", "result_paper_issued", "paper_id"),
        _points("paper_status", "by_paper_id", "result_paper_issued", "paper_id"),
        _points("paper_status", "order_file_id", "stored_file"),
        _points("paper_status", "entered_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_status"),
        sa.UniqueConstraint("paper_id", "position", name="uq_paper_status_paper_id_position"),
    )


def _refuse(name: str, event: str, condition: str, sentence: str, hold: str | None = None) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, hold=hold)


_SIGNED = "EXISTS (SELECT 1 FROM result_paper_signed s WHERE s.paper_id = OLD.id)"


def _guard_papers() -> None:
    _refuse(
        "result_paper_drawn_once",
        "INSERT",
        "NEW.withdrawn_at IS NOT NULL OR EXISTS (SELECT 1 FROM result_paper p WHERE p.id = NEW.id"
        " OR p.number = NEW.number OR p.register_id = NEW.register_id"
        " OR (p.case_id = NEW.case_id AND p.withdrawn_at IS NULL))",
        "a case has one result paper at a time",
        hold="case_file WHERE id = NEW.case_id",
    )
    kept = (
        *("id", "case_id", "kind", "office_id", "number", "register_id", "folded_name", "facts", "digest"),
        *("basis", "valid_from", "drafted_by", "drafted_at"),
    )
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in kept)
    loose = " OR ".join(
        f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in ("line_id", "earlier_id")
    )
    _refuse(
        "result_paper_stays",
        "UPDATE",
        f"OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR {changed} OR {loose}"
        " OR (NEW.valid_until IS NULL) <> (OLD.valid_until IS NULL) OR NEW.valid_until <> OLD.valid_until"
        f" OR {_SIGNED}",
        "a result paper is withdrawn while it is unsigned, never changed",
    )
    _refuse("result_paper_no_delete", "DELETE", "TRUE", "a result paper is withdrawn, never deleted")
    _refuse(
        "result_paper_waits_for_orders",
        "INSERT",
        "NEW.basis = 'order' OR NEW.kind = 'rural-pharmacy-attestation'",
        "no order or protocol is signed here yet on which this paper could rest",
    )
    _refuse(
        "result_paper_after_acceptance",
        "INSERT",
        "NEW.basis = 'acceptance' AND NOT EXISTS (SELECT 1 FROM incoming_entry e JOIN case_file c ON c.id = e.case_id"
        " WHERE c.id = NEW.case_id AND c.place = 'issued')",
        "a ticket follows the acceptance of the documents",
    )


def _guard_signatures() -> None:
    _refuse(
        "result_paper_signed_by_whom_the_text_names",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM result_paper p JOIN signing_deed d ON d.sheet_id = NEW.sheet_id"
        " JOIN role_grant g ON g.id = d.grant_id"
        " WHERE p.id = NEW.paper_id AND d.what = 'signed' AND g.office_id = p.office_id AND p.withdrawn_at IS NULL"
        " AND (p.basis = 'order' OR (p.basis = 'head_signature' AND g.role IN ('head', 'acting_head'))"
        " OR (p.basis = 'acceptance' AND g.role = 'statistics_specialist')))",
        "the paper is signed by whom its text names",
        hold="result_paper WHERE id = NEW.paper_id",
    )
    _refuse(
        "result_paper_signed_as_it_was_drawn",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM signing_done d WHERE d.sheet_id = NEW.sheet_id AND d.file_id = NEW.file_id"
        " AND d.digest = NEW.digest)",
        "the signed file is the one that the sheet came to",
    )


def _guard_status() -> None:
    _refuse(
        "paper_status_in_order",
        "INSERT",
        "NEW.position <> 1 + (SELECT COUNT(*) FROM paper_status s WHERE s.paper_id = NEW.paper_id)",
        "the entries of a paper are counted",
        hold="result_paper WHERE id = NEW.paper_id",
    )
    _refuse(
        "paper_status_may_follow",
        "INSERT",
        "EXISTS (SELECT 1 FROM paper_status s WHERE s.paper_id = NEW.paper_id"
        " AND s.status IN ('returned', 'revoked', 'replaced', 'annulled'))"
        " OR (NEW.status IN ('suspended', 'resumed') AND (NEW.status = 'resumed') <> (COALESCE((SELECT s.status"
        " FROM paper_status s WHERE s.paper_id = NEW.paper_id AND s.position = NEW.position - 1), '') = 'suspended'))",
        "a paper that has ended stays so, and only a suspended one is resumed",
        hold="result_paper WHERE id = NEW.paper_id",
    )
