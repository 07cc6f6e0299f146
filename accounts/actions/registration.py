"""People come in: registration, the first password, a forgotten one, identification at a desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from accounts import notices
from accounts.actions import sign_in
from accounts.actions.good_password import refuse_weak
from accounts.actions.pace import fold_name
from accounts.identifiers import read_bin, read_iin
from accounts.models import Account, RecoveryCode, ResetLink
from accounts.passwords import digest_password
from accounts.queries import claims_of, person_by_identifier, today
from accounts.second_factor import new_recovery_codes, recovery_digest
from accounts.tokens import new_token, token_digest
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from core.settings import Settings
from core.sorting import sort_key
from core.vault import seal

RESET_LASTS = timedelta(hours=1)
INVITATION_LASTS = timedelta(days=3)
# So many links of one account may wait to be used; whoever asks for more has these in the letter box.
LINKS_WAITING = 5


class Twin(Refusal):
    """The same number with the same address has an account already."""

    def __init__(self) -> None:
        super().__init__(
            _l("There is an account with this number and this e-mail address already."),
            next_step=_l("Log in with it, or set a new password if you have forgotten the old one."),
            status=422,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of themselves when registering; nothing of it is proven yet."""

    email: str
    password: str
    language: str
    phone: str = ""
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    organisation_name: str = ""


def register_person(iin: str, claim: Claim, settings: Settings) -> Account:
    """Open an unproven account for a citizen; it blocks nobody who really holds the number."""
    read = read_iin(iin, today())
    account = _open("person", claim)
    account.iin, account.birth_date, account.sex = read.digits, read.birth_date, read.sex
    return _enter(account, claim, settings)


def register_organisation(bin_number: str, claim: Claim, settings: Settings) -> Account:
    """Open an unproven account for an organisation."""
    account = _open("organisation", claim)
    account.bin = read_bin(bin_number)
    return _enter(account, claim, settings)


def _open(kind: str, claim: Claim) -> Account:
    return Account(
        kind=kind,
        surname=claim.surname.strip(),
        given_name=claim.given_name.strip(),
        patronymic=claim.patronymic.strip(),
        organisation_name=claim.organisation_name.strip(),
        sort_key="",
        email=claim.email.strip().casefold(),
        phone=claim.phone.strip(),
        language=claim.language,
        created_at=now(),
    )


def _enter(account: Account, claim: Claim, settings: Settings) -> Account:
    refuse_weak(account, claim.password)
    # Before the database is asked: on SQLite nobody could write for as long as this takes.
    account.password = digest_password(claim.password, settings.password_cost)
    _refuse_twin(account)
    account.sort_key = sort_key(account.name)
    db.session.add(account)
    db.session.flush()
    record(
        "accounts:account:register",
        subject=("account", account.id),
        new={"kind": account.kind, "proven": False},
        personal={"iin": account.iin, "bin": account.bin, "name": account.name, "email": account.email},
    )
    return account


def _refuse_twin(account: Account) -> None:
    """The same person registering twice is sent to the log-in; a stranger learns nothing they did not type."""
    column, value = (Account.iin, account.iin) if account.kind == "person" else (Account.bin, account.bin)
    twin = db.session.scalar(
        select(Account.id).where(
            column == value,
            Account.email == account.email,
            Account.kind == account.kind,
            Account.closed_at.is_(None),
        )
    )
    if twin is not None:
        raise Twin


@dataclass(frozen=True, slots=True)
class SeenNames:
    """The names as they stand in the document that was shown at a desk."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    organisation_name: str = ""


def prove_identity(
    account: Account, document: str, how: str = "desk", names: SeenNames | None = None
) -> None:
    """Somebody at a desk has seen the document of this person: the account counts as theirs from now on.

    Names that were typed wrongly at registration are put right by the document.
    """
    if account.proven:
        raise Refusal(_l("This account has been identified already."))
    digits = account.iin or account.bin or ""
    if person_by_identifier(digits) is not None:
        raise Refusal(
            _l("Another account with this number has been identified already."),
            next_step=_l("Let the person set a new password for that account, with its e-mail address."),
        )
    claimed = account.name
    if names is not None:
        account.surname, account.given_name = names.surname, names.given_name
        account.patronymic, account.organisation_name = names.patronymic, names.organisation_name
        account.sort_key = sort_key(account.name)
    account.proven_at = now()
    account.proven_how = how
    record(
        "accounts:account:prove",
        subject=("account", account.id),
        new={"how": how},
        personal={"document": document, "claimed": claimed, "name": account.name},
    )
    notices.proven(account, how)


def ask_for_reset(name: str, email: str, settings: Settings) -> None:
    """Send a link to the one who has this name and this e-mail address.

    The same is said to everybody, so that nobody learns who exists; number and address together mean one account,
    so that claims of strangers neither catch the link nor crowd it out.
    """
    folded, address = fold_name(name), email.strip().casefold()
    numbered = "@" in folded or (folded.isdecimal() and len(folded) == 12)
    for account in claims_of(folded, address if numbered else ""):
        if account.email and account.email == address and _links_waiting(account) < LINKS_WAITING:
            send_link(account, "reset", settings)


def _links_waiting(account: Account) -> int:
    waiting = select(func.count()).where(
        ResetLink.account_id == account.id, ResetLink.used_at.is_(None), ResetLink.expires_at > now()
    )
    return db.session.scalar(waiting) or 0


def send_link(account: Account, purpose: str, settings: Settings) -> str:
    """Write a link by which a password is set, and post it; returns its token."""
    token = new_token()
    lasts = INVITATION_LASTS if purpose == "invitation" else RESET_LASTS
    link = ResetLink(
        token_digest=token_digest(token),
        account_id=account.id,
        purpose=purpose,
        created_at=now(),
        expires_at=now() + lasts,
    )
    db.session.add(link)
    db.session.flush()
    record("accounts:reset_link:send", subject=("account", account.id), new={"purpose": purpose})
    notices.password_link(account, token, purpose, lasts, settings)
    return token


def open_link(token: str) -> ResetLink:
    """The link of a token, if it can still be used."""
    link = db.session.scalar(select(ResetLink).where(ResetLink.token_digest == token_digest(token)))
    if link is None or link.account.closed_at is not None:
        raise NotFound
    if link.used_at is not None or link.expires_at <= now():
        raise SpentLink
    return link


class SpentLink(Refusal):
    """The link was used, or its time has passed."""

    def __init__(self) -> None:
        super().__init__(
            _l("This link has been used already or is too old."),
            next_step=_l(
                "Ask for a new one on the page “Forgotten password”; staff ask their administrator."
            ),
        )


def set_password(
    account: Account, password: str, settings: Settings, *, keep_log_in: int | None = None
) -> None:
    """Set a new password; every other log-in of the account ends, and links that wait are worth nothing."""
    refuse_weak(account, password)
    account.password = digest_password(password, settings.password_cost)
    db.session.execute(
        update(ResetLink)
        .where(ResetLink.account_id == account.id, ResetLink.used_at.is_(None))
        .values(used_at=now())
    )
    sign_in.end_all(account, "password", but=keep_log_in)
    record("accounts:password:set", subject=("account", account.id))
    notices.password_changed(account)


def use_link(link: ResetLink, password: str, settings: Settings) -> Account:
    """Set the password by a link, once; of two who use it at the same moment, one is refused."""
    account = link.account
    refuse_weak(account, password)
    used = db.session.scalar(
        update(ResetLink)
        .where(ResetLink.id == link.id, ResetLink.used_at.is_(None))
        .values(used_at=now())
        .returning(ResetLink.id)
    )
    if used is None:
        raise SpentLink
    with acting(Actor(account.id, account.kind)):
        set_password(account, password, settings)
    return account


def set_up_second_factor(account: Account, secret: str, step: int, settings: Settings) -> list[str]:
    """Keep the device's secret and give ten recovery codes, shown this once; the code just typed is spent."""
    again = account.second_factor is not None
    account.second_factor = seal(settings, secret)
    account.last_code_step = step
    codes = _fresh_codes(account)
    record("accounts:second_factor:set_up", subject=("account", account.id), new={"again": again})
    notices.second_factor_set_up(account)
    return codes


def renew_recovery_codes(account: Account) -> list[str]:
    """Give ten new recovery codes; the old ones stop working."""
    codes = _fresh_codes(account)
    record("accounts:recovery_codes:renew", subject=("account", account.id))
    return codes


def _fresh_codes(account: Account) -> list[str]:
    db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
    )
    codes = new_recovery_codes()
    db.session.add_all(RecoveryCode(account_id=account.id, digest=recovery_digest(code)) for code in codes)
    return codes


def reset_second_factor(account: Account) -> None:
    """The device is lost and so are the codes: the person sets up a new one at the next log-in."""
    account.second_factor = None
    account.last_code_step = None
    sign_in.end_all(account, "reset")
    record("accounts:second_factor:reset", subject=("account", account.id))
