"""Sealed sets: papers drawn in advance, encrypted, opened only by two of three officials together.

Which questions a set holds is known to the database, so that a suspended question finds its sets; which paper holds
which question is inside the cipher until two officials have released it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Account, Office
from core.columns import BigId, Moment
from core.database import Model
from question_banks.models.blueprints import BlueprintEdition
from question_banks.models.editions import QuestionEdition


class SealedSet(Model):
    """The papers of one drawing. It is sealed, then released once, or given up and replaced by another."""

    __tablename__ = "sealed_set"
    __lock_rank__ = 820
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("papers > 0 AND reserves >= 0", name="holds_papers"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        CheckConstraint("state IN ('sealed', 'released', 'given_up')", name="state_is_known"),
        CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL) "
            "AND (released_at IS NULL) = (released_by IS NULL) "
            "AND (released_at IS NULL) = (released_with IS NULL)",
            name="released_by_two",
        ),
        CheckConstraint("released_by IS NULL OR released_by <> released_with", name="two_are_two_persons"),
        CheckConstraint(
            "(state = 'given_up') = (given_up_at IS NOT NULL) "
            "AND (given_up_at IS NULL) = (given_up_reason IS NULL) "
            "AND (given_up_at IS NULL) = (given_up_by IS NULL)",
            name="given_up_by_somebody_for_a_reason",
        ),
        Index("ix_sealed_set_blueprint_edition_id", "blueprint_edition_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    number: Mapped[str] = mapped_column(String(30))
    blueprint_edition_id: Mapped[int] = mapped_column(ForeignKey("blueprint_edition.id"))
    papers: Mapped[int]
    reserves: Mapped[int]
    # The digest over all papers, journalled and printed before the doors open.
    digest: Mapped[str] = mapped_column(String(64))
    # The papers and the seed of the drawing, encrypted with a key that nobody holds alone.
    cipher: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    sealed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sealed_at: Mapped[datetime] = mapped_column(Moment)
    # Who completed the release, and whose offered part it was completed with.
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_with: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_up_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up_reason: Mapped[str | None] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("sealed_set.id"))

    office: Mapped[Office] = relationship()
    edition: Mapped[BlueprintEdition] = relationship()


class HolderKey(Model):
    """The key pair of an official who keeps parts of sets' keys.

    Its private half is locked by a passphrase that nobody but the official knows; a part is sealed to the public
    half, so that sealing needs nobody's passphrase.
    """

    __tablename__ = "holder_key"
    __table_args__ = (
        UniqueConstraint("account_id", "id"),
        CheckConstraint("length(public_key) = 32", name="has_its_public_half"),
        CheckConstraint("passes > 0 AND memory_kib > 0", name="is_costly_to_guess"),
        Index(
            "uq_holder_key_current",
            "account_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    # What argon2id makes of the passphrase with this salt and at this cost opens the private half.
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    passes: Mapped[int]
    memory_kib: Mapped[int]
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    locked_key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)

    account: Mapped[Account] = relationship()


class SetKeyShare(Model):
    """One of the three parts of a set's key, sealed to its holder; any two open the set."""

    __tablename__ = "sealed_set_key_share"
    __table_args__ = (
        UniqueConstraint("set_id", "holder_id"),
        # A part is sealed to a key of its very holder.
        ForeignKeyConstraint(["holder_id", "key_id"], ["holder_key.account_id", "holder_key.id"]),
        CheckConstraint("place BETWEEN 1 AND 3", name="one_of_three"),
    )

    set_id: Mapped[int] = mapped_column(ForeignKey("sealed_set.id"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key_id: Mapped[int] = mapped_column(BigId)
    sealed_share: Mapped[bytes] = mapped_column(LargeBinary)

    holder: Mapped[Account] = relationship()
    key: Mapped[HolderKey] = relationship(foreign_keys=[key_id], primaryjoin=key_id == HolderKey.id)


class SetKeyOffer(Model):
    """A holder's part, opened with their passphrase and sealed anew to another holder, for as long as it is good."""

    __tablename__ = "sealed_set_key_offer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "from_place"], ["sealed_set_key_share.set_id", "sealed_set_key_share.place"]
        ),
        ForeignKeyConstraint(
            ["set_id", "to_place"], ["sealed_set_key_share.set_id", "sealed_set_key_share.place"]
        ),
        CheckConstraint("from_place <> to_place", name="is_for_another"),
        CheckConstraint("good_until > offered_at", name="is_good_for_a_while"),
    )

    set_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    from_place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    to_place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_share: Mapped[bytes] = mapped_column(LargeBinary)
    offered_at: Mapped[datetime] = mapped_column(Moment)
    good_until: Mapped[datetime] = mapped_column(Moment)


class SealedPaper(Model):
    """One paper of a set. Until the release only its digest is known; then its content, which never changes."""

    __tablename__ = "sealed_paper"
    __table_args__ = (
        UniqueConstraint("set_id", "number"),
        UniqueConstraint("set_id", "id"),
        CheckConstraint("number > 0", name="numbers_count_from_one"),
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("sealed_set.id"))
    number: Mapped[int]
    reserve: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str] = mapped_column(String(64))
    # Canonical JSON: the edition ids by section in their order, and the seed of the arrangements. Salted: see digest.
    content: Mapped[str | None] = mapped_column(Text)


class SetQuestion(Model):
    """An edition that a set holds, and in how many of its papers: found when a question is suspended, and exposure."""

    __tablename__ = "sealed_set_question"
    __table_args__ = (
        CheckConstraint("papers > 0", name="stands_in_a_paper"),
        # What a set holds is an edition of that very question.
        ForeignKeyConstraint(
            ["question_id", "edition_id"], ["question_edition.question_id", "question_edition.id"]
        ),
        Index("ix_sealed_set_question_question_id", "question_id"),
    )

    set_id: Mapped[int] = mapped_column(ForeignKey("sealed_set.id"), primary_key=True, autoincrement=False)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("question_edition.id"), primary_key=True, autoincrement=False
    )
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    papers: Mapped[int]

    edition: Mapped[QuestionEdition] = relationship(foreign_keys=[edition_id])
