"""How the text of a setting becomes a value, or is refused with what it should have been."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

MODES = ("demo", "test", "development", "production")
MAIL_SECURITIES = ("starttls", "tls", "none")
# The doors to other institutions that have an address of their own; mail has settings of its own.
DOORS = (
    "individuals",
    "legal_entities",
    "payment",
    "quality",
    "document_flow",
    "elicensing",
    "service_centres",
    "sms",
)
# What may be said to lead nowhere yet: also the signatures, which have roots to trust instead of an address.
CLOSABLE = (*DOORS, "signatures")
BEHAVIOURS = ("by_number", "found", "differs", "not_found", "dead", "slow", "nonsense")


def yes_no(text: str) -> bool:
    if text.lower() in {"1", "yes", "true", "on"}:
        return True
    if text.lower() in {"0", "no", "false", "off", ""}:
        return False
    raise ValueError("say yes or no")


def _one_of(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ValueError(f"one of {', '.join(known)}")
    return text


def mode(text: str) -> str:
    return _one_of(text, MODES)


def mail_security(text: str) -> str:
    return _one_of(text, MAIL_SECURITIES)


def behaviour(text: str) -> str:
    return _one_of(text, BEHAVIOURS)


def whole(text: str) -> int:
    if not text.isdecimal() or int(text) <= 0:
        raise ValueError("a whole number above zero")
    return int(text)


def days_or_none(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("a whole number, or 0 for no term")
    return int(text)


def address(text: str) -> str:
    parts = _split(text)
    if parts is None or parts.path not in {"", "/"}:
        raise ValueError("an address such as https://exam.example.kz, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def door_address(text: str) -> str:
    """Where a neighbouring system is called; empty where there is none."""
    if not text:
        return ""
    parts = _split(text)
    if parts is None or parts.query or parts.fragment or "@" in parts.netloc or not text.isascii():
        raise ValueError("an address such as https://gateway.example.kz/synaq, without user, ? and #")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _split(text: str) -> SplitResult | None:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(map(str.isspace, text)):
        return None
    # A port that is no number is found out by asking for it.
    return parts if parts.port != 0 else None


def mail_server(text: str) -> str:
    """`host:port`; the port may be left out."""
    host, colon, port = text.rpartition(":") if ":" in text else (text, "", "")
    if text and (not host or (colon and not (port.isdecimal() and 0 < int(port) < 65536))):
        raise ValueError("host:port, such as mail.example.kz:587")
    return text


def networks(text: str) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network(name, strict=False)) for name in _parts(text))


def hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.lower() for name in _parts(text))
    for name in names:
        if urlsplit(f"//{name}").hostname != name.strip("[]"):
            raise ValueError(f"{name} is no host name; no scheme, port or path")
    return names


def doors(text: str) -> tuple[str, ...]:
    """Names of doors; `all` means each of them."""
    names = CLOSABLE if text.strip() == "all" else _parts(text)
    for name in names:
        if name not in CLOSABLE:
            raise ValueError(f"{name} is no door; there are {', '.join(CLOSABLE)}, or all")
    return names


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def plain(text: str) -> str:
    return text


def token(text: str) -> str:
    """A secret that travels in a header."""
    if not (text.isascii() and (text.isprintable() or not text)) or " " in text:
        raise ValueError("letters, digits and signs of ASCII without blanks")
    return text


def is_this_machine(host: str) -> bool:
    """Whether nobody can listen on the way to this host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
