"""The question banks: questions and their editions, blueprints, sealed sets, imports and exports.

Revision: 0004, 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Json, Moment

revision = "0004"
down_revision = "0003"

NEVER_EMPTIED = (
    "question_edition",
    "question_edition_language",
    "blueprint_edition",
    "holder_key",
    "sealed_set",
    "sealed_paper",
)
GUARDS = {
    "question": (
        "question_approved_has_an_edition_insert",
        "question_approved_has_an_edition_update",
        "question_stays_itself",
    ),
    "question_edition": ("question_edition_stays", "question_edition_no_delete"),
    "question_edition_language": ("question_edition_language_stays", "question_edition_language_no_delete"),
    "blueprint_edition": ("blueprint_edition_stays", "blueprint_edition_no_delete"),
    "sealed_set": (
        "sealed_set_stays",
        "sealed_set_begins_sealed",
        "sealed_set_drawn_by_an_approved_blueprint",
        "sealed_set_released_by_two_holders",
        "sealed_set_replaces_one_given_up",
        "sealed_set_no_delete",
    ),
    "holder_key": ("holder_key_stays", "holder_key_no_delete"),
    "sealed_set_key_share": (
        "sealed_set_key_share_stays",
        "sealed_set_key_share_not_of_the_sealer",
        "sealed_set_key_share_no_delete",
    ),
    "sealed_set_key_offer": ("sealed_set_key_offer_stays",),
    "sealed_paper": ("sealed_paper_stays", "sealed_paper_begins_sealed", "sealed_paper_no_delete"),
}


def upgrade() -> None:
    op.create_table(
        "folded_word",
        sa.Column("id", BigId, nullable=False),
        sa.Column(
            "word", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_folded_word"),
        sa.UniqueConstraint("word", name="uq_folded_word_word"),
    )
    op.create_table(
        "blueprint",
        sa.Column("id", BigId, nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("specialty_id", BigId),
        sa.Column("category", sa.String(40)),
        sa.Column("opened_by", BigId, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name_kk", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.CheckConstraint("purpose IN ('test', 'ticket')", name="purpose_is_known"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_blueprint_office_id_office"),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name="fk_blueprint_opened_by_account"),
        sa.ForeignKeyConstraint(
            ["specialty_id"], ["specialty.id"], name="fk_blueprint_specialty_id_specialty"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_blueprint"),
        sa.UniqueConstraint("code", name="uq_blueprint_code"),
    )
    op.create_index("ix_blueprint_office_id_service", "blueprint", ["office_id", "service"])
    op.create_table(
        "question_bank",
        sa.Column("id", BigId, nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("opened_by", BigId, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name_kk", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.CheckConstraint("length(code) > 0", name="has_a_code"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_question_bank_office_id_office"),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name="fk_question_bank_opened_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_question_bank"),
        sa.UniqueConstraint("code", name="uq_question_bank_code"),
    )
    op.create_index("ix_question_bank_office_id", "question_bank", ["office_id"])
    op.create_table(
        "bank_export",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bank_id", BigId, nullable=False),
        sa.Column("format", sa.String(30), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("with_keys", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("exported_by", BigId, nullable=False),
        sa.Column("exported_at", Moment(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.CheckConstraint("length(reason) > 0", name="says_why"),
        sa.CheckConstraint("questions > 0", name="holds_questions"),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_bank_export_bank_id_question_bank"
        ),
        sa.ForeignKeyConstraint(["exported_by"], ["account.id"], name="fk_bank_export_exported_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_export"),
    )
    op.create_index("ix_bank_export_bank_id", "bank_export", ["bank_id"])
    op.create_table(
        "bank_import",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bank_id", BigId, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("format", sa.String(30), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("charset", sa.String(20)),
        sa.Column("mapping", Json),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("taken_count", sa.Integer(), nullable=False),
        sa.Column("loss_count", sa.Integer(), nullable=False),
        sa.Column("refused_count", sa.Integer(), nullable=False),
        sa.Column("duplicate_count", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text()),
        sa.Column("brought_by", BigId, nullable=False),
        sa.Column("brought_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment()),
        sa.Column("undone_by", BigId),
        sa.Column("undone_at", Moment()),
        sa.Column("claimed_by", sa.String(80)),
        sa.Column("claimed_at", Moment()),
        sa.CheckConstraint("(state = 'failed') = (fault IS NOT NULL)", name="failed_says_why"),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undone_by IS NULL)",
            name="undone_by_somebody",
        ),
        sa.CheckConstraint(
            "(state IN ('taken', 'undone')) = (taken_at IS NOT NULL)", name="taken_has_its_moment"
        ),
        sa.CheckConstraint(
            "state IN ('to_map', 'reading', 'read', 'taking', 'taken', 'undone', 'dropped', 'failed')",
            name="state_is_known",
        ),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_bank_import_bank_id_question_bank"
        ),
        sa.ForeignKeyConstraint(["brought_by"], ["account.id"], name="fk_bank_import_brought_by_account"),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name="fk_bank_import_undone_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_import"),
    )
    op.create_index("ix_bank_import_bank_id", "bank_import", ["bank_id"])
    op.create_index("ix_bank_import_state", "bank_import", ["state"])
    op.create_table(
        "bank_import_file",
        sa.Column("import_id", BigId, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["bank_import.id"], name="fk_bank_import_file_import_id_bank_import"
        ),
        sa.PrimaryKeyConstraint("import_id", name="pk_bank_import_file"),
    )
    op.create_table(
        "bank_specialty",
        sa.Column("bank_id", BigId, autoincrement=False, nullable=False),
        sa.Column("specialty_id", BigId, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_bank_specialty_bank_id_question_bank"
        ),
        sa.ForeignKeyConstraint(
            ["specialty_id"], ["specialty.id"], name="fk_bank_specialty_specialty_id_specialty"
        ),
        sa.PrimaryKeyConstraint("bank_id", "specialty_id", name="pk_bank_specialty"),
    )
    op.create_table(
        "bank_topic",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bank_id", BigId, nullable=False),
        sa.Column("parent_id", BigId),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("name_kk", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.CheckConstraint("id <> parent_id", name="not_below_itself"),
        sa.CheckConstraint("length(code) > 0", name="has_a_code"),
        sa.ForeignKeyConstraint(
            ["bank_id", "parent_id"],
            ["bank_topic.bank_id", "bank_topic.id"],
            name="fk_bank_topic_bank_id_parent_id_bank_topic",
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_bank_topic_bank_id_question_bank"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bank_topic"),
        sa.UniqueConstraint("bank_id", "id", name="uq_bank_topic_bank_id_id"),
        sa.UniqueConstraint("bank_id", "path", name="uq_bank_topic_bank_id_path"),
    )
    op.create_table(
        "blueprint_bank",
        sa.Column("blueprint_id", BigId, autoincrement=False, nullable=False),
        sa.Column("bank_id", BigId, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_blueprint_bank_bank_id_question_bank"
        ),
        sa.ForeignKeyConstraint(
            ["blueprint_id"], ["blueprint.id"], name="fk_blueprint_bank_blueprint_id_blueprint"
        ),
        sa.PrimaryKeyConstraint("blueprint_id", "bank_id", name="pk_blueprint_bank"),
    )
    op.create_table(
        "blueprint_draft",
        sa.Column("blueprint_id", BigId, autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("written_by", BigId, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["blueprint_id"], ["blueprint.id"], name="fk_blueprint_draft_blueprint_id_blueprint"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name="fk_blueprint_draft_written_by_account"),
        sa.PrimaryKeyConstraint("blueprint_id", name="pk_blueprint_draft"),
    )
    op.create_table(
        "blueprint_edition",
        sa.Column("id", BigId, nullable=False),
        sa.Column("blueprint_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("decision_number", sa.String(60), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=False),
        sa.Column("written_by", BigId, nullable=False),
        sa.Column("sent_by", BigId, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("verdict", sa.String(10)),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("decided_by", BigId),
        sa.Column("decided_at", Moment()),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT is_current OR (verdict IS NOT NULL AND verdict = 'approved')", name="current_is_approved"
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'approved' OR (decided_by <> written_by AND decided_by <> sent_by)",
            name="approved_by_another_person",
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('approved', 'sent_back')", name="verdict_is_known"
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (decided_by IS NULL) AND (verdict IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        sa.CheckConstraint("length(decision_number) > 0", name="rests_on_a_decision"),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.CheckConstraint("number > 0", name="numbers_count_from_one"),
        sa.ForeignKeyConstraint(
            ["blueprint_id"], ["blueprint.id"], name="fk_blueprint_edition_blueprint_id_blueprint"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_blueprint_edition_decided_by_account"
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name="fk_blueprint_edition_sent_by_account"),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name="fk_blueprint_edition_written_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_blueprint_edition"),
        sa.UniqueConstraint("blueprint_id", "number", name="uq_blueprint_edition_blueprint_id_number"),
    )
    op.create_index(
        "uq_blueprint_edition_current",
        "blueprint_edition",
        ["blueprint_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "uq_blueprint_edition_waiting",
        "blueprint_edition",
        ["blueprint_id"],
        unique=True,
        sqlite_where=sa.text("verdict IS NULL"),
        postgresql_where=sa.text("verdict IS NULL"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("bank_id", BigId),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_saved_view_account_id_account"),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_saved_view_bank_id_question_bank"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("account_id", "name", name="uq_saved_view_account_id_name"),
    )
    op.create_table(
        "bank_import_outcome",
        sa.Column("id", BigId, nullable=False),
        sa.Column("import_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(10), nullable=False),
        sa.Column("found_at", sa.String(200), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("key", sa.String(120)),
        sa.CheckConstraint("result IN ('taken', 'loss', 'refused', 'duplicate')", name="result_is_known"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["bank_import.id"], name="fk_bank_import_outcome_import_id_bank_import"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bank_import_outcome"),
        sa.UniqueConstraint("import_id", "position", name="uq_bank_import_outcome_import_id_position"),
    )
    op.create_index("ix_bank_import_outcome_import_id_result", "bank_import_outcome", ["import_id", "result"])
    op.create_table(
        "bank_medium",
        sa.Column("bank_id", BigId, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content_type", sa.String(40), nullable=False),
        sa.Column("import_id", BigId),
        sa.CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["question_bank.id"], name="fk_bank_medium_bank_id_question_bank"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_bank_medium_file_id_stored_file"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["bank_import.id"], name="fk_bank_medium_import_id_bank_import"
        ),
        sa.PrimaryKeyConstraint("bank_id", "digest", name="pk_bank_medium"),
    )
    op.create_table(
        "question",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bank_id", BigId, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("source_language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("set_aside_by", BigId),
        sa.Column("set_aside_at", Moment()),
        sa.Column("set_aside_reason", sa.Text()),
        sa.Column("topic_id", BigId),
        sa.Column("case_id", BigId),
        sa.Column("case_place", sa.Integer()),
        sa.Column("difficulty", sa.String(10)),
        sa.Column("level", sa.String(20)),
        sa.Column("ease", sa.Integer()),
        sa.Column("expected_seconds", sa.Integer()),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("import_id", BigId),
        sa.Column("opening", Json, nullable=False),
        sa.Column("kk_state", sa.String(10), nullable=False),
        sa.Column("ru_state", sa.String(10), nullable=False),
        sa.Column("en_state", sa.String(10), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('suspended', 'retired')) = (set_aside_by IS NOT NULL) "
            "AND (set_aside_by IS NULL) = (set_aside_at IS NULL) "
            "AND (set_aside_by IS NULL) = (set_aside_reason IS NULL)",
            name="set_aside_by_somebody_for_a_reason",
        ),
        sa.CheckConstraint(
            "difficulty IS NULL OR difficulty IN ('easy', 'medium', 'hard')", name="difficulty_is_known"
        ),
        sa.CheckConstraint(
            "id <> case_id AND (kind <> 'case' OR case_id IS NULL)", name="a_case_has_no_case"
        ),
        sa.CheckConstraint(
            "kind IN ('single', 'multiple', 'true_false', 'matching', 'ordering', 'numeric', "
            "'short_text', 'gaps', 'oral', 'case')",
            name="kind_is_known",
        ),
        sa.CheckConstraint(
            "level IS NULL OR level IN ('recall', 'application', 'analysis')", name="level_is_known"
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'approved', 'suspended', 'retired')", name="state_is_known"
        ),
        sa.CheckConstraint("ease IS NULL OR (ease BETWEEN 0 AND 1000)", name="ease_is_a_share"),
        sa.CheckConstraint("expected_seconds IS NULL OR expected_seconds > 0", name="takes_some_time"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_question_author_id_account"),
        sa.ForeignKeyConstraint(
            ["bank_id", "case_id"],
            ["question.bank_id", "question.id"],
            name="fk_question_bank_id_case_id_question",
        ),
        sa.ForeignKeyConstraint(
            ["bank_id", "topic_id"],
            ["bank_topic.bank_id", "bank_topic.id"],
            name="fk_question_bank_id_topic_id_bank_topic",
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["question_bank.id"], name="fk_question_bank_id_question_bank"),
        sa.ForeignKeyConstraint(["import_id"], ["bank_import.id"], name="fk_question_import_id_bank_import"),
        sa.ForeignKeyConstraint(["set_aside_by"], ["account.id"], name="fk_question_set_aside_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("bank_id", "id", name="uq_question_bank_id_id"),
        sa.UniqueConstraint("bank_id", "key", name="uq_question_bank_id_key"),
    )
    op.create_index("ix_question_author_id", "question", ["author_id"])
    op.create_index("ix_question_bank_id_state", "question", ["bank_id", "state"])
    op.create_index("ix_question_case_id", "question", ["case_id"])
    op.create_index("ix_question_import_id", "question", ["import_id"])
    op.create_index("ix_question_topic_id", "question", ["topic_id"])
    op.create_table(
        "sealed_set",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("blueprint_edition_id", BigId, nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("reserves", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("sealed_by", BigId, nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.Column("released_by", BigId),
        sa.Column("released_with", BigId),
        sa.Column("released_at", Moment()),
        sa.Column("given_up_by", BigId),
        sa.Column("given_up_at", Moment()),
        sa.Column("given_up_reason", sa.Text()),
        sa.Column("replaces_id", BigId),
        sa.CheckConstraint(
            "(state = 'given_up') = (given_up_at IS NOT NULL) "
            "AND (given_up_at IS NULL) = (given_up_reason IS NULL) "
            "AND (given_up_at IS NULL) = (given_up_by IS NULL)",
            name="given_up_by_somebody_for_a_reason",
        ),
        sa.CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL) "
            "AND (released_at IS NULL) = (released_by IS NULL) "
            "AND (released_at IS NULL) = (released_with IS NULL)",
            name="released_by_two",
        ),
        sa.CheckConstraint("state IN ('sealed', 'released', 'given_up')", name="state_is_known"),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.CheckConstraint("papers > 0 AND reserves >= 0", name="holds_papers"),
        sa.CheckConstraint("released_by IS NULL OR released_by <> released_with", name="two_are_two_persons"),
        sa.ForeignKeyConstraint(
            ["blueprint_edition_id"],
            ["blueprint_edition.id"],
            name="fk_sealed_set_blueprint_edition_id_blueprint_edition",
        ),
        sa.ForeignKeyConstraint(["given_up_by"], ["account.id"], name="fk_sealed_set_given_up_by_account"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_sealed_set_office_id_office"),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name="fk_sealed_set_released_by_account"),
        sa.ForeignKeyConstraint(
            ["released_with"], ["account.id"], name="fk_sealed_set_released_with_account"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["sealed_set.id"], name="fk_sealed_set_replaces_id_sealed_set"
        ),
        sa.ForeignKeyConstraint(["sealed_by"], ["account.id"], name="fk_sealed_set_sealed_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_set"),
        sa.UniqueConstraint("office_id", "number", name="uq_sealed_set_office_id_number"),
        sa.UniqueConstraint("replaces_id", name="uq_sealed_set_replaces_id"),
    )
    op.create_index("ix_sealed_set_blueprint_edition_id", "sealed_set", ["blueprint_edition_id"])
    op.create_table(
        "question_edition",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("source_language", sa.String(2), nullable=False),
        sa.Column("body_written_by", BigId, nullable=False),
        sa.Column("source_written_by", BigId, nullable=False),
        sa.Column("sent_by", BigId, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("decision", sa.String(10)),
        sa.Column("decided_by", BigId),
        sa.Column("decided_at", Moment()),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT is_current OR (decision IS NOT NULL AND decision = 'approved')", name="current_is_approved"
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decision <> 'approved' "
            "OR (decided_by <> body_written_by AND decided_by <> source_written_by)",
            name="approved_by_another_person",
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('approved', 'sent_back')", name="decision_is_known"
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.CheckConstraint("number > 0", name="numbers_count_from_one"),
        sa.ForeignKeyConstraint(
            ["body_written_by"], ["account.id"], name="fk_question_edition_body_written_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_question_edition_decided_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_edition_question_id_question"
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name="fk_question_edition_sent_by_account"),
        sa.ForeignKeyConstraint(
            ["source_written_by"], ["account.id"], name="fk_question_edition_source_written_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_edition"),
        sa.UniqueConstraint("question_id", "id", name="uq_question_edition_question_id_id"),
        sa.UniqueConstraint("question_id", "number", name="uq_question_edition_question_id_number"),
    )
    op.create_index(
        "uq_question_edition_current",
        "question_edition",
        ["question_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "uq_question_edition_waiting",
        "question_edition",
        ["question_id"],
        unique=True,
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.create_table(
        "question_enemies",
        sa.Column("one_id", BigId, autoincrement=False, nullable=False),
        sa.Column("other_id", BigId, autoincrement=False, nullable=False),
        sa.CheckConstraint("one_id < other_id", name="stands_once"),
        sa.ForeignKeyConstraint(["one_id"], ["question.id"], name="fk_question_enemies_one_id_question"),
        sa.ForeignKeyConstraint(["other_id"], ["question.id"], name="fk_question_enemies_other_id_question"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_question_enemies"),
    )
    op.create_index("ix_question_enemies_other_id", "question_enemies", ["other_id"])
    op.create_table(
        "question_fault",
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_fault_question_id_question"
        ),
        sa.PrimaryKeyConstraint("question_id", "code", name="pk_question_fault"),
    )
    op.create_index("ix_question_fault_code", "question_fault", ["code"])
    op.create_table(
        "question_label",
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_label_question_id_question"
        ),
        sa.PrimaryKeyConstraint("question_id", "label", name="pk_question_label"),
    )
    op.create_index("ix_question_label_folded", "question_label", ["folded"])
    op.create_table(
        "question_source",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", BigId, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(500), nullable=False),
        sa.Column("folded_act", sa.String(500), nullable=False),
        sa.Column("clause", sa.String(200), nullable=False),
        sa.Column("act_date", sa.Date()),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_source_question_id_question"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_source"),
    )
    op.create_index("ix_question_source_folded_act", "question_source", ["folded_act"])
    op.create_index("ix_question_source_question_id", "question_source", ["question_id"])
    op.create_table(
        "question_print",
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.Column("print", sa.String(64), nullable=False),
        sa.CheckConstraint("length(print) = 64", name="print_is_sha256"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_print_question_id_question"
        ),
        sa.PrimaryKeyConstraint("question_id", "print", name="pk_question_print"),
    )
    op.create_table(
        "question_word",
        sa.Column("word_id", BigId, autoincrement=False, nullable=False),
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_word_question_id_question"
        ),
        sa.ForeignKeyConstraint(["word_id"], ["folded_word.id"], name="fk_question_word_word_id_folded_word"),
        sa.PrimaryKeyConstraint("word_id", "question_id", name="pk_question_word"),
    )
    op.create_index("ix_question_word_question_id", "question_word", ["question_id"])
    op.create_table(
        "sealed_paper",
        sa.Column("id", BigId, nullable=False),
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reserve", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text()),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.CheckConstraint("number > 0", name="numbers_count_from_one"),
        sa.ForeignKeyConstraint(["set_id"], ["sealed_set.id"], name="fk_sealed_paper_set_id_sealed_set"),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_paper"),
        sa.UniqueConstraint("set_id", "id", name="uq_sealed_paper_set_id_id"),
        sa.UniqueConstraint("set_id", "number", name="uq_sealed_paper_set_id_number"),
    )
    op.create_table(
        "holder_key",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("memory_kib", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("locked_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("replaced_at", Moment()),
        sa.CheckConstraint("length(public_key) = 32", name="has_its_public_half"),
        sa.CheckConstraint("passes > 0 AND memory_kib > 0", name="is_costly_to_guess"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_holder_key_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_holder_key"),
        sa.UniqueConstraint("account_id", "id", name="uq_holder_key_account_id_id"),
    )
    op.create_index(
        "uq_holder_key_current",
        "holder_key",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "sealed_set_key_share",
        sa.Column("set_id", BigId, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder_id", BigId, nullable=False),
        sa.Column("key_id", BigId, nullable=False),
        sa.Column("sealed_share", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name="one_of_three"),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["account.id"], name="fk_sealed_set_key_share_holder_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["holder_id", "key_id"],
            ["holder_key.account_id", "holder_key.id"],
            name="fk_sealed_set_key_share_holder_id_key_id_holder_key",
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["sealed_set.id"], name="fk_sealed_set_key_share_set_id_sealed_set"
        ),
        sa.PrimaryKeyConstraint("set_id", "place", name="pk_sealed_set_key_share"),
        sa.UniqueConstraint("set_id", "holder_id", name="uq_sealed_set_key_share_set_id_holder_id"),
    )
    op.create_table(
        "sealed_set_key_offer",
        sa.Column("set_id", BigId, autoincrement=False, nullable=False),
        sa.Column("from_place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("to_place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_share", sa.LargeBinary(), nullable=False),
        sa.Column("offered_at", Moment(), nullable=False),
        sa.Column("good_until", Moment(), nullable=False),
        sa.CheckConstraint("from_place <> to_place", name="is_for_another"),
        sa.CheckConstraint("good_until > offered_at", name="is_good_for_a_while"),
        sa.ForeignKeyConstraint(
            ["set_id", "from_place"],
            ["sealed_set_key_share.set_id", "sealed_set_key_share.place"],
            name="fk_sealed_set_key_offer_set_id_from_place_sealed_set_key_share",
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "to_place"],
            ["sealed_set_key_share.set_id", "sealed_set_key_share.place"],
            name="fk_sealed_set_key_offer_set_id_to_place_sealed_set_key_share",
        ),
        sa.PrimaryKeyConstraint("set_id", "from_place", "to_place", name="pk_sealed_set_key_offer"),
    )
    op.create_table(
        "question_comment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", BigId, nullable=False),
        sa.Column("edition_id", BigId),
        sa.Column("language", sa.String(2)),
        sa.Column("author_id", BigId, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.CheckConstraint("language IS NULL OR language IN ('kk', 'ru', 'en')", name="language_is_known"),
        sa.CheckConstraint("length(words) > 0", name="says_something"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_question_comment_author_id_account"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["question_edition.id"], name="fk_question_comment_edition_id_question_edition"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_comment_question_id_question"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_comment"),
    )
    op.create_index("ix_question_comment_question_id", "question_comment", ["question_id"])
    op.create_table(
        "question_draft",
        sa.Column("question_id", BigId, autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("based_on", BigId),
        sa.Column("writers", Json, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on"], ["question_edition.id"], name="fk_question_draft_based_on_question_edition"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_draft_question_id_question"
        ),
        sa.PrimaryKeyConstraint("question_id", name="pk_question_draft"),
    )
    op.create_table(
        "question_edition_language",
        sa.Column("edition_id", BigId, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("written_by", BigId, nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("checked_by", BigId),
        sa.Column("checked_at", Moment()),
        sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_is_known"),
        sa.CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name="checked_by_somebody"),
        sa.CheckConstraint("NOT stale OR checked_by IS NULL", name="stale_is_not_checked"),
        sa.CheckConstraint(
            "checked_by IS NULL OR checked_by <> written_by", name="checked_by_another_person"
        ),
        sa.CheckConstraint("length(digest) = 64", name="has_its_digest"),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["account.id"], name="fk_question_edition_language_checked_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["question_edition.id"],
            name="fk_question_edition_language_edition_id_question_edition",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name="fk_question_edition_language_written_by_account"
        ),
        sa.PrimaryKeyConstraint("edition_id", "language", name="pk_question_edition_language"),
    )
    op.create_table(
        "question_edition_medium",
        sa.Column("edition_id", BigId, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["question_edition.id"],
            name="fk_question_edition_medium_edition_id_question_edition",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name="fk_question_edition_medium_file_id_stored_file"
        ),
        sa.PrimaryKeyConstraint("edition_id", "digest", name="pk_question_edition_medium"),
    )
    op.create_table(
        "sealed_set_question",
        sa.Column("set_id", BigId, autoincrement=False, nullable=False),
        sa.Column("edition_id", BigId, autoincrement=False, nullable=False),
        sa.Column("question_id", BigId, nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.CheckConstraint("papers > 0", name="stands_in_a_paper"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["question_edition.id"], name="fk_sealed_set_question_edition_id_question_edition"
        ),
        sa.ForeignKeyConstraint(
            ["question_id", "edition_id"],
            ["question_edition.question_id", "question_edition.id"],
            name="fk_sealed_set_question_question_id_edition_id_question_edition",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_sealed_set_question_question_id_question"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["sealed_set.id"], name="fk_sealed_set_question_set_id_sealed_set"
        ),
        sa.PrimaryKeyConstraint("set_id", "edition_id", name="pk_sealed_set_question"),
    )
    op.create_index("ix_sealed_set_question_question_id", "sealed_set_question", ["question_id"])

    _guard_editions()
    _guard_blueprints()
    _guard_sets()
    guards.append_only(op, "question_comment", "id")
    guards.append_only(op, "question_edition_medium", "edition_id, digest")
    guards.append_only(op, "bank_export", "id")


def _guard_editions() -> None:
    guards.refuse_when(
        op,
        "question_edition_stays",
        "question_edition",
        "UPDATE",
        _changed(
            "id",
            "question_id",
            "number",
            "content",
            "digest",
            "source_language",
            "body_written_by",
            "source_written_by",
            "sent_by",
            "sent_at",
        )
        + " OR (OLD.decision IS NOT NULL AND (NEW.decision IS NULL OR NEW.decision <> OLD.decision"
        " OR NEW.decided_by <> OLD.decided_by OR NEW.decided_at <> OLD.decided_at))",
        "an edition never changes, and it is decided once",
    )
    guards.refuse_when(
        op, "question_edition_no_delete", "question_edition", "DELETE", "TRUE", "an edition is never deleted"
    )
    guards.refuse_truncate(op, "question_edition")
    guards.refuse_when(
        op,
        "question_edition_language_stays",
        "question_edition_language",
        "UPDATE",
        _changed("edition_id", "language", "digest", "written_by", "stale")
        + " OR (OLD.checked_by IS NOT NULL AND (NEW.checked_by IS NULL OR NEW.checked_by <> OLD.checked_by"
        " OR NEW.checked_at <> OLD.checked_at))",
        "the words of an edition never change, and they are checked once",
    )
    guards.refuse_when(
        op,
        "question_edition_language_no_delete",
        "question_edition_language",
        "DELETE",
        "TRUE",
        "the words of an edition are never deleted",
    )
    guards.refuse_truncate(op, "question_edition_language")
    approved = (
        "NEW.state IN ('approved', 'suspended') AND NOT EXISTS"
        " (SELECT 1 FROM question_edition WHERE question_id = NEW.id AND is_current)"
    )
    for event in ("INSERT", "UPDATE"):
        guards.refuse_when(
            op,
            f"question_approved_has_an_edition_{event.lower()}",
            "question",
            event,
            approved,
            "only a question with an approved edition is approved",
        )
    guards.refuse_when(
        op,
        "question_stays_itself",
        "question",
        "UPDATE",
        _changed("id", "bank_id", "kind", "created_at")
        + " OR COALESCE(NEW.import_id, 0) <> COALESCE(OLD.import_id, 0)",
        "a question stays the question that it is",
    )


def _guard_blueprints() -> None:
    guards.refuse_when(
        op,
        "blueprint_edition_stays",
        "blueprint_edition",
        "UPDATE",
        _changed(
            "id",
            "blueprint_id",
            "number",
            "content",
            "digest",
            "decision_number",
            "decision_date",
            "written_by",
            "sent_by",
            "sent_at",
        )
        + " OR (OLD.verdict IS NOT NULL AND (NEW.verdict IS NULL OR NEW.verdict <> OLD.verdict"
        " OR NEW.remark <> OLD.remark OR NEW.decided_by <> OLD.decided_by OR NEW.decided_at <> OLD.decided_at))",
        "an edition of a blueprint never changes, and it is decided once",
    )
    guards.refuse_when(
        op,
        "blueprint_edition_no_delete",
        "blueprint_edition",
        "DELETE",
        "TRUE",
        "an edition of a blueprint is never deleted",
    )
    guards.refuse_truncate(op, "blueprint_edition")


def _guard_sets() -> None:
    guards.refuse_when(
        op,
        "sealed_set_stays",
        "sealed_set",
        "UPDATE",
        "OLD.state <> 'sealed' OR "
        + _changed(
            "id",
            "office_id",
            "number",
            "blueprint_edition_id",
            "papers",
            "reserves",
            "digest",
            "cipher",
            "nonce",
            "sealed_by",
            "sealed_at",
        )
        + " OR COALESCE(NEW.replaces_id, 0) <> COALESCE(OLD.replaces_id, 0)",
        "a sealed set is opened or given up once, and never changes",
    )
    guards.refuse_when(
        op,
        "sealed_set_begins_sealed",
        "sealed_set",
        "INSERT",
        "NEW.state <> 'sealed'",
        "a set begins sealed",
    )
    guards.refuse_when(
        op,
        "sealed_set_drawn_by_an_approved_blueprint",
        "sealed_set",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM blueprint_edition WHERE id = NEW.blueprint_edition_id AND verdict = 'approved')",
        "papers are drawn by an approved blueprint only",
    )
    guards.refuse_when(
        op,
        "sealed_set_released_by_two_holders",
        "sealed_set",
        "UPDATE",
        "NEW.state = 'released' AND NOT EXISTS (SELECT 1 FROM sealed_set_key_offer AS offer"
        " JOIN sealed_set_key_share AS offered"
        " ON offered.set_id = offer.set_id AND offered.place = offer.from_place"
        " JOIN sealed_set_key_share AS own ON own.set_id = offer.set_id AND own.place = offer.to_place"
        " WHERE offer.set_id = NEW.id AND offered.holder_id = NEW.released_with"
        " AND own.holder_id = NEW.released_by AND offer.good_until >= NEW.released_at)",
        "a sealed set is released by two of its holders within the hour",
    )
    guards.refuse_when(
        op,
        "sealed_set_replaces_one_given_up",
        "sealed_set",
        "INSERT",
        "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sealed_set"
        " WHERE id = NEW.replaces_id AND office_id = NEW.office_id AND state = 'given_up')",
        "a set replaces one of its office that was given up",
    )
    guards.refuse_when(
        op, "sealed_set_no_delete", "sealed_set", "DELETE", "TRUE", "a sealed set is never deleted"
    )
    guards.refuse_truncate(op, "sealed_set")
    guards.refuse_when(
        op,
        "sealed_set_key_share_stays",
        "sealed_set_key_share",
        "UPDATE",
        "TRUE",
        "the share of a key never changes",
    )
    guards.refuse_when(
        op,
        "sealed_set_key_share_no_delete",
        "sealed_set_key_share",
        "DELETE",
        "TRUE",
        "the share of a key is never deleted",
    )
    guards.refuse_when(
        op,
        "sealed_set_key_share_not_of_the_sealer",
        "sealed_set_key_share",
        "INSERT",
        "EXISTS (SELECT 1 FROM sealed_set WHERE id = NEW.set_id AND sealed_by = NEW.holder_id)",
        "whoever seals a set holds no part of its key",
    )
    guards.refuse_when(
        op,
        "sealed_set_key_offer_stays",
        "sealed_set_key_offer",
        "UPDATE",
        "TRUE",
        "an offered part never changes",
    )
    guards.refuse_when(
        op,
        "holder_key_stays",
        "holder_key",
        "UPDATE",
        "OLD.replaced_at IS NOT NULL OR "
        + _changed(
            "id", "account_id", "public_key", "salt", "passes", "memory_kib", "nonce", "locked_key", "made_at"
        ),
        "the key of a holder is replaced once, and never changes",
    )
    guards.refuse_when(
        op, "holder_key_no_delete", "holder_key", "DELETE", "TRUE", "the key of a holder is never deleted"
    )
    guards.refuse_truncate(op, "holder_key")
    guards.append_only(op, "sealed_set_question", "set_id, edition_id")
    too_early = (
        "(NEW.content IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM sealed_set WHERE id = NEW.set_id AND state = 'released'))"
    )
    guards.refuse_when(
        op,
        "sealed_paper_stays",
        "sealed_paper",
        "UPDATE",
        f"{_changed('id', 'set_id', 'number', 'reserve', 'digest')} OR OLD.content IS NOT NULL OR {too_early}",
        "a paper stays as it was sealed, and shows itself when its set is released",
    )
    guards.refuse_when(
        op,
        "sealed_paper_begins_sealed",
        "sealed_paper",
        "INSERT",
        "NEW.content IS NOT NULL",
        "a paper begins sealed",
    )
    guards.refuse_when(
        op, "sealed_paper_no_delete", "sealed_paper", "DELETE", "TRUE", "a sealed paper is never deleted"
    )
    guards.refuse_truncate(op, "sealed_paper")


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def downgrade() -> None:
    for table in ("question_comment", "question_edition_medium", "bank_export", "sealed_set_question"):
        guards.drop_append_only(op, table)
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    for table in NEVER_EMPTIED:
        guards.drop_refuse_truncate(op, table)
    op.drop_index("ix_sealed_set_question_question_id", table_name="sealed_set_question")
    op.drop_table("sealed_set_question")
    op.drop_table("question_edition_medium")
    op.drop_table("question_edition_language")
    op.drop_table("question_draft")
    op.drop_index("ix_question_comment_question_id", table_name="question_comment")
    op.drop_table("question_comment")
    op.drop_table("sealed_set_key_offer")
    op.drop_table("sealed_set_key_share")
    op.drop_index(
        "uq_holder_key_current",
        table_name="holder_key",
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.drop_table("holder_key")
    op.drop_table("sealed_paper")
    op.drop_index("ix_question_word_question_id", table_name="question_word")
    op.drop_table("question_word")
    op.drop_table("question_print")
    op.drop_index("ix_question_source_question_id", table_name="question_source")
    op.drop_index("ix_question_source_folded_act", table_name="question_source")
    op.drop_table("question_source")
    op.drop_index("ix_question_fault_code", table_name="question_fault")
    op.drop_table("question_fault")
    op.drop_index("ix_question_label_folded", table_name="question_label")
    op.drop_table("question_label")
    op.drop_index("ix_question_enemies_other_id", table_name="question_enemies")
    op.drop_table("question_enemies")
    op.drop_index(
        "uq_question_edition_waiting",
        table_name="question_edition",
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.drop_index(
        "uq_question_edition_current",
        table_name="question_edition",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_table("question_edition")
    op.drop_index("ix_sealed_set_blueprint_edition_id", table_name="sealed_set")
    op.drop_table("sealed_set")
    op.drop_index("ix_question_topic_id", table_name="question")
    op.drop_index("ix_question_import_id", table_name="question")
    op.drop_index("ix_question_case_id", table_name="question")
    op.drop_index("ix_question_bank_id_state", table_name="question")
    op.drop_index("ix_question_author_id", table_name="question")
    op.drop_table("question")
    op.drop_table("bank_medium")
    op.drop_index("ix_bank_import_outcome_import_id_result", table_name="bank_import_outcome")
    op.drop_table("bank_import_outcome")
    op.drop_table("saved_view")
    op.drop_index(
        "uq_blueprint_edition_waiting",
        table_name="blueprint_edition",
        sqlite_where=sa.text("verdict IS NULL"),
        postgresql_where=sa.text("verdict IS NULL"),
    )
    op.drop_index(
        "uq_blueprint_edition_current",
        table_name="blueprint_edition",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_table("blueprint_edition")
    op.drop_table("blueprint_draft")
    op.drop_table("blueprint_bank")
    op.drop_table("bank_topic")
    op.drop_table("bank_specialty")
    op.drop_index("ix_bank_import_state", table_name="bank_import")
    op.drop_index("ix_bank_import_bank_id", table_name="bank_import")
    op.drop_table("bank_import_file")
    op.drop_table("bank_import")
    op.drop_index("ix_bank_export_bank_id", table_name="bank_export")
    op.drop_table("bank_export")
    op.drop_index("ix_question_bank_office_id", table_name="question_bank")
    op.drop_table("question_bank")
    op.drop_index("ix_blueprint_office_id_service", table_name="blueprint")
    op.drop_table("blueprint")
    op.drop_table("folded_word")
