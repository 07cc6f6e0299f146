"""The letters that accounts send: to whom, when, which facts. The outbox carries them."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Account, Mandate
from accounts.signing_models import SigningSheet
from core.languages import Text, ngettext, speaking
from core.languages import gettext as _
from core.outbox import post
from core.settings import Settings


def _letter(account: Account, subject: str, body: str, *, to: str = "") -> None:
    recipient = to or account.email
    if recipient:
        post("mail", recipient, {"subject": subject, "body": body, "language": account.language})


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
                "Good day!\n\nSomebody, probably you, asked for a new password. Set it here:\n"
                "%(address)s\n\n%(until)s\nIf it was not you, do nothing: the old password goes on working.",
                address=address,
                until=until,
            )
        _letter(account, subject, body)


def password_changed(account: Account) -> None:
    """A word to the holder that the password was changed, whoever did it."""
    with speaking(account.language):
        _letter(
            account,
            _("Your password was changed"),
            _(
                "Good day!\n\nThe password of your account was changed just now and all other log-ins were ended.\n"
                "If it was not you, set a new password at once by “Forgotten password” and tell the office."
            ),
        )


def second_factor_set_up(account: Account) -> None:
    """A word to the holder that codes now come from another device."""
    with speaking(account.language):
        _letter(
            account,
            _("A device for log-in codes was set up"),
            _(
                "Good day!\n\nFrom now on the codes for your log-in come from the device that was set up just now.\n"
                "If it was not you, tell your administrator at once."
            ),
        )


def email_changed(account: Account, old: str) -> None:
    """A word to the old address, for the new one may be a thief's."""
    with speaking(account.language):
        _letter(
            account,
            _("Your e-mail address was changed"),
            _(
                "Good day!\n\nLetters about your account go to another address from now on.\n"
                "If it was not you, tell the office at once."
            ),
            to=old,
        )


def proven(account: Account, how: str = "desk") -> None:
    """Somebody at a desk, or the person's own certificate, has identified this person."""
    with speaking(account.language):
        if how == "certificate":
            _letter(
                account,
                _("Your identity is confirmed"),
                _(
                    "Good day, %(name)s!\n\nYour account in Synaq has been identified by your certificate. From now on"
                    " it shows you your earlier cases too.\nIf it was not you who signed, tell the office at once.",
                    name=account.name,
                ),
            )
            return
        _letter(
            account,
            _("Your identity is confirmed"),
            _(
                "Good day, %(name)s!\n\nYour account in Synaq has been identified by your document. From now on it"
                " shows you your earlier cases too.\nIf it was not you who came to the desk, tell the office at once.",
                name=account.name,
            ),
        )


def mandate(account: Account, held: Mandate, subject: Text, sentence: Text, reason: str = "") -> None:
    """A word to one of the two whom a mandate binds; both names and the document stand in it."""
    with speaking(account.language):
        body = _(
            "Good day!\n\n%(sentence)s\n\nRepresented: %(principal)s\nRepresentative: %(agent)s\n"
            "Document: %(document)s",
            sentence=str(sentence),
            principal=held.principal.name,
            agent=held.agent.name,
            document=held.document,
        )
        if reason:
            body += "\n" + _("Reason: %(reason)s", reason=reason)
        _letter(account, str(subject), body)


def to_sign(account: Account, sheet: SigningSheet) -> None:
    """A word to whoever signs next."""
    with speaking(account.language):
        _letter(
            account,
            _("A paper waits for your signature"),
            _(
                "Good day!\n\nIt is your turn to sign: %(title)s\nYou find it in Synaq under “To sign”.",
                title=sheet.title,
            ),
        )


def signed_on_paper(account: Account, sheet: SigningSheet, by: Account) -> None:
    """A word to whoever is said to have signed by hand: if it was not they, they must know."""
    with speaking(account.language):
        _letter(
            account,
            _("A paper is entered as signed by your hand"),
            _(
                "Good day!\n\n%(name)s has scanned in a paper that you signed by hand: %(title)s\n"
                "If you have not signed it, tell your administrator at once.",
                name=by.name,
                title=sheet.title,
            ),
        )


def not_signed(account: Account, by: Account, sheet: SigningSheet, reason: str) -> None:
    """A word to whoever sent a paper to be signed: somebody would not."""
    with speaking(account.language):
        _letter(
            account,
            _("A paper was not signed"),
            _(
                "Good day!\n\n%(name)s has refused to sign: %(title)s\nReason: %(reason)s\n"
                "Nobody signs it any more. Withdraw it and draw up a new one.",
                name=by.name,
                title=sheet.title,
                reason=reason,
            ),
        )
