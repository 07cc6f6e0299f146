"""Requests signed electronically: the text that was offered, and the signature that came back over it.

Revision: 0009, 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "request_to_sign",
        sa.Column("id", BigId, nullable=False),
        sa.Column("draft_id", BigId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_request_to_sign_has_its_digest")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["application_draft.id"], name="fk_request_to_sign_draft_id_application_draft"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_request_to_sign"),
    )
    op.create_index("ix_request_to_sign_draft_id", "request_to_sign", ["draft_id"])
    op.create_index("uq_case_file_id_request_digest", "case_file", ["id", "request_digest"], unique=True)
    op.create_table(
        "request_signature",
        sa.Column("case_id", BigId, autoincrement=False, nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.String(320), nullable=False),
        sa.Column("signer_iin", sa.String(12)),
        sa.Column("signer_bin", sa.String(12)),
        sa.Column("certificate_serial", sa.String(64), nullable=False),
        sa.Column("certificate_issuer", sa.String(320), nullable=False),
        sa.Column("certificate_digest", sa.String(64), nullable=False),
        sa.Column("algorithm", sa.String(40), nullable=False),
        sa.Column("stamped_at", Moment()),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.Column("stand_in", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "signer_iin IS NOT NULL OR signer_bin IS NOT NULL",
            name=op.f("ck_request_signature_names_somebody"),
        ),
        sa.CheckConstraint(
            "length(certificate_digest) = 64",
            name=op.f("ck_request_signature_certificate_has_its_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "request_digest"],
            ["case_file.id", "case_file.request_digest"],
            name="fk_request_signature_is_of_this_request",
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_request_signature"),
    )
    guards.append_only(op, "request_to_sign", "id")
    guards.append_only(op, "request_signature", "case_id")
    guards.refuse_when(
        op,
        "request_signature_of_a_signed_case",
        "request_signature",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM case_file WHERE case_file.id = NEW.case_id"
        " AND case_file.declared_how = 'signed')",
        "only a signed request has a signature",
    )


def downgrade() -> None:
    guards.drop(op, "request_signature", "request_signature_of_a_signed_case")
    guards.drop_append_only(op, "request_signature")
    guards.drop_append_only(op, "request_to_sign")
    op.drop_table("request_signature")
    op.drop_index("uq_case_file_id_request_digest", table_name="case_file")
    op.drop_index("ix_request_to_sign_draft_id", table_name="request_to_sign")
    op.drop_table("request_to_sign")
