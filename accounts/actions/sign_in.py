"""Logging in and out: the verbs that begin, turn and end a log-in.

How guessing is slowed down stands in `accounts.actions.pace`.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select, update

from accounts.actions.pace import Attempt, Caller, let_through, strangers_may_try
from accounts.models import Account, KnownDevice, LogIn, Mandate, RecoveryCode, RoleGrant
from accounts.passwords import digest_password, outdated, verify_password
from accounts.queries import CLAIMS_TRIED, active_grants, claims_of
from accounts.second_factor import matching_step, recovery_digest
from accounts.tokens import new_token, token_digest
from core.actor import Actor, acting
from core.clock import now
from core.database import db, let_go
from core.journal import record
from core.languages import Text, _l
from core.refusals import Refusal
from core.settings import Settings
from core.vault import unseal

MOST_AT_ONCE = 500

# How a log-in may have ended, and what the log-in page says of it.
ENDINGS: dict[str, Text] = {
    "left": "",
    "ended": _l("This log-in was ended from another browser. Log in again to go on."),
    "idle": _l(
        "Your log-in has ended because nothing was asked for a while. What was saved is kept; log in to go on."
    ),
    "old": _l("A log-in lasts one working day at most, and yours has ended. Log in again to go on."),
    "password": _l("The password was changed, so every other log-in has ended. Log in with the new one."),
    "reset": _l("Your second factor was taken back by an administrator. Log in and set up a new one."),
    "closed": _l("This account has been closed."),
}


def find_by_password(attempt: Attempt, password: str, settings: Settings) -> Account | None:
    """The account whose password this is; nobody, after as long a time, where there is none.

    From a known browser its holder's password is tried first; all others only as far as strangers may try too, so
    that an own claim to somebody's number buys no guesses at theirs.
    """
    found = claims_of(attempt.name, attempt.also, attempt.holder_id)[:CLAIMS_TRIED]
    own = [account for account in found if account.id == attempt.holder_id]
    others = [account for account in found if account.id != attempt.holder_id]
    account, as_stranger = _first_match(own, password, settings), not own
    if account is None and others and own:
        as_stranger = strangers_may_try(attempt)
    if account is None and as_stranger:
        account = _first_match(others, password, settings)
    if not found:
        let_go()
        verify_password("", password, settings.password_cost)
    if account is None:
        return None
    let_through(attempt, as_stranger=as_stranger)
    if outdated(account.password, settings.password_cost):
        account.password = digest_password(password, settings.password_cost)
    return account


def _first_match(accounts: list[Account], password: str, settings: Settings) -> Account | None:
    """Verify outside of any transaction: on SQLite nobody could write for as long as a password takes."""
    kept = [(account, account.password) for account in accounts]
    let_go()
    for account, digest in kept:
        if verify_password(digest, password, settings.password_cost) and account.password == digest:
            return account
    return None


def check_code(account: Account, code: str, settings: Settings) -> int | None:
    """Accept the device's code or a recovery code; each works once. Says how many recovery codes are left then."""
    if account.second_factor is None:
        raise Refusal(_l("Your second factor is not set up yet. Set it up first."), status=409)
    secret = unseal(settings, account.second_factor)
    step = matching_step(secret, code, now(), account.last_code_step)
    if step is not None:
        account.last_code_step = step
        return None
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
    return recovery_codes_left(account)


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes have not been used yet."""
    unused = select(RecoveryCode.id).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return len(db.session.scalars(unused).all())


class WrongCode(Refusal):
    """The six digits are not the present ones."""

    def __init__(self) -> None:
        super().__init__(
            _l("This code is wrong or has been used already. Wait for the next one and type that."),
            status=422,
        )


def begin(account: Account, caller: Caller) -> tuple[LogIn, str]:
    """Begin a log-in, in the person's oldest role and for themselves; returns its row and the cookie's token."""
    token = new_token()
    moment = now()
    grants = active_grants(account.id, moment)
    entered = LogIn(
        token_digest=token_digest(token),
        account_id=account.id,
        grant_id=grants[0].id if grants else None,
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


def take_role(entered: LogIn, grant: RoleGrant) -> None:
    """Go on in another of one's roles."""
    old, entered.grant_id = entered.grant_id, grant.id
    record(
        "accounts:log_in:take_role",
        subject=("account", entered.account_id),
        old={"grant": old},
        new={"grant": grant.id, "log_in": entered.id},
    )


def act_for(entered: LogIn, mandate: Mandate | None) -> None:
    """Go on for somebody whom one represents, or for oneself again."""
    old, entered.mandate_id = entered.mandate_id, mandate.id if mandate else None
    record(
        "accounts:log_in:act_for",
        subject=("account", entered.account_id),
        old={"mandate": old},
        new={"mandate": entered.mandate_id, "log_in": entered.id},
    )


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


def worn_out(entered: LogIn, settings: Settings) -> str | None:
    """Why a log-in counts no longer although nobody ended it: idle, or too old."""
    moment = now()
    if moment - entered.seen_at > timedelta(minutes=settings.session_idle_minutes):
        return "idle"
    if moment - entered.began_at > timedelta(hours=settings.session_hours):
        return "old"
    return None


def end(entered: LogIn, how: str) -> None:
    """End a log-in; `how` is one of ENDINGS."""
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


def end_worn_out(settings: Settings) -> int:
    """The chore that ends the log-ins to which nobody came back; commits for itself."""
    moment = now()
    running = db.session.scalars(
        select(LogIn)
        .where(
            LogIn.ended_at.is_(None),
            or_(
                LogIn.seen_at < moment - timedelta(minutes=settings.session_idle_minutes),
                LogIn.began_at < moment - timedelta(hours=settings.session_hours),
            ),
        )
        .order_by(LogIn.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for entered in running:
        end(entered, worn_out(entered, settings) or "idle")
    db.session.commit()
    return len(running)
