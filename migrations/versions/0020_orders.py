"""Orders of the head: their words, versions, approvals, lines on every gate, and that they are signed.

Revision: 0020, 2026-11-28
"""

# What a line must rest on is asked when it is written and again when its order is signed, from the same words: so a
# result that was replaced, a decision that was annulled in between brings nothing into being.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import guards
from core.columns import BigId, Moment

revision = "0020"
down_revision = "0019"

TABLES = (
    "order_template",
    "act_order",
    "order_version",
    "order_approval",
    "order_line",
    "order_signed",
    "order_line_signed",
)
APPEND_ONLY = {
    "order_template": ("id", "office_id, key, edition"),
    "order_version": ("order_id, number",),
    "order_approval": ("id",),
    "order_signed": ("order_id",),
    "order_line_signed": ("line_id",),
}
GUARDS = {
    "order_template": ("order_template_editions_without_gaps",),
    "act_order": ("act_order_begins_as_a_draft", "act_order_may_follow", "act_order_stays", "act_order_numbered",
                  "act_order_approved", "act_order_no_delete"),
    "order_version": ("order_version_of_a_draft",),
    "order_approval": ("order_approval_while_it_is_asked",),
    "order_line": ("order_line_of_a_draft", "order_line_awards_on_every_gate", "order_line_refuses_as_decided",
                   "order_line_of_its_paper", "order_line_on_a_signed_one", "order_line_stays",
                   "order_line_taken_out_of_a_draft"),
    "order_signed": ("order_signed_by_the_head", "order_signed_as_it_was_frozen"),
    "order_line_signed": ("order_line_signed_on_every_gate", "order_line_signed_live"),
}  # fmt: skip


def upgrade() -> None:
    op.create_index("uq_result_paper_id_case_id", "result_paper", ["id", "case_id"], unique=True)
    _orders()
    _approvals()
    _lines()
    _signed()
    for table, keys in APPEND_ONLY.items():
        guards.append_only(op, table, *keys)
    for table in ("act_order", "order_line"):
        guards.refuse_truncate(op, table)
    _guard_orders()
    _guard_approvals()
    _guard_lines()
    _guard_signed()


def downgrade() -> None:
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    for table in ("act_order", "order_line"):
        guards.drop_refuse_truncate(op, table)
    for table in APPEND_ONLY:
        guards.drop_append_only(op, table)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_result_paper_id_case_id", table_name="result_paper")


def _points(table: str, column: str, target: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=f"fk_{table}_{column}_{target}")


def _orders() -> None:
    op.create_table(
        "order_template",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("made_by", BigId, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "edition > 1 AND length(digest) = 64 AND length(body) > 0", name="is_a_later_edition"
        ),
        sa.CheckConstraint("length(reason) > 0", name="says_why"),
        _points("order_template", "office_id", "office"),
        _points("order_template", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_order_template"),
        sa.UniqueConstraint("office_id", "key", "edition", name="uq_order_template_office_id_key_edition"),
    )
    op.create_table(
        "act_order",
        sa.Column("id", BigId, nullable=False),
        sa.Column("office_id", BigId, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("service", sa.String(60)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("template_key", sa.String(100), nullable=False),
        sa.Column("template_edition", sa.Integer(), nullable=False),
        sa.Column("template_id", BigId),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("drafted_by", BigId, nullable=False),
        sa.Column("drafted_as", sa.String(40), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("drafter_may_sign", sa.Boolean(), nullable=False),
        sa.Column("lawyer_approves", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("number", sa.Integer()),
        sa.Column("day", sa.Date()),
        sa.Column("facts", sa.Text()),
        sa.Column("digest", sa.String(64)),
        sa.Column("file_id", BigId),
        sa.Column("signatory_id", BigId),
        sa.Column("signatory_role", sa.String(40)),
        sa.Column("withdrawn_at", Moment()),
        sa.Column("withdrawn_by", BigId),
        sa.Column("withdrawn_reason", sa.String(500)),
        *_checks_of_orders(),
        _points("act_order", "office_id", "office"),
        _points("act_order", "template_id", "order_template"),
        _points("act_order", "drafted_by", "account"),
        _points("act_order", "file_id", "stored_file"),
        _points("act_order", "signatory_id", "account"),
        _points("act_order", "withdrawn_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_act_order"),
        sa.UniqueConstraint("id", "kind", name="uq_act_order_id_kind"),
        sa.UniqueConstraint("id", "year", "number", name="uq_act_order_id_year_number"),
        sa.UniqueConstraint("office_id", "year", "number", name="uq_act_order_office_id_year_number"),
    )
    op.create_index("ix_act_order_office_id_state", "act_order", ["office_id", "state"])


def _checks_of_orders() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(
            "kind IN ('award', 'refusal', 'evaluation', 'commission', 'correction', 'annulment', 'status')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("(kind = 'commission') = (service IS NULL)", name="is_of_one_service"),
        sa.CheckConstraint(
            "state IN ('draft', 'approval', 'returned', 'approved', 'signing', 'withdrawn')",
            name="state_is_known",
        ),
        sa.CheckConstraint("version >= 0 AND template_edition > 0", name="counts_its_versions"),
        sa.CheckConstraint(
            "(number IS NULL) = (day IS NULL) AND (number IS NULL) = (year IS NULL)"
            " AND (number IS NULL OR number > 0)",
            name="a_number_has_its_day",
        ),
        sa.CheckConstraint(
            "state <> 'signing' OR (number IS NOT NULL AND facts IS NOT NULL AND length(digest) = 64"
            " AND file_id IS NOT NULL AND signatory_id IS NOT NULL AND signatory_role IS NOT NULL)",
            name="is_signed_with_number_text_and_file",
        ),
        sa.CheckConstraint(
            "drafter_may_sign OR signatory_id IS NULL OR signatory_id <> drafted_by",
            name="drafter_and_signatory_are_two",
        ),
        sa.CheckConstraint(
            "signatory_role IS NULL OR signatory_role IN ('head', 'acting_head')", name="the_head_signs"
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"
            " AND (withdrawn_reason IS NULL OR length(withdrawn_reason) > 0)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
    )


def _approvals() -> None:
    op.create_table(
        "order_version",
        sa.Column("order_id", BigId, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sent_by", BigId, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.CheckConstraint("number > 0 AND length(digest) = 64 AND length(facts) > 0", name="has_its_facts"),
        _points("order_version", "order_id", "act_order"),
        _points("order_version", "sent_by", "account"),
        sa.PrimaryKeyConstraint("order_id", "number", name="pk_order_version"),
    )
    op.create_table(
        "order_approval",
        sa.Column("id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("said_as", sa.String(40), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("remarks", sa.String(2000), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.CheckConstraint("said_as IN ('lawyer', 'head', 'acting_head')", name="said_by_the_route"),
        sa.CheckConstraint("what IN ('approved', 'returned')", name="what_is_known"),
        sa.CheckConstraint("what = 'approved' OR length(remarks) > 0", name="returned_with_remarks"),
        sa.ForeignKeyConstraint(
            ["order_id", "version"],
            ["order_version.order_id", "order_version.number"],
            name="fk_order_approval_of_a_version",
        ),
        _points("order_approval", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_order_approval"),
    )
    _unique(
        "uq_order_approval_of_a_version",
        "order_approval",
        ["order_id", "version", "account_id"],
        "what = 'approved'",
    )


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def _lines() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("decision_id", BigId),
        sa.Column("result_id", BigId),
        sa.Column("verdict", sa.String(10)),
        sa.Column("item_id", BigId),
        sa.Column("item_decision", sa.String(10)),
        sa.Column("report_id", BigId),
        sa.Column("paper_id", BigId),
        sa.Column("earlier_id", BigId),
        sa.Column("earlier_outcome", sa.String(10)),
        sa.Column("reopen_at", sa.String(20)),
        sa.Column("departs", sa.Boolean(), nullable=False),
        sa.Column("departure_ground", sa.String(1000)),
        sa.Column("departure_clause", sa.String(300)),
        sa.Column("ground", sa.String(1000), nullable=False),
        sa.Column("clause", sa.String(300), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("added_by", BigId, nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("released_at", Moment()),
        *_checks_of_lines(),
        *_gates_of_lines(),
        _points("order_line", "case_id", "case_file"),
        _points("order_line", "added_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_order_line"),
        sa.UniqueConstraint("order_id", "position", name="uq_order_line_order_id_position"),
        sa.UniqueConstraint(
            "id", "order_id", "case_id", "outcome", name="uq_order_line_id_order_id_case_id_outcome"
        ),
        sa.UniqueConstraint("id", "case_id", "outcome", name="uq_order_line_id_case_id_outcome"),
    )
    live = "released_at IS NULL AND outcome "
    _unique("uq_order_line_live", "order_line", ["case_id"], f"{live}IN ('award', 'refuse')")
    _unique("uq_order_line_evaluated", "order_line", ["case_id"], f"{live}= 'evaluate'")
    op.create_index("ix_order_line_paper_id", "order_line", ["paper_id"])


def _gates_of_lines() -> tuple[sa.ForeignKeyConstraint, ...]:
    keys = {
        "of_an_order": (("order_id", "kind"), "act_order", ("id", "kind")),
        "on_what_the_head_decided": (
            ("decision_id", "case_id", "outcome"),
            "head_decision",
            ("id", "case_id", "outcome"),
        ),
        "on_a_result_of_the_case": (
            ("result_id", "case_id", "verdict"),
            "test_result",
            ("id", "case_id", "verdict"),
        ),
        "on_a_signed_protocol": (
            ("item_id", "case_id", "item_decision"),
            "protocol_item_signed",
            ("item_id", "case_id", "decision"),
        ),
        "on_a_report_of_the_case": (("report_id", "case_id"), "evaluation_report", ("id", "case_id")),
        "on_a_paper_of_the_case": (("paper_id", "case_id"), "result_paper", ("id", "case_id")),
        "on_an_earlier_one": (
            ("earlier_id", "case_id", "earlier_outcome"),
            "order_line",
            ("id", "case_id", "outcome"),
        ),
    }
    return tuple(
        sa.ForeignKeyConstraint(list(own), [f"{to}.{key}" for key in theirs], name=f"fk_order_line_{name}")
        for name, (own, to, theirs) in keys.items()
    )


def _checks_of_lines() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(
            "(kind = 'award' AND outcome IN ('award', 'refuse')) OR (kind = 'refusal' AND outcome = 'refuse')"
            " OR (kind = 'evaluation' AND outcome = 'evaluate')"
            " OR (kind = 'status' AND outcome IN ('suspend', 'resume', 'return', 'revoke', 'annul'))"
            " OR (kind = 'annulment' AND outcome = 'annul') OR (kind = 'correction' AND outcome = 'correct')",
            name="its_order_has_such_lines",
        ),
        sa.CheckConstraint("position > 0", name="positions_count_from_one"),
        sa.CheckConstraint("(result_id IS NULL) = (verdict IS NULL)", name="a_result_has_its_verdict"),
        sa.CheckConstraint("(item_id IS NULL) = (item_decision IS NULL)", name="an_item_has_its_decision"),
        sa.CheckConstraint("(kind = 'status') = (paper_id IS NOT NULL)", name="a_status_is_of_a_paper"),
        sa.CheckConstraint(
            "(earlier_id IS NULL) = (earlier_outcome IS NULL)"
            " AND (kind IN ('annulment', 'correction')) = (earlier_id IS NOT NULL)",
            name="mends_an_earlier_line",
        ),
        sa.CheckConstraint(
            "reopen_at IS NULL OR (kind = 'annulment' AND length(reopen_at) > 0)", name="reopens_by_annulling"
        ),
        sa.CheckConstraint(
            "departs = (departure_ground IS NOT NULL) AND departs = (departure_clause IS NOT NULL)"
            " AND (departure_ground IS NULL OR (length(departure_ground) > 0 AND length(departure_clause) > 0))",
            name="a_departure_says_ground_and_clause",
        ),
        sa.CheckConstraint(
            "outcome IN ('award', 'evaluate') OR (length(ground) > 0 AND length(clause) > 0 AND length(facts) > 0)",
            name="says_ground_clause_and_facts",
        ),
    )


def _signed() -> None:
    op.create_table(
        "order_signed",
        sa.Column("order_id", BigId, autoincrement=False, nullable=False),
        sa.Column("sheet_id", BigId, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.Column("signed_by", BigId, nullable=False),
        sa.CheckConstraint("kind = 'order'", name="is_of_an_order"),
        sa.ForeignKeyConstraint(
            ["sheet_id", "kind", "order_id"],
            ["signing_done.sheet_id", "signing_done.kind", "signing_done.subject_id"],
            name="fk_order_signed_done",
        ),
        sa.ForeignKeyConstraint(
            ["file_id", "digest"], ["stored_file.id", "stored_file.digest"], name="fk_order_signed_file"
        ),
        sa.ForeignKeyConstraint(
            ["order_id", "year", "number"],
            ["act_order.id", "act_order.year", "act_order.number"],
            name="fk_order_signed_by_its_number",
        ),
        _points("order_signed", "order_id", "act_order"),
        _points("order_signed", "signed_by", "account"),
        sa.PrimaryKeyConstraint("order_id", name="pk_order_signed"),
    )
    op.create_index("ix_order_signed_digest", "order_signed", ["digest"])
    op.create_table(
        "order_line_signed",
        sa.Column("line_id", BigId, autoincrement=False, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id", "order_id", "case_id", "outcome"],
            ["order_line.id", "order_line.order_id", "order_line.case_id", "order_line.outcome"],
            name="fk_order_line_signed_as_it_is",
        ),
        _points("order_line_signed", "order_id", "order_signed", "order_id"),
        sa.PrimaryKeyConstraint("line_id", name="pk_order_line_signed"),
        sa.UniqueConstraint(
            "line_id", "case_id", "outcome", name="uq_order_line_signed_line_id_case_id_outcome"
        ),
    )
    op.create_index("ix_order_line_signed_case_id", "order_line_signed", ["case_id"])


def _refuse(name: str, event: str, condition: str, sentence: str, **waits: str) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, **waits)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _changed_bare(*columns: str) -> str:
    return " OR ".join(
        f"(NEW.{one} IS NULL) <> (OLD.{one} IS NULL) OR NEW.{one} <> OLD.{one}" for one in columns
    )


_OPEN_SHEET = (
    "EXISTS (SELECT 1 FROM signing_sheet s WHERE s.kind = 'order' AND s.subject_id = OLD.id"
    " AND s.withdrawn_at IS NULL)"
)


def _guard_orders() -> None:
    _refuse(
        "order_template_editions_without_gaps",
        "INSERT",
        "NEW.edition <> 1 + (SELECT COALESCE(MAX(t.edition), 1) FROM order_template t"
        " WHERE t.office_id = NEW.office_id AND t.key = NEW.key)",
        "editions of the words of an order are counted",
        queue_by="NEW.office_id",
    )
    _refuse(
        "act_order_begins_as_a_draft",
        "INSERT",
        "NEW.state <> 'draft' OR NEW.version <> 0 OR NEW.number IS NOT NULL OR NEW.facts IS NOT NULL"
        " OR NEW.signatory_id IS NOT NULL OR EXISTS (SELECT 1 FROM act_order o WHERE o.id = NEW.id)",
        "an order begins as a draft",
    )
    steps = (
        *(("draft", "approval"), ("draft", "withdrawn"), ("approval", "returned"), ("approval", "approved")),
        *(("approval", "withdrawn"), ("returned", "approval"), ("returned", "withdrawn")),
        *(("approved", "returned"), ("approved", "signing"), ("approved", "withdrawn")),
        *(("signing", "returned"), ("signing", "withdrawn")),
    )
    lawful = " OR ".join(f"(OLD.state = '{one}' AND NEW.state = '{two}')" for one, two in steps)
    _refuse(
        "act_order_may_follow",
        "UPDATE",
        f"(NEW.state <> OLD.state AND NOT ({lawful})) OR OLD.state = 'withdrawn'"  # noqa: S608 - names of the migration
        f" OR (OLD.state = 'signing' AND {_OPEN_SHEET})"
        " OR EXISTS (SELECT 1 FROM order_signed s WHERE s.order_id = OLD.id)",
        "an order that is being signed or is signed stays as it is",
    )
    kept = ("id", "office_id", "kind", "template_key", "drafted_by", "drafted_as", "drafted_at")
    frozen = ("template_edition", "details", "drafter_may_sign", "lawyer_approves")
    _refuse(
        "act_order_stays",
        "UPDATE",
        f"{_changed(*kept)} OR {_changed_bare('service')}"
        f" OR (OLD.state NOT IN ('draft', 'returned') AND ({_changed(*frozen)} OR {_changed_bare('template_id')}))"
        " OR (NEW.version <> OLD.version AND (NEW.state <> 'approval' OR NEW.version <> OLD.version + 1))"
        " OR (NEW.state = 'approval' AND OLD.state <> 'approval' AND NEW.version <> OLD.version + 1)",
        "what an order is does not change, and its text only while it is drafted",
    )
    _refuse(
        "act_order_numbered",
        "UPDATE",
        f"(OLD.number IS NOT NULL AND ({_changed_bare('number', 'year', 'day')}))"  # noqa: S608 - names of the migration
        " OR (OLD.number IS NULL AND NEW.number IS NOT NULL AND (NEW.state <> 'signing'"
        " OR NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM act_order o"
        " WHERE o.office_id = NEW.office_id AND o.year = NEW.year)))",
        "orders are numbered without gaps when their signing opens",
        queue_by="NEW.office_id",
    )
    said = (
        "EXISTS (SELECT 1 FROM order_approval a WHERE a.order_id = NEW.id AND a.version = NEW.version"
        " AND a.what = 'approved' AND a.said_as IN ({roles}))"
    )
    by_head, by_lawyer = said.format(roles="'head', 'acting_head'"), said.format(roles="'lawyer'")
    _refuse(
        "act_order_approved",
        "UPDATE",
        "NEW.state = 'approved' AND OLD.state <> 'approved'"
        f" AND (NOT {by_head} OR (NEW.lawyer_approves AND NOT {by_lawyer}))",
        "an order is approved by everybody on its route",
    )
    _refuse("act_order_no_delete", "DELETE", "TRUE", "an order is withdrawn, never deleted")


def _guard_approvals() -> None:
    _refuse(
        "order_version_of_a_draft",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM act_order o WHERE o.id = NEW.order_id"
        " AND o.state IN ('draft', 'returned') AND NEW.number = o.version + 1)",
        "a version is what a draft was sent as",
        hold="act_order WHERE id = NEW.order_id",
    )
    _refuse(
        "order_approval_while_it_is_asked",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM act_order o WHERE o.id = NEW.order_id AND o.version = NEW.version"
        " AND (o.state = 'approval' OR (o.state IN ('approved', 'signing') AND NEW.what = 'returned'))"
        " AND (o.drafter_may_sign OR o.drafted_by <> NEW.account_id))",
        "nobody approves what is not asked, or what they have drafted",
        hold="act_order WHERE id = NEW.order_id",
    )


_NO_NEWER_RESULT = "NOT EXISTS (SELECT 1 FROM test_result n WHERE n.replaces_id = {id})"
_NO_NEWER_REPORT = "NOT EXISTS (SELECT 1 FROM evaluation_report n WHERE n.replaces_id = {id})"


def _decided(line: str) -> str:
    """The head's decision counts, and the interview on which it rests stands in a signed protocol."""
    return (
        f"EXISTS (SELECT 1 FROM head_decision h WHERE h.id = {line}.decision_id"  # noqa: S608 - names of the migration
        f" AND h.annulled_at IS NULL AND h.departs = {line}.departs"
        " AND (h.interview_id IS NULL OR EXISTS (SELECT 1 FROM protocol_item i"
        f" WHERE i.id = {line}.item_id AND i.interview_id = h.interview_id))"
        f" AND (h.outcome = 'award' OR h.result_id IS NULL OR {_NO_NEWER_RESULT.format(id='h.result_id')}))"
    )


def _passed(line: str) -> str:
    """Every gate that the text demands was passed, and nothing has replaced what says so."""
    item = (
        "EXISTS (SELECT 1 FROM protocol_item i JOIN commission_interview v ON v.id = i.interview_id"  # noqa: S608 - names of the migration, no input
        f" WHERE i.id = {line}.item_id AND {_NO_NEWER_RESULT.format(id='v.result_id')}"
        f" AND {_NO_NEWER_REPORT.format(id='v.report_id')})"
    )
    return (
        f"(NOT d.test OR ({line}.verdict = 'positive' AND {_NO_NEWER_RESULT.format(id=f'{line}.result_id')}))"
        f" AND (d.interview = 'none' OR ({item} AND ({line}.item_decision = 'positive'"
        f" OR (d.interview = 'heard' AND {line}.departs))))"
        f" AND (NOT d.evaluation OR ({line}.report_id IS NOT NULL"
        f" AND {_NO_NEWER_REPORT.format(id=f'{line}.report_id')}))"
    )


def _demanded(line: str, what: str) -> str:
    """The case is of the order's service and office, and its text has such a line, resting on `what`."""
    return (
        "EXISTS (SELECT 1 FROM case_file c JOIN text_demand d"  # noqa: S608 - names of the migration, no input
        " ON d.edition_id = c.edition_id AND d.procedure = c.procedure"
        f" JOIN act_order o ON o.id = {line}.order_id WHERE c.id = {line}.case_id AND o.service = c.service"
        f" AND (o.office_id = c.office_id OR o.office_id = c.committee_id) AND d.by_order AND {what})"
    )


def _awards(line: str) -> str:
    decided = f"((d.decision AND {_decided(line)}) OR (NOT d.decision AND {line}.decision_id IS NULL))"
    return _demanded(line, f"{decided} AND {_passed(line)}")


def _refuses(line: str) -> str:
    return _demanded(line, f"d.decision AND {_decided(line)}")


# Whoever corrects a result holds the row of its case: then the one waits for the other.
_THE_CASE = "case_file WHERE id = NEW.case_id"
_DRAFTED = "EXISTS (SELECT 1 FROM act_order o WHERE o.id = {id} AND o.state IN ('draft', 'returned'))"


def _guard_lines() -> None:
    _refuse(
        "order_line_of_a_draft",
        "INSERT",
        f"NEW.released_at IS NOT NULL OR NOT {_DRAFTED.format(id='NEW.order_id')}"  # noqa: S608 - names of the migration
        " OR EXISTS (SELECT 1 FROM order_line l WHERE l.id = NEW.id)",
        "lines come into an order while it is drafted",
        hold="act_order WHERE id = NEW.order_id",
    )
    _refuse(
        "order_line_awards_on_every_gate",
        "INSERT",
        f"NEW.outcome = 'award' AND NOT {_awards('NEW')}",
        "an award in an order rests on every gate of its text",
        hold=_THE_CASE,
    )
    evaluated = _demanded("NEW", "d.evaluation")
    _refuse(
        "order_line_refuses_as_decided",
        "INSERT",
        f"(NEW.outcome = 'refuse' AND NOT {_refuses('NEW')}) OR (NEW.outcome = 'evaluate' AND NOT {evaluated})",
        "an order refuses what the head has refused, and evaluates where the text says so",
        hold=_THE_CASE,
    )
    _refuse(
        "order_line_of_its_paper",
        "INSERT",
        "NEW.paper_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM result_paper_issued i"
        " JOIN result_paper p ON p.id = i.paper_id JOIN act_order o ON o.id = NEW.order_id"
        " WHERE i.paper_id = NEW.paper_id AND p.office_id = o.office_id AND p.kind = o.service)"
        " OR EXISTS (SELECT 1 FROM order_line l WHERE l.paper_id = NEW.paper_id AND l.released_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM order_line_signed s WHERE s.line_id = l.id)))",
        "an order on a paper is of the office that issued it, and one at a time",
        hold="result_paper WHERE id = NEW.paper_id",
    )
    _refuse(
        "order_line_on_a_signed_one",
        "INSERT",
        "NEW.earlier_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_line_signed s"
        " JOIN act_order e ON e.id = s.order_id JOIN act_order o ON o.id = NEW.order_id"
        " JOIN order_line l ON l.id = s.line_id"
        " WHERE s.line_id = NEW.earlier_id AND l.released_at IS NULL AND e.office_id = o.office_id)",
        "only what a signed order of the office decided is annulled or corrected",
        hold=_THE_CASE,
    )
    kept = (
        "id",
        "order_id",
        "kind",
        "position",
        "case_id",
        "outcome",
        "departs",
        "ground",
        "clause",
        "facts",
    )
    bare = (
        *("decision_id", "result_id", "verdict", "item_id", "item_decision", "report_id", "paper_id"),
        *("earlier_id", "earlier_outcome", "reopen_at", "departure_ground", "departure_clause"),
    )
    undone = (
        "EXISTS (SELECT 1 FROM act_order o WHERE o.id = OLD.order_id AND o.state = 'withdrawn')"
        " OR EXISTS (SELECT 1 FROM order_line a JOIN order_line_signed s ON s.line_id = a.id"
        " WHERE a.earlier_id = OLD.id AND a.outcome = 'annul')"
    )
    _refuse(
        "order_line_stays",
        "UPDATE",
        f"OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR NOT ({undone})"
        f" OR {_changed(*kept, 'added_by', 'added_at')} OR {_changed_bare(*bare)}",
        "a line of an order is released by an act, never changed",
    )
    _refuse(
        "order_line_taken_out_of_a_draft",
        "DELETE",
        f"NOT {_DRAFTED.format(id='OLD.order_id')}",
        "lines leave an order while it is drafted",
        hold="act_order WHERE id = OLD.order_id",
    )


def _guard_signed() -> None:
    _refuse(
        "order_signed_by_the_head",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM act_order o JOIN signing_deed d ON d.sheet_id = NEW.sheet_id"
        " JOIN role_grant g ON g.id = d.grant_id WHERE o.id = NEW.order_id AND d.what = 'signed'"
        " AND d.account_id = o.signatory_id AND d.account_id = NEW.signed_by AND g.office_id = o.office_id"
        " AND g.role = o.signatory_role AND (o.drafter_may_sign OR (d.account_id <> o.drafted_by"
        " AND NOT EXISTS (SELECT 1 FROM order_version v WHERE v.order_id = o.id AND v.sent_by = d.account_id))))",
        "an order is signed by the head whom it names, and not by whoever drafted it",
        hold="act_order WHERE id = NEW.order_id",
    )
    _refuse(
        "order_signed_as_it_was_frozen",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM act_order o JOIN stored_file f ON f.id = o.file_id"
        " JOIN signing_sheet s ON s.id = NEW.sheet_id JOIN signing_done n ON n.sheet_id = s.id"
        " WHERE o.id = NEW.order_id AND o.state = 'signing' AND o.day = NEW.day AND s.withdrawn_at IS NULL"
        " AND s.unsigned_digest = f.digest AND n.file_id = NEW.file_id AND n.digest = NEW.digest)",
        "the order that was signed is the one that was frozen",
    )
    _refuse(
        "order_line_signed_on_every_gate",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM order_line l WHERE l.id = NEW.line_id"  # noqa: S608 - names of the migration
        f" AND (l.outcome <> 'award' OR {_awards('l')}) AND (l.outcome <> 'refuse' OR {_refuses('l')}))",
        "a signed line rests on every gate of its text",
        hold=_THE_CASE,
    )
    _refuse(
        "order_line_signed_live",
        "INSERT",
        "EXISTS (SELECT 1 FROM order_line l WHERE l.id = NEW.line_id AND l.released_at IS NOT NULL)",
        "a line that was released brings nothing into being",
    )
