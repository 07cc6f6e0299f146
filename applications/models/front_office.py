"""The front office: the queue, the courier's lists with marks on both ends, and handing results over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Office
from applications.models.case import Case
from core.columns import BigId, Moment
from core.database import Model


class QueueSlot(Model):
    """A place in the electronic queue, or a visit announced by telephone."""

    __tablename__ = "queue_slot"
    __lock_rank__ = 430
    __table_args__ = (
        CheckConstraint("kind IN ('acceptance', 'issue', 'telephone')", name="kind_is_known"),
        UniqueConstraint("office_id", "starts_at", "counter"),
        Index("ix_queue_slot_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(20))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    counter: Mapped[int]
    service: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    name: Mapped[str] = mapped_column(String(320))
    phone: Mapped[str] = mapped_column(String(40), default="")
    booked_at: Mapped[datetime] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class Consignment(Model):
    """A courier's list between front office and provider; complete when every line is marked received."""

    __tablename__ = "consignment"
    __table_args__ = (
        UniqueConstraint("from_office_id", "year", "number"),
        CheckConstraint("from_office_id <> to_office_id", name="goes_somewhere"),
        CheckConstraint("(sent_at IS NULL) = (sent_by IS NULL)", name="sent_by_somebody"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    from_office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    to_office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    year: Mapped[int]
    number: Mapped[int]
    courier: Mapped[str] = mapped_column(String(200), default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("case_paper.id"))
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)

    from_office: Mapped[Office] = relationship(foreign_keys=[from_office_id])
    to_office: Mapped[Office] = relationship(foreign_keys=[to_office_id])


class ConsignmentItem(Model):
    """One file on a courier's list, with the received mark of the other end."""

    __tablename__ = "consignment_item"
    __lock_rank__ = 420
    __table_args__ = (
        UniqueConstraint("consignment_id", "case_id"),
        CheckConstraint("(received_at IS NULL) = (received_by IS NULL)", name="received_by_somebody"),
        Index("ix_consignment_item_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    consignment_id: Mapped[int] = mapped_column(ForeignKey("consignment.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    received_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    received_at: Mapped[datetime | None] = mapped_column(Moment)

    consignment: Mapped[Consignment] = relationship()
    case: Mapped[Case] = relationship()


class Handover(Model):
    """A result or refusal given into a hand: whose, by which document, against which receipt."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("length(identity_document) > 0", name="identity_was_seen"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    given_to: Mapped[str] = mapped_column(String(320))
    identity_document: Mapped[str] = mapped_column(String(100))
    power_of_attorney: Mapped[str] = mapped_column(String(200), default="")
    receipt_number: Mapped[str] = mapped_column(String(60))
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)
