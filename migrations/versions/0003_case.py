"""The case: drafts, documents, papers, refusals, notices, payments, consignments.

Revision: 0003, 2026-11-20
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Json, Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "api_request",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_id", BigId, nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("body_digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name="fk_api_request_token_id_api_token"),
        sa.PrimaryKeyConstraint("id", name="pk_api_request"),
        sa.UniqueConstraint("token_id", "key", name="uq_api_request_token_id_key"),
    )
    op.create_index("ix_api_request_created_at", "api_request", ["created_at"])
    op.create_table(
        "application_draft",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("principal_id", BigId),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("mandate_id", BigId),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("edition_id", sa.String(120), nullable=False),
        sa.Column("procedure", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(30), nullable=False),
        sa.Column("office_id", BigId),
        sa.Column("answers", Json, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("submitted_at", Moment()),
        sa.Column("discarded_at", Moment()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_application_draft_author_id_account"),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name="fk_application_draft_mandate_id_mandate"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_application_draft_office_id_office"),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["account.id"], name="fk_application_draft_principal_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_application_draft"),
        sa.UniqueConstraint("public_id", name="uq_application_draft_public_id"),
    )
    op.create_index("ix_application_draft_author_id", "application_draft", ["author_id"])
    op.create_index("ix_application_draft_principal_id", "application_draft", ["principal_id"])
    op.create_table(
        "case_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("draft_id", BigId),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("edition_id", sa.String(120), nullable=False),
        sa.Column("procedure", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(30), nullable=False),
        sa.Column("came_by", sa.String(20), nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("committee_id", BigId),
        sa.Column("front_office_id", BigId),
        sa.Column("applicant_id", BigId),
        sa.Column("agent_id", BigId),
        sa.Column("mandate_id", BigId),
        sa.Column("entered_by", BigId),
        sa.Column("specialty_id", BigId),
        sa.Column("category", sa.String(40)),
        sa.Column("examination_kind", sa.String(200)),
        sa.Column("activity", sa.String(300)),
        sa.Column("test_language", sa.String(2)),
        sa.Column("interview_language", sa.String(2)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("declared_by", sa.String(320), nullable=False),
        sa.Column("declared_how", sa.String(40), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("gates", Json, nullable=False),
        sa.Column("desk_role", sa.String(40)),
        sa.Column("desk_office_id", BigId),
        sa.Column("executor_id", BigId),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("registered_at", Moment()),
        sa.Column("due_at", Moment()),
        sa.Column("total_due_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("came_by IN ('portal', 'paper', 'front_office')", name="came_by_is_known"),
        sa.CheckConstraint(
            "test_language IS NULL OR test_language IN ('kk', 'ru', 'en')", name="test_language_is_known"
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (desk_role IS NOT NULL)", name="lies_on_a_desk_until_it_ends"
        ),
        sa.CheckConstraint("length(request_digest) = 64", name="request_has_its_digest"),
        sa.ForeignKeyConstraint(["agent_id"], ["account.id"], name="fk_case_file_agent_id_account"),
        sa.ForeignKeyConstraint(["applicant_id"], ["account.id"], name="fk_case_file_applicant_id_account"),
        sa.ForeignKeyConstraint(["committee_id"], ["office.id"], name="fk_case_file_committee_id_office"),
        sa.ForeignKeyConstraint(["desk_office_id"], ["office.id"], name="fk_case_file_desk_office_id_office"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["application_draft.id"], name="fk_case_file_draft_id_application_draft"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_case_file_entered_by_account"),
        sa.ForeignKeyConstraint(["executor_id"], ["account.id"], name="fk_case_file_executor_id_account"),
        sa.ForeignKeyConstraint(
            ["front_office_id"], ["office.id"], name="fk_case_file_front_office_id_office"
        ),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name="fk_case_file_mandate_id_mandate"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_case_file_office_id_office"),
        sa.ForeignKeyConstraint(
            ["specialty_id"], ["specialty.id"], name="fk_case_file_specialty_id_specialty"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_file"),
        sa.UniqueConstraint("draft_id", name="uq_case_file_draft_id"),
        sa.UniqueConstraint("number", name="uq_case_file_number"),
        sa.UniqueConstraint("public_id", name="uq_case_file_public_id"),
    )
    op.create_index("ix_case_file_agent_id", "case_file", ["agent_id"])
    op.create_index("ix_case_file_applicant_id", "case_file", ["applicant_id"])
    op.create_index(
        "ix_case_file_desk",
        "case_file",
        ["desk_office_id", "desk_role", "due_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_case_file_executor",
        "case_file",
        ["executor_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_case_file_office_id_submitted_at", "case_file", ["office_id", "submitted_at"])
    op.create_table(
        "accommodation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("kinds", Json, nullable=False),
        sa.Column("wish", sa.String(1000), nullable=False),
        sa.Column("evidence_id", BigId),
        sa.Column("decision", sa.String(20)),
        sa.Column("extra_minutes", sa.Integer()),
        sa.Column("reason", sa.String(1000)),
        sa.Column("decided_by", BigId),
        sa.Column("decided_at", Moment()),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('granted', 'other', 'refused')", name="decision_is_known"
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)"
            " AND (decision IS NULL) = (reason IS NULL)",
            name="decided_by_somebody_with_reason",
        ),
        sa.CheckConstraint("extra_minutes IS NULL OR extra_minutes > 0", name="extra_time_is_some"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_accommodation_case_id_case_file"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_accommodation_decided_by_account"),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["stored_file.id"], name="fk_accommodation_evidence_id_stored_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accommodation"),
    )
    op.create_index("ix_accommodation_case_id", "accommodation", ["case_id"])
    op.create_table(
        "assignment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("executor_id", BigId, nullable=False),
        sa.Column("resolution", sa.String(500), nullable=False),
        sa.Column("assigned_by", BigId, nullable=False),
        sa.Column("acting_order", sa.String(100), nullable=False),
        sa.Column("assigned_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_reason", sa.String(300)),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_for_a_reason"),
        sa.CheckConstraint("length(resolution) > 0", name="has_a_resolution"),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name="fk_assignment_assigned_by_account"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_assignment_case_id_case_file"),
        sa.ForeignKeyConstraint(["executor_id"], ["account.id"], name="fk_assignment_executor_id_account"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_assignment_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index(
        "uq_assignment_current",
        "assignment",
        ["case_id", "office_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "case_document",
        sa.Column("id", BigId, nullable=False),
        sa.Column("draft_id", BigId),
        sa.Column("case_id", BigId),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("file_id", BigId),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("added_by", BigId),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("fault", sa.String(500)),
        sa.Column("checked_by", BigId),
        sa.Column("checked_at", Moment()),
        sa.CheckConstraint("(state = 'faulty') = (fault IS NOT NULL)", name="faulty_says_why"),
        sa.CheckConstraint(
            "(state = 'waiting') = (checked_by IS NULL) AND (checked_by IS NULL) = (checked_at IS NULL)",
            name="checked_by_somebody",
        ),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'faulty')", name="state_is_known"),
        sa.CheckConstraint("draft_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_draft_or_case"),
        sa.CheckConstraint("file_id IS NOT NULL OR on_paper", name="is_there"),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name="fk_case_document_added_by_account"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_document_case_id_case_file"),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name="fk_case_document_checked_by_account"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["application_draft.id"], name="fk_case_document_draft_id_application_draft"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_case_document_file_id_stored_file"),
        sa.PrimaryKeyConstraint("id", name="pk_case_document"),
    )
    op.create_index("ix_case_document_case_id", "case_document", ["case_id"])
    op.create_index("ix_case_document_draft_id", "case_document", ["draft_id"])
    op.create_table(
        "case_notice",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("medium", sa.String(20), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", BigId),
        sa.Column("spoken_to", sa.String(320)),
        sa.Column("spoken_by", BigId),
        sa.Column("spoken_at", Moment()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("read_at", Moment()),
        sa.CheckConstraint(
            "medium <> 'telephonogram' OR (spoken_to IS NOT NULL AND spoken_by IS NOT NULL AND spoken_at IS NOT NULL)",
            name="a_call_says_with_whom_and_when",
        ),
        sa.CheckConstraint(
            "medium IN ('cabinet', 'mail', 'sms', 'telephonogram', 'written', 'elicensing')",
            name="medium_is_known",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_notice_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name="fk_case_notice_message_id_outbox_message"
        ),
        sa.ForeignKeyConstraint(["spoken_by"], ["account.id"], name="fk_case_notice_spoken_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_case_notice"),
    )
    op.create_index("ix_case_notice_case_id", "case_notice", ["case_id"])
    op.create_table(
        "case_paper",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("case_id", BigId),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("issued_by", BigId),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receipt', 'refused_acceptance', 'refusal', 'ticket', 'courier_list', 'handover', 'consent')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_paper_case_id_case_file"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_case_paper_file_id_stored_file"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name="fk_case_paper_issued_by_account"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_case_paper_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_case_paper"),
        sa.UniqueConstraint("id", "case_id", name="uq_case_paper_id_case_id"),
        sa.UniqueConstraint(
            "office_id", "kind", "year", "number", name="uq_case_paper_office_id_kind_year_number"
        ),
        sa.UniqueConstraint("public_id", name="uq_case_paper_public_id"),
    )
    op.create_index("ix_case_paper_case_id", "case_paper", ["case_id"])
    op.create_table(
        "case_person",
        sa.Column("case_id", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("iin", sa.String(12)),
        sa.Column("bin", sa.String(12)),
        sa.Column("name", sa.String(320), nullable=False),
        sa.Column("folded_name", sa.String(320), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("checked", sa.String(20), nullable=False),
        sa.CheckConstraint(
            "checked IN ('confirmed', 'by_hand', 'not_asked', 'waiting')", name="checked_is_known"
        ),
        sa.CheckConstraint("kind IN ('person', 'organisation')", name="kind_is_known"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_person_case_id_case_file"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_person"),
    )
    op.create_index("ix_case_person_bin", "case_person", ["bin"])
    op.create_index("ix_case_person_folded_name", "case_person", ["folded_name"])
    op.create_index("ix_case_person_iin", "case_person", ["iin"])
    op.create_table(
        "case_step",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("office_id", BigId),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("due_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.Column("outcome", sa.String(20)),
        sa.Column("actor_id", BigId),
        sa.Column("actor_role", sa.String(40)),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_says_how"),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="ends_after_it_begins"),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name="fk_case_step_actor_id_account"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_step_case_id_case_file"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_case_step_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_case_step"),
    )
    op.create_index("ix_case_step_case_id", "case_step", ["case_id"])
    op.create_index(
        "uq_case_step_open",
        "case_step",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "consent",
        sa.Column("id", BigId, nullable=False),
        sa.Column("draft_id", BigId),
        sa.Column("case_id", BigId),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("file_id", BigId),
        sa.Column("taken_by", BigId, nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.CheckConstraint("draft_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_draft_or_case"),
        sa.CheckConstraint("length(words) > 0", name="keeps_the_words"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_consent_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["application_draft.id"], name="fk_consent_draft_id_application_draft"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_consent_file_id_stored_file"),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name="fk_consent_taken_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_case_id", "consent", ["case_id"])
    op.create_index("ix_consent_draft_id", "consent", ["draft_id"])
    op.create_table(
        "forwarding",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("from_office_id", BigId, nullable=False),
        sa.Column("to_office_id", BigId, nullable=False),
        sa.Column("forwarded_by", BigId, nullable=False),
        sa.Column("forwarded_at", Moment(), nullable=False),
        sa.CheckConstraint("from_office_id <> to_office_id", name="goes_somewhere"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_forwarding_case_id_case_file"),
        sa.ForeignKeyConstraint(["forwarded_by"], ["account.id"], name="fk_forwarding_forwarded_by_account"),
        sa.ForeignKeyConstraint(
            ["from_office_id"], ["office.id"], name="fk_forwarding_from_office_id_office"
        ),
        sa.ForeignKeyConstraint(["to_office_id"], ["office.id"], name="fk_forwarding_to_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_forwarding"),
        sa.UniqueConstraint("case_id", name="uq_forwarding_case_id"),
    )
    op.create_table(
        "handover",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("given_to", sa.String(320), nullable=False),
        sa.Column("identity_document", sa.String(100), nullable=False),
        sa.Column("power_of_attorney", sa.String(200), nullable=False),
        sa.Column("receipt_number", sa.String(60), nullable=False),
        sa.Column("given_by", BigId, nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.CheckConstraint("length(identity_document) > 0", name="identity_was_seen"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_handover_case_id_case_file"),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name="fk_handover_given_by_account"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_handover_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.UniqueConstraint("case_id", name="uq_handover_case_id"),
    )
    op.create_table(
        "incoming_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("registered_by", BigId),
        sa.Column("registered_at", Moment(), nullable=False),
        sa.CheckConstraint("number > 0", name="number_counts_from_one"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_incoming_entry_case_id_case_file"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_incoming_entry_office_id_office"),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["account.id"], name="fk_incoming_entry_registered_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_entry"),
        sa.UniqueConstraint("case_id", "office_id", name="uq_incoming_entry_case_id_office_id"),
        sa.UniqueConstraint("office_id", "year", "number", name="uq_incoming_entry_office_id_year_number"),
    )
    op.create_table(
        "payment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("tiyn", BigId, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("gateway_number", sa.String(80)),
        sa.Column("slip_id", BigId),
        sa.Column("checked_by", BigId),
        sa.Column("reason", sa.String(300)),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("paid_at", Moment()),
        sa.CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid_has_its_moment"),
        sa.CheckConstraint("state <> 'slip_waits' OR slip_id IS NOT NULL", name="a_slip_is_there"),
        sa.CheckConstraint("state IN ('waiting', 'paid', 'refused', 'slip_waits')", name="state_is_known"),
        sa.CheckConstraint("tiyn > 0", name="amount_is_some"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_payment_case_id_case_file"),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name="fk_payment_checked_by_account"),
        sa.ForeignKeyConstraint(["slip_id"], ["stored_file.id"], name="fk_payment_slip_id_stored_file"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.UniqueConstraint("reference", name="uq_payment_reference"),
    )
    op.create_index("ix_payment_case_id", "payment", ["case_id"])
    op.create_index(
        "uq_payment_paid",
        "payment",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'paid'"),
        postgresql_where=sa.text("state = 'paid'"),
    )
    op.create_table(
        "queue_slot",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("account_id", BigId),
        sa.Column("case_id", BigId),
        sa.Column("name", sa.String(320), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("booked_at", Moment(), nullable=False),
        sa.Column("cancelled_at", Moment()),
        sa.CheckConstraint("kind IN ('acceptance', 'issue', 'telephone')", name="kind_is_known"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_queue_slot_account_id_account"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_queue_slot_case_id_case_file"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_queue_slot_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_queue_slot"),
        sa.UniqueConstraint(
            "office_id", "starts_at", "counter", name="uq_queue_slot_office_id_starts_at_counter"
        ),
    )
    op.create_index("ix_queue_slot_account_id", "queue_slot", ["account_id"])
    op.create_table(
        "consignment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("from_office_id", BigId, nullable=False),
        sa.Column("to_office_id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("courier", sa.String(200), nullable=False),
        sa.Column("paper_id", BigId),
        sa.Column("sent_by", BigId),
        sa.Column("sent_at", Moment()),
        sa.Column("due_at", Moment()),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_by IS NULL)", name="sent_by_somebody"),
        sa.CheckConstraint("from_office_id <> to_office_id", name="goes_somewhere"),
        sa.ForeignKeyConstraint(
            ["from_office_id"], ["office.id"], name="fk_consignment_from_office_id_office"
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["case_paper.id"], name="fk_consignment_paper_id_case_paper"),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name="fk_consignment_sent_by_account"),
        sa.ForeignKeyConstraint(["to_office_id"], ["office.id"], name="fk_consignment_to_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_consignment"),
        sa.UniqueConstraint(
            "from_office_id", "year", "number", name="uq_consignment_from_office_id_year_number"
        ),
    )
    op.create_table(
        "motivated_refusal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("exit", sa.String(60), nullable=False),
        sa.Column("ground", sa.String(1000), nullable=False),
        sa.Column("clause", sa.String(300), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("appeal_body", sa.String(500), nullable=False),
        sa.Column("appeal_term", sa.String(200), nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("refused_by", BigId, nullable=False),
        sa.Column("refused_as", sa.String(40), nullable=False),
        sa.Column("refused_at", Moment(), nullable=False),
        sa.Column("annulled_at", Moment()),
        sa.Column("annulled_by_act", sa.String(200)),
        sa.CheckConstraint("(annulled_at IS NULL) = (annulled_by_act IS NULL)", name="annulled_by_an_act"),
        sa.CheckConstraint("length(appeal_body) > 0 AND length(appeal_term) > 0", name="says_how_to_appeal"),
        sa.CheckConstraint(
            "length(ground) > 0 AND length(clause) > 0 AND length(facts) > 0",
            name="says_ground_clause_and_facts",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_motivated_refusal_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["case_paper.id"], name="fk_motivated_refusal_paper_id_case_paper"
        ),
        sa.ForeignKeyConstraint(
            ["refused_by"], ["account.id"], name="fk_motivated_refusal_refused_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_motivated_refusal"),
    )
    op.create_index(
        "uq_motivated_refusal_current",
        "motivated_refusal",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("annulled_at IS NULL"),
        postgresql_where=sa.text("annulled_at IS NULL"),
    )
    op.create_table(
        "register_lookup",
        sa.Column("id", BigId, nullable=False),
        sa.Column("draft_id", BigId),
        sa.Column("case_id", BigId),
        sa.Column("consent_id", BigId, nullable=False),
        sa.Column("door", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("stand_in", sa.Boolean(), nullable=False),
        sa.Column("answer", Json),
        sa.Column("asked_by", BigId),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment()),
        sa.CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered_has_its_moment"),
        sa.CheckConstraint(
            "state IN ('waiting', 'found', 'not_found', 'differs', 'unanswered')", name="state_is_known"
        ),
        sa.CheckConstraint("draft_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_draft_or_case"),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name="fk_register_lookup_asked_by_account"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_register_lookup_case_id_case_file"),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name="fk_register_lookup_consent_id_consent"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["application_draft.id"], name="fk_register_lookup_draft_id_application_draft"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_lookup"),
    )
    op.create_index("ix_register_lookup_case_id", "register_lookup", ["case_id"])
    op.create_index("ix_register_lookup_draft_id", "register_lookup", ["draft_id"])
    op.create_table(
        "signed_scan",
        sa.Column("id", BigId, nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("signed_by", sa.String(320), nullable=False),
        sa.Column("scanned_by", BigId, nullable=False),
        sa.Column("scanned_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_signed_scan_file_id_stored_file"),
        sa.ForeignKeyConstraint(["paper_id"], ["case_paper.id"], name="fk_signed_scan_paper_id_case_paper"),
        sa.ForeignKeyConstraint(["scanned_by"], ["account.id"], name="fk_signed_scan_scanned_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_signed_scan"),
        sa.UniqueConstraint("paper_id", name="uq_signed_scan_paper_id"),
    )
    op.create_table(
        "consignment_item",
        sa.Column("id", BigId, nullable=False),
        sa.Column("consignment_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("received_by", BigId),
        sa.Column("received_at", Moment()),
        sa.CheckConstraint("(received_at IS NULL) = (received_by IS NULL)", name="received_by_somebody"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_consignment_item_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["consignment_id"], ["consignment.id"], name="fk_consignment_item_consignment_id_consignment"
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["account.id"], name="fk_consignment_item_received_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consignment_item"),
        sa.UniqueConstraint("consignment_id", "case_id", name="uq_consignment_item_consignment_id_case_id"),
    )
    op.create_index("ix_consignment_item_case_id", "consignment_item", ["case_id"])

    _guard_the_case()
    guards.append_only(op, "incoming_entry", "id", "office_id, year, number", "case_id, office_id")
    guards.append_only(op, "case_paper", "id", "public_id", "office_id, kind, year, number")
    guards.append_only(op, "signed_scan", "id", "paper_id")
    guards.append_only(op, "consent", "id")
    guards.append_only(op, "forwarding", "id", "case_id")
    guards.append_only(op, "handover", "id", "case_id")
    _guard_what_only_ends()


def _guard_the_case() -> None:
    guards.refuse_when(
        op,
        "case_file_request_stays",
        "case_file",
        "UPDATE",
        _changed(
            "id", "public_id", "number", "service", "edition_id", "procedure", "channel", "came_by", "office_id",
            "request", "request_digest", "declared_by", "declared_how", "submitted_at",
        ),
        "what was applied for is not changed",
    )  # fmt: skip
    guards.refuse_when(op, "case_file_no_delete", "case_file", "DELETE", "TRUE", "a case is never deleted")
    guards.refuse_when(
        op,
        "case_step_done_stays",
        "case_step",
        "UPDATE",
        f"OLD.ended_at IS NOT NULL OR {_changed('id', 'case_id', 'step', 'place', 'began_at')}",
        "a step that was taken is not changed",
    )
    guards.refuse_when(op, "case_step_no_delete", "case_step", "DELETE", "TRUE", "a step is never deleted")
    guards.refuse_when(
        op,
        "case_document_stays",
        "case_document",
        "UPDATE",
        f"{_changed('id', 'item', 'added_at')} OR COALESCE(NEW.file_id, 0) <> COALESCE(OLD.file_id, 0)"
        " OR (OLD.case_id IS NOT NULL AND COALESCE(NEW.case_id, 0) <> OLD.case_id)",
        "a document that was handed in is not exchanged",
    )
    guards.refuse_when(
        op,
        "case_document_no_delete",
        "case_document",
        "DELETE",
        "TRUE",
        "a document is set aside, never deleted",
    )
    guards.refuse_when(
        op,
        "case_notice_stays",
        "case_notice",
        "UPDATE",
        _changed("id", "case_id", "about", "medium", "language", "subject", "body", "created_at"),
        "what was said is not changed",
    )
    guards.refuse_when(
        op, "case_notice_no_delete", "case_notice", "DELETE", "TRUE", "what was said stays said"
    )


def _guard_what_only_ends() -> None:
    guards.refuse_when(
        op,
        "assignment_only_ends",
        "assignment",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR "
        + _changed("id", "case_id", "office_id", "executor_id", "resolution", "assigned_by", "assigned_at"),
        "an assignment is ended, never rewritten",
    )
    guards.refuse_when(
        op, "assignment_no_delete", "assignment", "DELETE", "TRUE", "an assignment is never deleted"
    )
    guards.refuse_when(
        op,
        "motivated_refusal_only_annulled",
        "motivated_refusal",
        "UPDATE",
        "OLD.annulled_at IS NOT NULL OR NEW.annulled_at IS NULL OR "
        + _changed(
            "id", "case_id", "exit", "ground", "clause", "facts", "appeal_body", "appeal_term", "paper_id",
            "refused_by", "refused_at",
        ),
        "a refusal is annulled by an act, never rewritten",
    )  # fmt: skip
    guards.refuse_when(
        op, "motivated_refusal_no_delete", "motivated_refusal", "DELETE", "TRUE", "a refusal is never deleted"
    )
    guards.refuse_when(
        op, "payment_paid_stays", "payment", "UPDATE", "OLD.state = 'paid'", "what is paid stays paid"
    )
    guards.refuse_when(op, "payment_no_delete", "payment", "DELETE", "TRUE", "a payment is never deleted")
    guards.refuse_when(
        op,
        "consignment_item_received_stays",
        "consignment_item",
        "UPDATE",
        f"OLD.received_at IS NOT NULL OR {_changed('id', 'consignment_id', 'case_id')}",
        "a received mark stays",
    )


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def downgrade() -> None:
    guards.drop(op, "consignment_item", "consignment_item_received_stays")
    guards.drop(op, "payment", "payment_paid_stays", "payment_no_delete")
    guards.drop(op, "motivated_refusal", "motivated_refusal_only_annulled", "motivated_refusal_no_delete")
    guards.drop(op, "assignment", "assignment_only_ends", "assignment_no_delete")
    guards.drop(op, "case_notice", "case_notice_stays", "case_notice_no_delete")
    guards.drop(op, "case_document", "case_document_stays", "case_document_no_delete")
    guards.drop(op, "case_step", "case_step_done_stays", "case_step_no_delete")
    guards.drop(op, "case_file", "case_file_request_stays", "case_file_no_delete")
    for table in ("handover", "forwarding", "consent", "signed_scan", "case_paper", "incoming_entry"):
        guards.drop_append_only(op, table)
    op.drop_index("ix_consignment_item_case_id", table_name="consignment_item")
    op.drop_table("consignment_item")
    op.drop_table("signed_scan")
    op.drop_index("ix_register_lookup_draft_id", table_name="register_lookup")
    op.drop_index("ix_register_lookup_case_id", table_name="register_lookup")
    op.drop_table("register_lookup")
    op.drop_index(
        "uq_motivated_refusal_current",
        table_name="motivated_refusal",
        sqlite_where=sa.text("annulled_at IS NULL"),
        postgresql_where=sa.text("annulled_at IS NULL"),
    )
    op.drop_table("motivated_refusal")
    op.drop_table("consignment")
    op.drop_index("ix_queue_slot_account_id", table_name="queue_slot")
    op.drop_table("queue_slot")
    op.drop_index(
        "uq_payment_paid",
        table_name="payment",
        sqlite_where=sa.text("state = 'paid'"),
        postgresql_where=sa.text("state = 'paid'"),
    )
    op.drop_index("ix_payment_case_id", table_name="payment")
    op.drop_table("payment")
    op.drop_table("incoming_entry")
    op.drop_table("handover")
    op.drop_table("forwarding")
    op.drop_index("ix_consent_draft_id", table_name="consent")
    op.drop_index("ix_consent_case_id", table_name="consent")
    op.drop_table("consent")
    op.drop_index(
        "uq_case_step_open",
        table_name="case_step",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_case_step_case_id", table_name="case_step")
    op.drop_table("case_step")
    op.drop_index("ix_case_person_iin", table_name="case_person")
    op.drop_index("ix_case_person_folded_name", table_name="case_person")
    op.drop_index("ix_case_person_bin", table_name="case_person")
    op.drop_table("case_person")
    op.drop_index("ix_case_paper_case_id", table_name="case_paper")
    op.drop_table("case_paper")
    op.drop_index("ix_case_notice_case_id", table_name="case_notice")
    op.drop_table("case_notice")
    op.drop_index("ix_case_document_draft_id", table_name="case_document")
    op.drop_index("ix_case_document_case_id", table_name="case_document")
    op.drop_table("case_document")
    op.drop_index(
        "uq_assignment_current",
        table_name="assignment",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("assignment")
    op.drop_index("ix_accommodation_case_id", table_name="accommodation")
    op.drop_table("accommodation")
    op.drop_index("ix_case_file_office_id_submitted_at", table_name="case_file")
    op.drop_index(
        "ix_case_file_executor",
        table_name="case_file",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "ix_case_file_desk",
        table_name="case_file",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_case_file_applicant_id", table_name="case_file")
    op.drop_index("ix_case_file_agent_id", table_name="case_file")
    op.drop_table("case_file")
    op.drop_index("ix_application_draft_principal_id", table_name="application_draft")
    op.drop_index("ix_application_draft_author_id", table_name="application_draft")
    op.drop_table("application_draft")
    op.drop_index("ix_api_request_created_at", table_name="api_request")
    op.drop_table("api_request")
