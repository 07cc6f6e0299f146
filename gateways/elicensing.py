"""The E-licensing information system: it forms the notices to the applicant and shows where the request stands.

Serves the portal lists of eleven services (P2, P4, P6, P9, P10 and P12 of Annexes 1-7). The other way round, requests
made on that portal reach Synaq through its own programming interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from gateways.carrying import put_out

if TYPE_CHECKING:
    from core.models import OutboxMessage

CHANNEL = "elicensing"
SYSTEM = "elicensing"
PATH = "/v1/messages"


@dataclass(frozen=True, slots=True)
class PortalNotice:
    """A notice as the applicant will read it in the personal cabinet."""

    case_number: str
    applicant_number: str
    about: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """Where the request stands now."""

    case_number: str
    applicant_number: str
    service: str
    status: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PortalResult:
    """The result of a test as it stands now; a later one for the same case takes the place of this one."""

    case_number: str
    applicant_number: str
    service: str
    verdict: str
    # Whole numbers or fractions ("5/2"); empty, as the digest is, where a result was taken back without another.
    points: str
    out_of: str
    transcript_digest: str
    corrected: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class PortalPaper:
    """The result of a service as it stands now: issued, or changed by an order; a later one takes its place.

    `signature` is made with the register's key over the canonical JSON of all the other fields, so that whoever gets
    this can check it with the published key, whatever road it came.
    """

    case_number: str
    applicant_number: str
    service: str
    number: str
    status: str
    valid_from: date
    valid_until: date | None
    order_number: str
    order_day: date | None
    check_address: str
    file_digest: str
    since: datetime
    signature: str


def tell_notice(notice: PortalNotice, office_id: int | None) -> OutboxMessage:
    """Have a notice put into the applicant's cabinet on the portal."""
    return put_out(CHANNEL, SYSTEM, "notice", notice, office_id)


def tell_status(status: PortalStatus, office_id: int | None) -> OutboxMessage:
    """Show the portal's reader where the request stands."""
    return put_out(CHANNEL, SYSTEM, "status", status, office_id)


def tell_result(result: PortalResult, office_id: int | None) -> OutboxMessage:
    """Enter the result of a test, or the one that takes its place."""
    return put_out(CHANNEL, SYSTEM, "result", result, office_id)


def tell_paper(paper: PortalPaper, office_id: int | None) -> OutboxMessage:
    """Enter the result of a service, or what has become of it since."""
    return put_out(CHANNEL, SYSTEM, "paper", paper, office_id)
