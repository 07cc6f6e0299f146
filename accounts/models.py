"""The tables of people, offices, grants and settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.roles import GRANTED
from core.columns import BigId, Json, Moment
from core.database import Model
from core.languages import current_language

_GRANTED = ", ".join(f"'{role}'" for role in GRANTED)


class Office(Model):
    """An office of the state, or a clinic, in its tree; cases, numbers and settings belong to it."""

    __tablename__ = "office"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(
            "kind IN ('committee', 'territorial', 'health_department', 'akimat', 'clinic', 'service_centre')",
            name="kind_is_known",
        ),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_office_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    name_kk: Mapped[str] = mapped_column(String(300))
    name_ru: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    short_kk: Mapped[str] = mapped_column(String(120))
    short_ru: Mapped[str] = mapped_column(String(120))
    short_en: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(300), default="")
    zone: Mapped[str] = mapped_column(String(40))
    hours: Mapped[dict[str, Any]] = mapped_column(Json)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Office | None] = relationship(remote_side="Office.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The full name in the reader's language."""
        return str(getattr(self, f"name_{current_language()}"))

    @property
    def short(self) -> str:
        """The short name in the reader's language."""
        return str(getattr(self, f"short_{current_language()}"))


class Specialty(Model):
    """A specialty in which people are tested; codes are the list keeper's own."""

    __tablename__ = "specialty"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    branch: Mapped[str] = mapped_column(String(40))
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{current_language()}"))


class Account(Model):
    """Somebody who logs in: a citizen, an organisation, or a member of staff.

    Several unproven accounts may claim one IIN or BIN, for a claim must not block the real holder; only one
    can be proven.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organisation', 'staff')", name="kind_is_known"),
        CheckConstraint("(kind = 'staff') = (login IS NOT NULL)", name="staff_have_a_name"),
        CheckConstraint("kind <> 'person' OR (iin IS NOT NULL AND bin IS NULL)", name="person_has_iin"),
        CheckConstraint(
            "kind <> 'organisation' OR (bin IS NOT NULL AND iin IS NULL)", name="organisation_has_bin"
        ),
        CheckConstraint("(proven_at IS NULL) = (proven_how IS NULL)", name="proven_says_how"),
        CheckConstraint("sex IS NULL OR sex IN ('m', 'f')", name="sex_is_known"),
        Index("uq_account_login", "login", unique=True),
        Index(
            "uq_account_proven_iin",
            "iin",
            unique=True,
            sqlite_where=text("proven_at IS NOT NULL AND kind = 'person'"),
            postgresql_where=text("proven_at IS NOT NULL AND kind = 'person'"),
        ),
        Index(
            "uq_account_proven_bin",
            "bin",
            unique=True,
            sqlite_where=text("proven_at IS NOT NULL"),
            postgresql_where=text("proven_at IS NOT NULL"),
        ),
        Index("ix_account_iin", "iin"),
        Index("ix_account_bin", "bin"),
        Index("ix_account_email", "email"),
        Index("ix_account_sort_key", "sort_key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    login: Mapped[str | None] = mapped_column(String(60))
    iin: Mapped[str | None] = mapped_column(String(12))
    bin: Mapped[str | None] = mapped_column(String(12))
    surname: Mapped[str] = mapped_column(String(100), default="")
    given_name: Mapped[str] = mapped_column(String(100), default="")
    patronymic: Mapped[str] = mapped_column(String(100), default="")
    organisation_name: Mapped[str] = mapped_column(String(300), default="")
    sort_key: Mapped[str] = mapped_column(String(320))
    birth_date: Mapped[date | None]
    sex: Mapped[str | None] = mapped_column(String(1))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(2), default="kk")
    password: Mapped[str] = mapped_column(String(200), default="")
    second_factor: Mapped[str | None] = mapped_column(String(300))
    last_code_step: Mapped[int | None] = mapped_column(BigId)
    proven_at: Mapped[datetime | None] = mapped_column(Moment)
    proven_how: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name as it is written on papers: surname first, or the organisation's."""
        if self.kind == "organisation":
            return self.organisation_name
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def proven(self) -> bool:
        """Whether this person has been identified; staff are, by their appointment."""
        return self.kind == "staff" or self.proven_at is not None


class RoleConflict(Model):
    """Two roles that one person must not hold at the same time; the trigger on grants reads this table."""

    __tablename__ = "role_conflict"

    one: Mapped[str] = mapped_column(String(40), primary_key=True)
    other: Mapped[str] = mapped_column(String(40), primary_key=True)


class RoleGrant(Model):
    """A person in a role at an office, from a day until a day, by an order. Only its end can be changed."""

    __tablename__ = "role_grant"
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


class Mandate(Model):
    """Who acts for whom: by power of attorney, by law, or as an organisation's authorised person."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("kind IN ('power_of_attorney', 'by_law', 'organisation')", name="kind_is_known"),
        CheckConstraint("principal_id <> agent_id", name="nobody_represents_oneself"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("ended_at IS NULL OR ended_reason IS NOT NULL", name="ended_for_a_reason"),
        Index("ix_mandate_principal_id", "principal_id"),
        Index("ix_mandate_agent_id", "agent_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    principal_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    services: Mapped[list[str]] = mapped_column(Json)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(200))
    document_date: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_reason: Mapped[str | None] = mapped_column(String(300))

    principal: Mapped[Account] = relationship(foreign_keys=[principal_id])
    agent: Mapped[Account] = relationship(foreign_keys=[agent_id])


class OfficeSetting(Model):
    """One decision on one setting of an office, from a day on; written once, so that the history stays.

    Without an office it holds for all; a newer decision for the same office, setting and service takes its place.
    A decision may also withdraw the earlier one: its value is null, and whatever is next in line counts again.
    """

    __tablename__ = "office_setting"
    __table_args__ = (
        CheckConstraint("length(decision_number) > 0", name="rests_on_a_decision"),
        Index("ix_office_setting_key_office_id", "key", "office_id", "service"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    key: Mapped[str] = mapped_column(String(60))
    service: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[Any] = mapped_column(Json)
    from_day: Mapped[date]
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_date: Mapped[date]
    is_demo: Mapped[bool]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def is_withdrawal(self) -> bool:
        """Whether this decision only takes back the one before it."""
        return self.value is None


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


class CalendarDay(Model):
    """A day that a decree made a day off or a working day; the newest decision on a day counts."""

    __tablename__ = "calendar_day"
    __table_args__ = (Index("ix_calendar_day_day", "day"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date]
    works: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_date: Mapped[date]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)
