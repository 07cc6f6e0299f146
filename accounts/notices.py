"""The letters that accounts send: to whom, when, which facts. The outbox carries them."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Account
from core.languages import gettext as _
from core.languages import ngettext, speaking
from core.outbox import post
from core.settings import Settings


def _letter(account: Account, subject: str, body: str) -> None:
    post("mail", account.email, {"subject": subject, "body": body, "language": account.language})


def password_link(account: Account, token: str, purpose: str, lasts: timedelta, settings: Settings) -> None:
    """The link by which a password is set."""
    address = f"{settings.public_address}/password/{token}"
    hours = int(lasts.total_seconds() // 3600)
    with speaking(account.language):
        until = ngettext(
            "The link works once, within %(num)s hour.", "The link works once, within %(num)s hours.", hours
        )
        if purpose == "invitation":
            subject = _("Your log-in to Synaq")
            body = _(
                "Good day, %(name)s!\n\nA log-in has been opened for you: %(login)s\nSet your password here:\n"
                "%(address)s\n\n%(until)s",
                name=account.name,
                login=account.login or "",
                address=address,
                until=until,
            )
        else:
            subject = _("A new password for Synaq")
            body = _(
                "Good day!\n\nSomebody, probably you, asked for a new password. Set it here:\n%(address)s\n\n"
                "%(until)s\nIf it was not you, do nothing: the old password goes on working.",
                address=address,
                until=until,
            )
        _letter(account, subject, body)


def password_changed(account: Account) -> None:
    """A word to the holder that the password was changed, whoever did it."""
    if not account.email:
        return
    with speaking(account.language):
        _letter(
            account,
            _("Your password was changed"),
            _(
                "Good day!\n\nThe password of your account was changed just now and all other log-ins were ended.\n"
                "If it was not you, set a new password at once by “Forgotten password” and tell the office."
            ),
        )
