"""Commissions, their members and meetings, and interviews that exist only for a current positive test result.

Revision: 0010, 2026-11-27
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0010"
down_revision = "0009"

TABLES = (
    "commission",
    "commission_member",
    "commission_member_specialty",
    "commission_meeting",
    "commission_interview",
    "agenda_slot",
)
APPEND_ONLY = {
    "commission": ("id", "office_id, kind, order_number, order_date"),
    "commission_member_specialty": ("member_id, specialty_id",),
}
GUARDS = {
    "commission_member": (
        "commission_member_joins_once",
        "commission_member_stays",
        "commission_member_no_delete",
    ),
    "commission_meeting": (
        "commission_meeting_has_its_secretary",
        "commission_meeting_without_clash",
        "commission_meeting_stays",
        "commission_meeting_no_delete",
    ),
    "commission_interview": (
        "commission_interview_begins_by_the_current_result",
        "commission_interview_goes_on_by_the_current_result",
        "commission_interview_opens_at_its_time",
        "commission_interview_stays",
        "commission_interview_no_delete",
    ),
    "agenda_slot": (
        "agenda_slot_by_the_current_result",
        "agenda_slot_within_its_meeting",
        "agenda_slot_without_clash",
        "agenda_slot_of_one_candidate",
        "agenda_slot_stays",
        "agenda_slot_no_delete",
    ),
}


def upgrade() -> None:
    _commissions()
    _meetings()
    _interviews()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    _guard_members()
    _guard_meetings()
    _guard_interviews()
    _guard_slots()
    for table in GUARDS:
        guards.refuse_truncate(op, table)


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop_refuse_truncate(op, table)
        guards.drop(op, table, *names)
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def _commissions() -> None:
    op.create_table(
        "commission",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("order_number", sa.String(60), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("order_file_id", BigId, nullable=False),
        sa.Column("formed_by", BigId, nullable=False),
        sa.Column("formed_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('specialised_commission', 'accreditation_commission', 'attestation_commission',"
            " 'appeal_commission', 'expert_group')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("length(name) > 0 AND length(order_number) > 0", name="is_formed_by_an_order"),
        _points("commission", "office_id", "office"),
        _points("commission", "order_file_id", "stored_file"),
        _points("commission", "formed_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_commission"),
        sa.UniqueConstraint("office_id", "kind", "order_number", "order_date", name="uq_commission_order"),
    )
    op.create_table(
        "commission_member",
        sa.Column("id", BigId, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date()),
        sa.Column("named_by", BigId, nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.Column("released_by", BigId),
        sa.Column("released_at", Moment()),
        sa.Column("released_reason", sa.String(500)),
        sa.CheckConstraint(
            "role IN ('chair', 'deputy', 'secretary', 'member', 'alternate')", name="role_is_known"
        ),
        sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", name="leaves_after_joining"),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (released_reason IS NULL)"
            " AND (released_at IS NULL OR until_day IS NOT NULL)",
            name="released_by_somebody_for_a_reason",
        ),
        _points("commission_member", "commission_id", "commission"),
        _points("commission_member", "account_id", "account"),
        _points("commission_member", "named_by", "account"),
        _points("commission_member", "released_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_commission_member"),
        sa.UniqueConstraint("commission_id", "id", name="uq_commission_member_commission_id_id"),
    )
    op.create_index("ix_commission_member_account_id", "commission_member", ["account_id"])
    op.create_table(
        "commission_member_specialty",
        sa.Column("member_id", BigId, autoincrement=False, nullable=False),
        sa.Column("specialty_id", BigId, autoincrement=False, nullable=False),
        _points("commission_member_specialty", "member_id", "commission_member"),
        _points("commission_member_specialty", "specialty_id", "specialty"),
        sa.PrimaryKeyConstraint("member_id", "specialty_id", name="pk_commission_member_specialty"),
    )


def _meetings() -> None:
    op.create_table(
        "commission_meeting",
        sa.Column("id", BigId, nullable=False),
        sa.Column("commission_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("secretary_id", BigId, nullable=False),
        sa.Column("scheduled_by", BigId, nullable=False),
        sa.Column("scheduled_at", Moment(), nullable=False),
        sa.Column("called_off_by", BigId),
        sa.Column("called_off_at", Moment()),
        sa.Column("called_off_reason", sa.String(500)),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint("length(place) > 0 OR length(link) > 0", name="can_be_found"),
        sa.CheckConstraint(
            "(called_off_at IS NULL) = (called_off_by IS NULL)"
            " AND (called_off_at IS NULL) = (called_off_reason IS NULL)",
            name="called_off_by_somebody_for_a_reason",
        ),
        _points("commission_meeting", "commission_id", "commission"),
        _points("commission_meeting", "office_id", "office"),
        _points("commission_meeting", "scheduled_by", "account"),
        _points("commission_meeting", "called_off_by", "account"),
        sa.ForeignKeyConstraint(
            ["commission_id", "secretary_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_commission_meeting_secretary_of_the_commission",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_commission_meeting"),
        sa.UniqueConstraint("office_id", "number", name="uq_commission_meeting_office_id_number"),
    )
    for first in ("office_id", "commission_id"):
        op.create_index(
            f"ix_commission_meeting_{first}_starts_at", "commission_meeting", [first, "starts_at"]
        )


def _interviews() -> None:
    op.create_table(
        "commission_interview",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("result_id", BigId, nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("offered_by", BigId, nullable=False),
        sa.Column("offered_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment()),
        sa.Column("decided_at", Moment()),
        sa.Column("decision", sa.String(10)),
        sa.Column("called_off_at", Moment()),
        sa.Column("called_off_reason", sa.String(500)),
        sa.CheckConstraint("verdict = 'positive'", name="rests_on_a_positive_result"),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decision IS NULL)"
            " AND (decision IS NULL OR decision IN ('positive', 'negative'))",
            name="decided_says_how",
        ),
        sa.CheckConstraint("decided_at IS NULL OR opened_at IS NOT NULL", name="decided_after_it_opened"),
        sa.CheckConstraint(
            "(called_off_at IS NULL) = (called_off_reason IS NULL)"
            " AND (called_off_at IS NULL OR decided_at IS NULL)",
            name="called_off_for_a_reason_undecided",
        ),
        _points("commission_interview", "case_id", "case_file"),
        _points("commission_interview", "offered_by", "account"),
        sa.ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_commission_interview_on_a_result_of_the_case",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_commission_interview"),
        sa.UniqueConstraint("id", "case_id", name="uq_commission_interview_id_case_id"),
    )
    op.create_index(
        "uq_commission_interview_of_a_case",
        "commission_interview",
        ["case_id"],
        unique=True,
        **_where("called_off_at IS NULL"),
    )
    op.create_table(
        "agenda_slot",
        sa.Column("id", BigId, nullable=False),
        sa.Column("meeting_id", BigId, nullable=False),
        sa.Column("interview_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("iin", sa.String(12)),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("moved_from_id", BigId),
        sa.Column("put_by", BigId, nullable=False),
        sa.Column("put_at", Moment(), nullable=False),
        sa.Column("released_at", Moment()),
        sa.Column("released_reason", sa.String(500)),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint("(released_at IS NULL) = (released_reason IS NULL)", name="given_up_for_a_reason"),
        _points("agenda_slot", "meeting_id", "commission_meeting"),
        _points("agenda_slot", "moved_from_id", "agenda_slot"),
        _points("agenda_slot", "put_by", "account"),
        sa.ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_agenda_slot_of_an_interview_of_the_case",
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "iin"],
            ["case_person.case_id", "case_person.iin"],
            name="fk_agenda_slot_of_the_person_of_the_case",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_slot"),
    )
    op.create_index("ix_agenda_slot_meeting_id_starts_at", "agenda_slot", ["meeting_id", "starts_at"])
    op.create_index("ix_agenda_slot_iin_starts_at", "agenda_slot", ["iin", "starts_at"])
    op.create_index(
        "uq_agenda_slot_live", "agenda_slot", ["interview_id"], unique=True, **_where("released_at IS NULL")
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


def _guard_members() -> None:
    """Whoever is released only leaves earlier, so that an UPDATE cannot bring two together again."""
    _refuse(
        "commission_member_joins_once",
        "INSERT",
        "EXISTS (SELECT 1 FROM commission_member m WHERE m.commission_id = NEW.commission_id"
        " AND (m.account_id = NEW.account_id OR (m.role = NEW.role AND m.role IN ('chair', 'secretary')))"
        " AND m.from_day <= COALESCE(NEW.until_day, '9999-12-31')"
        " AND COALESCE(m.until_day, '9999-12-31') >= NEW.from_day)",
        "a commission has one chair and one secretary at a time, and nobody twice",
        queue_by="NEW.commission_id",
    )
    _refuse(
        "commission_member_stays",
        "UPDATE",
        "OLD.released_at IS NOT NULL OR NEW.released_at IS NULL"
        " OR NEW.until_day > COALESCE(OLD.until_day, '9999-12-31') OR "
        + _changed("id", "commission_id", "account_id", "role", "from_day", "named_by", "named_at"),
        "a member is released once, never changed",
    )
    _refuse("commission_member_no_delete", "DELETE", "TRUE", "a member is released, never deleted")


def _guard_meetings() -> None:
    _refuse(
        "commission_meeting_has_its_secretary",
        "INSERT",
        "NEW.called_off_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM commission_member m"
        " JOIN commission c ON c.id = m.commission_id"
        " WHERE m.id = NEW.secretary_id AND m.role = 'secretary' AND c.office_id = NEW.office_id)",
        "a meeting has the secretary of its commission",
    )
    _refuse(
        "commission_meeting_without_clash",
        "INSERT",
        "EXISTS (SELECT 1 FROM commission_meeting m WHERE m.office_id = NEW.office_id AND m.called_off_at IS NULL"
        " AND (m.commission_id = NEW.commission_id OR (length(NEW.place) > 0 AND m.place = NEW.place))"
        " AND m.starts_at < NEW.ends_at AND m.ends_at > NEW.starts_at)",
        "a commission and a room have one meeting at a time",
        queue_by="NEW.office_id",
    )
    kept = (
        *("id", "commission_id", "office_id", "number", "starts_at", "ends_at", "place", "link"),
        *("secretary_id", "scheduled_by", "scheduled_at"),
    )
    _refuse(
        "commission_meeting_stays",
        "UPDATE",
        "OLD.called_off_at IS NOT NULL OR NEW.called_off_at IS NULL OR " + _changed(*kept),
        "a meeting is called off, never changed",
    )
    _refuse("commission_meeting_no_delete", "DELETE", "TRUE", "a meeting is called off, never deleted")


# The row of the case is held: a correction under way is waited for, and one that comes later waits.
_THE_CASE = "case_file WHERE id = NEW.case_id"


_REPLACED = "EXISTS (SELECT 1 FROM test_result WHERE replaces_id = NEW.result_id)"
_ENDED = "EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND ended_at IS NOT NULL)"


def _guard_interviews() -> None:
    sentence = "an interview rests on the current result of the test"
    _refuse(
        "commission_interview_begins_by_the_current_result",
        "INSERT",
        f"NEW.opened_at IS NOT NULL OR NEW.called_off_at IS NOT NULL OR {_ENDED} OR {_REPLACED}",
        sentence,
        hold=_THE_CASE,
    )
    _refuse(
        "commission_interview_goes_on_by_the_current_result",
        "UPDATE",
        "((OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL)"
        f" OR (OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL)) AND {_REPLACED}",
        sentence,
        hold=_THE_CASE,
    )
    _refuse(
        "commission_interview_opens_at_its_time",
        "UPDATE",
        "OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agenda_slot s"
        " JOIN commission_meeting m ON m.id = s.meeting_id WHERE s.interview_id = NEW.id"
        " AND s.released_at IS NULL AND m.called_off_at IS NULL AND m.starts_at <= NEW.opened_at)",
        "an interview is opened in a meeting that has begun",
    )
    _refuse(
        "commission_interview_stays",
        "UPDATE",
        "OLD.called_off_at IS NOT NULL OR "
        + _changed("id", "case_id", "result_id", "verdict", "offered_by", "offered_at")
        + " OR "
        + _set_once("opened_at", "decided_at", "decision"),
        "what an interview has come to stays",
    )
    _refuse("commission_interview_no_delete", "DELETE", "TRUE", "an interview is called off, never deleted")


def _guard_slots() -> None:
    _refuse(
        "agenda_slot_by_the_current_result",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM commission_interview i WHERE i.id = NEW.interview_id"
        " AND i.called_off_at IS NULL AND i.opened_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM test_result r WHERE r.replaces_id = i.result_id))",
        "an interview rests on the current result of the test",
        hold=_THE_CASE,
    )
    _refuse(
        "agenda_slot_within_its_meeting",
        "INSERT",
        "NEW.released_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM commission_meeting m"
        " WHERE m.id = NEW.meeting_id AND m.called_off_at IS NULL"
        " AND m.starts_at <= NEW.starts_at AND m.ends_at >= NEW.ends_at)",
        "an interview lies within its meeting",
    )
    _refuse(
        "agenda_slot_without_clash",
        "INSERT",
        "EXISTS (SELECT 1 FROM agenda_slot s WHERE s.meeting_id = NEW.meeting_id AND s.released_at IS NULL"
        " AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at)",
        "a commission hears one candidate at a time",
        queue_by="NEW.meeting_id",
    )
    _refuse(
        "agenda_slot_of_one_candidate",
        "INSERT",
        "NEW.iin IS NOT NULL AND (EXISTS (SELECT 1 FROM agenda_slot s WHERE s.iin = NEW.iin"
        " AND s.released_at IS NULL AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at)"
        " OR EXISTS (SELECT 1 FROM sitting_place p WHERE p.iin = NEW.iin AND p.released_at IS NULL"
        " AND p.outcome IS NULL AND p.starts_at < NEW.ends_at AND p.ends_at > NEW.starts_at))",
        "a candidate is in one place at a time",
        queue_by="NEW.iin",
    )
    _refuse(
        "agenda_slot_stays",
        "UPDATE",
        "OLD.released_at IS NOT NULL OR "
        + _changed("id", "meeting_id", "interview_id", "case_id", "starts_at", "ends_at", "put_by", "put_at"),
        "a slot is given up, never changed",
    )
    _refuse("agenda_slot_no_delete", "DELETE", "TRUE", "a slot is given up, never deleted")
