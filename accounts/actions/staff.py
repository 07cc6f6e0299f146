"""The verbs of staff: entered by an administrator, invited by a link, helped back in, and closed when they leave."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from sqlalchemy import or_, select

from accounts.actions import grants, registration, sign_in
from accounts.identifiers import WrongNumber, read_iin
from accounts.models import Account, RoleGrant
from accounts.queries import today
from accounts.refused_facts import RefusedFact, check_version
from accounts.roles import Role
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import LANGUAGES, _l
from core.refusals import Refusal
from core.settings import Settings
from core.sorting import sort_key

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,59}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What is known of a member of staff."""

    login: str
    surname: str
    given_name: str
    patronymic: str = ""
    iin: str = ""
    email: str = ""
    phone: str = ""
    language: str = "kk"


def enter_staff(facts: StaffFacts) -> Account:
    """Enter somebody who works here; without a role and a password they can do nothing yet."""
    facts = _tidy(facts)
    _check(facts, None)
    account = Account(kind="staff", password="", created_at=now(), **_columns(facts))
    account.sort_key = sort_key(account.name)
    db.session.add(account)
    db.session.flush()
    record(
        "accounts:staff:enter",
        subject=("account", account.id),
        new={"language": facts.language},
        personal=asdict(facts),
    )
    return account


def change_staff(account: Account, facts: StaffFacts, seen: int | None = None) -> None:
    """Change what is known of a member of staff. No change leaves no entry."""
    check_version(account.version, seen)
    _refuse_closed(account)
    facts = _tidy(facts)
    _check(facts, account)
    new = {name: value for name, value in _columns(facts).items() if getattr(account, name) != value}
    if not new:
        return
    old = {name: getattr(account, name) for name in new}
    for name, value in new.items():
        setattr(account, name, value)
    account.sort_key = sort_key(account.name)
    db.session.flush()
    record(
        "accounts:staff:change",
        subject=("account", account.id),
        new={"changed": sorted(new)},
        personal={"old": old, "new": new},
    )


def invite(account: Account, settings: Settings) -> str:
    """Send the link by which a new member of staff sets the first password; returns its token."""
    _refuse_closed(account)
    if not account.email:
        raise RefusedFact("email", _l("Enter an e-mail address first: the link is sent there."))
    return registration.send_link(account, "invitation", settings)


def make_ready(account: Account, password: str, second_factor: str) -> None:
    """Give somebody of the demo a log-in that works at once: a digest and a sealed secret made beforehand."""
    account.password, account.second_factor = password, second_factor
    record("accounts:staff:make_ready", subject=("account", account.id))


def reset_password(account: Account, settings: Settings) -> None:
    """The password is forgotten or known to others: all log-ins end, a new link is sent, the old one stops working."""
    _refuse_closed(account)
    _refuse_oneself(account)
    if not account.email:
        raise RefusedFact("email", _l("Enter an e-mail address first: the link is sent there."))
    account.password = ""
    sign_in.end_all(account, "password")
    registration.send_link(account, "reset", settings)


def reset_second_factor(account: Account) -> None:
    """The device is lost and so are the codes; another administrator has made sure who asks."""
    _refuse_closed(account)
    _refuse_oneself(account)
    if account.second_factor is None:
        raise Refusal(_l("No second factor is set up for this person; it is asked for at the next log-in."))
    registration.reset_second_factor(account)


def close_staff(account: Account, reason: str, seen: int | None = None) -> None:
    """Somebody leaves: their roles are revoked, their log-ins end, the account takes nobody in any more."""
    check_version(account.version, seen)
    _refuse_closed(account)
    _refuse_oneself(account)
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why; it is kept in the journal."))
    for grant in live_grants(account):
        grants.revoke_grant(grant, reason)
    sign_in.end_all(account, "closed")
    account.closed_at = now()
    db.session.flush()
    record(
        "accounts:staff:close",
        subject=("account", account.id),
        old={"closed": False},
        new={"closed": True, "reason": reason.strip()},
    )


def reopen_staff(account: Account, seen: int | None = None) -> None:
    """Somebody comes back. Roles and password are not given back by themselves."""
    check_version(account.version, seen)
    if account.closed_at is None:
        raise Refusal(_l("This account is open."))
    account.closed_at = None
    account.password = ""
    db.session.flush()
    record(
        "accounts:staff:reopen",
        subject=("account", account.id),
        old={"closed": True},
        new={"closed": False},
    )


def live_grants(account: Account) -> list[RoleGrant]:
    """Roles that are held now or will be."""
    return list(
        db.session.scalars(
            select(RoleGrant)
            .where(
                RoleGrant.account_id == account.id,
                RoleGrant.revoked_at.is_(None),
                or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= today()),
            )
            .order_by(RoleGrant.id)
        )
    )


def create_administrator(facts: StaffFacts, office_id: int, order: grants.Order) -> Account:
    """The first administrator of a new installation, entered by the operator of the machine."""
    account = enter_staff(facts)
    grants.grant_role(account, Role.ADMINISTRATOR, office_id, grants.Term(today()), order)
    return account


def _tidy(facts: StaffFacts) -> StaffFacts:
    return StaffFacts(
        login=facts.login.strip().casefold(),
        surname=facts.surname.strip(),
        given_name=facts.given_name.strip(),
        patronymic=facts.patronymic.strip(),
        iin="".join(facts.iin.split()),
        email=facts.email.strip().casefold(),
        phone=facts.phone.strip(),
        language=facts.language,
    )


def _columns(facts: StaffFacts) -> dict[str, str | None]:
    return asdict(facts) | {"iin": facts.iin or None}


def _check(facts: StaffFacts, account: Account | None) -> None:
    if not _LOGIN.fullmatch(facts.login):
        raise RefusedFact(
            "login",
            _l(
                "A log-in name has 3 to 60 small Latin letters, digits, dots or hyphens and begins with a letter."
            ),
        )
    if not facts.surname:
        raise RefusedFact("surname", _l("Write the surname."))
    if not facts.given_name:
        raise RefusedFact("given_name", _l("Write the given name."))
    if facts.email and not _EMAIL.fullmatch(facts.email):
        raise RefusedFact("email", _l("This is no e-mail address; one looks like a.seitkali@example.kz."))
    if facts.language not in LANGUAGES:
        raise RefusedFact("language", _l("Choose Kazakh, Russian or English."))
    if facts.iin:
        try:
            read_iin(facts.iin, today())
        except WrongNumber:
            raise RefusedFact("iin", _l("The twelve digits are no IIN: check them once more.")) from None
    twin = db.session.scalar(select(Account).where(Account.login == facts.login))
    if twin is not None and twin is not account:
        raise TakenLogin


class TakenLogin(RefusedFact):
    """Two people cannot have one log-in name."""

    def __init__(self) -> None:
        super().__init__("login", _l("Somebody else has this log-in name already."))


def _refuse_closed(account: Account) -> None:
    if account.closed_at is not None:
        raise Refusal(_l("This account is closed."), next_step=_l("Open it again first."))


def _refuse_oneself(account: Account) -> None:
    if current_actor().account_id == account.id:
        raise Refusal(
            _l("This cannot be done to one's own account."),
            next_step=_l("Ask another administrator to do it."),
        )
