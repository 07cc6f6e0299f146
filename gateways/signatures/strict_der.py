"""DER and nothing but DER: one spelling for one value, so that no byte of a signature can be turned unnoticed. Pure."""

from __future__ import annotations

import base64
import binascii
import re

from gateways.signatures.findings import Fault, not_valid

MOST_BYTES = 512 * 1024
DEEPEST = 32
_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 #]+-----(.*?)-----END [A-Z0-9 #]+-----", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")


def unarmoured(brought: bytes) -> bytes:
    """The DER that somebody brought: as it is, in PEM, or in bare base64."""
    if len(brought) > 2 * MOST_BYTES:
        raise not_valid(Fault.UNREADABLE, "too large")
    held = _ARMOUR.search(brought)
    text = held.group(1) if held else brought
    if held or (brought[:1] != b"\x30" and _BASE64.fullmatch(text)):
        try:
            return base64.b64decode(b"".join(text.split()), validate=True)
        except binascii.Error:
            raise not_valid(Fault.UNREADABLE, "no base64") from None
    return brought


def length_of(data: bytes) -> int:
    """How many bytes the first value of these takes, header and all."""
    _header, end = _measure(data, 0, len(data))
    return end


def demand_der(data: bytes) -> None:
    """Exactly one value in definite lengths of the shortest spelling, down to the last leaf."""
    if len(data) > MOST_BYTES:
        raise not_valid(Fault.UNREADABLE, "too large")
    _walk(data, 0, len(data), 0)


def _walk(data: bytes, start: int, end: int, depth: int) -> None:
    if depth > DEEPEST:
        raise not_valid(Fault.UNREADABLE, "too deep")
    values = 0
    while start < end:
        inner, after = _measure(data, start, end)
        if data[start] & 0x20:
            _walk(data, inner, after, depth + 1)
        start, values = after, values + 1
    if depth == 0 and values != 1:
        raise not_valid(Fault.UNREADABLE, "not one value")


def _measure(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the content of the value at `start` begins and where it ends."""
    if end - start < 2 or data[start] & 0x1F == 0x1F or data[start] == 0:
        raise not_valid(Fault.UNREADABLE, "cut short")
    first = data[start + 1]
    if first < 0x80:
        inner, size = start + 2, first
    else:
        octets = first & 0x7F
        inner = start + 2 + octets
        if octets == 0 or octets > 4 or inner > end:
            raise not_valid(Fault.UNREADABLE, "no definite length")
        size = int.from_bytes(data[start + 2 : inner], "big")
        if size < 0x80 or size >> (8 * (octets - 1)) == 0:
            raise not_valid(Fault.UNREADABLE, "a length in long spelling")
    if inner + size > end:
        raise not_valid(Fault.UNREADABLE, "cut short")
    return inner, inner + size
