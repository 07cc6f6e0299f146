"""The Medical Service Quality Management System (МҚСБЖ): it gets the data of an organisation's documents.

At the document check of the accreditation of organisations (Annex 3, point 5, item 1). The results of the external
evaluation go the same way (item 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gateways.carrying import put_out

if TYPE_CHECKING:
    from core.models import OutboxMessage

CHANNEL = "quality"
SYSTEM = "mqms"
PATH = "/v1/messages"


@dataclass(frozen=True, slots=True)
class CheckedDocuments:
    """Which documents an organisation submitted, as the official found them."""

    case_number: str
    applicant_number: str  # the BIN
    applicant_name: str
    submitted_on: date
    documents: tuple[str, ...]


def tell_documents(checked: CheckedDocuments, office_id: int | None) -> OutboxMessage:
    """Enter the data of the submitted documents there."""
    return put_out(CHANNEL, SYSTEM, "documents", checked, office_id)


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """What the expert group found of an organisation, by its report."""

    case_number: str
    applicant_number: str  # the BIN
    applicant_name: str
    order_number: str
    report_number: str
    finished_on: date
    verdict: str
    percent: int | None
    report_digest: str


def tell_evaluation(result: EvaluationResult, office_id: int | None) -> OutboxMessage:
    """Enter the results of the external evaluation there."""
    return put_out(CHANNEL, SYSTEM, "evaluation", result, office_id)
