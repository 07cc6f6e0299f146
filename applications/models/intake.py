"""What the applicant brings: a draft saved as it goes, documents, consent, wishes; and what registers answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Json, Moment
from core.database import Model
from core.models import StoredFile


class Draft(Model):
    """An application being filled in; it becomes one case, however often it is sent."""

    __tablename__ = "application_draft"
    __lock_rank__ = 300
    __table_args__ = (
        UniqueConstraint("public_id"),
        Index("ix_application_draft_principal_id", "principal_id"),
        Index("ix_application_draft_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    # For whom, and who fills it in; the same person where somebody applies for themselves.
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    service: Mapped[str] = mapped_column(String(60))
    edition_id: Mapped[str] = mapped_column(String(120))
    procedure: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(30))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    discarded_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseDocument(Model):
    """One document against one item of the office's list: first of the draft, then of the case; checked once."""

    __tablename__ = "case_document"
    __table_args__ = (
        CheckConstraint("draft_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_draft_or_case"),
        CheckConstraint("state IN ('waiting', 'accepted', 'faulty')", name="state_is_known"),
        CheckConstraint("(state = 'faulty') = (fault IS NOT NULL)", name="faulty_says_why"),
        CheckConstraint(
            "(state = 'waiting') = (checked_by IS NULL) AND (checked_by IS NULL) = (checked_at IS NULL)",
            name="checked_by_somebody",
        ),
        CheckConstraint("file_id IS NOT NULL OR on_paper", name="is_there"),
        Index("ix_case_document_case_id", "case_id"),
        Index("ix_case_document_draft_id", "draft_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("application_draft.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    item: Mapped[str] = mapped_column(String(60))
    # The item's title as the office's list had it then, in the three languages.
    title: Mapped[dict[str, str]] = mapped_column(Json)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    on_paper: Mapped[bool] = mapped_column(default=False)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    fault: Mapped[str | None] = mapped_column(String(500))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime | None] = mapped_column(Moment)

    file: Mapped[StoredFile | None] = relationship()


class Consent(Model):
    """Consent to the use of protected data, given before any register is asked; the words agreed to are kept."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("draft_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_draft_or_case"),
        CheckConstraint("length(words) > 0", name="keeps_the_words"),
        Index("ix_consent_case_id", "case_id"),
        Index("ix_consent_draft_id", "draft_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("application_draft.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    words: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    taken_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)


class Accommodation(Model):
    """What a candidate asks for at the test, and what an official decided with reason; evidence is health data."""

    __tablename__ = "accommodation"
    __table_args__ = (
        CheckConstraint(
            "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)"
            " AND (decision IS NULL) = (reason IS NULL)",
            name="decided_by_somebody_with_reason",
        ),
        CheckConstraint(
            "decision IS NULL OR decision IN ('granted', 'other', 'refused')", name="decision_is_known"
        ),
        CheckConstraint("extra_minutes IS NULL OR extra_minutes > 0", name="extra_time_is_some"),
        Index("ix_accommodation_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kinds: Mapped[list[str]] = mapped_column(Json)
    wish: Mapped[str] = mapped_column(String(1000))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    decision: Mapped[str | None] = mapped_column(String(20))
    extra_minutes: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(1000))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class Lookup(Model):
    """One question to a register and what came back; the answer is personal data and can be erased."""

    __tablename__ = "register_lookup"
    __lock_rank__ = 410
    __table_args__ = (
        CheckConstraint("draft_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_draft_or_case"),
        CheckConstraint(
            "state IN ('waiting', 'found', 'not_found', 'differs', 'unanswered')", name="state_is_known"
        ),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered_has_its_moment"),
        Index("ix_register_lookup_case_id", "case_id"),
        Index("ix_register_lookup_draft_id", "draft_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("application_draft.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"))
    door: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    stand_in: Mapped[bool]
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
