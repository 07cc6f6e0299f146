"""The tables of log-ins, second factors, links and tokens; secrets are kept as digests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models.grants import RoleGrant
from accounts.models.offices import Office
from accounts.models.people import Account, Mandate
from core.columns import BigId, Json, Moment
from core.database import Model


class LogIn(Model):
    """One log-in of one browser; its token is known only to that browser's cookie."""

    __tablename__ = "log_in"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index("ix_log_in_account_id", "account_id"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended_says_how"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("role_grant.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(200))

    account: Mapped[Account] = relationship()
    grant: Mapped[RoleGrant | None] = relationship()
    mandate: Mapped[Mandate | None] = relationship()


class KnownDevice(Model):
    """A browser from which this person has logged in before: strangers' failures do not slow it down."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("token_digest"), Index("ix_known_device_account_id", "account_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime] = mapped_column(Moment)


class RecoveryCode(Model):
    """One of ten codes for the day the telephone is lost; each works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_account_id", "account_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class ResetLink(Model):
    """A link by which somebody sets a password: the first one of new staff, or a forgotten one. Works once."""

    __tablename__ = "reset_link"
    __table_args__ = (UniqueConstraint("token_digest"), Index("ix_reset_link_account_id", "account_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    account: Mapped[Account] = relationship()


class ApiToken(Model):
    """A token by which another system calls the API, with what it may do; shown once, kept as a digest."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by_somebody"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    system: Mapped[str] = mapped_column(String(100))
    token_digest: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(Json)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    issued_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    office: Mapped[Office | None] = relationship()
