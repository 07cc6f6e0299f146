"""Who somebody is, by their certificate: an account is found, opened or proven.

The view asks the signature door first; these verbs get what was found, over a challenge that is spent by then.
"""

from __future__ import annotations

from accounts.actions import registration
from accounts.actions.pace import QUARTER
from accounts.actions.registration import Claim, SeenNames
from accounts.models import Account
from accounts.queries import person_by_identifier
from core import rates
from core.languages import _l
from core.refusals import Refusal
from core.settings import Settings
from gateways.signatures.findings import Expected, Signer, Use

PROVEN_HOW = "certificate"


def spend(nonce: str) -> None:
    """A challenge is answered once: a second answer, from whatever browser, is refused."""
    if rates.count("certificate challenge", nonce, QUARTER) > 1:
        raise Refusal(
            _l("This file has been used already."),
            next_step=_l("Take a new file to sign from the page, and sign that."),
            stale=True,
        )


def account_of(signer: Signer) -> Account | None:
    """The identified account of whom the certificate names: the organisation's, where it names one."""
    for number in filter(None, (signer.bin, signer.iin)):
        account = person_by_identifier(number)
        if account is not None and account.kind != "staff" and account.closed_at is None:
            return account
    return None


def expected_for(account: Account) -> Expected:
    """Whose key proves this account."""
    if account.kind == "organisation":
        return Expected(Use.SIGN_IN, bin=account.bin)
    return Expected(Use.SIGN_IN, iin=account.iin)


def prove(account: Account, signer: Signer) -> None:
    """The account is its holder's from now on; the names are those of the certificate."""
    registration.prove_identity(
        account,
        f"{signer.issuer}, {signer.serial}",
        PROVEN_HOW,
        names_of(signer, organisation=account.kind == "organisation"),
    )


def register(signer: Signer, claim: Claim, settings: Settings) -> Account:
    """Open an account for whom the certificate names; it is identified from the first."""
    if signer.bin:
        account = registration.register_organisation(signer.bin, claim, settings)
    else:
        account = registration.register_person(signer.iin or "", claim, settings)
    prove(account, signer)
    return account


def names_of(signer: Signer, *, organisation: bool) -> SeenNames:
    """The names as they stand in the certificate."""
    if organisation:
        return SeenNames(organisation_name=signer.organisation)
    parts = signer.name.split()
    return SeenNames(
        surname=parts[0] if parts else "",
        given_name=parts[1] if len(parts) > 1 else "",
        patronymic=" ".join(parts[2:]),
    )
