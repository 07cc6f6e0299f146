"""Papers that several people sign in a named order: what is signed, by whom, what each did, and that it is done.

Later rooms point their composite foreign keys at `signing_done`: "signed" is a row there, never a flag of their own.
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

from accounts.models import Account, Office, RoleGrant
from core.columns import BigId, Moment
from core.database import Model
from core.languages import current_language
from core.models import StoredFile

ON_PAPER = "on_paper"


def _of_file(file: str, digest: str, name: str) -> ForeignKeyConstraint:
    """The digest that is written here is that of the file which is named here."""
    return ForeignKeyConstraint([file, digest], ["stored_file.id", "stored_file.digest"], name=name)


class SigningSheet(Model):
    """One paper that waits for its signatures; `kind` and `subject_id` say of what. Withdrawn once, never changed."""

    __tablename__ = "signing_sheet"
    __lock_rank__ = 100
    __table_args__ = (
        CheckConstraint("length(kind) > 0", name="is_of_a_kind"),
        CheckConstraint("signatures > 0", name="somebody_signs"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_reason IS NULL OR length(withdrawn_reason) > 0)",
            name="withdrawn_by_somebody_for_a_reason",
        ),
        UniqueConstraint("id", "kind", "subject_id", name="uq_signing_sheet_id_kind_subject_id"),
        _of_file("unsigned_file_id", "unsigned_digest", "fk_signing_sheet_unsigned_file"),
        Index(
            "uq_signing_sheet_of_a_subject",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigId)
    title_kk: Mapped[str] = mapped_column(String(300))
    title_ru: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300))
    unsigned_file_id: Mapped[int] = mapped_column(BigId)
    unsigned_digest: Mapped[str] = mapped_column(String(64))
    signatures: Mapped[int]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))

    office: Mapped[Office] = relationship()
    unsigned_file: Mapped[StoredFile] = relationship()
    places: Mapped[list[SigningPlace]] = relationship(
        order_by="SigningPlace.position", back_populates="sheet", viewonly=True
    )
    deeds: Mapped[list[SigningDeed]] = relationship(order_by="SigningDeed.position", viewonly=True)

    @property
    def title(self) -> str:
        """What is signed, in the reader's language."""
        return str(getattr(self, f"title_{current_language()}"))


class SigningPlace(Model):
    """Who signs in which place, and as whom. With a role, that very role must be held when signing."""

    __tablename__ = "signing_place"
    __table_args__ = (
        CheckConstraint("position > 0", name="position_counts_from_one"),
        CheckConstraint(
            "length(capacity_kk) > 0 AND length(capacity_ru) > 0 AND length(capacity_en) > 0",
            name="says_as_whom",
        ),
        UniqueConstraint("sheet_id", "account_id", name="uq_signing_place_sheet_id_account_id"),
        UniqueConstraint(
            "sheet_id", "position", "account_id", name="uq_signing_place_sheet_id_position_account_id"
        ),
        Index("ix_signing_place_account_id", "account_id"),
    )

    sheet_id: Mapped[int] = mapped_column(
        ForeignKey("signing_sheet.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    capacity_kk: Mapped[str] = mapped_column(String(200))
    capacity_ru: Mapped[str] = mapped_column(String(200))
    capacity_en: Mapped[str] = mapped_column(String(200))
    role: Mapped[str | None] = mapped_column(String(40))

    sheet: Mapped[SigningSheet] = relationship(back_populates="places", viewonly=True)
    account: Mapped[Account] = relationship()

    @property
    def capacity(self) -> str:
        """As whom this person signs, in the reader's language."""
        return str(getattr(self, f"capacity_{current_language()}"))


class SigningOffer(Model):
    """The paper with a place kept free, as it was handed out to be signed outside; the newest one of a place counts."""

    __tablename__ = "signing_offer"
    __table_args__ = (
        CheckConstraint("free_until > free_from AND free_from > 0", name="has_its_free_place"),
        ForeignKeyConstraint(
            ["sheet_id", "position"],
            ["signing_place.sheet_id", "signing_place.position"],
            name="fk_signing_offer_place",
        ),
        _of_file("file_id", "digest", "fk_signing_offer_file"),
        Index("ix_signing_offer_sheet_id_position", "sheet_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    over_digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    free_from: Mapped[int]
    free_until: Mapped[int]
    covered_digest: Mapped[str] = mapped_column(String(64))
    offered_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()


class SigningDeed(Model):
    """What somebody did in their place: signed, or refused with a reason. In order, once, and never changed.

    `over_digest` is the document as the one before left it; `digest` is the same with this signature appended. A deed
    of the level `on_paper` was signed by hand: `digest` is that of the scan, and the office's decision allowed it.
    """

    __tablename__ = "signing_deed"
    __table_args__ = (
        CheckConstraint(
            "(what = 'signed' AND reason IS NULL AND file_id IS NOT NULL AND digest IS NOT NULL"
            " AND level IS NOT NULL AND signer_name IS NOT NULL AND digest <> over_digest"
            " AND (level = 'on_paper') = (signed_on IS NOT NULL)"
            " AND (level = 'on_paper') = (signer_iin IS NULL) AND (level = 'on_paper') = (serial IS NULL)"
            " AND (level = 'on_paper') = (stand_in IS NULL))"
            " OR (what = 'refused' AND reason IS NOT NULL AND length(reason) > 0 AND file_id IS NULL"
            " AND digest IS NULL AND level IS NULL AND signer_name IS NULL AND signer_iin IS NULL"
            " AND serial IS NULL AND stand_in IS NULL AND signed_on IS NULL)",
            name="signed_or_refused_for_a_reason",
        ),
        CheckConstraint(
            "(signed_on IS NULL) = (sealed IS NULL) AND (signed_on IS NULL) = (scanned_by IS NULL)"
            " AND (signed_on IS NULL) = (decision_id IS NULL) AND (sealed IS NULL OR sealed)",
            name="on_paper_with_seal_scan_and_decision",
        ),
        ForeignKeyConstraint(
            ["sheet_id", "position", "account_id"],
            ["signing_place.sheet_id", "signing_place.position", "signing_place.account_id"],
            name="fk_signing_deed_by_whom_the_place_names",
        ),
        _of_file("file_id", "digest", "fk_signing_deed_file"),
        UniqueConstraint("sheet_id", "position", name="uq_signing_deed_sheet_id_position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("signing_sheet.id"))
    position: Mapped[int]
    account_id: Mapped[int] = mapped_column(BigId)
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id"))
    what: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(Moment)
    over_digest: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int | None] = mapped_column(BigId)
    digest: Mapped[str | None] = mapped_column(String(64))
    level: Mapped[str | None] = mapped_column(String(10))
    signer_name: Mapped[str | None] = mapped_column(String(320))
    signer_iin: Mapped[str | None] = mapped_column(String(12))
    serial: Mapped[str | None] = mapped_column(String(64))
    stand_in: Mapped[bool | None]
    signed_on: Mapped[date | None]
    sealed: Mapped[bool | None]
    scanned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("office_setting.id"))

    file: Mapped[StoredFile | None] = relationship()
    grant: Mapped[RoleGrant] = relationship()
    scanner: Mapped[Account | None] = relationship(foreign_keys=[scanned_by])

    @property
    def on_paper(self) -> bool:
        """Whether this was signed by hand, not by a key."""
        return self.level == ON_PAPER


class SigningDone(Model):
    """That everybody has signed, and which document came of it. There is no other way to say that a paper is signed."""

    __tablename__ = "signing_done"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sheet_id", "kind", "subject_id"],
            ["signing_sheet.id", "signing_sheet.kind", "signing_sheet.subject_id"],
            name="fk_signing_done_sheet",
        ),
        _of_file("file_id", "digest", "fk_signing_done_file"),
        UniqueConstraint("sheet_id", "kind", "subject_id", name="uq_signing_done_sheet_id_kind_subject_id"),
    )

    sheet_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigId)
    file_id: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    done_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()
