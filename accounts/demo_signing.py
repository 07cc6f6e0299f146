"""Whom the demo's stand-in for a key names: the holder of the account that signs."""

from __future__ import annotations

from accounts.models import Account
from gateways.signatures.profiles import Subject

# An organisation signs by a person; the demo invents one and the same for all.
_SIGNATORY = ("Үлгібаев", "Сынақ", "750615300018")


def demo_subject(account: Account) -> Subject:
    """The person of the account, or somebody who signs for the organisation."""
    if account.kind == "organisation":
        surname, given_name, iin = _SIGNATORY
        return Subject(
            surname, given_name, iin, bin=account.bin or "", organisation=account.organisation_name
        )
    return Subject(account.surname, account.given_name, account.iin or "", account.patronymic)


def demo_passphrase() -> str:
    """What opens every demo key; pages show it."""
    from gateways.signatures.demo_keys import DEMO_PASSPHRASE

    return DEMO_PASSPHRASE
