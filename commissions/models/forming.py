"""A commission as an order forms it, and who is in it from when until when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office, Specialty
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile


class Commission(Model):
    """A commission of an office, formed by an order."""

    __tablename__ = "commission"
    __lock_rank__ = 500
    __table_args__ = (
        CheckConstraint(
            "kind IN ('specialised_commission', 'accreditation_commission', 'attestation_commission',"
            " 'appeal_commission', 'expert_group')",
            name="kind_is_known",
        ),
        CheckConstraint("length(name) > 0 AND length(order_number) > 0", name="is_formed_by_an_order"),
        UniqueConstraint("office_id", "kind", "order_number", "order_date", name="uq_commission_order"),
        # So that an evaluation can be tied to an expert group of its own office.
        Index("uq_commission_id_office_id_kind", "id", "office_id", "kind", unique=True),
        {"info": {"held": "its members are named and released one after the other"}},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    order_number: Mapped[str] = mapped_column(String(60))
    order_date: Mapped[date]
    order_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    formed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    formed_at: Mapped[datetime] = mapped_column(Moment)

    office: Mapped[Office] = relationship()
    order_file: Mapped[StoredFile] = relationship()


class Member(Model):
    """Somebody in a commission, in one role, from a day on; whoever leaves stays written with the reason."""

    __tablename__ = "commission_member"
    __table_args__ = (
        UniqueConstraint("commission_id", "id"),
        CheckConstraint(
            "role IN ('chair', 'deputy', 'secretary', 'member', 'alternate')", name="role_is_known"
        ),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="leaves_after_joining"),
        CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (released_reason IS NULL)"
            " AND (released_at IS NULL OR until_day IS NOT NULL)",
            name="released_by_somebody_for_a_reason",
        ),
        Index("ix_commission_member_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(10))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    named_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime] = mapped_column(Moment)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_reason: Mapped[str | None] = mapped_column(String(500))

    commission: Mapped[Commission] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    specialties: Mapped[list[Specialty]] = relationship(
        secondary="commission_member_specialty", viewonly=True, order_by="Specialty.code"
    )


class MemberSpecialty(Model):
    """A specialty for which a member was named."""

    __tablename__ = "commission_member_specialty"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("commission_member.id"), primary_key=True, autoincrement=False
    )
    specialty_id: Mapped[int] = mapped_column(
        ForeignKey("specialty.id"), primary_key=True, autoincrement=False
    )
