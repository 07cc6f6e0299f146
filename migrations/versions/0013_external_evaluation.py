"""External evaluation of organisations; an interview rests on a positive result or on the report of an evaluation.

Revision: 0013, 2026-11-28
"""

# ruff: noqa: S608 - statements made of the names in this file, no input

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0013"
down_revision = "0012"

TABLES = (
    "standard_set",
    "standard",
    "evaluation",
    "expert_standing",
    "evaluation_visit",
    "standard_mark",
    "standard_evidence",
    "evaluation_report",
)
APPEND_ONLY = {
    "standard": ("id", "set_id, code", "set_id, position"),
    "expert_standing": ("id",),
    "evaluation_visit": ("id", "replaces_id"),
    "standard_mark": ("id", "evaluation_id, standard_id, version"),
    "evaluation_report": ("id", "evaluation_id", "replaces_id"),
}
GUARDS = {
    "standard_set": ("standard_set_stays", "standard_set_no_delete"),
    "evaluation": ("evaluation_opens_once", "evaluation_stays", "evaluation_no_delete"),
    "standard_evidence": (
        "standard_evidence_before_the_report",
        "standard_evidence_stays",
        "standard_evidence_no_delete",
    ),
}
# Guards on tables whose rows are written once besides: those go with `append_only`.
MORE = {
    "standard": ("standard_of_a_set_in_no_use",),
    "expert_standing": ("expert_standing_before_the_report",),
    "evaluation_visit": ("evaluation_visit_before_the_report",),
    "standard_mark": ("standard_mark_before_the_report", "standard_mark_one_after_the_other"),
    "evaluation_report": ("evaluation_report_of_every_standard",),
}
INTERVIEW = (
    "commission_interview_begins_by_the_current_result",
    "commission_interview_goes_on_by_the_current_result",
    "commission_interview_stays",
)
SLOT = "agenda_slot_by_the_current_result"


def upgrade() -> None:
    op.create_index("uq_commission_id_office_id_kind", "commission", ["id", "office_id", "kind"], unique=True)
    _standards()
    _evaluations()
    _marks()
    _reports()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    _guard_evaluations()
    _guard_work()
    for table in GUARDS:
        guards.refuse_truncate(op, table)
    _drop_interview_guards()
    _interviews_on_reports()
    _guard_interviews(_REPLACED, ("report_id",))
    _guard_slots(_SLOT_REPLACED)


def downgrade() -> None:
    _refuse_to_lose_interviews()
    _drop_interview_guards()
    _interviews_on_results()
    _guard_interviews(_RESULT_REPLACED)
    _guard_slots(_SLOT_RESULT_REPLACED)
    for table, names in GUARDS.items():
        guards.drop_refuse_truncate(op, table)
        guards.drop(op, table, *names)
    for table, names in MORE.items():
        guards.drop(op, table, *names)
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_commission_id_office_id_kind", "commission")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _standards() -> None:
    op.create_table(
        "standard_set",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("name_kk", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("act", sa.String(300), nullable=False),
        sa.Column("partly_percent", sa.Integer(), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("brought_by", BigId, nullable=False),
        sa.Column("brought_at", Moment(), nullable=False),
        sa.Column("retired_by", BigId),
        sa.Column("retired_at", Moment()),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_by IS NULL)", name=op.f("ck_standard_set_retired_by_somebody")
        ),
        sa.CheckConstraint(
            "length(name_kk) > 0 AND length(name_ru) > 0 AND length(act) > 0",
            name=op.f("ck_standard_set_is_named_by_an_act"),
        ),
        sa.CheckConstraint(
            "partly_percent BETWEEN 0 AND 100", name=op.f("ck_standard_set_partly_counts_as_a_percentage")
        ),
        sa.ForeignKeyConstraint(
            ["brought_by"], ["account.id"], name=op.f("fk_standard_set_brought_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_standard_set_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_standard_set_office_id_office")),
        sa.ForeignKeyConstraint(
            ["retired_by"], ["account.id"], name=op.f("fk_standard_set_retired_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_set")),
    )
    op.create_index("ix_standard_set_office_id", "standard_set", ["office_id"])
    op.create_table(
        "standard",
        sa.Column("id", BigId, nullable=False),
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("chapter_kk", sa.String(300), nullable=False),
        sa.Column("chapter_ru", sa.String(300), nullable=False),
        sa.Column("text_kk", sa.String(2000), nullable=False),
        sa.Column("text_ru", sa.String(2000), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(text_kk) > 0 AND length(text_ru) > 0", name=op.f("ck_standard_is_said_in_both_languages")
        ),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_standard_weighs_something")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["standard_set.id"], name=op.f("fk_standard_set_id_standard_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("set_id", "code", name=op.f("uq_standard_set_id_code")),
        sa.UniqueConstraint("set_id", "id", name=op.f("uq_standard_set_id_id")),
        sa.UniqueConstraint("set_id", "position", name=op.f("uq_standard_set_id_position")),
    )


def _evaluations() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("group_id", BigId, nullable=False),
        sa.Column("group_kind", sa.String(30), nullable=False),
        sa.Column("order_number", sa.String(60), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("order_file_id", BigId, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("set_id", BigId),
        sa.Column("opened_by", BigId),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "group_kind = 'expert_group'", name=op.f("ck_evaluation_is_done_by_an_expert_group")
        ),
        sa.CheckConstraint("length(order_number) > 0", name=op.f("ck_evaluation_is_opened_by_an_order")),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_evaluation_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_evaluation_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["group_id", "office_id", "group_kind"],
            ["commission.id", "commission.office_id", "commission.kind"],
            name="fk_evaluation_by_an_expert_group_of_the_office",
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_evaluation_office_id_office")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_evaluation_opened_by_account")),
        sa.ForeignKeyConstraint(
            ["order_file_id"], ["stored_file.id"], name=op.f("fk_evaluation_order_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["standard_set.id"], name=op.f("fk_evaluation_set_id_standard_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("id", "case_id", name=op.f("uq_evaluation_id_case_id")),
        sa.UniqueConstraint("id", "group_id", name=op.f("uq_evaluation_id_group_id")),
        sa.UniqueConstraint("id", "set_id", name=op.f("uq_evaluation_id_set_id")),
    )
    op.create_index("ix_evaluation_case_id", "evaluation", ["case_id"])
    op.create_index("ix_evaluation_group_id", "evaluation", ["group_id"])
    op.create_table(
        "expert_standing",
        sa.Column("id", BigId, nullable=False),
        sa.Column("evaluation_id", BigId, nullable=False),
        sa.Column("group_id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("fact", sa.String(500), nullable=False),
        sa.Column("noted_by", BigId, nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "NOT conflict OR length(fact) > 0", name=op.f("ck_expert_standing_conflict_has_its_fact")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "group_id"],
            ["evaluation.id", "evaluation.group_id"],
            name="fk_expert_standing_of_the_group",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_expert_standing_of_a_member",
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["account.id"], name=op.f("fk_expert_standing_noted_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_standing")),
    )
    op.create_index(
        "ix_expert_standing_evaluation_id_member_id", "expert_standing", ["evaluation_id", "member_id"]
    )
    op.create_table(
        "evaluation_visit",
        sa.Column("id", BigId, nullable=False),
        sa.Column("evaluation_id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("programme", sa.String(1000), nullable=False),
        sa.Column("replaces_id", BigId),
        sa.Column("reason", sa.String(500)),
        sa.Column("planned_by", BigId, nullable=False),
        sa.Column("planned_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "(replaces_id IS NULL) = (reason IS NULL)", name=op.f("ck_evaluation_visit_is_moved_for_a_reason")
        ),
        sa.CheckConstraint("length(place) > 0", name=op.f("ck_evaluation_visit_has_a_place")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_visit_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["account.id"], name=op.f("fk_evaluation_visit_planned_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id", "evaluation_id"],
            ["evaluation_visit.id", "evaluation_visit.evaluation_id"],
            name="fk_evaluation_visit_replaces_one_of_the_same",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_visit")),
        sa.UniqueConstraint("id", "evaluation_id", name=op.f("uq_evaluation_visit_id_evaluation_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_evaluation_visit_replaces_id")),
    )
    op.create_index("ix_evaluation_visit_evaluation_id", "evaluation_visit", ["evaluation_id"])


def _marks() -> None:
    op.create_table(
        "standard_mark",
        sa.Column("id", BigId, nullable=False),
        sa.Column("evaluation_id", BigId, nullable=False),
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("standard_id", BigId, nullable=False),
        sa.Column("group_id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(20), nullable=False),
        sa.Column("remark", sa.String(2000), nullable=False),
        sa.Column("marked_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "mark IN ('met', 'partly', 'not_met', 'not_applicable')",
            name=op.f("ck_standard_mark_mark_is_known"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_standard_mark_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "group_id"],
            ["evaluation.id", "evaluation.group_id"],
            name="fk_standard_mark_of_the_group",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "set_id"],
            ["evaluation.id", "evaluation.set_id"],
            name="fk_standard_mark_of_the_set_of_the_evaluation",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_standard_mark_by_a_member",
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "standard_id"],
            ["standard.set_id", "standard.id"],
            name="fk_standard_mark_of_a_standard_of_the_set",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_mark")),
        sa.UniqueConstraint(
            "evaluation_id",
            "standard_id",
            "version",
            name=op.f("uq_standard_mark_evaluation_id_standard_id_version"),
        ),
    )
    op.create_table(
        "standard_evidence",
        sa.Column("id", BigId, nullable=False),
        sa.Column("evaluation_id", BigId, nullable=False),
        sa.Column("set_id", BigId, nullable=False),
        sa.Column("standard_id", BigId, nullable=False),
        sa.Column("group_id", BigId, nullable=False),
        sa.Column("member_id", BigId, nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("caption", sa.String(300), nullable=False),
        sa.Column("brought_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment()),
        sa.Column("removed_by", BigId),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)",
            name=op.f("ck_standard_evidence_removed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "group_id"],
            ["evaluation.id", "evaluation.group_id"],
            name="fk_standard_evidence_of_the_group",
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "set_id"],
            ["evaluation.id", "evaluation.set_id"],
            name="fk_standard_evidence_of_the_set_of_the_evaluation",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_standard_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_standard_evidence_by_a_member",
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["account.id"], name=op.f("fk_standard_evidence_removed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["set_id", "standard_id"],
            ["standard.set_id", "standard.id"],
            name="fk_standard_evidence_of_a_standard_of_the_set",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_evidence")),
    )
    op.create_index(
        "ix_standard_evidence_evaluation_id_standard_id",
        "standard_evidence",
        ["evaluation_id", "standard_id"],
    )


def _reports() -> None:
    op.create_table(
        "evaluation_report",
        sa.Column("id", BigId, nullable=False),
        sa.Column("evaluation_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("percent", sa.Integer()),
        sa.Column("conclusion_kk", sa.String(4000), nullable=False),
        sa.Column("conclusion_ru", sa.String(4000), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("replaces_id", BigId),
        sa.Column("finished_by", BigId, nullable=False),
        sa.Column("finished_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('positive', 'negative')", name=op.f("ck_evaluation_report_verdict_is_known")
        ),
        sa.CheckConstraint(
            "length(conclusion_kk) > 0 AND length(conclusion_ru) > 0",
            name=op.f("ck_evaluation_report_has_its_conclusion"),
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_evaluation_report_has_its_digest")),
        sa.CheckConstraint(
            "percent IS NULL OR percent BETWEEN 0 AND 100", name=op.f("ck_evaluation_report_percent_is_one")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "case_id"],
            ["evaluation.id", "evaluation.case_id"],
            name="fk_evaluation_report_of_an_evaluation_of_the_case",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_evaluation_report_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["finished_by"], ["account.id"], name=op.f("fk_evaluation_report_finished_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id", "case_id"],
            ["evaluation_report.id", "evaluation_report.case_id"],
            name="fk_evaluation_report_replaces_one_of_the_case",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_report")),
        sa.UniqueConstraint("evaluation_id", name=op.f("uq_evaluation_report_evaluation_id")),
        sa.UniqueConstraint("id", "case_id", name=op.f("uq_evaluation_report_id_case_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_evaluation_report_replaces_id")),
    )
    op.create_index(
        "uq_evaluation_report_first",
        "evaluation_report",
        ["case_id"],
        unique=True,
        **_where("replaces_id IS NULL"),
    )


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _set_once(*columns: str) -> str:
    """A value that is there stays; one that is not there yet may come."""
    return " OR ".join(
        f"(OLD.{one} IS NOT NULL AND (NEW.{one} IS NULL OR NEW.{one} <> OLD.{one}))" for one in columns
    )


def _refuse(name: str, event: str, condition: str, sentence: str, **waits: str) -> None:
    everywhere = (GUARDS | MORE).items()
    table = next(one for one, names in everywhere if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, **waits)


_THE_CASE = "case_file WHERE id = NEW.case_id"
_THE_EVALUATION = "evaluation WHERE id = NEW.evaluation_id"
_ENDED = "EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND ended_at IS NOT NULL)"
_REPORTED = "EXISTS (SELECT 1 FROM evaluation_report r WHERE r.evaluation_id = NEW.evaluation_id)"
# What was last said of the expert is that nothing stands against them.
_MAY_EVALUATE = (
    "EXISTS (SELECT 1 FROM expert_standing s WHERE s.evaluation_id = NEW.evaluation_id"
    " AND s.member_id = NEW.member_id AND NOT s.conflict AND NOT EXISTS (SELECT 1 FROM expert_standing n"
    " WHERE n.evaluation_id = s.evaluation_id AND n.member_id = s.member_id AND n.id > s.id))"
)


def _guard_evaluations() -> None:
    _refuse(
        "evaluation_opens_once",
        "INSERT",
        f"NEW.set_id IS NOT NULL OR {_ENDED} OR EXISTS (SELECT 1 FROM evaluation e WHERE e.case_id = NEW.case_id"
        " AND NOT EXISTS (SELECT 1 FROM evaluation_report r WHERE r.evaluation_id = e.id))",
        "a case has one evaluation at a time",
        hold=_THE_CASE,
    )
    kept = (
        *("id", "case_id", "office_id", "group_id", "group_kind", "order_number", "order_date"),
        *("order_file_id", "from_day", "until_day", "opened_at"),
    )
    _refuse(
        "evaluation_stays",
        "UPDATE",
        _changed(*kept) + " OR " + _set_once("set_id", "opened_by"),
        "an evaluation is done as it was ordered",
    )
    _refuse("evaluation_no_delete", "DELETE", "TRUE", "an evaluation is never deleted")
    for table in ("expert_standing", "evaluation_visit"):
        _refuse(
            f"{table}_before_the_report", "INSERT", _REPORTED, "the evaluation has its report",
            hold=_THE_EVALUATION,
        )  # fmt: skip
    _refuse(
        "evaluation_report_of_every_standard",
        "INSERT",
        f"{_ENDED} OR NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.id = NEW.evaluation_id"
        " AND e.set_id IS NOT NULL) OR EXISTS (SELECT 1 FROM evaluation e JOIN standard s ON s.set_id = e.set_id"
        " WHERE e.id = NEW.evaluation_id AND NOT EXISTS (SELECT 1 FROM standard_mark m"
        " WHERE m.evaluation_id = e.id AND m.standard_id = s.id))",
        "a report says what was found of every standard",
        hold=_THE_CASE,
    )


def _guard_work() -> None:
    _refuse(
        "standard_set_stays",
        "UPDATE",
        _changed("id", "office_id", "name_kk", "name_ru", "act", "partly_percent", "file_id", "brought_by",
                 "brought_at") + " OR " + _set_once("retired_at", "retired_by"),
        "a set of standards is retired, never changed",
    )  # fmt: skip
    _refuse("standard_set_no_delete", "DELETE", "TRUE", "a set of standards is retired, never deleted")
    _refuse(
        "standard_of_a_set_in_no_use",
        "INSERT",
        "EXISTS (SELECT 1 FROM evaluation e WHERE e.set_id = NEW.set_id)",
        "a set that is in use gets no other standard",
        hold="standard_set WHERE id = NEW.set_id",
    )
    for table in ("standard_mark", "standard_evidence"):
        _refuse(
            f"{table}_before_the_report",
            "INSERT",
            f"{_REPORTED} OR NOT {_MAY_EVALUATE}",
            "an expert against whom nothing stands marks before the report",
            hold=_THE_EVALUATION,
        )
    _refuse(
        "standard_mark_one_after_the_other",
        "INSERT",
        "NEW.version <> 1 + COALESCE((SELECT MAX(m.version) FROM standard_mark m"
        " WHERE m.evaluation_id = NEW.evaluation_id AND m.standard_id = NEW.standard_id), 0)",
        "a mark follows the one that was there",
        hold=_THE_EVALUATION,
    )
    _refuse(
        "standard_evidence_stays",
        "UPDATE",
        _changed("id", "evaluation_id", "set_id", "standard_id", "group_id", "member_id", "file_id", "caption",
                 "brought_at") + " OR " + _set_once("removed_at", "removed_by") + f" OR {_REPORTED}",
        "evidence is taken away, never changed, and stays once it is reported",
    )  # fmt: skip
    _refuse("standard_evidence_no_delete", "DELETE", "TRUE", "evidence is taken away, never deleted")


_RESULT_REPLACED = "EXISTS (SELECT 1 FROM test_result WHERE replaces_id = NEW.result_id)"
_REPLACED = (
    f"({_RESULT_REPLACED} OR EXISTS (SELECT 1 FROM evaluation_report WHERE replaces_id = NEW.report_id))"
)
_SLOT_RESULT_REPLACED = "NOT EXISTS (SELECT 1 FROM test_result r WHERE r.replaces_id = i.result_id)"
_SLOT_REPORT_REPLACED = "NOT EXISTS (SELECT 1 FROM evaluation_report r WHERE r.replaces_id = i.report_id)"
_SLOT_REPLACED = f"{_SLOT_RESULT_REPLACED} AND {_SLOT_REPORT_REPLACED}"


def _drop_interview_guards() -> None:
    guards.drop(op, "commission_interview", *INTERVIEW)
    guards.drop(op, "agenda_slot", SLOT)


def _guard_interviews(replaced: str, more: tuple[str, ...] = ()) -> None:
    """What an interview rests on is asked when it begins, when it is opened, and when it is decided."""
    begins, goes_on, stays = INTERVIEW
    table, sentence = "commission_interview", "an interview rests on the current result of the test"
    guards.refuse_when(
        op, begins, table, "INSERT",
        f"NEW.opened_at IS NOT NULL OR NEW.called_off_at IS NOT NULL OR {_ENDED} OR {replaced}",
        sentence, hold=_THE_CASE,
    )  # fmt: skip
    guards.refuse_when(
        op, goes_on, table, "UPDATE",
        "((OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL)"
        f" OR (OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL)) AND {replaced}",
        sentence, hold=_THE_CASE,
    )  # fmt: skip
    bases = ("result_id", "verdict", *more)
    rests = " OR ".join(
        f"(NEW.{one} IS NULL) <> (OLD.{one} IS NULL) OR NEW.{one} <> OLD.{one}" for one in bases
    )
    guards.refuse_when(
        op, stays, table, "UPDATE",
        "OLD.called_off_at IS NOT NULL OR " + _changed("id", "case_id", "offered_by", "offered_at")
        + f" OR {rests} OR " + _set_once("opened_at", "decided_at", "decision"),
        "what an interview has come to stays",
    )  # fmt: skip


def _guard_slots(stands: str) -> None:
    guards.refuse_when(
        op, SLOT, "agenda_slot", "INSERT",
        "NOT EXISTS (SELECT 1 FROM commission_interview i WHERE i.id = NEW.interview_id"
        f" AND i.called_off_at IS NULL AND i.opened_at IS NULL AND {stands})",
        "an interview rests on the current result of the test", hold=_THE_CASE,
    )  # fmt: skip


_POSITIVE = "ck_commission_interview_rests_on_a_positive_result"
_ONE_OF_TWO = "ck_commission_interview_rests_on_a_result_or_on_a_report"
_ON_A_REPORT = "fk_commission_interview_on_a_report_of_the_case"
_POSITIVE_OR_NONE = "(result_id IS NULL) = (verdict IS NULL) AND (verdict IS NULL OR verdict = 'positive')"
_IS_ONE_OF_TWO = "(result_id IS NULL) <> (report_id IS NULL)"
_ADDED = (
    f", \n\tCONSTRAINT {_ONE_OF_TWO} CHECK ({_IS_ONE_OF_TWO})"
    f", \n\tCONSTRAINT {_ON_A_REPORT} FOREIGN KEY(report_id, case_id) REFERENCES evaluation_report (id, case_id)"
)
# SQLite changes no column in place: its table is made anew of its own words, with these instead of those.
_WORDS = (
    ("result_id INTEGER NOT NULL", "result_id INTEGER, \n\treport_id INTEGER"),
    ("verdict VARCHAR(10) NOT NULL", "verdict VARCHAR(10)"),
    ("CHECK (verdict = 'positive')", f"CHECK ({_POSITIVE_OR_NONE}){_ADDED}"),
)


def _interviews_on_reports() -> None:
    if guards.is_sqlite(op):
        guards.made_anew(op, "commission_interview", _WORDS)
        return
    table = "commission_interview"
    op.drop_constraint(_POSITIVE, table)
    op.alter_column(table, "result_id", existing_type=sa.BigInteger(), nullable=True)
    op.alter_column(table, "verdict", existing_type=sa.String(10), nullable=True)
    op.add_column(table, sa.Column("report_id", BigId))
    op.create_check_constraint(op.f(_POSITIVE), table, _POSITIVE_OR_NONE)
    op.create_check_constraint(op.f(_ONE_OF_TWO), table, _IS_ONE_OF_TWO)
    op.create_foreign_key(
        _ON_A_REPORT, table, "evaluation_report", ["report_id", "case_id"], ["id", "case_id"]
    )


def _interviews_on_results() -> None:
    if guards.is_sqlite(op):
        guards.made_anew(op, "commission_interview", tuple((new, old) for old, new in _WORDS))
        return
    table = "commission_interview"
    for name in (_ON_A_REPORT, _ONE_OF_TWO, _POSITIVE):
        op.drop_constraint(name, table)
    op.drop_column(table, "report_id")
    op.alter_column(table, "result_id", existing_type=sa.BigInteger(), nullable=False)
    op.alter_column(table, "verdict", existing_type=sa.String(10), nullable=False)
    op.create_check_constraint(op.f(_POSITIVE), table, "verdict = 'positive'")


def _refuse_to_lose_interviews() -> None:
    """An earlier schema has no place for an interview that rests on a report, and none is ever deleted."""
    held = op.get_bind().scalar(
        sa.text("SELECT count(*) FROM commission_interview WHERE report_id IS NOT NULL")
    )
    if held:
        raise RuntimeError(f"{held} interviews rest on reports: the schema before this one cannot hold them")
