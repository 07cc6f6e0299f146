"""Orders of the head: drafted, approved version by version, frozen when they are sent to be signed.

An order has its number, its day, its text and its file from the moment in which its signing opens. "Signed" is a row
that hangs on `signing_done`, never a state; what a signed order decides on each case stands in `order_line_signed`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office
from accounts.signing_models import SigningDeed
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile

KIND = "order"


class OrderTemplate(Model):
    """An office's own edition of the words of one kind of order; the first editions come with the programme."""

    __tablename__ = "order_template"
    __table_args__ = (
        UniqueConstraint("office_id", "key", "edition"),
        CheckConstraint(
            "edition > 1 AND length(digest) = 64 AND length(body) > 0", name="is_a_later_edition"
        ),
        CheckConstraint("length(reason) > 0", name="says_why"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    # The kind of the order and, where its words are those of one service, the service: "award/specialist-certificate".
    key: Mapped[str] = mapped_column(String(100))
    edition: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)

    author: Mapped[Account] = relationship(foreign_keys=[made_by])


class Order(Model):
    """One order: whose, of which kind and service, by which edition of which words, and how far it has come."""

    __tablename__ = "act_order"
    __lock_rank__ = 110
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        UniqueConstraint("id", "year", "number"),
        UniqueConstraint("office_id", "year", "number"),
        CheckConstraint(
            "kind IN ('award', 'refusal', 'evaluation', 'commission', 'correction', 'annulment', 'status')",
            name="kind_is_known",
        ),
        CheckConstraint("(kind = 'commission') = (service IS NULL)", name="is_of_one_service"),
        CheckConstraint(
            "state IN ('draft', 'approval', 'returned', 'approved', 'signing', 'withdrawn')",
            name="state_is_known",
        ),
        CheckConstraint("version >= 0 AND template_edition > 0", name="counts_its_versions"),
        CheckConstraint(
            "(number IS NULL) = (day IS NULL) AND (number IS NULL) = (year IS NULL)"
            " AND (number IS NULL OR number > 0)",
            name="a_number_has_its_day",
        ),
        CheckConstraint(
            "state <> 'signing' OR (number IS NOT NULL AND facts IS NOT NULL AND length(digest) = 64"
            " AND file_id IS NOT NULL AND signatory_id IS NOT NULL AND signatory_role IS NOT NULL)",
            name="is_signed_with_number_text_and_file",
        ),
        CheckConstraint(
            "drafter_may_sign OR signatory_id IS NULL OR signatory_id <> drafted_by",
            name="drafter_and_signatory_are_two",
        ),
        CheckConstraint(
            "signatory_role IS NULL OR signatory_role IN ('head', 'acting_head')", name="the_head_signs"
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"
            " AND (withdrawn_reason IS NULL OR length(withdrawn_reason) > 0)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        Index("ix_act_order_office_id_state", "office_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(20))
    service: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    template_key: Mapped[str] = mapped_column(String(100))
    template_edition: Mapped[int]
    template_id: Mapped[int | None] = mapped_column(ForeignKey("order_template.id"))
    # What a kind has besides its lines: the group and days of an evaluation, the members of a commission.
    details: Mapped[str] = mapped_column(Text, default="{}")
    drafted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drafted_as: Mapped[str] = mapped_column(String(40))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    # What the office had decided when the order was begun.
    drafter_may_sign: Mapped[bool] = mapped_column(default=False)
    lawyer_approves: Mapped[bool] = mapped_column(default=False)
    # The version that was sent for approval last.
    version: Mapped[int] = mapped_column(Integer, default=0)
    year: Mapped[int | None]
    number: Mapped[int | None]
    day: Mapped[date | None]
    facts: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(String(64))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signatory_role: Mapped[str | None] = mapped_column(String(40))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))

    office: Mapped[Office] = relationship()
    drafter: Mapped[Account] = relationship(foreign_keys=[drafted_by])
    signatory: Mapped[Account | None] = relationship(foreign_keys=[signatory_id])
    file: Mapped[StoredFile | None] = relationship()

    @property
    def spelled_number(self) -> str:
        """The number as it is printed; empty until signing opens."""
        return f"{self.year}-{self.number:06d}" if self.number else ""


class OrderVersion(Model):
    """The order as it was sent for approval: frozen, so that two versions can be compared line by line."""

    __tablename__ = "order_version"
    __table_args__ = (
        CheckConstraint("number > 0 AND length(digest) = 64 AND length(facts) > 0", name="has_its_facts"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("act_order.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)

    sender: Mapped[Account] = relationship(foreign_keys=[sent_by])


class OrderApproval(Model):
    """What somebody on the approval route said of one version: approved, or returned with remarks."""

    __tablename__ = "order_approval"
    __table_args__ = (
        ForeignKeyConstraint(
            ["order_id", "version"],
            ["order_version.order_id", "order_version.number"],
            name="fk_order_approval_of_a_version",
        ),
        CheckConstraint("said_as IN ('lawyer', 'head', 'acting_head')", name="said_by_the_route"),
        CheckConstraint("what IN ('approved', 'returned')", name="what_is_known"),
        CheckConstraint("what = 'approved' OR length(remarks) > 0", name="returned_with_remarks"),
        Index(
            "uq_order_approval_of_a_version",
            "order_id",
            "version",
            "account_id",
            unique=True,
            sqlite_where=text("what = 'approved'"),
            postgresql_where=text("what = 'approved'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(BigId)
    version: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    said_as: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(10))
    remarks: Mapped[str] = mapped_column(String(2000), default="")
    said_at: Mapped[datetime] = mapped_column(Moment)

    account: Mapped[Account] = relationship()


class OrderSigned(Model):
    """The head has signed the order, as it was frozen. From here on nothing of it changes."""

    __tablename__ = "order_signed"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sheet_id", "kind", "order_id"],
            ["signing_done.sheet_id", "signing_done.kind", "signing_done.subject_id"],
            name="fk_order_signed_done",
        ),
        ForeignKeyConstraint(
            ["file_id", "digest"], ["stored_file.id", "stored_file.digest"], name="fk_order_signed_file"
        ),
        ForeignKeyConstraint(
            ["order_id", "year", "number"],
            ["act_order.id", "act_order.year", "act_order.number"],
            name="fk_order_signed_by_its_number",
        ),
        CheckConstraint("kind = 'order'", name="is_of_an_order"),
        Index("ix_order_signed_digest", "digest"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("act_order.id"), primary_key=True, autoincrement=False)
    sheet_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(30), default=KIND)
    # The file with the signature in it, and its digest.
    file_id: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    number: Mapped[int]
    day: Mapped[date]
    signed_at: Mapped[datetime] = mapped_column(Moment)
    signed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    order: Mapped[Order] = relationship(
        primaryjoin="OrderSigned.order_id == Order.id", foreign_keys=[order_id], viewonly=True
    )
    file: Mapped[StoredFile] = relationship(
        primaryjoin="OrderSigned.file_id == StoredFile.id", foreign_keys=[file_id], viewonly=True
    )
    signer: Mapped[Account] = relationship(foreign_keys=[signed_by])
    deed: Mapped[SigningDeed] = relationship(
        primaryjoin="OrderSigned.sheet_id == SigningDeed.sheet_id",
        foreign_keys="SigningDeed.sheet_id",
        viewonly=True,
        uselist=False,
    )

    @property
    def on_paper(self) -> bool:
        """Whether the head signed by hand, and this file is the scan; else it bears an electronic signature."""
        return self.deed.on_paper
