"""Appeals: filed, registered, heard by others than those who decided, and carried out by an act of their own kind.

Revision: 0036, 2026-11-28
"""

# The texts say nothing of appeals: body and term are the office's decisions, kept with each appeal as they were. What
# an appeal is about, in which words and by when, stays as it was filed; its state goes on only with the row that says
# so. Whoever refused, voted, marked, scored or signed on the case hears no appeal in it.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0036"
down_revision = "0035"

TABLES = ("appeal", "appeal_hearer", "appeal_decision", "appeal_ground", "appeal_act")
APPEND_ONLY = {
    "appeal_hearer": ("appeal_id, account_id",),
    "appeal_decision": ("appeal_id",),
    "appeal_act": ("id", "appeal_id, kind"),
}
GUARDS = {
    "appeal": ("appeal_begins", "appeal_may_follow", "appeal_stays", "appeal_ends_as_decided",
               "appeal_carried_out_by_an_act", "appeal_no_delete"),
    "appeal_hearer": ("appeal_hearer_had_no_hand_in_it", "appeal_hearer_is_of_the_commission"),
    "appeal_decision": ("appeal_decision_is_due", "appeal_decision_on_a_late_one", "appeal_decision_by_who_heard_it"),
    "appeal_ground": ("appeal_ground_stays",),
    "appeal_act": ("appeal_act_by_its_order", "appeal_act_of_its_kind", "appeal_act_corrects_the_result"),
}  # fmt: skip
_COUNTS = sa.text("state NOT IN ('withdrawn', 'returned')")
_STAYS = ("case_id", "office_id", "year", "number", "against", "came_by", "came_on", "grounds", "heard_by", "body",
          "filed_by", "filed_as", "filed_at")  # fmt: skip
_STAYS_IF_ANY = ("refused_id", "result_id", "item_id", "until", "lateness", "enclosure_id")
_WRITTEN_ONCE = ("registered_at", "registered_by", "passed_on", "passed_number", "passed_by", "ended_at",
                 "carried_out_at")  # fmt: skip
_ENDED = "('granted', 'rejected', 'returned', 'withdrawn')"
# Everybody who had a hand in the case: examined, decided, scored, watched, sat before the candidate, drafted, signed.
_HANDS = (
    "SELECT r.refused_by FROM motivated_refusal r WHERE r.case_id = NEW.case_id",
    "SELECT d.decided_by FROM head_decision d WHERE d.case_id = NEW.case_id",
    "SELECT c.actor_id FROM case_step c WHERE c.case_id = NEW.case_id AND c.outcome IN ('refuse', 'negative')",
    "SELECT t.entered_by FROM test_result t WHERE t.case_id = NEW.case_id AND t.entered_by IS NOT NULL",
    "SELECT n.decided_by FROM no_result_decision n JOIN sitting_place p ON p.id = n.place_id"
    " WHERE p.case_id = NEW.case_id",
    "SELECT i.account_id FROM sitting_invigilator i JOIN sitting_place p ON p.sitting_id = i.sitting_id"
    " WHERE p.case_id = NEW.case_id",
    "SELECT q.decided_by FROM question_ruling q JOIN sitting_place p ON p.sitting_id = q.sitting_id"
    " WHERE p.case_id = NEW.case_id",
    "SELECT m.account_id FROM hearing_seat s JOIN commission_member m ON m.id = s.member_id"
    " JOIN commission_interview v ON v.id = s.interview_id WHERE v.case_id = NEW.case_id",
    "SELECT o.drafted_by FROM act_order o JOIN order_line l ON l.order_id = o.id WHERE l.case_id = NEW.case_id",
    "SELECT a.account_id FROM order_approval a JOIN order_line l ON l.order_id = a.order_id"
    " WHERE l.case_id = NEW.case_id",
    "SELECT d.account_id FROM signing_deed d JOIN signing_sheet s ON s.id = d.sheet_id"
    " JOIN order_line l ON s.kind = 'order' AND l.order_id = s.subject_id WHERE l.case_id = NEW.case_id",
    "SELECT d.account_id FROM signing_deed d JOIN signing_sheet s ON s.id = d.sheet_id"
    " JOIN motivated_refusal r ON s.kind = 'refusal' AND r.id = s.subject_id WHERE r.case_id = NEW.case_id",
)
_OF_ITS_APPEAL = "SELECT 1 FROM appeal a WHERE a.id = NEW.appeal_id"


def upgrade() -> None:
    op.create_index("uq_motivated_refusal_id_case_id", "motivated_refusal", ["id", "case_id"], unique=True)
    _appeals()
    _decisions()
    _acts()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    guards.refuse_truncate(op, "appeal")
    _guard_appeals()
    _guard_decisions()
    _guard_acts()


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    guards.drop_refuse_truncate(op, "appeal")
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_motivated_refusal_id_case_id", table_name="motivated_refusal")


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in columns.items()
    ]


def _appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("against", sa.String(10), nullable=False),
        sa.Column("refused_id", BigId),
        sa.Column("result_id", BigId),
        sa.Column("verdict", sa.String(10)),
        sa.Column("item_id", BigId),
        sa.Column("decision", sa.String(10)),
        sa.Column("came_by", sa.String(10), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("lateness", sa.Text()),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("enclosure_id", BigId),
        sa.Column("heard_by", sa.String(10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("filed_by", BigId, nullable=False),
        sa.Column("filed_as", sa.String(40), nullable=False),
        sa.Column("filed_at", Moment(), nullable=False),
        sa.Column("registered_by", BigId),
        sa.Column("registered_at", Moment()),
        sa.Column("passed_on", sa.Date()),
        sa.Column("passed_number", sa.String(60)),
        sa.Column("passed_by", BigId),
        sa.Column("ended_at", Moment()),
        sa.Column("carried_out_at", Moment()),
        sa.CheckConstraint(
            "(against = 'refusal' AND refused_id IS NOT NULL AND result_id IS NULL AND item_id IS NULL)"
            " OR (against = 'test' AND refused_id IS NULL AND result_id IS NOT NULL AND item_id IS NULL)"
            " OR (against = 'interview' AND refused_id IS NULL AND result_id IS NULL AND item_id IS NOT NULL)",
            name="is_against_one_decision",
        ),
        sa.CheckConstraint(
            "(result_id IS NULL) = (verdict IS NULL) AND (verdict IS NULL OR verdict = 'negative')"
            " AND (item_id IS NULL) = (decision IS NULL) AND (decision IS NULL OR decision = 'negative')",
            name="is_against_what_went_against_one",
        ),
        sa.CheckConstraint("number > 0", name="number_counts_from_one"),
        sa.CheckConstraint("length(grounds) > 0", name="says_on_which_grounds"),
        sa.CheckConstraint("came_by IN ('portal', 'paper')", name="came_by_is_known"),
        sa.CheckConstraint("came_by = 'portal' OR enclosure_id IS NOT NULL", name="paper_is_scanned_in"),
        sa.CheckConstraint(
            "(lateness IS NOT NULL) = (until IS NOT NULL AND came_on > until)"
            " AND (lateness IS NULL OR length(lateness) > 0)",
            name="late_says_why",
        ),
        sa.CheckConstraint("heard_by IN ('own', 'outside')", name="somebody_hears_it"),
        sa.CheckConstraint("length(body) > 0", name="names_who_hears_it"),
        sa.CheckConstraint(
            "state IN ('filed', 'registered', 'passed_on', 'granted', 'rejected', 'returned', 'withdrawn')",
            name="state_is_known",
        ),
        sa.CheckConstraint(
            "(registered_at IS NULL) = (registered_by IS NULL)"
            " AND (state = 'filed' OR state = 'withdrawn' OR registered_at IS NOT NULL)",
            name="registered_by_somebody",
        ),
        sa.CheckConstraint(
            "(passed_on IS NULL) = (passed_number IS NULL) AND (passed_on IS NULL) = (passed_by IS NULL)"
            " AND (passed_on IS NULL OR (heard_by = 'outside' AND length(passed_number) > 0))"
            " AND (state <> 'passed_on' OR passed_on IS NOT NULL)",
            name="passed_on_with_a_document",
        ),
        sa.CheckConstraint("carried_out_at IS NULL OR state = 'granted'", name="only_a_granted_one_is_carried_out"),
        *_keys("appeal", case_id="case_file", office_id="office", enclosure_id="stored_file", filed_by="account",
               registered_by="account", passed_by="account"),
        sa.ForeignKeyConstraint(["refused_id", "case_id"], ["motivated_refusal.id", "motivated_refusal.case_id"],
                                name="fk_appeal_against_a_refusal_of_the_case"),
        sa.ForeignKeyConstraint(["result_id", "case_id", "verdict"],
                                ["test_result.id", "test_result.case_id", "test_result.verdict"],
                                name="fk_appeal_against_a_result_of_the_case"),
        sa.ForeignKeyConstraint(["item_id", "case_id", "decision"],
                                [f"protocol_item_signed.{one}" for one in ("item_id", "case_id", "decision")],
                                name="fk_appeal_against_a_signed_protocol"),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
        sa.UniqueConstraint("id", "case_id", name="uq_appeal_id_case_id"),
        sa.UniqueConstraint("id", "case_id", "heard_by", name="uq_appeal_id_case_id_heard_by"),
        sa.UniqueConstraint("office_id", "year", "number", name="uq_appeal_office_id_year_number"),
    )  # fmt: skip
    for thing in ("refused", "result", "item"):
        op.create_index(f"uq_appeal_one_for_a_{thing}", "appeal", [f"{thing}_id"], unique=True,
                        sqlite_where=_COUNTS, postgresql_where=_COUNTS)  # fmt: skip
    op.create_index("ix_appeal_case_id", "appeal", ["case_id"])
    op.create_index("ix_appeal_office_id_state", "appeal", ["office_id", "state"])


def _decisions() -> None:
    op.create_table(
        "appeal_hearer",
        sa.Column("appeal_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        *_keys("appeal_hearer", account_id="account"),
        sa.ForeignKeyConstraint(["appeal_id", "case_id"], ["appeal.id", "appeal.case_id"],
                                name="fk_appeal_hearer_of_the_case"),
        sa.PrimaryKeyConstraint("appeal_id", "account_id", name="pk_appeal_hearer"),
    )  # fmt: skip
    op.create_table(
        "appeal_decision",
        sa.Column("appeal_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("heard_by", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("clause", sa.String(300), nullable=False),
        sa.Column("restored", sa.Boolean()),
        sa.Column("restored_because", sa.Text()),
        sa.Column("act_number", sa.String(60)),
        sa.Column("act_day", sa.Date()),
        sa.Column("act_file_id", BigId),
        sa.Column("entered_by", BigId, nullable=False),
        sa.Column("entered_as", sa.String(40), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.CheckConstraint("outcome IN ('granted', 'rejected', 'returned')", name="outcome_is_known"),
        sa.CheckConstraint("length(reasons) > 0 AND length(clause) > 0", name="says_reasons_and_clause"),
        sa.CheckConstraint(
            "(restored IS NULL) = (restored_because IS NULL)"
            " AND (restored_because IS NULL OR length(restored_because) > 0)"
            " AND (restored IS NULL OR restored OR outcome = 'returned')",
            name="a_term_is_restored_with_reason",
        ),
        sa.CheckConstraint(
            "(heard_by = 'outside') = (act_number IS NOT NULL)"
            " AND (heard_by = 'outside') = (act_day IS NOT NULL) AND (heard_by = 'outside') = (act_file_id IS NOT NULL)"
            " AND (act_number IS NULL OR length(act_number) > 0)",
            name="an_outside_body_has_its_act",
        ),
        *_keys("appeal_decision", act_file_id="stored_file", entered_by="account"),
        sa.ForeignKeyConstraint(["appeal_id", "case_id", "heard_by"],
                                ["appeal.id", "appeal.case_id", "appeal.heard_by"],
                                name="fk_appeal_decision_of_an_appeal"),
        sa.PrimaryKeyConstraint("appeal_id", name="pk_appeal_decision"),
        sa.UniqueConstraint("appeal_id", "case_id", "outcome", name="uq_appeal_decision_appeal_id_case_id_outcome"),
    )  # fmt: skip


def _granted(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["appeal_id", "case_id", "outcome"],
        [f"appeal_decision.{one}" for one in ("appeal_id", "case_id", "outcome")],
        name=f"fk_{table}_{name}",
    )


def _acts() -> None:
    op.create_table(
        "appeal_ground",
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("line_outcome", sa.String(10), nullable=False),
        sa.Column("appeal_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.CheckConstraint("line_outcome = 'annul' AND outcome = 'granted'", name="annuls_because_it_was_granted"),
        sa.ForeignKeyConstraint(["line_id", "case_id", "line_outcome"],
                                ["order_line.id", "order_line.case_id", "order_line.outcome"],
                                name="fk_appeal_ground_of_an_annulment", ondelete="CASCADE"),
        _granted("appeal_ground", "on_a_granted_appeal"),
        sa.PrimaryKeyConstraint("line_id", "appeal_id", name="pk_appeal_ground"),
    )  # fmt: skip
    op.create_index("ix_appeal_ground_appeal_id", "appeal_ground", ["appeal_id"])
    op.create_table(
        "appeal_act",
        sa.Column("id", BigId, nullable=False),
        sa.Column("appeal_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("line_id", BigId),
        sa.Column("line_outcome", sa.String(10)),
        sa.Column("refused_id", BigId),
        sa.Column("result_id", BigId),
        sa.Column("act_number", sa.String(60)),
        sa.Column("act_day", sa.Date()),
        sa.Column("reopened_at", sa.String(20)),
        sa.Column("done_by", BigId, nullable=False),
        sa.Column("done_as", sa.String(40), nullable=False),
        sa.Column("done_at", Moment(), nullable=False),
        sa.CheckConstraint("outcome = 'granted'", name="carries_out_what_was_granted"),
        sa.CheckConstraint(
            "(kind = 'order') = (line_id IS NOT NULL) AND (line_id IS NULL) = (line_outcome IS NULL)"
            " AND (line_outcome IS NULL OR line_outcome = 'annul')"
            " AND (kind = 'correction') = (result_id IS NOT NULL)"
            " AND (kind = 'own_act') = (act_number IS NOT NULL) AND (kind = 'own_act') = (act_day IS NOT NULL)"
            " AND (refused_id IS NULL OR kind = 'own_act')"
            " AND (reopened_at IS NOT NULL OR kind <> 'own_act')"
            " AND kind IN ('order', 'own_act', 'correction')",
            name="is_an_order_an_own_act_or_a_correction",
        ),
        *_keys("appeal_act", done_by="account"),
        _granted("appeal_act", "of_a_granted_appeal"),
        sa.ForeignKeyConstraint(["line_id", "case_id", "line_outcome"],
                                [f"order_line_signed.{one}" for one in ("line_id", "case_id", "outcome")],
                                name="fk_appeal_act_by_a_signed_order"),
        sa.ForeignKeyConstraint(["refused_id", "case_id"], ["motivated_refusal.id", "motivated_refusal.case_id"],
                                name="fk_appeal_act_annuls_a_refusal_of_the_case"),
        sa.ForeignKeyConstraint(["result_id", "case_id"], ["test_result.id", "test_result.case_id"],
                                name="fk_appeal_act_corrects_a_result_of_the_case"),
        sa.PrimaryKeyConstraint("id", name="pk_appeal_act"),
        sa.UniqueConstraint("appeal_id", "kind", name="uq_appeal_act_appeal_id_kind"),
    )  # fmt: skip


def _guard_appeals() -> None:
    guards.refuse_when(
        op, "appeal_begins", "appeal", "INSERT",
        "NEW.state NOT IN ('filed', 'registered') OR NEW.passed_on IS NOT NULL OR NEW.ended_at IS NOT NULL"
        " OR NEW.carried_out_at IS NOT NULL",
        "an appeal begins by being filed",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_may_follow", "appeal", "UPDATE",
        "NEW.state <> OLD.state AND NOT ((OLD.state = 'filed' AND NEW.state IN ('registered', 'withdrawn'))"
        " OR (OLD.state = 'registered' AND NEW.heard_by = 'outside' AND NEW.state IN ('passed_on', 'withdrawn'))"
        " OR (OLD.state = 'registered' AND NEW.heard_by = 'own'"
        " AND NEW.state IN ('granted', 'rejected', 'returned', 'withdrawn'))"
        " OR (OLD.state = 'passed_on' AND NEW.state IN ('granted', 'rejected', 'returned', 'withdrawn')))"
        f" OR (NEW.ended_at IS NOT NULL) <> (NEW.state IN {_ENDED})",
        "this does not follow in an appeal",
    )  # fmt: skip
    changed = [f"NEW.{name} <> OLD.{name}" for name in _STAYS]
    changed += [
        f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL) OR NEW.{name} <> OLD.{name}" for name in _STAYS_IF_ANY
    ]
    changed += [
        f"(OLD.{name} IS NOT NULL AND (NEW.{name} IS NULL OR NEW.{name} <> OLD.{name}))"
        for name in _WRITTEN_ONCE
    ]
    guards.refuse_when(
        op, "appeal_stays", "appeal", "UPDATE", " OR ".join(changed), "what was appealed stays as it was filed"
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_ends_as_decided", "appeal", "UPDATE",
        "NOT EXISTS (SELECT 1 FROM appeal_decision d WHERE d.appeal_id = NEW.id AND d.outcome = NEW.state)",
        "an appeal ends as it was decided",
        rows="NEW.state IN ('granted', 'rejected', 'returned') AND OLD.state <> NEW.state",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_carried_out_by_an_act", "appeal", "UPDATE",
        "NOT EXISTS (SELECT 1 FROM appeal_act a WHERE a.appeal_id = NEW.id"
        " AND (NEW.against = 'test' OR a.kind IN ('order', 'own_act')))"
        " OR (NEW.against = 'test' AND NOT EXISTS (SELECT 1 FROM appeal_act a WHERE a.appeal_id = NEW.id"
        " AND a.kind = 'correction'))",
        "a granted appeal is carried out by its act",
        rows="NEW.carried_out_at IS NOT NULL AND OLD.carried_out_at IS NULL",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_no_delete", "appeal", "DELETE", "TRUE", "an appeal is withdrawn, never deleted"
    )


def _guard_decisions() -> None:
    hands = " OR ".join(f"NEW.account_id IN ({one})" for one in _HANDS)
    guards.refuse_when(
        op, "appeal_hearer_had_no_hand_in_it", "appeal_hearer", "INSERT", hands,
        "an appeal is heard by others than those who decided", hold="case_file WHERE id = NEW.case_id",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_hearer_is_of_the_commission", "appeal_hearer", "INSERT",
        f"NOT EXISTS ({_OF_ITS_APPEAL} AND a.state = 'registered' AND a.heard_by = 'own'"  # noqa: S608 - own words
        " AND EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = NEW.account_id AND g.office_id = a.office_id"
        " AND g.role = 'appeal_member' AND g.revoked_at IS NULL))",
        "an appeal is heard by members of the appeal commission of its office",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_decision_is_due", "appeal_decision", "INSERT",
        f"NOT EXISTS ({_OF_ITS_APPEAL} AND ((a.heard_by = 'own' AND a.state = 'registered')"
        " OR (a.heard_by = 'outside' AND a.state = 'passed_on')))",
        "this appeal is not to be decided now", hold="appeal WHERE id = NEW.appeal_id",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_decision_on_a_late_one", "appeal_decision", "INSERT",
        f"NOT EXISTS ({_OF_ITS_APPEAL} AND (a.lateness IS NULL) = (NEW.restored IS NULL))",
        "whether the term is restored is decided on a late appeal, and on no other",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_decision_by_who_heard_it", "appeal_decision", "INSERT",
        "NOT EXISTS (SELECT 1 FROM appeal_hearer h WHERE h.appeal_id = NEW.appeal_id"
        " AND h.account_id = NEW.entered_by)",
        "an appeal is decided by those who heard it", rows="NEW.heard_by = 'own'",
    )  # fmt: skip


def _guard_acts() -> None:
    guards.refuse_when(
        op, "appeal_ground_stays", "appeal_ground", "UPDATE", "TRUE", "the ground of a point stays"
    )
    guards.refuse_when(
        op, "appeal_act_by_its_order", "appeal_act", "INSERT",
        "NOT EXISTS (SELECT 1 FROM appeal_ground g WHERE g.line_id = NEW.line_id AND g.appeal_id = NEW.appeal_id)",
        "the order rests on this very appeal", rows="NEW.kind = 'order'",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_act_of_its_kind", "appeal_act", "INSERT",
        "EXISTS (SELECT 1 FROM order_line_signed s JOIN order_line l ON l.id = s.line_id"
        " WHERE s.case_id = NEW.case_id AND s.outcome = 'refuse' AND l.released_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM motivated_refusal r WHERE r.case_id = NEW.case_id AND r.annulled_at IS NULL)",
        "a refusal by an order is annulled by an order, and before the case goes on",
        rows="NEW.kind = 'own_act'", hold="case_file WHERE id = NEW.case_id",
    )  # fmt: skip
    guards.refuse_when(
        op, "appeal_act_corrects_the_result", "appeal_act", "INSERT",
        "NOT EXISTS (SELECT 1 FROM test_result r JOIN appeal a ON a.id = NEW.appeal_id"
        " WHERE r.id = NEW.result_id AND r.replaces_id IS NOT NULL AND r.replaces_id >= a.result_id)",
        "a correction replaces the result that was appealed", rows="NEW.kind = 'correction'",
    )  # fmt: skip
