"""Requests that are signed: the text as it was offered, and the signature that came back over just that text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Moment
from core.database import Model


class RequestToSign(Model):
    """One text of a draft that was offered to be signed; a changed answer makes another one."""

    __tablename__ = "request_to_sign"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="has_its_digest"),
        Index("ix_request_to_sign_draft_id", "draft_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("application_draft.id"))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)


class RequestSignature(Model):
    """The applicant's signature on the request of a case, with what was found about it when it was handed in."""

    __tablename__ = "request_signature"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "request_digest"],
            ["case_file.id", "case_file.request_digest"],
            name="fk_request_signature_is_of_this_request",
        ),
        CheckConstraint("signer_iin IS NOT NULL OR signer_bin IS NOT NULL", name="names_somebody"),
        CheckConstraint("length(certificate_digest) = 64", name="certificate_has_its_digest"),
    )

    case_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    request_digest: Mapped[str] = mapped_column(String(64))
    # The CMS in PEM, as any program for signatures reads it beside the request's text.
    signature: Mapped[str] = mapped_column(Text)
    signer_name: Mapped[str] = mapped_column(String(320))
    signer_iin: Mapped[str | None] = mapped_column(String(12))
    signer_bin: Mapped[str | None] = mapped_column(String(12))
    certificate_serial: Mapped[str] = mapped_column(String(64))
    certificate_issuer: Mapped[str] = mapped_column(String(320))
    certificate_digest: Mapped[str] = mapped_column(String(64))
    algorithm: Mapped[str] = mapped_column(String(40))
    stamped_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_at: Mapped[datetime] = mapped_column(Moment)
    # Whether the demo authority vouched for it: such a signature has no force.
    stand_in: Mapped[bool]
