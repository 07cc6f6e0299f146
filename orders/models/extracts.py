"""The extract of a signed order for the recipient of one of its lines: drawn once, frozen, sealed by its code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile
from orders.models.order_lines import OrderLineSigned


class OrderExtract(Model):
    """One line of a signed order as a paper. Guards look for the line, word for word, in the order itself."""

    __tablename__ = "order_extract"
    __table_args__ = (
        UniqueConstraint("register_id"),
        ForeignKeyConstraint(
            ["line_id", "case_id", "outcome"],
            ["order_line_signed.line_id", "order_line_signed.case_id", "order_line_signed.outcome"],
            name="fk_order_extract_of_a_signed_line",
        ),
        ForeignKeyConstraint(
            ["file_id", "file_digest"], ["stored_file.id", "stored_file.digest"], name="fk_order_extract_file"
        ),
        CheckConstraint("length(register_id) = 26", name="is_found_by_its_register_id"),
        CheckConstraint("length(digest) = 64 AND length(order_digest) = 64", name="has_its_digests"),
        Index("ix_order_extract_file_digest", "file_digest"),
    )

    line_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    register_id: Mapped[str] = mapped_column(String(26))
    # The line as it stands in the order, and all that is printed: both canonical.
    line: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    order_digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(BigId)
    file_digest: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship(
        primaryjoin="OrderExtract.file_id == StoredFile.id", foreign_keys=[file_id], viewonly=True
    )
    signed_line: Mapped[OrderLineSigned] = relationship(
        primaryjoin="OrderExtract.line_id == OrderLineSigned.line_id", foreign_keys=[line_id], viewonly=True
    )
