"""The unified electronic document-flow system (ЭҚАБЖ): the chancery's registration is entered there too.

For the licence for organs, tissues and blood (Annex 7, its annex 1). It is a record beside ours: our own journal of
incoming correspondence gives the number. Signed orders are registered there too, under our own number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from gateways.carrying import put_out

if TYPE_CHECKING:
    from core.models import OutboxMessage

CHANNEL = "document_flow"
SYSTEM = "edms"
PATH = "/v1/messages"


@dataclass(frozen=True, slots=True)
class IncomingLetter:
    """One line of the journal of incoming correspondence."""

    case_number: str
    incoming_number: str
    registered_at: datetime
    applicant_number: str
    applicant_name: str
    subject: str
    sheets: int


def tell_registration(letter: IncomingLetter, office_id: int | None) -> OutboxMessage:
    """Enter the registration there; its number there comes back as the proof of sending."""
    return put_out(CHANNEL, SYSTEM, "incoming", letter, office_id)


@dataclass(frozen=True, slots=True)
class SignedOrder:
    """One signed order: its number and day, what it is about, who signed it, and the digest of the signed file."""

    number: str
    day: date
    kind_of_order: str
    subject: str
    signed_by: str
    file_digest: str
    cases: tuple[str, ...]


def tell_order(order: SignedOrder, office_id: int | None) -> OutboxMessage:
    """Register a signed order there."""
    return put_out(CHANNEL, SYSTEM, "order", order, office_id)
