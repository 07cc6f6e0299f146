"""The live meeting: who is there, whom it hears, sheets that stay shut, votes that nobody can be named by.

Revision: 0015, 2026-11-28
"""

# ruff: noqa: S608 - the conditions of triggers are put together from names of this file, no input
from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Json, Moment

revision = "0015"
down_revision = "0014"

TABLES = (
    "meeting_session",
    "meeting_break",
    "attendance",
    "interview_hearing",
    "hearing_seat",
    "live_text",
    "asked_question",
    "ticket_draw",
    "rubric_sheet",
    "rubric_mark",
    "vote_round",
    "open_vote",
    "voter_mark",
    "ballot",
    "casting_vote",
    "dissent",
)
# The first keys of each, by which SQLite would replace a row.
APPEND_ONLY = {
    "ticket_draw": ("interview_id", "paper_id"),
    "rubric_sheet": ("interview_id, member_id",),
    "rubric_mark": ("interview_id, member_id, position",),
    "open_vote": ("interview_id, round, member_id",),
    "casting_vote": ("interview_id, round",),
    "dissent": ("interview_id, member_id",),
}
GUARDS = {
    "commission_meeting": ("commission_meeting_called_off_before_it_begins",),
    "commission_interview": ("commission_interview_decided_by_the_count",),
    "agenda_slot": ("agenda_slot_of_an_open_meeting", "agenda_slot_heard_stays"),
    "meeting_session": (
        "meeting_session_of_a_meeting_that_is_held",
        "meeting_session_closes_after_its_hearings",
        "meeting_session_stays",
        "meeting_session_no_delete",
    ),
    "meeting_break": ("meeting_break_while_it_meets", "meeting_break_stays", "meeting_break_no_delete"),
    "attendance": (
        "attendance_while_it_meets",
        "attendance_by_the_next_version",
        "attendance_no_delete",
    ),
    "interview_hearing": (
        "interview_hearing_on_the_agenda",
        "interview_hearing_opens_complete_sheets",
        "interview_hearing_stays",
        "interview_hearing_no_delete",
    ),
    "hearing_seat": ("hearing_seat_while_it_is_heard", "hearing_seat_stays", "hearing_seat_no_delete"),
    "live_text": ("live_text_while_it_is_heard", "live_text_by_the_next_version", "live_text_no_delete"),
    "asked_question": (
        "asked_question_while_it_is_heard",
        "asked_question_by_the_next_version",
        "asked_question_no_delete",
    ),
    "ticket_draw": ("ticket_draw_of_the_meetings_tickets",),
    "rubric_sheet": ("rubric_sheet_before_they_are_opened",),
    "rubric_mark": ("rubric_mark_before_they_are_opened",),
    "vote_round": (
        "vote_round_after_the_sheets",
        "vote_round_counts_what_was_cast",
        "vote_round_stays",
        "vote_round_no_delete",
    ),
    "open_vote": ("open_vote_while_it_goes",),
    "voter_mark": ("voter_mark_while_it_goes", "voter_mark_stays", "voter_mark_not_taken_back"),
    "ballot": ("ballot_of_somebody_who_voted", "ballot_stays", "ballot_not_taken_back"),
    "casting_vote": ("casting_vote_of_equal_votes",),
    "dissent": ("dissent_from_a_decision",),
}
NEVER_EMPTIED = tuple(one for one in TABLES if one not in APPEND_ONLY)


def upgrade() -> None:
    op.create_index(
        "uq_commission_meeting_id_commission_id", "commission_meeting", ["id", "commission_id"], unique=True
    )
    op.create_index(
        "uq_commission_interview_id_case_id_decision",
        "commission_interview",
        ["id", "case_id", "decision"],
        unique=True,
    )
    _meetings()
    _hearings()
    _sheets()
    _votes()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    _guard_meetings()
    _guard_hearings()
    _guard_what_is_typed()
    _guard_sheets()
    _guard_rounds()
    _guard_votes()
    for table in NEVER_EMPTIED:
        guards.refuse_truncate(op, table)


def downgrade() -> None:
    for table in NEVER_EMPTIED:
        guards.drop_refuse_truncate(op, table)
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_commission_interview_id_case_id_decision", "commission_interview")
    op.drop_index("uq_commission_meeting_id_commission_id", "commission_meeting")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _meetings() -> None:
    op.create_table(
        "meeting_session",
        sa.Column("meeting_id", BigId, autoincrement=False, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", BigId, nullable=False),
        sa.Column("presided_by", BigId),
        sa.Column("set_id", BigId),
        sa.Column("draw_seed", sa.String(64), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.Column("closed_by", BigId),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        sa.CheckConstraint("length(draw_seed) = 64", name="has_its_seed"),
        _points("meeting_session", "closed_by", "account"),
        sa.ForeignKeyConstraint(
            ["commission_id", "presided_by"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_meeting_session_presided_by_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "commission_id"],
            ["commission_meeting.id", "commission_meeting.commission_id"],
            name="fk_meeting_session_of_a_meeting_of_the_commission",
        ),
        _points("meeting_session", "opened_by", "account"),
        _points("meeting_session", "set_id", "sealed_set"),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_meeting_session"),
    )
    op.create_table(
        "meeting_break",
        sa.Column("id", BigId, nullable=False),
        sa.Column("meeting_id", BigId, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("began_by", BigId, nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_by", BigId),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="ends_after_it_began"),
        sa.CheckConstraint("length(reason) > 0", name="has_a_reason"),
        _points("meeting_break", "began_by", "account"),
        _points("meeting_break", "ended_by", "account"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting_session.meeting_id"], name="fk_meeting_break_meeting_id_meeting_session"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_break"),
    )
    op.create_index(
        "uq_meeting_break_now", "meeting_break", ["meeting_id"], unique=True, **_where("ended_at IS NULL")
    )
    op.create_table(
        "attendance",
        sa.Column("meeting_id", BigId, autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("came_at", Moment()),
        sa.Column("left_at", Moment()),
        sa.Column("absent_because", sa.String(500), nullable=False),
        sa.Column("stands_in_for", BigId),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_by", BigId, nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.CheckConstraint("NOT present OR (came_at IS NOT NULL AND left_at IS NULL)", name="present_came"),
        sa.CheckConstraint(
            "left_at IS NULL OR (NOT present AND left_at >= came_at)", name="left_after_coming"
        ),
        sa.CheckConstraint("version > 0", name="versions_count_from_one"),
        sa.ForeignKeyConstraint(
            ["commission_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_attendance_member_id_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "stands_in_for"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_attendance_stands_in_for_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "commission_id"],
            ["commission_meeting.id", "commission_meeting.commission_id"],
            name="fk_attendance_of_a_meeting_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting_session.meeting_id"], name="fk_attendance_meeting_id_meeting_session"
        ),
        _points("attendance", "noted_by", "account"),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name="pk_attendance"),
    )


def _hearings() -> None:
    op.create_table(
        "interview_hearing",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("meeting_id", BigId, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("began_at", Moment()),
        sa.Column("began_by", BigId),
        sa.Column("rubric", Json, nullable=False),
        sa.Column("sheets_opened_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_by", BigId),
        sa.Column("ending", sa.String(30)),
        sa.Column("ending_reason", sa.String(1000), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("motives", sa.Text(), nullable=False),
        sa.Column("presided_by", BigId),
        sa.Column("needed_for_quorum", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ending <> 'decided' OR (began_at IS NOT NULL AND length(motives) > 0 AND presided_by IS NOT NULL)",
            name="decided_with_motives",
        ),
        sa.CheckConstraint(
            "ending IN ('decided', 'absent', 'absent_with_good_reason', 'no_quorum', 'not_reached')",
            name="ending_is_known",
        ),
        sa.CheckConstraint(
            "ending NOT IN ('absent_with_good_reason', 'no_quorum', 'not_reached') OR length(ending_reason) > 0",
            name="ended_for_a_reason",
        ),
        sa.CheckConstraint("ending NOT LIKE 'absent%' OR began_at IS NULL", name="absent_did_not_begin"),
        sa.CheckConstraint("(began_at IS NULL) = (began_by IS NULL)", name="begun_by_somebody"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_somehow"),
        sa.CheckConstraint("began_at IS NOT NULL OR ended_at IS NOT NULL", name="began_or_ended"),
        _points("interview_hearing", "began_by", "account"),
        sa.ForeignKeyConstraint(
            ["commission_id", "presided_by"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_interview_hearing_presided_by_of_the_commission",
        ),
        _points("interview_hearing", "ended_by", "account"),
        sa.ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_interview_hearing_of_an_interview_of_the_case",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "commission_id"],
            ["commission_meeting.id", "commission_meeting.commission_id"],
            name="fk_interview_hearing_of_a_meeting_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting_session.meeting_id"],
            name="fk_interview_hearing_meeting_id_meeting_session",
        ),
        sa.PrimaryKeyConstraint("interview_id", name="pk_interview_hearing"),
    )
    op.create_index("ix_interview_hearing_meeting_id", "interview_hearing", ["meeting_id"], unique=False)
    op.create_index(
        "uq_interview_hearing_now",
        "interview_hearing",
        ["meeting_id"],
        unique=True,
        **_where("ended_at IS NULL"),
    )
    op.create_table(
        "hearing_seat",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("sits", sa.Boolean(), nullable=False),
        sa.Column("stands_in_for", BigId),
        sa.Column("left_at", Moment()),
        sa.CheckConstraint("NOT sits OR (present AND left_at IS NULL)", name="sits_while_there"),
        sa.ForeignKeyConstraint(
            ["commission_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_hearing_seat_member_id_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "stands_in_for"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_hearing_seat_stands_in_for_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview_hearing.interview_id"],
            name="fk_hearing_seat_interview_id_interview_hearing",
        ),
        sa.PrimaryKeyConstraint("interview_id", "member_id", name="pk_hearing_seat"),
    )
    op.create_table(
        "live_text",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", BigId, nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.CheckConstraint("field IN ('identity', 'remarks', 'motives')", name="field_is_known"),
        sa.CheckConstraint("version > 0", name="versions_count_from_one"),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview_hearing.interview_id"],
            name="fk_live_text_interview_id_interview_hearing",
        ),
        _points("live_text", "saved_by", "account"),
        sa.PrimaryKeyConstraint("interview_id", "field", name="pk_live_text"),
    )
    op.create_table(
        "asked_question",
        sa.Column("id", BigId, nullable=False),
        sa.Column("interview_id", BigId, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("of_ticket", sa.Boolean(), nullable=False),
        sa.Column("asked_by", BigId),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", BigId, nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.CheckConstraint("version > 0 AND position > 0", name="counts_from_one"),
        sa.ForeignKeyConstraint(
            ["commission_id", "asked_by"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_asked_question_asked_by_of_the_commission",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview_hearing.interview_id"],
            name="fk_asked_question_interview_id_interview_hearing",
        ),
        _points("asked_question", "saved_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_asked_question"),
        sa.UniqueConstraint("interview_id", "mark", name="uq_asked_question_interview_id_mark"),
        sa.UniqueConstraint("interview_id", "position", name="uq_asked_question_interview_id_position"),
    )
    op.create_table(
        "ticket_draw",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("among", Json, nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.Column("drawn_by", BigId, nullable=False),
        _points("ticket_draw", "drawn_by", "account"),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview_hearing.interview_id"],
            name="fk_ticket_draw_interview_id_interview_hearing",
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "paper_id"],
            ["sealed_paper.set_id", "sealed_paper.id"],
            name="fk_ticket_draw_paper_of_the_set",
        ),
        sa.PrimaryKeyConstraint("interview_id", name="pk_ticket_draw"),
        sa.UniqueConstraint("paper_id", name="uq_ticket_draw_paper_id"),
    )


def _sheets() -> None:
    op.create_table(
        "rubric_sheet",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["hearing_seat.interview_id", "hearing_seat.member_id"],
            name="fk_rubric_sheet_of_a_seat",
        ),
        sa.PrimaryKeyConstraint("interview_id", "member_id", name="pk_rubric_sheet"),
    )
    op.create_table(
        "rubric_mark",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0 AND points <= out_of", name="points_within_the_criterion"),
        sa.ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["rubric_sheet.interview_id", "rubric_sheet.member_id"],
            name="fk_rubric_mark_of_a_sheet",
        ),
        sa.PrimaryKeyConstraint("interview_id", "member_id", "position", name="pk_rubric_mark"),
    )


def _votes() -> None:
    op.create_table(
        "vote_round",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("presided_by", BigId, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("needed_for_quorum", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", BigId, nullable=False),
        sa.Column("counted_at", Moment()),
        sa.Column("counted_by", BigId),
        sa.Column("in_favour", sa.Integer()),
        sa.Column("against", sa.Integer()),
        sa.Column("abstained", sa.Integer()),
        sa.Column("needed", sa.Integer()),
        sa.Column("ground", sa.String(20)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("voided_at", Moment()),
        sa.Column("voided_by", BigId),
        sa.Column("void_reason", sa.String(500)),
        sa.CheckConstraint(
            "outcome IN ('positive', 'negative', 'vote_again', 'casting_vote')", name="outcome_is_known"
        ),
        sa.CheckConstraint(
            "(counted_at IS NULL) = (outcome IS NULL) AND (counted_at IS NULL) = (ground IS NULL)"
            " AND (counted_at IS NULL) = (counted_by IS NULL)"
            " AND (counted_at IS NULL) = (needed IS NULL)"
            " AND (counted_at IS NULL) = (in_favour IS NULL)"
            " AND (counted_at IS NULL) = (against IS NULL)"
            " AND (counted_at IS NULL) = (abstained IS NULL)",
            name="counted_completely",
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)"
            " AND (voided_at IS NULL OR counted_at IS NULL)",
            name="void_for_a_reason_uncounted",
        ),
        sa.CheckConstraint("in_favour + against + abstained = present", name="as_many_votes_as_members"),
        sa.CheckConstraint("round > 0", name="rounds_count_from_one"),
        _points("vote_round", "counted_by", "account"),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview_hearing.interview_id"],
            name="fk_vote_round_interview_id_interview_hearing",
        ),
        _points("vote_round", "opened_by", "account"),
        _points("vote_round", "voided_by", "account"),
        sa.PrimaryKeyConstraint("interview_id", "round", name="pk_vote_round"),
    )
    op.create_index(
        "uq_vote_round_now",
        "vote_round",
        ["interview_id"],
        unique=True,
        **_where("counted_at IS NULL AND voided_at IS NULL"),
    )
    op.create_table(
        "open_vote",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("vote", sa.String(10), nullable=False),
        sa.CheckConstraint("vote IN ('for', 'against', 'abstain')", name="vote_is_known"),
        sa.ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["hearing_seat.interview_id", "hearing_seat.member_id"],
            name="fk_open_vote_of_a_seat",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id", "round"],
            ["vote_round.interview_id", "vote_round.round"],
            name="fk_open_vote_of_a_round",
        ),
        sa.PrimaryKeyConstraint("interview_id", "round", "member_id", name="pk_open_vote"),
    )
    op.create_table(
        "voter_mark",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["hearing_seat.interview_id", "hearing_seat.member_id"],
            name="fk_voter_mark_of_a_seat",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id", "round"],
            ["vote_round.interview_id", "vote_round.round"],
            name="fk_voter_mark_of_a_round",
        ),
        sa.PrimaryKeyConstraint("interview_id", "round", "member_id", name="pk_voter_mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("interview_id", BigId, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("vote", sa.String(10), nullable=False),
        sa.CheckConstraint("vote IN ('for', 'against', 'abstain')", name="vote_is_known"),
        sa.CheckConstraint("length(id) = 32", name="has_a_random_name"),
        sa.ForeignKeyConstraint(
            ["interview_id", "round"],
            ["vote_round.interview_id", "vote_round.round"],
            name="fk_ballot_of_a_round",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ballot"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ballot_interview_id_round", "ballot", ["interview_id", "round"], unique=False)
    op.create_table(
        "casting_vote",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("vote", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.CheckConstraint("outcome IN ('positive', 'negative')", name="outcome_is_known"),
        sa.CheckConstraint("vote IN ('for', 'against')", name="vote_is_known"),
        sa.ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["hearing_seat.interview_id", "hearing_seat.member_id"],
            name="fk_casting_vote_of_a_seat",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id", "round"],
            ["vote_round.interview_id", "vote_round.round"],
            name="fk_casting_vote_of_a_round",
        ),
        sa.PrimaryKeyConstraint("interview_id", "round", name="pk_casting_vote"),
    )
    op.create_table(
        "dissent",
        sa.Column("interview_id", BigId, autoincrement=False, nullable=False),
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name="says_something"),
        sa.ForeignKeyConstraint(
            ["interview_id", "member_id"],
            ["hearing_seat.interview_id", "hearing_seat.member_id"],
            name="fk_dissent_of_a_seat",
        ),
        sa.PrimaryKeyConstraint("interview_id", "member_id", name="pk_dissent"),
    )


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _set_once(*columns: str) -> str:
    """A value that is there stays; one that is not there yet may come."""
    return " OR ".join(
        f"(OLD.{one} IS NOT NULL AND (NEW.{one} IS NULL OR NEW.{one} <> OLD.{one}))" for one in columns
    )


def _refuse(name: str, event: str, condition: str, sentence: str, **waits: str) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, **waits)


def _meets(meeting: str) -> str:
    """The meeting has begun and is not closed."""
    return f"EXISTS (SELECT 1 FROM meeting_session s WHERE s.meeting_id = {meeting} AND s.closed_at IS NULL)"


_HEARD = (
    "EXISTS (SELECT 1 FROM interview_hearing h WHERE h.interview_id = NEW.interview_id"
    " AND h.began_at IS NOT NULL AND h.ended_at IS NULL)"
)
# Whoever writes into a hearing waits for whoever ends it.
_THE_HEARING = "interview_hearing WHERE interview_id = NEW.interview_id"
_THE_SESSION = "meeting_session WHERE meeting_id = NEW.meeting_id"


def _guard_meetings() -> None:
    _refuse(
        "commission_meeting_called_off_before_it_begins",
        "UPDATE",
        "NEW.called_off_at IS NOT NULL AND EXISTS (SELECT 1 FROM meeting_session s WHERE s.meeting_id = NEW.id)",
        "a meeting that has begun is not called off",
    )
    _refuse(
        "agenda_slot_of_an_open_meeting",
        "INSERT",
        "EXISTS (SELECT 1 FROM meeting_session s WHERE s.meeting_id = NEW.meeting_id AND s.closed_at IS NOT NULL)",
        "a meeting that is closed takes no more interviews",
        hold=_THE_SESSION,
    )
    _refuse(
        "agenda_slot_heard_stays",
        "UPDATE",
        "NEW.released_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM interview_hearing h WHERE h.interview_id = NEW.interview_id)",
        "what a meeting has heard stays on its agenda",
    )
    _refuse(
        "meeting_session_of_a_meeting_that_is_held",
        "INSERT",
        "NEW.closed_at IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM commission_meeting m WHERE m.id = NEW.meeting_id AND m.called_off_at IS NOT NULL)",
        "a meeting that was called off does not begin",
        hold="commission_meeting WHERE id = NEW.meeting_id",
    )
    _refuse(
        "meeting_session_closes_after_its_hearings",
        "UPDATE",
        "NEW.closed_at IS NOT NULL AND (EXISTS (SELECT 1 FROM meeting_break b"
        " WHERE b.meeting_id = NEW.meeting_id AND b.ended_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM agenda_slot a WHERE a.meeting_id = NEW.meeting_id AND a.released_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM interview_hearing h"
        " WHERE h.interview_id = a.interview_id AND h.ended_at IS NOT NULL)))",
        "a meeting closes when each hearing of its agenda has ended",
    )
    _refuse(
        "meeting_session_stays",
        "UPDATE",
        "OLD.closed_at IS NOT NULL OR "
        + _changed("meeting_id", "commission_id", "opened_at", "opened_by", "draw_seed")
        + " OR "
        + _set_once("presided_by", "set_id"),
        "what a meeting began with stays",
    )
    _refuse("meeting_session_no_delete", "DELETE", "TRUE", "a meeting is closed, never deleted")
    _refuse(
        "meeting_break_while_it_meets",
        "INSERT",
        f"NEW.ended_at IS NOT NULL OR NOT {_meets('NEW.meeting_id')}",
        "a meeting pauses while it goes on",
        hold=_THE_SESSION,
    )
    _refuse(
        "meeting_break_stays",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR " + _changed("id", "meeting_id", "reason", "began_at", "began_by"),
        "a break ends once",
    )
    _refuse("meeting_break_no_delete", "DELETE", "TRUE", "a break ends, it is never deleted")
    _refuse(
        "attendance_while_it_meets",
        "INSERT",
        f"NEW.version <> 1 OR NOT {_meets('NEW.meeting_id')}",
        "who is there is noted while the meeting goes on",
        hold=_THE_SESSION,
    )
    _refuse(
        "attendance_by_the_next_version",
        "UPDATE",
        f"NEW.version <> OLD.version + 1 OR NOT {_meets('NEW.meeting_id')} OR "
        + _changed("meeting_id", "member_id", "commission_id"),
        "a note is changed by its next version, while the meeting goes on",
        hold=_THE_SESSION,
    )
    _refuse("attendance_no_delete", "DELETE", "TRUE", "a note on who was there is never deleted")


def _guard_hearings() -> None:
    _refuse(
        "commission_interview_decided_by_the_count",
        "UPDATE",
        "OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM interview_hearing h"
        " JOIN vote_round r ON r.interview_id = h.interview_id"
        " LEFT JOIN casting_vote c ON c.interview_id = r.interview_id AND c.round = r.round"
        " WHERE h.interview_id = NEW.id AND h.ending = 'decided' AND COALESCE(c.outcome, r.outcome) = NEW.decision"
        " AND NOT EXISTS (SELECT 1 FROM vote_round l WHERE l.interview_id = r.interview_id AND l.round > r.round))",
        "an interview is decided by what was counted last",
    )
    _refuse(
        "interview_hearing_on_the_agenda",
        "INSERT",
        f"NOT {_meets('NEW.meeting_id')} OR NEW.ending = 'decided' OR NEW.sheets_opened_at IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM meeting_break b WHERE b.meeting_id = NEW.meeting_id AND b.ended_at IS NULL)"
        " OR NOT EXISTS (SELECT 1 FROM agenda_slot a WHERE a.interview_id = NEW.interview_id"
        " AND a.meeting_id = NEW.meeting_id AND a.released_at IS NULL)",
        "a meeting hears whom its agenda names, while it goes on",
        hold=_THE_SESSION,
    )
    _refuse(
        "interview_hearing_opens_complete_sheets",
        "UPDATE",
        "OLD.sheets_opened_at IS NULL AND NEW.sheets_opened_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM hearing_seat p WHERE p.interview_id = NEW.interview_id AND p.sits"
        " AND NOT EXISTS (SELECT 1 FROM rubric_sheet r"
        " WHERE r.interview_id = p.interview_id AND r.member_id = p.member_id))",
        "sheets are opened when all of the panel are in",
    )
    _refuse(
        "interview_hearing_stays",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR "
        + _changed("interview_id", "case_id", "meeting_id", "commission_id")
        + " OR "
        + _set_once("began_at", "began_by", "sheets_opened_at"),
        "how a hearing ended stays",
    )
    _refuse("interview_hearing_no_delete", "DELETE", "TRUE", "a hearing ends, it is never deleted")
    _refuse(
        "hearing_seat_while_it_is_heard",
        "INSERT",
        f"NOT {_HEARD}",
        "a panel sits while a candidate is heard",
        hold=_THE_HEARING,
    )
    _refuse(
        "hearing_seat_stays",
        "UPDATE",
        f"NOT {_HEARD} OR "
        + _changed("interview_id", "member_id", "commission_id", "role", "present")
        + " OR "
        + _set_once("left_at"),
        "who was there as a hearing began stays",
        hold=_THE_HEARING,
    )
    _refuse("hearing_seat_no_delete", "DELETE", "TRUE", "a seat of a hearing is never deleted")


def _guard_what_is_typed() -> None:
    for table, kept in (
        ("live_text", ("interview_id", "field")),
        ("asked_question", ("id", "interview_id", "position", "mark", "of_ticket")),
    ):
        _refuse(
            f"{table}_while_it_is_heard",
            "INSERT",
            f"NEW.version <> 1 OR NOT {_HEARD}",
            "it is written while the candidate is heard",
            hold=_THE_HEARING,
        )
        of_ticket = " OR (OLD.of_ticket AND NEW.text <> OLD.text)" if table == "asked_question" else ""
        _refuse(
            f"{table}_by_the_next_version",
            "UPDATE",
            f"NEW.version <> OLD.version + 1 OR NOT {_HEARD}{of_ticket} OR " + _changed(*kept),
            "a text is changed by its next version, while the candidate is heard",
            hold=_THE_HEARING,
        )
        _refuse(f"{table}_no_delete", "DELETE", "TRUE", "what was typed is never deleted")
    _refuse(
        "ticket_draw_of_the_meetings_tickets",
        "INSERT",
        f"NOT {_HEARD} OR NOT EXISTS (SELECT 1 FROM interview_hearing h"
        " JOIN meeting_session s ON s.meeting_id = h.meeting_id JOIN sealed_paper p ON p.set_id = s.set_id"
        " WHERE h.interview_id = NEW.interview_id AND p.id = NEW.paper_id AND p.number = NEW.number"
        " AND p.content IS NOT NULL)",
        "a ticket is drawn from the opened set of the meeting",
        hold=_THE_HEARING,
    )


def _guard_sheets() -> None:
    """A sheet of somebody who does not sit, or after the sheets were opened, would have been written knowingly."""
    _refuse(
        "rubric_sheet_before_they_are_opened",
        "INSERT",
        f"NOT {_HEARD}"
        " OR EXISTS (SELECT 1 FROM interview_hearing h WHERE h.interview_id = NEW.interview_id"
        " AND h.sheets_opened_at IS NOT NULL)"
        " OR NOT EXISTS (SELECT 1 FROM hearing_seat p WHERE p.interview_id = NEW.interview_id"
        " AND p.member_id = NEW.member_id AND p.sits)",
        "a member of the panel seals a sheet before the sheets are opened",
        hold=_THE_HEARING,
    )
    _refuse(
        "rubric_mark_before_they_are_opened",
        "INSERT",
        f"NOT {_HEARD} OR EXISTS (SELECT 1 FROM interview_hearing h WHERE h.interview_id = NEW.interview_id"
        " AND h.sheets_opened_at IS NOT NULL)",
        "a mark is given before the sheets are opened",
        hold=_THE_HEARING,
    )


def _cast(kind: str) -> str:
    """How many votes of a kind were cast in the round that is counted."""
    return (
        f"(SELECT COUNT(*) FROM open_vote v WHERE v.interview_id = NEW.interview_id"
        f" AND v.round = NEW.round AND v.vote = '{kind}')"
        f" + (SELECT COUNT(*) FROM ballot v WHERE v.interview_id = NEW.interview_id"
        f" AND v.round = NEW.round AND v.vote = '{kind}')"
    )


def _guard_rounds() -> None:
    _refuse(
        "vote_round_after_the_sheets",
        "INSERT",
        f"NEW.counted_at IS NOT NULL OR NEW.voided_at IS NOT NULL OR NOT {_HEARD}"
        " OR EXISTS (SELECT 1 FROM interview_hearing h WHERE h.interview_id = NEW.interview_id"
        " AND h.sheets_opened_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM vote_round r WHERE r.interview_id = NEW.interview_id"
        " AND (r.round >= NEW.round OR r.outcome IN ('positive', 'negative', 'casting_vote')))"
        " OR NEW.present <> (SELECT COUNT(*) FROM hearing_seat p"
        " WHERE p.interview_id = NEW.interview_id AND p.sits)",
        "a panel votes when its sheets are open, and again only when nothing was decided",
        hold=_THE_HEARING,
    )
    _refuse(
        "vote_round_counts_what_was_cast",
        "UPDATE",
        "OLD.counted_at IS NULL AND NEW.counted_at IS NOT NULL"
        f" AND (NEW.in_favour <> {_cast('for')} OR NEW.against <> {_cast('against')}"
        f" OR NEW.abstained <> {_cast('abstain')})",
        "a count tells what was cast",
    )
    _refuse(
        "vote_round_stays",
        "UPDATE",
        "OLD.counted_at IS NOT NULL OR OLD.voided_at IS NOT NULL OR "
        + _changed("interview_id", "round", "secret", "presided_by", "seats", "needed_for_quorum", "present")
        + " OR "
        + _changed("opened_at", "opened_by"),
        "what was counted stays",
    )
    _refuse("vote_round_no_delete", "DELETE", "TRUE", "a vote is counted or void, never deleted")


def _goes(row: str, *, secret: bool) -> str:
    """The round is being voted on, in this way."""
    how = "r.secret" if secret else "NOT r.secret"
    return (
        f"EXISTS (SELECT 1 FROM vote_round r WHERE r.interview_id = {row}.interview_id AND r.round = {row}.round"
        f" AND r.counted_at IS NULL AND r.voided_at IS NULL AND {how})"
    )


_SITS = (
    "EXISTS (SELECT 1 FROM hearing_seat p WHERE p.interview_id = NEW.interview_id"
    " AND p.member_id = NEW.member_id AND p.sits)"
)
# Whoever votes waits for whoever counts.
_THE_ROUND = "vote_round WHERE interview_id = NEW.interview_id AND round = NEW.round"


def _guard_votes() -> None:
    """Marks and ballots are written anew with each vote, so they may be taken away while the vote goes on."""
    _refuse(
        "open_vote_while_it_goes",
        "INSERT",
        f"NOT {_SITS} OR NOT {_goes('NEW', secret=False)}",
        "a member of the panel votes while the vote goes on",
        hold=_THE_ROUND,
    )
    _refuse(
        "voter_mark_while_it_goes",
        "INSERT",
        f"NOT {_SITS} OR NOT {_goes('NEW', secret=True)}",
        "a member of the panel votes while the vote goes on",
        hold=_THE_ROUND,
    )
    _refuse(
        "ballot_of_somebody_who_voted",
        "INSERT",
        f"NOT {_goes('NEW', secret=True)}"
        " OR (SELECT COUNT(*) FROM ballot b WHERE b.interview_id = NEW.interview_id AND b.round = NEW.round)"
        " >= (SELECT COUNT(*) FROM voter_mark m WHERE m.interview_id = NEW.interview_id AND m.round = NEW.round)",
        "there are no more ballots than members who voted",
        hold=_THE_ROUND,
    )
    for table in ("voter_mark", "ballot"):
        _refuse(f"{table}_stays", "UPDATE", "TRUE", "a vote is never changed")
        _refuse(
            f"{table}_not_taken_back",
            "DELETE",
            f"NOT {_goes('OLD', secret=True)}",
            "what was counted stays",
        )
    _refuse(
        "casting_vote_of_equal_votes",
        "INSERT",
        f"NOT {_HEARD} OR NOT EXISTS (SELECT 1 FROM vote_round r WHERE r.interview_id = NEW.interview_id"
        " AND r.round = NEW.round AND r.outcome = 'casting_vote' AND r.presided_by = NEW.member_id)",
        "whoever presided decides equal votes",
        hold=_THE_ROUND,
    )
    _refuse(
        "dissent_from_a_decision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM interview_hearing h JOIN meeting_session s ON s.meeting_id = h.meeting_id"
        " WHERE h.interview_id = NEW.interview_id AND h.ending = 'decided' AND s.closed_at IS NULL)"
        " OR NOT EXISTS (SELECT 1 FROM hearing_seat p WHERE p.interview_id = NEW.interview_id"
        " AND p.member_id = NEW.member_id AND p.sits)",
        "an own opinion is written on a decision before the meeting closes",
        hold="meeting_session WHERE meeting_id = (SELECT h.meeting_id FROM interview_hearing h"
        " WHERE h.interview_id = NEW.interview_id)",
    )
