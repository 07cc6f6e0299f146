"""The tables of this room: commissions with their members, meetings, and the interviews on their agendas.

An interview names the test result on which it rests, and the database lets it name a positive one only. Whether that
result is still the current one is asked again by a trigger at every step that the interview takes.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office, Specialty
from applications.models import Case
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile

_LIVE = text("released_at IS NULL")
_NOT_CALLED_OFF = text("called_off_at IS NULL")


class Commission(Model):
    """A commission of an office, formed by an order."""

    __tablename__ = "commission"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('specialised_commission', 'accreditation_commission', 'attestation_commission',"
            " 'appeal_commission', 'expert_group')",
            name="kind_is_known",
        ),
        CheckConstraint("length(name) > 0 AND length(order_number) > 0", name="is_formed_by_an_order"),
        UniqueConstraint("office_id", "kind", "order_number", "order_date", name="uq_commission_order"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    order_number: Mapped[str] = mapped_column(String(60))
    order_date: Mapped[date]
    order_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    formed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    formed_at: Mapped[datetime] = mapped_column(Moment)

    office: Mapped[Office] = relationship()
    order_file: Mapped[StoredFile] = relationship()


class Member(Model):
    """Somebody in a commission, in one role, from a day on; whoever leaves stays written with the reason."""

    __tablename__ = "commission_member"
    __table_args__ = (
        UniqueConstraint("commission_id", "id"),
        CheckConstraint(
            "role IN ('chair', 'deputy', 'secretary', 'member', 'alternate')", name="role_is_known"
        ),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="leaves_after_joining"),
        CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (released_reason IS NULL)"
            " AND (released_at IS NULL OR until_day IS NOT NULL)",
            name="released_by_somebody_for_a_reason",
        ),
        Index("ix_commission_member_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(10))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    named_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime] = mapped_column(Moment)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_reason: Mapped[str | None] = mapped_column(String(500))

    commission: Mapped[Commission] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    specialties: Mapped[list[Specialty]] = relationship(
        secondary="commission_member_specialty", viewonly=True, order_by="Specialty.code"
    )


class MemberSpecialty(Model):
    """A specialty for which a member was named."""

    __tablename__ = "commission_member_specialty"

    member_id: Mapped[int] = mapped_column(
        ForeignKey("commission_member.id"), primary_key=True, autoincrement=False
    )
    specialty_id: Mapped[int] = mapped_column(
        ForeignKey("specialty.id"), primary_key=True, autoincrement=False
    )


class Meeting(Model):
    """A meeting of a commission at a place or over a link. Its time stays; another time is another meeting."""

    __tablename__ = "commission_meeting"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        ForeignKeyConstraint(
            ["commission_id", "secretary_id"],
            ["commission_member.commission_id", "commission_member.id"],
            name="fk_commission_meeting_secretary_of_the_commission",
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("length(place) > 0 OR length(link) > 0", name="can_be_found"),
        CheckConstraint(
            "(called_off_at IS NULL) = (called_off_by IS NULL)"
            " AND (called_off_at IS NULL) = (called_off_reason IS NULL)",
            name="called_off_by_somebody_for_a_reason",
        ),
        Index("ix_commission_meeting_office_id_starts_at", "office_id", "starts_at"),
        Index("ix_commission_meeting_commission_id_starts_at", "commission_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    number: Mapped[str] = mapped_column(String(30))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    secretary_id: Mapped[int] = mapped_column(BigId)
    scheduled_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    scheduled_at: Mapped[datetime] = mapped_column(Moment)
    called_off_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    called_off_reason: Mapped[str | None] = mapped_column(String(500))

    commission: Mapped[Commission] = relationship(foreign_keys=[commission_id])
    office: Mapped[Office] = relationship()
    secretary: Mapped[Member] = relationship(
        primaryjoin="Meeting.secretary_id == Member.id", foreign_keys=[secretary_id], viewonly=True
    )


class Interview(Model):
    """The interview of a case, by virtue of one positive test result. A later correction never touches it."""

    __tablename__ = "commission_interview"
    __table_args__ = (
        UniqueConstraint("id", "case_id"),
        # The gate: the result is of this very case and positive; a trigger holds that nothing replaces it.
        ForeignKeyConstraint(
            ["result_id", "case_id", "verdict"],
            ["test_result.id", "test_result.case_id", "test_result.verdict"],
            name="fk_commission_interview_on_a_result_of_the_case",
        ),
        CheckConstraint("verdict = 'positive'", name="rests_on_a_positive_result"),
        CheckConstraint(
            "(decided_at IS NULL) = (decision IS NULL)"
            " AND (decision IS NULL OR decision IN ('positive', 'negative'))",
            name="decided_says_how",
        ),
        CheckConstraint("decided_at IS NULL OR opened_at IS NOT NULL", name="decided_after_it_opened"),
        CheckConstraint(
            "(called_off_at IS NULL) = (called_off_reason IS NULL)"
            " AND (called_off_at IS NULL OR decided_at IS NULL)",
            name="called_off_for_a_reason_undecided",
        ),
        Index(
            "uq_commission_interview_of_a_case",
            "case_id",
            unique=True,
            sqlite_where=_NOT_CALLED_OFF,
            postgresql_where=_NOT_CALLED_OFF,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    result_id: Mapped[int] = mapped_column(BigId)
    verdict: Mapped[str] = mapped_column(String(10), default="positive")
    offered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str | None] = mapped_column(String(10))
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    called_off_reason: Mapped[str | None] = mapped_column(String(500))

    case: Mapped[Case] = relationship(foreign_keys=[case_id])


class Slot(Model):
    """The time of an interview on the agenda of a meeting. Another time is a new slot that names this one."""

    __tablename__ = "agenda_slot"
    __table_args__ = (
        ForeignKeyConstraint(
            ["interview_id", "case_id"],
            ["commission_interview.id", "commission_interview.case_id"],
            name="fk_agenda_slot_of_an_interview_of_the_case",
        ),
        ForeignKeyConstraint(
            ["case_id", "iin"],
            ["case_person.case_id", "case_person.iin"],
            name="fk_agenda_slot_of_the_person_of_the_case",
            onupdate="CASCADE",
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("(released_at IS NULL) = (released_reason IS NULL)", name="given_up_for_a_reason"),
        Index("uq_agenda_slot_live", "interview_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_agenda_slot_meeting_id_starts_at", "meeting_id", "starts_at"),
        Index("ix_agenda_slot_iin_starts_at", "iin", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("commission_meeting.id"))
    interview_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int] = mapped_column(BigId)
    iin: Mapped[str | None] = mapped_column(String(12))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_slot.id"))
    put_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    put_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_reason: Mapped[str | None] = mapped_column(String(500))

    meeting: Mapped[Meeting] = relationship()
    interview: Mapped[Interview] = relationship(
        primaryjoin="Slot.interview_id == Interview.id", foreign_keys=[interview_id], viewonly=True
    )
