"""Orders signed on paper, invitations to be heard, certificates by category, refusals signed before they are given.

Revision: 0029, 2026-11-28
"""

# An order that its office has signed by hand is signed by the same deed as every other paper; the deed then says that
# the signature is on paper, and names day, scan, who scanned it and by which decision of the office.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core import constraints, guards
from core.columns import BigId, Moment

revision = "0029"
down_revision = "0028"

_SHAPE = "ck_signing_deed_signed_or_refused_for_a_reason"
_REFUSED = (
    " OR (what = 'refused' AND reason IS NOT NULL AND length(reason) > 0 AND file_id IS NULL"
    " AND digest IS NULL AND level IS NULL AND signer_name IS NULL AND signer_iin IS NULL"
    " AND serial IS NULL AND stand_in IS NULL{more})"
)
BY_KEY = {
    _SHAPE: "CHECK ((what = 'signed' AND reason IS NULL AND file_id IS NOT NULL AND digest IS NOT NULL"
    " AND level IS NOT NULL AND signer_name IS NOT NULL AND signer_iin IS NOT NULL AND serial IS NOT NULL"
    f" AND stand_in IS NOT NULL AND digest <> over_digest){_REFUSED.format(more='')})"
}
BY_KEY_OR_HAND = {
    _SHAPE: "CHECK ((what = 'signed' AND reason IS NULL AND file_id IS NOT NULL AND digest IS NOT NULL"
    " AND level IS NOT NULL AND signer_name IS NOT NULL AND digest <> over_digest"
    " AND (level = 'on_paper') = (signed_on IS NOT NULL)"
    " AND (level = 'on_paper') = (signer_iin IS NULL) AND (level = 'on_paper') = (serial IS NULL)"
    f" AND (level = 'on_paper') = (stand_in IS NULL)){_REFUSED.format(more=' AND signed_on IS NULL')})",
    "ck_signing_deed_on_paper_with_seal_scan_and_decision": "CHECK ((signed_on IS NULL) = (sealed IS NULL)"
    " AND (signed_on IS NULL) = (scanned_by IS NULL) AND (signed_on IS NULL) = (decision_id IS NULL)"
    " AND (sealed IS NULL OR sealed))",
    "fk_signing_deed_scanned_by_account": "FOREIGN KEY(scanned_by) REFERENCES account (id)",
    "fk_signing_deed_decision_id_office_setting": "FOREIGN KEY(decision_id) REFERENCES office_setting (id)",
}
HEARD = {
    "ck_holder_hearing_invited_or_says_why_not": "CHECK (invitation_id IS NULL OR uninvited_because IS NULL)",
    "fk_holder_hearing_invitation_id_hearing_invitation": "FOREIGN KEY(invitation_id)"
    " REFERENCES hearing_invitation (id)",
}
DEED = ("signed_on", "sealed", "scanned_by", "decision_id")
HEARING = ("invitation_id", "uninvited_because")
# Ways out that end with a refusal which the head has signed, as the texts say.
SIGNED_EXITS = (
    ("medical-licence/2014-195", "x-documents"),
    ("narcotics-licence/2015-509-r2-2016-298", "x-qualification"),
    ("pharmaceutical-licence/2015-509-r1", "x-qualification"),
)
GUARDS = {
    "signing_deed": ("signing_deed_by_the_person", "signing_deed_on_paper_as_decided"),
    "case_file": ("case_file_left_with_its_signed_refusal", "case_file_category_stays"),
    "order_line": ("order_line_awards_its_category",),
    "result_paper": ("result_paper_of_its_category",),
    "hearing_invitation": ("hearing_invitation_on_a_lowered_result",),
    "holder_hearing": ("holder_hearing_on_its_invitation",),
}


def upgrade() -> None:
    guards.drop(op, "signing_deed", "signing_deed_by_the_person")
    for column in (
        sa.Column("signed_on", sa.Date()),
        sa.Column("sealed", sa.Boolean()),
        sa.Column("scanned_by", BigId),
        sa.Column("decision_id", BigId),
    ):
        op.add_column("signing_deed", column)
    constraints.drop(op, "signing_deed", BY_KEY)
    constraints.add(op, "signing_deed", BY_KEY_OR_HAND)
    _by_the_person("NEW.what = 'signed' AND NEW.level <> 'on_paper'")
    _on_paper()
    _signed_exits()
    _categories()
    _invitations()


def downgrade() -> None:
    """The older shape has no word for a signature on paper: where there is one, there is no way back."""
    on_paper = sa.text("SELECT COUNT(*) FROM signing_deed WHERE level = 'on_paper'")
    if op.get_bind().execute(on_paper).scalar_one():
        raise RuntimeError("an order was signed on paper; the older schema cannot keep that")
    for table, names in GUARDS.items():
        guards.drop(op, table, *names)
    constraints.drop(op, "holder_hearing", HEARD)
    for name in reversed(HEARING):
        op.drop_column("holder_hearing", name)
    for table in ("hearing_invitation", "signed_exit"):
        guards.drop_append_only(op, table)
        op.drop_table(table)
    constraints.drop(op, "signing_deed", BY_KEY_OR_HAND)
    constraints.add(op, "signing_deed", BY_KEY)
    for name in reversed(DEED):
        op.drop_column("signing_deed", name)
    _by_the_person("NEW.what = 'signed'")


def _refuse(name: str, event: str, condition: str, sentence: str, **waits: str) -> None:
    table = next(one for one, names in GUARDS.items() if name in names)
    guards.refuse_when(op, name, table, event, condition, sentence, **waits)


def _by_the_person(signed: str) -> None:
    _refuse(
        "signing_deed_by_the_person",
        "INSERT",
        f"{signed} AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id"  # noqa: S608 - own words
        " AND a.iin = NEW.signer_iin AND a.closed_at IS NULL)",
        "the certificate names the person whose place it is",
    )


def _on_paper() -> None:
    """Only an order, only by the newest decision of its office, and never scanned in by whoever drafted it."""
    newer = (
        "EXISTS (SELECT 1 FROM office_setting n WHERE n.key = e.key AND n.service = e.service"
        " AND COALESCE(n.office_id, 0) = COALESCE(e.office_id, 0) AND n.from_day <= NEW.signed_on"
        " AND (n.from_day > e.from_day OR (n.from_day = e.from_day AND n.id > e.id)))"
    )
    chain = (
        "(o.office_id, (SELECT f.parent_id FROM office f WHERE f.id = o.office_id),"
        " (SELECT g.parent_id FROM office f JOIN office g ON g.id = f.parent_id WHERE f.id = o.office_id))"
    )
    _refuse(
        "signing_deed_on_paper_as_decided",
        "INSERT",
        "NEW.level = 'on_paper' AND NOT EXISTS (SELECT 1 FROM signing_sheet s JOIN act_order o ON o.id = s.subject_id"  # noqa: S608 - names of the migration, no input
        " JOIN office_setting e ON e.id = NEW.decision_id WHERE s.id = NEW.sheet_id AND s.kind = 'order'"
        " AND s.signatures = 1 AND e.key = 'order_signature' AND e.service IN ('', o.service)"
        f" AND (e.office_id IS NULL OR e.office_id IN {chain}) AND CAST(e.value AS TEXT) = '\"handwritten\"'"
        f" AND NOT {newer} AND NEW.signed_on >= o.day AND NEW.scanned_by <> o.drafted_by"
        " AND NOT EXISTS (SELECT 1 FROM order_version v WHERE v.order_id = o.id AND v.sent_by = NEW.scanned_by))",
        "an order is signed on paper where its office has decided so, and scanned in by another than its drafter",
    )


def _signed_exits() -> None:
    table = op.create_table(
        "signed_exit",
        sa.Column("edition_id", sa.String(120), nullable=False),
        sa.Column("exit", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("edition_id", "exit", name="pk_signed_exit"),
    )
    op.bulk_insert(table, [{"edition_id": edition, "exit": way_out} for edition, way_out in SIGNED_EXITS])
    guards.append_only(op, "signed_exit", "edition_id, exit")
    _refuse(
        "case_file_left_with_its_signed_refusal",
        "UPDATE",
        "EXISTS (SELECT 1 FROM signed_exit x WHERE x.edition_id = NEW.edition_id AND x.exit = NEW.place)"
        " AND NOT EXISTS (SELECT 1 FROM motivated_refusal r JOIN signing_sheet s ON s.kind = 'refusal'"
        " AND s.subject_id = r.id AND s.withdrawn_at IS NULL JOIN signing_done n ON n.sheet_id = s.id"
        " WHERE r.case_id = NEW.id AND r.exit = NEW.place AND r.annulled_at IS NULL)",
        "a refusal that the head signs is signed before it is handed out",
        rows="NEW.place <> OLD.place",
    )


def _categories() -> None:
    """The category was claimed with the application; a certificate with category is of such a case and of no other."""
    another = (
        "EXISTS (SELECT 1 FROM case_file c WHERE c.id = NEW.case_id"
        " AND (c.service = 'specialist-certificate-with-category')"
        " <> (COALESCE(c.category, '') IN ('second', 'first', 'highest')))"
    )
    _refuse(
        "case_file_category_stays",
        "UPDATE",
        "COALESCE(NEW.category, '') <> COALESCE(OLD.category, '')",
        "the category that was applied for is not changed",
    )
    sentence = "a certificate with category is of a case with one, and no other paper is"
    _refuse("order_line_awards_its_category", "INSERT", f"NEW.outcome = 'award' AND {another}", sentence)
    _refuse("result_paper_of_its_category", "INSERT", another, sentence)


def _invitations() -> None:
    table = "hearing_invitation"
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("paper_id", BigId, nullable=False),
        sa.Column("result_id", BigId, nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.String(5), nullable=False),
        sa.Column("least_days", sa.Integer(), nullable=False),
        sa.Column("replaces_id", BigId),
        sa.Column("invited_by", BigId, nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("invited_at", Moment(), nullable=False),
        sa.CheckConstraint("length(place) > 0 AND length(hour) = 5", name="says_place_and_hour"),
        sa.CheckConstraint("least_days >= 0 AND day >= invited_on", name="is_for_a_day_to_come"),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=f"fk_{table}_{column}_{to}")
            for column, to, key in (
                ("paper_id", "result_paper_issued", "paper_id"),
                ("result_id", "test_result", "id"),
                ("replaces_id", table, "id"),
                ("invited_by", "account", "id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hearing_invitation"),
        sa.UniqueConstraint("replaces_id", name="uq_hearing_invitation_replaces_id"),
    )
    op.create_index("ix_hearing_invitation_paper_id", table, ["paper_id"])
    guards.append_only(op, table, "id", "replaces_id")
    earlier = (
        "EXISTS (SELECT 1 FROM hearing_invitation i"
        " WHERE i.paper_id = NEW.paper_id AND i.result_id = NEW.result_id{more})"
    )
    replaced = earlier.format(more=" AND i.id = NEW.replaces_id")
    earlier = earlier.format(more="")
    _refuse(
        "hearing_invitation_on_a_lowered_result",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM result_paper p JOIN test_result r ON r.case_id = p.case_id"  # noqa: S608 - own words
        " WHERE p.id = NEW.paper_id AND r.id = NEW.result_id AND r.verdict <> 'positive')"
        " OR EXISTS (SELECT 1 FROM holder_hearing h WHERE h.paper_id = NEW.paper_id AND h.result_id = NEW.result_id)"
        f" OR (NEW.replaces_id IS NULL AND {earlier}) OR (NEW.replaces_id IS NOT NULL AND NOT {replaced})",
        "a holder is invited on the lowered result before being heard; a later invitation names the earlier one",
        hold="result_paper WHERE id = NEW.paper_id",
    )
    op.add_column("holder_hearing", sa.Column("invitation_id", BigId))
    op.add_column("holder_hearing", sa.Column("uninvited_because", sa.String(500)))
    constraints.add(op, "holder_hearing", HEARD)
    _refuse(
        "holder_hearing_on_its_invitation",
        "INSERT",
        "(NEW.invitation_id IS NULL) = (NEW.uninvited_because IS NULL) OR length(NEW.uninvited_because) = 0"
        " OR (NEW.invitation_id IS NULL AND (NEW.how = 'did_not_come' OR EXISTS (SELECT 1 FROM hearing_invitation i"
        " WHERE i.paper_id = NEW.paper_id AND i.result_id = NEW.result_id)))"
        " OR (NEW.invitation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hearing_invitation i"
        " WHERE i.id = NEW.invitation_id AND i.paper_id = NEW.paper_id AND i.result_id = NEW.result_id"
        " AND (NEW.how <> 'did_not_come' OR NEW.heard_on >= i.day)"
        " AND NOT EXISTS (SELECT 1 FROM hearing_invitation n WHERE n.replaces_id = i.id)))",
        "a hearing names its newest invitation, or says why there was none",
        hold="result_paper WHERE id = NEW.paper_id",
    )
