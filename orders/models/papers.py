"""Result papers: what was drawn, what was signed, what was given out, and what became of it by which order.

A paper rests on the act that its text demands, and the database holds it to that: an order, the head's own signature,
or the acceptance at the clinic. "Signed" and "issued" are rows, never flags. The present status is the last row of
`paper_status`; a paper that was issued and has none is valid until its last day.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Office
from applications.models import Case
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile
from orders.models.order_lines import OrderLine

KIND = "result_paper"
_LIVE = text("withdrawn_at IS NULL")
_BY_ITSELF = text("withdrawn_at IS NULL AND line_id IS NULL")


class ResultPaper(Model):
    """One paper as it was drawn, its facts frozen. Withdrawn while it is unsigned, never changed."""

    __tablename__ = "result_paper"
    __lock_rank__ = 700
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "kind"], ["case_file.id", "case_file.service"], name="fk_result_paper_case_and_kind"
        ),
        # A line may be of a paper, and a paper rests on a line: the one key is made after both tables.
        ForeignKeyConstraint(
            ["line_id", "case_id", "line_outcome"],
            ["order_line_signed.line_id", "order_line_signed.case_id", "order_line_signed.outcome"],
            name="fk_result_paper_on_a_signed_award",
            use_alter=True,
        ),
        ForeignKeyConstraint(
            ["item_id", "case_id", "item_decision"],
            ["protocol_item_signed.item_id", "protocol_item_signed.case_id", "protocol_item_signed.decision"],
            name="fk_result_paper_on_a_signed_protocol",
        ),
        CheckConstraint(
            "(line_id IS NULL) = (line_outcome IS NULL) AND (line_outcome IS NULL OR line_outcome = 'award')",
            name="awarded_by_its_line",
        ),
        CheckConstraint(
            "(kind = 'rural-pharmacy-attestation') = (item_id IS NOT NULL)"
            " AND (item_id IS NULL) = (item_decision IS NULL)"
            " AND (item_decision IS NULL OR item_decision = 'positive')",
            name="a_pharmacy_rests_on_its_protocol",
        ),
        CheckConstraint(
            "basis IN ('order', 'head_signature', 'acceptance')"
            " AND (basis = 'acceptance') = (kind = 'clinic-attachment')"
            " AND (basis = 'head_signature') = (kind IN ('medical-licence', 'pharmaceutical-licence',"
            " 'narcotics-licence', 'rural-pharmacy-attestation'))",
            name="rests_on_the_act_of_its_text",
        ),
        CheckConstraint("(basis = 'order') = (line_id IS NOT NULL)", name="an_order_is_named_by_its_line"),
        CheckConstraint(
            "length(digest) = 64 AND length(register_id) = 26", name="has_digest_and_register_id"
        ),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_not_before_it_begins"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        UniqueConstraint("number", name="uq_result_paper_number"),
        UniqueConstraint("register_id", name="uq_result_paper_register_id"),
        # A line brings one paper into being; a case has one that counts, which a guard holds where there are lines.
        Index(
            "uq_result_paper_of_a_line", "line_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
        ),
        Index(
            "uq_result_paper_without_an_order",
            "case_id",
            unique=True,
            sqlite_where=_BY_ITSELF,
            postgresql_where=_BY_ITSELF,
        ),
        Index("ix_result_paper_office_id", "office_id", "drafted_at"),
        # An order on a paper names the paper and its case together.
        Index("uq_result_paper_id_case_id", "id", "case_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(60))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    number: Mapped[str] = mapped_column(String(60))
    register_id: Mapped[str] = mapped_column(String(26))
    folded_name: Mapped[str] = mapped_column(String(320))
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    basis: Mapped[str] = mapped_column(String(20))
    # The signed line of the order that awards it; in the rural pharmacy's text the signed item of the protocol instead.
    line_id: Mapped[int | None] = mapped_column(BigId)
    line_outcome: Mapped[str | None] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(BigId)
    item_decision: Mapped[str | None] = mapped_column(String(10))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    # The paper that a re-issue or duplicate takes the place of, where it is one of ours.
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("result_paper.id"))
    drafted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))

    case: Mapped[Case] = relationship(primaryjoin="ResultPaper.case_id == Case.id", foreign_keys=[case_id])
    office: Mapped[Office] = relationship()


class ResultPaperSigned(Model):
    """The paper with every signature it needs: the row exists if and only if the sheet is done."""

    __tablename__ = "result_paper_signed"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sheet_id", "kind", "paper_id"],
            ["signing_done.sheet_id", "signing_done.kind", "signing_done.subject_id"],
            name="fk_result_paper_signed_done",
        ),
        ForeignKeyConstraint(
            ["file_id", "digest"],
            ["stored_file.id", "stored_file.digest"],
            name="fk_result_paper_signed_file",
        ),
        CheckConstraint("kind = 'result_paper'", name="is_of_a_result_paper"),
        Index("ix_result_paper_signed_digest", "digest"),
    )

    paper_id: Mapped[int] = mapped_column(
        ForeignKey("result_paper.id"), primary_key=True, autoincrement=False
    )
    sheet_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(30), default=KIND)
    file_id: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(Moment)

    paper: Mapped[ResultPaper] = relationship()
    file: Mapped[StoredFile] = relationship(
        primaryjoin="ResultPaperSigned.file_id == StoredFile.id", foreign_keys=[file_id]
    )


class ResultPaperIssued(Model):
    """The signed paper was given out by the hands that the text names; from here on it stands in the register."""

    __tablename__ = "result_paper_issued"

    paper_id: Mapped[int] = mapped_column(
        ForeignKey("result_paper_signed.paper_id"), primary_key=True, autoincrement=False
    )
    issued_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_as: Mapped[str] = mapped_column(String(40))
    issued_at: Mapped[datetime] = mapped_column(Moment)

    paper: Mapped[ResultPaper] = relationship(
        primaryjoin="ResultPaperIssued.paper_id == ResultPaper.id", foreign_keys=[paper_id], viewonly=True
    )


class ResultPaperCopy(Model):
    """A copy on paper, printed on request: who signed it by hand, that it was sealed, and into whose hand it went."""

    __tablename__ = "result_paper_copy"
    __table_args__ = (
        CheckConstraint(
            "length(signed_by_hand) > 0 AND length(given_to) > 0 AND length(identity_document) > 0",
            name="says_who_signed_and_who_took_it",
        ),
        CheckConstraint("sealed", name="bears_the_seal"),
        Index("ix_result_paper_copy_paper_id", "paper_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("result_paper_issued.paper_id"))
    signed_by_hand: Mapped[str] = mapped_column(String(320))
    sealed: Mapped[bool]
    given_to: Mapped[str] = mapped_column(String(320))
    identity_document: Mapped[str] = mapped_column(String(200))
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)


class PaperStatus(Model):
    """What became of an issued paper, by which order; one that takes another's place is named instead."""

    __tablename__ = "paper_status"
    __table_args__ = (
        CheckConstraint(
            "status IN ('suspended', 'resumed', 'returned', 'revoked', 'replaced', 'annulled')",
            name="status_is_known",
        ),
        CheckConstraint(
            "(status = 'replaced') = (by_paper_id IS NOT NULL)"
            " AND (status = 'replaced') = (order_number IS NULL)"
            " AND (order_number IS NULL) = (order_date IS NULL)"
            " AND (order_number IS NULL) = (order_file_id IS NULL)"
            " AND (order_number IS NULL OR length(order_number) > 0)"
            " AND (by_paper_id IS NULL OR by_paper_id <> paper_id)",
            name="by_its_order_or_by_the_paper_in_its_place",
        ),
        CheckConstraint("length(ground) > 0", name="has_a_ground"),
        CheckConstraint("line_id IS NULL OR order_number IS NOT NULL", name="a_line_is_of_an_order"),
        Index("uq_paper_status_line_id", "line_id", unique=True),
        UniqueConstraint("paper_id", "position", name="uq_paper_status_paper_id_position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("result_paper_issued.paper_id"))
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str] = mapped_column(String(1000))
    order_number: Mapped[str | None] = mapped_column(String(60))
    order_date: Mapped[date | None]
    order_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    # The line of that order; an entry from before orders were signed here has none.
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line_signed.line_id"))
    by_paper_id: Mapped[int | None] = mapped_column(ForeignKey("result_paper_issued.paper_id"))
    from_at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    paper: Mapped[ResultPaper] = relationship(
        primaryjoin="PaperStatus.paper_id == ResultPaper.id", foreign_keys=[paper_id], viewonly=True
    )
    line: Mapped[OrderLine | None] = relationship(
        primaryjoin="PaperStatus.line_id == OrderLine.id", foreign_keys=[line_id], viewonly=True
    )
    by_paper: Mapped[ResultPaper | None] = relationship(
        primaryjoin="PaperStatus.by_paper_id == ResultPaper.id", foreign_keys=[by_paper_id], viewonly=True
    )
