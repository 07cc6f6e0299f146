"""The proof in the QR code of a result paper: its certified facts in few bytes, signed with the register's key.

Pure. Whoever has the published key can check a code without this server: that the facts were written by this register.
Whether the paper was then signed, issued and still holds is another question; the signed status list answers it, by
digests of register ids, so that the list names nobody.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.canonical import canonical

FORM, LIST_FORM = "synaq-paper-1", "synaq-status-list-1"


class NotGenuine(ValueError):
    """The code or list was not written with this key, or was changed since."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What a code says, once its signature holds."""

    register_id: str
    number: str
    kind: str
    name: str
    since: date
    until: date | None
    digest: str  # of the frozen facts


def code_of(address: str, proven: Proven, key: Ed25519PrivateKey) -> str:
    """The address with the proof behind it; what stands behind `#` is never sent to a server."""
    told = [
        proven.register_id, proven.number, proven.kind, proven.name, proven.since.isoformat(),
        proven.until.isoformat() if proven.until else "", _short(bytes.fromhex(proven.digest)),
    ]  # fmt: skip
    payload = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{address}#{_short(payload)}.{_short(key.sign(_signed(FORM, payload)))}"


def proven_by(code: str, key: bytes) -> Proven:
    """What the code proves under this key; raises `NotGenuine` when it proves nothing.

    Its address must lead to the very paper that its proof is of: two genuine codes do not make a third.
    """
    address, _mark, proof = code.strip().partition("#")
    payload, _dot, signature = proof.partition(".")
    try:
        raw = _long(payload)
        Ed25519PublicKey.from_public_bytes(key).verify(_long(signature), _signed(FORM, raw))
        register_id, number, kind, name, since, until, digest = json.loads(raw)
        if address.rpartition("/")[2] != register_id:
            raise ValueError("the address is of another paper")
        return Proven(
            register_id,
            number,
            kind,
            name,
            date.fromisoformat(since),
            date.fromisoformat(until) if until else None,
            _long(digest).hex(),
        )
    except (InvalidSignature, ValueError, TypeError) as fault:
        raise NotGenuine("the code was not signed with this key, or it was changed") from fault


def list_entry(register_id: str) -> str:
    """By what a paper is found in the status list: nobody learns a register id from it."""
    return sha256(f"{LIST_FORM}\0{register_id}".encode()).hexdigest()


def signed_list(
    statuses: Mapping[str, str],
    moment: datetime,
    key: Ed25519PrivateKey,
    files: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The list of all issued papers, their present status and the digests of their files, signed; made once a day."""
    body = {
        "form": LIST_FORM,
        "at": moment,
        "papers": dict(sorted(statuses.items())),
        "files": {entry: _short(bytes.fromhex(digest)) for entry, digest in sorted(files.items())},
    }
    signature = key.sign(_signed(LIST_FORM, canonical(body).encode()))
    public = key.public_key().public_bytes_raw()
    return canonical({"body": body, "key": _short(public), "signature": _short(signature)})


def read_list(text: str, key: bytes) -> dict[str, Any]:
    """The body of a status list whose signature holds under this key."""
    try:
        told = json.loads(text)
        body: dict[str, Any] = told["body"]
        Ed25519PublicKey.from_public_bytes(key).verify(
            _long(told["signature"]), _signed(LIST_FORM, canonical(body).encode())
        )
    except (InvalidSignature, ValueError, TypeError, KeyError) as fault:
        raise NotGenuine("the list was not signed with this key, or it was changed") from fault
    if body.get("form") != LIST_FORM:
        raise NotGenuine("this is no status list")
    return body


def status_in(body: Mapping[str, Any], register_id: str) -> str | None:
    """The status of a paper in a list; None where it was never issued, or only after the list was made."""
    found = body["papers"].get(list_entry(register_id))
    return str(found) if found is not None else None


def file_in(body: Mapping[str, Any], register_id: str) -> str | None:
    """The digest of the signed file of a paper in a list; None where the list has none."""
    found = body.get("files", {}).get(list_entry(register_id))
    return _long(found).hex() if found is not None else None


def key_text(key: bytes) -> str:
    """A public key as it is published."""
    return _short(key)


def key_bytes(text: str) -> bytes:
    """A published key as bytes."""
    return _long(text)


def _signed(form: str, payload: bytes) -> bytes:
    return form.encode() + b"\0" + payload


def _short(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _long(text: str) -> bytes:
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _short(raw) != text:
        raise ValueError("another spelling of the same bytes")
    return raw
