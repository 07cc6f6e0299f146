"""What the head decides on a case, and what each text demands before anything may be awarded.

What a text demands stands as a row, written with the migration that brings the text, so that the database itself can
refuse an award without its gates. A text without a row awards nothing.
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

from accounts.models import Account, Office
from applications.models import Case
from core.columns import BigId, Moment
from core.database import Model


class TextDemand(Model):
    """What one procedure of one edition demands: a positive test, an interview, an evaluation, a decision, an order."""

    __tablename__ = "text_demand"
    __table_args__ = (
        CheckConstraint("interview IN ('none', 'heard', 'positive')", name="interview_is_known"),
    )

    edition_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    procedure: Mapped[str] = mapped_column(String(40), primary_key=True)
    test: Mapped[bool]
    # heard: the commission recommends and the head may depart from it; positive: without it nothing is awarded
    interview: Mapped[str] = mapped_column(String(10))
    evaluation: Mapped[bool]
    decision: Mapped[bool]
    by_order: Mapped[bool]


class SignedExit(Model):
    """A way out of an edition that ends with a refusal which the head has signed; nothing is handed out before."""

    __tablename__ = "signed_exit"

    edition_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    exit: Mapped[str] = mapped_column(String(60), primary_key=True)


class OwnActExit(Model):
    """A way out of an edition by an official's own act: whoever refuses signs the refusal before it is handed out."""

    __tablename__ = "own_act_exit"

    edition_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    exit: Mapped[str] = mapped_column(String(60), primary_key=True)


class HeadDecision(Model):
    """Award or refuse, by whom, on which results, by which ground and clause. One that counts, for each case."""

    __tablename__ = "head_decision"
    __table_args__ = (
        UniqueConstraint("id", "case_id", "outcome"),
        ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_head_decision_on_a_result_of_the_case",
        ),
        ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_head_decision_on_an_interview_of_the_case",
        ),
        CheckConstraint("outcome IN ('award', 'refuse')", name="outcome_is_known"),
        CheckConstraint(
            "(outcome = 'refuse') = (exit IS NOT NULL) AND length(clause) > 0"
            " AND (outcome = 'award' OR (length(ground) > 0 AND length(facts) > 0))",
            name="a_refusal_says_ground_clause_and_facts",
        ),
        CheckConstraint("(result_id IS NULL) = (verdict IS NULL)", name="a_result_has_its_verdict"),
        CheckConstraint(
            "(interview_id IS NULL) = (recommended IS NULL)"
            " AND (recommended IS NULL OR recommended IN ('positive', 'negative'))",
            name="an_interview_has_what_it_recommends",
        ),
        CheckConstraint(
            "departs = (departure_ground IS NOT NULL) AND departs = (departure_clause IS NOT NULL)"
            " AND (departure_ground IS NULL OR (length(departure_ground) > 0 AND length(departure_clause) > 0))",
            name="a_departure_says_ground_and_clause",
        ),
        CheckConstraint(
            "departs OR (outcome = 'award' AND (recommended IS NULL OR recommended = 'positive'))"
            " OR (outcome = 'refuse' AND COALESCE(recommended, verdict, '') <> 'positive')",
            name="agrees_with_what_was_found_or_departs",
        ),
        CheckConstraint(
            "ground_id IS NULL OR (length(ground_id) > 0 AND outcome = 'refuse')", name="ground_has_a_name"
        ),
        CheckConstraint("(annulled_at IS NULL) = (annulled_by_act IS NULL)", name="annulled_by_an_act"),
        Index(
            "uq_head_decision_current",
            "case_id",
            unique=True,
            sqlite_where=text("annulled_at IS NULL"),
            postgresql_where=text("annulled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    exit: Mapped[str | None] = mapped_column(String(60))
    ground: Mapped[str] = mapped_column(String(1000), default="")
    # Which ground of the office's list it is.
    ground_id: Mapped[str | None] = mapped_column(String(100))
    clause: Mapped[str] = mapped_column(String(300))
    facts: Mapped[str] = mapped_column(Text, default="")
    result_id: Mapped[int | None] = mapped_column(BigId)
    verdict: Mapped[str | None] = mapped_column(String(10))
    interview_id: Mapped[int | None] = mapped_column(BigId)
    recommended: Mapped[str | None] = mapped_column(String(10))
    departs: Mapped[bool] = mapped_column(default=False)
    departure_ground: Mapped[str | None] = mapped_column(String(1000))
    departure_clause: Mapped[str | None] = mapped_column(String(300))
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_as: Mapped[str] = mapped_column(String(40))
    # The order by which an acting head acts; empty for the head.
    acting_order: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime] = mapped_column(Moment)
    annulled_at: Mapped[datetime | None] = mapped_column(Moment)
    annulled_by_act: Mapped[str | None] = mapped_column(String(200))

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    office: Mapped[Office] = relationship()
    decider: Mapped[Account] = relationship(foreign_keys=[decided_by])
