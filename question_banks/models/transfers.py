"""What was brought in and taken out: each import with its report, each export with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account
from core.columns import BigId, Json, Moment
from core.database import Model
from question_banks.models.banks import Bank


class BankImport(Model):
    """One file on its way in: read first (the dry run), taken whole or not at all, undone whole while unused."""

    __tablename__ = "bank_import"
    __lock_rank__ = 800
    __table_args__ = (
        CheckConstraint(
            "state IN ('to_map', 'reading', 'read', 'taking', 'taken', 'undone', 'dropped', 'failed')",
            name="state_is_known",
        ),
        CheckConstraint(
            "(state IN ('taken', 'undone')) = (taken_at IS NOT NULL)", name="taken_has_its_moment"
        ),
        CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undone_by IS NULL)",
            name="undone_by_somebody",
        ),
        CheckConstraint("(state = 'failed') = (fault IS NOT NULL)", name="failed_says_why"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        Index("ix_bank_import_bank_id", "bank_id"),
        Index("ix_bank_import_state", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("question_bank.id"))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(30))
    # The language of texts that name none, and how the columns of somebody else's sheet are meant.
    language: Mapped[str] = mapped_column(String(2))
    charset: Mapped[str | None] = mapped_column(String(20))
    mapping: Mapped[dict[str, Any] | None] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(10))
    # How far the reading is: items found so far, and the share of the file that they took, in percent.
    done: Mapped[int] = mapped_column(default=0)
    percent: Mapped[int] = mapped_column(default=0)
    taken_count: Mapped[int] = mapped_column(default=0)
    loss_count: Mapped[int] = mapped_column(default=0)
    refused_count: Mapped[int] = mapped_column(default=0)
    duplicate_count: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(Text)
    brought_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    brought_at: Mapped[datetime] = mapped_column(Moment)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    # Which worker reads it now, so that two never do.
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)

    bank: Mapped[Bank] = relationship()
    person: Mapped[Account] = relationship(foreign_keys=[brought_by])


class ImportFile(Model):
    """The file as it was brought, kept until its questions are taken or it is dropped; never given out again."""

    __tablename__ = "bank_import_file"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("bank_import.id"), primary_key=True, autoincrement=False
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportOutcome(Model):
    """What became of one item of the file: its place there, and in words why it was refused or what was lost."""

    __tablename__ = "bank_import_outcome"
    __table_args__ = (
        UniqueConstraint("import_id", "position"),
        CheckConstraint("result IN ('taken', 'loss', 'refused', 'duplicate')", name="result_is_known"),
        Index("ix_bank_import_outcome_import_id_result", "import_id", "result"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("bank_import.id"))
    position: Mapped[int]
    result: Mapped[str] = mapped_column(String(10))
    where: Mapped[str] = mapped_column(String(200), name="found_at")
    title: Mapped[str] = mapped_column(String(300))
    # Codes with their values; the words are made when somebody reads them, in the reader's language.
    reasons: Mapped[list[Any]] = mapped_column(Json)
    key: Mapped[str | None] = mapped_column(String(120))


class BankExport(Model):
    """What was taken out, by whom and why. The file itself carries the same stamp."""

    __tablename__ = "bank_export"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="says_why"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        CheckConstraint("questions > 0", name="holds_questions"),
        Index("ix_bank_export_bank_id", "bank_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("question_bank.id"))
    format: Mapped[str] = mapped_column(String(30))
    questions: Mapped[int]
    with_keys: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    exported_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    exported_at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Account] = relationship()
