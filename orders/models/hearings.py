"""What the holder of a paper said before an order ended it: written down once for each lowered result."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Moment
from core.database import Model


class HolderHearing(Model):
    """How the holder was heard on the result that was lowered, and what they said; also that they did not come."""

    __tablename__ = "holder_hearing"
    __table_args__ = (
        UniqueConstraint("paper_id", "result_id"),
        CheckConstraint("how IN ('in_person', 'in_writing', 'did_not_come')", name="how_is_known"),
        CheckConstraint("length(said) > 0", name="says_what_was_said"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("result_paper_issued.paper_id"))
    result_id: Mapped[int] = mapped_column(ForeignKey("test_result.id"))
    how: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text)
    heard_on: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
