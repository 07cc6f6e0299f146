"""What does not fit together among the settings, above all in production; the start lists all of it at once."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.setting_readers import DOORS, is_this_machine

if TYPE_CHECKING:
    from core.settings import Settings

PREFIX = "SYNAQ_"
DEMO_SECRET = "demo-secret-that-production-refuses"  # noqa: S105 - known to all on purpose; production refuses it


def find_faults(settings: Settings) -> list[str]:
    """Every fault of these settings, a sentence each."""
    faults: list[str] = []
    if settings.password_cost not in {"full", "cheap"}:
        faults.append(f"{PREFIX}PASSWORD_COST: full or cheap")
    if settings.password_cost != "full" and settings.mode != "test":  # noqa: S105 - a cost, no password
        faults.append(f"{PREFIX}PASSWORD_COST=cheap: only in test mode")
    if settings.log_level not in {"debug", "info", "warning", "error"}:
        faults.append(f"{PREFIX}LOG_LEVEL: debug, info, warning or error")
    if settings.on_sqlite and settings.workers > 1:
        faults.append(
            f"{PREFIX}WORKERS={settings.workers}: SQLite allows one worker; set a PostgreSQL database"
        )
    if settings.show_login_codes and settings.mode not in {"demo", "test"}:
        faults.append(f"{PREFIX}SHOW_LOGIN_CODES: only in demo and test mode")
    for name in ("door_ca_file", "door_certificate_file", "signature_roots"):
        path = getattr(settings, name)
        if path and not Path(path).is_file():
            faults.append(f"{PREFIX}{name.upper()}: {path} is not there")
    for door in DOORS:
        faults += _door_faults(settings, door)
    faults += _signature_faults(settings)
    if settings.is_production:
        faults += _production_faults(settings)
    return faults


def _production_faults(settings: Settings) -> list[str]:
    faults: list[str] = []
    if settings.secret_key == DEMO_SECRET or len(settings.secret_key) < 32:
        hint = secrets.token_urlsafe(32)
        faults.append(
            f"{PREFIX}SECRET_KEY: production needs a secret of its own, 32 characters or more, e.g. {hint}"
        )
    if not settings.database_url:
        faults.append(f"{PREFIX}DATABASE_URL: production needs a database address")
    if settings.debug:
        faults.append(f"{PREFIX}DEBUG: never in production")
    if not settings.secure_cookies:
        faults.append(f"{PREFIX}PUBLIC_ADDRESS: production needs an https address")
    if not settings.mail_server:
        faults.append(f"{PREFIX}MAIL_SERVER: production needs a mail server, or nobody gets a notice")
    elif settings.mail_security == "none" and not is_this_machine(settings.mail_host):
        faults.append(f"{PREFIX}MAIL_SECURITY=none: in production only for a mail server on this machine")
    for door in DOORS:
        faults += _door_faults_in_production(settings, door)
    return faults + _signature_faults_in_production(settings)


def _signature_faults(settings: Settings) -> list[str]:
    if settings.signature_roots and "signatures" in settings.doors_not_connected:
        return [
            f"{PREFIX}SIGNATURE_ROOTS: {PREFIX}DOORS_NOT_CONNECTED says that signatures are not connected"
        ]
    return []


def _signature_faults_in_production(settings: Settings) -> list[str]:
    """No demo authority in earnest, and no signature that nobody could ever call revoked."""
    if "signatures" in settings.doors_not_connected:
        return []
    if not settings.signature_roots:
        return [
            f"{PREFIX}SIGNATURE_ROOTS: production has no demo authority; name the file of the roots, or name "
            f"signatures in {PREFIX}DOORS_NOT_CONNECTED"
        ]
    if not settings.signature_hosts:
        return [f"{PREFIX}SIGNATURE_HOSTS: production asks whether certificates are revoked; name the hosts"]
    return []


def _door_faults(settings: Settings, door: str) -> list[str]:
    """A door is either connected or not, and leads only where the operator allowed."""
    address = settings.door_address(door)
    if not address:
        return []
    name = f"{PREFIX}{door.upper()}_ADDRESS"
    faults = []
    if door in settings.doors_not_connected:
        faults.append(f"{name}: {PREFIX}DOORS_NOT_CONNECTED says that this door is not connected")
    if settings.door_hosts and urlsplit(address).hostname not in settings.door_hosts:
        faults.append(f"{name}: its host is not on {PREFIX}DOOR_HOSTS")
    return faults


def _door_faults_in_production(settings: Settings, door: str) -> list[str]:
    """No stand-in in earnest, and nothing in clear over a network."""
    address, name = settings.door_address(door), f"{PREFIX}{door.upper()}"
    if not address:
        if door in settings.doors_not_connected:
            return []
        return [
            f"{name}_ADDRESS: production has no stand-ins; give the address, or name {door} in "
            f"{PREFIX}DOORS_NOT_CONNECTED"
        ]
    parts = urlsplit(address)
    faults = []
    if parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        faults.append(f"{name}_ADDRESS: production needs https, except to this machine")
    if not settings.door_token(door) and not settings.door_certificate_file:
        faults.append(f"{name}_TOKEN: production needs a token, or {PREFIX}DOOR_CERTIFICATE_FILE")
    return faults
