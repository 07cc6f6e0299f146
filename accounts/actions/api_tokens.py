"""The verbs of tokens by which other systems call the API: issue, revoke."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.api_scopes import SCOPES
from accounts.models import ApiToken, Office
from accounts.refused_facts import RefusedFact
from accounts.tokens import new_token, token_digest
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import Refusal

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Issued:
    """A token in plain text, seen this once, and its row."""

    row: ApiToken
    token: str


def issue_token(
    system: str, scopes: Collection[str], expires_at: datetime, office: Office | None = None
) -> Issued:
    """Issue a token to a system; only its digest is kept, so it is shown now or never."""
    by = _person()
    if not system.strip():
        raise RefusedFact("system", _l("Name the system that will use the token."))
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise RefusedFact("scopes", _l("Choose at least one thing that the system may do."))
    if expires_at <= now():
        raise RefusedFact("expires", _l("The token would have expired already."))
    if expires_at > now() + LONGEST:
        raise RefusedFact("expires", _l("A token lasts a year at most; issue a new one in time."))
    token = new_token()
    row = ApiToken(
        system=system.strip(),
        token_digest=token_digest(token),
        scopes=sorted(scopes),
        office_id=office.id if office else None,
        issued_by=by,
        issued_at=now(),
        expires_at=expires_at,
    )
    db.session.add(row)
    db.session.flush()
    record(
        "accounts:token:issue",
        subject=("api_token", row.id),
        office_id=row.office_id,
        new={"system": row.system, "scopes": row.scopes, "expires_at": expires_at},
    )
    return Issued(row, token)


def revoke_token(row: ApiToken) -> None:
    """Stop a token at once."""
    by = _person()
    if row.revoked_at is not None:
        raise Refusal(_l("This token was revoked already."))
    row.revoked_at, row.revoked_by = now(), by
    db.session.flush()
    record(
        "accounts:token:revoke",
        subject=("api_token", row.id),
        office_id=row.office_id,
        old={"revoked": False},
        new={"revoked": True, "system": row.system},
    )


def _person() -> int:
    by = current_actor().account_id
    if by is None:
        raise Refusal(_l("A token is issued and revoked by a person: name the administrator who does it."))
    return by
