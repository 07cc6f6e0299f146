"""What an order decides on each case, resting on every gate of its text by composite foreign keys.

`text_demand` says which gates; triggers refuse a line that lacks one, and ask again when the order is signed. A line
never changes: it is taken out of a draft, or released when its order is withdrawn or another signed line annuls it.
"""

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from applications.models import Case
from core.columns import BigId, Moment
from core.database import Model
from orders.models.decisions import HeadDecision
from orders.models.order import Order, OrderSigned

_LIVE = text("released_at IS NULL AND outcome IN ('award', 'refuse')")
_EVALUATED = text("released_at IS NULL AND outcome = 'evaluate'")


class OrderLine(Model):
    """One case in one order. An award and a refusal of one case cannot both stand."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        UniqueConstraint("id", "order_id", "case_id", "outcome"),
        UniqueConstraint("id", "case_id", "outcome"),
        ForeignKeyConstraint(
            ["order_id", "kind"], ["act_order.id", "act_order.kind"], name="fk_order_line_of_an_order"
        ),
        ForeignKeyConstraint(
            ["decision_id", "case_id", "outcome"],
            ["head_decision.id", "head_decision.case_id", "head_decision.outcome"],
            name="fk_order_line_on_what_the_head_decided",
        ),
        ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_order_line_on_a_result_of_the_case",
        ),
        ForeignKeyConstraint(
            ["item_id", "case_id", "item_decision"],
            ["protocol_item_signed.item_id", "protocol_item_signed.case_id", "protocol_item_signed.decision"],
            name="fk_order_line_on_a_signed_protocol",
        ),
        ForeignKeyConstraint(
            ["report_id", "case_id"],
            ["evaluation_report.id", "evaluation_report.case_id"],
            name="fk_order_line_on_a_report_of_the_case",
        ),
        ForeignKeyConstraint(
            ["paper_id", "case_id"],
            ["result_paper.id", "result_paper.case_id"],
            name="fk_order_line_on_a_paper_of_the_case",
        ),
        ForeignKeyConstraint(
            ["earlier_id", "case_id", "earlier_outcome"],
            ["order_line.id", "order_line.case_id", "order_line.outcome"],
            name="fk_order_line_on_an_earlier_one",
        ),
        CheckConstraint(
            "(kind = 'award' AND outcome IN ('award', 'refuse')) OR (kind = 'refusal' AND outcome = 'refuse')"
            " OR (kind = 'evaluation' AND outcome = 'evaluate')"
            " OR (kind = 'status' AND outcome IN ('suspend', 'resume', 'return', 'revoke', 'annul'))"
            " OR (kind = 'annulment' AND outcome = 'annul') OR (kind = 'correction' AND outcome = 'correct')",
            name="its_order_has_such_lines",
        ),
        CheckConstraint("position > 0", name="positions_count_from_one"),
        CheckConstraint("(result_id IS NULL) = (verdict IS NULL)", name="a_result_has_its_verdict"),
        CheckConstraint("(item_id IS NULL) = (item_decision IS NULL)", name="an_item_has_its_decision"),
        CheckConstraint("(kind = 'status') = (paper_id IS NOT NULL)", name="a_status_is_of_a_paper"),
        CheckConstraint(
            "(earlier_id IS NULL) = (earlier_outcome IS NULL)"
            " AND (kind IN ('annulment', 'correction')) = (earlier_id IS NOT NULL)",
            name="mends_an_earlier_line",
        ),
        CheckConstraint(
            "reopen_at IS NULL OR (kind = 'annulment' AND length(reopen_at) > 0)", name="reopens_by_annulling"
        ),
        CheckConstraint(
            "departs = (departure_ground IS NOT NULL) AND departs = (departure_clause IS NOT NULL)"
            " AND (departure_ground IS NULL OR (length(departure_ground) > 0 AND length(departure_clause) > 0))",
            name="a_departure_says_ground_and_clause",
        ),
        CheckConstraint(
            "outcome IN ('award', 'evaluate') OR (length(ground) > 0 AND length(clause) > 0 AND length(facts) > 0)",
            name="says_ground_clause_and_facts",
        ),
        Index("uq_order_line_live", "case_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index(
            "uq_order_line_evaluated",
            "case_id",
            unique=True,
            sqlite_where=_EVALUATED,
            postgresql_where=_EVALUATED,
        ),
        Index("ix_order_line_paper_id", "paper_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    decision_id: Mapped[int | None] = mapped_column(BigId)
    result_id: Mapped[int | None] = mapped_column(BigId)
    verdict: Mapped[str | None] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(BigId)
    item_decision: Mapped[str | None] = mapped_column(String(10))
    report_id: Mapped[int | None] = mapped_column(BigId)
    paper_id: Mapped[int | None] = mapped_column(BigId)
    earlier_id: Mapped[int | None] = mapped_column(BigId)
    earlier_outcome: Mapped[str | None] = mapped_column(String(10))
    # The step at which an annulment brings the case back to life.
    reopen_at: Mapped[str | None] = mapped_column(String(20))
    departs: Mapped[bool] = mapped_column(default=False)
    departure_ground: Mapped[str | None] = mapped_column(String(1000))
    departure_clause: Mapped[str | None] = mapped_column(String(300))
    ground: Mapped[str] = mapped_column(String(1000), default="")
    clause: Mapped[str] = mapped_column(String(300), default="")
    facts: Mapped[str] = mapped_column(Text, default="")
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    order: Mapped[Order] = relationship(
        primaryjoin="OrderLine.order_id == Order.id", foreign_keys=[order_id], viewonly=True
    )
    decision: Mapped[HeadDecision | None] = relationship(
        primaryjoin="OrderLine.decision_id == HeadDecision.id", foreign_keys=[decision_id], viewonly=True
    )


class OrderLineSigned(Model):
    """The line takes effect: its order is signed, and every gate on which it rests stood at that moment."""

    __tablename__ = "order_line_signed"
    __table_args__ = (
        UniqueConstraint("line_id", "case_id", "outcome"),
        ForeignKeyConstraint(
            ["line_id", "order_id", "case_id", "outcome"],
            ["order_line.id", "order_line.order_id", "order_line.case_id", "order_line.outcome"],
            name="fk_order_line_signed_as_it_is",
        ),
        Index("ix_order_line_signed_case_id", "case_id"),
    )

    line_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(ForeignKey("order_signed.order_id"))
    case_id: Mapped[int] = mapped_column(BigId)
    outcome: Mapped[str] = mapped_column(String(10))

    line: Mapped[OrderLine] = relationship(
        primaryjoin="OrderLineSigned.line_id == OrderLine.id", foreign_keys=[line_id], viewonly=True
    )
    signed: Mapped[OrderSigned] = relationship()
