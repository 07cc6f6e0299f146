"""The door for other systems: which token is this, is it still good, and was it issued for this?

A system never logs in and has no session: each request carries its bearer token. What it may do are the scopes that
an administrator chose; what it may see is its office and those below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import g, request
from sqlalchemy import select, update

from accounts.api_scopes import SCOPES, scope_of
from accounts.models import ApiToken
from accounts.tokens import token_digest
from core import rates
from core.actor import Actor
from core.clock import now
from core.database import apart, db
from core.languages import _l
from core.refusals import Refusal

ROLE = "api"
CALLS = 1200
STRETCH = timedelta(minutes=1)
TOUCH_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Caller:
    """The system that calls, as plain values."""

    token_id: int
    system: str
    office_id: int | None  # None: issued for every office
    scopes: frozenset[str]

    def actor(self) -> Actor:
        """This system as the journal knows it: no person, and of no office."""
        return Actor(account_id=None, role=ROLE, name=self.system)


def enter(word: str) -> Actor:
    """Let a system in for this word, or refuse: 401 without a good token, 403 without its scope, 429 in haste."""
    caller = _caller()
    rates.limit("api token", str(caller.token_id), at_most=CALLS, length=STRETCH)
    scope = scope_of(word)
    if scope not in caller.scopes:
        raise Refusal(
            _l("This token was not issued for that: “%(scope)s”.", scope=SCOPES[scope]),
            next_step=_l("Ask the administrator for a token that may do this."),
            status=403,
        )
    g.api_caller = caller
    return caller.actor()


def calling() -> Caller:
    """The system that calls now; only for views whose word is a scope's."""
    caller: Caller = g.api_caller
    return caller


def _caller() -> Caller:
    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    moment = now()
    held = None
    if kind.lower() == "bearer" and token.strip():
        held = db.session.scalar(select(ApiToken).where(ApiToken.token_digest == token_digest(token.strip())))
    if held is None or held.revoked_at is not None or held.expires_at <= moment:
        raise Refusal(
            _l("This request carries no token, or one that is unknown, has expired or was revoked."),
            next_step=_l(
                "Send the header “Authorization: Bearer …” with a token that the administrator issued."
            ),
            status=401,
        )
    caller = Caller(held.id, held.system, held.office_id, frozenset(held.scopes))
    if held.used_at is None or moment - held.used_at >= TOUCH_AFTER:
        with apart() as connection:
            connection.execute(update(ApiToken).where(ApiToken.id == caller.token_id).values(used_at=moment))
    return caller
