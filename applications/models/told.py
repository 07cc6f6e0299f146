"""What neighbouring systems were told of a case, each time a step of the text enters something there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.columns import BigId, Moment
from core.database import Model
from core.models import OutboxMessage


class Told(Model):
    """One entry in another system: carried by the outbox, or made there by hand where nothing could carry it."""

    __tablename__ = "case_told"
    __lock_rank__ = 440
    __table_args__ = (
        CheckConstraint(
            "system IN ('mqms', 'edms', 'elicensing', 'con-iis')",
            name="system_is_known",
        ),
        CheckConstraint(
            "(number_there IS NULL) = (entered_by IS NULL) AND (entered_by IS NULL) = (entered_at IS NULL)",
            name="entered_by_somebody_under_a_number",
        ),
        Index("ix_case_told_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    system: Mapped[str] = mapped_column(String(40))
    # The step that enters something there; it may come again after the case was reopened.
    step: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    # Empty where the door leads nowhere.
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_message.id"))
    told_at: Mapped[datetime] = mapped_column(Moment)
    # Entered there by a person: under which number, by whom, when.
    number_there: Mapped[str | None] = mapped_column(String(80))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime | None] = mapped_column(Moment)

    message: Mapped[OutboxMessage | None] = relationship()
