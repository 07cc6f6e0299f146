"""A meeting is handed from one secretary to another by a row of its own, and only whoever keeps it writes in it.

Revision: 0026, 2026-11-28
"""

# A commission may have several secretaries at a time, as its order names them; one of them keeps a meeting. Who does
# is never changed in place: the first one stands in the meeting, each further one in the hand-over that was last.
# A recused member does not come back to a seat by an UPDATE; only a recusal that was taken back opens it again.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0026"
down_revision = "0025"

_TABLE = "meeting_handover"
_SESSION = "meeting_session WHERE meeting_id = NEW.meeting_id"
_HEARING = "interview_hearing WHERE interview_id = NEW.interview_id"
_MEETING = "NEW.meeting_id"
_OF_THE_HEARING = "(SELECT x.meeting_id FROM interview_hearing x WHERE x.interview_id = NEW.interview_id)"
_KEPT = "whoever keeps the meeting writes in it"
_RECUSED = (
    "EXISTS (SELECT 1 FROM recusal r WHERE r.interview_id = NEW.interview_id"
    " AND r.member_id = NEW.member_id AND r.withdrawn_at IS NULL)"
)


def upgrade() -> None:
    _create()
    _guard_handovers()
    _guard_writers()
    _joins("'chair'", "a commission has one chair at a time, and nobody twice")
    for event, comes in (("INSERT", "NEW.sits"), ("UPDATE", "NEW.sits AND NOT OLD.sits")):
        guards.refuse_when(
            op,
            f"hearing_seat_not_of_the_recused_{event.lower()}",
            "hearing_seat",
            event,
            f"{comes} AND {_RECUSED}",
            "a recused member does not sit",
        )


def downgrade() -> None:
    for event in ("insert", "update"):
        guards.drop(op, "hearing_seat", f"hearing_seat_not_of_the_recused_{event}")
    _joins("'chair', 'secretary'", "a commission has one chair and one secretary at a time, and nobody twice")
    for name, table, *_rest in _WRITERS:
        guards.drop(op, table, name)
    guards.drop(op, _TABLE, "meeting_handover_from_whoever_keeps_it", "meeting_handover_to_another_secretary")
    guards.drop_append_only(op, _TABLE)
    op.drop_table(_TABLE)


def _create() -> None:
    def member(column: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint(
            ["commission_id", column],
            ["commission_member.commission_id", "commission_member.id"],
            name=f"fk_meeting_handover_{column}_of_the_commission",
        )

    op.create_table(
        _TABLE,
        sa.Column("meeting_id", BigId, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("from_id", BigId, nullable=False),
        sa.Column("to_id", BigId, nullable=False),
        sa.Column("handed_by", BigId, nullable=False),
        sa.Column("handed_at", Moment(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.CheckConstraint("position > 0", name="counts_from_one"),
        sa.CheckConstraint("from_id <> to_id", name="to_somebody_else"),
        sa.CheckConstraint("length(reason) > 0", name="has_a_reason"),
        sa.ForeignKeyConstraint(
            ["meeting_id", "commission_id"],
            ["commission_meeting.id", "commission_meeting.commission_id"],
            name="fk_meeting_handover_of_the_meeting",
        ),
        member("from_id"),
        member("to_id"),
        sa.ForeignKeyConstraint(["handed_by"], ["account.id"], name="fk_meeting_handover_handed_by_account"),
        sa.PrimaryKeyConstraint("meeting_id", "position", name="pk_meeting_handover"),
    )


def _guard_handovers() -> None:
    guards.append_only(op, _TABLE, "meeting_id, position")
    guards.refuse_when(
        op,
        "meeting_handover_from_whoever_keeps_it",
        _TABLE,
        "INSERT",
        "NEW.position <> 1 + (SELECT COUNT(*) FROM meeting_handover h WHERE h.meeting_id = NEW.meeting_id)"  # noqa: S608 - names of the migration, no input
        " OR NOT EXISTS (SELECT 1 FROM commission_meeting g WHERE g.id = NEW.meeting_id"
        " AND g.called_off_at IS NULL"
        f" AND NEW.from_id = {_keeper('g')})"
        " OR EXISTS (SELECT 1 FROM meeting_session s WHERE s.meeting_id = NEW.meeting_id"
        " AND (s.closed_at IS NOT NULL OR s.opened_at > NEW.handed_at))"
        " OR EXISTS (SELECT 1 FROM protocol p WHERE p.meeting_id = NEW.meeting_id)"
        " OR EXISTS (SELECT 1 FROM meeting_handover h WHERE h.meeting_id = NEW.meeting_id"
        " AND h.handed_at > NEW.handed_at)",
        "a meeting that is not over is handed on by whoever keeps it",
        hold=_SESSION,
    )
    guards.refuse_when(
        op,
        "meeting_handover_to_another_secretary",
        _TABLE,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM commission_member m JOIN commission_meeting g ON g.id = NEW.meeting_id"
        " WHERE m.id = NEW.to_id AND m.role = 'secretary' AND m.from_day <= date(g.ends_at)"
        " AND (m.until_day IS NULL OR m.until_day >= date(g.starts_at)))",
        "a meeting is handed to a secretary of its commission",
        # What is being written is waited for, and what comes after it is by the other one.
        hold="interview_hearing WHERE meeting_id = NEW.meeting_id AND ended_at IS NULL",
    )


def _keeper(meeting: str) -> str:
    return (
        f"COALESCE((SELECT h.to_id FROM meeting_handover h WHERE h.meeting_id = {meeting}.id"  # noqa: S608 - names of the migration, no input
        f" ORDER BY h.position DESC LIMIT 1), {meeting}.secretary_id)"
    )


def _not_by_the_keeper(account: str, meeting: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM commission_meeting g JOIN commission_member m"  # noqa: S608 - names of the migration, no input
        f" ON m.id = {_keeper('g')} WHERE g.id = {meeting} AND m.account_id = {account})"
    )


def _now(column: str) -> str:
    """It comes with this very change."""
    return f"OLD.{column} IS NULL AND NEW.{column} IS NOT NULL"


# What the secretary writes: guard, table, event, who wrote it, in which meeting, when it is asked, what is held.
_WRITERS = (
    ("live_text_by_the_keeper", "live_text", "INSERT", "saved_by", _OF_THE_HEARING, "", _HEARING),
    ("live_text_changed_by_the_keeper", "live_text", "UPDATE", "saved_by", _OF_THE_HEARING, "", _HEARING),
    ("asked_question_by_the_keeper", "asked_question", "INSERT", "saved_by", _OF_THE_HEARING, "", _HEARING),
    ("asked_question_changed_by_the_keeper", "asked_question", "UPDATE", "saved_by", _OF_THE_HEARING, "", _HEARING),
    ("ticket_draw_by_the_keeper", "ticket_draw", "INSERT", "drawn_by", _OF_THE_HEARING, "", _HEARING),
    ("vote_round_opened_by_the_keeper", "vote_round", "INSERT", "opened_by", _OF_THE_HEARING, "", _HEARING),
    ("vote_round_counted_by_the_keeper", "vote_round", "UPDATE", "counted_by", _OF_THE_HEARING, _now("counted_at"), ""),
    ("vote_round_voided_by_the_keeper", "vote_round", "UPDATE", "voided_by", _OF_THE_HEARING, _now("voided_at"), ""),
    ("attendance_by_the_keeper", "attendance", "INSERT", "noted_by", _MEETING, "NEW.present", _SESSION),
    ("attendance_changed_by_the_keeper", "attendance", "UPDATE", "noted_by", _MEETING, "", _SESSION),
    ("interview_hearing_begun_by_the_keeper", "interview_hearing", "INSERT", "began_by", _MEETING,
     "NEW.began_by IS NOT NULL", _SESSION),
    ("interview_hearing_not_held_by_the_keeper", "interview_hearing", "INSERT", "ended_by", _MEETING,
     "NEW.ended_by IS NOT NULL", _SESSION),
    ("interview_hearing_ended_by_the_keeper", "interview_hearing", "UPDATE", "ended_by", _MEETING,
     _now("ended_at"), ""),
    ("meeting_session_opened_by_the_keeper", "meeting_session", "INSERT", "opened_by", _MEETING, "",
     "commission_meeting WHERE id = NEW.meeting_id"),
    ("meeting_session_closed_by_the_keeper", "meeting_session", "UPDATE", "closed_by", _MEETING,
     _now("closed_at"), ""),
    ("meeting_break_by_the_keeper", "meeting_break", "INSERT", "began_by", _MEETING, "", _SESSION),
    ("meeting_break_ended_by_the_keeper", "meeting_break", "UPDATE", "ended_by", _MEETING, _now("ended_at"), ""),
)  # fmt: skip


def _guard_writers() -> None:
    for name, table, event, who, meeting, asked, hold in _WRITERS:
        wrong = _not_by_the_keeper(f"NEW.{who}", meeting)
        guards.refuse_when(
            op,
            name,
            table,
            event,
            f"({asked}) AND {wrong}" if asked else wrong,
            _KEPT,
            **({"hold": hold} if hold else {}),
        )


def _joins(alone: str, sentence: str) -> None:
    """Who of a commission is alone in the role: the guard of 0010, said anew."""
    guards.drop(op, "commission_member", "commission_member_joins_once")
    guards.refuse_when(
        op,
        "commission_member_joins_once",
        "commission_member",
        "INSERT",
        "EXISTS (SELECT 1 FROM commission_member m WHERE m.commission_id = NEW.commission_id"  # noqa: S608 - names of the migration, no input
        f" AND (m.account_id = NEW.account_id OR (m.role = NEW.role AND m.role IN ({alone})))"
        " AND m.from_day <= COALESCE(NEW.until_day, '9999-12-31')"
        " AND COALESCE(m.until_day, '9999-12-31') >= NEW.from_day)",
        sentence,
        queue_by="NEW.commission_id",
    )
