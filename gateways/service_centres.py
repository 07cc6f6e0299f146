"""The service centres' integrated system (ИИС ЦОН): a centre's acceptance and handing over are entered there.

For the medical licence (resolution 195, point 9, steps 3 and 6). The six items of the receipt are those of point 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gateways.carrying import put_out

if TYPE_CHECKING:
    from core.models import OutboxMessage

CHANNEL = "service_centres"
SYSTEM = "con-iis"
PATH = "/v1/messages"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was accepted at the counter, as the receipt says it."""

    case_number: str
    accepted_at: datetime
    service: str
    documents: tuple[str, ...]
    result_due_at: datetime | None
    result_place: str
    accepted_by: str
    applicant_number: str
    applicant_name: str
    applicant_contacts: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The result, or the refusal, was given into a hand."""

    case_number: str
    applicant_number: str
    receipt_number: str
    handed_over_at: datetime
    handed_over_by: str


def tell_acceptance(acceptance: Acceptance, office_id: int | None) -> OutboxMessage:
    """Register the application there; its number there comes back as the proof of sending."""
    return put_out(CHANNEL, SYSTEM, "acceptance", acceptance, office_id)


def tell_handed_over(handed: HandedOver, office_id: int | None) -> OutboxMessage:
    """Close the application there."""
    return put_out(CHANNEL, SYSTEM, "handed_over", handed, office_id)
