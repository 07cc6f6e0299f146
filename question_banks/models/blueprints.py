"""Blueprints: what a paper must be made of, by the office's decision, in editions that a second person approves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office, Specialty
from core.columns import BigId, Moment
from core.database import Model
from question_banks.models.banks import Named


class BlueprintPlan(Named, Model):
    """The blueprint of a service, a specialty and a category at an office; its editions hold the numbers."""

    __tablename__ = "blueprint"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("purpose IN ('test', 'ticket')", name="purpose_is_known"),
        Index("ix_blueprint_office_id_service", "office_id", "service"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[str] = mapped_column(String(10))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    service: Mapped[str] = mapped_column(String(60))
    specialty_id: Mapped[int | None] = mapped_column(ForeignKey("specialty.id"))
    category: Mapped[str | None] = mapped_column(String(40))
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
    specialty: Mapped[Specialty | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class BlueprintBank(Model):
    """A bank that a blueprint draws from; in its cells a topic begins with the bank's code."""

    __tablename__ = "blueprint_bank"

    blueprint_id: Mapped[int] = mapped_column(
        ForeignKey("blueprint.id"), primary_key=True, autoincrement=False
    )
    bank_id: Mapped[int] = mapped_column(
        ForeignKey("question_bank.id"), primary_key=True, autoincrement=False
    )


class BlueprintDraft(Model):
    """The numbers that are being worked on; at most one draft a blueprint."""

    __tablename__ = "blueprint_draft"

    blueprint_id: Mapped[int] = mapped_column(
        ForeignKey("blueprint.id"), primary_key=True, autoincrement=False
    )
    content: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class BlueprintEdition(Model):
    """One frozen edition, resting on the office's decision. At most one waits, at most one is current."""

    __tablename__ = "blueprint_edition"
    __lock_rank__ = 810
    __table_args__ = (
        UniqueConstraint("blueprint_id", "number"),
        CheckConstraint("number > 0", name="numbers_count_from_one"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        CheckConstraint("length(decision_number) > 0", name="rests_on_a_decision"),
        CheckConstraint("verdict IS NULL OR verdict IN ('approved', 'sent_back')", name="verdict_is_known"),
        CheckConstraint(
            "(verdict IS NULL) = (decided_by IS NULL) AND (verdict IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "verdict IS NULL OR verdict <> 'approved' OR (decided_by <> written_by AND decided_by <> sent_by)",
            name="approved_by_another_person",
        ),
        CheckConstraint(
            "NOT is_current OR (verdict IS NOT NULL AND verdict = 'approved')", name="current_is_approved"
        ),
        Index(
            "uq_blueprint_edition_current",
            "blueprint_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "uq_blueprint_edition_waiting",
            "blueprint_id",
            unique=True,
            sqlite_where=text("verdict IS NULL"),
            postgresql_where=text("verdict IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    blueprint_id: Mapped[int] = mapped_column(ForeignKey("blueprint.id"))
    number: Mapped[int]
    # Canonical JSON of `question_banks.blueprint.Blueprint`.
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    decision_number: Mapped[str] = mapped_column(String(60))
    decision_date: Mapped[date]
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[str | None] = mapped_column(String(10))
    remark: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_current: Mapped[bool] = mapped_column(default=False)

    blueprint: Mapped[BlueprintPlan] = relationship()
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])
