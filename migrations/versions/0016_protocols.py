"""Protocols of meetings: frozen facts, the decisions in them, that they are signed, and the sheets that mend them.

Revision: 0016, 2026-11-28
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0016"
down_revision = "0015"

APPEND_ONLY = {
    "protocol_signed": ("protocol_id",),
    "protocol_item_signed": ("item_id",),
    "protocol_correction": ("id", "protocol_id, number"),
    "protocol_correction_signed": ("correction_id",),
}
GUARDS = {
    "protocol": (
        "protocol_of_a_closed_meeting",
        "protocol_numbers_without_gaps",
        "protocol_stays",
        "protocol_no_delete",
    ),
    "protocol_item": (
        "protocol_item_of_its_meeting",
        "protocol_item_by_the_current_result",
        "protocol_item_before_signing",
        "protocol_item_no_update",
        "protocol_item_stays",
    ),
    "protocol_signed": ("protocol_signed_as_drawn",),
    "protocol_item_signed": ("protocol_item_signed_by_the_current_result",),
}
TABLES = (
    "protocol",
    "protocol_item",
    "protocol_signed",
    "protocol_item_signed",
    "protocol_correction",
    "protocol_correction_signed",
)


def upgrade() -> None:
    _protocols()
    _signed()
    _corrections()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    for table in ("protocol", "protocol_item"):
        guards.refuse_truncate(op, table)
    _guard_protocols()
    _guard_items()
    _guard_signed()


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    for table in ("protocol", "protocol_item"):
        guards.drop_refuse_truncate(op, table)
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)


def _points(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=f"fk_{table}_{column}_{to}")


def _by_everybody(table: str, subject: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sheet_id", "kind", subject],
        ["signing_done.sheet_id", "signing_done.kind", "signing_done.subject_id"],
        name=f"fk_{table}_by_everybody",
    )


def _protocols() -> None:
    op.create_table(
        "protocol",
        sa.Column("id", BigId, nullable=False),
        sa.Column("meeting_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("drawn_by", BigId, nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.CheckConstraint("number > 0", name="number_counts_from_one"),
        sa.CheckConstraint("length(facts) > 0 AND length(digest) = 64", name="has_its_facts"),
        _points("protocol", "meeting_id", "meeting_session", "meeting_id"),
        _points("protocol", "office_id", "office"),
        _points("protocol", "file_id", "stored_file"),
        _points("protocol", "drawn_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_protocol"),
        sa.UniqueConstraint("meeting_id", name="uq_protocol_meeting_id"),
        sa.UniqueConstraint("office_id", "year", "number", name="uq_protocol_office_id_year_number"),
    )
    op.create_table(
        "protocol_item",
        sa.Column("id", BigId, nullable=False),
        sa.Column("protocol_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("interview_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint("length(digest) = 64 AND position > 0", name="has_its_digest"),
        _points("protocol_item", "protocol_id", "protocol"),
        sa.ForeignKeyConstraint(
            ["interview_id", "case_id", "decision"],
            ["commission_interview.id", "commission_interview.case_id", "commission_interview.decision"],
            name="fk_protocol_item_as_the_interview_was_decided",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_protocol_item"),
        sa.UniqueConstraint("protocol_id", "position", name="uq_protocol_item_protocol_id_position"),
        sa.UniqueConstraint("interview_id", name="uq_protocol_item_interview_id"),
        sa.UniqueConstraint("id", "protocol_id", "case_id", "decision", name="uq_protocol_item_as_it_is"),
    )


def _signed() -> None:
    op.create_table(
        "protocol_signed",
        sa.Column("protocol_id", BigId, autoincrement=False, nullable=False),
        sa.Column("sheet_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.CheckConstraint("kind = 'protocol'", name="is_a_protocol"),
        _points("protocol_signed", "protocol_id", "protocol"),
        _by_everybody("protocol_signed", "protocol_id"),
        sa.PrimaryKeyConstraint("protocol_id", name="pk_protocol_signed"),
    )
    op.create_table(
        "protocol_item_signed",
        sa.Column("item_id", BigId, autoincrement=False, nullable=False),
        sa.Column("protocol_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        _points("protocol_item_signed", "protocol_id", "protocol_signed", "protocol_id"),
        sa.ForeignKeyConstraint(
            ["item_id", "protocol_id", "case_id", "decision"],
            [
                "protocol_item.id",
                "protocol_item.protocol_id",
                "protocol_item.case_id",
                "protocol_item.decision",
            ],
            name="fk_protocol_item_signed_as_it_is",
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_protocol_item_signed"),
        sa.UniqueConstraint(
            "item_id", "case_id", "decision", name="uq_protocol_item_signed_item_id_case_id_decision"
        ),
    )


def _corrections() -> None:
    op.create_table(
        "protocol_correction",
        sa.Column("id", BigId, nullable=False),
        sa.Column("protocol_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("stands", sa.Text(), nullable=False),
        sa.Column("reads", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("drawn_by", BigId, nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.CheckConstraint("number > 0 AND length(digest) = 64", name="has_its_number"),
        sa.CheckConstraint(
            "length(stands) > 0 AND length(reads) > 0 AND stands <> reads AND length(reason) > 0",
            name="says_what_and_why",
        ),
        _points("protocol_correction", "protocol_id", "protocol_signed", "protocol_id"),
        _points("protocol_correction", "file_id", "stored_file"),
        _points("protocol_correction", "drawn_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_protocol_correction"),
        sa.UniqueConstraint("protocol_id", "number", name="uq_protocol_correction_protocol_id_number"),
    )
    op.create_table(
        "protocol_correction_signed",
        sa.Column("correction_id", BigId, autoincrement=False, nullable=False),
        sa.Column("sheet_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.CheckConstraint("kind = 'protocol_correction'", name="is_a_correction"),
        _points("protocol_correction_signed", "correction_id", "protocol_correction"),
        _by_everybody("protocol_correction_signed", "correction_id"),
        sa.PrimaryKeyConstraint("correction_id", name="pk_protocol_correction_signed"),
    )


def _refuse(name: str, event: str, condition: str, sentence: str, **waits: str) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, **waits)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _sent(protocol: str) -> str:
    """A sheet is open, or somebody has ever signed one."""
    sheet = f"s.kind = 'protocol' AND s.subject_id = {protocol}"
    signed = "EXISTS (SELECT 1 FROM signing_deed d WHERE d.sheet_id = s.id AND d.what = 'signed')"
    held = f"{sheet} AND (s.withdrawn_at IS NULL OR {signed})"
    return f"EXISTS (SELECT 1 FROM signing_sheet s WHERE {held})"  # noqa: S608 - names of the migration, no input


def _guard_protocols() -> None:
    _refuse(
        "protocol_of_a_closed_meeting",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM meeting_session s JOIN commission_meeting m ON m.id = s.meeting_id"
        " WHERE s.meeting_id = NEW.meeting_id AND s.closed_at IS NOT NULL AND m.office_id = NEW.office_id)",
        "a protocol is drawn of a closed meeting of the office",
    )
    _refuse(
        "protocol_numbers_without_gaps",
        "INSERT",
        "NEW.number <> 1 + (SELECT COALESCE(MAX(p.number), 0) FROM protocol p"
        " WHERE p.office_id = NEW.office_id AND p.year = NEW.year)",
        "protocols are numbered without gaps",
        queue_by="NEW.office_id",
    )
    _refuse(
        "protocol_stays",
        "UPDATE",
        f"{_changed('id', 'meeting_id', 'office_id', 'year', 'number')} OR {_sent('OLD.id')}",
        "a protocol that was sent to be signed stays as it is",
    )
    _refuse("protocol_no_delete", "DELETE", "TRUE", "a protocol is drawn anew, never deleted")


# Whoever corrects a result holds the row of its case: then the one waits for the other.
_THE_CASE = "case_file WHERE id = NEW.case_id"


def _replaced(interview: str) -> str:
    """Another result, or another report, has taken the place of the one on which the interview rests."""
    return (
        f"EXISTS (SELECT 1 FROM commission_interview i WHERE {interview}"  # noqa: S608 - names of the migration
        " AND (EXISTS (SELECT 1 FROM test_result r WHERE r.replaces_id = i.result_id)"
        " OR EXISTS (SELECT 1 FROM evaluation_report e WHERE e.replaces_id = i.report_id)))"
    )


def _guard_items() -> None:
    _refuse(
        "protocol_item_of_its_meeting",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM interview_hearing h JOIN protocol p ON p.meeting_id = h.meeting_id"
        " WHERE h.interview_id = NEW.interview_id AND p.id = NEW.protocol_id AND h.ending = 'decided')",
        "a protocol holds the decisions of its own meeting",
    )
    _refuse(
        "protocol_item_by_the_current_result",
        "INSERT",
        _replaced("i.id = NEW.interview_id"),
        "a decision rests on the current result or report",
        hold=_THE_CASE,
    )
    sentence = "a protocol that was sent to be signed stays as it is"
    _refuse("protocol_item_before_signing", "INSERT", _sent("NEW.protocol_id"), sentence)
    _refuse("protocol_item_no_update", "UPDATE", "TRUE", sentence)
    _refuse("protocol_item_stays", "DELETE", _sent("OLD.protocol_id"), sentence)


def _guard_signed() -> None:
    _refuse(
        "protocol_signed_as_drawn",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM protocol p JOIN stored_file f ON f.id = p.file_id"
        " JOIN signing_sheet s ON s.id = NEW.sheet_id"
        " WHERE p.id = NEW.protocol_id AND s.unsigned_digest = f.digest AND s.withdrawn_at IS NULL)",
        "the protocol that was signed is the one that was drawn",
    )
    _refuse(
        "protocol_item_signed_by_the_current_result",
        "INSERT",
        _replaced("i.id = (SELECT p.interview_id FROM protocol_item p WHERE p.id = NEW.item_id)"),
        "a decision rests on the current result or report",
        hold=_THE_CASE,
    )
