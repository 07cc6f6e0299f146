"""Who does not decide on whom: what ties a member and a candidate, what a member declared, and who stepped aside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commissions.models.forming import Member
from commissions.models.meetings import Interview
from core.columns import BigId, Moment
from core.database import Model

_COUNTS = text("withdrawn_at IS NULL")
_STRUCK = (
    "(struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (struck_reason IS NULL)"
    " AND (struck_reason IS NULL OR length(struck_reason) > 0)"
)


def _of_the_commission(table: str, column: str, whose: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["commission_id", column],
        ["commission_member.commission_id", "commission_member.id"],
        name=f"fk_{table}_{whose}_of_the_commission",
    )


class MemberTie(Model):
    """Where a member works or lives, as they told when they were named; struck out with a reason, never changed."""

    __tablename__ = "member_tie"
    __lock_rank__ = 590
    __table_args__ = (
        CheckConstraint("kind IN ('employer', 'address')", name="kind_is_known"),
        CheckConstraint("length(name) > 0", name="says_what"),
        CheckConstraint(
            "number IS NULL OR (kind = 'employer' AND length(number) = 12)", name="number_is_a_bin"
        ),
        CheckConstraint(_STRUCK, name="struck_by_somebody_for_a_reason"),
        Index("ix_member_tie_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("commission_member.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str | None] = mapped_column(String(12))
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
    struck_reason: Mapped[str | None] = mapped_column(String(500))

    member: Mapped[Member] = relationship()


class PaperTie(Model):
    """Whom the candidate's papers name: an employer, a teacher, whoever signed for them; found by reading."""

    __tablename__ = "paper_tie"
    __lock_rank__ = 600
    __table_args__ = (
        CheckConstraint("kind IN ('employer', 'taught', 'signed')", name="kind_is_known"),
        CheckConstraint("length(name) > 0", name="says_whom"),
        CheckConstraint("number IS NULL OR length(number) = 12", name="number_is_an_iin_or_bin"),
        CheckConstraint(_STRUCK, name="struck_by_somebody_for_a_reason"),
        Index("ix_paper_tie_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str | None] = mapped_column(String(12))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("case_document.id"))
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
    struck_reason: Mapped[str | None] = mapped_column(String(500))


class Declaration(Model):
    """A conflict of interest that a member declared before the decision on one candidate; it stays as it was said."""

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        _of_the_commission("conflict_declaration", "member_id", "member"),
        CheckConstraint("length(text) > 0", name="says_what"),
        Index("ix_conflict_declaration_interview_id", "interview_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("commission_interview.id"))
    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    member_id: Mapped[int] = mapped_column(BigId)
    text: Mapped[str] = mapped_column(String(1000))
    declared_at: Mapped[datetime] = mapped_column(Moment)

    member: Mapped[Member] = relationship(
        primaryjoin="Declaration.member_id == Member.id", foreign_keys=[member_id], viewonly=True
    )


class Recusal(Model):
    """A member who does not decide on one candidate, on what ground, and the alternate in the place."""

    __tablename__ = "recusal"
    __lock_rank__ = 580
    __table_args__ = (
        _of_the_commission("recusal", "member_id", "member"),
        _of_the_commission("recusal", "alternate_id", "alternate"),
        CheckConstraint(
            "ground IN ('declared', 'same_person', 'same_employer', 'same_household', 'taught', 'signed', 'other')",
            name="ground_is_known",
        ),
        CheckConstraint("length(fact) > 0", name="says_the_fact"),
        CheckConstraint("alternate_id IS NULL OR alternate_id <> member_id", name="alternate_is_another"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"
            " AND (withdrawn_reason IS NULL OR length(withdrawn_reason) > 0)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        Index(
            "uq_recusal_of_a_member",
            "interview_id",
            "member_id",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        Index(
            "uq_recusal_alternate_once",
            "interview_id",
            "alternate_id",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("commission_interview.id"))
    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    member_id: Mapped[int] = mapped_column(BigId)
    ground: Mapped[str] = mapped_column(String(20))
    fact: Mapped[str] = mapped_column(String(1000))
    alternate_id: Mapped[int | None] = mapped_column(BigId)
    recused_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recused_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))

    interview: Mapped[Interview] = relationship()
    member: Mapped[Member] = relationship(
        primaryjoin="Recusal.member_id == Member.id", foreign_keys=[member_id], viewonly=True
    )
    alternate: Mapped[Member | None] = relationship(
        primaryjoin="Recusal.alternate_id == Member.id", foreign_keys=[alternate_id], viewonly=True
    )
