"""The request as one canonical text: what the applicant asks for, to be declared or signed, and never changed. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from core.canonical import canonical, digest


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an application asks for, as plain values."""

    service: str
    edition: str
    procedure: str
    channel: str
    office: str
    applicant: dict[str, Any]
    agent: dict[str, Any] | None
    specialty: str | None
    category: str | None
    examination_kind: str | None
    activity: str | None
    test_language: str | None
    interview_language: str | None
    accommodations: list[str]
    documents: list[dict[str, str]]
    made: datetime


def request_text(asked: Asked) -> str:
    """The canonical text that is declared or signed."""
    return canonical(asdict(asked))


def request_digest(asked: Asked) -> str:
    """Its digest; the receipt shows it."""
    return digest(asdict(asked))
