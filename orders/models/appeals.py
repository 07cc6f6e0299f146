"""Appeals: what was appealed, in whose words, how it was decided, and by which act a granted one was carried out.

An appeal hangs on the very decision that it is about by a composite foreign key. What was said never changes; its state
goes forward only, a guard asks for the row of its decision, and nothing of a decided one is changed any more.
"""

from __future__ import annotations

from datetime import date, datetime

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
from applications.models import Case, Refused
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile

# Whoever took an appeal back, or had it returned unheard, may file again; every other one is the only one.
_COUNTS = text("state NOT IN ('withdrawn', 'returned')")


def _one(thing: str) -> Index:
    return Index(
        f"uq_appeal_one_for_a_{thing}",
        f"{thing}_id",
        unique=True,
        sqlite_where=_COUNTS,
        postgresql_where=_COUNTS,
    )


class Appeal(Model):
    """One appeal against one decision: a motivated refusal, a negative result, what a commission decided."""

    __tablename__ = "appeal"
    __lock_rank__ = 720
    __table_args__ = (
        UniqueConstraint("id", "case_id"),
        UniqueConstraint("id", "case_id", "heard_by"),
        UniqueConstraint("office_id", "year", "number"),
        ForeignKeyConstraint(
            ["refused_id", "case_id"],
            ["motivated_refusal.id", "motivated_refusal.case_id"],
            name="fk_appeal_against_a_refusal_of_the_case",
        ),
        ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_appeal_against_a_result_of_the_case",
        ),
        ForeignKeyConstraint(
            ["item_id", "case_id", "decision"],
            ["protocol_item_signed.item_id", "protocol_item_signed.case_id", "protocol_item_signed.decision"],
            name="fk_appeal_against_a_signed_protocol",
        ),
        CheckConstraint(
            "(against = 'refusal' AND refused_id IS NOT NULL AND result_id IS NULL AND item_id IS NULL)"
            " OR (against = 'test' AND refused_id IS NULL AND result_id IS NOT NULL AND item_id IS NULL)"
            " OR (against = 'interview' AND refused_id IS NULL AND result_id IS NULL AND item_id IS NOT NULL)",
            name="is_against_one_decision",
        ),
        CheckConstraint(
            "(result_id IS NULL) = (verdict IS NULL) AND (verdict IS NULL OR verdict = 'negative')"
            " AND (item_id IS NULL) = (decision IS NULL) AND (decision IS NULL OR decision = 'negative')",
            name="is_against_what_went_against_one",
        ),
        CheckConstraint("number > 0", name="number_counts_from_one"),
        CheckConstraint("length(grounds) > 0", name="says_on_which_grounds"),
        CheckConstraint("came_by IN ('portal', 'paper')", name="came_by_is_known"),
        CheckConstraint("came_by = 'portal' OR enclosure_id IS NOT NULL", name="paper_is_scanned_in"),
        CheckConstraint(
            "(lateness IS NOT NULL) = (until IS NOT NULL AND came_on > until)"
            " AND (lateness IS NULL OR length(lateness) > 0)",
            name="late_says_why",
        ),
        CheckConstraint("heard_by IN ('own', 'outside')", name="somebody_hears_it"),
        CheckConstraint("length(body) > 0", name="names_who_hears_it"),
        CheckConstraint(
            "state IN ('filed', 'registered', 'passed_on', 'granted', 'rejected', 'returned', 'withdrawn')",
            name="state_is_known",
        ),
        CheckConstraint(
            "(registered_at IS NULL) = (registered_by IS NULL)"
            " AND (state = 'filed' OR state = 'withdrawn' OR registered_at IS NOT NULL)",
            name="registered_by_somebody",
        ),
        CheckConstraint(
            "(passed_on IS NULL) = (passed_number IS NULL) AND (passed_on IS NULL) = (passed_by IS NULL)"
            " AND (passed_on IS NULL OR (heard_by = 'outside' AND length(passed_number) > 0))"
            " AND (state <> 'passed_on' OR passed_on IS NOT NULL)",
            name="passed_on_with_a_document",
        ),
        CheckConstraint(
            "carried_out_at IS NULL OR state = 'granted'", name="only_a_granted_one_is_carried_out"
        ),
        _one("refused"),
        _one("result"),
        _one("item"),
        Index("ix_appeal_case_id", "case_id"),
        Index("ix_appeal_office_id_state", "office_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    # The office whose decision it is.
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    year: Mapped[int]
    number: Mapped[int]
    against: Mapped[str] = mapped_column(String(10))
    refused_id: Mapped[int | None] = mapped_column(BigId)
    result_id: Mapped[int | None] = mapped_column(BigId)
    verdict: Mapped[str | None] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(BigId)
    decision: Mapped[str | None] = mapped_column(String(10))
    came_by: Mapped[str] = mapped_column(String(10))
    came_on: Mapped[date]
    # The last day of the office's own term, as it was counted then; none where the office has decided none.
    until: Mapped[date | None]
    lateness: Mapped[str | None] = mapped_column(Text)
    grounds: Mapped[str] = mapped_column(Text)
    enclosure_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    # Who hears it, by the office's settings of that day: its own commission, or a body outside; named in all languages.
    heard_by: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    filed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    filed_as: Mapped[str] = mapped_column(String(40))
    filed_at: Mapped[datetime] = mapped_column(Moment)
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    registered_at: Mapped[datetime | None] = mapped_column(Moment)
    passed_on: Mapped[date | None]
    passed_number: Mapped[str | None] = mapped_column(String(60))
    passed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    carried_out_at: Mapped[datetime | None] = mapped_column(Moment)

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    enclosure: Mapped[StoredFile | None] = relationship()
    refused: Mapped[Refused | None] = relationship(
        primaryjoin="Appeal.refused_id == Refused.id", foreign_keys=[refused_id], viewonly=True
    )

    @property
    def spelled_number(self) -> str:
        """The number as people quote it."""
        return f"{self.year}-{self.number:06d}"


class AppealHearer(Model):
    """A member of the appeal commission who hears the appeal; nobody who had a hand in what is appealed."""

    __tablename__ = "appeal_hearer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["appeal_id", "case_id"], ["appeal.id", "appeal.case_id"], name="fk_appeal_hearer_of_the_case"
        ),
    )

    appeal_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(BigId)

    account: Mapped[Account] = relationship()


class AppealDecision(Model):
    """What became of the appeal: granted, left without satisfaction, or returned unheard; each with its reasons."""

    __tablename__ = "appeal_decision"
    __table_args__ = (
        UniqueConstraint("appeal_id", "case_id", "outcome"),
        ForeignKeyConstraint(
            ["appeal_id", "case_id", "heard_by"],
            ["appeal.id", "appeal.case_id", "appeal.heard_by"],
            name="fk_appeal_decision_of_an_appeal",
        ),
        CheckConstraint("outcome IN ('granted', 'rejected', 'returned')", name="outcome_is_known"),
        CheckConstraint("length(reasons) > 0 AND length(clause) > 0", name="says_reasons_and_clause"),
        CheckConstraint(
            "(restored IS NULL) = (restored_because IS NULL)"
            " AND (restored_because IS NULL OR length(restored_because) > 0)"
            " AND (restored IS NULL OR restored OR outcome = 'returned')",
            name="a_term_is_restored_with_reason",
        ),
        CheckConstraint(
            "(heard_by = 'outside') = (act_number IS NOT NULL)"
            " AND (heard_by = 'outside') = (act_day IS NOT NULL) AND (heard_by = 'outside') = (act_file_id IS NOT NULL)"
            " AND (act_number IS NULL OR length(act_number) > 0)",
            name="an_outside_body_has_its_act",
        ),
    )

    appeal_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(BigId)
    heard_by: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(String(300))
    # For a late appeal: whether the term was restored, and why.
    restored: Mapped[bool | None]
    restored_because: Mapped[str | None] = mapped_column(Text)
    act_number: Mapped[str | None] = mapped_column(String(60))
    act_day: Mapped[date | None]
    act_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_as: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(Moment)

    act_file: Mapped[StoredFile | None] = relationship()


class AppealPaper(Model):
    """The decision of the own commission as a paper: frozen facts, and the PDF that those who heard it sign."""

    __tablename__ = "appeal_paper"
    __table_args__ = (CheckConstraint("length(facts) > 0 AND length(digest) = 64", name="has_its_facts"),)

    appeal_id: Mapped[int] = mapped_column(
        ForeignKey("appeal_decision.appeal_id"), primary_key=True, autoincrement=False
    )
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    drawn_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()


class AppealGround(Model):
    """A point of an annulment order that rests on a granted appeal; it leaves a draft together with its point."""

    __tablename__ = "appeal_ground"
    __table_args__ = (
        ForeignKeyConstraint(
            ["line_id", "case_id", "line_outcome"],
            ["order_line.id", "order_line.case_id", "order_line.outcome"],
            name="fk_appeal_ground_of_an_annulment",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["appeal_id", "case_id", "outcome"],
            ["appeal_decision.appeal_id", "appeal_decision.case_id", "appeal_decision.outcome"],
            name="fk_appeal_ground_on_a_granted_appeal",
        ),
        CheckConstraint(
            "line_outcome = 'annul' AND outcome = 'granted'", name="annuls_because_it_was_granted"
        ),
        Index("ix_appeal_ground_appeal_id", "appeal_id"),
    )

    line_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(BigId)
    line_outcome: Mapped[str] = mapped_column(String(10), default="annul")
    appeal_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(10), default="granted")


class AppealAct(Model):
    """An act that carries a granted appeal out: a signed order, the office's own act, or a corrected result."""

    __tablename__ = "appeal_act"
    __table_args__ = (
        UniqueConstraint("appeal_id", "kind"),
        ForeignKeyConstraint(
            ["appeal_id", "case_id", "outcome"],
            ["appeal_decision.appeal_id", "appeal_decision.case_id", "appeal_decision.outcome"],
            name="fk_appeal_act_of_a_granted_appeal",
        ),
        ForeignKeyConstraint(
            ["line_id", "case_id", "line_outcome"],
            ["order_line_signed.line_id", "order_line_signed.case_id", "order_line_signed.outcome"],
            name="fk_appeal_act_by_a_signed_order",
        ),
        ForeignKeyConstraint(
            ["refused_id", "case_id"],
            ["motivated_refusal.id", "motivated_refusal.case_id"],
            name="fk_appeal_act_annuls_a_refusal_of_the_case",
        ),
        ForeignKeyConstraint(
            ["result_id", "case_id"],
            ["test_result.id", "test_result.case_id"],
            name="fk_appeal_act_corrects_a_result_of_the_case",
        ),
        CheckConstraint("outcome = 'granted'", name="carries_out_what_was_granted"),
        CheckConstraint(
            "(kind = 'order') = (line_id IS NOT NULL) AND (line_id IS NULL) = (line_outcome IS NULL)"
            " AND (line_outcome IS NULL OR line_outcome = 'annul')"
            " AND (kind = 'correction') = (result_id IS NOT NULL)"
            " AND (kind = 'own_act') = (act_number IS NOT NULL) AND (kind = 'own_act') = (act_day IS NOT NULL)"
            " AND (refused_id IS NULL OR kind = 'own_act')"
            " AND (reopened_at IS NOT NULL OR kind <> 'own_act')"
            " AND kind IN ('order', 'own_act', 'correction')",
            name="is_an_order_an_own_act_or_a_correction",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    appeal_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int] = mapped_column(BigId)
    outcome: Mapped[str] = mapped_column(String(10), default="granted")
    kind: Mapped[str] = mapped_column(String(10))
    line_id: Mapped[int | None] = mapped_column(BigId)
    line_outcome: Mapped[str | None] = mapped_column(String(10))
    refused_id: Mapped[int | None] = mapped_column(BigId)
    result_id: Mapped[int | None] = mapped_column(BigId)
    act_number: Mapped[str | None] = mapped_column(String(60))
    act_day: Mapped[date | None]
    # The step at which the case goes on; an order may bring it back to none.
    reopened_at: Mapped[str | None] = mapped_column(String(20))
    done_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    done_as: Mapped[str] = mapped_column(String(40))
    done_at: Mapped[datetime] = mapped_column(Moment)
