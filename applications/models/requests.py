"""Requests of other systems that are answered once, however often they arrive."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import BigId, Moment
from core.database import Model


class ApiRequest(Model):
    """The answer to a request with an idempotency key, kept in the transaction that did the work."""

    __tablename__ = "api_request"
    __table_args__ = (UniqueConstraint("token_id", "key"), Index("ix_api_request_created_at", "created_at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    key: Mapped[str] = mapped_column(String(100))
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    response: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
