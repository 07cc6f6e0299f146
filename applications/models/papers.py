"""What leaves this room: papers with their frozen facts, motivated refusals, and notices with proof of sending."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from applications.models.case import Case
from core.columns import BigId, Moment
from core.database import Model
from core.models import StoredFile


class Paper(Model):
    """A paper that was issued: its facts as one canonical text with digest, and the PDF made of them."""

    __tablename__ = "case_paper"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("office_id", "kind", "year", "number"),
        UniqueConstraint("id", "case_id"),
        CheckConstraint(
            "kind IN ('receipt', 'refused_acceptance', 'refusal', 'ticket', 'courier_list', 'handover', 'consent')",
            name="kind_is_known",
        ),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        CheckConstraint(
            "register_id IS NULL OR (length(register_id) = 26 AND kind IN ('refusal', 'ticket'))",
            name="is_checked_by_its_register_id",
        ),
        Index("ix_case_paper_case_id", "case_id"),
        Index("uq_case_paper_register_id", "register_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(30))
    year: Mapped[int]
    number: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    # By what the public register finds it; a guard asks for it on every new refusal and ticket.
    register_id: Mapped[str | None] = mapped_column(String(26))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship(foreign_keys=[file_id])


class SignedScan(Model):
    """A paper that was signed by hand, as it was scanned in."""

    __tablename__ = "signed_scan"
    __table_args__ = (UniqueConstraint("paper_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("case_paper.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    signed_by: Mapped[str] = mapped_column(String(320))
    scanned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    scanned_at: Mapped[datetime] = mapped_column(Moment)


class Refused(Model):
    """A motivated refusal: ground, clause, facts, and where to appeal by when. One that counts, for each case."""

    __tablename__ = "motivated_refusal"
    __lock_rank__ = 710
    __table_args__ = (
        CheckConstraint(
            "length(ground) > 0 AND length(clause) > 0 AND length(facts) > 0",
            name="says_ground_clause_and_facts",
        ),
        CheckConstraint("ground_id IS NULL OR (length(ground_id) > 0)", name="ground_has_a_name"),
        CheckConstraint("length(appeal_body) > 0 AND length(appeal_term) > 0", name="says_how_to_appeal"),
        CheckConstraint("(annulled_at IS NULL) = (annulled_by_act IS NULL)", name="annulled_by_an_act"),
        CheckConstraint(
            "called_back_at IS NULL OR (annulled_at IS NOT NULL AND annulled_at = called_back_at)",
            name="called_back_and_so_annulled",
        ),
        Index(
            "uq_motivated_refusal_current",
            "case_id",
            unique=True,
            sqlite_where=text("annulled_at IS NULL"),
            postgresql_where=text("annulled_at IS NULL"),
        ),
        # So that an appeal can be held to the refusal of its case.
        Index("uq_motivated_refusal_id_case_id", "id", "case_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    exit: Mapped[str] = mapped_column(String(60))
    ground: Mapped[str] = mapped_column(String(1000))
    # Which ground of the office's list it is, whose words the office may change later; none where the text has it.
    ground_id: Mapped[str | None] = mapped_column(String(100))
    clause: Mapped[str] = mapped_column(String(300))
    facts: Mapped[str] = mapped_column(Text)
    appeal_body: Mapped[str] = mapped_column(String(500))
    appeal_term: Mapped[str] = mapped_column(String(200))
    paper_id: Mapped[int] = mapped_column(ForeignKey("case_paper.id"))
    refused_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    refused_as: Mapped[str] = mapped_column(String(40))
    refused_at: Mapped[datetime] = mapped_column(Moment)
    annulled_at: Mapped[datetime | None] = mapped_column(Moment)
    annulled_by_act: Mapped[str | None] = mapped_column(String(200))
    # Taken back before it was signed: it was never given to anybody, and counts as if it had not been written.
    called_back_at: Mapped[datetime | None] = mapped_column(Moment)

    case: Mapped[Case] = relationship()
    paper: Mapped[Paper] = relationship()


class CaseNotice(Model):
    """A word to the applicant by one medium: what was said, when, and what proves that it was sent."""

    __tablename__ = "case_notice"
    __table_args__ = (
        CheckConstraint(
            "medium IN ('cabinet', 'mail', 'sms', 'telephonogram', 'written', 'elicensing')",
            name="medium_is_known",
        ),
        CheckConstraint(
            "medium <> 'telephonogram' OR (spoken_to IS NOT NULL AND spoken_by IS NOT NULL AND spoken_at IS NOT NULL)",
            name="a_call_says_with_whom_and_when",
        ),
        Index("ix_case_notice_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    about: Mapped[str] = mapped_column(String(20))
    medium: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_message.id"))
    spoken_to: Mapped[str | None] = mapped_column(String(320))
    spoken_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    spoken_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
