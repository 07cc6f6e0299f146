"""External evaluation of an organisation: opened by an order, done by an expert group standard by standard, reported.

An evaluation is finished when it has its report; nothing else says so. The report that nothing replaces opens the
sitting of the accreditation commission, as a positive test result opens an interview.
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
from applications.models import Case
from commissions.models.forming import Commission, Member
from commissions.models.standards import StandardSet
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile

_FIRST = text("replaces_id IS NULL")


class Evaluation(Model):
    """The evaluation of one case, as an order opens it: by which group, from when until when, by which standards."""

    __tablename__ = "evaluation"
    __lock_rank__ = 620
    __table_args__ = (
        UniqueConstraint("id", "case_id"),
        UniqueConstraint("id", "group_id"),
        UniqueConstraint("id", "set_id"),
        ForeignKeyConstraint(
            ["group_id", "office_id", "group_kind"],
            ["commission.id", "commission.office_id", "commission.kind"],
            name="fk_evaluation_by_an_expert_group_of_the_office",
        ),
        CheckConstraint("group_kind = 'expert_group'", name="is_done_by_an_expert_group"),
        CheckConstraint("until_day >= from_day", name="ends_after_it_begins"),
        CheckConstraint("length(order_number) > 0", name="is_opened_by_an_order"),
        Index("ix_evaluation_case_id", "case_id"),
        Index("ix_evaluation_group_id", "group_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    group_id: Mapped[int] = mapped_column(BigId)
    group_kind: Mapped[str] = mapped_column(String(30), default="expert_group")
    order_number: Mapped[str] = mapped_column(String(60))
    order_date: Mapped[date]
    order_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    from_day: Mapped[date]
    until_day: Mapped[date]
    # Chosen once, by whoever keeps the case; until then there is nothing to mark.
    set_id: Mapped[int | None] = mapped_column(ForeignKey("standard_set.id"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)

    case: Mapped[Case] = relationship()
    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    group: Mapped[Commission] = relationship(
        primaryjoin="Evaluation.group_id == Commission.id", foreign_keys=[group_id], viewonly=True
    )
    standards: Mapped[StandardSet | None] = relationship()
    order_file: Mapped[StoredFile] = relationship()


class ExpertStanding(Model):
    """Whether an expert may evaluate this organisation, as declared by them or noted of them. The last one counts."""

    __tablename__ = "expert_standing"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "group_id"],
            ["evaluation.id", "evaluation.group_id"],
            name="fk_expert_standing_of_the_group",
        ),
        ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_expert_standing_of_a_member",
        ),
        CheckConstraint("NOT conflict OR length(fact) > 0", name="conflict_has_its_fact"),
        Index("ix_expert_standing_evaluation_id_member_id", "evaluation_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(BigId)
    group_id: Mapped[int] = mapped_column(BigId)
    member_id: Mapped[int] = mapped_column(BigId)
    conflict: Mapped[bool]
    fact: Mapped[str] = mapped_column(String(500), default="")
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)


class Visit(Model):
    """A day on which the group is at the organisation. Another day is a new row that names this one."""

    __tablename__ = "evaluation_visit"
    __table_args__ = (
        UniqueConstraint("id", "evaluation_id"),
        UniqueConstraint("replaces_id"),
        ForeignKeyConstraint(
            ["replaces_id", "evaluation_id"],
            ["evaluation_visit.id", "evaluation_visit.evaluation_id"],
            name="fk_evaluation_visit_replaces_one_of_the_same",
        ),
        CheckConstraint("length(place) > 0", name="has_a_place"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="is_moved_for_a_reason"),
        Index("ix_evaluation_visit_evaluation_id", "evaluation_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(300))
    programme: Mapped[str] = mapped_column(String(1000), default="")
    replaces_id: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str | None] = mapped_column(String(500))
    planned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime] = mapped_column(Moment)


class StandardMark(Model):
    """What an expert found of one standard. Every saving is a row; the highest version counts."""

    __tablename__ = "standard_mark"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "standard_id", "version"),
        ForeignKeyConstraint(
            ["evaluation_id", "set_id"],
            ["evaluation.id", "evaluation.set_id"],
            name="fk_standard_mark_of_the_set_of_the_evaluation",
        ),
        ForeignKeyConstraint(
            ["set_id", "standard_id"],
            ["standard.set_id", "standard.id"],
            name="fk_standard_mark_of_a_standard_of_the_set",
        ),
        ForeignKeyConstraint(
            ["evaluation_id", "group_id"],
            ["evaluation.id", "evaluation.group_id"],
            name="fk_standard_mark_of_the_group",
        ),
        ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_standard_mark_by_a_member",
        ),
        CheckConstraint("mark IN ('met', 'partly', 'not_met', 'not_applicable')", name="mark_is_known"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(BigId)
    set_id: Mapped[int] = mapped_column(BigId)
    standard_id: Mapped[int] = mapped_column(BigId)
    group_id: Mapped[int] = mapped_column(BigId)
    member_id: Mapped[int] = mapped_column(BigId)
    version: Mapped[int]
    mark: Mapped[str] = mapped_column(String(20))
    remark: Mapped[str] = mapped_column(String(2000), default="")
    marked_at: Mapped[datetime] = mapped_column(Moment)

    member: Mapped[Member] = relationship(
        primaryjoin="StandardMark.member_id == Member.id", foreign_keys=[member_id], viewonly=True
    )


class StandardEvidence(Model):
    """A photo or a file that shows what the expert found; taken away it stays, with who took it away."""

    __tablename__ = "standard_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "set_id"],
            ["evaluation.id", "evaluation.set_id"],
            name="fk_standard_evidence_of_the_set_of_the_evaluation",
        ),
        ForeignKeyConstraint(
            ["set_id", "standard_id"],
            ["standard.set_id", "standard.id"],
            name="fk_standard_evidence_of_a_standard_of_the_set",
        ),
        ForeignKeyConstraint(
            ["evaluation_id", "group_id"],
            ["evaluation.id", "evaluation.group_id"],
            name="fk_standard_evidence_of_the_group",
        ),
        ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_standard_evidence_by_a_member",
        ),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_by_somebody"),
        Index("ix_standard_evidence_evaluation_id_standard_id", "evaluation_id", "standard_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(BigId)
    set_id: Mapped[int] = mapped_column(BigId)
    standard_id: Mapped[int] = mapped_column(BigId)
    group_id: Mapped[int] = mapped_column(BigId)
    member_id: Mapped[int] = mapped_column(BigId)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    caption: Mapped[str] = mapped_column(String(300), default="")
    brought_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    file: Mapped[StoredFile] = relationship()


class EvaluationReport(Model):
    """The report of the expert group, frozen with its digest. A later one of the case names what it replaces."""

    __tablename__ = "evaluation_report"
    __table_args__ = (
        UniqueConstraint("id", "case_id"),
        UniqueConstraint("replaces_id"),
        UniqueConstraint("evaluation_id"),
        ForeignKeyConstraint(
            ["evaluation_id", "case_id"],
            ["evaluation.id", "evaluation.case_id"],
            name="fk_evaluation_report_of_an_evaluation_of_the_case",
        ),
        ForeignKeyConstraint(
            ["replaces_id", "case_id"],
            ["evaluation_report.id", "evaluation_report.case_id"],
            name="fk_evaluation_report_replaces_one_of_the_case",
        ),
        CheckConstraint("verdict IN ('positive', 'negative')", name="verdict_is_known"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent_is_one"),
        CheckConstraint("length(conclusion_kk) > 0 AND length(conclusion_ru) > 0", name="has_its_conclusion"),
        # One line of reports for a case: one begins it, each later one replaces exactly one.
        Index(
            "uq_evaluation_report_first", "case_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int] = mapped_column(BigId)
    number: Mapped[str] = mapped_column(String(30))
    verdict: Mapped[str] = mapped_column(String(10))
    percent: Mapped[int | None]
    conclusion_kk: Mapped[str] = mapped_column(String(4000))
    conclusion_ru: Mapped[str] = mapped_column(String(4000))
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    replaces_id: Mapped[int | None] = mapped_column(BigId)
    finished_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    finished_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()
    author: Mapped[Account] = relationship(foreign_keys=[finished_by])
