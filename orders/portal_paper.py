"""The result of a service as the e-licensing portal gets it, signed with the register's key. Pure."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.canonical import canonical
from gateways.elicensing import PortalPaper

FORM = "synaq-portal-paper-1"
# What travels along and is not of the paper.
_BESIDE = ("kind", "signature", "key", "recipient")


def signed_paper(paper: PortalPaper, key: Ed25519PrivateKey) -> PortalPaper:
    """The same with its signature."""
    told = {name: _plain(value) for name, value in asdict(paper).items() if name != "signature"}
    return replace(paper, signature=urlsafe_b64encode(key.sign(_text(told))).rstrip(b"=").decode())


def is_genuine(message: Mapping[str, Any], key: bytes) -> bool:
    """Whether a message was signed with this key and not changed since: what the receiver does."""
    told = {name: value for name, value in message.items() if name not in _BESIDE}
    try:
        raw = urlsafe_b64decode(message["signature"] + "=" * (-len(message["signature"]) % 4))
        Ed25519PublicKey.from_public_bytes(key).verify(raw, _text(told))
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True


def _plain(value: Any) -> Any:
    """As it travels: days and moments are texts."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _text(told: Mapping[str, Any]) -> bytes:
    return FORM.encode() + b"\0" + canonical(dict(told)).encode()
