"""Papers that several people sign in a named order, and the one row that says that all of them have.

Revision: 0012, 2026-11-28
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0012"
down_revision = "0011"

APPEND_ONLY = {
    "signing_place": ("sheet_id, position", "sheet_id, account_id"),
    "signing_offer": ("id",),
    "signing_deed": ("id", "sheet_id, position"),
    "signing_done": ("sheet_id",),
}
GUARDS = {
    "signing_sheet": (
        "signing_sheet_opens_once",
        "signing_sheet_stays",
        "signing_sheet_no_delete",
    ),
    "signing_place": ("signing_place_in_order",),
    "signing_deed": (
        "signing_deed_in_order",
        "signing_deed_over_what_was_left",
        "signing_deed_by_who_holds_the_role",
        "signing_deed_by_the_person",
    ),
    "signing_done": ("signing_done_when_all_signed",),
}
TABLES = ("signing_sheet", "signing_place", "signing_offer", "signing_deed", "signing_done")


def upgrade() -> None:
    op.create_index("uq_stored_file_id_digest", "stored_file", ["id", "digest"], unique=True)
    _sheets()
    _deeds()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    guards.refuse_truncate(op, "signing_sheet")
    _guard_sheets()
    _guard_deeds()
    _guard_done()


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    guards.drop_refuse_truncate(op, "signing_sheet")
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_stored_file_id_digest", table_name="stored_file")


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _of_file(file: str, digest: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([file, digest], ["stored_file.id", "stored_file.digest"], name=name)


def _sheets() -> None:
    op.create_table(
        "signing_sheet",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("title_kk", sa.String(300), nullable=False),
        sa.Column("title_ru", sa.String(300), nullable=False),
        sa.Column("title_en", sa.String(300), nullable=False),
        sa.Column("unsigned_file_id", BigId, nullable=False),
        sa.Column("unsigned_digest", sa.String(64), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.Column("opened_by", BigId),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment()),
        sa.Column("withdrawn_by", BigId),
        sa.Column("withdrawn_reason", sa.String(500)),
        sa.CheckConstraint("length(kind) > 0", name="is_of_a_kind"),
        sa.CheckConstraint("signatures > 0", name="somebody_signs"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_reason IS NULL OR length(withdrawn_reason) > 0)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        _points("signing_sheet", "office_id", "office"),
        _points("signing_sheet", "opened_by", "account"),
        _points("signing_sheet", "withdrawn_by", "account"),
        _of_file("unsigned_file_id", "unsigned_digest", "fk_signing_sheet_unsigned_file"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_sheet"),
        sa.UniqueConstraint("id", "kind", "subject_id", name="uq_signing_sheet_id_kind_subject_id"),
    )
    op.create_index(
        "uq_signing_sheet_of_a_subject",
        "signing_sheet",
        ["kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "signing_place",
        sa.Column("sheet_id", BigId, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("capacity_kk", sa.String(200), nullable=False),
        sa.Column("capacity_ru", sa.String(200), nullable=False),
        sa.Column("capacity_en", sa.String(200), nullable=False),
        sa.Column("role", sa.String(40)),
        sa.CheckConstraint("position > 0", name="position_counts_from_one"),
        sa.CheckConstraint(
            "length(capacity_kk) > 0 AND length(capacity_ru) > 0 AND length(capacity_en) > 0",
            name="says_as_whom",
        ),
        _points("signing_place", "sheet_id", "signing_sheet"),
        _points("signing_place", "account_id", "account"),
        sa.PrimaryKeyConstraint("sheet_id", "position", name="pk_signing_place"),
        sa.UniqueConstraint("sheet_id", "account_id", name="uq_signing_place_sheet_id_account_id"),
        sa.UniqueConstraint(
            "sheet_id", "position", "account_id", name="uq_signing_place_sheet_id_position_account_id"
        ),
    )
    op.create_index("ix_signing_place_account_id", "signing_place", ["account_id"])


def _deeds() -> None:
    op.create_table(
        "signing_offer",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sheet_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("over_digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("free_from", sa.Integer(), nullable=False),
        sa.Column("free_until", sa.Integer(), nullable=False),
        sa.Column("covered_digest", sa.String(64), nullable=False),
        sa.Column("offered_at", Moment(), nullable=False),
        sa.CheckConstraint("free_until > free_from AND free_from > 0", name="has_its_free_place"),
        sa.ForeignKeyConstraint(
            ["sheet_id", "position"],
            ["signing_place.sheet_id", "signing_place.position"],
            name="fk_signing_offer_place",
        ),
        _of_file("file_id", "digest", "fk_signing_offer_file"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_offer"),
    )
    op.create_index("ix_signing_offer_sheet_id_position", "signing_offer", ["sheet_id", "position"])
    op.create_table(
        "signing_deed",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sheet_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("grant_id", BigId, nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(1000)),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("over_digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId),
        sa.Column("digest", sa.String(64)),
        sa.Column("level", sa.String(10)),
        sa.Column("signer_name", sa.String(320)),
        sa.Column("signer_iin", sa.String(12)),
        sa.Column("serial", sa.String(64)),
        sa.Column("stand_in", sa.Boolean()),
        sa.CheckConstraint(
            "(what = 'signed' AND reason IS NULL AND file_id IS NOT NULL AND digest IS NOT NULL AND level IS NOT NULL"
            " AND signer_name IS NOT NULL AND signer_iin IS NOT NULL AND serial IS NOT NULL"
            " AND stand_in IS NOT NULL AND digest <> over_digest)"
            " OR (what = 'refused' AND reason IS NOT NULL AND length(reason) > 0 AND file_id IS NULL"
            " AND digest IS NULL AND level IS NULL AND signer_name IS NULL AND signer_iin IS NULL"
            " AND serial IS NULL AND stand_in IS NULL)",
            name="signed_or_refused_for_a_reason",
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "position", "account_id"],
            ["signing_place.sheet_id", "signing_place.position", "signing_place.account_id"],
            name="fk_signing_deed_by_whom_the_place_names",
        ),
        _points("signing_deed", "sheet_id", "signing_sheet"),
        _points("signing_deed", "grant_id", "role_grant"),
        _of_file("file_id", "digest", "fk_signing_deed_file"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_deed"),
        sa.UniqueConstraint("sheet_id", "position", name="uq_signing_deed_sheet_id_position"),
    )
    op.create_table(
        "signing_done",
        sa.Column("sheet_id", BigId, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject_id", BigId, nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("done_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id", "kind", "subject_id"],
            ["signing_sheet.id", "signing_sheet.kind", "signing_sheet.subject_id"],
            name="fk_signing_done_sheet",
        ),
        _of_file("file_id", "digest", "fk_signing_done_file"),
        sa.PrimaryKeyConstraint("sheet_id", name="pk_signing_done"),
        sa.UniqueConstraint(
            "sheet_id", "kind", "subject_id", name="uq_signing_done_sheet_id_kind_subject_id"
        ),
    )


def _refuse(name: str, event: str, condition: str, sentence: str, hold: str | None = None) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, hold=hold)


# Whoever signs, refuses or withdraws holds the sheet: each sees what the other has done.
_THE_SHEET = "signing_sheet WHERE id = NEW.sheet_id"


_DONE = "EXISTS (SELECT 1 FROM signing_done d WHERE d.sheet_id = OLD.id)"


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _guard_sheets() -> None:
    _refuse(
        "signing_sheet_opens_once",
        "INSERT",
        "NEW.withdrawn_at IS NOT NULL OR EXISTS (SELECT 1 FROM signing_sheet s WHERE s.id = NEW.id"
        " OR (s.kind = NEW.kind AND s.subject_id = NEW.subject_id AND s.withdrawn_at IS NULL))",
        "a paper has one sheet at a time",
    )
    kept = (
        *("id", "office_id", "kind", "subject_id", "title_kk", "title_ru", "title_en"),
        *("unsigned_file_id", "unsigned_digest", "signatures", "opened_at"),
    )
    _refuse(
        "signing_sheet_stays",
        "UPDATE",
        "OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL"
        " OR COALESCE(NEW.opened_by, 0) <> COALESCE(OLD.opened_by, 0)"
        f" OR {_DONE} OR {_changed(*kept)}",
        "a sheet is withdrawn while it is unsigned, never changed",
    )
    _refuse("signing_sheet_no_delete", "DELETE", "TRUE", "a sheet is withdrawn, never deleted")
    _refuse(
        "signing_place_in_order",
        "INSERT",
        "NEW.position <> 1 + (SELECT COUNT(*) FROM signing_place p WHERE p.sheet_id = NEW.sheet_id)"
        " OR NEW.position > (SELECT s.signatures FROM signing_sheet s WHERE s.id = NEW.sheet_id)",
        "the places of a sheet are counted, and as many as it was opened for",
        hold=_THE_SHEET,
    )


def _guard_deeds() -> None:
    _refuse(
        "signing_deed_in_order",
        "INSERT",
        "NEW.position <> 1 + (SELECT COUNT(*) FROM signing_deed d WHERE d.sheet_id = NEW.sheet_id)"
        " OR EXISTS (SELECT 1 FROM signing_deed d WHERE d.sheet_id = NEW.sheet_id AND d.what = 'refused')"
        " OR EXISTS (SELECT 1 FROM signing_sheet s WHERE s.id = NEW.sheet_id AND s.withdrawn_at IS NOT NULL)",
        "a sheet is signed in its order, and no more after a refusal or a withdrawal",
        hold=_THE_SHEET,
    )
    _refuse(
        "signing_deed_over_what_was_left",
        "INSERT",
        "NEW.over_digest <> COALESCE("
        "(SELECT d.digest FROM signing_deed d WHERE d.sheet_id = NEW.sheet_id AND d.position = NEW.position - 1),"
        " (SELECT s.unsigned_digest FROM signing_sheet s WHERE s.id = NEW.sheet_id))",
        "a signature is appended to what the one before left",
        hold=_THE_SHEET,
    )
    _refuse(
        "signing_deed_by_who_holds_the_role",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM role_grant g JOIN signing_sheet s ON s.id = NEW.sheet_id"
        " JOIN signing_place p ON p.sheet_id = NEW.sheet_id AND p.position = NEW.position"
        " WHERE g.id = NEW.grant_id AND g.account_id = NEW.account_id AND g.office_id = s.office_id"
        " AND g.revoked_at IS NULL AND (p.role IS NULL OR p.role = g.role))",
        "whoever signs holds the role at the office of the paper",
        hold="role_grant WHERE id = NEW.grant_id",
    )
    _refuse(
        "signing_deed_by_the_person",
        "INSERT",
        "NEW.what = 'signed' AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id"
        " AND a.iin = NEW.signer_iin AND a.closed_at IS NULL)",
        "the certificate names the person whose place it is",
    )


def _guard_done() -> None:
    _refuse(
        "signing_done_when_all_signed",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM signing_sheet s JOIN signing_deed d ON d.sheet_id = s.id"
        " WHERE s.id = NEW.sheet_id AND s.withdrawn_at IS NULL AND d.position = s.signatures"
        " AND d.what = 'signed' AND d.file_id = NEW.file_id AND d.digest = NEW.digest)"
        " OR (SELECT s.signatures FROM signing_sheet s WHERE s.id = NEW.sheet_id) <>"
        " (SELECT COUNT(*) FROM signing_deed d WHERE d.sheet_id = NEW.sheet_id AND d.what = 'signed')",
        "a paper is signed when everybody whom its sheet names has signed it",
        hold=_THE_SHEET,
    )
