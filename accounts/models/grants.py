"""The tables of roles: who holds which at what office, and which do not go together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models.offices import Office
from accounts.models.people import Account
from accounts.roles import GRANTED
from core.columns import BigId, Moment
from core.database import Model

_GRANTED = ", ".join(f"'{role}'" for role in GRANTED)


class RoleConflict(Model):
    """Two roles that one person must not hold at the same time; the trigger on grants reads this table."""

    __tablename__ = "role_conflict"

    one: Mapped[str] = mapped_column(String(40), primary_key=True)
    other: Mapped[str] = mapped_column(String(40), primary_key=True)


class RoleGrant(Model):
    """A person in a role at an office, from a day until a day, by an order. Only its end can be changed."""

    __tablename__ = "role_grant"
    __lock_rank__ = 330
    __table_args__ = (
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoke_reason IS NULL)",
            name="revoked_by_somebody_for_a_reason",
        ),
        CheckConstraint("length(order_number) > 0", name="rests_on_an_order"),
        CheckConstraint("granted_by IS NULL OR granted_by <> account_id", name="nobody_grants_to_oneself"),
        CheckConstraint(f"role IN ({_GRANTED})", name="role_is_known"),
        Index("ix_role_grant_account_id", "account_id"),
        Index("ix_role_grant_office_id_role", "office_id", "role"),
        Index(
            "uq_role_grant_open",
            "account_id",
            "role",
            "office_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL AND until_day IS NULL"),
            postgresql_where=text("revoked_at IS NULL AND until_day IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(40))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    order_number: Mapped[str] = mapped_column(String(60))
    order_date: Mapped[date]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoke_reason: Mapped[str | None] = mapped_column(String(300))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    office: Mapped[Office] = relationship()
