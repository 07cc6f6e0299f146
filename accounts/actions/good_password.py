"""Whoever chooses a password is told at once, and why, when it would be guessed."""

from __future__ import annotations

from accounts.models import Account
from accounts.passwords import SHORTEST, weakness
from core.languages import Text, _l
from core.refusals import Refusal

WEAKNESSES: dict[str, Text] = {
    "short": _l("The password is too short: it needs at least %(least)s characters.", least=SHORTEST),
    "monotonous": _l("The password repeats a few characters: use at least five different ones."),
    "common": _l(
        "The password contains one of the words that are tried first, such as “qwerty”. Choose another."
    ),
    "personal": _l("The password contains your name, your number or your e-mail address. Choose another."),
}


class WeakPassword(Refusal):
    """The password would be guessed; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(WEAKNESSES[reason], status=422)
        self.reason = reason


def refuse_weak(account: Account, password: str) -> None:
    """A password that would be guessed is refused, with the reason."""
    personal = (
        account.surname,
        account.given_name,
        account.iin or "",
        account.bin or "",
        account.login or "",
        account.email.partition("@")[0],
        *account.organisation_name.split(),
    )
    reason = weakness(password, *personal)
    if reason is not None:
        raise WeakPassword(reason)
