"""Keys of the people of a demo, made when somebody first signs: stand-ins for the key that each of them holds."""

from __future__ import annotations

from pathlib import Path

from core.clock import now
from core.settings import Settings
from gateways.signatures.authority import Authority
from gateways.signatures.door import StandInSignatures, authority_folder
from gateways.signatures.findings import Use
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import open_keystore, sign_detached, write_keystore
from gateways.signatures.profiles import Subject

DEMO_PASSPHRASE = "synaq-demo-2026"  # noqa: S105 - known to all on purpose; production has no demo keys


def key_path(settings: Settings, subject: Subject, use: Use) -> Path:
    """Where a person's key lies; one for each use, and one for each organisation they sign for."""
    parts = [subject.iin, subject.bin, use.value.replace("_", "-")]
    return settings.keystore_folder / ("-".join(filter(None, parts)) + ".p12")


def make_demo_key(authority: Authority, path: Path, subject: Subject, use: Use, passphrase: str) -> str:
    """Make a key with its certificate; says the certificate's serial number."""
    key = new_key()
    certificate = authority.issue(subject, use, key, now())
    write_keystore(path, key, certificate, [authority.certificate("issuing")], passphrase)
    return f"{certificate.serial_number:x}"


def sign_with_demo_key(settings: Settings, subject: Subject, use: Use, data: bytes, passphrase: str) -> bytes:
    """Sign in somebody's place, where this is a demo; raises `WrongPassphrase`."""
    if settings.is_production:
        raise RuntimeError("production has no demo keys")
    path = key_path(settings, subject, use)
    if not path.is_file():
        authority = StandInSignatures(authority_folder(settings)).authority()
        make_demo_key(authority, path, subject, use, DEMO_PASSPHRASE)
    return sign_detached(open_keystore(path, passphrase), data)
