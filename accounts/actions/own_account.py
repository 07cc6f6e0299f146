"""What people change of their own account: how to reach them, how they are called, their password."""

from __future__ import annotations

from dataclasses import dataclass

from accounts import notices
from accounts.actions import registration
from accounts.models import Account
from accounts.passwords import verify_password
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from core.settings import Settings
from core.sorting import sort_key


class WrongPassword(Refusal):
    """The present password, asked for once more, is another one."""

    def __init__(self) -> None:
        super().__init__(_l("This is not your present password."), status=422)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody, and in which language to write."""

    email: str
    phone: str
    language: str


def check_own_password(account: Account, password: str, settings: Settings) -> None:
    """Before what a thief at an open log-in would do first, the password is asked for again."""
    if not verify_password(account.password, password, settings.password_cost):
        raise WrongPassword


def change_password(account: Account, old: str, new: str, log_in_id: int, settings: Settings) -> None:
    """Set another password; the log-in at which it was typed goes on, all others end."""
    check_own_password(account, old, settings)
    registration.set_password(account, new, settings, keep_log_in=log_in_id)


def change_contact(account: Account, contact: Contact, password: str, settings: Settings) -> None:
    """Change how to reach somebody; a new e-mail address asks for the password, and the old one is told."""
    old = Contact(account.email, account.phone, account.language)
    if contact == old:
        return
    if contact.email != old.email:
        check_own_password(account, password, settings)
    account.email, account.phone, account.language = contact.email, contact.phone, contact.language
    db.session.flush()
    record(
        "accounts:contact:change",
        subject=("account", account.id),
        old={"language": old.language},
        new={"language": contact.language},
        personal={"old": [old.email, old.phone], "new": [contact.email, contact.phone]},
    )
    if old.email and contact.email != old.email:
        notices.email_changed(account, old.email)


def change_lost_address(account: Account, email: str, document: str) -> None:
    """An identified person whose e-mail address is lost shows the document at a desk and names another."""
    if not account.proven:
        raise Refusal(
            _l("This account has not been identified."),
            next_step=_l("Let the person register anew, and identify that account."),
        )
    old, account.email = account.email, email
    record(
        "accounts:contact:change_at_desk",
        subject=("account", account.id),
        personal={"document": document, "old": old, "new": email},
    )
    if old and old != email:
        notices.email_changed(account, old)


def refuse_proven(account: Account) -> None:
    """The name of somebody who has been identified is not theirs to change here."""
    if account.proven:
        raise Refusal(
            _l("The name of an identified person stands as in the document."),
            next_step=_l("If your document has changed, show the new one at a desk."),
        )


def change_name(
    account: Account,
    surname: str = "",
    given_name: str = "",
    patronymic: str = "",
    organisation_name: str = "",
) -> None:
    """Correct one's name, as long as it rests on one's own word alone."""
    refuse_proven(account)
    old = account.name
    account.surname, account.given_name, account.patronymic = surname, given_name, patronymic
    account.organisation_name = organisation_name
    if account.name == old:
        return
    account.sort_key = sort_key(account.name)
    record(
        "accounts:name:change", subject=("account", account.id), personal={"old": old, "new": account.name}
    )
