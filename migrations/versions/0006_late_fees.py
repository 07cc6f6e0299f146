"""The amount of a payment stands fast from the first; a fee that arrives after the end is owed back.

Revision: 0006, 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "late_payment",
        sa.Column("payment_id", BigId, autoincrement=False, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("document_number", sa.String(100)),
        sa.Column("document_date", sa.Date()),
        sa.Column("returned_by", BigId),
        sa.Column("returned_at", Moment()),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (returned_by IS NULL) AND (returned_at IS NULL) = (document_number IS NULL)"
            " AND (returned_at IS NULL) = (document_date IS NULL)",
            name=op.f("ck_late_payment_returned_by_a_document"),
        ),
        sa.CheckConstraint(
            "document_number IS NULL OR length(document_number) > 0",
            name=op.f("ck_late_payment_document_has_a_number"),
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_late_payment_payment_id_payment"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_late_payment_office_id_office"),
        sa.ForeignKeyConstraint(["returned_by"], ["account.id"], name="fk_late_payment_returned_by_account"),
        sa.PrimaryKeyConstraint("payment_id", name="pk_late_payment"),
    )
    op.create_index(
        "ix_late_payment_owed",
        "late_payment",
        ["office_id", "noted_at"],
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    # Fees that arrived late before this was kept.
    op.execute(
        "INSERT INTO late_payment (payment_id, office_id, noted_at)"
        " SELECT payment.id, case_file.office_id, payment.paid_at FROM payment"
        " JOIN case_file ON case_file.id = payment.case_id"
        " WHERE payment.state = 'paid' AND payment.paid_at > case_file.ended_at"
    )
    guards.refuse_when(
        op,
        "late_payment_only_returned",
        "late_payment",
        "UPDATE",
        "OLD.returned_at IS NOT NULL OR NEW.returned_at IS NULL OR NEW.payment_id <> OLD.payment_id"
        " OR NEW.office_id <> OLD.office_id OR NEW.noted_at <> OLD.noted_at",
        "a late fee stays; only its return is added, once",
    )
    guards.refuse_when(op, "late_payment_no_delete", "late_payment", "DELETE", "TRUE", "a late fee stays")
    guards.refuse_when(
        op,
        "payment_amount_stays",
        "payment",
        "UPDATE",
        "NEW.tiyn <> OLD.tiyn OR NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id"
        " OR NEW.reference <> OLD.reference OR NEW.asked_at <> OLD.asked_at",
        "what is asked for stays as it was asked",
    )


def downgrade() -> None:
    guards.drop(op, "payment", "payment_amount_stays")
    guards.drop(op, "late_payment", "late_payment_only_returned", "late_payment_no_delete")
    op.drop_index(
        "ix_late_payment_owed",
        table_name="late_payment",
        sqlite_where=sa.text("returned_at IS NULL"),
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.drop_table("late_payment")
