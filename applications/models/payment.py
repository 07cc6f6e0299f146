"""The fee, where the text has one: asked by the gateway, or a slip that an official has looked at."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Moment
from core.database import Model


class Payment(Model):
    """One payment of one case. An unanswered gateway leaves it waiting: it is never taken for unpaid."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("reference"),
        CheckConstraint("tiyn > 0", name="amount_is_some"),
        CheckConstraint("state IN ('waiting', 'paid', 'refused', 'slip_waits')", name="state_is_known"),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid_has_its_moment"),
        CheckConstraint("state <> 'slip_waits' OR slip_id IS NOT NULL", name="a_slip_is_there"),
        Index(
            "uq_payment_paid",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'paid'"),
            postgresql_where=text("state = 'paid'"),
        ),
        Index("ix_payment_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    reference: Mapped[str] = mapped_column(String(40))
    # In hundredths of a tenge, so that no amount is ever a float.
    tiyn: Mapped[int] = mapped_column(BigId)
    state: Mapped[str] = mapped_column(String(20))
    gateway_number: Mapped[str | None] = mapped_column(String(80))
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str | None] = mapped_column(String(300))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment)


class LatePayment(Model):
    """A fee that arrived after its case had ended: the office owes it back, until an act records the return."""

    __tablename__ = "late_payment"
    __table_args__ = (
        CheckConstraint(
            "(returned_at IS NULL) = (returned_by IS NULL) AND (returned_at IS NULL) = (document_number IS NULL)"
            " AND (returned_at IS NULL) = (document_date IS NULL)",
            name="returned_by_a_document",
        ),
        CheckConstraint(
            "document_number IS NULL OR length(document_number) > 0", name="document_has_a_number"
        ),
        Index(
            "ix_late_payment_owed",
            "office_id",
            "noted_at",
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
    )

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True, autoincrement=False)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    # The document by which the fee went back.
    document_number: Mapped[str | None] = mapped_column(String(100))
    document_date: Mapped[date | None]
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    returned_at: Mapped[datetime | None] = mapped_column(Moment)

    payment: Mapped[Payment] = relationship()
