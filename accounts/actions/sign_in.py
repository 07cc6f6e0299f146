"""Logging in and out: the verbs that begin and end a log-in, and those that slow down guessing.

Guessing is slowed for a pair of name and network, and for a network; never for a name alone, so that nobody can
lock a stranger out. A browser from which the person has logged in before has a counter of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from accounts.identifiers import looks_like_iin
from accounts.models import Account, KnownDevice, LogIn, RecoveryCode
from accounts.passwords import digest_password, outdated, verify_password
from accounts.queries import active_grants, default_mandate
from accounts.second_factor import matching_step, recovery_digest
from accounts.tokens import new_token, token_digest
from core import rates
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from core.settings import Settings
from core.vault import unseal

QUARTER = timedelta(minutes=15)
BY_NAME_AND_NETWORK = 5
BY_KNOWN_BROWSER = 10
BY_NETWORK = 60
CLAIMS_TRIED = 5
_FAILURES = "log-in failures"


@dataclass(frozen=True, slots=True)
class Caller:
    """Where an attempt comes from: the network address, the browser, the cookie of a known device."""

    address: str
    browser: str = ""
    device: str = ""


def fold_name(name: str) -> str:
    """One spelling of what people type as their name: no spaces in numbers, small letters."""
    stripped = name.strip()
    digits = "".join(stripped.split())
    return digits if digits.isdecimal() else stripped.casefold()


def check_pace(name: str, caller: Caller) -> None:
    """Count this attempt and refuse it when there were too many; comes before anything is read or changed."""
    folded = fold_name(name)
    if caller.device and _is_known(folded, caller.device):
        rates.limit(
            f"{_FAILURES} browser", f"{folded}|{caller.device}", at_most=BY_KNOWN_BROWSER, length=QUARTER
        )
        return
    rates.limit(
        f"{_FAILURES} pair", f"{folded}|{caller.address}", at_most=BY_NAME_AND_NETWORK, length=QUARTER
    )
    rates.limit(f"{_FAILURES} network", caller.address, at_most=BY_NETWORK, length=QUARTER)


def _is_known(folded: str, device: str) -> bool:
    holder = db.session.scalar(
        select(KnownDevice.account_id).where(KnownDevice.token_digest == token_digest(device))
    )
    return holder is not None and any(account.id == holder for account in candidates(folded))


def candidates(folded: str) -> list[Account]:
    """Whom a typed name may mean: staff by name, people by IIN or e-mail, organisations by BIN.

    The proven holder comes first; of unproven claims only the newest few are tried, and an e-mail address
    always reaches its own.
    """
    query = select(Account).where(Account.closed_at.is_(None))
    if folded.isdecimal() and len(folded) == 12:
        column = Account.iin if looks_like_iin(folded) else Account.bin
        query = query.where(column == folded, Account.kind != "staff")
    elif "@" in folded:
        query = query.where(Account.email == folded, Account.kind != "staff")
    else:
        query = query.where(Account.login == folded)
    query = query.order_by(Account.proven_at.is_(None), Account.created_at.desc(), Account.id.desc())
    return list(db.session.scalars(query.limit(CLAIMS_TRIED + 1)))


def find_by_password(name: str, password: str, settings: Settings) -> Account | None:
    """The account whose password this is; nobody, after as long a time, where there is none."""
    found = candidates(fold_name(name))[:CLAIMS_TRIED]
    for account in found:
        if verify_password(account.password, password, settings.password_cost):
            if outdated(account.password, settings.password_cost):
                account.password = digest_password(password, settings.password_cost)
            return account
    if not found:
        verify_password("", password, settings.password_cost)
    return None


def check_code(account: Account, code: str, settings: Settings) -> None:
    """Accept the telephone's code or a recovery code; each works once."""
    if account.second_factor is None:
        raise Refusal(_l("Your telephone is not set up yet. Set it up first."), status=409)
    secret = unseal(settings, account.second_factor)
    step = matching_step(secret, code, now(), account.last_code_step)
    if step is not None:
        account.last_code_step = step
        return
    used = db.session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.digest == recovery_digest(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
    )
    if used is None:
        raise WrongCode
    with acting(Actor(account.id, "staff")):
        record("accounts:recovery_code:use", subject=("account", account.id))


class WrongCode(Refusal):
    """The six digits are not the present ones."""

    def __init__(self) -> None:
        super().__init__(
            _l("This code is wrong or has been used already. Wait for the next one and type that."),
            status=422,
        )


def begin(account: Account, caller: Caller) -> tuple[LogIn, str]:
    """Begin a log-in; returns its row and the token for the cookie."""
    token = new_token()
    moment = now()
    grants = active_grants(account.id, moment)
    mandate = default_mandate(account.id, moment)
    entered = LogIn(
        token_digest=token_digest(token),
        account_id=account.id,
        grant_id=grants[0].id if grants else None,
        mandate_id=mandate.id if mandate and account.kind == "organisation" else None,
        began_at=moment,
        seen_at=moment,
        address=caller.address[:45],
        browser=caller.browser[:200],
    )
    db.session.add(entered)
    db.session.flush()
    with acting(Actor(account.id, grants[0].role if grants else account.kind)):
        record("accounts:log_in:begin", subject=("account", account.id), new={"log_in": entered.id})
    return entered, token


def remember_device(account: Account, device: str) -> str:
    """Let this browser count as known; returns the token for its cookie."""
    if device:
        known = db.session.scalar(
            select(KnownDevice).where(
                KnownDevice.token_digest == token_digest(device), KnownDevice.account_id == account.id
            )
        )
        if known:
            known.seen_at = now()
            return device
    token = new_token()
    db.session.add(KnownDevice(token_digest=token_digest(token), account_id=account.id, seen_at=now()))
    return token


def end(entered: LogIn, how: str) -> None:
    """End a log-in: left, ended from another browser, idle, too old, password changed."""
    if entered.ended_at is not None:
        return
    entered.ended_at = now()
    entered.ended_how = how
    record(
        "accounts:log_in:end", subject=("account", entered.account_id), new={"log_in": entered.id, "how": how}
    )


def end_all(account: Account, how: str, *, but: int | None = None) -> int:
    """End all log-ins of an account, except perhaps the present one."""
    running = list(
        db.session.scalars(select(LogIn).where(LogIn.account_id == account.id, LogIn.ended_at.is_(None)))
    )
    ending = [entered for entered in running if entered.id != but]
    for entered in ending:
        end(entered, how)
    return len(ending)
