"""The tables of those who log in, and of whoever acts for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Json, Moment
from core.database import Model


class Account(Model):
    """Somebody who logs in: a citizen, an organisation, or a member of staff.

    Several unproven accounts may claim one IIN or BIN, for a claim must not block the real holder; only one
    can be proven.
    """

    __tablename__ = "account"
    __lock_rank__ = 320
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
