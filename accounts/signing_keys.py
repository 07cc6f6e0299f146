"""Keys that lie on this server: the demo's, and those of an office that has decided so in writing.

See docs/decisions/0010-signatures.md: whoever runs the server could use such a key, so a page that offers it says so.
"""

from __future__ import annotations

from enum import StrEnum

from accounts.demo_signing import demo_subject
from accounts.models import Account
from accounts.refused_facts import RefusedFact
from accounts.server_keys import server_signs
from core.languages import _l
from core.settings import Settings
from gateways.signatures.door import SignatureDoor
from gateways.signatures.findings import Use
from gateways.signatures.offered import offers_demo_keys


class KeyHere(StrEnum):
    """Why a key may lie on this server."""

    DEMO = "demo"
    DECIDED = "decided"


def key_here(office_id: int, settings: Settings, door: SignatureDoor) -> KeyHere | None:
    """Whether papers of this office may be signed by a key on this server, and by which right."""
    if offers_demo_keys(settings, door):
        return KeyHere.DEMO
    return KeyHere.DECIDED if server_signs(office_id) else None


def sign_here(kind: KeyHere, account: Account, covered: bytes, passphrase: str, settings: Settings) -> bytes:
    """The signature that a person's own program would make; refused beside the passphrase."""
    from gateways.signatures.demo_keys import key_path, sign_with_demo_key
    from gateways.signatures.keystore import WrongPassphrase, open_keystore, sign_detached

    subject = demo_subject(account)
    path = key_path(settings, subject, Use.SIGNING)
    try:
        if kind is KeyHere.DEMO:
            return sign_with_demo_key(settings, subject, Use.SIGNING, covered, passphrase)
        if not path.is_file():
            raise RefusedFact(
                "signature", _l("No key of yours lies on this server. Sign with your own program.")
            )
        return sign_detached(open_keystore(path, passphrase), covered)
    except WrongPassphrase as wrong:
        raise RefusedFact("signature", _l("The key does not open with this passphrase.")) from wrong
