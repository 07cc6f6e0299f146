"""The signatures in a PDF, each told apart: what it covers, whether anything came after it, and who signed. Pure.

A signature counts with its time-stamp: its certificate must have stood when it was stamped, else now. What follows a
signature may be a further signature or what proves validity for long; anything else is named.
"""

from __future__ import annotations

import binascii
import re
import struct
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.status import SignatureCoverageLevel

from gateways.signatures.detached import demand_standing, stamp_of
from gateways.signatures.evidence import Evidence, Source, Trust
from gateways.signatures.findings import (
    Expected,
    Fault,
    Finding,
    Flawed,
    FoundSignature,
    NotValid,
    Valid,
    not_valid,
)
from gateways.signatures.integrity import demand_intact
from gateways.signatures.pdf_opening import open_pdf
from gateways.signatures.people import signer_of
from gateways.signatures.strict_cms import read_cms
from gateways.signatures.strict_der import length_of

# Whatever an odd file makes the reader stumble over: it cannot be read, and that is what is said.
UNREADABLE = (
    PdfError,
    SigningError,
    SignatureValidationError,
    ValidationInfoReadingError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    EOFError,
    OSError,
    RecursionError,
    struct.error,
    zlib.error,
)

# What may stand behind the last cross-reference table, its trailer included.
_ENDS = re.compile(
    rb"\s*(?:trailer)?\s*(?:<<[^%]*>>)?\s*(?:endstream)?\s*(?:endobj)?\s*startxref\s+[0-9]+\s+%%EOF\s{0,2}"
)


def check_pdf(
    document: bytes, expected: Sequence[Expected], trust: Trust, source: Source, moment: datetime
) -> tuple[FoundSignature, ...]:
    """Every signature, in the order of signing; the n-th must be of the n-th person expected, where one is named."""
    try:
        found = _signatures_in(document)
    except Flawed as flaw:
        return (FoundSignature("", flaw.finding),)
    told = []
    for position, embedded in enumerate(found):
        who = expected[position] if position < len(expected) else Expected()
        last = position == len(found) - 1
        told.append(
            FoundSignature(
                str(embedded.field_name), _check(document, embedded, who, trust, source, moment, last=last)
            )
        )
    return tuple(told)


def unsigned(document: bytes) -> tuple[FoundSignature, ...]:
    """What there is to say of a document without signatures, whoever is trusted; nothing where it has one."""
    try:
        _signatures_in(document)
    except Flawed as flaw:
        return (FoundSignature("", flaw.finding),)
    return ()


def _signatures_in(document: bytes) -> list[Any]:
    try:
        found = sorted(open_pdf(document).embedded_regular_signatures, key=lambda one: one.signed_revision)
    except UNREADABLE as error:
        raise not_valid(Fault.UNREADABLE, type(error).__name__) from None
    if not found:
        raise not_valid(Fault.NONE)
    return found


def _check(
    document: bytes,
    embedded: Any,
    expected: Expected,
    trust: Trust,
    source: Source,
    moment: datetime,
    *,
    last: bool,
) -> Finding:
    try:
        read = read_cms(_contents(document, embedded))
        signer = signer_of(read.certificate)
        embedded.compute_integrity_info()
        demand_intact(read, embedded.compute_digest(read.digest_name), signer)
        _demand_nothing_added(document, embedded, last=last)
        known = _enclosed_evidence(embedded.reader)
        stamp = stamp_of(read, trust, source, known, moment)
        at = stamp.moment if stamp else moment
        demand_standing(read, signer, expected, trust, source, known, at)
    except Flawed as flaw:
        return flaw.finding
    except UNREADABLE as error:
        return NotValid(Fault.UNREADABLE, type(error).__name__)
    return Valid(signer, read.signed_at, stamp.moment if stamp else None)


def _contents(document: bytes, embedded: Any) -> bytes:
    """The signature as it stands in the file, where only one spelling of it is let pass: hexadecimal, then noughts."""
    ranges = [int(number) for number in embedded.byte_range]
    if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0 or ranges[2] + ranges[3] > len(document):
        raise not_valid(Fault.NOT_COVERED)
    gap = document[ranges[1] : ranges[2]]
    if gap[:1] != b"<" or gap[-1:] != b">":
        raise not_valid(Fault.NOT_COVERED)
    try:
        padded = binascii.unhexlify(gap[1:-1])
    except binascii.Error:
        raise not_valid(Fault.UNREADABLE, "no hexadecimal") from None
    size = length_of(padded)
    spelled = gap[1:-1]
    if spelled not in {padded.hex().encode(), padded.hex().upper().encode()} or any(padded[size:]):
        raise not_valid(Fault.BROKEN, "spelling")
    return padded[:size]


def _demand_nothing_added(document: bytes, embedded: Any, *, last: bool) -> None:
    """Everything up to the signature is covered by it, and nothing follows but what may."""
    if embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return
    reader = embedded.reader
    then = _pages(reader.get_historical_resolver(embedded.signed_revision).root)
    if _pages(reader.root) != then:
        raise not_valid(Fault.PAGES_ADDED, f"{then} → {_pages(reader.root)}")
    if embedded.coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        raise not_valid(Fault.ADDED)
    if last and not _ENDS.fullmatch(document, _end_of_last_table(reader)):
        # Bytes behind the last revision belong to no reading of the file.
        raise not_valid(Fault.ADDED, "behind the end")
    allowed = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    result = embedded.diff_result
    if isinstance(result, SuspiciousModification) or result.modification_level > allowed:
        raise not_valid(Fault.ADDED)


def _end_of_last_table(reader: Any) -> int:
    tables = reader.xrefs
    return int(tables.get_xref_container_info(tables.total_revisions - 1).end_location)


def _pages(root: Any) -> int:
    return int(root["/Pages"]["/Count"])


def _enclosed_evidence(reader: Any) -> Evidence:
    """What the document keeps of revocation, for the day the authority is asked no more."""
    if "/DSS" not in reader.root:
        return Evidence()
    store = DocumentSecurityStore.read_dss(reader)
    return Evidence(
        tuple(part.get_object().data for part in store.crls),
        tuple(part.get_object().data for part in store.ocsps),
    )
