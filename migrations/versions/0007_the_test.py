"""The test: sittings, places, attempts, the journal of answers, results.

Revision: 0007, 2026-11-27
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.columns import BigId, Json, Moment

revision = "0007"
down_revision = "0006"

TABLES = (
    "exam_room",
    "exam_seat",
    "sitting",
    "sitting_invigilator",
    "sitting_set",
    "interest_declaration",
    "sitting_place",
    "admission",
    "exam_paper",
    "no_result_decision",
    "attempt",
    "attempt_device",
    "attempt_event",
    "attempt_presence",
    "device_code",
    "time_grant",
    "apart_proposal",
    "answer_entry",
    "apart_entry",
    "apart_verdict",
    "apart_proposed",
    "hall_record",
    "hall_incident",
    "hall_message",
    "problem_report",
    "hall_message_read",
    "question_ruling",
    "test_result",
)


def upgrade() -> None:
    # What names a case and its person together is held to both.
    op.create_index("uq_case_person_case_id_iin", "case_person", ["case_id", "iin"], unique=True)
    _sittings()
    _places()
    _attempts()
    _entries()
    _hall()
    _results()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_case_person_case_id_iin", table_name="case_person")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _sittings() -> None:
    op.create_table(
        "exam_room",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0 AND length(address) > 0", name="can_be_found"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_exam_room_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_exam_room"),
        sa.UniqueConstraint("office_id", "name", name="uq_exam_room_office_id_name"),
    )
    op.create_table(
        "exam_seat",
        sa.Column("id", BigId, nullable=False),
        sa.Column("room_id", BigId, nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        sa.Column("workstation", sa.String(120), nullable=False),
        sa.Column("network", sa.String(50), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.CheckConstraint("length(label) > 0", name="has_a_label"),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name="fk_exam_seat_room_id_exam_room"),
        sa.PrimaryKeyConstraint("id", name="pk_exam_seat"),
        sa.UniqueConstraint("room_id", "id", name="uq_exam_seat_room_id_id"),
        sa.UniqueConstraint("room_id", "label", name="uq_exam_seat_room_id_label"),
    )
    op.create_table(
        "sitting",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("specialty_id", BigId),
        sa.Column("category", sa.String(40)),
        sa.Column("room_id", BigId, nullable=False),
        sa.Column("shift", sa.String(40), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("blueprint_edition_id", BigId, nullable=False),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.Column("score_shown", sa.String(20), nullable=False),
        sa.Column("interview_note", sa.String(300), nullable=False),
        sa.Column("planned_by", BigId, nullable=False),
        sa.Column("planned_at", Moment(), nullable=False),
        sa.Column("published_by", BigId),
        sa.Column("published_at", Moment()),
        sa.Column("doors_at", Moment()),
        sa.Column("begun_at", Moment()),
        sa.Column("closed_at", Moment()),
        sa.Column("annulled_by", BigId),
        sa.Column("annulled_at", Moment()),
        sa.Column("annulled_reason", sa.String(1000)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('test', 'rehearsal')", name="kind_is_known"),
        sa.CheckConstraint(
            "score_shown IN ('at_once', 'after_sitting', 'with_decision')", name="score_shown_is_known"
        ),
        sa.CheckConstraint(
            "(annulled_at IS NULL) = (annulled_by IS NULL) AND (annulled_at IS NULL) = (annulled_reason IS NULL)",
            name="annulled_by_somebody_for_a_reason",
        ),
        sa.CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_by_somebody"),
        sa.CheckConstraint(
            "begun_at IS NULL OR (doors_at IS NOT NULL AND begun_at >= starts_at)",
            name="begins_with_open_doors_and_not_early",
        ),
        sa.CheckConstraint("capacity > 0", name="holds_somebody"),
        sa.CheckConstraint("closed_at IS NULL OR begun_at IS NOT NULL", name="closes_after_it_began"),
        sa.CheckConstraint("doors_at IS NULL OR published_at IS NOT NULL", name="doors_open_when_published"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint("grace_seconds >= 0", name="grace_is_not_negative"),
        sa.ForeignKeyConstraint(["annulled_by"], ["account.id"], name="fk_sitting_annulled_by_account"),
        sa.ForeignKeyConstraint(
            ["blueprint_edition_id"],
            ["blueprint_edition.id"],
            name="fk_sitting_blueprint_edition_id_blueprint_edition",
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_sitting_office_id_office"),
        sa.ForeignKeyConstraint(["planned_by"], ["account.id"], name="fk_sitting_planned_by_account"),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name="fk_sitting_published_by_account"),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name="fk_sitting_room_id_exam_room"),
        sa.ForeignKeyConstraint(["specialty_id"], ["specialty.id"], name="fk_sitting_specialty_id_specialty"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting"),
        sa.UniqueConstraint("id", "kind", "capacity", "starts_at", "ends_at", name="uq_sitting_carried"),
        sa.UniqueConstraint("id", "room_id", name="uq_sitting_id_room_id"),
        sa.UniqueConstraint("office_id", "number", name="uq_sitting_office_id_number"),
    )
    op.create_index("ix_sitting_office_id_starts_at", "sitting", ["office_id", "starts_at"])
    op.create_index("ix_sitting_room_id_starts_at", "sitting", ["room_id", "starts_at"])
    op.create_table(
        "sitting_invigilator",
        sa.Column("sitting_id", BigId, autoincrement=False, nullable=False),
        sa.Column("account_id", BigId, autoincrement=False, nullable=False),
        sa.Column("chief", sa.Boolean(), nullable=False),
        sa.Column("named_by", BigId, nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_sitting_invigilator_account_id_account"
        ),
        sa.ForeignKeyConstraint(["named_by"], ["account.id"], name="fk_sitting_invigilator_named_by_account"),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name="fk_sitting_invigilator_sitting_id_sitting"
        ),
        sa.PrimaryKeyConstraint("sitting_id", "account_id", name="pk_sitting_invigilator"),
    )
    op.create_table(
        "sitting_set",
        sa.Column("sitting_id", BigId, autoincrement=False, nullable=False),
        sa.Column("set_id", BigId, autoincrement=False, nullable=False),
        sa.Column("named_by", BigId, nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["named_by"], ["account.id"], name="fk_sitting_set_named_by_account"),
        sa.ForeignKeyConstraint(["set_id"], ["sealed_set.id"], name="fk_sitting_set_set_id_sealed_set"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_sitting_set_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("sitting_id", "set_id", name="pk_sitting_set"),
        sa.UniqueConstraint("set_id", name="uq_sitting_set_set_id"),
    )
    op.create_table(
        "interest_declaration",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("has_conflict", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("declared_at", Moment(), nullable=False),
        sa.CheckConstraint("has_conflict = (length(words) > 0)", name="a_conflict_is_named"),
        sa.ForeignKeyConstraint(
            ["sitting_id", "account_id"],
            ["sitting_invigilator.sitting_id", "sitting_invigilator.account_id"],
            name="fk_interest_declaration_of_an_invigilator",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_interest_declaration"),
    )
    op.create_index(
        "ix_interest_declaration_sitting_id_account_id", "interest_declaration", ["sitting_id", "account_id"]
    )


def _places() -> None:
    op.create_table(
        "sitting_place",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("case_id", BigId),
        sa.Column("iin", sa.String(12)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("booked_by", BigId),
        sa.Column("booked_at", Moment(), nullable=False),
        sa.Column("moved_from_id", BigId),
        sa.Column("released_at", Moment()),
        sa.Column("released_reason", sa.String(500)),
        sa.Column("outcome", sa.String(30)),
        sa.Column("outcome_at", Moment()),
        sa.CheckConstraint("(kind = 'rehearsal') = (case_id IS NULL)", name="a_test_is_for_a_case"),
        sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_is_known"),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('scored', 'absent_with_reason', 'absent_without_reason',"
            " 'removed', 'annulled')",
            name="outcome_is_known",
        ),
        sa.CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="outcome_has_its_moment"),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_reason IS NULL)", name="given_back_for_a_reason"
        ),
        sa.CheckConstraint("released_at IS NULL OR outcome IS NULL", name="given_back_or_ended"),
        sa.CheckConstraint("slot BETWEEN 1 AND capacity", name="is_within_the_capacity"),
        sa.ForeignKeyConstraint(["booked_by"], ["account.id"], name="fk_sitting_place_booked_by_account"),
        sa.ForeignKeyConstraint(
            ["case_id", "iin"],
            ["case_person.case_id", "case_person.iin"],
            name="fk_sitting_place_of_the_person_of_the_case",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_sitting_place_case_id_case_file"),
        sa.ForeignKeyConstraint(
            ["moved_from_id"], ["sitting_place.id"], name="fk_sitting_place_moved_from_id_sitting_place"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "kind", "capacity", "starts_at", "ends_at"],
            ["sitting.id", "sitting.kind", "sitting.capacity", "sitting.starts_at", "sitting.ends_at"],
            name="fk_sitting_place_follows_its_sitting",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_sitting_place_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting_place"),
        sa.UniqueConstraint("id", "case_id", name="uq_sitting_place_id_case_id"),
        sa.UniqueConstraint("id", "sitting_id", name="uq_sitting_place_id_sitting_id"),
        sa.UniqueConstraint("public_id", name="uq_sitting_place_public_id"),
    )
    op.create_index("ix_sitting_place_case_id", "sitting_place", ["case_id"])
    op.create_index("ix_sitting_place_iin_starts_at", "sitting_place", ["iin", "starts_at"])
    op.create_index(
        "uq_sitting_place_open",
        "sitting_place",
        ["case_id"],
        unique=True,
        **_where("released_at IS NULL AND outcome IS NULL"),
    )
    op.create_index(
        "uq_sitting_place_slot",
        "sitting_place",
        ["sitting_id", "slot"],
        unique=True,
        **_where("released_at IS NULL"),
    )
    op.create_table(
        "admission",
        sa.Column("id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("room_id", BigId, nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("seat_id", BigId),
        sa.Column("document_kind", sa.String(60), nullable=False),
        sa.Column("document_number", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decided_by", BigId),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "NOT admitted OR (length(document_kind) > 0 AND length(document_number) > 0)",
            name="a_document_was_seen",
        ),
        sa.CheckConstraint("admitted = (seat_id IS NOT NULL)", name="admitted_to_a_seat"),
        sa.CheckConstraint("admitted OR length(reason) > 0", name="not_admitted_for_a_reason"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_admission_decided_by_account"),
        sa.ForeignKeyConstraint(
            ["place_id", "sitting_id"],
            ["sitting_place.id", "sitting_place.sitting_id"],
            name="fk_admission_of_a_place_of_the_sitting",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["sitting_place.id"], name="fk_admission_place_id_sitting_place"
        ),
        sa.ForeignKeyConstraint(
            ["room_id", "seat_id"],
            ["exam_seat.room_id", "exam_seat.id"],
            name="fk_admission_to_a_seat_of_the_room",
        ),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name="fk_admission_room_id_exam_room"),
        sa.ForeignKeyConstraint(
            ["sitting_id", "room_id"], ["sitting.id", "sitting.room_id"], name="fk_admission_to_the_room"
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_admission_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_admission"),
    )
    op.create_index("ix_admission_place_id", "admission", ["place_id"])
    op.create_index("uq_admission_of_a_place", "admission", ["place_id"], unique=True, **_where("admitted"))
    op.create_index(
        "uq_admission_to_a_seat", "admission", ["sitting_id", "seat_id"], unique=True, **_where("admitted")
    )
    op.create_table(
        "exam_paper",
        sa.Column("id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("sealed_paper_id", BigId, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("fixed_by", BigId),
        sa.Column("fixed_at", Moment(), nullable=False),
        sa.CheckConstraint("questions > 0", name="asks_something"),
        sa.CheckConstraint("turn >= 0", name="turns_count_from_nought"),
        sa.ForeignKeyConstraint(["fixed_by"], ["account.id"], name="fk_exam_paper_fixed_by_account"),
        sa.ForeignKeyConstraint(
            ["place_id", "sitting_id"],
            ["sitting_place.id", "sitting_place.sitting_id"],
            name="fk_exam_paper_of_a_place_of_the_sitting",
        ),
        sa.ForeignKeyConstraint(
            ["sealed_paper_id"], ["sealed_paper.id"], name="fk_exam_paper_sealed_paper_id_sealed_paper"
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "sealed_paper_id"],
            ["sealed_paper.set_id", "sealed_paper.id"],
            name="fk_exam_paper_of_a_paper_of_the_set",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "set_id"],
            ["sitting_set.sitting_id", "sitting_set.set_id"],
            name="fk_exam_paper_of_a_set_of_the_sitting",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_exam_paper"),
        sa.UniqueConstraint("id", "place_id", name="uq_exam_paper_id_place_id"),
        sa.UniqueConstraint("place_id", name="uq_exam_paper_place_id"),
        sa.UniqueConstraint("sealed_paper_id", "turn", name="uq_exam_paper_sealed_paper_id_turn"),
    )
    op.create_table(
        "no_result_decision",
        sa.Column("id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("heard", sa.String(1000), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("decided_by", BigId, nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "decision <> 'end' OR outcome IN ('absent_without_reason', 'removed')",
            name="sent_away_only_for_their_own_doing",
        ),
        sa.CheckConstraint("decision IN ('seat_again', 'end')", name="decision_is_known"),
        sa.CheckConstraint(
            "outcome IN ('absent_with_reason', 'absent_without_reason', 'removed', 'annulled')",
            name="there_is_no_result",
        ),
        sa.CheckConstraint("length(heard) > 0 AND length(reason) > 0", name="heard_and_reasoned"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name="fk_no_result_decision_decided_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["sitting_place.id"], name="fk_no_result_decision_place_id_sitting_place"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_no_result_decision"),
        sa.UniqueConstraint("place_id", name="uq_no_result_decision_place_id"),
    )


def _attempts() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", BigId, nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("case_id", BigId),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("started_at", Moment()),
        sa.Column("paused_at", Moment()),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_how", sa.String(20)),
        sa.Column("answers_digest", sa.String(64)),
        sa.Column("receipt_code", sa.String(20)),
        sa.CheckConstraint(
            "ended_how IS NULL OR ended_how IN ('finished', 'time', 'closed', 'removed')",
            name="ended_how_is_known",
        ),
        sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_is_known"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL) AND (ended_at IS NULL) = (answers_digest IS NULL)"
            " AND (ended_at IS NULL) = (receipt_code IS NULL)",
            name="ended_says_how_and_with_which_answers",
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_not_before_it_started"),
        sa.CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name="ends_after_it_started"),
        sa.CheckConstraint(
            "paused_at IS NULL OR (started_at IS NOT NULL AND ended_at IS NULL AND pauses > 0)",
            name="pauses_while_it_runs",
        ),
        sa.CheckConstraint("pauses >= 0", name="pauses_are_counted"),
        sa.CheckConstraint("questions > 0", name="asks_something"),
        sa.ForeignKeyConstraint(
            ["paper_id", "place_id"],
            ["exam_paper.id", "exam_paper.place_id"],
            name="fk_attempt_on_the_paper_of_the_place",
        ),
        sa.ForeignKeyConstraint(
            ["place_id", "case_id"],
            ["sitting_place.id", "sitting_place.case_id"],
            name="fk_attempt_of_the_case_of_the_place",
        ),
        sa.ForeignKeyConstraint(
            ["place_id", "sitting_id"],
            ["sitting_place.id", "sitting_place.sitting_id"],
            name="fk_attempt_of_a_place_of_the_sitting",
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_attempt_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.UniqueConstraint("id", "case_id", name="uq_attempt_id_case_id"),
        sa.UniqueConstraint("paper_id", name="uq_attempt_paper_id"),
        sa.UniqueConstraint("place_id", name="uq_attempt_place_id"),
        sa.UniqueConstraint("public_id", name="uq_attempt_public_id"),
    )
    op.create_index("ix_attempt_case_id", "attempt", ["case_id"])
    op.create_index("ix_attempt_receipt_code", "attempt", ["receipt_code"])
    op.create_index(
        "ix_attempt_running",
        "attempt",
        ["sitting_id", "id"],
        **_where("started_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_index("ix_attempt_sitting_id", "attempt", ["sitting_id"])
    op.create_table(
        "attempt_device",
        sa.Column("attempt_id", BigId, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("seat_id", BigId),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_reason", sa.String(300)),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_for_a_reason"),
        sa.CheckConstraint("epoch > 0", name="epochs_count_from_one"),
        sa.CheckConstraint("length(token_digest) = 64", name="token_has_its_digest"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_attempt_device_attempt_id_attempt"),
        sa.ForeignKeyConstraint(["seat_id"], ["exam_seat.id"], name="fk_attempt_device_seat_id_exam_seat"),
        sa.PrimaryKeyConstraint("attempt_id", "epoch", name="pk_attempt_device"),
    )
    op.create_index(
        "uq_attempt_device_open", "attempt_device", ["attempt_id"], unique=True, **_where("ended_at IS NULL")
    )
    op.create_table(
        "attempt_event",
        sa.Column("id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("told", Json, nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.CheckConstraint("length(kind) > 0", name="has_a_kind"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_attempt_event_attempt_id_attempt"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt_event"),
    )
    op.create_index("ix_attempt_event_attempt_id", "attempt_event", ["attempt_id"])
    op.create_table(
        "attempt_presence",
        sa.Column("attempt_id", BigId, autoincrement=False, nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("saved_at", Moment()),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("focused", sa.Boolean(), nullable=False),
        sa.Column("clock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_attempt_presence_attempt_id_attempt"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_attempt_presence"),
    )
    op.create_table(
        "device_code",
        sa.Column("id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("seat_id", BigId),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("issued_by", BigId),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.CheckConstraint("expires_at > issued_at", name="expires_after_it_was_issued"),
        sa.CheckConstraint("length(code_digest) = 64", name="code_has_its_digest"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_device_code_attempt_id_attempt"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name="fk_device_code_issued_by_account"),
        sa.ForeignKeyConstraint(["seat_id"], ["exam_seat.id"], name="fk_device_code_seat_id_exam_seat"),
        sa.PrimaryKeyConstraint("id", name="pk_device_code"),
        sa.UniqueConstraint("code_digest", name="uq_device_code_code_digest"),
    )
    op.create_index(
        "uq_device_code_open", "device_code", ["attempt_id"], unique=True, **_where("used_at IS NULL")
    )
    op.create_table(
        "time_grant",
        sa.Column("id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("actor_id", BigId),
        sa.Column("actor_role", sa.String(40), nullable=False),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.CheckConstraint("(actor_role = 'system') = (actor_id IS NULL)", name="somebody_answers_for_it"),
        sa.CheckConstraint("kind IN ('base', 'accommodation', 'incident', 'pause')", name="kind_is_known"),
        sa.CheckConstraint("seconds <> 0 AND (seconds > 0 OR kind = 'incident')", name="gives_time"),
        sa.CheckConstraint("length(reason) > 0", name="has_a_reason"),
        sa.CheckConstraint("number > 0", name="numbers_count_from_one"),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name="fk_time_grant_actor_id_account"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_time_grant_attempt_id_attempt"),
        sa.PrimaryKeyConstraint("id", name="pk_time_grant"),
        sa.UniqueConstraint("attempt_id", "number", name="uq_time_grant_attempt_id_number"),
    )
    op.create_index(
        "uq_time_grant_base", "time_grant", ["attempt_id"], unique=True, **_where("kind = 'base'")
    )


def _entries() -> None:
    op.create_table(
        "apart_proposal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("proposed_by", BigId, nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name="has_a_reason"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_apart_proposal_attempt_id_attempt"),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name="fk_apart_proposal_proposed_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_apart_proposal"),
        sa.UniqueConstraint("id", "attempt_id", name="uq_apart_proposal_id_attempt_id"),
        sa.UniqueConstraint("id", "proposed_by", name="uq_apart_proposal_id_proposed_by"),
    )
    op.create_index("ix_apart_proposal_attempt_id", "apart_proposal", ["attempt_id"])
    op.create_table(
        "answer_entry",
        sa.Column("attempt_id", BigId, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("arrived_at", Moment(), nullable=False),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 8000", name="value_is_an_answer"),
        sa.CheckConstraint("question > 0", name="questions_count_from_one"),
        sa.CheckConstraint("sequence BETWEEN 1 AND 1000000", name="sequence_counts_changes"),
        sa.ForeignKeyConstraint(
            ["attempt_id", "epoch"],
            ["attempt_device.attempt_id", "attempt_device.epoch"],
            name="fk_answer_entry_from_a_device_of_the_attempt",
        ),
        sa.PrimaryKeyConstraint("attempt_id", "epoch", "sequence", name="pk_answer_entry"),
    )
    op.create_table(
        "apart_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("epoch", sa.SmallInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("question", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("arrived_at", Moment(), nullable=False),
        sa.CheckConstraint("why IN ('ended_epoch', 'after_deadline', 'after_end')", name="why_is_known"),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 8000", name="value_is_an_answer"),
        sa.CheckConstraint("question > 0", name="questions_count_from_one"),
        sa.CheckConstraint("sequence BETWEEN 1 AND 1000000", name="sequence_counts_changes"),
        sa.ForeignKeyConstraint(
            ["attempt_id", "epoch"],
            ["attempt_device.attempt_id", "attempt_device.epoch"],
            name="fk_apart_entry_from_a_device_of_the_attempt",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_apart_entry"),
        sa.UniqueConstraint(
            "attempt_id", "epoch", "sequence", name="uq_apart_entry_attempt_id_epoch_sequence"
        ),
        sa.UniqueConstraint("id", "attempt_id", name="uq_apart_entry_id_attempt_id"),
    )
    op.create_table(
        "apart_verdict",
        sa.Column("proposal_id", BigId, autoincrement=False, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("proposed_by", BigId, nullable=False),
        sa.Column("judge_id", BigId, nullable=False),
        sa.Column("admits", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.CheckConstraint("judge_id <> proposed_by", name="nobody_decides_on_the_own_proposal"),
        sa.CheckConstraint("length(reason) > 0", name="has_a_reason"),
        sa.CheckConstraint("place IN (1, 2)", name="two_decide"),
        sa.ForeignKeyConstraint(["judge_id"], ["account.id"], name="fk_apart_verdict_judge_id_account"),
        sa.ForeignKeyConstraint(
            ["proposal_id", "proposed_by"],
            ["apart_proposal.id", "apart_proposal.proposed_by"],
            name="fk_apart_verdict_on_a_proposal",
        ),
        sa.PrimaryKeyConstraint("proposal_id", "place", name="pk_apart_verdict"),
        sa.UniqueConstraint("proposal_id", "judge_id", name="uq_apart_verdict_proposal_id_judge_id"),
    )
    op.create_table(
        "apart_proposed",
        sa.Column("proposal_id", BigId, autoincrement=False, nullable=False),
        sa.Column("entry_id", BigId, autoincrement=False, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id", "attempt_id"],
            ["apart_entry.id", "apart_entry.attempt_id"],
            name="fk_apart_proposed_entry_of_the_attempt",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id", "attempt_id"],
            ["apart_proposal.id", "apart_proposal.attempt_id"],
            name="fk_apart_proposed_by_a_proposal",
        ),
        sa.PrimaryKeyConstraint("proposal_id", "entry_id", name="pk_apart_proposed"),
        sa.UniqueConstraint("entry_id", name="uq_apart_proposed_entry_id"),
    )


def _hall() -> None:
    op.create_table(
        "hall_record",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("replaces_id", BigId),
        sa.Column("reason", sa.String(1000)),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("tree_root", sa.String(64), nullable=False),
        sa.Column("tree_size", sa.Integer(), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("issued_by", BigId, nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.CheckConstraint("(number = 1) = (replaces_id IS NULL)", name="a_correction_names_the_old_one"),
        sa.CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="a_correction_has_a_reason"),
        sa.CheckConstraint("length(digest) = 64 AND length(tree_root) = 64", name="has_its_digests"),
        sa.CheckConstraint("tree_size >= 0", name="counts_transcripts"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_hall_record_file_id_stored_file"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name="fk_hall_record_issued_by_account"),
        sa.ForeignKeyConstraint(
            ["replaces_id", "sitting_id"],
            ["hall_record.id", "hall_record.sitting_id"],
            name="fk_hall_record_replaces_one_of_the_sitting",
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_hall_record_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_hall_record"),
        sa.UniqueConstraint("id", "sitting_id", name="uq_hall_record_id_sitting_id"),
        sa.UniqueConstraint("replaces_id", name="uq_hall_record_replaces_id"),
        sa.UniqueConstraint("sitting_id", "number", name="uq_hall_record_sitting_id_number"),
    )
    op.create_table(
        "hall_incident",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("attempt_id", BigId),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("entered_by", BigId, nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('remark', 'equipment', 'network', 'power', 'health', 'conduct', 'paper', 'other')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("length(words) > 0", name="says_what_happened"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_hall_incident_attempt_id_attempt"),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_hall_incident_entered_by_account"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_hall_incident_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_hall_incident"),
    )
    op.create_index("ix_hall_incident_attempt_id", "hall_incident", ["attempt_id"])
    op.create_index("ix_hall_incident_sitting_id", "hall_incident", ["sitting_id"])
    op.create_table(
        "hall_message",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("attempt_id", BigId),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("sent_by", BigId, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.CheckConstraint("length(words) > 0", name="says_something"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_hall_message_attempt_id_attempt"),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name="fk_hall_message_sent_by_account"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_hall_message_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_hall_message"),
    )
    op.create_index("ix_hall_message_sitting_id", "hall_message", ["sitting_id"])
    op.create_table(
        "problem_report",
        sa.Column("id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("question", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.CheckConstraint("length(words) > 0", name="says_something"),
        sa.CheckConstraint("question > 0", name="questions_count_from_one"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_problem_report_attempt_id_attempt"),
        sa.PrimaryKeyConstraint("id", name="pk_problem_report"),
    )
    op.create_index("ix_problem_report_attempt_id", "problem_report", ["attempt_id"])
    op.create_table(
        "hall_message_read",
        sa.Column("message_id", BigId, autoincrement=False, nullable=False),
        sa.Column("attempt_id", BigId, autoincrement=False, nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_hall_message_read_attempt_id_attempt"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["hall_message.id"], name="fk_hall_message_read_message_id_hall_message"
        ),
        sa.PrimaryKeyConstraint("message_id", "attempt_id", name="pk_hall_message_read"),
    )


def _results() -> None:
    op.create_table(
        "question_ruling",
        sa.Column("id", BigId, nullable=False),
        sa.Column("sitting_id", BigId, nullable=False),
        sa.Column("edition_id", BigId, nullable=False),
        sa.Column("ruling", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("decision_number", sa.String(60), nullable=False),
        sa.Column("decided_by", BigId, nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.CheckConstraint("ruling IN ('left_out', 'credited')", name="ruling_is_known"),
        sa.CheckConstraint("length(reason) > 0 AND length(decision_number) > 0", name="rests_on_a_decision"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_question_ruling_decided_by_account"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["question_edition.id"], name="fk_question_ruling_edition_id_question_edition"
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_question_ruling_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_question_ruling"),
        sa.UniqueConstraint("sitting_id", "edition_id", name="uq_question_ruling_sitting_id_edition_id"),
    )
    op.create_table(
        "test_result",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("attempt_id", BigId, nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("score", sa.Text()),
        sa.Column("transcript", sa.Text()),
        sa.Column("transcript_digest", sa.String(64)),
        sa.Column("key_salt", sa.LargeBinary()),
        sa.Column("replaces_id", BigId),
        sa.Column("reason", sa.String(1000)),
        sa.Column("entered_by", BigId),
        sa.Column("entered_as", sa.String(40), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.CheckConstraint("(entered_as = 'system') = (entered_by IS NULL)", name="somebody_answers_for_it"),
        sa.CheckConstraint(
            "(verdict = 'void') = (score IS NULL) AND (score IS NULL) = (transcript IS NULL) AND (score"
            " IS NULL) = (transcript_digest IS NULL) AND (score IS NULL) = (key_salt IS NULL)",
            name="a_verdict_has_its_score_and_transcript",
        ),
        sa.CheckConstraint("verdict <> 'void' OR replaces_id IS NOT NULL", name="only_a_result_becomes_void"),
        sa.CheckConstraint("verdict IN ('positive', 'negative', 'void')", name="verdict_is_known"),
        sa.CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="a_correction_has_a_reason"),
        sa.CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replaces_an_older_one"),
        sa.CheckConstraint(
            "transcript_digest IS NULL OR length(transcript_digest) = 64", name="has_its_digest"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id", "case_id"],
            ["attempt.id", "attempt.case_id"],
            name="fk_test_result_of_an_attempt_of_the_case",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_test_result_case_id_case_file"),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_test_result_entered_by_account"),
        sa.ForeignKeyConstraint(
            ["replaces_id", "case_id"],
            ["test_result.id", "test_result.case_id"],
            name="fk_test_result_replaces_one_of_the_case",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_test_result"),
        sa.UniqueConstraint("id", "case_id", "verdict", name="uq_test_result_id_case_id_verdict"),
        sa.UniqueConstraint("id", "case_id", name="uq_test_result_id_case_id"),
        sa.UniqueConstraint("replaces_id", name="uq_test_result_replaces_id"),
    )
    op.create_index("ix_test_result_attempt_id", "test_result", ["attempt_id"])
    op.create_index(
        "uq_test_result_first", "test_result", ["case_id"], unique=True, **_where("replaces_id IS NULL")
    )
