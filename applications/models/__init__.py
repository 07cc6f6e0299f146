"""The tables of this room, by what they hold."""

from applications.models.case import Assignment, Case, CasePerson, CaseStep, Forwarding, IncomingEntry
from applications.models.front_office import Consignment, ConsignmentItem, Handover, QueueSlot
from applications.models.intake import Accommodation, CaseDocument, Consent, Draft, Lookup
from applications.models.papers import CaseNotice, Paper, Refused, SignedScan
from applications.models.payment import LatePayment, Payment
from applications.models.requests import ApiRequest
from applications.models.signing import RequestSignature, RequestToSign
from applications.models.told import Told

__all__ = [
    "Accommodation",
    "ApiRequest",
    "Assignment",
    "Case",
    "CaseDocument",
    "CaseNotice",
    "CasePerson",
    "CaseStep",
    "Consent",
    "Consignment",
    "ConsignmentItem",
    "Draft",
    "Forwarding",
    "Handover",
    "IncomingEntry",
    "LatePayment",
    "Lookup",
    "Paper",
    "Payment",
    "QueueSlot",
    "Refused",
    "RequestSignature",
    "RequestToSign",
    "SignedScan",
    "Told",
]
