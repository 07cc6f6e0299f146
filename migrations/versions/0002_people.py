"""People, offices, grants, settings.

Revision: 0002, 2026-11-20
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Json, Moment

revision = "0002"
down_revision = "0001"

CONFLICTS = (
    ("question_author", "reviewer"),
    ("translator", "reviewer"),
    ("administrator", "authorised_signatory"),
    ("administrator", "head"),
    ("administrator", "acting_head"),
    ("administrator", "bank_administrator"),
    ("inspector", "administrator"),
    ("inspector", "head"),
    ("inspector", "responsible_official"),
    ("commission_member", "appeal_member"),
    ("invigilator", "question_author"),
    ("invigilator", "bank_administrator"),
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("login", sa.String(60)),
        sa.Column("iin", sa.String(12)),
        sa.Column("bin", sa.String(12)),
        sa.Column("surname", sa.String(100), nullable=False),
        sa.Column("given_name", sa.String(100), nullable=False),
        sa.Column("patronymic", sa.String(100), nullable=False),
        sa.Column("organisation_name", sa.String(300), nullable=False),
        sa.Column("sort_key", sa.String(320), nullable=False),
        sa.Column("birth_date", sa.Date()),
        sa.Column("sex", sa.String(1)),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("second_factor", sa.String(300)),
        sa.Column("last_code_step", BigId),
        sa.Column("proven_at", Moment()),
        sa.Column("proven_how", sa.String(40)),
        sa.Column("closed_at", Moment()),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'staff') = (login IS NOT NULL)", name="staff_have_a_name"),
        sa.CheckConstraint(
            "kind <> 'organisation' OR (bin IS NOT NULL AND iin IS NULL)", name="organisation_has_bin"
        ),
        sa.CheckConstraint("kind <> 'person' OR (iin IS NOT NULL AND bin IS NULL)", name="person_has_iin"),
        sa.CheckConstraint("kind IN ('person', 'organisation', 'staff')", name="kind_is_known"),
        sa.CheckConstraint("sex IS NULL OR sex IN ('m', 'f')", name="sex_is_known"),
        sa.CheckConstraint("(proven_at IS NULL) = (proven_how IS NULL)", name="proven_says_how"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_bin", "account", ["bin"])
    op.create_index("ix_account_email", "account", ["email"])
    op.create_index("ix_account_iin", "account", ["iin"])
    op.create_index("ix_account_sort_key", "account", ["sort_key"])
    op.create_index("uq_account_login", "account", ["login"], unique=True)
    op.create_index(
        "uq_account_proven_bin",
        "account",
        ["bin"],
        unique=True,
        sqlite_where=sa.text("proven_at IS NOT NULL"),
        postgresql_where=sa.text("proven_at IS NOT NULL"),
    )
    op.create_index(
        "uq_account_proven_iin",
        "account",
        ["iin"],
        unique=True,
        sqlite_where=sa.text("proven_at IS NOT NULL AND kind = 'person'"),
        postgresql_where=sa.text("proven_at IS NOT NULL AND kind = 'person'"),
    )
    op.create_table(
        "office",
        sa.Column("id", BigId, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parent_id", BigId),
        sa.Column("name_kk", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.Column("short_kk", sa.String(120), nullable=False),
        sa.Column("short_ru", sa.String(120), nullable=False),
        sa.Column("short_en", sa.String(120), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("zone", sa.String(40), nullable=False),
        sa.Column("hours", Json, nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('committee', 'territorial', 'health_department', 'akimat', 'clinic', 'service_centre')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        sa.ForeignKeyConstraint(["parent_id"], ["office.id"], name="fk_office_parent_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.UniqueConstraint("code", name="uq_office_code"),
    )
    op.create_index("ix_office_parent_id", "office", ["parent_id"])
    op.create_table(
        "role_conflict",
        sa.Column("one", sa.String(40), nullable=False),
        sa.Column("other", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_role_conflict"),
    )
    op.create_table(
        "specialty",
        sa.Column("id", BigId, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("branch", sa.String(40), nullable=False),
        sa.Column("name_kk", sa.String(200), nullable=False),
        sa.Column("name_ru", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_specialty"),
        sa.UniqueConstraint("code", name="uq_specialty_code"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", BigId, nullable=False),
        sa.Column("system", sa.String(100), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("office_id", BigId),
        sa.Column("issued_by", BigId, nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.Column("revoked_at", Moment()),
        sa.Column("revoked_by", BigId),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by_somebody"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name="fk_api_token_issued_by_account"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_api_token_office_id_office"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_api_token_revoked_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_digest", name="uq_api_token_token_digest"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.String(60), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=False),
        sa.Column("set_by", BigId),
        sa.Column("set_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name="fk_calendar_day_set_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_day"),
    )
    op.create_index("ix_calendar_day_day", "calendar_day", ["day"])
    op.create_table(
        "known_device",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_known_device_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_known_device"),
        sa.UniqueConstraint("token_digest", name="uq_known_device_token_digest"),
    )
    op.create_index("ix_known_device_account_id", "known_device", ["account_id"])
    op.create_table(
        "mandate",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("principal_id", BigId, nullable=False),
        sa.Column("agent_id", BigId, nullable=False),
        sa.Column("services", Json, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date()),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("file_id", BigId),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment()),
        sa.Column("confirmed_by", BigId),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_reason", sa.String(300)),
        sa.CheckConstraint("kind IN ('power_of_attorney', 'by_law', 'organisation')", name="kind_is_known"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        sa.CheckConstraint("ended_at IS NULL OR ended_reason IS NOT NULL", name="ended_for_a_reason"),
        sa.CheckConstraint("principal_id <> agent_id", name="nobody_represents_oneself"),
        sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        sa.ForeignKeyConstraint(["agent_id"], ["account.id"], name="fk_mandate_agent_id_account"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name="fk_mandate_confirmed_by_account"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_mandate_file_id_stored_file"),
        sa.ForeignKeyConstraint(["principal_id"], ["account.id"], name="fk_mandate_principal_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_mandate"),
    )
    op.create_index("ix_mandate_agent_id", "mandate", ["agent_id"])
    op.create_index("ix_mandate_principal_id", "mandate", ["principal_id"])
    op.create_table(
        "office_setting",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.String(60), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("set_by", BigId),
        sa.Column("set_at", Moment(), nullable=False),
        sa.CheckConstraint("length(decision_number) > 0", name="rests_on_a_decision"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_office_setting_office_id_office"),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name="fk_office_setting_set_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_office_setting"),
    )
    op.create_index("ix_office_setting_key_office_id", "office_setting", ["key", "office_id", "service"])
    op.create_table(
        "recovery_code",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("used_at", Moment()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_recovery_code_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "reset_link",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_reset_link_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_reset_link"),
        sa.UniqueConstraint("token_digest", name="uq_reset_link_token_digest"),
    )
    op.create_index("ix_reset_link_account_id", "reset_link", ["account_id"])
    op.create_table(
        "role_grant",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date()),
        sa.Column("order_number", sa.String(60), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("granted_by", BigId),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment()),
        sa.Column("revoked_by", BigId),
        sa.Column("revoke_reason", sa.String(300)),
        sa.CheckConstraint(
            "role IN ("
            "'chancery_clerk', 'centre_inspector', 'statistics_specialist', "
            "'responsible_official', 'head', 'acting_head', 'authorised_signatory', "
            "'lawyer', 'commission_secretary', 'commission_member', 'appeal_member', "
            "'expert_member', 'question_author', 'translator', 'reviewer', "
            "'bank_administrator', 'invigilator', 'register_editor', 'inspector', "
            "'administrator'"
            ")",
            name="role_is_known",
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoke_reason IS NULL)",
            name="revoked_by_somebody_for_a_reason",
        ),
        sa.CheckConstraint("granted_by IS NULL OR granted_by <> account_id", name="nobody_grants_to_oneself"),
        sa.CheckConstraint("length(order_number) > 0", name="rests_on_an_order"),
        sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_role_grant_account_id_account"),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name="fk_role_grant_granted_by_account"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_role_grant_office_id_office"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_role_grant_revoked_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
    )
    op.create_index("ix_role_grant_account_id", "role_grant", ["account_id"])
    op.create_index("ix_role_grant_office_id_role", "role_grant", ["office_id", "role"])
    op.create_index(
        "uq_role_grant_open",
        "role_grant",
        ["account_id", "role", "office_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL AND until_day IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL AND until_day IS NULL"),
    )
    op.create_table(
        "log_in",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("grant_id", BigId),
        sa.Column("mandate_id", BigId),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_how", sa.String(20)),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended_says_how"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_log_in_account_id_account"),
        sa.ForeignKeyConstraint(["grant_id"], ["role_grant.id"], name="fk_log_in_grant_id_role_grant"),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name="fk_log_in_mandate_id_mandate"),
        sa.PrimaryKeyConstraint("id", name="pk_log_in"),
        sa.UniqueConstraint("token_digest", name="uq_log_in_token_digest"),
    )
    op.create_index("ix_log_in_account_id", "log_in", ["account_id"])

    guards.refuse_when(
        op,
        "account_proven_stays",
        "account",
        "UPDATE",
        "OLD.proven_at IS NOT NULL AND (NEW.proven_at IS NULL OR COALESCE(NEW.iin, '') <> COALESCE(OLD.iin, '')"
        " OR COALESCE(NEW.bin, '') <> COALESCE(OLD.bin, ''))",
        "a proven identity is not changed",
    )
    guards.refuse_when(
        op, "account_no_delete", "account", "DELETE", "TRUE", "an account is closed, never deleted"
    )
    op.bulk_insert(
        sa.table("role_conflict", sa.column("one"), sa.column("other")),
        [{"one": one, "other": other} for one, other in CONFLICTS],
    )
    guards.refuse_when(
        op, "role_conflict_no_update", "role_conflict", "UPDATE", "TRUE", "conflicts of roles stay"
    )
    guards.refuse_when(
        op, "role_conflict_no_delete", "role_conflict", "DELETE", "TRUE", "conflicts of roles stay"
    )
    guards.refuse_when(
        op,
        "role_grant_only_ends",
        "role_grant",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id OR NEW.role <> OLD.role"
        " OR NEW.office_id <> OLD.office_id OR NEW.from_day <> OLD.from_day"
        " OR NEW.order_number <> OLD.order_number OR NEW.order_date <> OLD.order_date"
        " OR NEW.granted_at <> OLD.granted_at OR COALESCE(NEW.granted_by, 0) <> COALESCE(OLD.granted_by, 0)"
        " OR OLD.revoked_at IS NOT NULL"
        " OR (OLD.until_day IS NOT NULL AND (NEW.until_day IS NULL OR NEW.until_day > OLD.until_day))",
        "of a grant only the end can be changed",
    )
    guards.refuse_when(
        op, "role_grant_no_delete", "role_grant", "DELETE", "TRUE", "a grant is revoked, never deleted"
    )
    refuse_conflicting_grants()
    guards.append_only(op, "office_setting", "id")
    guards.append_only(op, "calendar_day", "id")


def refuse_conflicting_grants() -> None:
    """One person never holds two conflicting roles at once, even when two administrators grant at the same moment."""
    condition = (
        "EXISTS (SELECT 1 FROM role_grant g JOIN role_conflict c"
        " ON (c.one = NEW.role AND c.other = g.role) OR (c.other = NEW.role AND c.one = g.role)"
        " WHERE g.account_id = NEW.account_id AND g.revoked_at IS NULL"
        " AND (g.until_day IS NULL OR g.until_day >= NEW.from_day)"
        " AND (NEW.until_day IS NULL OR g.from_day <= NEW.until_day))"
    )
    name, sentence = "role_grant_no_conflict", "these two roles must not meet in one person"
    if guards.is_sqlite(op):
        guards.refuse_when(op, name, "role_grant", "INSERT", condition, sentence)
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM 1 FROM account WHERE id = NEW.account_id FOR NO KEY UPDATE; "
        f"IF {condition} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON role_grant FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    guards.drop_append_only(op, "calendar_day")
    guards.drop_append_only(op, "office_setting")
    guards.drop(op, "role_grant", "role_grant_only_ends", "role_grant_no_delete", "role_grant_no_conflict")
    guards.drop(op, "role_conflict", "role_conflict_no_update", "role_conflict_no_delete")
    guards.drop(op, "account", "account_proven_stays", "account_no_delete")
    op.drop_index("ix_log_in_account_id", table_name="log_in")
    op.drop_table("log_in")
    op.drop_index(
        "uq_role_grant_open",
        table_name="role_grant",
        sqlite_where=sa.text("revoked_at IS NULL AND until_day IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL AND until_day IS NULL"),
    )
    op.drop_index("ix_role_grant_office_id_role", table_name="role_grant")
    op.drop_index("ix_role_grant_account_id", table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("ix_reset_link_account_id", table_name="reset_link")
    op.drop_table("reset_link")
    op.drop_index("ix_recovery_code_account_id", table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index("ix_office_setting_key_office_id", table_name="office_setting")
    op.drop_table("office_setting")
    op.drop_index("ix_mandate_principal_id", table_name="mandate")
    op.drop_index("ix_mandate_agent_id", table_name="mandate")
    op.drop_table("mandate")
    op.drop_index("ix_known_device_account_id", table_name="known_device")
    op.drop_table("known_device")
    op.drop_index("ix_calendar_day_day", table_name="calendar_day")
    op.drop_table("calendar_day")
    op.drop_table("api_token")
    op.drop_table("specialty")
    op.drop_table("role_conflict")
    op.drop_index("ix_office_parent_id", table_name="office")
    op.drop_table("office")
    op.drop_index(
        "uq_account_proven_iin",
        table_name="account",
        sqlite_where=sa.text("proven_at IS NOT NULL AND kind = 'person'"),
        postgresql_where=sa.text("proven_at IS NOT NULL AND kind = 'person'"),
    )
    op.drop_index(
        "uq_account_proven_bin",
        table_name="account",
        sqlite_where=sa.text("proven_at IS NOT NULL"),
        postgresql_where=sa.text("proven_at IS NOT NULL"),
    )
    op.drop_index("uq_account_login", table_name="account")
    op.drop_index("ix_account_sort_key", table_name="account")
    op.drop_index("ix_account_iin", table_name="account")
    op.drop_index("ix_account_email", table_name="account")
    op.drop_index("ix_account_bin", table_name="account")
    op.drop_table("account")
