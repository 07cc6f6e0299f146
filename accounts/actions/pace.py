"""How guessing is slowed down without anybody being able to lock a stranger out.

Tries are counted for a pair of name and network, and for a network; never for a name alone. A browser from which
the person has logged in before has a counter of its own. A try that succeeds is taken back: a hall full of people
behind one address is no attack.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from accounts.models import Account, KnownDevice
from accounts.queries import claims_of
from accounts.tokens import token_digest
from core import rates
from core.database import db
from core.refusals import Refusal

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
BY_NAME_AND_NETWORK = 5
BY_KNOWN_BROWSER = 10
BY_NETWORK = 60
CODES_OF_ACCOUNT = 20
OWN_PASSWORD = 10
MANDATES_ASKED = 20
REGISTRATIONS_BY_NETWORK = 100
LINKS_BY_NAME_AND_NETWORK = 3
LINKS_BY_NETWORK = 30

_BROWSER, _PAIR, _NETWORK = "log-in by known browser", "log-in by name and network", "log-in by network"


@dataclass(frozen=True, slots=True)
class Caller:
    """Where an attempt comes from: the network address, the browser, the cookie of a known device."""

    address: str
    browser: str = ""
    device: str = ""

    @property
    def network(self) -> str:
        """Whom an address belongs to: IPv6 gives one household more addresses than anybody can count."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return self.address
        if address.version == 4:
            return self.address
        return str(ipaddress.ip_network((address, 64), strict=False))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try at a password that has been counted and let through to be tried."""

    name: str
    also: str
    caller: Caller
    holder_id: int | None  # whose known browser this is, where it is one


def fold_name(name: str) -> str:
    """One spelling of what people type as their name: no spaces in numbers, small letters."""
    stripped = name.strip()
    digits = "".join(stripped.split())
    return digits if digits.isdecimal() else stripped.casefold()


def check_pace(name: str, caller: Caller, also: str = "") -> Attempt:
    """Count this attempt and refuse it when there were too many; comes before anything is changed."""
    folded, folded_also = fold_name(name), fold_name(also)
    holder_id = _known_holder(folded, folded_also, caller.device)
    if holder_id is not None:
        seen = rates.count(_BROWSER, f"{holder_id}|{caller.device}", QUARTER)
        if seen <= BY_KNOWN_BROWSER:
            return Attempt(folded, folded_also, caller, holder_id)
    attempt = Attempt(folded, folded_also, caller, None)
    rates.limit(_PAIR, _pair(attempt), at_most=BY_NAME_AND_NETWORK, length=QUARTER)
    rates.limit(_NETWORK, caller.network, at_most=BY_NETWORK, length=QUARTER)
    return attempt


def _pair(attempt: Attempt) -> str:
    return f"{attempt.name}|{attempt.caller.network}"


def _known_holder(folded: str, also: str, device: str) -> int | None:
    if not device:
        return None
    holder = db.session.scalar(
        select(KnownDevice.account_id).where(KnownDevice.token_digest == token_digest(device))
    )
    if holder is None:
        return None
    claims = claims_of(folded, also, first=holder)
    return holder if claims and claims[0].id == holder else None


def strangers_may_try(attempt: Attempt) -> bool:
    """Count the attempt of a known browser as a stranger's too, without refusing it."""
    try:
        rates.limit(_PAIR, _pair(attempt), at_most=BY_NAME_AND_NETWORK, length=QUARTER)
        rates.limit(_NETWORK, attempt.caller.network, at_most=BY_NETWORK, length=QUARTER)
    except Refusal:
        return False
    return True


def let_through(attempt: Attempt, *, as_stranger: bool) -> None:
    """The attempt was right: it does not count against the next person at this address."""
    if attempt.holder_id is not None:
        rates.take_back(_BROWSER, f"{attempt.holder_id}|{attempt.caller.device}", QUARTER)
    if as_stranger:
        rates.take_back(_PAIR, _pair(attempt), QUARTER)
        rates.take_back(_NETWORK, attempt.caller.network, QUARTER)


def check_code_pace(account: Account, caller: Caller) -> None:
    """Slow down the guessing of six digits; only who knows the password comes this far."""
    what, who, most = _code_counter(account.id, caller)
    rates.limit(what, who, at_most=most, length=QUARTER)


def code_was_right(account: Account, caller: Caller) -> None:
    """The code was right: it does not count against the holder's next log-in."""
    what, who, _most = _code_counter(account.id, caller)
    rates.take_back(what, who, QUARTER)


def _code_counter(account_id: int, caller: Caller) -> tuple[str, str, int]:
    known = caller.device and db.session.scalar(
        select(KnownDevice.id).where(
            KnownDevice.token_digest == token_digest(caller.device), KnownDevice.account_id == account_id
        )
    )
    if known:
        return "code by known browser", f"{account_id}|{caller.device}", BY_KNOWN_BROWSER
    return "code of account", str(account_id), CODES_OF_ACCOUNT


def check_own_password_pace(account_id: int) -> None:
    """Slow down guessing the password of a log-in that somebody left open."""
    rates.limit("own password", str(account_id), at_most=OWN_PASSWORD, length=QUARTER)


def check_mandate_pace(account_id: int) -> None:
    """Slow down trying numbers and names to find out who has an account."""
    rates.limit("mandate", str(account_id), at_most=MANDATES_ASKED, length=HOUR)


def check_registration_pace(caller: Caller) -> None:
    """Slow down the mass registration of claims."""
    rates.limit("registration", caller.network, at_most=REGISTRATIONS_BY_NETWORK, length=HOUR)


def check_certificate_pace(caller: Caller) -> None:
    """Slow down handing in signatures: each costs us work and an authority a question."""
    rates.limit("certificate by network", caller.network, at_most=BY_NETWORK, length=QUARTER)


def check_link_pace(name: str, caller: Caller) -> None:
    """Slow down asking for links: nobody's letter box is to be filled."""
    pair = f"{fold_name(name)}|{caller.network}"
    rates.limit("link by name and network", pair, at_most=LINKS_BY_NAME_AND_NETWORK, length=QUARTER)
    rates.limit("link by network", caller.network, at_most=LINKS_BY_NETWORK, length=QUARTER)
